"""A journal as a test: what was asked, asked again of a fresh tenant."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from fakeping.core.entry import Exchange
from fakeping.families import pingam, pingone
from fakeping.families.pingam.tenancy import PingAM
from fakeping.families.pingone.tenancy import PingOne


class Held(Protocol):
    """A tenant, as far as a test needs one like it."""

    @property
    def pingone(self) -> PingOne:
        """Its environment."""

    @property
    def pingam(self) -> PingAM:
        """Its realm."""


def as_test(
    tenant: Held, switches: Mapping[str, bool], auth: str, exchanges: Sequence[Exchange]
) -> str:
    """A test that asks the same of a fresh tenant like this one."""
    from fakeping.regression.script import written  # noqa: PLC0415 - few ever need it

    one, am = tenant.pingone, tenant.pingam
    families = ((pingone.FAMILY, one.edition), (pingam.FAMILY, am.edition))
    edition = {family.name: name for family, name in families if name != family.editions[0]}
    marked = {"edition": edition, "switches": switches, "auth": auth}
    return written(exchanges, one, realm=am.realm, marked=marked)
