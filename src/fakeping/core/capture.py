"""What of a request and its reply goes into a record: what is on the lists, or all of it."""

from collections.abc import Callable
from http import HTTPStatus

from fakeping.core.exchange import Reply, Request
from fakeping.core.operation import Operation
from fakeping.core.redact import (
    MAX_TARGET,
    WITHHELD,
    Fields,
    all_headers,
    body_without_tokens,
    recorded_headers,
    recorded_query,
    recorded_refusal,
    recorded_reply_headers,
    without_echoes,
)
from fakeping.core.secrecy import without_secrets

_FORM = "application/x-www-form-urlencoded"

#: Path and query, both bodies, both sides' headers.
Captured = tuple[str, bytes, bytes, Fields, Fields]

#: Given the operation, the path as it may be shown, the request and the reply.
Capture = Callable[[Operation[object] | None, str, Request, Reply], Captured]


def redacted(
    operation: Operation[object] | None, path: str, request: Request, reply: Reply
) -> Captured:
    """What may be kept, and nothing else."""
    asked, answered, query = request.body, reply.body, request.query
    if operation is not None and operation.confidential:
        asked = asked and WITHHELD
        answered = _told(reply)
    elif asked:
        held = without_secrets(asked) if _is_open(operation, request) else WITHHELD
        asked = body_without_tokens(held)
        if asked is not held:  # what is made of it says it again
            answered = body_without_tokens(answered)
    if operation is not None and operation.repeats:
        answered = body_without_tokens(without_secrets(answered))
    if query or path != request.path:
        answered = without_echoes(answered, request.path, query, shown=path)
        answered = body_without_tokens(answered) if "eyJ" in query else answered
    if query:
        query = recorded_query(query, operation.query if operation else ())
    target = path if not query and len(path) <= MAX_TARGET else _target(path, query)
    sent = recorded_headers(request.headers)
    return target, asked, answered, sent, recorded_reply_headers(reply.headers)


def whole(
    operation: Operation[object] | None,  # noqa: ARG001 - as `redacted`
    path: str,  # noqa: ARG001 - as `redacted`
    request: Request,
    reply: Reply,
) -> Captured:
    """All of it, secrets too."""
    target = _target(request.path, request.query)
    answered = tuple(reply.headers.items())
    return target, request.body, reply.body, all_headers(request.headers), answered


def _target(path: str, query: str) -> str:
    target = f"{path}?{query}" if query else path
    return target if len(target) <= MAX_TARGET else f"{target[:MAX_TARGET]}..."


def _told(reply: Reply) -> bytes:
    """Of an answer that may hold secrets, the reason for a refusal."""
    refused = reply.status >= HTTPStatus.BAD_REQUEST
    return (recorded_refusal(reply.body) if refused else b"") or (reply.body and WITHHELD)


def _is_open(operation: Operation[object] | None, request: Request) -> bool:
    """Whether a body is what the operation takes: a form that went astray holds a secret."""
    if operation is None or not (operation.body_schema or operation.parse or operation.body_read):
        return False
    return not request.headers.get("Content-Type", "").lower().startswith(_FORM)
