"""What a snapshot holds, and that it brings back all that it was taken of."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from fakeping import FakePing
from fakeping.core import schemas
from tests.drive import ask
from tests.engine.full import FORM, furnish, reads

EDITIONS = [
    pytest.param({}, id="documented"),
    pytest.param({"pingone": "current"}, id="current"),
]
ENVIRONMENT = "0a41621f-2d74-4bb0-b416-4a39b8714261"


def fresh(edition, seed=1, **options):
    server = FakePing(ids_seed=seed, edition=edition)
    tenant = server.tenant(environment_id=ENVIRONMENT, realm="one", **options)
    tenant.clock.freeze()
    return server, tenant


@pytest.fixture(params=EDITIONS)
def edition(request):
    return request.param


def test_a_snapshot_brings_everything_back_in_another_tenant(edition):
    server, tenant = fresh(edition)
    furnish(server, tenant)
    taken = tenant.snapshot()
    other_server, other = fresh(edition, seed=2)

    other.reset(to=json.loads(json.dumps(taken)))

    assert other.snapshot() == taken
    assert reads(other_server, other) == reads(server, tenant)


def test_a_snapshot_brings_everything_back_in_its_own_tenant(edition):
    server, tenant = fresh(edition)
    furnish(server, tenant)
    taken, before = tenant.snapshot(), reads(server, tenant)
    tenant.reset(to="empty")
    tenant.pingone.given.resource(name="later")

    tenant.reset(to=taken)

    assert tenant.snapshot() == taken
    assert reads(server, tenant) == before


def test_a_snapshot_has_the_shape_of_a_seed(edition):
    server, tenant = fresh(edition)
    furnish(server, tenant)

    schemas.validate("control/state", tenant.snapshot())


def test_no_secret_in_a_snapshot_works(edition):
    server, tenant = fresh(edition)
    furnish(server, tenant)
    one, am = tenant._state.stores["pingone"], tenant._state.stores["pingam"]
    documents = tenant._state.documents
    held = {*documents["pingone"].secrets(one), *documents["pingam"].secrets(am)}

    taken = json.dumps(tenant.snapshot())

    assert len(held) > 8
    assert [each for each in held if each and each in taken] == []


def test_what_is_built_in_is_not_listed():
    _, tenant = fresh({})
    tenant.pingone.resources()

    nobody = {"tokens": [], "sessions": []}
    assert tenant.snapshot() == {
        "pingone": {
            "createdAt": tenant._state.stores["pingone"].home.created_at,
            **nobody,
            "authorizations": [],
            "flows": [],
            "pushedRequests": [],
            "devices": [],
            "recoveryCodes": [],
        },
        "pingam": nobody,
        "clock": tenant.snapshot()["clock"],
    }


def test_secrets_that_the_tenant_holds_stay_in_clear():
    server, tenant = fresh({"pingone": "current"})
    furnish(server, tenant)
    credentials = tenant.pingone.credentials, tenant.pingam.credentials
    applications = tenant.pingone.applications()
    pat = tenant.pingam.pat()

    tenant.reset(to=tenant.snapshot())

    assert (tenant.pingone.credentials, tenant.pingam.credentials) == credentials
    assert tenant.pingone.applications() == applications
    assert ask(server, "GET", tenant.pingam.resource_set_url, token=pat).status == 200


def test_a_digest_still_verifies_its_secret_elsewhere():
    _server, tenant = fresh({})
    web = tenant.pingone.given.application(type="worker", roles=["Client Application Developer"])
    pat, bob = tenant.pingam.pat(), tenant.pingam.given.user("bob")
    taken = tenant.snapshot()
    other_server, other = fresh({}, seed=2)
    other.reset(to=taken)

    form = f"grant_type=client_credentials&client_id={web.client_id}&client_secret="
    post = tenant.pingone.auth_url + "/token"

    def signs_in(secret):
        raw = (form + secret).encode()
        return ask(other_server, "POST", post, raw=raw, headers=FORM).status

    assert ask(other_server, "GET", other.pingam.resource_set_url, token=pat).status == 200
    digest = next(each["token"] for each in taken["pingam"]["tokens"])
    assert ask(other_server, "GET", other.pingam.resource_set_url, token=digest).status == 401
    am = f"{other.pingam.json_url}/authenticate"
    for password, status in ((bob.password, 200), (taken["pingam"]["users"][0]["password"], 401)):
        who = {"X-OpenAM-Username": "bob", "X-OpenAM-Password": password}
        assert ask(other_server, "POST", am, {}, headers=who).status == status
    assert signs_in(taken["pingone"]["applications"][0]["secret"]) == 401


def test_a_document_with_tokens_ends_those_that_it_does_not_list():
    server, tenant = fresh({})
    kept = tenant.pingam.pat()
    taken = tenant.snapshot()
    ended = tenant.pingam.pat()

    tenant.reset(to=taken)

    url = tenant.pingam.resource_set_url
    assert [ask(server, "GET", url, token=each).status for each in (kept, ended)] == [200, 401]


def test_a_document_without_tokens_leaves_clients_signed_in():
    server, tenant = fresh({})
    token, pat = tenant.pingone.token(roles=["Client Application Developer"]), tenant.pingam.pat()

    for to in ("seed", "empty", {}):
        tenant.reset(to=to)

        one = f"{tenant.pingone.url}/environments/{ENVIRONMENT}/resources"
        assert ask(server, "GET", one, token=token).status == 200
        assert ask(server, "GET", tenant.pingam.resource_set_url, token=pat).status == 200


def test_a_reset_forgets_what_was_revoked():
    server, tenant = fresh({})
    one = tenant.pingone
    token, known = one.token(), one.credentials
    raw = f"token={token}&client_id={known.client_id}&client_secret={known.client_secret}".encode()
    ask(server, "POST", f"{one.auth_url}/revoke", raw=raw, headers=FORM)
    url = f"{one.url}/environments/{ENVIRONMENT}/resources"
    assert ask(server, "GET", url, token=token).status == 401
    taken = tenant.snapshot()
    tenant.reset()
    assert ask(server, "GET", url, token=token).status == 200

    tenant.reset(to=taken)

    assert ask(server, "GET", url, token=token).status == 401


def test_the_clock_goes_back_with_a_snapshot():
    _, tenant = fresh({})
    taken, then = tenant.snapshot(), tenant.clock.timestamp()
    tenant.clock.advance(3600)

    tenant.reset(to=taken)

    assert tenant.clock.timestamp() == pytest.approx(then, abs=1e-5)


def test_no_request_sees_half_of_a_reset():
    server, tenant = fresh({})
    one, two = (
        {"pingone": {"resources": [{"name": f"{name}{each}"} for each in range(20)]}}
        for name in "ab"
    )
    tenant.reset(to=one)
    url, token = (
        f"{tenant.pingone.url}/environments/{ENVIRONMENT}/resources",
        tenant.pingone.token(),
    )

    def custom():
        items = ask(server, "GET", url, token=token).json["_embedded"]["items"]
        return "".join(each["name"][0] for each in items[2:])

    with ThreadPoolExecutor(1) as pool:
        resets = pool.submit(
            lambda: [tenant.reset(to=each) for _ in range(10) for each in (two, one)]
        )
        seen = {custom()}
        while not resets.done():
            seen.add(custom())

    assert resets.result()
    assert seen <= {"a" * 20, "b" * 20}
