"""What one test holds of a server: its tenants, and what happened to them meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Protocol

import pytest

from pytest_fakeping.settings import Settings, near, settings

if TYPE_CHECKING:
    from fakeping import FakePing, Tenant
    from fakeping.journal.entry import Exchange
    from fakeping.server.tenant import Seed

# What the marker takes: what `FakePing.tenant` does, and what holds for the test.
_OF_TENANTS = ("edition", "switches", "auth", "seed", "ids_seed", "environment_id", "realm")
_KNOWN = (*_OF_TENANTS, "strict", "guard")
# What is said of a tenant in code alone.
_MADE_WITH = (*_OF_TENANTS, "journal", "record_secrets", "name")

# As many suites may run one test at a time on one server.
_ATTEMPTS = 100


class NoSuchArgument(TypeError):
    """`make_fakeping` was told what no tenant is told."""


class MakeTenant(Protocol):
    """Makes a tenant for the test that runs."""

    def __call__(self, **said: Any) -> "Tenant":
        """Return a fresh tenant; the arguments are those of `FakePing.tenant`."""
        ...


def said_of(item: pytest.Item | None) -> dict[str, Any]:
    """What the markers of a test say: the nearest first, and mappings member by member.

    A mistake fails the test.
    """
    __tracebackhide__ = True
    said: dict[str, Any] = {}
    for marker in item.iter_markers("fakeping") if item else ():
        if marker.args:
            _refuse(f" takes keyword arguments alone, and no {marker.args[0]!r}")
        for name, value in marker.kwargs.items():
            if name not in _KNOWN:
                _refuse(f" takes no {name!r}{near(name, _KNOWN)}")
            said[name] = _under(said[name], value) if name in said else value
    return said


def _refuse(why: str) -> NoReturn:
    __tracebackhide__ = True
    pytest.fail(f"the fakeping marker{why}", pytrace=False)


def _under(nearer: Any, farther: Any) -> Any:
    """A nearer marker's value, which adds to a farther one where both are switches or editions."""
    if isinstance(nearer, Mapping) and isinstance(farther, Mapping):
        return {**farther, **nearer}
    return nearer


class Held:
    """The tenants of one test. It ends with the last fixture that holds it."""

    def __init__(
        self,
        server: "FakePing",
        item: pytest.Item | None,
        seed: "Seed | None",
        *,
        attempt: int = 1,
    ) -> None:
        self._server = server
        self._attempt = attempt
        self._item = item
        said = said_of(item)
        self._settings = settings(item.config) if item else Settings()
        self._strict = said.pop("strict", self._settings.strict)
        said.pop("guard", None)
        self._marked = bool(said)
        # What to blame for a seed, if it is not the marker.
        self._seeded_by = ""
        if seed is not None and "seed" not in said:
            said["seed"] = seed
            option = seed == self._settings.seed
            self._seeded_by = "--fakeping-seed" if option else "the fixture fakeping_seed"
        if item is not None:
            said["name"] = item.nodeid if attempt == 1 else f"{item.nodeid} (attempt {attempt})"
            if isinstance(said.get("seed"), str | Path):
                said["seed"] = item.path.parent / said["seed"]
        self._said = said
        self._tenants: list[Tenant] = []
        self._holders = 0
        self._taken = 0
        self._crashed = len(server.crashes)
        # Elsewhere, others stray too: by number nobody could tell whose they are.
        self._strays = 0 if self._settings.url else server.strays.position
        # How far the tenants of others are, which the test may have called in place of its own.
        self._before: dict[str, int] = {}
        if not self._settings.url:
            self._before = {
                id_: each.journal.position for id_, each in server.tenants.world.tenants.items()
            }
        self._told = False
        # A test that has failed shows its strays in its report.
        self._failed = False
        # Whether it has run, and no report has told so yet: pytest-retry reports the first attempt
        # alone.
        self._untold = False

    def hold(self) -> "Held":
        """Hold it with one fixture more."""
        self._holders += 1
        return self

    def first(self) -> "Tenant":
        """Make a tenant as the markers say. Where they are mistaken, the test fails."""
        __tracebackhide__ = True
        try:
            return self.tenant()
        except (ValueError, OSError, ImportError) as error:
            why = f"{self._blamed(error)}: {error}"
        pytest.fail(why, pytrace=False)

    def _blamed(self, error: Exception) -> str:
        """Who said what a tenant can't be."""
        from fakeping.core.document_errors import BadDocument

        # Where the server is another process, a document's faults have paths that begin so.
        bad_seed = isinstance(error, BadDocument | OSError | ImportError) or str(error).startswith(
            "seed"
        )
        if isinstance(error, ConnectionError) or not (self._marked or self._seeded_by):
            return "fakeping_server"
        return self._seeded_by if bad_seed and self._seeded_by else "the fakeping marker"

    def tenant(self, **said: Any) -> "Tenant":
        """Make a tenant as the markers say; what is said here goes before that."""
        for name in said:
            if name not in _MADE_WITH:
                raise NoSuchArgument(f"make_fakeping takes no {name!r}{near(name, _MADE_WITH)}")
        for name, value in self._said.items():
            said[name] = _under(said[name], value) if name in said else value
        tenant = self._made(said)
        self._tenants.append(tenant)
        return tenant

    def _made(self, said: dict[str, Any]) -> "Tenant":
        """A tenant whose ids follow from the test's own: the same test, the same ids.

        Each attempt at it has others, so that what is late finds no tenant of a later one. Where
        another suite runs the same test on the same server, they follow from its number too.
        """
        test = said.get("name")
        if test is None or "ids_seed" in said:
            return self._server.tenant(**said)
        for _ in range(_ATTEMPTS):
            number = len(self._tenants) + self._taken
            said["ids_seed"] = f"{test}#{number}" if number else test
            try:
                return self._server.tenant(**said)
            except ValueError as error:
                if "another tenant has" not in str(error) or {"realm", "environment_id"} & {*said}:
                    raise
                self._taken += 1
        raise RuntimeError(f"{_ATTEMPTS} tenants of {test} are there already")

    def let_go(self) -> None:
        """Judge what nobody has judged yet, once no fixture holds them."""
        self._holders -= 1
        if not self._holders and not self._told:
            self.judge()

    def drop(self) -> None:
        """Drop the tenants: the report is written, and nobody looks at them any more."""
        for each in self._tenants:
            with suppress(OSError, ValueError):  # the server has gone, and they with it
                each.drop()

    def judge(self) -> None:
        """Raise what must fail the test: crashes of the fake, or strays where they must not be."""
        crashes = [crash for each in self._tenants for crash in each.crashes]
        crashes += self._server.crashes[self._crashed :]
        if crashes:
            self._told = True
            raise ExceptionGroup("fakeping itself crashed while this test ran", crashes)
        strays = self.strays() if self._strict and not self._failed else ()
        if strays:
            self._told = True
            lines = "\n".join(f"  {each}" for each in strays)
            pytest.fail(f"this test asked for what is nobody's:\n{lines}", pytrace=False)

    def was_called(self, *, failed: bool = False) -> None:
        """Note that the test has run."""
        self._untold = True
        self._failed = self._failed or failed

    def tell_late(self) -> None:
        """Write down what an attempt did that no report has told of."""
        item = self._item
        if self._untold and item is not None:
            how: Literal["passed", "failed"] = "failed" if self._failed else "passed"
            self.report(pytest.TestReport(item.nodeid, item.location, {}, how, None, "call"))

    def report(self, report: pytest.TestReport) -> None:
        """Tell in a report what happened to the tenants, where the options want it."""
        journal = self._settings.journal
        if report.when == "teardown":
            self.tell_late()
        if report.when == "call":
            self._untold = False
        self._failed = self._failed or report.failed
        if not self._tenants:  # its marker is mistaken, or its seed
            return
        if (report.failed and journal != "off") or (journal == "all" and report.when == "call"):
            from pytest_fakeping.reports import JOURNAL

            try:
                self._tell(report)
            except (OSError, ValueError, RuntimeError) as error:  # gone, or a forked child asks
                report.sections.append((JOURNAL, f"It can't be told: {error}"))

    def _tell(self, report: pytest.TestReport) -> None:
        from pytest_fakeping.reports import tell

        file = tell(
            self._settings,
            report,
            self._tenants,
            self.strays(),
            attempt=self._attempt,
            why=self._why_nothing,
        )
        told = ("fakeping_har", str(file))
        if file is not None and self._item is not None and told not in self._item.user_properties:
            self._item.user_properties.append(told)

    def _why_nothing(self) -> Iterable[str]:
        from pytest_fakeping.unreached import why

        here = None if self._settings.url else self._server
        return why(self._tenants, here, self._before)

    def strays(self) -> "Sequence[Exchange]":
        """What was asked of nobody while the test ran."""
        if self._settings.url:
            strays: Sequence[Exchange] = self._server.strays_of(self._tenants)  # type: ignore[attr-defined]  # a RemoteServer
            return strays
        return self._server.strays.after(self._strays)
