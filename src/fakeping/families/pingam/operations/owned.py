"""Operations with which owners query, read and label their resource sets."""

from dataclasses import replace

from fakeping.core.exchange import Reply
from fakeping.core.operation import Operation
from fakeping.core.problem import NotFound
from fakeping.families.filters.fields import Field
from fakeping.families.pingam import queries
from fakeping.families.pingam.edition import AM_8_1, OPENAM
from fakeping.families.pingam.model import Label, Policy, ResourceSet
from fakeping.families.pingam.operations.call import AMCall, listed
from fakeping.families.pingam.problems import NotSupported, WrongRequest
from fakeping.families.pingam.rules import labels
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
        ("labels",): Field(lambda each: [one.id for one in each[0].owner_labels], ("eq",)),
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
    """Replace the owner's own labels of a resource set, all of them or none."""
    current = _set(call)
    named = [_label(call, each) for each in dict.fromkeys(call.body["labels"])]
    found = call.store.resource_sets.label(current, [each for each in named if each])
    return common_rest.resource(
        call.request, common_rest.resource_set(found, call.store.policies.find(found.id))
    )


def _label(call: AMCall, id_: str) -> Label | None:
    """A label of the owner's; `None` for a system label. Raises `NotFound`."""
    whose = {"realm": call.address, "owner": call.params["user"]}
    found = call.store.labels.find(id_, **whose)
    if found is None and all(each.id != id_ for each in call.store.labels_of(**whose)):
        raise NotFound("Not Found", rule=labels.ON_SETS_UNKNOWN)
    return found


def _set(call: AMCall) -> ResourceSet:
    id_ = call.params["id"]
    found = call.store.resource_sets.find(id_, realm=call.address, owner=call.params["user"])
    if found is None:
        raise NotFound(f"No resource set with id, {id_}, found.", rule=rules.SETS_MISSING)
    return found


_SETS = "/json/{realm*}/users/{user}/oauth2/resources/sets"

_UPDATE: Operation[AccessManager] = Operation(
    name="pingam.owner_resource_set.update",
    method="PUT",
    path=f"{_SETS}/{{id}}",
    handler=label_set,
    replies={200: "pingam/owner_resource_set"},
    summary="Replace the owner's own labels of a resource set",
    sends=("ETag",),
    rule=labels.ON_SETS,
    body_schema="pingam/owner_resource_set_request",
    editions=frozenset({AM_8_1.name}),
)

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
        rule=labels.ON_SETS,
    ),
    _UPDATE,
    replace(
        _UPDATE,
        body_schema="pingam/uma1_owner_resource_set_request",
        editions=frozenset({OPENAM.name}),
    ),
)
