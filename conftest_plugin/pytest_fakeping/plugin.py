"""The pytest plugin: `fakeping`, a fresh tenant for each test, on `fakeping_server`.

It is loaded in every session of whoever has fakeping installed, so it imports fakeping, and
with it aiohttp, only inside the fixtures.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fakeping import FakePing, Tenant

# A test's tenant, its server, and how many strays that had before.
_HELD = pytest.StashKey[tuple["Tenant", "FakePing", int]]()

# Enough of a journal for a person to read.
_SHOWN = 20


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker and the fixture of each test."""
    config.addinivalue_line(
        "markers",
        "fakeping(edition=..., switches=..., auth=...): what the tenant of the `fakeping` fixture"
        " is like; a function's marker goes before its class's, and that before its module's",
    )
    config.pluginmanager.register(EachTest(), "fakeping-each-test")


@pytest.fixture(scope="session")
def fakeping_server() -> "Iterator[FakePing]":
    """A running server, for the whole session.

    With Hypothesis use `with fakeping_server.tenant() as tenant:` for each example.
    """
    from fakeping import FakePing

    with FakePing() as server:
        yield server


class EachTest:
    """The fixture of each test. It knows the test from a hook: asking for `request` costs more."""

    def __init__(self) -> None:
        self._item: pytest.Item | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Remember whose fixtures are being set up."""
        self._item = item

    @pytest.fixture
    def fakeping(self, fakeping_server: "FakePing") -> "Iterator[Tenant]":
        """A fresh tenant: a PingOne environment and a PingAM realm that this test alone has.

        A crash inside the fake fails the test, with the traceback.
        """
        crashed = len(fakeping_server.crashes)
        with fakeping_server.tenant(**_marked(self._item)) as tenant:
            if self._item is not None:
                self._item.stash[_HELD] = (tenant, fakeping_server, len(fakeping_server.strays))
            yield tenant
        crashes = [*tenant.crashes, *fakeping_server.crashes[crashed:]]
        if crashes:
            raise ExceptionGroup("fakeping itself crashed while this test ran", crashes)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Put the journal into the report of a failing test, and let the tenant go at the end."""
        report: pytest.TestReport = yield  # type: ignore[assignment]  # pytest sends the report
        held = item.stash.get(_HELD, None)
        if held is not None:
            if report.failed:
                report.sections.append(("fakeping journal", _journal(*held)))
            if report.when == "teardown":
                del item.stash[_HELD]
        return report  # type: ignore[return-value]


def _journal(tenant: "Tenant", server: "FakePing", strays_before: int) -> str:
    exchanges = list(tenant.journal)
    lines = [str(each) for each in exchanges[-_SHOWN:]]
    if len(exchanges) > _SHOWN:
        lines.insert(0, f"... {len(exchanges) - _SHOWN} earlier exchanges")
    strays = list(server.strays)[strays_before:]
    if strays:
        lines += ["", "For an environment or realm of nobody, or no operation at all:"]
        lines += [str(each) for each in strays[-_SHOWN:]]
    return "\n".join(lines) or "Nothing was called."


def _marked(item: pytest.Item | None) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for marker in item.iter_markers("fakeping") if item else ():  # the nearest first
        if marker.args:
            raise pytest.UsageError("the fakeping marker takes keyword arguments alone")
        options = {**marker.kwargs, **options}
    return options
