"""Operations with which owners approve or deny UMA requests."""

from fakeping.core.exchange import JSON, Reply
from fakeping.core.operation import Operation, row
from fakeping.families.pingam import queries
from fakeping.families.pingam.model import PendingRequest
from fakeping.families.pingam.operations.call import (
    AMCall,
    listed,
    optional_body,
    unknown_action,
)
from fakeping.families.pingam.parameters import action
from fakeping.families.pingam.problems import NotSupported, WrongRequest
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest
from fakeping.families.pingam.wire.protocol import version

_COLLECTION: queries.Collection[JSON] = queries.Collection(
    show=lambda each: each,
    unfiltered=lambda: NotSupported("Only query filter is supported.", rule=rules.QUERY_MISSING),
)


def query_requests(call: AMCall) -> Reply:
    """List the owner's undecided UMA requests."""
    documents = [common_rest.request(each) for each in listed(_pending(call))]
    return queries.answer(_COLLECTION, documents, call.query, protocol=version(call.request))


def read_request(call: AMCall) -> Reply:
    """Read one UMA request."""
    return common_rest.resource(call.request, common_rest.request(_request(call)))


def act_on_request(call: AMCall) -> Reply:
    """Approve or deny one UMA request."""
    request, body = _request(call), optional_body(call)
    action = call.query.get("_action")
    if action == "approve":
        _approve(call, request, body)
    elif action == "deny":
        call.store.deny(request)
    else:
        raise unknown_action(call)
    return common_rest.answer({})


def act_on_requests(call: AMCall) -> Reply:
    """Approve or deny every UMA request of the owner's."""
    body, action = optional_body(call), call.query.get("_action")
    if action not in {"approveAll", "denyAll"}:
        raise unknown_action(call)
    for each in _pending(call):
        if action == "approveAll":
            _approve(call, each, body.get(each.id) or body)
        else:
            call.store.deny(each)
    return common_rest.answer({})


def _approve(call: AMCall, request: PendingRequest, body: JSON) -> None:
    scopes = body.get("scopes", list(request.scopes)) if isinstance(body, dict) else None
    if not isinstance(scopes, list) or not all(isinstance(each, str) for each in scopes):
        raise WrongRequest("The scopes must be an array of Strings.", rule=rules.REQUEST_APPROVED)
    call.store.approve(request, tuple(scopes))


def _pending(call: AMCall) -> list[PendingRequest]:
    return call.store.requests.of(realm=call.address, owner=call.params["user"])


def _request(call: AMCall) -> PendingRequest:
    return call.store.requests.get(call.params["id"], realm=call.address, owner=call.params["user"])


_REQUESTS = "/json/{realm*}/users/{user}/uma/pendingrequests"

ROWS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.pending_request.query",
        f"GET {_REQUESTS}",
        query_requests,
        {200: "pingam/pending_request_list"},
        query=queries.parameters(_COLLECTION),
        rule=rules.QUERY,
    ),
    row(
        "pingam.pending_request.decide_all",
        f"POST {_REQUESTS}",
        act_on_requests,
        {200: "pingam/nothing"},
        query=action("approveAll", "denyAll"),
        body_read="pingam/pending_request_decisions",
        rule=rules.REQUEST_APPROVED,
        spare=True,
    ),
    row(
        "pingam.pending_request.read",
        f"GET {_REQUESTS}/{{id}}",
        read_request,
        {200: "pingam/pending_request"},
        sends=("ETag",),
    ),
    row(
        "pingam.pending_request.decide",
        f"POST {_REQUESTS}/{{id}}",
        act_on_request,
        {200: "pingam/nothing"},
        query=action("approve", "deny"),
        body_read="pingam/pending_request_decision",
        rule=rules.REQUEST_APPROVED,
        spare=True,
    ),
)
