"""Signing in over REST, and with a browser."""

from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from fakeping.core.exchange import Request
from fakeping.core.problem import TooLarge
from tests.drive import ask
from tests.families.pingam.forms import GRANT, OAuth, basic, post

CALLBACK = "http://app.invalid/cb"
VERIFIER = "v" * 50
CHALLENGE = "CrlVwe1WSHWuTQYh3iczmx3aS-faRx6C92k9_hNxl4A"


@pytest.fixture
def am(tenant):
    tenant.pingam.given.user("bob", password="pw")
    return tenant.pingam


@pytest.fixture
def sign_in(server, am):
    def sign_in(name="bob", password="pw"):
        headers = {"X-OpenAM-Username": name, "X-OpenAM-Password": password}
        return ask(server, "POST", f"{am.json_url}/authenticate", headers=headers)

    return sign_in


@pytest.fixture
def act(server, am):
    def act(action, *, sso, query=""):
        url = f"{am.json_url}/sessions?_action={action}{query}"
        return ask(server, "POST", url, headers={"iPlanetDirectoryPro": sso} if sso else {})

    return act


def test_a_name_and_a_password_bring_an_sso_token(am, sign_in):
    reply = sign_in()

    assert (reply.status, sorted(reply.json)) == (200, ["realm", "successUrl", "tokenId"])
    assert (reply.json["realm"], reply.json["successUrl"]) == (f"/{am.realm}", "/am/console")
    assert reply.headers["Set-Cookie"].startswith(f"iPlanetDirectoryPro={reply.json['tokenId']};")


@pytest.mark.parametrize(("name", "password"), [("bob", "wrong"), ("nobody", "pw")])
def test_a_wrong_password_is_401(sign_in, name, password):
    reply = sign_in(name, password)

    assert (reply.status, reply.json) == (
        401,
        {"code": 401, "reason": "Unauthorized", "message": "Authentication Failed"},
    )


def test_without_headers_callbacks_are_asked_for_and_filled_in(server, am):
    url = f"{am.json_url}/authenticate"
    asked = ask(server, "POST", url, {}).json
    assert [each["type"] for each in asked["callbacks"]] == ["NameCallback", "PasswordCallback"]

    for callback, value in zip(asked["callbacks"], ("bob", "pw"), strict=True):
        callback["input"][0]["value"] = value

    assert "tokenId" in ask(server, "POST", url, asked).json


@pytest.mark.parametrize("callbacks", [1, [], [{}], [{"input": 1}], {"input": []}])
def test_callbacks_that_are_not_filled_in_are_401(server, am, callbacks):
    reply = ask(server, "POST", f"{am.json_url}/authenticate", {"callbacks": callbacks})

    assert (reply.status, reply.json["message"]) == (401, "Authentication Failed")


def test_an_id_of_callbacks_is_a_string(server, am):
    reply = ask(server, "POST", f"{am.json_url}/authenticate", {"authId": [1]})

    assert (reply.status, reply.json["message"]) == (401, "Authentication Failed")


@pytest.mark.parametrize("raw", [b"{", b"[]", b"\xff"])
def test_what_is_no_object_is_400(server, am, raw):
    reply = ask(server, "POST", f"{am.json_url}/authenticate", raw=raw)

    assert (reply.status, reply.json["code"]) == (400, 400)


def test_a_session_is_told_about_and_ended(am, sign_in, act):
    sso = sign_in().json["tokenId"]

    info = act("getSessionInfo", sso=sso)
    ended = act("logout", sso=sso)

    assert (info.json["username"], info.json["realm"]) == ("bob", f"/{am.realm}")
    assert (ended.status, ended.json) == (200, {"result": "Successfully logged out"})
    assert act("getSessionInfo", sso=sso).status == 401


def test_a_session_may_be_named(am, sign_in, act):
    mine, other = am.sso_token("bob"), sign_in().json["tokenId"]

    info = act("getSessionInfo", sso=mine, query=f"&tokenId={quote(other)}")
    nobody = act("getSessionInfo", sso=mine, query="&tokenId=x")

    assert (info.json["username"], nobody.status) == ("bob", 401)
    assert act("burn", sso=mine).status == 400


@pytest.mark.parametrize("step", [[1799, 1799, 1799, 1799], [1800]])
def test_a_session_lasts_two_hours_or_half_an_hour_unused(tenant, am, act, step):
    tenant.clock.freeze()
    sso = am.sso_token("bob")
    statuses = []

    for seconds in step:
        tenant.clock.advance(seconds)
        statuses.append(act("getSessionInfoAndResetIdleTime", sso=sso).status)
    tenant.clock.advance(7200 - sum(step))

    assert statuses == [200 if seconds < 1800 else 401 for seconds in step]
    assert act("getSessionInfo", sso=sso).status == 401


def test_a_session_holds_in_its_realm(tenant, am, server):
    am.given.realm("below")
    headers = {"iPlanetDirectoryPro": am.sso_token("bob")}
    url = f"{am.json_url}/realms/below/sessions?_action=getSessionInfo"

    assert ask(server, "POST", url, headers=headers).status == 401


def test_the_server_names_its_cookie(server, am):
    reply = ask(server, "GET", f"{am.json_url}/serverinfo/*")

    assert reply.json["cookieName"] == "iPlanetDirectoryPro"


# With a browser.


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


def redeem(server, tenant, app, code, **form):
    oauth = OAuth(server, tenant)
    headers = basic(app.client_id, app.client_secret)
    said = {"code": code, "redirect_uri": CALLBACK, **form}
    said = {name: value for name, value in said.items() if value is not None}
    return oauth.token("authorization_code", headers=headers, **said)


def test_whoever_is_signed_in_is_sent_back_with_a_code(server, tenant, am, app, go):
    back = returned(go(nonce="n"))

    assert {name: value for name, value in back.items() if name != "code"} == {
        "scope": "openid",
        "iss": am.oauth2_url,
        "state": "s 1",
        "client_id": "app",
    }
    answer = redeem(server, tenant, app, back["code"])
    claims = am._store.keys.verify(answer.json["id_token"])
    assert (claims["sub"], claims["nonce"], claims["aud"]) == ("bob", "n", "app")
    assert claims["c_hash"]
    assert claims["at_hash"]


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


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"client_id": "nobody"}, id="an unknown client"),
        pytest.param({"client_id": None}, id="no client"),
        pytest.param({"redirect_uri": "http://evil.invalid/"}, id="another redirect URI"),
        pytest.param({"redirect_uri": "/cb"}, id="a relative one"),
    ],
)
def test_what_can_t_be_trusted_is_a_page(app, go, query):
    reply = go(**query)

    assert (reply.status, reply.headers["Content-Type"]) == (400, "text/html;charset=UTF-8")
    assert "Location" not in reply.headers


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"response_type": "magic"}, "unsupported_response_type"),
        ({"scope": None}, "invalid_scope"),
    ],
)
def test_other_errors_are_sent_back(app, go, query, error):
    back = returned(go(**query))

    assert (back["error"], back["state"]) == (error, "s 1")
    assert back["error_description"]


def test_a_redirect_uri_keeps_its_query(server, am, go):
    am.given.client("app")

    reply = go(redirect_uri="http://app.invalid/cb?ui=1")

    assert reply.headers["Location"].startswith("http://app.invalid/cb?ui=1&code=")


def test_a_code_holds_once_and_its_second_use_takes_its_tokens_back(server, tenant, app, go):
    code = returned(go())["code"]
    first = redeem(server, tenant, app, code).json["access_token"]

    second = redeem(server, tenant, app, code)

    assert (second.status, second.json) == (400, GRANT)
    headers = basic("app", app.client_secret)
    assert OAuth(server, tenant).introspect(first, headers=headers) == {"active": False}


@pytest.mark.parametrize(("seconds", "status"), [(119, 200), (120, 400)])
def test_a_code_holds_for_two_minutes(server, tenant, app, go, seconds, status):
    tenant.clock.freeze()
    code = returned(go())["code"]

    tenant.clock.advance(seconds)

    assert redeem(server, tenant, app, code).status == status


@pytest.mark.parametrize(
    ("query", "form", "status"),
    [
        pytest.param({"code_challenge": CHALLENGE}, {"code_verifier": VERIFIER}, 200, id="S256"),
        pytest.param({"code_challenge": CHALLENGE}, {"code_verifier": "x"}, 400, id="wrong"),
        pytest.param({"code_challenge": CHALLENGE}, {}, 400, id="none"),
        pytest.param(
            {"code_challenge": "plain one", "code_challenge_method": None},
            {"code_verifier": "plain one"},
            200,
            id="plain",
        ),
        pytest.param({}, {"code_verifier": "x"}, 400, id="nobody asked"),
        pytest.param({}, {"redirect_uri": "http://app.invalid/other"}, 400, id="another URI"),
        pytest.param({}, {"redirect_uri": None}, 400, id="no URI"),
        pytest.param({"redirect_uri": None}, {"redirect_uri": None}, 200, id="no URI, twice"),
    ],
)
def test_a_code_wants_its_verifier_and_its_uri(server, tenant, app, go, query, form, status):
    if "code_challenge" in query:
        query = {"code_challenge_method": "S256", **query}

    code = returned(go(**query))["code"]

    assert redeem(server, tenant, app, code, **form).status == status


def test_another_client_can_t_redeem_a_code(server, tenant, am, app, go):
    other = am.given.client("other")
    code = returned(go())["code"]

    assert redeem(server, tenant, other, code).json == GRANT


def test_a_public_client_must_have_a_challenge(am, go):
    am.given.client("app", public=True, redirect_uris=[CALLBACK])

    assert returned(go())["error"] == "invalid_request"
    assert "code" in returned(go(code_challenge=CHALLENGE, code_challenge_method="S256"))


def test_consent_is_asked_for_and_decided(am, go):
    am.given.client("app", redirect_uris=[CALLBACK], asks_consent=True)
    sso = am.sso_token("bob")

    page = go(sso=sso)
    allowed = go(sso=sso, form={"decision": "allow", "csrf": sso})
    denied = go(sso=sso, form={"decision": "deny", "csrf": sso})
    forged = go(sso=sso, form={"decision": "allow", "csrf": "x"})
    scopeless = go(sso=sso, scope=None, form={"decision": "allow", "csrf": sso})

    assert (page.status, b"May app act for you?" in page.body) == (200, True)
    assert "code" in returned(allowed)
    assert returned(denied)["error"] == "access_denied"
    assert (forged.status, "Location" in forged.headers) == (400, False)
    assert returned(scopeless)["error"] == "invalid_scope"


@pytest.mark.parametrize("method", ["PUT", "OPTIONS"])
def test_the_authorization_endpoint_takes_two_methods(go, app, method):
    reply = go(method=method)

    assert (reply.status, reply.json["error_description"]) == (
        405,
        f"Required Method: GET or POST found: {method}",
    )


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


def test_a_realm_that_is_not_there_signs_nobody_in(server, am):
    reply = ask(server, "POST", f"{am.json_url}/realms/bogus/authenticate")

    assert (reply.status, reply.json["reason"]) == (404, "Not Found")


def properties_of(server, am, sso, body=None):
    action = "getSessionProperties" if body is None else "updateSessionProperties"
    url = f"{am.json_url}/sessions?_action={action}"
    return ask(server, "POST", url, body or {}, headers={"iPlanetDirectoryPro": sso})


def test_a_session_goes_through_a_snapshot_with_its_properties(server, tenant, am, act):
    assert am.given.session_property("Place").name == "Place"
    sso, other = am.sso_token("bob"), am.sso_token("bob")
    properties_of(server, am, sso, {"Place": "here"})
    before = act("validate", sso=sso).json

    tenant.reset(to=tenant.snapshot())

    assert properties_of(server, am, sso).json == {"Place": "here"}
    assert act("getSessionInfo", sso=sso).json["properties"] == {"Place": "here"}
    assert act("validate", sso=sso).json == before
    url = f"{am.json_url}/sessions?_action=logoutByUser"
    headers = {"iPlanetDirectoryPro": sso}
    assert ask(server, "POST", url, {"username": "bob"}, headers=headers).json == {"result": True}
    assert [act("validate", sso=each).json for each in (sso, other)] == [{"valid": False}] * 2


def test_a_session_property_is_one_realms(server, am):
    am.given.realm("below")
    am.given.session_property("Place", realm=f"{am.realm}/below")

    reply = properties_of(server, am, am.sso_token(), {"Place": "here"})

    assert (reply.status, reply.rule) == (403, "pingam.session.properties")


def test_a_document_says_which_session_properties_there_are(server, tenant, am):
    sso = am.sso_token()
    tenant.add({"pingam": {"session_properties": [{"name": "Place"}]}})

    assert properties_of(server, am, sso).json == {"Place": ""}
    assert tenant.snapshot()["pingam"]["session_properties"] == [{"name": "Place"}]
