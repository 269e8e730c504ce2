from typing import Any

import pytest

from fakeping import FakePing
from fakeping.contract.pingam import Account, PingAMTarget
from fakeping.contract.target import NotRun
from fakeping.contract.transport import OverHttp
from tests.contract.pingam.conftest import TargetOf

SETS: dict[str, dict[str, Any]] = {
    "8.1": {"resource_scopes": ["view"]},
    "openam": {"scopes": ["view"], "name": "Photo"},
}


@pytest.mark.parametrize("edition", SETS)
def test_it_deletes_what_it_registered_and_nothing_else(target_of: TargetOf, edition: str) -> None:
    target = target_of(edition)
    [other, own] = [target.register(SETS[edition] | {"name": each}).json for each in ("A", "B")]
    target._own.pop(0)

    left = target.tidy()

    assert left == []
    assert target.ask("GET", target.resource_set_url).json == [other["_id"]]
    assert own["_id"] != other["_id"]


def test_what_would_not_go_is_told(target: PingAMTarget) -> None:
    url = f"{target.resource_set_url}/nothing"
    target.remember(url, {"If-Match": '"garbage"', "X-HTTP-Method-Override": "DELETE"})
    target.remember(f"{target.url}/uma/{target.realm_path}/permission_request")

    assert target.tidy() == [f"{target.uma_url}/permission_request"]


def test_a_token_is_asked_for_once(target: PingAMTarget) -> None:
    assert target.own_token() == target.own_token()
    assert target.own_token() != target.pat(target.owner, scope="openid")
    assert target.session(target.owner) == target.session(target.owner)
    assert len(target.exchanges) == 3


def test_a_fake_is_the_same_over_http(listening: FakePing) -> None:
    with listening.tenant() as tenant:
        target = PingAMTarget.from_tenant(OverHttp(), listening.describe(tenant))
        made = target.register(SETS["8.1"])

        assert made.status == 201
        assert target.tidy() == []
        assert tenant.pingam.resource_sets() == []


def test_whoever_cannot_sign_in_is_named(target: PingAMTarget) -> None:
    stranger = Account(name="mallory", secret="guessed")

    with pytest.raises(
        NotRun, match=r"no uma_protection token for mallory: POST .*: 400 invalid_grant"
    ):
        target.pat(stranger)
    with pytest.raises(NotRun, match="mallory can't sign in: the answer is 401"):
        target.session(stranger)
    assert "guessed" not in repr(stranger)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        pytest.param({"edition": "7"}, "there is no edition '7': 8.1, openam", id="edition"),
        pytest.param({"magic": True}, r"there is no switch \['magic'\]: all_sess", id="switch"),
    ],
)
def test_what_there_is_not_is_refused(how: dict[str, Any], sentence: str) -> None:
    edition = how.pop("edition", "8.1")
    who = Account(name="a")

    with pytest.raises(ValueError, match=sentence):
        PingAMTarget(
            transport=OverHttp(),
            url="http://am.invalid/am",
            realm="alpha",
            client=who,
            owner=who,
            edition=edition,
            switches=how,
        )


def test_a_realm_is_addressed_from_the_root(target: PingAMTarget) -> None:
    assert target.realm_path == f"realms/root/realms/{target.realm}"
    assert target.uma_url == f"{target.url}/uma/{target.realm_path}"
    target.realm = "/"
    assert target.json_url == f"{target.url}/json/realms/root"
