"""The pages that a person meets, what the server says of itself, and what did not arrive."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from fakeping.core.exchange import Request
from fakeping.core.problem import TooLarge
from tests.drive import ask
from tests.fake.pingam.forms import post

CALLBACK = "http://app.invalid/cb"


@pytest.fixture
def am(tenant):
    tenant.pingam.given.user("bob", password="pw")
    return tenant.pingam


@pytest.fixture
def app(am):
    return am.given.client("app", redirect_uris=[CALLBACK])


@pytest.fixture
def go(server, am):
    """Go to the authorization endpoint, as bob unless `sso` says otherwise."""
    sso = am.sso_token("bob")

    def go(*, sso=sso, method="GET", form=None, **query):
        asked = {
            "response_type": "code",
            "client_id": "app",
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "state": "s 1",
            **query,
        }
        said = {name: value for name, value in asked.items() if value is not None}
        url = f"{am.oauth2_url}/authorize?{urlencode(said)}"
        headers = {"Cookie": f"iPlanetDirectoryPro={sso}"} if sso else {}
        if form is not None:
            return post(server, url, form, headers=headers)
        return ask(server, method, url, headers=headers)

    return go


def returned(reply):
    assert reply.status == 302
    parts = urlsplit(reply.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == CALLBACK
    return {name: value for name, [value] in parse_qs(parts.query).items()}


def test_others_are_sent_to_sign_in_and_then_back(server, am, app, go):
    sent = go(sso=None).headers["Location"]
    page = ask(server, "GET", sent)
    wrong = post(server, sent, {"username": "bob", "password": "no"})

    signed_in = post(server, sent, {"username": "bob", "password": "pw"})

    assert (page.status, page.headers["Content-Type"]) == (200, "text/html;charset=UTF-8")
    assert (wrong.status, "Set-Cookie" in wrong.headers) == (401, False)
    cookie = signed_in.headers["Set-Cookie"].partition(";")[0]
    back = ask(server, "GET", signed_in.headers["Location"], headers={"Cookie": cookie})
    assert "code" in returned(back)


@pytest.mark.parametrize("goto", ["http://evil.invalid/", "//evil.invalid", ""])
def test_nobody_is_sent_on_to_another_server(server, am, goto):
    url = f"{am.url}/XUI/?{urlencode({'realm': am.realm, 'goto': goto})}"

    reply = post(server, url, {"username": "bob", "password": "pw"})

    assert reply.headers["Location"] == f"{am.url}/console"


def test_what_a_page_shows_is_escaped(am, go):
    am.given.client("<b>", redirect_uris=[CALLBACK], asks_consent=True)

    page = go(client_id="<b>", scope="<script>")

    assert b"<b>" not in page.body
    assert b"<script>" not in page.body


def test_a_sign_in_that_did_not_arrive_is_told(server, am):
    request = Request(
        method="POST",
        path=urlsplit(f"{am.json_url}/authenticate").path,
        unread=TooLarge("the body is too large"),
    )

    reply = server.tenants.world.handle(request)

    assert (reply.status, reply.json["code"]) == (413, 413)


def test_the_server_names_its_cookie(server, am):
    reply = ask(server, "GET", f"{am.json_url}/serverinfo/*")

    assert reply.json["cookieName"] == "iPlanetDirectoryPro"
