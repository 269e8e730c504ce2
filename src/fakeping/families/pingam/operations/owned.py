"""Operations with which owners query, read and label their resource sets."""

from fakeping.core.exchange import Reply
from fakeping.core.operation import Operation
from fakeping.core.problem import NotFound
from fakeping.families.pingam.filters import query_filter
from fakeping.families.pingam.model import ResourceSet
from fakeping.families.pingam.operations.call import AMCall, listed
from fakeping.families.pingam.parameters import FILTER
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest


def query_sets(call: AMCall) -> Reply:
    """List the owner's resource sets that match a filter."""
    matches = query_filter(call.query.get("_queryFilter"))
    found = listed(call.store.resource_sets.of_owner(call.params["user"], realm=call.address))
    shown = [common_rest.resource_set(each, call.store.policies.find(each.id)) for each in found]
    return common_rest.results(each for each in shown if matches(each))


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
        query=FILTER,
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
