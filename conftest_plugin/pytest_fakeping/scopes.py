"""Tenants of wider scopes than a test: `fakeping_class`, `fakeping_module`, `fakeping_session`."""

import re
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from fakeping import Tenant
    from pytest_fakeping.tenants import SharedTenant

# The fixtures that wider ones can't ask for, as pytest's message has it, and what these take.
_MISMATCH = re.compile(
    r"ScopeMismatch: .* (fakeping|make_fakeping) with an? (class|module|package|session) scoped"
)


class Reports(Protocol):
    """Reports of the running test's exchanges, as far as tenants of wider scopes need them."""

    def begin(self, shared: "SharedTenant") -> None:
        """Report a new tenant's exchanges."""

    def end(self, shared: "SharedTenant") -> None:
        """Drop a tenant once the running test's report is written."""


def fixtures(reports: Reports) -> ModuleType:
    """The fixtures, as a plugin: their tenants' exchanges go into reports of the tests."""

    def share(fixture: str, request: pytest.FixtureRequest) -> "Iterator[Tenant]":
        from pytest_fakeping.tenants import ItemTenants, SharedTenant

        node = request.node
        name = f"{node.nodeid} ({fixture})" if node.nodeid else fixture
        server, seed = map(request.getfixturevalue, ("fakeping_server", "fakeping_seed"))
        made = ItemTenants(server, node, lambda: seed, name=name).first()
        shared = SharedTenant(fixture=fixture, server=server, tenant=made)
        reports.begin(shared)
        yield made
        reports.end(shared)
        crashes = shared.new_crashes()
        if crashes:
            raise ExceptionGroup("fakeping itself crashed after the last test", crashes)

    @pytest.fixture(scope="class")
    def fakeping_class(request: pytest.FixtureRequest) -> "Iterator[Tenant]":
        """A tenant that the tests of a class share; it follows the markers of the class."""
        yield from share("fakeping_class", request)

    @pytest.fixture(scope="module")
    def fakeping_module(request: pytest.FixtureRequest) -> "Iterator[Tenant]":
        """A tenant that the tests of a module share; it follows the markers of the module."""
        yield from share("fakeping_module", request)

    @pytest.fixture(scope="session")
    def fakeping_session(request: pytest.FixtureRequest) -> "Iterator[Tenant]":
        """A tenant that all tests share; it follows the options, and no marker."""
        yield from share("fakeping_session", request)

    plugin = ModuleType("fakeping-scopes")
    vars(plugin).update(
        fakeping_class=fakeping_class,
        fakeping_module=fakeping_module,
        fakeping_session=fakeping_session,
    )
    return plugin


def explain(error: BaseException) -> None:
    """Add to pytest's `ScopeMismatch` which fixture has the wider scope."""
    if not isinstance(error, pytest.fail.Exception):
        return
    found = _MISMATCH.match(error.msg or "")
    if found:
        fixture, scope = found.groups()
        wider = f"fakeping_{'session' if scope == 'package' else scope}"
        if fixture == "fakeping":
            hint = f"{wider} is a tenant of that scope."
        else:
            hint = f"{wider} is one tenant of that scope; `fakeping_server.tenant()` makes more."
        error.msg = f"{error.msg}\n{hint}"
