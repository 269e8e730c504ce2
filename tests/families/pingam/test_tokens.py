"""The token endpoint, and what becomes of tokens."""

import json
from urllib.parse import urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from fakeping.core.exchange import Headers, Request
from fakeping.core.problem import TooLarge
from tests.drive import ask
from tests.families.pingam import errors
from tests.families.pingam.errors import said
from tests.families.pingam.forms import GRANT, OAuth, basic, post


@pytest.fixture
def oauth(server, tenant):
    return OAuth(server, tenant)


@pytest.fixture
def app(tenant):
    return tenant.pingam.given.client("photo-app", client_secret="s+cr%et")


def test_a_password_brings_a_pat_that_registers(server, oauth):
    reply = oauth.password()

    assert reply.status == 200
    assert list(reply.json) == [
        "access_token",
        "refresh_token",
        "scope",
        "token_type",
        "expires_in",
    ]
    assert (reply.json["scope"], reply.json["token_type"], reply.json["expires_in"]) == (
        "uma_protection",
        "Bearer",
        3599,
    )
    assert (reply.headers["Cache-Control"], reply.headers["Pragma"]) == ("no-store", "no-cache")
    url = oauth.am.resource_set_url
    assert ask(server, "GET", url, token=reply.json["access_token"]).status == 200


def test_a_client_says_who_it_is_in_the_form_too(oauth):
    known = oauth.am.credentials
    form = {"client_id": known.client_id, "client_secret": known.client_secret}

    reply = oauth.token("password", headers={}, scope="uma_protection", **oauth.user, **form)

    assert reply.status == 200


@pytest.mark.parametrize(
    ("client_id", "secret"),
    [
        pytest.param("photo-app", "s+cr%et", id="as it is"),
        pytest.param("photo%2Dapp", "s%2Bcr%25et", id="percent-encoded, as RFC 6749 has it"),
    ],
)
def test_basic_takes_a_secret_in_either_spelling(oauth, app, client_id, secret):
    reply = oauth.token("client_credentials", headers=basic(client_id, secret), scope="a")

    assert (reply.status, sorted(reply.json)) == (
        200,
        ["access_token", "expires_in", "scope", "token_type"],
    )


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param(basic("UMA-Resource-Server", "wrong"), id="a wrong secret"),
        pytest.param(basic("nobody", "x"), id="an unknown client"),
        pytest.param({"Authorization": "Basic !"}, id="no base64"),
        pytest.param({"Authorization": "Bearer nothing"}, id="a token that is none"),
    ],
)
@pytest.mark.parametrize("path", ["access_token", "introspect", "token/revoke"])
def test_a_wrong_client_is_401_with_a_challenge(oauth, tenant, path, headers):
    reply = oauth.post(path, {"grant_type": "client_credentials", "token": "x"}, headers=headers)

    if path == "introspect" and "Bearer" in headers.get("Authorization", ""):
        assert said(reply) == errors.NO_TOKEN
        return
    assert (reply.status, reply.json) == (
        401,
        {"error_description": "Client authentication failed", "error": "invalid_client"},
    )
    assert reply.headers["WWW-Authenticate"] == f'Basic realm="/{tenant.pingam.realm}"'


@pytest.mark.parametrize(
    ("form", "error", "description"),
    [
        pytest.param({}, "invalid_request", "Grant type is not set", id="no grant type"),
        pytest.param(
            {"grant_type": "magic"},
            "unsupported_grant_type",
            "Grant type is not supported",
            id="an unknown one",
        ),
        pytest.param(
            {"grant_type": "password", "password": "x"},
            "invalid_request",
            "Missing parameter, 'username'",
            id="no user name",
        ),
        pytest.param(
            {"grant_type": "password", "username": "x"},
            "invalid_request",
            "Missing parameter, 'password'",
            id="no password",
        ),
        pytest.param(
            {"grant_type": "authorization_code"},
            "invalid_request",
            "Missing parameter, 'code'",
            id="no code",
        ),
    ],
)
def test_what_is_missing_is_named(oauth, form, error, description):
    reply = oauth.post("access_token", form)

    assert (reply.status, reply.json) == (
        400,
        {"error_description": description, "error": error},
    )


@pytest.mark.parametrize(
    "user",
    [
        {"username": "alice", "password": "wrong"},
        {"username": "nobody", "password": "x"},
        {"username": "alice", "password": "\N{SNOWMAN}"},
    ],
)
def test_a_wrong_password_is_an_invalid_grant(oauth, user):
    reply = oauth.token("password", scope="a", **user)

    assert (reply.status, reply.json) == (400, GRANT)


@pytest.mark.parametrize("method", ["GET", "PUT", "PROPFIND"])
def test_another_method_is_named(server, oauth, method):
    reply = ask(server, method, f"{oauth.am.oauth2_url}/access_token")

    assert (reply.status, reply.json) == (
        405,
        {
            "error_description": f"Required Method: POST found: {method}",
            "error": "method_not_allowed",
        },
    )
    assert (reply.headers["Allow"], reply.headers["Cache-Control"]) == ("POST", "no-store")


@pytest.mark.parametrize("type_", ["application/json", "text/plain", ""])
def test_what_is_no_form_is_refused(server, oauth, type_):
    headers = {**oauth.client, "Content-Type": type_}

    reply = ask(server, "POST", f"{oauth.am.oauth2_url}/access_token", raw=b"{}", headers=headers)

    assert (reply.status, reply.json) == (
        400,
        {"error_description": "Invalid Content Type", "error": "invalid_request"},
    )


@pytest.mark.parametrize(
    ("scope", "status", "answer"),
    [
        pytest.param("a", 200, "a", id="one of its own"),
        pytest.param(None, 200, "b", id="its default"),
        pytest.param("a c", 400, "Unknown/invalid scope(s): [c]", id="another"),
    ],
)
def test_a_client_may_have_some_scopes(server, tenant, scope, status, answer):
    client = tenant.pingam.given.client("x", scopes=["a", "b"], default_scopes=["b"])
    form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})

    reply = post(
        server,
        f"{tenant.pingam.oauth2_url}/access_token",
        form,
        headers=basic("x", client.client_secret),
    )

    told = reply.json.get("scope") or reply.json["error_description"]
    assert (reply.status, told) == (status, answer)


def test_without_a_default_a_scope_must_be_named(oauth, app):
    reply = oauth.token("client_credentials", headers=basic("photo-app", "s+cr%et"))

    assert reply.json == {
        "error_description": "No scope requested and no default scope configured",
        "error": "invalid_scope",
    }


def test_a_client_may_use_some_grants(tenant, oauth):
    client = tenant.pingam.given.client("x", grant_types=["password"])

    reply = oauth.token("client_credentials", headers=basic("x", client.client_secret), scope="a")

    assert (reply.status, reply.json["error"]) == (400, "unauthorized_client")


def test_a_public_client_has_no_secret_and_no_token_of_its_own(tenant, oauth):
    tenant.pingam.given.client("spa", public=True)

    user = oauth.token("password", headers={}, client_id="spa", scope="a", **oauth.user)
    own = oauth.token("client_credentials", headers={}, client_id="spa", scope="a")
    wrong = oauth.token("password", headers={}, client_id="spa", client_secret="x", **oauth.user)

    assert (user.status, own.json["error"], wrong.status) == (200, "unauthorized_client", 401)


def test_users_and_clients_belong_to_a_realm_and_the_tenants_own_to_all(server, tenant, oauth):
    below = tenant.pingam.given.realm("below")
    tenant.pingam.given.user("carol", password="pw", realm=below)
    url = f"{tenant.pingam.oauth2_url}/realms/below/access_token"
    form = {"grant_type": "password", "scope": "a", "username": "carol", "password": "pw"}

    there = post(server, url, form, headers=oauth.client)
    here = oauth.post("access_token", form)
    own = post(server, url, {**form, **oauth.user}, headers=oauth.client)

    assert (there.status, here.json, own.status) == (200, GRANT, 200)


def test_a_refresh_token_is_spent_and_brings_new_tokens(server, oauth):
    first = oauth.password("uma_protection openid").json

    second = oauth.token("refresh_token", refresh_token=first["refresh_token"])
    again = oauth.token("refresh_token", refresh_token=first["refresh_token"])

    assert second.status == 200
    assert second.json["access_token"] != first["access_token"]
    assert (again.status, again.json) == (400, GRANT)
    headers = {"token": first["refresh_token"]}
    assert said(ask(server, "GET", oauth.am.resource_set_url, **headers)) == errors.NO_TOKEN


@pytest.mark.parametrize("path", ["userinfo", "tokeninfo"])
def test_a_refresh_token_opens_nothing(server, oauth, path):
    token = oauth.password().json["refresh_token"]

    assert said(ask(server, "GET", oauth.am.resource_set_url, token=token)) == errors.NO_TOKEN
    assert said(ask(server, "GET", f"{oauth.am.oauth2_url}/{path}", token=token)) == errors.NO_TOKEN


def test_a_refresh_may_ask_for_less_but_not_for_more(oauth):
    spent = [oauth.password("a b").json["refresh_token"] for _ in range(2)]

    less = oauth.token("refresh_token", refresh_token=spent[0], scope="a")
    more = oauth.token("refresh_token", refresh_token=spent[1], scope="a c")

    assert (less.json["scope"], more.json["error"]) == ("a", "invalid_scope")


def test_another_client_can_t_use_a_refresh_token(oauth, app):
    token = oauth.password().json["refresh_token"]

    reply = oauth.token("refresh_token", headers=basic("photo-app", "s+cr%et"), refresh_token=token)

    assert (reply.status, reply.json) == (400, GRANT)


def test_a_token_expires_by_the_tenants_clock(tenant, oauth):
    tenant.clock.freeze()
    token = oauth.password().json["access_token"]

    tenant.clock.advance(3599)
    before = oauth.introspect(token)["active"]
    tenant.clock.advance(1)

    assert (before, oauth.introspect(token)) == (True, {"active": False})


def test_a_token_that_was_chosen_is_nowhere_in_what_is_written_out(tenant, oauth):
    chosen = tenant.pingam.pat(value="chosen-by-a-client")

    assert oauth.introspect(chosen)["authGrantId"] != chosen
    assert chosen not in json.dumps(tenant.snapshot())


def test_introspection_says_what_a_token_stands_for(tenant, oauth):
    tenant.clock.freeze()
    now = int(tenant.clock.timestamp())
    answer = oauth.password("uma_protection openid").json

    seen = oauth.introspect(answer["access_token"])

    assert seen.pop("authGrantId")
    assert seen == {
        "active": True,
        "scope": "openid uma_protection",
        "realm": f"/{tenant.pingam.realm}",
        "client_id": "UMA-Resource-Server",
        "user_id": "alice",
        "username": "alice",
        "token_type": "access_token",
        "sub": "alice",
        "iat": now,
        "exp": now + 3600,
        "iss": tenant.pingam.oauth2_url,
    }
    assert oauth.introspect(answer["refresh_token"])["token_type"] == "refresh_token"


def test_a_pat_may_introspect(tenant, oauth):
    pat = tenant.pingam.pat("bob")

    assert oauth.introspect(tenant.pingam.pat(), token=pat)["sub"] == "alice"
    assert said(oauth.post("introspect", {"token": "x"}, token=tenant.pingam.pat(scopes=[]))) == (
        errors.NO_SCOPE
    )


def test_another_clients_token_is_not_active_to_a_client(server, oauth, app):
    token = oauth.password().json["access_token"]
    theirs = basic("photo-app", "s+cr%et")

    assert oauth.introspect(token, headers=theirs) == {"active": False}
    with server.tenant(switches={"pingam.introspect_all_tokens": True}) as open_:
        other = OAuth(server, open_)
        open_.pingam.given.client("photo-app", client_secret="s+cr%et")
        assert other.introspect(open_.pingam.pat(), headers=theirs)["active"] is True


@pytest.mark.parametrize("form", [{}, {"tokens": "x"}])
def test_a_token_in_the_query_is_not_introspected(server, tenant, oauth, form):
    url = f"{oauth.am.oauth2_url}/introspect?token={tenant.pingam.pat()}"

    posted = post(server, url, form, headers=oauth.client)
    got = ask(server, "GET", url, headers=oauth.client)

    assert posted.json == {
        "error_description": "Missing parameter, 'token'",
        "error": "invalid_request",
    }
    assert (got.status, got.json["error_description"]) == (
        405,
        "Required Method: POST found: GET",
    )


def test_a_revoked_token_opens_nothing(server, oauth):
    token = oauth.password().json["access_token"]

    revoked = oauth.post("token/revoke", {"token": token})

    assert (revoked.status, revoked.json) == (200, {})
    assert said(ask(server, "GET", oauth.am.resource_set_url, token=token)) == errors.NO_TOKEN
    assert oauth.post("token/revoke", {"token": token}).status == 200


def test_a_revoked_refresh_token_takes_its_access_token_along_and_no_other(oauth):
    other = oauth.password().json["access_token"]
    answer = oauth.password().json

    oauth.post("token/revoke", {"token": answer["refresh_token"]})

    assert oauth.introspect(answer["access_token"]) == {"active": False}
    assert oauth.introspect(other)["active"] is True


def test_another_client_can_t_revoke(oauth, app):
    token = oauth.password().json["access_token"]

    reply = oauth.post("token/revoke", {"token": token}, headers=basic("photo-app", "s+cr%et"))

    assert (reply.status, oauth.introspect(token)["active"]) == (200, True)


def test_an_id_token_says_who_signed_in(server, tenant, oauth):
    tenant.pingam.given.user("alice", password="pw", claims={"name": "Alice"})
    oauth.user = {"username": "alice", "password": "pw"}
    answer = oauth.password("openid").json

    keys = ask(server, "GET", f"{tenant.pingam.oauth2_url}/connect/jwk_uri").json
    token = jwt.decode(answer["id_token"], KeySet.import_key_set(keys), algorithms=["RS256"])

    told = {name: token.claims[name] for name in ("iss", "aud", "sub", "realm", "tokenName")}
    assert told == {
        "iss": tenant.pingam.oauth2_url,
        "aud": "UMA-Resource-Server",
        "sub": "alice",
        "realm": f"/{tenant.pingam.realm}",
        "tokenName": "id_token",
    }
    assert token.claims["name"] == "Alice"


def test_userinfo_and_tokeninfo_say_whom_a_token_stands_for(server, tenant, oauth):
    tenant.pingam.given.user("alice", password="pw", claims={"name": "Alice"})
    token = tenant.pingam.pat()

    info, of = (
        ask(server, "GET", f"{oauth.am.oauth2_url}/{path}", token=token)
        for path in ("userinfo", "tokeninfo")
    )

    assert info.json == {"sub": "alice", "subname": "alice", "name": "Alice"}
    assert (of.json["scope"], of.json["grant_type"]) == (["uma_protection"], "password")
    assert of.headers["Cache-Control"] == "no-cache, no-store"


@pytest.mark.parametrize("path", ["userinfo", "tokeninfo"])
@pytest.mark.parametrize("token", [None, "garbage"])
def test_userinfo_and_tokeninfo_want_a_token(server, oauth, path, token):
    reply = ask(server, "GET", f"{oauth.am.oauth2_url}/{path}", token=token)

    assert said(reply) == errors.NO_TOKEN


def test_discovery_names_what_is_served(server, tenant):
    base = tenant.pingam.oauth2_url

    found = ask(server, "GET", f"{base}/.well-known/openid-configuration").json

    assert found["issuer"] == base
    assert found["jwks_uri"] == f"{base}/connect/jwk_uri"
    named = [value for name, value in found.items() if name.endswith(("_endpoint", "_uri"))]
    assert {ask(server, "PROPFIND", each).status for each in named} == {405}


def test_no_body_of_the_token_endpoint_is_journalled(tenant, oauth):
    oauth.password()

    exchange = tenant.journal[-1]
    assert (exchange.operation, exchange.request_body, exchange.reply_body) == (
        "pingam.token",
        b"",
        b"",
    )
    assert exchange.caller.client == "UMA-Resource-Server"


@pytest.mark.parametrize("auth", ["any", "off"])
def test_a_tenant_that_lets_anybody_in_lets_any_bearer_introspect(server, auth):
    with server.tenant(auth=auth) as tenant:
        oauth = OAuth(server, tenant)

        seen = oauth.introspect(tenant.pingam.pat(), token="anything")

    assert seen["active"] is True


def test_with_authentication_off_any_client_will_do(server):
    with server.tenant(auth="off") as tenant:
        oauth = OAuth(server, tenant)

        named = oauth.token("client_credentials", headers=oauth.client, scope="a")
        nameless = oauth.token("client_credentials", headers={}, scope="a")

    assert (named.status, nameless.status) == (200, 200)


@pytest.mark.parametrize(
    "raw", [b"grant_type=a&grant_type=b", b"a=%FF", b"&".join([b"a=1"] * 2000)]
)
def test_a_form_that_can_t_be_read_is_an_invalid_request(server, oauth, raw):
    headers = {**oauth.client, "Content-Type": "application/x-www-form-urlencoded"}

    reply = ask(server, "POST", f"{oauth.am.oauth2_url}/access_token", raw=raw, headers=headers)

    assert (reply.status, reply.json["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(("path", "secret"), [("access_token", True), ("access_token", False)])
def test_a_form_that_did_not_arrive_is_told_before_who_calls(server, oauth, path, secret):
    request = Request(
        method="POST",
        path=urlsplit(f"{oauth.am.oauth2_url}/{path}").path,
        headers=Headers(oauth.client if secret else {}),
        unread=TooLarge("the body is too large"),
    )

    reply = server.tenants.world.handle(request)

    assert (reply.status, reply.json["error"]) == (413, "invalid_request")


def test_a_realm_that_is_not_there_has_no_token_endpoint(server, tenant, oauth):
    reply = post(server, f"{tenant.pingam.oauth2_url}/realms/bogus/access_token", {})

    message = (
        f"No mapping organization found for organization identifier: /{tenant.pingam.realm}/bogus"
    )
    assert (reply.status, reply.json["message"]) == (404, message)
