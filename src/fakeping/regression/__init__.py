"""A journal as a test: what was asked, asked again of a fresh tenant."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from fakeping.core.exchange import JSON
from fakeping.families import pingam, pingone
from fakeping.families.pingam.tenancy import PingAM
from fakeping.families.pingone.tenancy import PingOne
from fakeping.journal.entry import Exchange


class Held(Protocol):
    """A tenant, as far as a test needs one like it."""

    @property
    def pingone(self) -> PingOne:
        """Its environment."""

    @property
    def pingam(self) -> PingAM:
        """Its realm."""

    def snapshot(self) -> JSON:
        """All that it holds."""


def as_test(
    tenant: Held, switches: Mapping[str, bool], auth: str, exchanges: Sequence[Exchange]
) -> str:
    """A test that asks the same of a fresh tenant like this one."""
    from fakeping.regression.script import written  # noqa: PLC0415 - few ever need it

    one, am = tenant.pingone, tenant.pingam
    families = ((pingone.FAMILY, one.edition), (pingam.FAMILY, am.edition))
    edition = {family.name: name for family, name in families if name != family.editions[0]}
    marked = {"edition": edition, "switches": switches, "auth": auth}
    given = tuple(_not_asked_for(tenant.snapshot(), exchanges))
    return written(exchanges, one, realm=am.realm, marked=marked, given=given)


def _not_asked_for(state: JSON, exchanges: Sequence[Exchange]) -> Iterator[str]:
    """What is there without a recorded request that made it: put there by a test or a seed."""
    made = {change.id for each in exchanges for change in each.changes}
    for name in (pingone.FAMILY.name, pingam.FAMILY.name):
        for kind, entities in state.get(name, {}).items():
            for each in entities if isinstance(entities, list) else ():
                id_ = each.get("id") or each.get("_id") if isinstance(each, dict) else None
                if id_ and id_ not in made:
                    yield f"{name}.{kind}: {each.get('name') or each.get('username') or id_}"
