import base64
import re
from urllib.parse import urlsplit

import pytest

from fakeping.core.exchange import Headers, Request
from fakeping.core.problem import TooLarge
from tests.drive import ask
from tests.families.pingone.signin.driver import (
    CHALLENGE,
    FORM,
    VERIFIER,
    Client,
    claims,
    error,
    sent_back,
)

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


# Client credentials.


def test_a_worker_is_answered_as_observed(worker):
    reply = worker.token("client_credentials")

    assert (reply.status, reply.json) == (
        200,
        {"access_token": reply.json["access_token"], "token_type": "Bearer", "expires_in": 3600},
    )
    assert (reply.headers["Cache-Control"], reply.headers["Pragma"]) == ("no-store", "no-cache")


def test_a_worker_s_token_opens_the_management_api(worker):
    token = worker.token("client_credentials").json["access_token"]

    assert worker.resources(token).status == 200


def test_a_worker_s_token_has_the_observed_claims(worker, tenant):
    found = claims(worker.token("client_credentials").json["access_token"])

    now = int(tenant.clock.timestamp())
    assert found == {
        "client_id": worker.application.client_id,
        "iss": tenant.pingone.auth_url,
        "jti": found["jti"],
        "iat": now,
        "exp": now + 3600,
        "aud": ["https://api.pingone.com"],
        "env": tenant.pingone.environment_id,
        "org": found["org"],
        "p1.rid": found["jti"],
    }


@pytest.mark.parametrize("basic", [True, False])
def test_the_worker_says_who_it_is_in_either_place(worker, basic):
    who = (worker.application.client_id, worker.application.client_secret)
    form = {"client_id": who[0], "client_secret": who[1]}

    reply = worker.post(
        "token",
        {"grant_type": "client_credentials", **({} if basic else form)},
        basic=who if basic else False,
    )

    assert reply.status == 200


@pytest.mark.parametrize(
    ("client_id", "secret"),
    [
        pytest.param("nobody", "secret", id="an unknown client"),
        pytest.param(None, "wrong", id="a wrong secret"),
        pytest.param(None, "", id="an empty secret"),
        pytest.param(None, "\u00e9\u2603", id="a secret beyond ASCII"),
    ],
)
def test_bad_credentials_are_refused_in_the_observed_words(worker, client_id, secret):
    who = (client_id or worker.application.client_id, secret)

    reply = worker.post("token", {"grant_type": "client_credentials"}, basic=who)

    correlation = reply.headers["Correlation-Id"]
    assert re.fullmatch(UUID, correlation)
    assert (reply.status, reply.json) == (
        401,
        {
            "error": "invalid_client",
            "error_description": "Request denied: Invalid client credentials"
            f" (Correlation ID: {correlation})",
        },
    )
    assert reply.headers["WWW-Authenticate"] == "Basic"


@pytest.mark.parametrize("header", ["Basic", "Basic %%%", "Basic Zm9v", "Bearer x", "basic w6k6"])
def test_a_header_that_is_no_credential_is_an_invalid_client(server, worker, header):
    reply = ask(
        server,
        "POST",
        f"{worker.url}/token",
        raw=b"grant_type=client_credentials",
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": header,
        },
    )

    assert (reply.status, reply.json["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("registered", "basic", "form"),
    [
        pytest.param("client_secret_basic", False, True, id="in the form, not the header"),
        pytest.param("client_secret_post", True, False, id="in the header, not the form"),
        pytest.param("none", True, False, id="a secret where there is none"),
        pytest.param("client_secret_basic", False, False, id="no secret"),
    ],
)
def test_another_way_than_the_registered_one_is_unsupported(client_of, registered, basic, form):
    client = client_of(type="service", token_endpoint_auth_method=registered)
    who = (client.application.client_id, client.application.client_secret)
    said = {"client_id": who[0], **({"client_secret": who[1]} if form else {})}

    reply = client.post(
        "token", {"grant_type": "client_credentials", **said}, basic=who if basic else False
    )

    assert (reply.status, reply.json) == (
        401,
        {
            "error": "invalid_client",
            "error_description": "Request denied: Unsupported authentication method",
        },
    )


def test_credentials_are_form_encoded_in_the_header(client_of, given, photos):
    client = client_of(type="service")
    given.grant(client.application, photos)
    who = (client.application.client_id, client.application.client_secret.replace("~", "%7E"))

    reply = client.post("token", {"grant_type": "client_credentials"}, basic=who)

    assert reply.status == 200


def test_two_clients_in_one_request_are_refused(worker):
    reply = worker.token("client_credentials", client_id="another")

    assert error(reply) == (400, "invalid_request", "pingone.signin.request-invalid")


def test_a_custom_resource_gives_its_audience_scopes_and_lifetime(client_of, given, tenant):
    settings = {"audience": "urn:photos", "accessTokenValiditySeconds": 600}
    today = tenant.pingone.edition == "current"
    resource = given.resource(
        name="albums", scopes=["albums:read", "albums:edit"], **(settings if today else {})
    )
    client = client_of(type="service")
    given.grant(client.application, resource)

    reply = client.token("client_credentials", scope="albums:edit albums:read")

    token = reply.json["access_token"]
    assert reply.json == {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": 600 if today else 3600,
        "scope": "albums:edit albums:read",
    }
    found = claims(token)
    assert (found["aud"], found["exp"] - found["iat"], set(found["scope"].split())) == (
        ["urn:photos" if today else "albums"],
        600 if today else 3600,
        {"albums:edit", "albums:read"},
    )
    assert not {"sub", "acr", "auth_time", "sid"} & found.keys()


def test_without_scope_one_resource_gives_all_of_its_granted_ones(client_of, given, photos):
    client = client_of(type="service")
    given.grant(client.application, photos, ["photos:read"])

    assert client.token("client_credentials").json["scope"] == "photos:read"


@pytest.mark.parametrize("scope", ["photos:read albums:read", None])
def test_scopes_of_two_resources_are_refused_in_the_observed_words(client_of, given, photos, scope):
    client = client_of(type="service")
    albums = given.resource(name="albums", scopes=["albums:read"])
    given.grant(client.application, photos)
    given.grant(client.application, albums)

    reply = client.token("client_credentials", scope=scope)

    assert (reply.status, reply.json) == (
        400,
        {
            "error": "invalid_scope",
            "error_description": "May not request scopes for multiple resources",
        },
    )


@pytest.mark.parametrize(
    ("scope", "rule"),
    [
        pytest.param("photos:edit", "pingone.scope.granted", id="not granted"),
        pytest.param("nonsense", "pingone.scope.granted", id="unknown"),
        pytest.param("p1:read:user", "pingone.scope.self-management", id="of the platform"),
        pytest.param("openid", "pingone.scope.self-management", id="of OpenID Connect"),
        pytest.param("photos:read nonsense", "pingone.scope.granted", id="one good, one not"),
    ],
)
def test_a_scope_that_it_may_not_have_is_refused(client_of, given, api, photos, scope, rule):
    client = client_of(type="service")
    given.grant(client.application, photos, ["photos:read"])
    given.grant(client.application, api, ["p1:read:user"])

    assert error(client.token("client_credentials", scope=scope)) == (400, "invalid_scope", rule)


def test_an_application_without_grants_has_nothing_to_ask_for(client_of):
    reply = client_of(type="service").token("client_credentials")

    assert error(reply) == (400, "invalid_scope", "pingone.scope.default")


def test_a_scope_that_is_gone_is_granted_no_more(client_of, given, tenant, photos, server):
    client = client_of(type="service")
    given.grant(client.application, photos)
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources/{photos.id}"
    ask(server, "DELETE", url, token=tenant.pingone.token())

    reply = client.token("client_credentials", scope="photos:read")

    assert error(reply) == (400, "invalid_scope", "pingone.scope.granted")


# What is no grant at all.


@pytest.mark.parametrize(
    ("form", "refusal"),
    [
        pytest.param(
            "", (400, "invalid_request", "pingone.signin.request-invalid"), id="no grant type"
        ),
        pytest.param(
            "grant_type=",
            (400, "invalid_request", "pingone.signin.request-invalid"),
            id="an empty grant type",
        ),
        pytest.param(
            "grant_type=client_credentials&grant_type=client_credentials",
            (400, "invalid_request", "pingone.signin.request-invalid"),
            id="a parameter twice",
        ),
        pytest.param(
            "grant_type=%FF",
            (400, "invalid_request", "pingone.signin.request-invalid"),
            id="bytes that are not text",
        ),
        pytest.param(
            "grant_type=password&username=a&password=b",
            (400, "unsupported_grant_type", "pingone.token.grant-unsupported"),
            id="the password grant",
        ),
        pytest.param(
            "grant_type=authorization_code&code=x",
            (400, "unauthorized_client", "pingone.token.grant-unauthorized"),
            id="a grant that a worker has not",
        ),
    ],
)
def test_a_request_that_is_no_grant_is_refused(server, worker, form, refusal):
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    who = worker.application
    pair = base64.b64encode(f"{who.client_id}:{who.client_secret}".encode()).decode()

    reply = ask(
        server,
        "POST",
        f"{worker.url}/token",
        raw=form.encode(),
        headers={**headers, "Authorization": f"Basic {pair}"},
    )

    assert error(reply) == refusal


def test_a_body_that_is_no_form_is_another_media_type(server, worker):
    reply = ask(server, "POST", f"{worker.url}/token", {"grant_type": "client_credentials"})

    assert (reply.status, reply.json["code"]) == (415, "INVALID_REQUEST")


def test_an_environment_of_nobody_has_no_token_endpoint(server, worker):
    url = worker.url.replace(worker.tenant.pingone.environment_id, "nowhere")

    reply = ask(server, "POST", f"{url}/token", raw=b"grant_type=client_credentials")

    assert (reply.status, reply.json["code"]) == (404, "NOT_FOUND")


def test_what_the_token_endpoint_says_and_hears_is_not_recorded(worker, tenant):
    worker.token("client_credentials")

    [exchange] = tenant.journal.assert_called("pingone.token", count=1)
    assert (exchange.request_body, exchange.reply_body) == (b"", b"")
    assert exchange.caller.client == worker.application.client_id


@pytest.mark.parametrize("auth", ["any", "off"])
def test_a_lenient_server_takes_a_stranger_for_the_worker(server, auth):
    tenant = server.tenant(auth=auth)
    client = Client(server, tenant, tenant.pingone.credentials)

    reply = client.post("token", {"grant_type": "client_credentials"}, basic=("my-app", "secret"))

    assert claims(reply.json["access_token"])["client_id"] == client.application.client_id


# Authorization codes.


def test_a_code_brings_tokens_for_the_user(web, alice, tenant):
    answer = web.sign_in(scope="openid photos:read", nonce="n-0S6", acr_values="Multi_Factor")

    now = int(tenant.clock.timestamp())
    access, identity = claims(answer["access_token"]), claims(answer["id_token"])
    assert answer == {
        "access_token": answer["access_token"],
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "openid photos:read",
        "refresh_token": answer["refresh_token"],
        "id_token": answer["id_token"],
    }
    assert access == {
        "client_id": web.application.client_id,
        "iss": tenant.pingone.auth_url,
        "jti": access["jti"],
        "iat": now,
        "exp": now + 3600,
        "aud": ["photos"],
        "env": tenant.pingone.environment_id,
        "org": access["org"],
        "p1.rid": access["jti"],
        "scope": "openid photos:read",
        "sub": alice.id,
        "acr": "Multi_Factor",
        "auth_time": now,
        "sid": access["sid"],
    }
    assert identity == {
        "iss": tenant.pingone.auth_url,
        "sub": alice.id,
        "aud": web.application.client_id,
        "jti": identity["jti"],
        "iat": now,
        "exp": now + 3600,
        "env": tenant.pingone.environment_id,
        "org": access["org"],
        "sid": access["sid"],
        "auth_time": now,
        "acr": "Multi_Factor",
        "amr": ["pwd"],
        "nonce": "n-0S6",
        "at_hash": identity["at_hash"],
    }


def test_without_openid_there_is_no_id_token(web):
    assert "id_token" not in web.sign_in(scope="photos:read")


def test_without_the_refresh_grant_there_is_no_refresh_token(client_of, given, alice):
    given.sign_in(alice)
    client = client_of(grant_types=["authorization_code"])

    assert "refresh_token" not in client.sign_in(scope="openid")


def test_a_code_works_once_and_a_second_use_ends_what_it_brought(web):
    code = web.code(scope="openid")
    first = web.exchange(code).json

    second = web.exchange(code)

    assert error(second) == (400, "invalid_grant", "pingone.token.grant-invalid")
    assert web.userinfo(first["access_token"]).status == 401
    refreshed = web.token("refresh_token", refresh_token=first["refresh_token"])
    assert refreshed.json["error"] == "invalid_grant"


@pytest.mark.parametrize(("seconds", "status"), [(59, 200), (60, 400)])
def test_a_code_lives_for_a_minute(web, tenant, seconds, status):
    code = web.code(scope="openid")
    tenant.clock.advance(seconds)

    assert web.exchange(code).status == status


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"redirect_uri": "https://example.com/"}, id="another redirect URI"),
        pytest.param({"redirect_uri": None}, id="no redirect URI"),
        pytest.param({"code": "x"}, id="another code"),
        pytest.param({"code_verifier": VERIFIER}, id="a verifier without a challenge"),
    ],
)
def test_what_does_not_belong_to_a_code_is_an_invalid_grant(web, form):
    code = web.code(scope="openid")

    reply = web.exchange(**{"code": code, **form})

    assert error(reply) == (400, "invalid_grant", "pingone.token.grant-invalid")


def test_another_client_s_code_is_an_invalid_grant_and_still_works_for_its_own(web, client_of):
    code = web.code(scope="openid")

    assert client_of().exchange(code).json["error"] == "invalid_grant"
    assert web.exchange(code).status == 200


# PKCE.


@pytest.mark.parametrize(
    ("challenge", "method"), [(CHALLENGE, "S256"), (VERIFIER, "plain"), (VERIFIER, None)]
)
def test_a_verifier_proves_who_asked(web, challenge, method):
    asked = {"scope": "openid", "code_challenge": challenge, "code_challenge_method": method}

    assert web.exchange(web.code(**asked), code_verifier=VERIFIER).status == 200
    for wrong in ("x" * 43, "\u00e9", None):
        refused = web.exchange(web.code(**asked), code_verifier=wrong)
        assert refused.json["error"] == "invalid_grant"


@pytest.mark.parametrize("kind", ["spa", "native"])
def test_a_public_client_signs_in_with_pkce_alone(client_of, given, alice, kind):
    given.sign_in(alice)
    client = client_of(type=kind)

    code = client.code(scope="openid", code_challenge=CHALLENGE, code_challenge_method="S256")
    reply = client.exchange(code, code_verifier=VERIFIER)

    assert reply.status == 200


@pytest.mark.parametrize(
    ("enforced", "asked"),
    [
        ("REQUIRED", {}),
        ("S256_REQUIRED", {}),
        ("S256_REQUIRED", {"code_challenge": VERIFIER}),
        ("OPTIONAL", {"code_challenge": "short"}),
        ("OPTIONAL", {"code_challenge": VERIFIER, "code_challenge_method": "S512"}),
    ],
)
def test_an_application_that_needs_pkce_is_sent_back_without_it(
    client_of, given, alice, enforced, asked
):
    given.sign_in(alice)
    client = client_of(pkce_enforcement=enforced)

    reply = client.authorize(scope="openid", **asked)

    assert sent_back(reply)["error"] == "invalid_request"
    assert reply.rule == "pingone.authorize.pkce"


# Refresh tokens.


def test_a_refresh_token_brings_new_ones_and_ends(web, alice, tenant):
    first = web.sign_in(scope="openid photos:read", nonce="n")
    tenant.clock.advance(1)

    second = web.token("refresh_token", refresh_token=first["refresh_token"]).json

    assert second["scope"] == "openid photos:read"
    assert second["refresh_token"] != first["refresh_token"]
    identity = claims(second["id_token"])
    assert (identity["sub"], "nonce" in identity) == (alice.id, False)
    assert identity["auth_time"] == claims(first["id_token"])["auth_time"]


def test_an_ended_refresh_token_ends_all_that_it_brought(web):
    first = web.sign_in(scope="openid")
    second = web.token("refresh_token", refresh_token=first["refresh_token"]).json

    again = web.token("refresh_token", refresh_token=first["refresh_token"])

    assert error(again) == (400, "invalid_grant", "pingone.token.grant-invalid")
    for token in (first["access_token"], second["access_token"]):
        assert web.userinfo(token).status == 401
    last = web.token("refresh_token", refresh_token=second["refresh_token"])
    assert last.json["error"] == "invalid_grant"


def test_a_refresh_may_ask_for_less_and_not_for_more(web):
    first = web.sign_in(scope="openid photos:read photos:edit")

    more = web.token("refresh_token", refresh_token=first["refresh_token"], scope="email")
    less = web.token("refresh_token", refresh_token=first["refresh_token"], scope="photos:read")

    assert error(more) == (400, "invalid_scope", "pingone.scope.granted")
    assert (less.json["scope"], "id_token" in less.json) == ("photos:read", False)


@pytest.mark.parametrize(("seconds", "status"), [(99, 200), (100, 400)])
def test_a_refresh_token_lives_as_long_as_the_application_says(
    client_of, given, alice, tenant, seconds, status
):
    given.sign_in(alice)
    client = client_of(refresh_lifetime=100)
    token = client.sign_in(scope="openid")["refresh_token"]
    tenant.clock.advance(seconds)

    assert client.token("refresh_token", refresh_token=token).status == status


def test_another_client_s_refresh_token_is_an_invalid_grant(web, client_of):
    token = web.sign_in(scope="openid")["refresh_token"]

    assert client_of().token("refresh_token", refresh_token=token).json["error"] == "invalid_grant"
    assert web.token("refresh_token", refresh_token=token).status == 200


def test_a_refresh_for_a_resource_that_is_gone_is_an_invalid_grant(web, photos, tenant, server):
    token = web.sign_in(scope="photos:read")["refresh_token"]
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources/{photos.id}"
    assert ask(server, "DELETE", url, token=tenant.pingone.token()).status == 204

    reply = web.token("refresh_token", refresh_token=token)

    assert error(reply) == (400, "invalid_grant", "pingone.token.grant-invalid")


# What is too much, or no text.


def test_a_body_that_was_too_large_to_read_is_413(server, worker):
    problem = TooLarge("the body is too large")
    path = urlsplit(f"{worker.url}/token").path

    reply = server.tenants.world.handle(
        Request(method="POST", path=path, headers=Headers(FORM), unread=problem)
    )

    assert (reply.status, reply.json["code"]) == (413, "INVALID_REQUEST")


def test_tokens_that_have_expired_are_not_held_for_a_later_revocation(web, tenant):
    first = web.sign_in(scope="openid")
    tenant.clock.advance(3600)
    second = web.token("refresh_token", refresh_token=first["refresh_token"]).json

    [chain] = tenant.pingone._store.home.signin.authorizations._chains.values()

    assert list(chain.tokens) == [claims(second["access_token"])["jti"]]
