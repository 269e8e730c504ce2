import base64
import json
from collections.abc import Iterator

import pytest

from fakeping import FakePing, Tenant
from fakeping.contract.pingone import PingOneTarget
from fakeping.contract.target import Differs, NotRun
from fakeping.contract.transport import OverHttp, in_process
from tests.contract.pingone.conftest import target_of


@pytest.fixture
def tenant(server: FakePing) -> Iterator[Tenant]:
    with server.tenant(edition={"pingone": "current"}) as tenant:
        yield tenant


@pytest.fixture
def target(server: FakePing, tenant: Tenant) -> PingOneTarget:
    return target_of(server, tenant)


def test_it_fetches_a_token_once_and_shows_it_to_nobody(target: PingOneTarget) -> None:
    assert target.ask("GET", target.resources_url).status == 200
    assert target.ask("GET", target.environment_url).status == 200

    assert [each.url for each in target.exchanges] == [
        target.resources_url,
        target.environment_url,
    ]
    assert len({each.headers["Authorization"] for each in target.exchanges}) == 1
    assert target.client_secret not in repr(target)


def test_a_token_that_is_known_goes_before_the_credentials(
    server: FakePing, tenant: Tenant, target: PingOneTarget
) -> None:
    target.token = tenant.pingone.token()

    target.ask("GET", target.resources_url)

    assert target.exchanges[0].headers["Authorization"] == f"Bearer {target.token}"


def test_wrong_credentials_are_told_with_what_was_answered(target: PingOneTarget) -> None:
    target.client_secret = "wrong"

    with pytest.raises(Differs, match="/as/token: 401 invalid_client"):
        target.own_token()

    assert target.exchanges == []


def test_time_that_goes_forward_brings_a_new_token(target: PingOneTarget) -> None:
    before = target.own_token()

    target.advance(100_000)

    assert target.own_token() != before
    assert target.ask("GET", target.resources_url).status == 200


def test_what_it_makes_goes_at_the_end(target: PingOneTarget, tenant: Tenant) -> None:
    resource = target.resource()
    target.scope(resource)
    target.attribute(resource)
    target.population()
    created = target.environment()
    assert resource["name"].startswith("fakeping-contract-")
    assert len(tenant.pingone.resources()) == 3

    assert target.tidy() == []

    assert len(tenant.pingone.resources()) == 2
    assert target.ask("GET", f"{target.environments_url}/{created['id']}").status == 404
    assert target.tidy() == []


def test_what_would_not_go_is_told(target: PingOneTarget) -> None:
    target.remember(target.resource_url(target.built_in("openid")))

    assert target.tidy() == [target.resource_url(target.built_in("openid"))]


def test_a_collection_is_read_page_after_page(target: PingOneTarget) -> None:
    names = [target.resource()["name"] for _ in range(3)]

    found = target.listed(f"{target.resources_url}?limit=2", "resources")

    assert [each["name"] for each in found] == ["PingOne API", "openid", *names]


def test_what_is_built_in_is_found_by_its_name_or_missed(target: PingOneTarget) -> None:
    openid = target.built_in("openid")

    assert target.built_in_scope(openid, "email")["resource"]["id"] == openid["id"]
    with pytest.raises(Differs, match="nothing there is called 'nothing'"):
        target.built_in_scope(openid, "nothing")


def test_a_target_is_held_to_its_edition_and_switches(server: FakePing) -> None:
    with server.tenant(switches={"pingone.names_fold_case": True}) as tenant:
        target = target_of(server, tenant, switches={"names_fold_case": True})

        assert (target.is_current, target.expected.name) == (False, "p14c")
        assert target.expected.names_fold_case


def test_only_a_fake_is_steered(server: FakePing, tenant: Tenant) -> None:
    real = PingOneTarget(
        transport=in_process(server.tenants.world.handle),
        api_url=tenant.pingone.url,
        auth_url=tenant.pingone.auth_url,
        environment_id=tenant.pingone.environment_id,
        token=tenant.pingone.token(),
    )

    with pytest.raises(NotRun, match="only a fake"):
        real.token_of(expired=True)
    with pytest.raises(NotRun, match="only a fake"):
        real.given("user", username="alice")
    with pytest.raises(NotRun, match="only a fake"):
        real.advance(1)
    with pytest.raises(NotRun, match="not known"):
        real.only_with_credentials()


def test_a_token_of_any_shape_comes_from_the_control_api(target: PingOneTarget) -> None:
    token = target.token_of(client="somebody")

    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert claims["client_id"] == "somebody"


def test_the_same_over_http(listening: FakePing) -> None:
    with listening.tenant() as tenant:
        target = target_of(listening, tenant)
        target.transport = OverHttp()

        resource = target.resource()

        assert target.read(target.resource_url(resource))["name"] == resource["name"]
        assert target.tidy() == []
