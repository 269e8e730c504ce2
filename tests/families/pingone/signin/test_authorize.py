import re
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest

from fakeping.core.problem import NotFound, NotUnique
from tests.drive import ask
from tests.families.pingone.signin.driver import FORM, claims, error, sent_back

PRINTED = "/{environmentID}/as/authorize?response_type=code&client_id={appID}&redirect_uri=https://example.com&scope="
ONE = f"{PRINTED}p1:read:user&acr_values=Single_Factor"
SEVERAL = f"{PRINTED}p1:read:user p1:update:user p1:reset:userPassword&acr_values=Single_Factor"


class Page(HTMLParser):
    """What a browser makes of a page: its one form, and what its buttons send."""

    def __init__(self, reply):
        super().__init__()
        self.action = None
        self.hidden = {}
        self.buttons = []
        self.tags = set()
        self.feed(reply.body.decode())

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.tags.add(tag)
        if tag == "form":
            self.action = said["action"]
        elif tag == "input":
            self.hidden[said["name"]] = said["value"]
        elif tag == "button" and "name" in said:
            self.buttons.append((said["name"], said["value"]))


def choose(web, page, name, value):
    form = urlencode({**page.hidden, name: value}).encode()
    return web._kept(ask(web.server, "POST", page.action, raw=form, headers=FORM))


@pytest.mark.parametrize(
    ("sample", "scopes"),
    [
        (ONE, {"p1:read:user"}),
        (SEVERAL, {"p1:read:user", "p1:update:user", "p1:reset:userPassword"}),
    ],
)
@pytest.mark.parametrize("space", ["%20", "+"])
def test_the_document_s_authorization_requests_are_answered(web, server, sample, scopes, space):
    """curl would send a space as it stands; whoever sends it encodes it in one of two ways."""
    target = sample.replace("{environmentID}", web.tenant.pingone.environment_id)
    target = target.replace("{appID}", web.application.client_id).replace(" ", space)

    reply = ask(server, "GET", target)

    assert reply.headers["Location"].startswith("https://example.com?code=")
    answer = web.exchange(sent_back(reply)["code"]).json
    found = claims(answer["access_token"])
    assert set(answer["scope"].split()) == set(found["scope"].split()) == scopes
    assert (found["aud"], found["acr"]) == (["https://api.pingone.com"], "Single_Factor")


def test_a_post_is_as_good_as_a_get(web, server):
    form = {
        "response_type": "code",
        "client_id": web.application.client_id,
        "redirect_uri": "https://example.com",
        "scope": "openid",
        "state": "s t&a=t+e",
    }

    reply = ask(server, "POST", f"{web.url}/authorize", raw=urlencode(form).encode(), headers=FORM)

    assert sent_back(reply)["state"] == "s t&a=t+e"
    assert web.exchange(sent_back(reply)["code"]).status == 200


def test_a_redirect_uri_keeps_its_own_query(client_of, given, alice):
    given.sign_in(alice)
    uri = "com.example.app:/back?tab=1"
    client = client_of(redirect_uris=[uri])

    location = client.authorize(scope="openid", redirect_uri=uri).headers["Location"]

    assert re.fullmatch(r"com\.example\.app:/back\?tab=1&code=[\w-]+", location)


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({"client_id": "nobody"}, id="an unknown client"),
        pytest.param({"client_id": None}, id="no client"),
        pytest.param({"redirect_uri": "https://example.com/"}, id="another URI by a slash"),
        pytest.param({"redirect_uri": "https://evil.example"}, id="another URI"),
        pytest.param({"redirect_uri": None}, id="no URI"),
    ],
)
def test_a_wrong_client_or_uri_is_never_a_redirect(web, members):
    reply = web.authorize(scope="openid", state="x", **members)

    assert error(reply) == (400, "invalid_request", "pingone.authorize.redirect")
    assert "Location" not in reply.headers


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("client_id=x", "pingone.error.twice"),
        ("unknown=1&unknown=2", "pingone.signin.request-invalid"),
    ],
)
def test_a_parameter_that_stands_twice_is_never_a_redirect(web, server, query, rule):
    url = f"{web.url}/authorize?client_id={web.application.client_id}&{query}"

    assert error(ask(server, "GET", url)) == (400, "invalid_request", rule)


@pytest.mark.parametrize("query", ["client_id=%FF", "&".join(f"a{n}=1" for n in range(1001))])
def test_a_query_that_is_no_text_is_refused(web, server, query):
    reply = ask(server, "GET", f"{web.url}/authorize?{query}")

    assert error(reply) == (400, "invalid_request", "pingone.signin.request-invalid")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "saml"}, "unsupported_response_type"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"response_mode": "web_message"}, "invalid_request"),
        ({"scope": "nonsense"}, "invalid_scope"),
        ({"scope": "openid address"}, "invalid_scope"),
        ({"scope": "p1:read:user photos:read"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "shout"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "\u0663"}, "invalid_request"),
        ({"request": "e30.e30."}, "request_not_supported"),
        ({"request_uri": "urn:x"}, "request_uri_not_supported"),
    ],
)
def test_any_other_error_is_sent_back(web, members, expected):
    reply = web.authorize(**{"scope": "openid", "state": "af0if", **members})

    found = sent_back(reply)
    assert (found["error"], found["state"], "code" in found) == (expected, "af0if", False)
    mark = "#" if members.get("response_type") == "token" else "?"
    assert reply.headers["Location"].startswith(f"https://example.com{mark}error=")


def test_without_scope_a_user_signs_in_for_openid_alone(web):
    assert web.sign_in()["scope"] == "openid"


def test_an_application_of_one_resource_has_all_of_it_without_scope(
    client_of, given, alice, photos
):
    given.sign_in(alice)
    client = client_of()
    given.grant(client.application, photos)

    assert client.sign_in()["scope"] == "photos:edit photos:read"


# The page, and sessions.


@pytest.fixture
def browser(web, given):
    """The web application, and nobody signed in."""
    given.user(username="<bob>", email="bob@example.com")
    given.sign_in(None)
    return web


def test_a_person_picks_the_user_on_a_page(browser):
    page = Page(browser.authorize(scope="openid", state="s"))

    assert page.buttons == [("user", "alice"), ("user", "<bob>"), ("cancel", "true")]
    back = sent_back(choose(browser, page, "user", "<bob>"))
    token = browser.exchange(back["code"]).json["access_token"]
    assert back["state"] == "s"
    assert browser.userinfo(token).status == 200


def test_the_page_shows_nothing_that_it_was_given_as_markup(browser):
    reply = browser.authorize(scope="openid", state='"><script>', login_hint="<script>")

    text = reply.body.decode()
    assert "Photo &lt;store&gt;" in text
    assert "&lt;bob&gt;" in text
    assert "script" not in Page(reply).tags
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert reply.headers["Cache-Control"] == "no-store"


def test_whoever_is_hinted_at_comes_first(browser):
    page = Page(browser.authorize(scope="openid", login_hint="bob@example.com"))

    assert page.buttons[0] == ("user", "<bob>")


def test_a_page_of_nobody_says_how_to_add_somebody(client_of):
    reply = client_of().authorize(scope="openid")

    assert "given.user" in reply.body.decode()


def test_a_page_counts_once(browser):
    page = Page(browser.authorize(scope="openid"))
    choose(browser, page, "user", "alice")

    assert error(choose(browser, page, "user", "alice")) == (
        400,
        "invalid_request",
        "pingone.signon.once",
    )


def test_a_page_is_too_old_after_a_while(browser, tenant):
    page = Page(browser.authorize(scope="openid"))
    tenant.clock.advance(900)

    assert choose(browser, page, "user", "alice").status == 400


@pytest.mark.parametrize(("name", "value"), [("cancel", "true"), ("user", "nobody")])
def test_who_picks_nobody_is_sent_back(browser, name, value):
    page = Page(browser.authorize(scope="openid", state="s"))

    found = sent_back(choose(browser, page, name, value))

    assert (found["error"], found["state"]) == ("access_denied", "s")


def test_a_session_answers_at_once_until_it_is_told_to_ask(browser, tenant):
    choose(browser, Page(browser.authorize(scope="openid")), "user", "alice")
    first = browser.sign_in(scope="openid", prompt="none")
    tenant.clock.advance(60)

    again = browser.sign_in(scope="openid")

    sids = {claims(each["id_token"])["sid"] for each in (first, again)}
    assert len(sids) == 1
    assert browser.authorize(scope="openid", prompt="login").status == 200
    assert browser.authorize(scope="openid", prompt="select_account").status == 200
    assert browser.authorize(scope="openid", max_age="59").status == 200
    assert browser.authorize(scope="openid", max_age="60").status == 302


def test_prompt_none_without_a_session_is_login_required(browser):
    assert sent_back(browser.authorize(scope="openid", prompt="none"))["error"] == "login_required"


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser, tenant):
    reply = choose(browser, Page(browser.authorize(scope="openid")), "user", "alice")

    path = f"Path=/{tenant.pingone.environment_id}"
    assert reply.headers["Set-Cookie"].split("; ")[1:] == [path, "HttpOnly", "SameSite=Lax"]


def test_who_signs_in_at_once_goes_before_another_session(web, given):
    first = claims(web.sign_in(scope="openid")["id_token"])
    bob = given.user(username="bob")
    given.sign_in(bob)

    second = claims(web.sign_in(scope="openid")["id_token"])

    assert (second["sub"], second["sid"] == first["sid"]) == (bob.id, False)


# Other response types.


@pytest.fixture
def implicit(client_of, given, alice):
    given.sign_in(alice)
    return client_of(grant_types=["authorization_code", "implicit"])


@pytest.mark.parametrize(
    ("types", "members"),
    [
        ("token", {"access_token", "token_type", "expires_in", "scope"}),
        ("id_token", {"id_token"}),
        ("token id_token", {"access_token", "token_type", "expires_in", "scope", "id_token"}),
        ("code id_token", {"code", "id_token"}),
    ],
)
def test_tokens_come_in_the_fragment(implicit, types, members):
    reply = implicit.authorize(response_type=types, scope="openid", state="s", nonce="n")

    found = sent_back(reply)
    assert urlsplit(reply.headers["Location"]).query == ""
    assert set(found) == {*members, "state"}
    if "id_token" in members:
        identity = claims(found["id_token"])
        assert identity["nonce"] == "n"
        assert ("at_hash" in identity, "c_hash" in identity) == ("token " in types, "code" in types)


@pytest.mark.parametrize(
    "members",
    [
        {"response_type": "id_token"},
        {"response_type": "token id_token", "nonce": "n", "scope": "photos:read"},
        {"response_type": "token", "response_mode": "query"},
    ],
)
def test_an_error_of_theirs_comes_in_the_fragment_too(implicit, given, photos, members):
    given.grant(implicit.application, photos)

    reply = implicit.authorize(**{"scope": "openid", **members})

    assert sent_back(reply)["error"] == "invalid_request"


def test_an_answer_may_come_as_a_form(web):
    page = Page(web.authorize(scope="openid", response_mode="form_post", state='"x'))

    assert (page.action, page.hidden["state"]) == ("https://example.com", '"x')
    assert web.exchange(page.hidden["code"]).status == 200


# What a test may put there.


def test_the_journal_knows_what_was_asked_and_not_what_came(web, tenant):
    web.sign_in(scope="openid photos:read", state="s")

    [asked] = tenant.journal.assert_called(
        "pingone.authorize", query={"scope": "openid photos:read", "state": "s"}, status=302
    )
    assert (asked.request_body, asked.reply_body) == (b"", b"")


@pytest.mark.parametrize("uri", ["/back", "https://a/#f", "https://a/\r\nX: y", "https://a b"])
def test_a_redirect_uri_is_absolute_and_has_no_fragment(given, uri):
    with pytest.raises(ValueError, match="not a redirect URI"):
        given.application(redirect_uris=[uri])


def test_user_names_are_unique(given, alice):
    with pytest.raises(NotUnique):
        given.user(username=alice.username)


def test_only_a_user_of_the_environment_signs_in_at_once(given, server):
    stranger = server.tenant().pingone.given.user(username="mallory")

    with pytest.raises(NotFound):
        given.sign_in(stranger)


@pytest.mark.parametrize(
    ("resource", "scopes"), [("nothing", None), ("openid", ["nonsense"]), ("openid", ["x" * 36])]
)
def test_a_grant_of_what_is_not_there_is_a_lookup_error(given, client_of, resource, scopes):
    with pytest.raises(LookupError):
        given.grant(client_of().application, resource, scopes)


def test_a_grant_takes_entities_names_and_ids(given, client_of, photos, tenant):
    [read, edit] = tenant.pingone.scopes(photos)
    application = client_of().application

    granted = given.grant(application, photos, [read, edit.id])

    assert (
        granted
        == given.grant(application, "photos")
        == given.grant(application, photos.id, ["photos:read", "photos:edit"])
    )


def test_a_grant_to_an_application_of_nobody_is_refused(given, server, photos):
    stranger = server.tenant().pingone.given.application()

    with pytest.raises(NotFound):
        given.grant(stranger, photos)
