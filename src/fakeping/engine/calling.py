"""Steps of a call before its handler: authentication, precondition, decoding of the body."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from fakeping.core import body, schemas
from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON, Request
from fakeping.core.family import Family
from fakeping.core.fields import check_once
from fakeping.core.operation import Call, Operation
from fakeping.engine.router import Route

ANYBODY = Caller(subject=None, client="anybody")

_NO_QUERY: Mapping[str, str] = {}


def call_of(store: Any, route: Route, address: str, request: Request) -> Call[Any]:
    """Make the call of a request, not authenticated yet."""
    return Call(
        store=store,
        request=request,
        address=address,
        params=route.params,
        query=_query(request) if request.query else _NO_QUERY,
        caller=ANYBODY,
        body=None,
    )


def caller_of(operation: Operation[Any], family: Family[Any], call: Call[Any]) -> Caller:
    """Authenticate a call; anonymous for a public operation. Raises the family's problems."""
    if operation.public:
        return ANYBODY
    return (operation.authenticate or family.authenticate)(call)


def document_of(operation: Operation[Any], family: Family[Any], call: Call[Any]) -> JSON:
    """Check the precondition, then decode and validate the body."""
    request = call.request
    if request.query:
        check_once(request.query, (*operation.query, *operation.secret_query, *family.query))
    if operation.precondition:
        call.found = operation.precondition(call)
    if operation.body_schema is None and not operation.form and not operation.media_types:
        return None
    if request.unread:
        raise request.unread
    own = _schema_of_media(operation, request) if operation.media_types else None
    if operation.body_optional and not request.body:
        return {}
    if operation.form:
        return body.read_form(request.headers, request.body)
    if own:
        body.require_identity(request.headers)
    else:
        family.check_media(request)
    if operation.parse:
        document = operation.parse(request.body, call.store)
    else:
        depth = body.MAX_DEPTH if family.tenanted else body.NESTED_DEPTH
        document = body.read_json(request.body, depth=depth)
    schema = own or operation.body_schema
    if schema:
        schemas.validate(schema, document)
    return document


def _schema_of_media(operation: Operation[Any], request: Request) -> str | None:
    """The schema of a body of a further media type; `None` for the usual one."""
    media_type, _ = body.content_type(request.headers)
    if media_type not in operation.media_types and operation.body_schema is not None:
        return None
    body.require_media(request.headers, *operation.media_types)
    return operation.media_types[media_type]


def _query(request: Request) -> Mapping[str, str]:
    return dict(parse_qsl(request.query, keep_blank_values=True, errors="replace"))
