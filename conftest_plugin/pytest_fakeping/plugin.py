"""The pytest plugin: `fakeping`, a fresh tenant for each test, on `fakeping_server`.

It is loaded in every session of whoever has fakeping installed, so it imports fakeping, and
with it aiohttp, only inside the fixtures.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fakeping import FakePing, Tenant

_SERVER = pytest.StashKey["FakePing"]()
_TENANT = pytest.StashKey["Tenant"]()
_STRAYS = pytest.StashKey[int]()

# Enough of a journal for a person to read.
_SHOWN = 20


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line(
        "markers",
        "fakeping(edition=..., switches=..., auth=...): what the tenant of the `fakeping` fixture is like;"
        " a function's marker goes before its class's, and that before its module's",
    )


@pytest.fixture(scope="session")
def fakeping_server(pytestconfig: pytest.Config) -> "Iterator[FakePing]":
    """A running server, for the whole session.

    With Hypothesis use `with fakeping_server.tenant() as tenant:` for each example.
    """
    from fakeping import FakePing

    with FakePing() as server:
        pytestconfig.stash[_SERVER] = server
        yield server
        del pytestconfig.stash[_SERVER]


@pytest.fixture
def fakeping(fakeping_server: "FakePing", request: pytest.FixtureRequest) -> "Iterator[Tenant]":
    """A fresh tenant: a PingOne environment and a PingAM realm that this test alone has.

    A crash inside the fake fails the test, with the traceback.
    """
    strays = len(fakeping_server.crashes)
    with fakeping_server.tenant(**_marked(request.node)) as tenant:
        request.node.stash[_TENANT] = tenant
        request.node.stash[_STRAYS] = len(fakeping_server.strays)
        yield tenant
    crashes = [*tenant.crashes, *fakeping_server.crashes[strays:]]
    if crashes:
        raise ExceptionGroup("fakeping itself crashed while this test ran", crashes)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Iterator[None]:
    """Put the journal into the report of a failing test."""
    report: pytest.TestReport = yield  # type: ignore[assignment]  # pytest sends the report
    tenant = item.stash.get(_TENANT, None)
    if tenant is not None and report.failed:
        report.sections.append(("fakeping journal", _journal(item, tenant)))
    return report  # type: ignore[return-value]


def _marked(node: pytest.Item) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for marker in node.iter_markers("fakeping"):  # the nearest first
        if marker.args:
            raise pytest.UsageError("the fakeping marker takes keyword arguments alone")
        options = {**marker.kwargs, **options}
    return options


def _journal(item: pytest.Item, tenant: "Tenant") -> str:
    exchanges = list(tenant.journal)
    lines = [str(each) for each in exchanges[-_SHOWN:]]
    if len(exchanges) > _SHOWN:
        lines.insert(0, f"... {len(exchanges) - _SHOWN} earlier exchanges")
    server = item.config.stash.get(_SERVER, None)
    strays = list(server.strays)[item.stash[_STRAYS] :] if server else []
    if strays:
        lines += ["", "For an environment or realm of nobody, or no operation at all:"]
        lines += [str(each) for each in strays[-_SHOWN:]]
    return "\n".join(lines) or "Nothing was called."
