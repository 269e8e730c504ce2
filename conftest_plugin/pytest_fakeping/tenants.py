"""The tenants of one test, their verdict and their report."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Protocol

import pytest

from pytest_fakeping.settings import Settings, near, settings

if TYPE_CHECKING:
    from fakeping import FakePing, JournalLimits, Tenant
    from fakeping.journal.entry import Exchange
    from fakeping.literals.names import Editions
    from fakeping.server.options import Auth
    from fakeping.server.tenant import Seed

# The arguments of the marker: those of `FakePing.tenant`, and those about the test.
_OF_TENANTS = ("edition", "switches", "auth", "seed", "ids_seed", "environment_id", "realm")
_KNOWN = (*_OF_TENANTS, "strict", "guard")
# The further arguments of `make_fakeping`.
_MADE_WITH = (*_OF_TENANTS, "journal", "record_secrets", "name")

# The number of suites that can run the same test on one server at the same time.
_ATTEMPTS = 100


class NoSuchArgument(TypeError):
    """An unknown argument of `make_fakeping`."""


class MakeTenant(Protocol):
    """Makes a tenant for the running test."""

    def __call__(
        self,
        *,
        environment_id: str | None = None,
        realm: str | None = None,
        edition: "Editions | Mapping[str, str] | None" = None,
        switches: Mapping[str, bool] | None = None,
        auth: "Auth | None" = None,
        seed: "Seed | None" = None,
        ids_seed: int | str | None = None,
        journal: "JournalLimits | int | None" = None,
        record_secrets: bool | None = None,
        name: str | None = None,
    ) -> "Tenant":
        """Return a fresh tenant; the arguments are those of `FakePing.tenant`."""
        ...


def said_of(item: pytest.Item | pytest.Collector | None) -> dict[str, Any]:
    """The arguments of the markers of a test, class or module: nearer ones win, mappings merge.

    An unknown argument fails the test.
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
    """Merge a nearer marker's value with a farther one's: mappings are merged, else it wins."""
    if isinstance(nearer, Mapping) and isinstance(farther, Mapping):
        return {**farther, **nearer}
    return nearer


@dataclass(slots=True, kw_only=True, eq=False)
class SharedTenant:
    """A tenant that several tests share, by the fixture of that name."""

    fixture: str
    server: "FakePing"
    tenant: "Tenant"
    #: The number of its crashes that some test has reported.
    crashed: int = 0

    def new_crashes(self) -> list[Exception]:
        """The crashes that no test has reported, which now counts as done."""
        crashes = self.tenant.crashes[self.crashed :]
        self.crashed += len(crashes)
        return list(crashes)

    def drop(self) -> None:
        """Drop it."""
        with suppress(OSError, ValueError):  # the server is gone, with its tenants
            self.tenant.drop()


class ItemTenants:
    """The tenants of one test, until the last fixture that uses them ends.

    Or those of a class, a module or a session, which have a `name` of their own.
    """

    def __init__(
        self,
        server: "FakePing",
        item: pytest.Item | pytest.Collector | None,
        seed: "Callable[[], Seed | None]",
        *,
        attempt: int = 1,
        name: str | None = None,
    ) -> None:
        self._server = server
        self._attempt = attempt
        self._item = item
        self._seed = seed
        said = said_of(item)
        self._settings = settings(item.config) if item else Settings()
        self._strict = said.pop("strict", self._settings.strict)
        said.pop("guard", None)
        self._marked = bool(said)
        # The origin of a seed that is not the marker's.
        self._seeded_by = ""
        if name is not None:
            said["name"] = name
        elif item is not None:
            said["name"] = item.nodeid if attempt == 1 else f"{item.nodeid} (attempt {attempt})"
        self._said = said
        self._seeded = False
        self._tenants: list[Tenant] = []
        # Tenants that it shares with other tests, with the position of their journals before it.
        self._shared: dict[SharedTenant, int] = {}
        self._holders = 0
        self._taken = 0
        self._crashed = len(server.crashes)
        # A remote server also has other users' unmatched requests: a number can't tell them apart.
        self._unmatched_before = 0 if self._settings.url else server.unmatched.position
        # The positions of other tenants' journals: the test may call one of these by mistake.
        self._before: dict[str, int] = {}
        if not self._settings.url:
            self._before = {
                id_: each.journal.position for id_, each in server.tenants.world.tenants.items()
            }
        self._told = False
        # The report of a failed test shows its unmatched requests.
        self._failed = False
        # The number of the last exchange that a report has told, by its tenant's id, and that of
        # the last unmatched request.
        self._told_until: dict[str, int] | None = None
        self._unmatched_until = 0
        # Whether it has run without a report so far: pytest-retry reports only the first attempt.
        self._untold = False

    def hold(self) -> "ItemTenants":
        """Count one more fixture that uses them."""
        self._holders += 1
        return self

    def first(self) -> "Tenant":
        """Make a tenant with the markers' arguments. Fails the test if they are invalid."""
        __tracebackhide__ = True
        self._defaults()  # an error of the fixture `fakeping_seed` is the fixture's
        try:
            return self.tenant()
        except (ValueError, OSError, ImportError) as error:
            why = f"{self._blamed(error)}: {error}"
        pytest.fail(why, pytrace=False)

    def _blamed(self, error: Exception) -> str:
        """What caused an error: the marker, the seed's option or fixture, or the server."""
        from fakeping.core.document_errors import BadDocument

        # From a remote server, the paths of a document's errors begin like this.
        bad_seed = isinstance(error, BadDocument | OSError | ImportError) or str(error).startswith(
            "seed"
        )
        if isinstance(error, ConnectionError) or not (self._marked or self._seeded_by):
            return "fakeping_server"
        return self._seeded_by if bad_seed and self._seeded_by else "the fakeping marker"

    def tenant(self, **said: Any) -> "Tenant":
        """Make a tenant; these arguments override the markers'."""
        for name in said:
            if name not in _MADE_WITH:
                raise NoSuchArgument(f"make_fakeping takes no {name!r}{near(name, _MADE_WITH)}")
        for name, value in self._defaults().items():
            said[name] = _under(said[name], value) if name in said else value
        tenant = self._made(said)
        self._tenants.append(tenant)
        return tenant

    def _defaults(self) -> dict[str, Any]:
        """The markers' arguments, with the seed of an option or a fixture where they have none."""
        if not self._seeded:
            self._seeded = True
            seed = None if "seed" in self._said else self._seed()
            if seed is not None:
                self._said["seed"] = seed
                option = seed == self._settings.seed
                self._seeded_by = "--fakeping-seed" if option else "the fixture fakeping_seed"
            if self._item is not None and isinstance(self._said.get("seed"), str | Path):
                here = self._item.path
                folder = here if here.is_dir() else here.parent
                self._said["seed"] = folder / self._said["seed"]
        return self._said

    def share(self, shared: SharedTenant, *, fresh: bool) -> None:
        """Report the test's exchanges with a tenant that it shares; all of them if it is fresh."""
        self._shared[shared] = 0 if fresh else shared.tenant.journal.position
        if self._settings.url and not fresh:
            self._unmatched_before = self._server.unmatched.position

    def _made(self, said: dict[str, Any]) -> "Tenant":
        """Make a tenant with ids derived from the test's own: the same test, the same ids.

        Each attempt has others, so that its late requests reach no tenant of a later one. If
        another suite runs the same test on the same server, a number is added.
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
        """Count one fixture less; after the last, check for crashes and unmatched requests."""
        self._holders -= 1
        if not self._holders and not self._told:
            self.judge()

    def drop(self) -> None:
        """Drop the tenants, once the report is written."""
        for each in self._tenants:
            with suppress(OSError, ValueError):  # the server is gone, with its tenants
                each.drop()

    def judge(self) -> None:
        """Raise the fake's crashes; with `strict`, fail for unmatched requests, unread members."""
        crashes = [crash for each in self._tenants for crash in each.crashes]
        crashes += [crash for each in self._shared for crash in each.new_crashes()]
        crashes += self._server.crashes[self._crashed :]
        if crashes:
            self._told = True
            raise ExceptionGroup("fakeping itself crashed while this test ran", crashes)
        if not self._strict or self._failed:
            return
        exchanges = self._exchanges()
        unmatched = self.unmatched()
        nobodys = [*unmatched, *(each for each in exchanges if each.operation is None)]
        if nobodys:
            self._fail("asked for what is nobody's", nobodys, unmatched=unmatched)
        unread = [each for each in exchanges if each.unread]
        if unread:
            self._fail("sent what nothing reads", unread)

    def _fail(
        self,
        what: str,
        exchanges: "Sequence[Exchange]",
        *,
        unmatched: "Sequence[Exchange]" = (),
    ) -> NoReturn:
        """Fail the test for some of its requests; those that are the same are listed once."""
        from fakeping.journal.unmatched import besides, gathered, line_of

        self._told = True
        apart = {id(each) for each in unmatched}
        lines = [
            f"  {line}"
            for first, *others in gathered(exchanges)
            for line in (
                line_of(first) if id(first) in apart else str(first),
                *besides([first, *others]),
            )
        ]
        pytest.fail("\n".join([f"this test {what}:", *lines]), pytrace=False)

    def _exchanges(self) -> "list[Exchange]":
        """The test's requests to its tenants, the shared ones too."""
        shared = [each.tenant.journal.after(since) for each, since in self._shared.items()]
        own = [each.journal.after(0) for each in self._tenants]
        return [each for exchanges in (*shared, *own) for each in exchanges]

    def was_called(self, *, failed: bool = False) -> None:
        """Record that the test has run."""
        self._untold = True
        self._failed = self._failed or failed

    def tell_late(self) -> None:
        """Report an attempt that was run again before any report."""
        item = self._item
        if self._untold and isinstance(item, pytest.Item):
            how: Literal["passed", "failed"] = "failed" if self._failed else "passed"
            unseen = pytest.TestReport(item.nodeid, item.location, {}, how, None, "call")
            self.report(unseen)
            self._told_until = None  # nobody reads that one

    def report(self, report: pytest.TestReport) -> None:
        """Add the tenants' exchanges to a report, if the options ask for it."""
        journal = self._settings.journal
        if report.when == "teardown":
            self.tell_late()
        if report.when == "call":
            self._untold = False
        self._failed = self._failed or report.failed
        if not self._tenants and not self._shared:  # its marker or its seed is invalid
            return
        if (report.failed and journal != "off") or (journal == "all" and report.when == "call"):
            from pytest_fakeping.reports import JOURNAL

            try:
                self._tell(report)
            except (OSError, ValueError, RuntimeError) as error:  # gone, or a forked child asks
                report.sections.append((JOURNAL, f"No journal: {error}"))

    def shorten(self, error: BaseException) -> None:
        """Leave out of a failed assertion the exchanges that the report tells anyway."""
        from fakeping import Unmet

        if self._settings.journal == "off" or not isinstance(error, Unmet) or not error.listed:
            return
        with suppress(OSError, ValueError, RuntimeError):  # gone, or a forked child asks
            last = error.listed[-1]
            if any(last in each.journal.after(last.number - 1) for each in self._reported()):
                error.args = (error.brief,)

    def _reported(self) -> "list[Tenant]":
        """The tenants that it asked for, and those that were called while it ran."""
        # The request also knows the fixtures that the test got by `getfixturevalue`.
        named = getattr(getattr(self._item, "_request", self._item), "fixturenames", ())
        shared = [
            each.tenant
            for each, number in self._shared.items()
            if each.fixture in named or each.tenant.journal.position > number
        ]
        return [*shared, *self._tenants]

    def _tell(self, report: pytest.TestReport) -> None:
        from pytest_fakeping.reports import keep, tell

        tenants, unmatched = self._reported(), self.unmatched()
        if not tenants and not unmatched:
            return
        since = {each.tenant.id: number for each, number in self._shared.items()}
        until = {each.id: each.journal.position for each in tenants}
        told, later = self._told_until, unmatched
        if told is not None:  # before, at the test's call or in a subtest's report
            later = [each for each in unmatched if each.number > self._unmatched_until]
        if later or until != told:  # not the same again
            tell(
                self._settings,
                report,
                tenants,
                later,
                since={**since, **(told or {})},
                why=partial(self._why_nothing, tenants),
            )
        self._told_until = until
        self._unmatched_until = max((each.number for each in unmatched), default=0)
        file = keep(
            self._settings, report.nodeid, tenants, unmatched, attempt=self._attempt, since=since
        )
        har = ("fakeping_har", str(file))
        if file is not None and isinstance(self._item, pytest.Item):
            properties = self._item.user_properties
            if har not in properties:
                properties.append(har)

    def _why_nothing(self, tenants: "Sequence[Tenant]") -> Iterable[str]:
        from pytest_fakeping.unreached import why

        here = None if self._settings.url else self._server
        return why(tenants, here, self._before)

    def unmatched(self) -> "Sequence[Exchange]":
        """The unmatched requests since the test began."""
        if self._settings.url:
            tenants = [*self._tenants, *(each.tenant for each in self._shared)]
            found: Sequence[Exchange] = self._server.unmatched_of(tenants)  # type: ignore[attr-defined]  # a RemoteServer
            return [each for each in found if each.number > self._unmatched_before]
        return self._server.unmatched.after(self._unmatched_before)
