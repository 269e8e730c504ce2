"""A request as a tenant's scripted failures see it, and the room that it needs."""

from typing import Any

from fakeping.core.caller import Caller
from fakeping.core.exchange import Reply, Request
from fakeping.core.family import Family
from fakeping.core.operation import Call, Operation, RenderProblem
from fakeping.engine.calling import caller_of, document_of
from fakeping.engine.tenant_state import JournalScope
from fakeping.faults.attempt import OperationAttempt


def require_room(
    place: JournalScope, operation: Operation[Any], family: Family[Any], request: Request
) -> None:
    """Raise `Full` if an operation may add more than the tenant's limit allows."""
    if family.tenanted and operation.may_add():
        place.stored.require(len(request.body), spare=operation.spare)


def attempt_of(
    place: JournalScope,
    operation: Operation[Any],
    family: Family[Any],
    call: Call[Any],
    render: RenderProblem,
) -> OperationAttempt:
    """Describe a request for the tenant's faults."""

    def answer(caller: Caller) -> Reply:
        call.caller = caller
        call.body = document_of(operation, family, call)
        require_room(place, operation, family, call.request)
        return operation.handler(call)

    return OperationAttempt(
        family=family.name,
        operation=operation,
        call=call,
        authenticate=lambda: caller_of(operation, family, call),
        answer=answer,
        render=render,
    )
