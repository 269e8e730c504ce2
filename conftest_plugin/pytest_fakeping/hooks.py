"""The plugin's hooks and fixtures: `fakeping`, a fresh tenant for each test, on `fakeping_server`.

They are loaded in every session of whoever has fakeping installed, so whatever costs time, fakeping
and aiohttp first of all, is imported where it is used.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ssl import SSLContext

    from fakeping import FakePing, Tenant
    from fakeping.server.tenant import Seed
    from pytest_fakeping.guard import Guard
    from pytest_fakeping.held import Held, MakeTenant

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
    """Declare the markers and the fixtures of each test, and read the options, if any."""
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
    if anything_given(config):
        from pytest_fakeping.session import begin

        each_test.seeded = begin(config).seed is not None


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Say in what a journal is not what a test says of it."""
    journal = sys.modules.get("fakeping.journal.journal")
    if journal is None:  # nobody has one
        return None
    if op == "==" and isinstance(right, journal.Journal):
        left, right = right, left
    held, other = (right, left) if op.endswith("in") else (left, right)
    if not isinstance(held, journal.Journal):
        return None
    told: list[str] | None = held.explain(op, other)
    return told and [f"{left!r} {op} {right!r}", *told]


@pytest.fixture(scope="session")
def fakeping_config(pytestconfig: pytest.Config) -> dict[str, Any]:
    """What `FakePing` is told, as the options say.

    Override it to say more: `return {**fakeping_config, "public_url": "https://ping.example"}`.
    """
    from pytest_fakeping.settings import settings

    return settings(pytestconfig).server()


@pytest.fixture(scope="session")
def fakeping_ssl_context() -> "SSLContext | None":
    """What the server speaks TLS with; nothing here, so that it speaks plain HTTP.

    Override it to return a server's `ssl.SSLContext`, such as one of an authority of trustme's.
    """
    return None


@pytest.fixture(scope="session")
def fakeping_seed(pytestconfig: pytest.Config) -> "Seed | None":
    """The state that a tenant begins with: a state document, a file of one, or a function.

    Override it for a folder, a module or a class; what a test's marker says goes before it. A
    relative path starts where the test's file is.
    """
    from pytest_fakeping.settings import settings

    return settings(pytestconfig).seed


def _for_the_session(each_test: "EachTest") -> ModuleType:
    """A plugin of one fixture that needs no argument, and so costs a test nothing."""

    @pytest.fixture(scope="session")
    def fakeping_server() -> "Iterator[FakePing]":
        """A running server, for the whole session.

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
    """Fail the test if it tries to reach a real Ping host: nothing is looked up or connected to.

    For a whole module: `pytestmark = pytest.mark.usefixtures("fakeping_guard")`; for every test,
    `--fakeping-guard`. Processes that the test starts are out of reach.
    """
    from pytest_fakeping.guard import guard_of

    guard = guard_of(pytestconfig)
    guard.arm()
    return guard


class EachTest:
    """The fixtures of each test.

    They know it from a hook: whatever a fixture names as an argument, `request` among it, costs
    every test that has the fixture, for pytest sets all of it up each time.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        # The class or module whose tests run, and whether `fakeping_seed` is another there.
        self._place: pytest.Item | pytest.Collector | None = None
        self._overridden = False
        #: Whether an option names a state that every tenant begins with.
        self.seeded = False
        self.item: pytest.Item | None = None
        # How often each test has been set up: plugins run one again that failed, or all of them.
        self._attempts: Counter[str] = Counter()
        self._attempt = 1
        #: What the test holds, from its first tenant until its report is written.
        self.held: Held | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Remember whose fixtures are being set up."""
        if self.held is not None:  # what an attempt has left, of which nobody has reported the end
            self.held.tell_late()
            self._drop()
        self.item = item
        # pytest-rerunfailures counts on after a worker that has crashed.
        self._attempts[item.nodeid] += 1
        self._attempt = max(self._attempts[item.nodeid], getattr(item, "execution_count", 1))
        if "fakeping" in item.keywords:
            from pytest_fakeping.guard import guard_of
            from pytest_fakeping.held import said_of

            if said_of(item).get("guard"):
                guard_of(item.config).arm()

    @pytest.fixture
    def fakeping(self, fakeping_server: "FakePing") -> "Iterator[Tenant]":
        """A fresh tenant: a PingOne environment and a PingAM realm that this test alone has.

        A crash inside the fake fails the test, with the traceback.
        """
        held = self._hold(fakeping_server)
        yield held.first()
        held.let_go()

    @pytest.fixture
    def make_fakeping(self, fakeping_server: "FakePing") -> "Iterator[MakeTenant]":
        """Make as many tenants as a test needs: `make_fakeping(auth="any")`.

        They begin as the test's marker says, and what is passed goes before that.
        """
        held = self._hold(fakeping_server)
        yield held.tenant
        held.let_go()

    def _seed(self) -> "Seed | None":
        """The value of `fakeping_seed`: asked for where an option or an overriding one has any."""
        item = self.item
        if item is not None and item.parent is not self._place:
            self._place = item.parent
            asking: Any = item.nodeid if pytest.version_tuple < (8, 1) else item
            # Asking for the fixture itself costs every test a tenth of a millisecond.
            known = item.session._fixturemanager.getfixturedefs("fakeping_seed", asking)  # noqa: SLF001
            self._overridden = len(known or ()) > 1
        if not self.seeded and not self._overridden:
            return None
        seed: Seed | None = self.value("fakeping_seed")
        return seed

    def value(self, fixture: str) -> Any:
        """The value of a fixture that is no argument."""
        return self.item._request.getfixturevalue(fixture)  # type: ignore[union-attr]  # noqa: SLF001

    def _hold(self, server: "FakePing") -> "Held":
        if self.held is None:
            from pytest_fakeping.held import Held

            self.held = Held(server, self.item, self._seed(), attempt=self._attempt)
        return self.held.hold()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Fail a test that passed if the fake crashed meanwhile, or if it strayed and must not."""
        __tracebackhide__ = True
        try:
            yield
        except BaseException:
            if self.held is not None:
                self.held.was_called(failed=True)
            raise
        if self.held is not None:
            self.held.was_called()
            self.held.judge()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: "pytest.CallInfo[None]") -> Iterator[None]:
        """Put what happened into the report of a failing test, and let it go at the end."""
        if call.excinfo is not None and "fakeping" in sys.modules:
            self._shorten(call.excinfo.value)
        report: pytest.TestReport = yield  # type: ignore[assignment]  # pytest sends the report
        if self.held is not None:
            self.held.report(report)
            if report.when == "teardown":
                self._drop()
        return report  # type: ignore[return-value]

    def _shorten(self, error: BaseException) -> None:
        if not self.config.getoption("fulltrace"):
            from pytest_fakeping.traces import shorten

            shorten(error)

    def pytest_sessionfinish(self) -> None:
        """Leave no tenant on a server when the session ends in the middle of a test."""
        self._drop()

    def _drop(self) -> None:
        if self.held is not None:
            self.held.drop()
            self.held = None
