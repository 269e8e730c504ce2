"""The plugin's hooks and fixtures: `fakeping`, a fresh tenant for each test, on `fakeping_server`.

They are loaded in every session of those who have fakeping installed. So slow imports, fakeping
and aiohttp first of all, are where they are needed.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from pytest_fakeping import scopes

if TYPE_CHECKING:
    from ssl import SSLContext

    from fakeping import FakePing, Tenant
    from fakeping.server.tenant import Seed
    from pytest_fakeping.guard import Guard
    from pytest_fakeping.tenants import ItemTenants, MakeTenant, SharedTenant

__all__ = [
    "fakeping_config",
    "fakeping_guard",
    "fakeping_seed",
    "fakeping_ssl_context",
    "pytest_addoption",
    "pytest_assertrepr_compare",
    "pytest_configure",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options, each also an ini key."""
    from pytest_fakeping.options import declare

    declare(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers and each test's fixtures, and read the options, if any."""
    config.addinivalue_line(
        "markers",
        "fakeping(edition=..., switches=..., auth=..., seed=..., strict=..., guard=...): what the"
        " tenant of the `fakeping` fixture is like; a function's marker goes before its class's,"
        " and that before its module's",
    )
    from pytest_fakeping.options import anything_given

    each_test = EachTest(config)
    config.pluginmanager.register(each_test, "fakeping-each-test")
    config.pluginmanager.register(_for_the_session(each_test), "fakeping-server")
    config.pluginmanager.register(scopes.fixtures(each_test), "fakeping-scopes")
    if anything_given(config):
        from pytest_fakeping.session import begin

        each_test.seeded = begin(config).seed is not None


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Explain a failed comparison with a journal."""
    journal = sys.modules.get("fakeping.journal.journal")
    if journal is None:  # nobody has one
        return None
    if op == "==" and isinstance(right, journal.Journal):
        left, right = right, left
    recorded, other = (right, left) if op.endswith("in") else (left, right)
    if not isinstance(recorded, journal.Journal):
        return None
    explained: list[str] | None = recorded.explain(op, other)
    return explained and [f"{left!r} {op} {right!r}", *explained]


@pytest.fixture(scope="session")
def fakeping_config(pytestconfig: pytest.Config) -> dict[str, Any]:
    """The arguments of `FakePing`, from the options.

    Override it to add arguments: `return {**fakeping_config, "public_url": "https://ping.example"}`.
    """
    from pytest_fakeping.settings import settings

    return settings(pytestconfig).server()


@pytest.fixture(scope="session")
def fakeping_ssl_context() -> "SSLContext | None":
    """The server's TLS context; `None`, the default, is plain HTTP.

    Override it to return a server's `ssl.SSLContext`, such as one made with trustme.
    """
    return None


@pytest.fixture(scope="session")
def fakeping_seed(pytestconfig: pytest.Config) -> "Seed | None":
    """The state that each tenant begins with: a state document, a file with one, or a function.

    Override it for a folder, a module or a class; a test's marker overrides it. A relative path
    starts at the test's file.
    """
    from pytest_fakeping.settings import settings

    return settings(pytestconfig).seed


def _for_the_session(each_test: "EachTest") -> ModuleType:
    """A plugin with the session's fixture, which takes no argument, and so costs a test nothing."""

    @pytest.fixture(scope="session")
    def fakeping_server() -> "Iterator[FakePing]":
        """The session's running server.

        With Hypothesis use `with fakeping_server.tenant() as tenant:` for each example.
        """
        from pytest_fakeping.session import serve, warm_up

        with serve(each_test.config, each_test.value) as server:
            if "hypothesis" in sys.modules:
                warm_up(server)
            yield server

    plugin = ModuleType("fakeping-server")
    vars(plugin)["fakeping_server"] = fakeping_server
    return plugin


@pytest.fixture
def fakeping_guard(pytestconfig: pytest.Config) -> "Guard":
    """Fail the test if it tries to reach a real Ping host, and refuse the attempt.

    For a whole module: `pytestmark = pytest.mark.usefixtures("fakeping_guard")`; for every test,
    `--fakeping-guard`. Processes that the test starts are out of reach.
    """
    from pytest_fakeping.guard import guard_of

    guard = guard_of(pytestconfig)
    guard.arm()
    return guard


class EachTest:
    """The fixtures of each test.

    They learn the test from a hook: pytest sets up each argument of a fixture, `request` included,
    for every test that uses the fixture, which costs time.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        # The class or module whose tests run, and whether it overrides `fakeping_seed`.
        self._place: pytest.Item | pytest.Collector | None = None
        self._overridden = False
        #: Whether an option sets the state that every tenant begins with.
        self.seeded = False
        self.item: pytest.Item | None = None
        # The number of setups of each test: plugins rerun failed tests, or repeat all of them.
        self._attempts: Counter[str] = Counter()
        self._attempt = 1
        #: The test's tenants, from the first one until its report is written.
        self.tenants: ItemTenants | None = None
        #: The tenants of a class, a module or the session that there are now.
        self.shared: list[SharedTenant] = []
        # Those whose scope has ended, until the report is written.
        self._ended: list[SharedTenant] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Remember the test whose fixtures are set up."""
        if self.tenants is not None:  # an earlier attempt, whose end was not reported
            self.tenants.tell_late()
            self._drop()
        self.item = item
        # pytest-rerunfailures goes on counting after a worker has crashed.
        self._attempts[item.nodeid] += 1
        self._attempt = max(self._attempts[item.nodeid], getattr(item, "execution_count", 1))
        for each in self.shared:
            self._tenants_on(each.server).share(each, fresh=False)
        if "fakeping" in item.keywords:
            from pytest_fakeping.guard import guard_of
            from pytest_fakeping.tenants import said_of

            if said_of(item).get("guard"):
                guard_of(item.config).arm()

    @pytest.fixture
    def fakeping(self, fakeping_server: "FakePing") -> "Iterator[Tenant]":
        """A fresh tenant: a PingOne environment and a PingAM realm of this test's own.

        A crash inside the fake fails the test, with the traceback.
        """
        tenants = self._hold(fakeping_server)
        yield tenants.first()
        tenants.let_go()

    @pytest.fixture
    def make_fakeping(self, fakeping_server: "FakePing") -> "Iterator[MakeTenant]":
        """Make as many tenants as a test needs: `make_fakeping(auth="any")`.

        The marker's arguments are the defaults of these.
        """
        tenants = self._hold(fakeping_server)
        yield tenants.tenant
        tenants.let_go()

    def _seed(self) -> "Seed | None":
        """The value of `fakeping_seed`, evaluated only if an option or an override sets one."""
        item = self.item
        if item is not None and item.parent is not self._place:
            self._place = item.parent
            asking: Any = item.nodeid if pytest.version_tuple < (8, 1) else item
            # Requesting the fixture itself costs every test a tenth of a millisecond.
            known = item.session._fixturemanager.getfixturedefs("fakeping_seed", asking)  # noqa: SLF001
            self._overridden = len(known or ()) > 1
        if not self.seeded and not self._overridden:
            return None
        seed: Seed | None = self.value("fakeping_seed")
        return seed

    def value(self, fixture: str) -> Any:
        """The value of a fixture that is not an argument."""
        return self.item._request.getfixturevalue(fixture)  # type: ignore[union-attr]  # noqa: SLF001

    def _hold(self, server: "FakePing") -> "ItemTenants":
        return self._tenants_on(server).hold()

    def _tenants_on(self, server: "FakePing") -> "ItemTenants":
        if self.tenants is None:
            from pytest_fakeping.tenants import ItemTenants

            self.tenants = ItemTenants(server, self.item, self._seed, attempt=self._attempt)
        return self.tenants

    def begin(self, shared: "SharedTenant") -> None:
        """Report a new tenant's exchanges with this test, and with the later ones."""
        self.shared.append(shared)
        self._tenants_on(shared.server).share(shared, fresh=True)

    def end(self, shared: "SharedTenant") -> None:
        """Drop a tenant once the running test's report is written."""
        self.shared.remove(shared)
        self._ended.append(shared)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Fail a passing test for crashes of the fake and, with `strict`, unmatched requests."""
        __tracebackhide__ = True
        try:
            yield
        except BaseException:
            if self.tenants is not None:
                self.tenants.was_called(failed=True)
            raise
        if self.tenants is not None:
            self.tenants.was_called()
            self.tenants.judge()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: "pytest.CallInfo[None]") -> Iterator[None]:
        """Add the journal to a failing test's report, and drop the tenants at the end."""
        if call.excinfo is not None:
            scopes.explain(call.excinfo.value)
            if "fakeping" in sys.modules:
                self._shorten(call.excinfo.value)
                if self.tenants is not None:
                    self.tenants.shorten(call.excinfo.value)
        report: pytest.TestReport = yield  # type: ignore[assignment]  # pytest sends the report
        if self.tenants is not None:
            self.tenants.report(report)
            if report.when == "teardown":
                self._drop()
        return report  # type: ignore[return-value]

    def _shorten(self, error: BaseException) -> None:
        if not self.config.getoption("fulltrace"):
            from pytest_fakeping.traces import shorten

            shorten(error)

    def pytest_sessionfinish(self) -> None:
        """Drop the tenants if the session ends in the middle of a test."""
        self._drop()

    def _drop(self) -> None:
        if self.tenants is not None:
            self.tenants.drop()
            self.tenants = None
        while self._ended:
            self._ended.pop().drop()
