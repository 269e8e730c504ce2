"""The resource_set endpoint, as UMA 2 and, in the open-source ancestor, as UMA 1."""

from dataclasses import replace

from fakeping.core.exchange import Reply
from fakeping.core.operation import Operation, row
from fakeping.core.problem import Malformed, NotAllowed
from fakeping.families.pingam import descriptions
from fakeping.families.pingam.conditions import Conditions, Precondition
from fakeping.families.pingam.edition import AM_8_1, OPENAM
from fakeping.families.pingam.model import ResourceSet
from fakeping.families.pingam.operations.call import AMCall, deployment, identity, owner
from fakeping.families.pingam.parameters import CONDITIONS, REQUIRED, WELL_FORMED
from fakeping.families.pingam.problems import ConditionMissing, PreconditionFailed, Unserved
from fakeping.families.pingam.rules import registration as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import resource_sets as wire


def register(call: AMCall) -> Reply:
    """Register a resource set for the PAT's resource owner."""
    edition = call.store.edition
    registered = call.store.resource_sets.register(
        wire.description(call.body, edition),
        identity=identity(call),
        base_url=call.request.base_url,
    )
    reply = wire.registered(registered, deployment=deployment(call), edition=edition)
    if "id" in call.params:
        reply.rule = rules.POST_TO_ONE.name
    return reply


def list_(call: AMCall) -> Reply:
    """List the ids that the owner has registered through this client."""
    verdict = Conditions(call.request.headers).judge(None, reading=True)
    if verdict is Precondition.HELD:
        return wire.held(None)
    status = 412 if verdict is Precondition.FAILS else 200
    return wire.ids(call.store.resource_sets.ids(identity(call)), status=status)


def read(call: AMCall) -> Reply:
    """Read one resource set; 304 if the caller's copy is current, 412 if `If-Match` fails."""
    found = _addressed(call)
    verdict = Conditions(call.request.headers).judge(found.etag, reading=True)
    if verdict is Precondition.HELD:
        return wire.held(found)
    return wire.read(found, status=412 if verdict is Precondition.FAILS else 200)


def update(call: AMCall) -> Reply:
    """Replace one resource set's description."""
    said = wire.description(call.body, call.store.edition)
    reply = wire.updated(call.store.resource_sets.update(call.found or _addressed(call), said))
    if call.request.method == "PATCH":
        reply.rule = rules.PATCH.name
    return reply


def delete(call: AMCall) -> Reply:
    """Delete one resource set, with its policy."""
    call.store.delete(call.found or _addressed(call), caller=call.caller)
    return wire.deleted()


def unchanged(call: AMCall) -> ResourceSet | None:
    """Precondition of a registration: `If-Match` and `If-None-Match`, if sent, must hold."""
    return _held_to(Conditions(call.request.headers), call)


def may_be_written(call: AMCall) -> ResourceSet | None:
    """Precondition of an update or a deletion; some editions require `If-Match`.

    Returns the resource set, or `None` if the request has neither header.
    """
    conditions = Conditions(call.request.headers)
    edition, wrong = call.store.edition, conditions.malformed()
    if wrong and "id" in call.params and not edition.require_if_match:
        raise Malformed(f"{wrong} is not a list of entity tags", rule=rules.CONDITION_MALFORMED)
    found = _held_to(conditions, call)
    if not conditions.wanted and edition.require_if_match:
        verb = "delete" if call.request.method == "DELETE" else "update"
        raise ConditionMissing(
            f"precondition_failed (512) - Require If-Match header to {verb} Resource Set"
        )
    if "id" not in call.params:
        wanted = conditions.wanted
        raise Unserved("a write to the collection") if wanted else NotAllowed("no such method")
    return found


def _held_to(conditions: Conditions, call: AMCall) -> ResourceSet | None:
    if conditions.are_none:
        return None
    found = _addressed(call) if "id" in call.params else None
    if conditions.judge(found.etag if found else None, reading=False) is Precondition.FAILS:
        raise PreconditionFailed("the entity tag is not the current one")
    return found


def _addressed(call: AMCall) -> ResourceSet:
    return call.store.resource_sets.get(call.params["id"], realm=call.address, owner=owner(call))


_ALL = "/uma/{realm*}/resource_set"
_ONE = _ALL + "/{id}"

_UMA2: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.resource_set.register",
        f"POST {_ALL}",
        register,
        {201: "pingam/reference"},
        also=(("POST", _ONE),),
        body_schema="pingam/resource_set_request",
        parse=descriptions.parse,
        rule=rules.REGISTERED,
        other_rules=(rules.POST_TO_ONE,),
        headers=CONDITIONS,
        sends=("ETag",),
        precondition=unchanged,
        render_problem=descriptions.refuse_uma2,
    ),
    row(
        "pingam.resource_set.list",
        f"GET {_ALL}",
        list_,
        {200: "pingam/resource_set_list", 304: None, 412: "pingam/resource_set_list"},
        rule=rules.LISTED,
        other_rules=(rules.CONDITIONS,),
        headers=CONDITIONS,
    ),
    row(
        "pingam.resource_set.read",
        f"GET {_ONE}",
        read,
        {200: "pingam/resource_set", 304: None, 412: "pingam/resource_set"},
        summary="Read one resource set",
        rule=rules.READ,
        other_rules=(rules.CONDITIONS,),
        headers=CONDITIONS,
        sends=("ETag",),
        trailing_slash=False,
        repeats=("pingam/resource_set_request",),
    ),
    row(
        "pingam.resource_set.update",
        f"PUT {_ONE}",
        update,
        {200: "pingam/reference"},
        also=(("PATCH", _ONE),),
        refuses=(("PUT", _ALL), ("PATCH", _ALL)),
        body_schema="pingam/resource_set_request",
        parse=descriptions.parse,
        rule=rules.UPDATED,
        other_rules=(rules.PATCH,),
        headers=WELL_FORMED,
        sends=("ETag",),
        precondition=may_be_written,
        render_problem=descriptions.refuse_uma2,
    ),
    row(
        "pingam.resource_set.delete",
        f"DELETE {_ONE}",
        delete,
        {204: None},
        refuses=(("DELETE", _ALL),),
        rule=rules.DELETED,
        headers=WELL_FORMED,
        precondition=may_be_written,
    ),
)


def _in_uma1(row: Operation[AccessManager]) -> Operation[AccessManager]:
    """The ancestor's UMA 1 operation that corresponds to a UMA 2 one."""
    return replace(
        row,
        path=_older(row.path),
        also=tuple((method, _older(path)) for method, path in row.also),
        refuses=tuple((method, _older(path)) for method, path in row.refuses),
        headers={**CONDITIONS, **REQUIRED} if row.refuses else row.headers,
        body_schema="pingam/uma1_resource_set_request" if row.body_schema else None,
        body_read="pingam/uma1_resource_set_description" if row.body_schema else None,
        repeats=("pingam/uma1_resource_set_description",) if row.repeats else (),
        render_problem=descriptions.refuse_uma1,
        editions=frozenset({OPENAM.name}),
    )


def _older(path: str) -> str:
    return path.replace("/uma/", "/oauth2/", 1)


OPERATIONS: tuple[Operation[AccessManager], ...] = (
    *(
        replace(each, editions=frozenset({AM_8_1.name}), render_problem=descriptions.refuse_uma2)
        for each in _UMA2
    ),
    *(_in_uma1(each) for each in _UMA2),
)
