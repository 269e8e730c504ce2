"""The query of an owner's audit history."""

from fakeping.core.exchange import Reply
from fakeping.core.operation import Operation, row
from fakeping.families.filters.fields import Field
from fakeping.families.pingam import queries
from fakeping.families.pingam.model import AuditEntry
from fakeping.families.pingam.operations.call import AMCall
from fakeping.families.pingam.problems import NotSupported
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest
from fakeping.families.pingam.wire.protocol import version

_TEXT = ("eq", "sw", "co")

_COLLECTION: queries.Collection[AuditEntry] = queries.Collection(
    show=common_rest.audit_entry,
    fields={
        ("resourceSetId",): Field(lambda each: each.resource_id, _TEXT),
        ("resourceSetName",): Field(lambda each: each.resource, _TEXT),
        ("requestingPartyId",): Field(lambda each: each.party, _TEXT),
        ("type",): Field(lambda each: each.type, _TEXT),
        ("eventTime",): Field(lambda each: int(each.at * 1000), ("eq",)),
    },
    only_and=True,
    unfiltered=lambda: NotSupported("Only query filter is supported.", rule=rules.QUERY_MISSING),
)


def query_history(call: AMCall) -> Reply:
    """List the entries of the owner's audit history that match a filter."""
    found = call.store.history.of(realm=call.address, owner=call.params["user"])
    return queries.answer(_COLLECTION, found, call.query, protocol=version(call.request))


ROWS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.history.query",
        "GET /json/{realm*}/users/{user}/uma/auditHistory",
        query_history,
        {200: "pingam/audit_entry_list"},
        summary="List what happened to the owner's resource sets",
        query=queries.parameters(_COLLECTION),
        rule=rules.QUERY,
        other_rules=(rules.HISTORY,),
    ),
)
