"""One run of the contract: the deployment, the expected editions, and the findings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fakeping.contract import divergences
from fakeping.contract.credentials import AGAINST, PREFIX, of_the_other
from fakeping.contract.deployments import Deployment, Unusable, found, missing
from fakeping.contract.divergences import Divergence
from fakeping.contract.family_suite import Suite
from fakeping.contract.holding import Way
from fakeping.contract.ledger import Ledger, default_path
from fakeping.contract.outcome import Run
from fakeping.contract.settings import ContractSettings
from fakeping.contract.suites import SUITES, every_rule
from fakeping.contract.transport import OverHttp
from fakeping.core.authority import base_url


@dataclass(kw_only=True)
class Contract:
    """A run of the contract: the editions to check and the findings."""

    settings: ContractSettings
    deployment: Deployment
    against: Deployment | None = None
    known: Sequence[Divergence] = ()
    ways: Sequence[Way] = ()
    runs: list[Run] = field(default_factory=list)
    #: Called with a run that has ended.
    ended: Callable[[Run], None] = lambda _: None
    #: Why nothing more could be asked.
    unusable: str = ""

    def begin(self, *, sweeping: bool = False) -> None:
        """Find the editions that can be checked. Raises `Unusable` if there is none.

        With `sweeping`, each switch is inverted in turn.
        """
        self.ways = [
            way
            for suite in self.settings.families_of(SUITES)
            for way in self._usable(suite, suite.family.switches if sweeping else [None])
        ]
        if not self.ways and self.runs:
            raise Unusable("; ".join(self.skipped()))

    def _usable(self, suite: Suite, switches: Iterable[str | None]) -> list[Way]:
        """The editions of a family that can be checked, or a skipped run if there is none."""
        wanted = self.settings.editions.get(suite.name)
        ways = [
            Way(
                suite=suite,
                edition=edition,
                deployment=self.deployment,
                settings=self.settings,
                against=self.against,
                switched=switch,
            )
            for edition in ((wanted,) if wanted else self.deployment.editions(suite))
            for switch in switches
        ]
        if reason := missing(self.deployment, suite):
            self.begun(ways[0]).skipped = reason
            return []
        if self.against is not None and (reason := missing(self.against, suite)):
            raise Unusable(f"--against: {reason.replace(PREFIX, AGAINST, 1)}")
        return ways

    def skipped(self) -> list[str]:
        """The families that can't be checked, and why."""
        return [f"{each.family}: {each.skipped}" for each in self.runs if each.skipped]

    def begun(self, way: Way) -> Run:
        """Add a run of one edition, in the order of the families."""
        run = way.run()
        self.runs.append(run)
        self.runs.sort(key=lambda each: [*SUITES].index(each.family))
        return run


def read_known(settings: ContractSettings) -> list[Divergence]:
    """Read the known divergences of a deployment. Raises `BadDivergences`."""
    return divergences.read(settings.known, rules=every_rule()) if settings.known else []


def opened(
    settings: ContractSettings,
    environ: Mapping[str, str],
    *,
    known: Sequence[Divergence],
    worker: str = "",
) -> Contract:
    """Create the contract of these settings. Raises `Unusable`.

    Each of several workers, such as pytest-xdist's, writes a ledger of its own.
    """

    def deployment(url: str, environ: Mapping[str, str]) -> Deployment:
        try:
            base_url(url)
            ledger = Ledger(settings.ledger or default_path(url)).of(worker)
        except (OSError, ValueError) as error:
            raise Unusable(str(error)) from None
        transport = OverHttp(timeout=settings.timeout)
        return found(
            url,
            transport=transport,
            ledger=ledger,
            suites=SUITES,
            environ=environ,
            chosen=settings.editions,
        )

    return Contract(
        settings=settings,
        deployment=deployment(settings.target, environ),
        against=deployment(settings.against, of_the_other(environ)) if settings.against else None,
        known=[each for each in known if settings.wants(each.rule)],
    )
