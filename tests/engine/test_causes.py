"""Why a 401 was one: the journal, the report and `explain` tell it, and the answer does not."""

import base64
from urllib.parse import urlencode

import pytest

from fakeping import FakePing, Unmet
from fakeping.core.causes import CAUSES, MEANINGS
from fakeping.families import FAMILIES
from fakeping.server.report import journal
from tests.drive import ask

RULES = {rule.name: rule for family in FAMILIES for rule in family.rules}


@pytest.fixture
def server():
    return FakePing(edition={"pingone": "current"})


@pytest.fixture
def other(server):
    return server.tenant()


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def basic(client_id, secret):
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def form(server, url, headers, **said):
    headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    return ask(server, "POST", url, raw=urlencode(said).encode(), headers=headers)


def pingone(server, tenant, token):
    return ask(server, "GET", tenant.pingone.resources_url, headers=token)


def pingam(server, tenant, token):
    return ask(server, "GET", tenant.pingam.resource_set_url, headers=token)


def revoked(server, tenant):
    one = tenant.pingone
    token = one.token()
    headers = basic(one.credentials.client_id, one.credentials.client_secret)
    assert form(server, f"{one.auth_url}/revoke", headers, token=token).status == 200
    return bearer(token)


def sessions(server, tenant, token):
    realm = f"{tenant.pingam.url}/json/realms/root/realms/{tenant.pingam.realm}"
    url = f"{realm}/users/alice/uma/policies"
    return ask(server, "GET", f"{url}?_queryFilter=true", headers=token)


def at_pingone(server, tenant, *pair):
    return form(
        server,
        f"{tenant.pingone.auth_url}/token",
        basic(*pair) if pair else {},
        grant_type="client_credentials",
    )


def at_pingam(server, tenant, *pair):
    url = f"{tenant.pingam.url}/oauth2/realms/root/realms/{tenant.pingam.realm}/access_token"
    return form(server, url, basic(*pair) if pair else {}, grant_type="client_credentials")


def sign_in(server, tenant):
    url = f"{tenant.pingam.url}/json/realms/root/realms/{tenant.pingam.realm}/authenticate"
    headers = {"X-OpenAM-Username": "alice", "X-OpenAM-Password": "wrong"}
    return ask(server, "POST", url, headers=headers, raw=b"")


def userinfo(server, tenant, token):
    url = f"{tenant.pingam.url}/oauth2/realms/root/realms/{tenant.pingam.realm}/userinfo"
    return ask(server, "GET", url, headers=token)


def own_client(tenant):
    return tenant.pingone.credentials.client_id


CASES = {
    ("pingone", "no-token"): lambda s, t, _: pingone(s, t, {}),
    ("pingone", "no-bearer"): lambda s, t, _: pingone(s, t, {"Authorization": t.pingone.token()}),
    ("pingone", "expired"): lambda s, t, _: pingone(s, t, bearer(t.pingone.token(expired=True))),
    ("pingone", "revoked"): lambda s, t, _: pingone(s, t, revoked(s, t)),
    ("pingone", "other-tenant"): lambda s, t, o: pingone(s, t, bearer(o.pingone.token())),
    ("pingone", "other-family"): lambda s, t, _: pingone(s, t, bearer(t.pingam.pat())),
    ("pingone", "unknown-token"): lambda s, t, _: pingone(s, t, bearer("a-token-of-nobody's")),
    ("pingone", "no-client"): lambda s, t, _: at_pingone(s, t),
    ("pingone", "unknown-client"): lambda s, t, _: at_pingone(s, t, "nobody", "secret"),
    ("pingone", "wrong-secret"): lambda s, t, _: at_pingone(s, t, own_client(t), "a-wrong-secret"),
    ("pingam", "no-token"): lambda s, t, _: pingam(s, t, {}),
    ("pingam", "no-bearer"): lambda s, t, _: pingam(s, t, {"Authorization": t.pingam.pat()}),
    ("pingam", "expired"): lambda s, t, _: pingam(s, t, bearer(t.pingam.pat(expired=True))),
    ("pingam", "other-tenant"): lambda s, t, o: pingam(s, t, bearer(o.pingam.pat())),
    ("pingam", "other-family"): lambda s, t, _: pingam(s, t, bearer(t.pingone.token())),
    ("pingam", "unknown-token"): lambda s, t, _: pingam(s, t, bearer("a-token-of-nobody's")),
    ("pingam", "other-token"): lambda s, t, _: pingam(s, t, bearer(other_realms(t))),
    ("pingam userinfo", "no-token"): lambda s, t, _: userinfo(s, t, {}),
    ("pingam userinfo", "expired"): lambda s, t, _: userinfo(
        s, t, bearer(t.pingam.pat(expired=True))
    ),
    ("pingam", "no-session"): lambda s, t, _: sessions(s, t, {}),
    ("pingam", "unknown-session"): lambda s, t, o: sessions(
        s, t, {"iPlanetDirectoryPro": o.pingam.sso_token("alice")}
    ),
    ("pingam", "no-client"): lambda s, t, _: at_pingam(s, t),
    ("pingam", "unknown-client"): lambda s, t, _: at_pingam(s, t, "nobody", "secret"),
    ("pingam", "wrong-secret"): lambda s, t, _: at_pingam(
        s, t, t.pingam.credentials.client_id, "a-wrong-secret"
    ),
    ("pingam", "wrong-password"): lambda s, t, _: sign_in(s, t),
}


def other_realms(tenant):
    realm = tenant.pingam.given.realm(f"{tenant.pingam.realm}/below")
    return tenant.pingam.pat(realm=realm)


def test_every_cause_is_met_and_means_something():
    assert {cause for _, cause in CASES} == {*CAUSES} == {*MEANINGS}


@pytest.mark.parametrize(("case", "cause"), CASES, ids=lambda each: each)
def test_the_journal_tells_the_cause_of_a_401(server, tenant, other, case, cause):
    answer = CASES[case, cause](server, tenant, other)

    exchange = tenant.journal.last
    assert (answer.status, exchange.cause) == (401, cause)
    assert cause in RULES[exchange.rule].causes
    assert f"(cause: {cause})" in str(exchange)
    assert exchange.document()["cause"] == cause
    assert exchange.to_har()["log"]["entries"][0]["_cause"] == cause
    assert MEANINGS[cause].split()[0] in journal([tenant], [])
    assert tenant.journal.assert_called("*", status=401, cause=cause) == (exchange,)
    with pytest.raises(Unmet, match=f"cause: '?\"?{cause}"):
        tenant.journal.assert_called("*", status=401, cause="no such cause")


def test_the_answer_does_not_tell(server, tenant, other):
    """Whatever the cause, the vendor's answer is one and the same, but for its own id."""
    causes = ("no-token", "no-bearer", "expired", "other-tenant", "other-family", "unknown-token")
    answers = [CASES["pingone", each](server, tenant, other) for each in causes]

    assert len({each.body.replace(each.json["id"].encode(), b"") for each in answers}) == 1
    assert {tuple(each.headers) for each in answers} == {tuple(answers[0].headers)}


def test_a_request_of_no_tenant_has_a_cause_too(server):
    url = f"{server.tenants.base_url}/v1/environments"
    assert ask(server, "GET", url).status == 401
    assert server.unmatched.last.cause == "no-token"


def test_what_is_no_failed_authentication_has_no_cause(server, tenant):
    pingone(server, tenant, bearer(tenant.pingone.token()))
    pingone(server, tenant, bearer(tenant.pingone.token(roles=[])))
    assert [each.cause for each in tenant.journal] == [None, None]
