"""Which tokens open the management API."""

import base64
import hmac
import json

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from fakeping.families.pingone import tokens as tokens_module
from tests.drive import ask
from tests.families.pingone.signin.driver import claims


def denied(tenant):
    return 401 if tenant.pingone.edition == "p14c" else 403


def detail(reply):
    return reply.status, reply.json["details"][0]["code"]


def test_self_management_scopes_do_not_open_the_management_api(web, tenant):
    token = web.sign_in(scope="p1:read:user p1:update:user")["access_token"]

    assert detail(web.resources(token)) == (denied(tenant), "INSUFFICIENT_PERMISSIONS")


def test_a_token_for_a_custom_resource_does_not_open_it(client_of, given, tenant, photos):
    client = client_of(type="worker", roles=["Client Application Developer"])
    given.grant(client.application, photos)
    own = client.token("client_credentials").json["access_token"]
    token = client.token("client_credentials", scope="photos:read").json["access_token"]

    assert client.resources(own).status == 200
    assert detail(client.resources(token)) == (denied(tenant), "INSUFFICIENT_PERMISSIONS")


def test_a_user_acts_by_their_own_roles_through_a_worker(client_of, given, tenant):
    client = client_of(type="worker", grant_types=["authorization_code"])
    admin = given.user(username="admin", roles=["Client Application Developer"])
    nobody = given.user(username="nobody")

    statuses = []
    for user in (admin, nobody):
        given.sign_in(user)
        statuses.append(client.resources(client.sign_in(scope="openid")["access_token"]).status)

    assert statuses == [200, denied(tenant)]


def test_a_user_s_roles_mean_nothing_through_another_application(web, given, tenant):
    given.sign_in(given.user(username="admin", roles=["Client Application Developer"]))

    token = web.sign_in(scope="openid")["access_token"]

    assert web.resources(token).status == denied(tenant)


def test_a_worker_without_roles_opens_nothing(client_of, tenant):
    client = client_of(type="worker")

    token = client.token("client_credentials").json["access_token"]

    assert detail(client.resources(token)) == (denied(tenant), "INSUFFICIENT_PERMISSIONS")


def test_a_remembered_token_expires_by_the_tenant_s_clock(worker, tenant):
    token = worker.token("client_credentials").json["access_token"]
    assert worker.resources(token).status == 200

    tenant.clock.advance(3600)

    assert detail(worker.resources(token)) == (401, "INVALID_TOKEN")


def test_an_id_token_opens_nothing(web):
    token = web.sign_in(scope="openid")["id_token"]

    assert detail(web.resources(token)) == (401, "INVALID_TOKEN")
    assert web.userinfo(token).status == 401


def _segment(document):
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()


def forgeries(token, published):
    """The same claims, as somebody without the key would sign them."""
    said = claims(token)
    header = {"alg": "RS256", "kid": published["kid"]}
    mine = RSAKey.generate_key(2048, {"kid": published["kid"]})
    pem = RSAKey.import_key(published).as_pem(private=False)
    head, payload, signature = token.split(".")
    zeros = base64.urlsafe_b64encode(bytes(64)).rstrip(b"=").decode()

    def signed(key, **changed):
        return jwt.encode({**header, **changed}, said, key, algorithms=["RS256"])

    def hs256(key):
        start = f"{_segment({**header, 'alg': 'HS256'})}.{payload}"
        mac = hmac.digest(key, start.encode(), "sha256")
        return f"{start}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    return {
        "alg none": f"{_segment({'alg': 'none'})}.{payload}.",
        "HS256 with the public key": hs256(pem),
        "HS256 with the modulus": hs256(published["n"].encode()),
        "another key": signed(mine),
        "an embedded key": signed(mine, jwk=mine.as_dict(private=False)),
        "a path for a kid": signed(mine, kid="../../dev/null"),
        "crit": f"{_segment({**header, 'crit': ['exp'], 'exp': 1})}.{payload}.{signature}",
        "other claims": f"{head}.{_segment({**said, 'exp': 10**12})}.{signature}",
        "ES256 of zeros": f"{_segment({**header, 'alg': 'ES256'})}.{payload}.{zeros}",
        "cut short": token[:-5],
    }


@pytest.mark.parametrize(
    "how",
    [
        "alg none",
        "HS256 with the public key",
        "HS256 with the modulus",
        "another key",
        "an embedded key",
        "a path for a kid",
        "crit",
        "other claims",
        "ES256 of zeros",
        "cut short",
    ],
)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_forged_token_is_refused(server, worker, how):
    token = worker.token("client_credentials").json["access_token"]
    [published] = ask(server, "GET", f"{worker.url}/jwks").json["keys"]

    reply = worker.resources(forgeries(token, published)[how])

    assert detail(reply) == (401, "INVALID_TOKEN")


def test_what_was_forgotten_is_verified_again(monkeypatch, web, tenant, alice):
    """There is room for so many tokens; the oldest still open what they opened."""
    monkeypatch.setattr(tokens_module, "_MAX_REMEMBERED", 1)
    first = web.sign_in(scope="openid profile")["access_token"]
    tenant.pingone.token()

    assert web.userinfo(first).json["sub"] == alice.id


def test_a_revoked_token_that_was_forgotten_stays_revoked(monkeypatch, worker):
    monkeypatch.setattr(tokens_module, "_MAX_REMEMBERED", 3)
    issued = [worker.token("client_credentials").json["access_token"] for _ in range(5)]

    for each in issued:
        worker.post("revoke", {"token": each})

    assert [worker.resources(each).status for each in issued] == [401] * 5
