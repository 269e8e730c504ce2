"""The families: each with its checks, its target, and the settings that it requires."""

from collections.abc import Mapping

from fakeping.contract import pingam, pingone
from fakeping.contract.credentials import pingam_target, pingone_target
from fakeping.contract.family_suite import Suite
from fakeping.families import pingam as pingam_family
from fakeping.families import pingone as pingone_family

SUITES: Mapping[str, Suite] = {
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


def every_rule() -> set[str]:
    """The name of every rule."""
    return {rule.name for each in SUITES.values() for rule in each.family.rules}
