"""Operations with which owners query, read and label their resource sets."""

from dataclasses import replace

from fakeping.core.exchange import JSON, Reply
from fakeping.core.operation import Operation, row
from fakeping.core.problem import NotFound
from fakeping.families.filters.fields import Field
from fakeping.families.pingam import queries
from fakeping.families.pingam.edition import AM_8_1, OPENAM
from fakeping.families.pingam.labels import of_server
from fakeping.families.pingam.model import Label, Policy, ResourceSet
from fakeping.families.pingam.operations.call import AMCall, listed
from fakeping.families.pingam.parameters import action
from fakeping.families.pingam.problems import NotSupported, WrongRequest
from fakeping.families.pingam.rules import labels
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest
from fakeping.families.pingam.wire.protocol import LATEST, version

#: A resource set, its policy where the user may see one, and the user.
_Seen = tuple[ResourceSet, Policy | None, str]

_OPERATORS = ("eq", "sw", "co")

_COLLECTION: queries.Collection[_Seen] = queries.Collection(
    show=lambda each: common_rest.resource_set(each[0], each[1], viewer=each[2]),
    fields={
        ("name",): Field(lambda each: each[0].name, _OPERATORS),
        ("resourceServer",): Field(lambda each: each[0].identity.client, _OPERATORS),
        ("resourceOwnerId",): Field(lambda each: each[0].identity.owner, _OPERATORS),
        ("labels",): Field(lambda each: _labels_on(each[0]), ("eq",)),
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
    """List the resource sets of the user's own, and those shared with them, by a filter."""
    found = listed(call.store.seen_by(call.params["user"], realm=call.address))
    seen = [_seen(call, each) for each in found]
    return queries.answer(_COLLECTION, seen, call.query, protocol=version(call.request))


def read_set(call: AMCall) -> Reply:
    """Read a resource set of the user's own, or one that is shared with them."""
    found = call.store.see(call.params["id"], call.params["user"], realm=call.address)
    if found is None:
        raise _missing(call)
    return common_rest.resource(call.request, _shown(call, found))


def label_set(call: AMCall) -> Reply:
    """Replace the owner's own labels of a resource set, all of them or none."""
    whose = {"realm": call.address, "owner": call.params["user"]}
    current = call.store.resource_sets.find(call.params["id"], **whose)
    if current is None:
        raise _missing(call)
    named = [_label(call, each) for each in dict.fromkeys(call.body["labels"])]
    found = call.store.resource_sets.label(current, [each for each in named if each])
    return common_rest.resource(call.request, _shown(call, found))


def act_on_sets(call: AMCall) -> Reply:
    """Delete every policy of the owner's."""
    action = call.query.get("_action")
    if action is None and version(call.request) < LATEST:
        said = "No values provided for the request parameter '_action'"
        raise WrongRequest(said, rule=rules.CREATION)
    if action is None or action.lower() != "revokeall":
        raise NotSupported(f"Action {action} not supported", rule=rules.REVOKE_ALL)
    for each in call.store.policies.of(realm=call.address, owner=call.params["user"]):
        call.store.policies.remove(each.id)
    return common_rest.answer({})


def _seen(call: AMCall, found: ResourceSet) -> _Seen:
    user = call.params["user"]
    policy = call.store.policies.find(found.id) if found.identity.owner == user else None
    return found, policy, user


def _shown(call: AMCall, found: ResourceSet) -> JSON:
    return _COLLECTION.show(_seen(call, found))


def _labels_on(found: ResourceSet) -> list[str]:
    return [each.id for each in (*found.owner_labels, *of_server(found))]


def _missing(call: AMCall) -> NotFound:
    said = f"No resource set with id, {call.params['id']}, found."
    return NotFound(said, rule=rules.SETS_MISSING)


def _label(call: AMCall, id_: str) -> Label | None:
    """A label of the owner's; `None` for a system label. Raises `NotFound`."""
    whose = {"realm": call.address, "owner": call.params["user"]}
    found = call.store.labels.find(id_, **whose)
    if found is None and all(each.id != id_ for each in call.store.labels_of(**whose)):
        raise NotFound("Not Found", rule=labels.ON_SETS_UNKNOWN)
    return found


_SETS = "/json/{realm*}/users/{user}/oauth2/resources/sets"

_UPDATE: Operation[AccessManager] = row(
    "pingam.owner_resource_set.update",
    f"PUT {_SETS}/{{id}}",
    label_set,
    {200: "pingam/owner_resource_set"},
    summary="Replace the owner's own labels of a resource set",
    sends=("ETag",),
    rule=labels.ON_SETS,
    body_schema="pingam/owner_resource_set_request",
    editions=frozenset({AM_8_1.name}),
)

ROWS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.owner_resource_set.query",
        f"GET {_SETS}",
        query_sets,
        {200: "pingam/owner_resource_set_list"},
        query=queries.parameters(_COLLECTION),
        rule=rules.QUERY,
    ),
    row(
        "pingam.owner_resource_set.act",
        f"POST {_SETS}",
        act_on_sets,
        {200: "pingam/nothing"},
        query=action("revokeAll"),
        rule=rules.REVOKE_ALL,
        adds=False,
    ),
    row(
        "pingam.owner_resource_set.read",
        f"GET {_SETS}/{{id}}",
        read_set,
        {200: "pingam/owner_resource_set"},
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
