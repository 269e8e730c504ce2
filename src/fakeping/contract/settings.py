"""Settings of a contract run: the deployment and the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from fakeping.contract.family_suite import Suite


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractSettings:
    """The deployment to check, and the rules; by default all of them."""

    target: str
    families: tuple[str, ...] = ()
    editions: Mapping[str, str] = field(default_factory=dict)
    #: Patterns of rules' names, such as `pingone.scope.*`.
    rules: tuple[str, ...] = ()
    against: str | None = None
    known: Path | None = None
    prefix: str = "fakeping-contract-"
    allow_foreign: bool = False
    ledger: Path | None = None
    timeout: float = 30.0

    def wants(self, rule: str) -> bool:
        """Whether a rule is selected."""
        return not self.rules or any(fnmatchcase(rule, each) for each in self.rules)

    def families_of(self, suites: Mapping[str, Suite]) -> list[Suite]:
        """The suites of the selected families."""
        return [each for name, each in suites.items() if not self.families or name in self.families]
