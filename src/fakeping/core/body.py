"""Strict decoding of request bodies: returns a JSON document or raises a problem.

Plain `json.loads` takes `NaN`, turns `1e400` into infinity, keeps the last of two equal
members, and fails on depth or digits with four types of exception. Here each of these raises
`Malformed`, and a decoded document can always be encoded as UTF-8 JSON again.
"""

import gc
import json
import math
import re
from array import array
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from urllib.parse import parse_qsl

from fakeping.core.limits import limit
from fakeping.core.problem import Malformed, UnsupportedMedia
from fakeping.core.values import JSON

#: Deeper than any document of these APIs, and shallow enough to be encoded again.
MAX_DEPTH = limit(
    "json.depth",
    100,
    unit="levels",
    bounds="arrays and objects inside each other in one JSON text",
    past="400 in the family's shape, as for what is no JSON",
)

#: For documents that hold documents: a tenant's state, a journal.
NESTED_DEPTH = limit(
    "control.depth",
    2 * MAX_DEPTH,
    unit="levels",
    bounds="arrays and objects inside each other in one document of the control API, or in a seed",
    past="400, a problem document; a seed is refused",
)

MAX_FIELDS = limit(
    "form.fields",
    1000,
    unit="fields",
    bounds="the fields of one form",
    past="400 in the family's shape",
)

_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

# Depth is counted on the raw bytes, before decoding: each bracket is a step up or down.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[{]}"))

# Longest part of a client's text that an error message repeats.
_MAX_NAME = 100


def content_type(headers: Mapping[str, str]) -> tuple[str, str | None]:
    """Return the media type and the charset parameter, both in lower case."""
    media_type, *parameters = headers.get("Content-Type", "").split(";")
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media_type.strip().lower(), charset


# From this length, a text may hold so many arrays that decoding sets the garbage collector off.
_MANY = 64 * 1024

# RFC 9110's `token`.
_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_MEDIA_TYPE = re.compile(
    rf"application/(?:{_WORD}\+)?json(?:[ \t]*;[ \t]*(?:{_WORD}=(?:{_WORD}|\"[^\"]*\"))?)*",
    re.IGNORECASE,
)


def is_json(media_type: str) -> bool:
    """Whether a `Content-Type` is JSON's, or of another type whose syntax is JSON (`+json`)."""
    return _MEDIA_TYPE.fullmatch(media_type) is not None


def require_json(headers: Mapping[str, str]) -> None:
    """Raise `UnsupportedMedia` unless the body is declared as `application/json` in UTF-8."""
    if headers.get("Content-Type") == "application/json":
        return
    require_media(headers, "application/json")


def require_media(headers: Mapping[str, str], *names: str) -> None:
    """Raise `UnsupportedMedia` unless the body is declared as one of these types, in UTF-8."""
    media_type, charset = content_type(headers)
    if media_type not in names:
        meant = "JSON" if names == ("application/json",) else " or ".join(names)
        raise UnsupportedMedia(f"the media type is {media_type or 'missing'!r}, not {meant}")
    if charset not in {None, "utf-8", "utf8"}:
        raise UnsupportedMedia(f"the charset is {charset!r}, not UTF-8")


def require_identity(headers: Mapping[str, str]) -> None:
    """Raise `UnsupportedMedia` for a compressed body: nothing here unpacks, so nothing explodes."""
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise UnsupportedMedia(f"the content encoding {encoding!r} is not taken")


def read_form(headers: Mapping[str, str], raw: bytes) -> dict[str, str]:
    """Decode a form; a parameter without a value counts as omitted (RFC 6749, section 3.2).

    Raises `UnsupportedMedia` for another media type, and `Malformed` for a repeated parameter.
    """
    require_identity(headers)
    media_type, _ = content_type(headers)
    if media_type != "application/x-www-form-urlencoded":
        raise UnsupportedMedia(f"the media type is {media_type or 'missing'!r}, not a form")
    try:
        pairs = parse_qsl(raw.decode(), errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise Malformed(f"the body is not a form: {error}") from None
    if len(pairs) != len(dict(pairs)):
        raise Malformed("a parameter of the form stands twice")
    return dict(pairs)


def read_json(raw: bytes, *, what: str = "the body", depth: int = MAX_DEPTH) -> JSON:
    """Decode a JSON text in UTF-8, at most `depth` levels deep; error messages call it `what`.

    Raises `Malformed` for everything else, and for values that JSON cannot encode again.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{what} is not UTF-8: {error.reason} at byte {error.start}") from None
    if _depth(raw) > depth:
        raise Malformed(f"{what} is nested more than {depth} levels deep")
    try:
        document = _decoded(text)
        if _LONE_SURROGATE.search(raw):
            _check_surrogates(document, what)
    except json.JSONDecodeError as error:
        raise Malformed(f"{what} is not JSON: {error}") from None
    except Malformed:
        raise
    except _Refused as refused:
        raise Malformed(str(refused)) from None
    except ValueError as error:  # too many digits for int()
        raise Malformed(f"{what} has a number that is out of range: {error}") from None
    if len(raw) <= _REMEMBERED:
        global _last  # noqa: PLW0603 - a cache of one
        _last = (raw, document)
    return document


# The last small text that was decoded, for who looks at the same request again.
_REMEMBERED = 64 * 1024
_last: tuple[bytes, JSON] = (b"", None)


def read_again(raw: bytes) -> JSON:
    """`read_json` of a body that was probably just read: of these very bytes, it is not decoded."""
    last, document = _last
    return document if last is raw and raw else read_json(raw)


def _decoded(text: str) -> JSON:
    """Decode a text with the garbage collector paused, since JSON values hold no cycles."""
    if len(text) < _MANY or not gc.isenabled():
        return _DECODER.decode(text)
    gc.disable()
    try:
        return _DECODER.decode(text)
    finally:
        gc.enable()


def _depth(raw: bytes) -> int:
    """Deepest nesting of arrays and objects in a JSON text."""
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return 0
    steps = _STRING.sub(b"", raw).translate(_STEPS, _NO_BRACKETS)
    return max(accumulate(array("b", steps)), default=0)


class _Refused(ValueError):
    """Valid JSON by its grammar that parsers read differently, such as a repeated member."""


def _check_surrogates(document: JSON, what: str) -> None:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _Refused(f"{what} has half of a surrogate pair") from None


def _unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    document = dict(pairs)
    if len(document) != len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise _Refused(f"the member {twice[:_MAX_NAME]!r} stands twice in one object")
    return document


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _Refused(f"the number {text[:20]} is out of range")
    return number


def _no_constant(text: str) -> JSON:
    raise _Refused(f"{text} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_finite, parse_constant=_no_constant
)
