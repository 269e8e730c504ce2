"""What people write in their own suites: mypy checks it, and pytest runs it."""

from typing import Any

import pytest

import fakeping as fakeping_package
import pytest_fakeping as plugin
from fakeping import FakePing, RemoteServer, Tenant, connect
from pytest_fakeping import Guard, MakeTenant


@pytest.fixture(name="photos")
def _photos(fakeping: Tenant) -> str:
    return fakeping.pingone.given.resource(name="photos", scopes=["view"]).id


def test_a_tenant(fakeping: Tenant, photos: str) -> None:
    names: list[str] = [each.name for each in fakeping.pingone.scopes(photos)]
    token: str = fakeping.pingone.token(roles=[])
    pat: str = fakeping.pingam.pat("bob")

    assert names == ["view"]
    assert token != pat
    assert fakeping.journal.calls() == ()


def test_several(make_fakeping: MakeTenant, fakeping_server: FakePing) -> None:
    one: Tenant = make_fakeping(auth="any")
    with fakeping_server.tenant(edition={"pingone": "current"}) as two:
        editions = (one.pingone.edition, two.pingone.edition)

    assert editions == ("p14c", "current")


def test_the_guard(fakeping_guard: Guard) -> None:
    assert fakeping_guard.is_real("api.pingone.com")
    assert fakeping_guard.attempts == []


def test_the_options(fakeping_config: dict[str, Any]) -> None:
    assert fakeping_config == {}


def test_a_server_elsewhere(fakeping_server: FakePing) -> None:
    server: RemoteServer = connect(fakeping_server.url)
    with server, server.tenant() as tenant:
        held: Tenant = tenant
        assert held.pingone.url == fakeping_server.tenant().pingone.url


def test_documents_have_typed_members(fakeping: Tenant, fakeping_server: FakePing) -> None:
    described = fakeping_server.describe(fakeping)
    environment_id: str = described["pingone"]["environment_id"]
    fakeping.clock.freeze()
    frozen: bool = fakeping.snapshot()["clock"]["frozen"]
    version: str = fakeping.journal.to_har()["log"]["version"]

    assert environment_id == fakeping.pingone.environment_id
    assert (frozen, version) == (True, "1.2")


def test_a_name_that_is_not_there_is_told_by_type_checkers() -> None:
    """mypy itself fails where nothing is to be ignored on a line."""
    with pytest.raises(ImportError):
        from fakeping import FakePign  # type: ignore[attr-defined]  # noqa: F401, PLC0415
    with pytest.raises(ImportError):
        from pytest_fakeping import Gaurd  # type: ignore[attr-defined]  # noqa: F401, PLC0415


def test_dir_has_the_public_names() -> None:
    assert {"FakePing", "connect", "called"} <= {*dir(fakeping_package)}
    assert {"Guard", "MakeTenant"} <= {*dir(plugin)}
