"""Operations with which owners create, list and delete labels."""

from fakeping.core.exchange import JSON, Reply
from fakeping.core.operation import Operation, row
from fakeping.core.parameter import Parameter
from fakeping.core.problem import NotFound
from fakeping.families.pingam import queries
from fakeping.families.pingam.label_types import SYSTEM
from fakeping.families.pingam.labels import of_servers
from fakeping.families.pingam.model import Label
from fakeping.families.pingam.operations.call import (
    AMCall,
    check_creation,
    creates,
    listed,
    owned_url,
)
from fakeping.families.pingam.parameters import CONDITIONS, CREATION, NOTHING_THERE
from fakeping.families.pingam.presentation import PARAMETERS
from fakeping.families.pingam.problems import NotSupported, WrongRequest
from fakeping.families.pingam.rules import labels as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest
from fakeping.families.pingam.wire.protocol import version


def create_label(call: AMCall) -> Reply:
    """Create a label."""
    check_creation(call)
    return _created(call)


def put_label(call: AMCall) -> Reply:
    """Create a label whose id is not the path's, as AM does."""
    if not creates(call, there=False):
        raise _unserved()
    return _created(call)


def _created(call: AMCall) -> Reply:
    placed = call.body.get("resourceSetIDs", ()) if call.store.edition.label_resource_sets else ()
    label = call.store.create_label(
        call.body["name"],
        call.body["type"],
        realm=call.address,
        owner=call.params["user"],
        resource_ids=placed,
    )
    within = owned_url(call, "oauth2/resources/labels")
    return common_rest.created(call.request, _revised(call, label), within=within)


def query_labels(call: AMCall) -> Reply:
    """List all of the owner's labels."""
    found = listed(call.store.labels_of(realm=call.address, owner=call.params["user"]))
    return queries.answer_all(
        common_rest.label, found, call.query, protocol=version(call.request), rule=rules.QUERY
    )


def delete_label(call: AMCall) -> Reply:
    """Delete a label, and take it off the resource sets that have it."""
    if call.request.method != "DELETE":
        raise _unserved()
    label = _label(call)
    wanted = call.request.headers.get("If-Match", "*").strip('"')
    if wanted not in {"*", _revised(call, label)["_rev"]}:
        raise WrongRequest(_FAILED, rule=rules.REVISION)
    call.store.delete_label(label)
    return common_rest.answer(common_rest.label_members(label))


_FAILED = "Error deleting label."


def _label(call: AMCall) -> Label:
    """The label that a request is to delete. Raises a problem for one that it can't."""
    store, id_ = call.store, call.params["id"]
    whose = {"realm": call.address, "owner": call.params["user"]}
    found = store.labels.find(id_, **whose)
    if found is not None:
        return found
    sets = store.resource_sets.of_owner(whose["owner"], realm=whose["realm"])
    systems = {each.id: each for each in of_servers(sets)}
    if id_ in systems:
        if not store.edition.delete_system_labels:
            raise WrongRequest(_FAILED, rule=rules.SYSTEM)
        return systems[id_]
    if store.edition.label_delete_404:
        raise NotFound("Not Found", rule=rules.MISSING)
    raise WrongRequest(_FAILED, rule=rules.MISSING)


def _revised(call: AMCall, label: Label) -> JSON:
    """A label, with the revision that a creation answers and a deletion wants."""
    sets = call.store.resource_sets.of_owner(label.owner, realm=label.realm)
    having = [
        each.id
        for each in sets
        if label in each.owner_labels
        or (label.type == SYSTEM and label.id in {one.id for one in of_servers([each])})
    ]
    return common_rest.label(label, resource_ids=having)


def _unserved() -> NotSupported:
    return NotSupported("Not supported.", rule=rules.UNSERVED)


_EVERYTHING = Parameter(says="`true`", schema={"type": "string", "enum": ["true"]}, required=True)
_LABELS = "/json/{realm*}/users/{user}/oauth2/resources/labels"
_ONE = f"{_LABELS}/{{id}}"

ROWS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.label.query",
        f"GET {_LABELS}",
        query_labels,
        {200: "pingam/label_list"},
        query={"_queryFilter": _EVERYTHING, "_fields": PARAMETERS["_fields"]},
        rule=rules.QUERY,
    ),
    row(
        "pingam.label.create",
        f"POST {_LABELS}",
        create_label,
        {201: "pingam/label"},
        query=CREATION,
        sends=("ETag", "Location"),
        rule=rules.CREATED,
        body_schema="pingam/label_request",
    ),
    row(
        "pingam.label.put",
        f"PUT {_ONE}",
        put_label,
        {201: "pingam/label"},
        summary="Create a label, under an id of the server's own",
        headers=NOTHING_THERE,
        sends=("ETag", "Location"),
        rule=rules.CREATED,
        body_schema="pingam/label_request",
    ),
    row(
        "pingam.label.delete",
        f"DELETE {_ONE}",
        delete_label,
        {200: "pingam/label"},
        refuses=tuple((method, _ONE) for method in ("GET", "PATCH", "POST")),
        summary="Delete a label",
        headers={"If-Match": CONDITIONS["If-Match"]},
        rule=rules.DELETED,
    ),
)
