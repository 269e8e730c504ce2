"""Recording of a request and its reply: redacted by allow-lists, or complete."""

from collections.abc import Callable, Hashable
from functools import cache
from http import HTTPStatus

from fakeping.core.body import read_again, read_json
from fakeping.core.exchange import JSON, Reply, Request, encoded
from fakeping.core.limits import limit
from fakeping.core.operation import TEXTS, Operation
from fakeping.core.problem import Malformed
from fakeping.core.text import words_of, writable
from fakeping.redaction.echoes import Hidden, everywhere, without_echoes
from fakeping.redaction.hiding import Hiding
from fakeping.redaction.known import Known
from fakeping.redaction.redact import (
    MAX_TARGET,
    WITHHELD,
    Fields,
    hidden_of,
    recorded_query,
    recorded_refusal,
    recorded_reply_headers,
)
from fakeping.redaction.secrecy import Redactor, is_known
from fakeping.redaction.sent import Sent, all_headers, sent_headers
from fakeping.redaction.shape import Shape, is_open, shape_of

_CONTAINERS = (dict, list)

_REFUSED = HTTPStatus.BAD_REQUEST  # to look it up in the enumeration takes each request a while

_NONE: tuple[str, ...] = ()

#: Path with query, request body, reply body, request headers, reply headers.
Captured = tuple[str, bytes, bytes, Fields, Fields]

#: Called with the operation, the redacted path, the request, the reply, the known secrets, the
#: decoded body if it is plain JSON, and whether the reply shows nothing but what the request has
#: just created.
Capture = Callable[
    [Operation[object] | None, str, Request, Reply, Known, JSON, bool],
    Captured,
]


def redacted(  # noqa: PLR0917 - as `Capture`
    operation: Operation[object] | None,
    path: str,
    request: Request,
    reply: Reply,
    known: Known,
    document: JSON,
    made: bool,  # noqa: FBT001 - as `Capture`
) -> Captured:
    """Redact an exchange for the journal."""
    headers = sent_headers(request.headers)
    answered_headers = recorded_reply_headers(reply.headers)
    if not request.body and not request.query and path == request.path:
        # One look-up for all that decides: the operation is one of a table, which stays.
        whole = (
            headers, path, reply.body, id(operation), reply.status, reply.fault, answered_headers
        )  # fmt: skip
        if known.saw(whole):
            return path, b"", reply.body, headers.fields, answered_headers
        if _is_as_before(operation, path, reply, known, headers, answered_headers):
            known.found_clean(whole, len(path) + len(reply.body))
            return path, b"", reply.body, headers.fields, answered_headers
    sent, hide = _sent(headers, known)
    own = hide.own
    target = _target(operation, path, request, hide)
    asked, hidden = b"", _NOTHING
    if request.body:
        asked, hidden = _asked(operation, request, hide, document, is_json=headers.is_json)
    if path != request.path or request.query:
        hide.own = (*own, *hidden_of(request.path, request.query, shown=target.partition("?")[0]))
    fresh = made and asked is request.body
    answered = _reply_body(operation, reply, hide, hidden, made=fresh) if reply.body else b""
    if answered_headers and not made and not known.is_clean(answered_headers[0][1]):
        answered_headers = tuple((name, hide.plain(value)) for name, value in answered_headers)
    return _cut(target), asked, answered, sent, answered_headers


def _may_name_a_secret(path: str) -> bool:
    """Whether a path may hold a secret in another spelling, or behind its name."""
    return "%" in path or "=" in path


def _target(operation: Operation[object] | None, path: str, request: Request, hide: Hiding) -> str:
    """Redact the request's path and query."""
    if _may_name_a_secret(path) or not hide.is_clean(path):
        path = hide.path(path)
    if not request.query:
        return path
    query = recorded_query(request.query, operation.query if operation else (), hide.written)
    return f"{path}?{query}" if query else path


def _reply_body(
    operation: Operation[object] | None, reply: Reply, hide: Hiding, hidden: Hidden, *, made: bool
) -> bytes:
    """Redact a reply's body, given what of the request's was hidden."""
    body = reply.body
    if operation is not None and operation.confidential:
        body = _error_reason(reply)
    if body:
        body = _answered(operation, body, reply, hide, made=made)
    if body and (hidden is None or hidden) and reply.status >= _REFUSED:
        body = without_echoes(body, hidden)
    return body


def _sent(headers: Sent, known: Known) -> tuple[Fields, Hiding]:
    """Redact the request's headers; also return a `Hiding` that knows the request's own secrets."""
    if known.saw(headers):
        return headers.fields, Hiding(known, _NONE)
    hide = Hiding(known, tuple([each for each in headers.own if each not in known]))
    if not known.has_none(headers.words):
        return tuple([(name, hide.plain(value)) for name, value in headers.fields]), hide
    if not hide.own:
        known.found_clean(headers, headers.size)
    return headers.fields, hide


def whole(  # noqa: PLR0917 - as `Capture`
    operation: Operation[object] | None,  # noqa: ARG001 - as `redacted`
    path: str,  # noqa: ARG001 - as `redacted`
    request: Request,
    reply: Reply,
    known: Known,  # noqa: ARG001 - as `redacted`
    document: JSON,  # noqa: ARG001 - as `redacted`
    made: bool,  # noqa: ARG001, FBT001 - as `redacted`
) -> Captured:
    """Record everything, secrets included, for `secrets=True`."""
    target = f"{request.path}?{request.query}" if request.query else request.path
    answered = tuple((name, writable(value)) for name, value in reply.headers.items())
    return _cut(target), request.body, reply.body, all_headers(request.headers), answered


def _cut(target: str) -> str:
    return target if len(target) <= MAX_TARGET else f"{target[:MAX_TARGET]}..."


_NOTHING: Hidden = b""

# Redacting a body takes some ten times as long as decoding it.
MAX_HIDDEN = limit(
    "journal.hidden",
    64 * 1024,
    unit="bytes",
    bounds="a request's body in which the journal hides something, or which it can't read",
    past="the body is withheld, and so is what it is refused with",
)
MAX_LOOKED = limit(
    "journal.looked",
    256 * 1024,
    unit="bytes",
    bounds="a request's body that the journal looks into, or an answer in which it hides something",
    past="it is withheld",
)


def _asked(
    operation: Operation[object] | None,
    request: Request,
    hide: Hiding,
    document: JSON,
    *,
    is_json: bool,
) -> tuple[bytes, Hidden]:
    """Redact a request's body; also return what was hidden, for `without_echoes`."""
    body = request.body
    all_of_it = body if len(body) <= MAX_HIDDEN else None
    if operation is not None and operation.confidential:
        return WITHHELD, _NOTHING  # and its errors do not repeat the body
    shape = _shape_of(operation)
    if shape is None or len(body) > MAX_LOOKED or not is_json:
        return WITHHELD, all_of_it
    plain = operation is not None and operation.parse is None
    if not plain or not isinstance(document, _CONTAINERS):
        try:
            document = read_again(body)
        except Malformed:  # and no secret is without a letter or a digit
            return (WITHHELD, all_of_it) if words_of(body) else (body, _NOTHING)
    clean = hide.looks_clean(body)
    if clean and is_known(document, shape):
        return body, _NOTHING
    if all_of_it is None:
        return WITHHELD, None
    shown = Redactor(_as_it_is if clean else hide.written)
    kept = shown.document(document, shape)
    return (encoded(kept), shown.hidden) if shown.changed else (body, _NOTHING)


def _shape_of(operation: Operation[object] | None) -> Shape | None:
    """The shape of an operation's request body; `None` if that is not JSON."""
    if operation is None or operation.body_schema is None:
        return shape_of(operation.body_read) if operation and operation.body_read else None
    if operation.body_read is None:
        return shape_of(operation.body_schema)
    return shape_of(operation.body_schema, operation.body_read)


def _answered(
    operation: Operation[object] | None, body: bytes, reply: Reply, hide: Hiding, *, made: bool
) -> bytes:
    """Redact a reply's body."""
    shape = _shape_of_reply(operation, reply)
    if made and shape is None:
        return body
    parts = reply.parts if shape is None else None
    if parts is not None and parts.body is not body:
        parts = None
    if hide.is_clean(body, shape) if parts is None else hide.are_clean(parts):
        return body
    if len(body) > MAX_LOOKED:
        return WITHHELD
    try:
        document = read_json(body)
    except Malformed:
        return WITHHELD if shape else hide.written(body.decode("utf-8", "replace")).encode()
    if shape is None:
        kept = everywhere(document, hide.written)
    elif hide.looks_clean(body) and is_known(document, shape):
        kept = document
    else:
        kept = Redactor(hide.written).document(document, shape)
    if kept != document:
        return encoded(kept)
    for each in (body,) if parts is None else parts.parts:
        hide.found_clean(each, shape)
    return body


def _is_as_before(  # noqa: PLR0917 - as `Capture`
    operation: Operation[object] | None,
    path: str,
    reply: Reply,
    known: Known,
    headers: Sent,
    answered_headers: Fields,
) -> bool:
    """Whether each part of a request without a body, and of its reply, was found clean before."""
    if len(path) > MAX_TARGET or _may_name_a_secret(path):
        return False
    said = _said(operation, reply)
    if said is None:
        return False
    return known.saw_all(
        (headers, path, *said, answered_headers[0][1])
        if answered_headers
        else (headers, path, *said)
    )


def _said(operation: Operation[object] | None, reply: Reply) -> tuple[Hashable, ...] | None:
    """Cache keys of a reply's body; `None` if it must not be cached."""
    if not reply.body:
        return _NONE
    if operation is not None and operation.confidential:
        return None
    shape = _shape_of_reply(operation, reply)
    if shape is not None:
        return ((reply.body, shape),)
    parts = reply.parts
    return (reply.body,) if parts is None or parts.body is not reply.body else parts.parts


def _shape_of_reply(operation: Operation[object] | None, reply: Reply) -> Shape | None:
    """The shape of a reply whose schema admits unknown members; `None` for other replies."""
    schema = operation.replies.get(reply.status) if operation is not None else None
    if operation is None or schema is None or reply.fault is not None:
        return None
    return _shape_of_open(schema, operation.repeats)


@cache
def _shape_of_open(schema: str, repeats: tuple[str, ...]) -> Shape | None:
    return shape_of(schema, *repeats) if schema not in TEXTS and is_open(schema) else None


def _as_it_is(text: str) -> str:
    return text


def _error_reason(reply: Reply) -> bytes:
    """Redact a reply that may hold secrets: keep only an error's reason."""
    refused = reply.status >= _REFUSED
    return (recorded_refusal(reply.body) if refused else b"") or (reply.body and WITHHELD)
