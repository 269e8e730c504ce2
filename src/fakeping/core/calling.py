"""From a request to a call: who asks, what the conditions are, and what the body says."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from fakeping.core import body, schemas
from fakeping.core.exchange import JSON, Request
from fakeping.core.fields import check_once
from fakeping.core.operation import Call, Caller, Operation
from fakeping.core.router import Route

ANYBODY = Caller(subject=None, client="anybody")

_NO_QUERY: Mapping[str, str] = {}


def caller_of(operation: Operation[Any], store: Any, route: Route, request: Request) -> Caller:
    """Who asks, or anybody where an operation asks nobody. Raises what a family refuses with."""
    if operation.public:
        return ANYBODY
    authenticate = operation.authenticate or route.family.authenticate
    return authenticate(request, store, route.params)


def document_of(
    operation: Operation[Any], store: Any, caller: Caller, route: Route, request: Request
) -> JSON:
    """Hold the request to its conditions, then read and validate its body."""
    if request.query:
        once = (*operation.query, *operation.secret_query, *route.family.query)
        check_once(request.query, once)
    if operation.precondition:
        operation.precondition(call_of(store, caller, route, request, None))
    if operation.body_schema is None and not operation.form:
        return None
    if request.unread:
        raise request.unread
    if operation.body_optional and not request.body:
        return {}
    if operation.form:
        return body.read_form(request.headers, request.body)
    route.family.check_media(request)
    if operation.parse:
        document = operation.parse(request.body, store)
    else:
        depth = body.MAX_DEPTH if route.family.tenanted else body.NESTED_DEPTH
        document = body.read_json(request.body, depth=depth)
    if operation.body_schema:
        schemas.validate(operation.body_schema, document)
    return document


def call_of(
    store: Any, caller: Caller, route: Route, request: Request, document: JSON
) -> Call[Any]:
    """What an operation's handler is called with."""
    return Call(
        store=store,
        caller=caller,
        params=route.params,
        query=_query(request) if request.query else _NO_QUERY,
        body=document,
        request=request,
    )


def _query(request: Request) -> Mapping[str, str]:
    return dict(parse_qsl(request.query, keep_blank_values=True, errors="replace"))
