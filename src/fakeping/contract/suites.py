"""The families: each with its checks, its target, and the settings that it requires."""

from collections.abc import Mapping

from fakeping.contract.credentials import pingam_target, pingone_target
from fakeping.contract.family_suite import Suite
from fakeping.contract.pingam.checks import CHECKS as PINGAM_CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.pingone.checks import CHECKS as PINGONE_CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.families import pingam as pingam_family
from fakeping.families import pingone as pingone_family

SUITES: Mapping[str, Suite] = {
    each.name: each
    for each in (
        Suite(
            family=pingone_family.FAMILY,
            checks=PINGONE_CHECKS,
            of_tenant=PingOneTarget.from_tenant,
            of_environment=pingone_target,
            real_edition="current",
        ),
        Suite(
            family=pingam_family.FAMILY,
            checks=PINGAM_CHECKS,
            of_tenant=PingAMTarget.from_tenant,
            of_environment=pingam_target,
            real_edition="8.1",
        ),
    )
}


def every_rule() -> set[str]:
    """The name of every rule."""
    return {rule.name for each in SUITES.values() for rule in each.family.rules}
