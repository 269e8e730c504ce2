"""Reading roles, and who may assign them and take them away."""

from typing import Any

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call, Handler
from fakeping.core.problem import NotFound
from fakeping.core.rules import Rule
from fakeping.families.pingone import replies
from fakeping.families.pingone import role_rules as rules
from fakeping.families.pingone.problems import NO_RIGHT, NotPermitted, refuse
from fakeping.families.pingone.roles import ROLES, RoleAssignment, RoleScope, can_assign
from fakeping.families.pingone.store import Platform

PlatformCall = Call[Platform]


def list_roles(call: PlatformCall) -> Reply:
    """List the built-in roles."""
    url = _url(call)
    roles = [each.document(url) for each in ROLES.values()]
    document = {
        "_links": {"self": {"href": url}},
        "_embedded": {"roles": roles},
        "count": len(roles),
        "size": len(roles),
    }
    return replies.reply(encoded(document))


def read_role(call: PlatformCall) -> Reply:
    """Read a built-in role."""
    found = ROLES.get(call.params["role_id"])
    if found is None:
        raise NotFound(f"no role {call.params['role_id']}")
    return replies.reply(encoded(found.document(_url(call))))


def read_only(call: PlatformCall, entity: RoleAssignment) -> dict[str, JSON]:
    """Whether the caller cannot take an assignment away."""
    return {"readOnly": _is_own(call, entity) or not _may(call, entity.role, entity.scope)}


def creator(kind: Any, create: Handler[Platform]) -> Handler[Platform]:
    """The handler that assigns a role, if the caller may: `create` does it."""

    def handle(call: PlatformCall) -> Reply:
        environment = call.store.environment(call.address)
        said = kind.record.read(call.body, environment.edition)
        refuse(kind.collection(environment, call.params).errors(said, None))
        _require(call, said["role"], said["scope"])
        return create(call)

    return handle


def deleter(kind: Any, delete: Handler[Platform]) -> Handler[Platform]:
    """The handler that takes a role away, if the caller may: `delete` does it."""

    def handle(call: PlatformCall) -> Reply:
        collection = kind.collection(call.store.environment(call.address), call.params)
        found = collection.get(call.params[kind.param])
        if _is_own(call, found):
            raise _refused(call, NO_RIGHT, rules.ROLE_READ_ONLY)
        _require(call, found.role, found.scope)
        return delete(call)

    return handle


def _url(call: PlatformCall) -> str:
    return f"{call.request.base_url}/v1/roles"


def _is_own(call: PlatformCall, entity: RoleAssignment) -> bool:
    return entity.owner_id == (call.caller.subject or call.caller.client)


def _may(call: PlatformCall, role: str, scope: RoleScope) -> bool:
    """Whether the caller can assign a role with a scope. Without `strict`, anybody can."""
    store = call.store
    return store.auth != "strict" or any(
        can_assign(each.role, role) and store.role_scopes.contains(each.scope, scope)
        for each in store.roles(call.caller)
    )


def _require(call: PlatformCall, role: str, scope: RoleScope) -> None:
    if not _may(call, role, scope):
        raise _refused(call, "Must have role at the same or broader scope", rules.ROLE_ACTOR)


def _refused(call: PlatformCall, detail: str, rule: Rule) -> NotPermitted:
    return NotPermitted(detail, status=call.store.edition.denied_status, rule=rule)
