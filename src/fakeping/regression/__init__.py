"""A journal as a pytest test that repeats its requests on a fresh tenant."""

from collections.abc import Iterator, Mapping, Sequence

from fakeping.core.exchange import JSON
from fakeping.families import FAMILIES, Handles
from fakeping.journal.entry import Exchange


def as_test(
    tenant: Handles, switches: Mapping[str, bool], auth: str, exchanges: Sequence[Exchange]
) -> str:
    """The source of a test that repeats the requests on a fresh tenant like this one."""
    from fakeping.regression.script import written  # noqa: PLC0415 - few ever need it

    editions = [(each, tenant.handle(each).edition) for each in FAMILIES]
    edition = {each.name: name for each, name in editions if name != each.editions[0]}
    marked = {"edition": edition, "switches": switches, "auth": auth}
    given = tuple(_not_asked_for(tenant.snapshot(), exchanges))
    return written(exchanges, tenant, marked=marked, given=given)


def _not_asked_for(state: JSON, exchanges: Sequence[Exchange]) -> Iterator[str]:
    """The entities that no recorded request created: a test or a seed did."""
    made = {change.id for each in exchanges for change in each.changes}
    for family in FAMILIES:
        for kind, entities in state.get(family.name, {}).items():
            for each in entities if isinstance(entities, list) else ():
                id_ = each.get("id") or each.get("_id") if isinstance(each, dict) else None
                if id_ and id_ not in made:
                    yield f"{family.name}.{kind}: {each.get('name') or each.get('username') or id_}"
