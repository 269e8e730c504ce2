"""What of a request and its reply goes into a record: what is on the lists, or all of it."""

import re
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

from fakeping.core.body import read_json
from fakeping.core.exchange import JSON, Reply, Request, encoded
from fakeping.core.hiding import Hiding
from fakeping.core.known import Known
from fakeping.core.limits import limit
from fakeping.core.operation import TEXTS, Operation
from fakeping.core.problem import Malformed
from fakeping.core.redact import (
    MAX_TARGET,
    WITHHELD,
    Fields,
    fingerprint,
    hidden_of,
    recorded_query,
    recorded_refusal,
    recorded_reply_headers,
)
from fakeping.core.secrecy import Shown, is_known, names
from fakeping.core.sent import Sent, all_headers, sent_headers
from fakeping.core.shape import Shape, is_open, shape_of
from fakeping.core.text import utf8, words_of, writable

_FORM = "application/x-www-form-urlencoded"

_ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")

_CONTAINERS = (dict, list)

_IDENTITY = frozenset({"", "identity"})

_NONE: tuple[str, ...] = ()

# Shorter words of a request are left in a refusal: they are the language's, not a client's.
_LEAST_WORD = 4

# A refusal may cut what it repeats: of words that are longer, their beginnings count as well.
_LEAST_BEGINNING = 8


#: Path and query, both bodies, both sides' headers.
Captured = tuple[str, bytes, bytes, Fields, Fields]

#: Given the operation, the path as it may be shown, the request and the reply; then the secrets
#: that are known, the body as it was read where it is plain JSON, and whether the answer tells of
#: nothing but what the request has just made.
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
    """What may be kept, and nothing else."""
    headers = sent_headers(request.headers)
    if known.saw(headers):
        sent, own, hide = headers.fields, _NONE, Hiding(known, _NONE)
    else:
        sent, hide = _sent(headers, known)
        own = hide.own
    target = path
    if own or "%" in path or not known.is_clean(path):
        target = hide.path(path)
    if request.query:
        names = operation.query if operation else ()
        query = recorded_query(request.query, names, hide.written)
        target = f"{target}?{query}" if query else target
    asked, hidden = _asked(operation, request, hide, document) if request.body else (b"", _NOTHING)
    if path != request.path or request.query:
        hide.own = (*own, *hidden_of(request.path, request.query, shown=target.partition("?")[0]))
    told = recorded_reply_headers(reply.headers)
    answered = reply.body
    if answered:
        if operation is not None and operation.confidential:
            answered = _told(reply)
        if answered:
            fresh = made and asked is request.body
            answered = _answered(operation, answered, reply, hide, made=fresh)
        if answered and (hidden is None or hidden) and reply.status >= HTTPStatus.BAD_REQUEST:
            answered = _without_echoes(answered, hidden)
    if told and not made and not known.is_clean(told[0][1]):
        told = tuple((name, hide.plain(value)) for name, value in told)
    return _cut(target), asked, answered, sent, told


def _sent(headers: Sent, known: Known) -> tuple[Fields, Hiding]:
    """The headers without secrets, and what hides those that they are."""
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
    """All of it, secrets too."""
    target = f"{request.path}?{request.query}" if request.query else request.path
    answered = tuple((name, writable(value)) for name, value in reply.headers.items())
    return _cut(target), request.body, reply.body, all_headers(request.headers), answered


def _cut(target: str) -> str:
    return target if len(target) <= MAX_TARGET else f"{target[:MAX_TARGET]}..."


# What a request hid: each text of a document, or all of a body that is not recorded; `None` where
# that is too much to be looked for.
_Hidden = list[str] | bytes | None
_NOTHING: _Hidden = b""

# To hide what is in a body takes some ten times as long as to read it.
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


def _without_echoes(body: bytes, hidden: _Hidden) -> bytes:
    """A refusal without what it repeats of what was hidden of the request."""
    if hidden is None:
        return WITHHELD
    texts = [] if isinstance(hidden, bytes) else sorted(set(hidden), key=len, reverse=True)
    raw = hidden if isinstance(hidden, bytes) else utf8(" ".join(texts))
    said = {each for each in words_of(_unescaped(raw)) if len(each) >= _LEAST_WORD}
    said -= {utf8(each) for name in names() for each in (name, *name.split("_"))}

    def is_said(word: bytes) -> bool:
        if word in said:
            return True
        long = len(word) >= _LEAST_BEGINNING
        return long and any(each.startswith(word) for each in said)

    def show(text: str) -> str:
        for each in texts:
            if len(each) >= _LEAST_WORD:
                text = text.replace(each, fingerprint(each))
        for word in set(words_of(utf8(text))):
            if is_said(word):
                text = text.replace(word.decode(), fingerprint(word.decode()))
        return text

    try:
        return encoded(_everywhere(read_json(body), show))
    except Malformed:
        return WITHHELD


def _unescaped(raw: bytes) -> bytes:
    r"""A body, and what it says where it spells characters as `\u0041`."""
    if b"\\u" not in raw:
        return raw
    return raw + b" " + _ESCAPE.sub(lambda found: utf8(chr(int(found[1], 16))), raw)


def _asked(
    operation: Operation[object] | None, request: Request, hide: Hiding, document: JSON
) -> tuple[bytes, _Hidden]:
    """A request's body as it may be kept, and what it hides."""
    body = request.body
    all_of_it = body if len(body) <= MAX_HIDDEN else None
    if operation is not None and operation.confidential:
        return WITHHELD, _NOTHING  # what it is refused with is worded without it
    shape = _shape_of(operation)
    if shape is None or len(body) > MAX_LOOKED or not _is_json(request):
        return WITHHELD, all_of_it
    plain = operation is not None and operation.parse is None
    if not plain or not isinstance(document, _CONTAINERS):
        try:
            document = read_json(body)
        except Malformed:  # and no secret is without a letter or a digit
            return (WITHHELD, all_of_it) if words_of(body) else (body, _NOTHING)
    clean = hide.looks_clean(body)
    if clean and is_known(document, shape):
        return body, _NOTHING
    if all_of_it is None:
        return WITHHELD, None
    shown = Shown(_as_it_is if clean else hide.written)
    kept = shown.document(document, shape)
    return (encoded(kept), shown.hidden) if shown.changed else (body, _NOTHING)


def _shape_of(operation: Operation[object] | None) -> Shape | None:
    """The shape of what an operation takes; `None` where it takes no JSON."""
    if operation is None or operation.body_schema is None:
        return shape_of(operation.body_read) if operation and operation.body_read else None
    if operation.body_read is None:
        return shape_of(operation.body_schema)
    return shape_of(operation.body_schema, operation.body_read)


def _is_json(request: Request) -> bool:
    """Whether a body can be looked into: it is neither packed nor a form that went astray."""
    get = request.headers.get
    packing, media_type = get("Content-Encoding"), get("Content-Type")
    if packing is not None and packing.strip().lower() not in _IDENTITY:
        return False
    if media_type is None or media_type == "application/json":
        return True
    return not media_type.lower().startswith(_FORM)


def _answered(
    operation: Operation[object] | None, body: bytes, reply: Reply, hide: Hiding, *, made: bool
) -> bytes:
    """An answer's body as it may be kept."""
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
        kept = _everywhere(document, hide.written)
    else:
        kept = Shown(hide.written).document(document, shape)
    if kept != document:
        return encoded(kept)
    for each in (body,) if parts is None else parts.parts:
        hide.found_clean(each, shape)
    return body


def _shape_of_reply(operation: Operation[object] | None, reply: Reply) -> Shape | None:
    """The shape of an answer that may have members of a client's own; `None` for any other."""
    schema = operation.replies.get(reply.status) if operation is not None else None
    if operation is None or schema is None or reply.fault is not None:
        return None
    return _shape_of_open(schema, operation.repeats)


@cache
def _shape_of_open(schema: str, repeats: tuple[str, ...]) -> Shape | None:
    return shape_of(schema, *repeats) if schema not in TEXTS and is_open(schema) else None


def _as_it_is(text: str) -> str:
    return text


def _everywhere(value: Any, show: Callable[[str], str]) -> Any:
    """A document with each text, and each name, as it may be shown."""
    if isinstance(value, str):
        return show(value)
    if isinstance(value, dict):
        return {show(name): _everywhere(each, show) for name, each in value.items()}
    return [_everywhere(each, show) for each in value] if isinstance(value, list) else value


def _told(reply: Reply) -> bytes:
    """Of an answer that may hold secrets, the reason for a refusal."""
    refused = reply.status >= HTTPStatus.BAD_REQUEST
    return (recorded_refusal(reply.body) if refused else b"") or (reply.body and WITHHELD)
