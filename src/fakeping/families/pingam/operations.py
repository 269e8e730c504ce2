"""The operations of PingAM's resource registration, as a table, and their handlers."""

from fakeping.core.exchange import Reply
from fakeping.core.operation import Call, Operation
from fakeping.families.pingam import conditions, wire
from fakeping.families.pingam.model import Identity, ResourceSet
from fakeping.families.pingam.problems import PreconditionFailed
from fakeping.families.pingam.realms import realm_of
from fakeping.families.pingam.store import ResourceSets

UmaCall = Call[ResourceSets]


def register(call: UmaCall) -> Reply:
    """Register a resource set for the PAT's resource owner."""
    registered = call.store.register(
        wire.description(call.body), identity=_identity(call), base_url=call.request.base_url
    )
    return wire.registered(registered, deployment=call.request.base_url + call.store.mount)


def list_(call: UmaCall) -> Reply:
    """List the ids that the owner has registered through this client."""
    return wire.ids(call.store.ids(_identity(call)))


def read(call: UmaCall) -> Reply:
    """Read one resource set, unless the caller holds it as it is."""
    found = _addressed(call)
    held = call.request.headers.get("If-None-Match")
    if held is not None and held != "*" and conditions.holds(held, found.etag):
        return wire.not_modified(found)
    return wire.read(found)


def update(call: UmaCall) -> Reply:
    """Replace one resource set's description."""
    updated = call.store.update(
        call.params["id"],
        wire.description(call.body),
        realm=_realm(call),
        owner=_owner(call),
    )
    return wire.updated(updated)


def delete(call: UmaCall) -> Reply:
    """Delete one resource set."""
    call.store.delete(call.params["id"], realm=_realm(call), owner=_owner(call))
    return wire.deleted()


def unchanged(call: UmaCall) -> None:
    """Hold a write to its `If-Match` and `If-None-Match`, before its body is looked at."""
    headers = call.request.headers
    if "If-Match" not in headers and "If-None-Match" not in headers:
        return
    if conditions.fails(headers, _addressed(call).etag):
        raise PreconditionFailed("the entity tag is not the current one")


def _addressed(call: UmaCall) -> ResourceSet:
    return call.store.get(call.params["id"], realm=_realm(call), owner=_owner(call))


def _identity(call: UmaCall) -> Identity:
    return Identity(realm=_realm(call), owner=_owner(call), client=call.caller.client)


def _realm(call: UmaCall) -> str:
    return realm_of(call.params["realm"])


def _owner(call: UmaCall) -> str:
    # A client's own token has no subject: the client then owns what it registers.
    return call.caller.subject or call.caller.client


_ALL = "/uma/{realm*}/resource_set"
_ONE = _ALL + "/{id}"
_BODY = "pingam/resource_set_request"

OPERATIONS: tuple[Operation[ResourceSets], ...] = (
    Operation(
        name="pingam.resource_set.register",
        method="POST",
        path=_ALL,
        handler=register,
        replies={201: "pingam/reference"},
        summary="Register a resource set for the PAT's resource owner",
        body_schema=_BODY,
    ),
    Operation(
        name="pingam.resource_set.list",
        method="GET",
        path=_ALL,
        handler=list_,
        replies={200: "pingam/resource_set_list"},
        summary="List the ids that the owner has registered through this client",
    ),
    Operation(
        name="pingam.resource_set.read",
        method="GET",
        path=_ONE,
        handler=read,
        replies={200: "pingam/resource_set", 304: None},
        summary="Read one resource set",
        trailing_slash=False,
    ),
    Operation(
        name="pingam.resource_set.update",
        method="PUT",
        path=_ONE,
        handler=update,
        replies={200: "pingam/reference"},
        summary="Replace one resource set's description",
        body_schema=_BODY,
        precondition=unchanged,
        trailing_slash=False,
    ),
    Operation(
        name="pingam.resource_set.delete",
        method="DELETE",
        path=_ONE,
        handler=delete,
        replies={204: None},
        summary="Delete one resource set",
        precondition=unchanged,
        trailing_slash=False,
    ),
)
