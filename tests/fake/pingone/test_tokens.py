"""Tokens that a test makes, how long they are remembered, and who else is let in."""

import base64
import json
from datetime import timedelta

import pytest

from fakeping import FakePing
from fakeping.families.pingone import tokens
from tests.drive import ask
from tests.fake.pingone import errors
from tests.fake.pingone.driver import Client, claims
from tests.fake.pingone.errors import said

DEVELOPER = "Client Application Developer"


def decoded(token, at):
    text = token.split(".")[at]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def status(call, token):
    return call("GET", "/resources", token=token).status


def test_a_token_is_a_jwt_of_the_claims_that_are_asked_for(tenant):
    tenant.clock.freeze()

    token = tenant.pingone.token(scopes=["b", "a"])

    header, claims = decoded(token, 0), decoded(token, 1)
    now = int(tenant.clock.timestamp())
    assert (header["alg"], bool(header["kid"])) == ("RS256", True)
    assert claims == {
        "client_id": tenant.pingone.credentials.client_id,
        "iss": f"{tenant.pingone.url.removesuffix('/v1')}/{tenant.pingone.environment_id}/as",
        "jti": claims["p1.rid"],
        "iat": now,
        "exp": now + 3600,
        "aud": ["https://api.pingone.com"],
        "env": tenant.pingone.environment_id,
        "org": claims["org"],
        "p1.rid": claims["p1.rid"],
        "scope": "a b",
    }


def test_another_tenants_token_opens_nothing(server, call):
    assert said(call("GET", "/resources", token=server.tenant().pingone.token())) == (
        401,
        errors.NO_TOKEN,
    )


def test_a_dropped_tenants_token_opens_nothing(server, call):
    with server.tenant() as other:
        token = other.pingone.token()

    assert status(call, token) == 401


def test_another_servers_token_opens_nothing(call, tenant):
    with FakePing().tenant(environment_id=tenant.pingone.environment_id) as twin:
        assert status(call, twin.pingone.token()) == 401


def test_a_pat_opens_nothing_here(call, tenant):
    assert status(call, tenant.pingam.pat()) == 401


def test_a_token_that_lives_for_ever_outlives_the_clock(call, tenant):
    token = tenant.pingone.token(lifetime=float("inf"))
    tenant.clock.set("9998-12-31T00:00:00Z")

    assert status(call, token) == 200
    assert decoded(token, 1)["exp"] == 253_402_300_799


def test_a_lifetime_is_a_number(tenant):
    with pytest.raises(ValueError, match="a number of seconds"):
        tenant.pingone.token(lifetime=float("nan"))


def test_a_token_that_was_forgotten_is_known_by_its_signature(call, tenant):
    token = tenant.pingone.token(lifetime=60)

    tenant._state.stores["pingone"].tokens._known.clear()
    again = status(call, token)
    tenant._state.stores["pingone"].tokens._known.clear()
    tenant.clock.advance(61)

    assert (again, status(call, token)) == (200, 401)


def test_only_so_many_tokens_are_remembered(call, tenant, monkeypatch):
    monkeypatch.setattr(tokens, "_MAX_REMEMBERED", 2)

    issued = [tenant.pingone.token() for _ in range(4)]

    assert len(tenant._state.stores["pingone"].tokens._known) == 2
    assert [status(call, each) for each in issued] == [200] * 4
    assert len(tenant._state.stores["pingone"].tokens._known) == 2


def test_a_clock_that_goes_back_brings_a_token_back(call, tenant):
    token = tenant.pingone.token(lifetime=60)

    tenant.clock.advance(61)
    expired = status(call, token)
    tenant.clock.set(tenant.clock.now() - timedelta(seconds=61))

    assert (expired, status(call, token)) == (401, 200)


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param({"roles": []}, id="no role"),
        pytest.param({"roles": ["Identity Data Admin"]}, id="another role"),
        pytest.param({"subject": "alice"}, id="a user"),
        pytest.param({"subject": "alice", "scopes": ["p1:read:user"]}, id="a user with scopes"),
        pytest.param({"client": "unknown"}, id="a client that nobody registered"),
    ],
)
def test_without_the_role_the_answer_is_401(call, tenant, shape):
    reply = call("GET", "/resources", token=tenant.pingone.token(**shape))

    assert said(reply) == (401, errors.NO_ROLE)
    assert reply.rule == "pingone.auth.role"


@pytest.mark.parametrize("roles", [[DEVELOPER], [DEVELOPER, "Identity Data Admin"]])
def test_with_the_role_among_others_the_door_is_open(call, tenant, roles):
    assert status(call, tenant.pingone.token(roles=roles)) == 200


DAVINCI = "DaVinci Admin"


def test_the_same_roles_are_the_same_worker(tenant):
    one, other = (
        decoded(tenant.pingone.token(roles=roles), 1)["client_id"]
        for roles in (["Environment Admin", DAVINCI], [DAVINCI, "Environment Admin"])
    )

    assert one == other != tenant.pingone.credentials.client_id


def test_the_caller_is_journalled(call, tenant):
    call("GET", "/resources", token=tenant.pingone.token(subject="alice", client="app"))

    tenant.journal.assert_not_called("pingone.resource.list", caller="alice")


def test_a_worker_is_journalled(call, tenant):
    call("GET", "/resources")

    tenant.journal.assert_called(
        "pingone.resource.list", caller=tenant.pingone.credentials.client_id
    )


@pytest.fixture
def lax(server):
    """Ask a tenant of another way to authenticate."""

    def lax(auth, **request):
        tenant = server.tenant(auth=auth)
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
        if request.pop("own", False):
            request["token"] = tenant.pingone.token(roles=[])
        return ask(server, "GET", url, **request).status

    return lax


@pytest.mark.parametrize(
    ("auth", "nobody", "anybody", "roleless"),
    [
        pytest.param("strict", 401, 401, 401, id="strict"),
        pytest.param("any", 401, 200, 200, id="any"),
        pytest.param("off", 200, 200, 200, id="off"),
    ],
)
def test_a_tenant_may_let_others_in(lax, auth, nobody, anybody, roleless):
    assert (lax(auth), lax(auth, token="anything"), lax(auth, own=True)) == (
        nobody,
        anybody,
        roleless,
    )


def test_a_whole_server_may_let_others_in():
    server = FakePing(auth="off")
    tenant = server.tenant()

    reply = ask(server, "GET", f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}")

    assert reply.status == 200


def forged(environment_id):
    claims = base64.urlsafe_b64encode(json.dumps({"env": environment_id}).encode()).decode()
    return f"eyJhbGciOiJub25lIn0.{claims.rstrip('=')}."


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(lambda tenant: forged(tenant.pingone.environment_id), id="not signed"),
        pytest.param(lambda tenant: tenant.pingone.token(expired=True), id="expired"),
        pytest.param(lambda _: forged([]), id="an odd claim"),
        pytest.param(lambda _: forged("x"), id="nobody's"),
        pytest.param(lambda _: "a.b.c", id="garbage"),
        pytest.param(lambda _: "eyJhbGciOiJub25lIn0." + "Ww" * 3000 + ".", id="deep"),
    ],
)
def test_a_bad_token_learns_nothing_of_environments(server, tenant, token):
    url = f"{tenant.pingone.url}/environments/unknown/resources"

    assert said(ask(server, "GET", url, token=token(tenant))) == (401, errors.NO_TOKEN)


@pytest.fixture
def web(server, tenant):
    """A web application, and somebody who is signed in at once."""
    given = tenant.pingone.given
    given.sign_in(given.user(username="alice"))
    return Client(server, tenant, given.application(redirect_uris=["https://example.com"]))


@pytest.fixture
def worker(server, tenant):
    return Client(server, tenant, tenant.pingone.credentials)


def test_what_was_forgotten_is_verified_again(monkeypatch, web, tenant):
    """There is room for so many tokens; the oldest still open what they opened."""
    monkeypatch.setattr(tokens, "_MAX_REMEMBERED", 1)
    first = web.sign_in(scope="openid")["access_token"]
    tenant.pingone.token()

    assert web.userinfo(first).json["sub"] == claims(first)["sub"]


def test_a_revoked_token_that_was_forgotten_stays_revoked(monkeypatch, worker):
    monkeypatch.setattr(tokens, "_MAX_REMEMBERED", 3)
    issued = [worker.token("client_credentials").json["access_token"] for _ in range(5)]

    for each in issued:
        worker.post("revoke", {"token": each})

    assert [worker.resources(each).status for each in issued] == [401] * 5


def test_what_the_token_endpoint_says_and_hears_is_not_recorded(worker, tenant):
    worker.token("client_credentials")

    [exchange] = tenant.journal.assert_called("pingone.token", count=1)
    assert (exchange.request_body, exchange.reply_body) == (b"", b"")
    assert exchange.caller.client == worker.application.client_id


def test_tokens_that_have_expired_are_not_held_for_a_later_revocation(web, tenant):
    first = web.sign_in(scope="openid")
    tenant.clock.advance(3600)
    second = web.token("refresh_token", refresh_token=first["refresh_token"]).json

    [chain] = tenant.pingone._store.home.signin.authorizations._chains.values()

    assert list(chain.tokens) == [claims(second["access_token"])["jti"]]
