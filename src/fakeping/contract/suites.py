"""The families: each with its checks, its target, and the settings that it requires."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fakeping.contract import pingam, pingone
from fakeping.contract.check import Checks
from fakeping.contract.credentials import pingam_target, pingone_target
from fakeping.contract.target import Target
from fakeping.contract.transport import Transport
from fakeping.core.family import Family
from fakeping.families import pingam as pingam_family
from fakeping.families import pingone as pingone_family


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


SUITES = {
    each.name: each
    for each in (
        Suite(
            family=pingone_family.FAMILY,
            checks=pingone.CHECKS,
            of_tenant=pingone.PingOneTarget.from_tenant,
            of_environment=pingone_target,
            real_edition="current",
        ),
        Suite(
            family=pingam_family.FAMILY,
            checks=pingam.CHECKS,
            of_tenant=pingam.PingAMTarget.from_tenant,
            of_environment=pingam_target,
            real_edition="8.1",
        ),
    )
}
