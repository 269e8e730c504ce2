"""The one reader of request bodies: whatever arrives, a JSON document or a problem comes out.

Plain `json.loads` takes `NaN`, turns `1e400` into infinity, keeps the last of two equal
members, and dies of depth or digits with errors of four kinds. Here each of them is
`Malformed`, and what is read can always be written back as UTF-8 JSON.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from urllib.parse import parse_qsl

from fakeping.core.exchange import JSON
from fakeping.core.problem import Malformed, UnsupportedMedia

#: Deeper than any document of these APIs, and shallow enough to be written back.
MAX_DEPTH = 100

_MAX_FIELDS = 1000

_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def content_type(headers: Mapping[str, str]) -> tuple[str, str | None]:
    """Return the media type and the charset parameter, both in lower case."""
    media_type, *parameters = headers.get("Content-Type", "").split(";")
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media_type.strip().lower(), charset


def require_json(headers: Mapping[str, str]) -> None:
    """Raise `UnsupportedMedia` unless the body is declared as `application/json` in UTF-8."""
    if headers.get("Content-Type") == "application/json":
        return
    media_type, charset = content_type(headers)
    if media_type != "application/json":
        raise UnsupportedMedia(f"the media type is {media_type or 'missing'!r}, not JSON")
    if charset not in {None, "utf-8", "utf8"}:
        raise UnsupportedMedia(f"the charset is {charset!r}, not UTF-8")


def require_identity(headers: Mapping[str, str]) -> None:
    """Raise `UnsupportedMedia` for a compressed body: nothing here unpacks, so nothing explodes."""
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise UnsupportedMedia(f"the content encoding {encoding!r} is not taken")


def read_form(headers: Mapping[str, str], raw: bytes) -> dict[str, str]:
    """Decode a form. A parameter without a value is as good as absent, as RFC 6749 3.2 has it.

    Raises `UnsupportedMedia` for another media type, and `Malformed` for a parameter that
    stands twice.
    """
    require_identity(headers)
    media_type, _ = content_type(headers)
    if media_type != "application/x-www-form-urlencoded":
        raise UnsupportedMedia(f"the media type is {media_type or 'missing'!r}, not a form")
    try:
        pairs = parse_qsl(raw.decode(), errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise Malformed(f"the body is not a form: {error}") from None
    if len(pairs) != len(dict(pairs)):
        raise Malformed("a parameter of the form stands twice")
    return dict(pairs)


def read_json(raw: bytes) -> JSON:
    """Decode a JSON text in UTF-8. Raises `Malformed` for everything else."""
    try:
        document = _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Malformed(f"the body is not UTF-8: {error.reason} at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"the body is not JSON: {error}") from None
    except RecursionError:
        raise Malformed("the body is nested too deeply") from None
    except ValueError as error:  # too many digits for int()
        raise Malformed(f"the body has a number that is out of range: {error}") from None
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH:
        _check_depth(document)
    if _LONE_SURROGATE.search(raw):
        _check_surrogates(document)
    return document


def _check_depth(document: JSON) -> None:
    level = [document]
    for _ in range(MAX_DEPTH + 1):
        level = [
            child
            for each in level
            for child in (
                each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
            )
        ]
        if not level:
            return
    raise Malformed(f"the body is nested more than {MAX_DEPTH} levels deep")


def _check_surrogates(document: JSON) -> None:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Malformed("the body has half of a surrogate pair") from None


def _unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    document = dict(pairs)
    if len(document) != len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise Malformed(f"the member {twice!r} stands twice in one object")
    return document


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise Malformed(f"the number {text[:20]} is out of range")
    return number


def _no_constant(text: str) -> JSON:
    raise Malformed(f"{text} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_finite, parse_constant=_no_constant
)
