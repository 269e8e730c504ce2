"""One family's checks and target, as the runs of the contract take them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fakeping.contract.check import Checks
from fakeping.contract.target import Target
from fakeping.contract.transport import Transport
from fakeping.core.family import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One family's checks and target."""

    family: Family[Any]
    checks: Checks[Any]
    #: A target for a tenant of a fake.
    of_tenant: Callable[..., Target]
    #: A target for a real deployment. Raises `Unset` when a variable is missing.
    of_environment: Callable[[Transport, str, str, Mapping[str, str]], Target]
    #: The edition that a real deployment is held to unless somebody says otherwise.
    real_edition: str

    @property
    def name(self) -> str:
        """The family's name."""
        return self.family.name

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why a rule has no check, by the rule's name."""
        return self.checks.unchecked
