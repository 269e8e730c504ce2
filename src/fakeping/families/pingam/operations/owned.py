"""Operations with which owners query, read and label their resource sets."""

from fakeping.core.exchange import Reply
from fakeping.core.operation import Operation
from fakeping.core.problem import NotFound
from fakeping.families.filters.fields import Field
from fakeping.families.pingam import queries
from fakeping.families.pingam.model import Policy, ResourceSet
from fakeping.families.pingam.operations.call import AMCall, listed
from fakeping.families.pingam.problems import NotSupported, WrongRequest
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest

#: A resource set, and its policy if it has one.
_Shared = tuple[ResourceSet, Policy | None]

_OPERATORS = ("eq", "sw", "co")

_COLLECTION: queries.Collection[_Shared] = queries.Collection(
    show=lambda each: common_rest.resource_set(*each),
    fields={
        ("name",): Field(lambda each: each[0].name, _OPERATORS),
        ("resourceServer",): Field(lambda each: each[0].identity.client, _OPERATORS),
        ("resourceOwnerId",): Field(lambda each: each[0].identity.owner, _OPERATORS),
        ("labels",): Field(lambda each: each[0].owner_labels, ("eq",)),
        ("policy", "permissions", "subject"): Field(
            lambda each: [share.subject for share in each[1].shares] if each[1] else [], _OPERATORS
        ),
    },
    refuses=NotSupported,
    negates=("eq",),
    has_query_id=True,
    unfiltered=lambda: WrongRequest("Invalid query", rule=rules.QUERY_MISSING),
)


def query_sets(call: AMCall) -> Reply:
    """List the owner's resource sets that match a filter."""
    found = listed(call.store.resource_sets.of_owner(call.params["user"], realm=call.address))
    shared = [(each, call.store.policies.find(each.id)) for each in found]
    return queries.answer(_COLLECTION, shared, call.query)


def read_set(call: AMCall) -> Reply:
    """Read a resource set as its owner sees it."""
    found = _set(call)
    return common_rest.resource(
        call.request, common_rest.resource_set(found, call.store.policies.find(found.id))
    )


def label_set(call: AMCall) -> Reply:
    """Change the owner's own labels of a resource set."""
    found = call.store.resource_sets.label(_set(call), call.body["labels"])
    return common_rest.resource(
        call.request, common_rest.resource_set(found, call.store.policies.find(found.id))
    )


def _set(call: AMCall) -> ResourceSet:
    id_ = call.params["id"]
    found = call.store.resource_sets.find(id_, realm=call.address, owner=call.params["user"])
    if found is None:
        raise NotFound(f"No resource set with uid, {id_}, found.", rule=rules.SETS_MISSING)
    return found


_SETS = "/json/{realm*}/users/{user}/oauth2/resources/sets"

ROWS: tuple[Operation[AccessManager], ...] = (
    Operation(
        name="pingam.owner_resource_set.query",
        method="GET",
        path=_SETS,
        handler=query_sets,
        replies={200: "pingam/owner_resource_set_list"},
        summary="List the owner's resource sets that match a filter",
        query=queries.parameters(_COLLECTION),
        rule=rules.QUERY,
    ),
    Operation(
        name="pingam.owner_resource_set.read",
        method="GET",
        path=f"{_SETS}/{{id}}",
        handler=read_set,
        replies={200: "pingam/owner_resource_set"},
        summary="Read a resource set as its owner sees it",
        sends=("ETag",),
        rule=rules.SETS_LABELS,
    ),
    Operation(
        name="pingam.owner_resource_set.update",
        method="PUT",
        path=f"{_SETS}/{{id}}",
        handler=label_set,
        replies={200: "pingam/owner_resource_set"},
        summary="Change the owner's own labels of a resource set",
        sends=("ETag",),
        rule=rules.SETS_LABELS,
        body_schema="pingam/owner_resource_set_request",
    ),
)
