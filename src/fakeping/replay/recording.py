"""Read a recording, a journal's JSON lines or a HAR file, as exchanges."""

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fakeping.client.journal import exchange_from
from fakeping.core import outside, schemas
from fakeping.core.caller import Caller
from fakeping.core.causes import CAUSES
from fakeping.core.exchange import JSON, Headers
from fakeping.core.problem import Problem
from fakeping.journal.change import ShownChange
from fakeping.journal.entry import Exchange
from fakeping.journal.recorded import ServedAs
from fakeping.redaction.redact import WITHHELD, Excerpt

# Whose HAR says what was withheld; others' have no word for that.
_OURS = "fakeping"

# What HAR has for "not known", and for an answer that never arrived.
_UNKNOWN = -1
_NEVER = 0


# What comes of looking for a member where something else is.
_ODD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)

_MAX_TOLD = 200


class BadRecording(ValueError):
    """Raised for a file that is not an exported journal; says where."""


def recorded(file: Path) -> tuple[Exchange, ...]:
    """Read the exchanges in a file, in order.

    Raises `OSError` for a file that can't be read, and `BadRecording` for one that is neither.
    """
    try:
        text = outside.text(file)
    except UnicodeDecodeError:
        raise BadRecording("it is no text") from None
    document = _whole(text)
    if isinstance(document, dict) and "log" in document:
        return _of_har(document)
    return _of_lines(text.split("\n"))  # other ends of lines may stand inside a text


def _whole(text: str) -> JSON:
    """The document of a file with a single one; `None` for several lines."""
    try:
        return outside.json_text(text)
    except ValueError:
        return None


def _of_lines(lines: Iterable[str]) -> tuple[Exchange, ...]:
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                document = outside.json_text(line)
                schemas.validate("control/exchange", document)
                found.append(exchange_from(document))
            except (Problem, *_ODD):
                raise BadRecording(f"line {number} is no exchange of a journal") from None
    return tuple(found)


def _of_har(document: JSON) -> tuple[Exchange, ...]:
    try:
        log = document["log"]
        ours = log.get("creator", {}).get("name") == _OURS
        entries: Sequence[JSON] = log["entries"]
        return tuple(_entry(each, number=at, ours=ours) for at, each in enumerate(entries, 1))
    except (Problem, *_ODD) as error:
        reason = f"{type(error).__name__}: {' '.join(str(error).split())[:_MAX_TOLD]}"
        raise BadRecording(f"it is no HAR that can be read: {reason}") from None


def _entry(said: JSON, *, number: int, ours: bool) -> Exchange:
    request, response = said["request"], said["response"]
    url = urlsplit(_text(request["url"]))
    caller = said.get("_caller")
    return Exchange(
        number=number,
        at=datetime.fromisoformat(said["startedDateTime"]),
        duration=_number(said.get("time") or 0) / 1000,
        operation=_or_none(said.get("_operation")),
        method=_text(request["method"]),
        path=url.path,
        query_string=url.query,
        status=int(_number(response["status"])),
        caller=caller and Caller.of(caller),
        rule=_or_none(said.get("_rule")),
        headers=_headers(request),
        request_body=_posted(request, ours=ours),
        reply_headers=_headers(response),
        reply_body=_content(response, ours=ours),
        base_url=f"{url.scheme}://{url.netloc}",
        fault=_or_none(said.get("_fault")),
        cause=said["_cause"] if said.get("_cause") in CAUSES else None,
        cut="drop" if response["status"] == _NEVER else None,
        changes=tuple(map(ShownChange.of, said.get("_changes", ()))),
        served_as=_served_as(said.get("_served_as")),
    )


def _served_as(said: JSON) -> ServedAs | None:
    if said is None:
        return None
    schemas.validate("control/served_as", said)
    return {"editions": said["editions"], "switches": said["switches"], "auth": said["auth"]}


def _headers(message: JSON) -> Headers:
    return Headers({_text(each["name"]): _text(each["value"]) for each in message["headers"]})


def _text(said: JSON) -> str:
    """A text that can be sent. Raises `TypeError` for any other value."""
    if not isinstance(said, str):
        raise TypeError(f"{said!r} is no text")
    return said


def _or_none(said: JSON) -> str | None:
    return None if said is None else _text(said)


def _number(said: JSON) -> float:
    """A number that is not negative, except for HAR's -1. Raises `TypeError`."""
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise TypeError(f"{said!r} is no number")
    return float(said)


def _posted(request: JSON, *, ours: bool) -> bytes:
    posted: dict[str, Any] | None = request.get("postData")
    if posted is None:
        return WITHHELD if ours and request["bodySize"] == _UNKNOWN else b""
    body = _text(posted.get("text", "")).encode()
    # Of bytes that are no text, and of a body that was too long, a HAR has no more than this.
    lossy = "\ufffd" in posted.get("text", "") or "comment" in posted
    return Excerpt(body) if lossy else body


def _content(response: JSON, *, ours: bool) -> bytes:
    content = response["content"]
    if ours and response["bodySize"] == _UNKNOWN:
        return WITHHELD
    text = _text(content.get("text", ""))
    body = base64.b64decode(text) if content.get("encoding") == "base64" else text.encode()
    return Excerpt(body) if ours and "comment" in content else body
