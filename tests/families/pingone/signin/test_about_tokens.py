"""Userinfo, introspection, revocation, sign-off and discovery."""

import base64
import hashlib

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.drive import ask
from tests.families.pingone.signin.driver import Client, claims, error, sent_back

#: What the documented edition has not.
TODAY = pytest.mark.parametrize("tenant", ["current"], indirect=True)

# Userinfo.


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("openid", {}),
        (
            "openid profile",
            {
                "name": "Alice Smith",
                "given_name": "Alice",
                "family_name": "Smith",
                "preferred_username": "alice",
            },
        ),
        ("openid email", {"email": "alice@example.com"}),
        ("openid photos:read", {}),
    ],
)
def test_userinfo_says_what_the_scopes_cover(web, alice, tenant, scope, expected):
    answer = web.sign_in(scope=scope)

    reply = web.userinfo(answer["access_token"])

    dates = {"updated_at": int(tenant.clock.timestamp())} if "profile" in scope else {}
    assert (reply.status, reply.json) == (200, {"sub": alice.id, **expected, **dates})
    identity = claims(answer["id_token"])
    assert {name: identity.get(name) for name in expected} == expected
    assert {"name", "email"} & identity.keys() == {"name", "email"} & expected.keys()


def test_userinfo_gathers_an_address(client_of, given):
    carol = given.user(
        username="carol",
        attributes={"address.locality": "Denver", "address.countryCode": "US", "locale": "en"},
    )
    client = client_of()
    given.grant(client.application, "openid")
    given.sign_in(carol)

    said = client.userinfo(client.sign_in(scope="openid address")["access_token"]).json

    assert said == {"sub": carol.id, "address": {"country": "US", "locality": "Denver"}}


def test_userinfo_answers_a_post_as_well(web, server):
    token = web.sign_in(scope="openid")["access_token"]

    assert ask(server, "POST", f"{web.url}/userinfo", token=token).status == 200


@pytest.mark.parametrize("what", ["worker", "no openid"])
def test_userinfo_needs_a_user_and_openid(web, worker, what):
    token = (
        worker.token("client_credentials").json["access_token"]
        if what == "worker"
        else web.sign_in(scope="photos:read")["access_token"]
    )

    reply = web.userinfo(token)

    assert (reply.status, reply.json["code"]) == (403, "ACCESS_FAILED")
    assert reply.headers["X-Fakeping-Rule"] == "pingone.userinfo.scope"


def test_userinfo_takes_a_token_of_its_own_environment_alone(web, server):
    elsewhere = server.tenant()
    bob = elsewhere.pingone.given.user(username="bob")
    token = elsewhere.pingone.token(subject=bob.id, scopes=["openid"])

    assert web.userinfo(token).status == 401
    assert Client(server, elsewhere, None).userinfo(token).status == 200
    assert web.userinfo(None).status == 401


@TODAY
def test_of_two_environments_of_one_tenant_each_takes_its_own_tokens(web, tenant, server):
    said = {
        "name": "second",
        "type": "SANDBOX",
        "region": "NA",
        "license": {"id": "0271641f-2d74-4bb0-b416-4a39b8714261"},
    }
    reply = ask(
        server, "POST", f"{tenant.pingone.url}/environments", said, token=tenant.pingone.token()
    )
    second = f"{server.url}/{reply.json['id']}/as"
    token = web.sign_in(scope="openid")["access_token"]

    assert ask(server, "GET", f"{second}/jwks").status == 200
    assert ask(server, "GET", f"{second}/userinfo", token=token).status == 401


@TODAY
def test_custom_attributes_stand_where_they_say(server, given, client_of, tenant, alice):
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    openid = tenant.pingone.resource("openid")
    for name, value, id_token in (
        ("team", "the ${user.username} team", True),
        ("mail", "${user.email}", False),
    ):
        said = {"name": name, "value": value, "idToken": id_token, "userInfo": True}
        reply = ask(
            server, "POST", f"{url}/{openid.id}/attributes", said, token=tenant.pingone.token()
        )
        assert reply.status == 201
    given.sign_in(alice)
    answer = client_of().sign_in(scope="openid")

    identity = claims(answer["id_token"])
    info = client_of().userinfo(answer["access_token"]).json
    assert info == {"sub": alice.id, "team": "the alice team", "mail": "alice@example.com"}
    assert (identity["team"], "mail" in identity) == ("the alice team", False)


@TODAY
def test_a_mapped_claim_comes_with_its_scope_alone(server, given, client_of, tenant, alice):
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    openid = tenant.pingone.resource("openid")
    token = tenant.pingone.token()
    said = {"name": "team", "value": "blue"}
    attribute = ask(server, "POST", f"{url}/{openid.id}/attributes", said, token=token).json
    mapping = {"name": "teams", "mappedClaims": [attribute["id"]]}
    assert ask(server, "POST", f"{url}/{openid.id}/scopes", mapping, token=token).status == 201
    client = client_of()
    given.grant(client.application, openid, ["teams"])
    given.sign_in(alice)

    without = client.userinfo(client.sign_in(scope="openid")["access_token"]).json
    with_it = client.userinfo(client.sign_in(scope="openid teams")["access_token"]).json

    assert (without, with_it) == ({"sub": alice.id}, {"sub": alice.id, "team": "blue"})


@TODAY
def test_a_custom_resource_s_attributes_come_in_its_tokens(server, web, tenant, photos):
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    token = tenant.pingone.token()
    for name, value in (("mail", "${user.email}"), ("exp", "never"), ("fn", "${#f(user)}")):
        said = {"name": name, "value": value}
        path = f"{url}/{photos.id}/attributes"
        assert ask(server, "POST", path, said, token=token).status == 201

    found = claims(web.sign_in(scope="photos:read")["access_token"])

    assert (found["mail"], found["exp"] - found["iat"]) == ("alice@example.com", 3600)
    assert "fn" not in found


# The signature.


def test_every_token_verifies_with_the_published_key(web, server):
    answer = web.sign_in(scope="openid")
    published = ask(server, "GET", f"{web.url}/jwks").json

    for token in (answer["access_token"], answer["id_token"]):
        found = jwt.decode(token, KeySet.import_key_set(published), algorithms=["RS256"])
        assert found.header["kid"] == published["keys"][0]["kid"]
    assert "d" not in published["keys"][0]


def test_at_hash_is_the_access_token_s(web):
    answer = web.sign_in(scope="openid")

    half = hashlib.sha256(answer["access_token"].encode()).digest()[:16]
    expected = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    assert claims(answer["id_token"])["at_hash"] == expected


# Discovery.


def test_discovery_names_this_server_and_its_endpoints(server, web):
    found = ask(server, "GET", f"{web.url}/.well-known/openid-configuration").json

    assert found["issuer"] == web.url
    assert found["scopes_supported"] == ["openid", "profile", "email", "address", "phone"]
    for name, url in found.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            assert url.startswith(f"{web.url}/")
            assert ask(server, "PROPFIND", url).status == 405


@pytest.mark.parametrize("path", ["jwks", ".well-known/openid-configuration", "authorize"])
def test_an_environment_of_nobody_is_404(server, path):
    reply = ask(server, "GET", f"{server.url}/nowhere/as/{path}")

    assert (reply.status, reply.json["code"]) == (404, "NOT_FOUND")
    assert reply.rule == "pingone.signin.environment-unknown"


# Introspection.


@pytest.fixture
def secret_of(tenant):
    def secret_of(resource):
        return tenant.pingone._store.home.secrets.get(resource.id).secret

    return secret_of


def test_a_resource_server_learns_what_its_token_is(web, photos, alice, secret_of):
    token = web.sign_in(scope="openid photos:read")["access_token"]

    reply = web.post("introspect", {"token": token}, basic=(photos.id, secret_of(photos)))

    assert reply.json == {"active": True, **claims(token), "token_type": "Bearer"}
    assert reply.json["sub"] == alice.id


@pytest.mark.parametrize(
    "what",
    ["garbage", "expired", "revoked", "another resource's", "another environment's", "an id token"],
)
def test_of_any_other_token_it_learns_nothing(web, photos, given, tenant, server, secret_of, what):
    answer = web.sign_in(scope="openid photos:read")
    token = answer["access_token"]
    if what == "garbage":
        token = "garbage"
    elif what == "expired":
        tenant.clock.advance(3600)
    elif what == "revoked":
        assert web.post("revoke", {"token": token}).status == 200
    elif what == "another resource's":
        token = web.sign_in(scope="openid")["access_token"]
    elif what == "another environment's":
        token = server.tenant().pingone.token()
    else:
        token = answer["id_token"]

    reply = web.post("introspect", {"token": token}, basic=(photos.id, secret_of(photos)))

    assert (reply.status, reply.json) == (200, {"active": False})


def test_an_application_learns_of_its_own_tokens_alone(web, client_of):
    answer = web.sign_in(scope="openid")
    other = client_of()

    for name in ("access_token", "refresh_token"):
        assert web.post("introspect", {"token": answer[name]}).json["active"] is True
        assert other.post("introspect", {"token": answer[name]}).json == {"active": False}


@pytest.mark.parametrize("who", ["wrong", "built-in", "nobody"])
def test_a_resource_server_with_a_wrong_secret_learns_nothing(web, photos, tenant, who):
    name = {"wrong": photos.id, "built-in": tenant.pingone.resource("openid").id}.get(who, "x")

    reply = web.post("introspect", {"token": "x"}, basic=(name, "wrong"))

    assert error(reply) == (401, "invalid_client", "pingone.token.client-invalid")


@TODAY
@pytest.mark.parametrize("method", ["CLIENT_SECRET_POST", "NONE"])
def test_a_resource_says_how_its_server_introspects(web, given, tenant, secret_of, method):
    resource = given.resource(name="albums", introspectEndpointAuthMethod=method)
    who = (resource.id, secret_of(resource))
    form = {"token": "x", "client_id": who[0]}
    if method != "NONE":
        form["client_secret"] = who[1]

    assert web.post("introspect", form, basic=False).json == {"active": False}
    assert web.post("introspect", {"token": "x"}, basic=who).status == 401


def test_introspection_needs_a_token_to_look_at(web):
    assert error(web.post("introspect", {})) == (
        400,
        "invalid_request",
        "pingone.signin.request-invalid",
    )


# Revocation.


def test_a_revoked_worker_token_opens_nothing_more(worker):
    token = worker.token("client_credentials").json["access_token"]
    assert worker.resources(token).status == 200

    reply = worker.post("revoke", {"token": token, "token_type_hint": "access_token"})

    assert (reply.status, reply.body) == (200, b"")
    assert worker.resources(token).status == 401


def test_revoking_a_refresh_token_ends_its_access_tokens(web):
    answer = web.sign_in(scope="openid")

    web.post("revoke", {"token": answer["refresh_token"]})

    assert web.userinfo(answer["access_token"]).status == 401
    refreshed = web.token("refresh_token", refresh_token=answer["refresh_token"])
    assert refreshed.json["error"] == "invalid_grant"


def test_nobody_revokes_what_is_another_s(web, client_of):
    answer = web.sign_in(scope="openid")
    other = client_of()

    for token in (answer["access_token"], answer["refresh_token"], "garbage"):
        assert other.post("revoke", {"token": token}).status == 200

    assert web.userinfo(answer["access_token"]).status == 200
    assert web.token("refresh_token", refresh_token=answer["refresh_token"]).status == 200


# Signing off.


def test_signing_off_ends_the_session_and_leads_back(client_of, given, alice, server):
    client = client_of(post_logout_redirect_uris=["https://example.com/bye"])
    given.sign_in(alice)
    hint = client.sign_in(scope="openid")["id_token"]
    given.sign_in(None)
    assert client.authorize(scope="openid", prompt="none").status == 302
    client_url = f"{client.url}/signoff?post_logout_redirect_uri=https://example.com/bye"

    reply = ask(server, "GET", f"{client_url}&state=s&id_token_hint={hint}")

    assert reply.headers["Location"] == "https://example.com/bye?state=s"
    assert "Max-Age=0" in reply.headers["Set-Cookie"]
    error_ = sent_back(client.authorize(scope="openid", prompt="none"))["error"]
    assert error_ == "login_required"


def test_signing_off_with_nothing_is_a_page(web, server):
    reply = ask(server, "GET", f"{web.url}/signoff")

    assert (reply.status, "signed off" in reply.body.decode()) == (200, True)


def test_signing_off_ends_the_session_of_the_cookie(web, given):
    web.sign_in(scope="openid")
    given.sign_in(None)

    web.post("signoff", {}, basic=False)

    assert sent_back(web.authorize(scope="openid", prompt="none"))["error"] == "login_required"


@pytest.mark.parametrize(
    "query",
    [
        "post_logout_redirect_uri=https://evil.example",
        "id_token_hint=garbage",
        "post_logout_redirect_uri=https://example.com/bye&client_id=nobody",
    ],
)
def test_signing_off_leads_nowhere_else(client_of, server, query):
    client = client_of(post_logout_redirect_uris=["https://example.com/bye"])

    reply = ask(server, "GET", f"{client.url}/signoff?{query}")

    assert error(reply) == (400, "invalid_request", "pingone.signoff")


def test_signing_off_without_state_adds_nothing_to_the_uri(client_of, server):
    client = client_of(post_logout_redirect_uris=["https://example.com/bye?a=1"])

    reply = ask(
        server,
        "GET",
        f"{client.url}/signoff?post_logout_redirect_uri=https%3A%2F%2Fexample.com%2Fbye%3Fa%3D1",
    )

    assert reply.headers["Location"] == "https://example.com/bye?a=1"
