"""Who may call."""

import base64
import json
from dataclasses import replace

import pytest

from fakeping import FakePing
from fakeping.families.pingone import tokens
from fakeping.families.pingone.edition import P14C
from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said

DEVELOPER = "Client Application Developer"


def decoded(token, at):
    text = token.split(".")[at]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def status(call, token):
    return call("GET", "/resources", token=token).status


def test_a_token_is_a_jwt_of_the_documented_claims(tenant):
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


def test_a_workers_token_has_no_subject_and_no_scope(tenant):
    assert not {"sub", "scope"} & set(decoded(tenant.pingone.token(), 1))


def test_each_token_has_an_id_of_its_own(tenant):
    assert len({decoded(tenant.pingone.token(), 1)["jti"] for _ in range(3)}) == 3


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param({"Authorization": "Bearer garbage"}, id="garbage"),
        pytest.param({"Authorization": "Bearer"}, id="a scheme alone"),
        pytest.param({"Authorization": "Basic {token}"}, id="the wrong scheme"),
        pytest.param({"Authorization": "{token}"}, id="no scheme"),
        pytest.param({"Authorization": "Bearer {token} x"}, id="and more"),
        pytest.param({"Cookie": "access_token={token}"}, id="a cookie"),
    ],
)
def test_without_a_token_the_answer_is_401(call, tenant, headers):
    token = tenant.pingone.token()
    sent = {name: value.format(token=token) for name, value in headers.items()}

    reply = call("GET", "/resources", token=None, headers=sent)

    assert said(reply) == (401, errors.NO_TOKEN)
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert reply.rule == "pingone.auth.token"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
def test_the_scheme_is_taken_in_any_case(call, tenant, scheme):
    headers = {"Authorization": f"{scheme} {tenant.pingone.token()}"}

    assert call("GET", "/resources", token=None, headers=headers).status == 200


@pytest.mark.parametrize("path", ["/resources/unknown", "/resources"])
def test_a_bad_token_goes_before_everything_else(call, path):
    assert call("PUT" if "unknown" in path else "POST", path, raw=b"{", token="x").status == 401


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


def test_an_expired_token_opens_nothing(call, tenant):
    assert said(call("GET", "/resources", token=tenant.pingone.token(expired=True))) == (
        401,
        errors.NO_TOKEN,
    )


def test_a_token_that_was_used_expires_all_the_same(call, tenant):
    token = tenant.pingone.token(lifetime=60)
    before = status(call, token)

    tenant.clock.advance(59)
    last = status(call, token)
    tenant.clock.advance(2)

    assert (before, last, status(call, token)) == (200, 200, 401)


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
    tenant.clock.advance(-61)

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


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_without_the_role_nothing_can_be_done(call, tenant, photos, method):
    token = tenant.pingone.token(roles=[])

    reply = call(method, f"/resources/{photos.id}", {"name": "x"}, token=token)

    assert said(reply) == (401, errors.NO_ROLE)
    assert tenant.pingone.resource("photos") == photos


@pytest.mark.parametrize("roles", [[DEVELOPER], [DEVELOPER, "Identity Data Admin"]])
def test_with_the_role_among_others_the_door_is_open(call, tenant, roles):
    assert status(call, tenant.pingone.token(roles=roles)) == 200


def test_the_same_roles_are_the_same_worker(tenant):
    one, other = (
        decoded(tenant.pingone.token(roles=roles), 1)["client_id"]
        for roles in (["a", "b"], ["b", "a"])
    )

    assert one == other != tenant.pingone.credentials.client_id


def test_an_edition_may_say_403_to_a_caller_without_the_role(call, tenant):
    tenant._state.stores["pingone"].edition = replace(P14C, denied_status=403)

    reply = call("GET", "/resources", token=tenant.pingone.token(roles=[]))

    assert said(reply) == (403, errors.NO_ROLE)
    assert "WWW-Authenticate" not in reply.headers


def test_an_edition_may_open_the_door_to_other_roles(call, tenant):
    tenant._state.stores["pingone"].edition = replace(P14C, roles=frozenset({"x"}))

    assert [status(call, tenant.pingone.token(roles=roles)) for roles in (["x"], [DEVELOPER])] == [
        200,
        401,
    ]


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
