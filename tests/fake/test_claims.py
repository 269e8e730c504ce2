"""A token that the server's own key signed, and that says what the server never says.

Wherever a JWT is taken, each claim is held against RFC 7519, by the tenant's clock.
"""

import base64
import json
import math
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from joserfc import jws

from fakeping.families import pingone
from fakeping.families.pingone.signin.operations import OPERATIONS as SIGN_IN
from tests.drive import ask
from tests.fake.pingone.driver import Client

NUMBERS = {
    "missing": None,
    "null": [None],
    "text": ["4000000000"],
    "true": [True],
    "a list": [[4_000_000_000]],
    "an object": [{}],
    "NaN": [math.nan],
    "infinite": [math.inf],
    "minus infinity": [-math.inf],
}
TEXTS = {
    "missing": None,
    "null": [None],
    "empty": [""],
    "a number": [5],
    "true": [True],
    "a list": [["x"]],
    "an object": [{"x": 1}],
}

#: What a claim is turned into: a list of one value, or `None` for none at all.
HOSTILE = {
    "exp": NUMBERS | {"huge": [10**400], "beyond the calendar": [253_402_300_800], "over": [1]},
    "iat": NUMBERS | {"ahead": [253_402_300_000]},
    "nbf": {k: v for k, v in NUMBERS.items() if v} | {"ahead": [253_402_300_000]},
    "iss": TEXTS | {"another": ["https://evil.example/as"]},
    "aud": TEXTS
    | {"nobody": ["nobody"]}
    | {
        "a list": [[]],
        "another": [["https://evil.example"]],
        "numbers": [[1]],
        "null in it": [[None]],
    },
    "sub": {k: v for k, v in TEXTS.items() if k not in {"missing", "empty"}},
}
PLATFORM = {
    "scope": {k: v for k, v in TEXTS.items() if k not in {"missing", "empty"}},
    "env": TEXTS | {"another": ["0271641f-2d74-4bb0-b416-4a39b8714261"]},
    "client_id": TEXTS,
    "jti": TEXTS,
}
AM = {
    "realm": TEXTS | {"another": ["/nowhere"]},
    "tokenName": TEXTS | {"another": ["access_token"]},
}

ANYWHERE = {
    "NaN beside": {"x": math.nan},
    "NaN inside": {"x": [{"y": math.nan}]},
    "half a character": {"x": "\ud800"},
}


def hostile(claims, *tables):
    """Every variant of a token's claims, each with its name."""
    for table in tables:
        for claim, ways in table.items():
            for how, value in ways.items():
                rest = {name: each for name, each in claims.items() if name != claim}
                yield f"{claim} {how}", rest | ({claim: value[0]} if value else {})
            yield f"{claim} a list of it", claims | {claim: [[claims.get(claim)]]}
    for how, more in ANYWHERE.items():
        yield how, claims | more


def claims_of(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def signer(tenant):
    """Sign a payload with the server's own key, whatever it says."""
    keys = tenant.pingam._store.keys
    header = {"alg": "RS256", "kid": keys.public()["kid"], "typ": "JWT"}

    def signed(payload):
        if not isinstance(payload, bytes):
            payload = json.dumps(payload).encode()
        return jws.serialize_compact(header, payload, keys._key, algorithms=["RS256"])

    return signed


PAYLOADS = [
    b"[]", b"1", b"null", b'"x"', b"", b"{", b"\xff", b"[" * 50_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b'{"exp": 1, "exp": 4000000000}',
]  # fmt: skip


def variants(tenant, token, *tables):
    claims = claims_of(token)
    signed = signer(tenant)
    assert signed(claims)
    yield from ((how, signed(each)) for how, each in hostile(claims, *tables))
    yield from ((repr(each[:20]), signed(each)) for each in PAYLOADS)


def path_of(operation, tenant):
    values = {
        "environment_id": tenant.pingone.environment_id,
        "realm*": "realms/root/realms/" + tenant.pingam.realm.strip("/"),
        "user": "alice",
    }
    path = operation.path
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def by_bearer(family):
    """The operations of a family for whoever has an access token."""
    return [
        each
        for each in family.operations
        if each not in SIGN_IN and not each.public and each.authenticate is None
    ]


def form(server, url, members, *, token=None, user=None):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if user:
        headers["Authorization"] = "Basic " + base64.b64encode(":".join(user).encode()).decode()
    return ask(server, "POST", url, raw=urlencode(members).encode(), headers=headers, token=token)


@pytest.mark.slow
@pytest.mark.parametrize("edition", pingone.FAMILY.editions)
def test_hostile_claims_open_no_operation_of_the_platform(server, edition):
    tenant = server.tenant(edition={"pingone": edition})
    good = tenant.pingone.token()
    operations = [
        each for each in by_bearer(pingone.FAMILY) if not each.editions or edition in each.editions
    ]
    one, *_ = operations

    def status(operation, token):
        url = tenant.pingone.url.removesuffix("/v1") + path_of(operation, tenant)
        return ask(server, operation.method, url, token=token).status

    assert len(operations) > 10
    for how, token in variants(tenant, good, HOSTILE, PLATFORM):
        assert status(one, token) == 401, how
    for operation in operations:
        for how in ("exp text", "aud missing"):
            bad = dict(variants(tenant, good, HOSTILE))[how]
            assert status(operation, bad) == 401, operation.name
    assert (tenant.crashes, server.crashes) == ((), ())


def test_hostile_claims_say_nothing_of_a_user(server, tenant):
    one = tenant.pingone
    user = one.given.user(username="bjensen")
    good = one.token(subject=user.id, scopes=["openid"])
    url = f"{one.auth_url}/userinfo"

    assert ask(server, "GET", url, token=good).status == 200
    for how, token in variants(tenant, good, HOSTILE, PLATFORM):
        assert ask(server, "GET", url, token=token).status == 401, how


def test_hostile_claims_are_not_told_of_an_unknown_environment(server, tenant):
    good = tenant.pingone.token()
    url = f"{tenant.pingone.url}/environments/0271641f-2d74-4bb0-b416-4a39b8714261/resources"

    assert ask(server, "GET", url, token=good).status == 404
    for how, token in variants(tenant, good, HOSTILE, PLATFORM):
        assert ask(server, "GET", url, token=token).status == 401, how
    assert server.crashes == ()


def test_hostile_claims_are_no_hint_of_a_session(server, tenant):
    one = tenant.pingone
    application = one.given.application(
        type="web",
        redirect_uris=["https://example.com"],
        post_logout_redirect_uris=["https://example.com/out"],
    )
    one.given.grant(application, "openid", ["profile"])
    one.given.sign_in(one.given.user(username="bjensen"))
    client = Client(server, tenant, application)
    good = client.sign_in(scope="openid")["id_token"]
    table = {**HOSTILE, "exp": {k: v for k, v in HOSTILE["exp"].items() if k != "over"}}
    said = {"post_logout_redirect_uri": "https://example.com/out"}

    def status(hint):
        query = urlencode({**said, "id_token_hint": hint})
        return ask(server, "GET", f"{one.auth_url}/signoff?{query}").status

    assert status(good) == 302
    assert status(one.token()) == 400  # an access token
    for how, token in variants(tenant, good, table, {"env": PLATFORM["env"]}):
        assert status(token) == 400, how


def test_hostile_claims_name_no_requesting_party(server, tenant):
    am = tenant.pingam
    photos = am.given.resource_set(resource_scopes=["view"])
    am.given.policy(photos, subject="bob")
    good = am.claim_token("bob")

    def status(token):
        members = {
            "grant_type": "urn:ietf:params:oauth:grant-type:uma-ticket",
            "ticket": am.ticket(photos),
            "claim_token": token,
            "claim_token_format": "http://openid.net/specs/openid-connect-core-1_0.html#IDToken",
        }
        client = am.credentials.client_id, am.credentials.client_secret
        reply = form(server, f"{am.oauth2_url}/access_token", members, user=client)
        return reply.status, reply.json.get("error")

    assert status(good) == (200, None)
    for how, token in variants(tenant, good, HOSTILE, AM):
        assert status(token) == (403, "need_info"), how


def test_no_jwt_opens_anything_of_the_other_family(server, tenant):
    """PingAM's access tokens are opaque."""
    am = tenant.pingam
    good = am.claim_token("bob")

    for how, token in variants(tenant, good, HOSTILE, AM):
        for url in (am.resource_set_url, f"{am.oauth2_url}/userinfo", f"{am.oauth2_url}/tokeninfo"):
            assert ask(server, "GET", url, token=token).status == 401, how


def test_a_claim_is_held_against_the_tenants_clock(server, tenant):
    claims = claims_of(tenant.pingone.token())
    now = claims["iat"]
    token = signer(tenant)(claims | {"nbf": now + 60})
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    tenant.clock.freeze()

    def status():
        return ask(server, "GET", url, token=token).status

    before = status()
    tenant.clock.advance(61)
    then = status()
    tenant.clock.set(datetime.fromtimestamp(now + 1, UTC))
    again = status()
    tenant.clock.set(datetime.fromtimestamp(claims["exp"], UTC))

    assert (before, then, again, status()) == (401, 200, 401, 401)


def test_what_the_registry_of_claims_takes_is_taken(server, tenant):
    """One audience is as good as a list of one, and time may have fractions."""
    claims = claims_of(tenant.pingone.token())
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    [audience] = claims["aud"]

    for more in ({}, {"aud": audience}, {"exp": claims["exp"] + 0.5}, {"x": "beside"}):
        assert ask(server, "GET", url, token=signer(tenant)(claims | more)).status == 200


def test_hostile_claims_are_inactive_and_revoke_nothing(server, tenant):
    one = tenant.pingone
    worker = one.credentials.client_id, one.credentials.client_secret
    good = one.token()

    for how, token in variants(tenant, good, HOSTILE, PLATFORM):
        looked = form(server, f"{one.auth_url}/introspect", {"token": token}, user=worker)
        revoked = form(server, f"{one.auth_url}/revoke", {"token": token}, user=worker)
        assert (looked.status, looked.json) == (200, {"active": False}), how
        assert (revoked.status, revoked.body) == (200, b""), how
    assert server.crashes == ()
