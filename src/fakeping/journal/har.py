"""Export of exchanges as HAR 1.2, which browsers' developer tools and many others open."""

import base64
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, TypedDict
from urllib.parse import parse_qsl

from fakeping.journal.recorded import Recorded, ServedAs
from fakeping.redaction.redact import Excerpt, Withheld
from fakeping.version import __version__

# HAR's value for unknown numbers.
_UNKNOWN = -1

_CUT_SHORT = "its beginning alone: it was longer than what is recorded"

_FORM = "application/x-www-form-urlencoded"


class HarEntry(TypedDict):
    """An exchange. Members that HAR does not define begin with `_`."""

    startedDateTime: str
    time: float
    request: dict[str, Any]
    response: dict[str, Any]
    cache: dict[str, Any]
    timings: dict[str, float]
    comment: str
    _operation: str | None
    _caller: dict[str, Any] | None
    _rule: str | None
    _cause: str | None
    _fault: str | None
    _changes: list[Any]
    _served_as: ServedAs | None


class HarLog(TypedDict):
    """What a HAR document consists of."""

    version: str
    creator: dict[str, str]
    entries: list[HarEntry]


class Har(TypedDict):
    """A HAR 1.2 document."""

    log: HarLog


def log_of(exchanges: Iterable[Recorded]) -> Har:
    """Make a HAR document."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "fakeping", "version": __version__},
            "entries": [_entry(each) for each in exchanges],
        }
    }


def _entry(exchange: Recorded) -> HarEntry:
    took = exchange.duration * 1000
    return {
        "startedDateTime": exchange.at.isoformat(timespec="milliseconds"),
        "time": took,
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "comment": str(exchange),
        "_operation": exchange.operation,
        "_caller": exchange.caller.document() if exchange.caller else None,
        "_rule": exchange.rule,
        "_fault": exchange.fault,
        "_cause": exchange.cause,
        "_changes": [each.document() for each in exchange.changes],
        "_served_as": exchange.served_as,
    }


def _request(exchange: Recorded) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(exchange.headers),
        "queryString": _pairs(exchange.query),
        "headersSize": _UNKNOWN,
        "bodySize": _size(exchange.request_body),
    }
    if exchange.request_body:
        request["postData"] = _posted(exchange)
    return request


def _posted(exchange: Recorded) -> dict[str, Any]:
    text = exchange.request_body.decode("utf-8", "replace")
    media = exchange.headers.get("Content-Type", "")
    form = media.partition(";")[0].strip() == _FORM
    params = _pairs(dict(parse_qsl(text, keep_blank_values=True))) if form else []
    posted = {"mimeType": media, "params": params, "text": text}
    if isinstance(exchange.request_body, Excerpt):
        posted["comment"] = _CUT_SHORT
    return posted


def _response(exchange: Recorded) -> dict[str, Any]:
    # As browsers have it: what never arrived has the status 0.
    arrived = exchange.cut in {None, "truncate"}
    status = exchange.status if arrived else 0
    headers = exchange.reply_headers if arrived else {}
    return {
        "status": status,
        "statusText": _phrase(status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(headers),
        "content": _content(exchange.reply_body if arrived else b"", headers),
        "redirectURL": headers.get("Location", ""),
        "headersSize": _UNKNOWN,
        "bodySize": _size(exchange.reply_body) if arrived else 0,
    }


def _content(body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    content: dict[str, Any] = {
        "size": len(body),
        "mimeType": headers.get("Content-Type", "x-unknown"),
    }
    if isinstance(body, Withheld):
        return {**content, "comment": "not recorded, for it may hold secrets"}
    if isinstance(body, Excerpt):
        content["comment"] = _CUT_SHORT
    try:
        return {**content, "text": body.decode()}
    except UnicodeDecodeError:
        return {**content, "text": base64.b64encode(body).decode(), "encoding": "base64"}


def _pairs(fields: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in fields.items()]


def _size(body: bytes) -> int:
    return _UNKNOWN if isinstance(body, Withheld) else len(body)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
