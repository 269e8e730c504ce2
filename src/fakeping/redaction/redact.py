"""What is never shown: a record holds what is on these lists, and nothing else.

Allow-lists, because a list of secrets' names always lacks one. What repeats is kept once: clients
send the same headers again and again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from fakeping.core.limits import limit
from fakeping.core.text import utf8, writable

#: The request headers that are kept as they came.
RECORDED_HEADERS = (
    "Host",
    "Content-Type",
    "Content-Encoding",
    "Accept",
    "Accept-API-Version",
    "If-Match",
    "If-None-Match",
    "User-Agent",
    "Correlation-Id",
    "X-OpenAM-Username",
)

AUTHORIZATION = "Authorization"

#: Those of which only a fingerprint is kept: whoever reads of a request knows that it had one.
CREDENTIALS = (AUTHORIZATION, "X-OpenAM-Password", "iPlanetDirectoryPro", "Cookie")

#: The reply headers that are kept; of a `Location`, not what its query and fragment carry.
RECORDED_REPLY_HEADERS = (
    "Location",
    "Content-Type",
    "ETag",
    "WWW-Authenticate",
    "Retry-After",
    "Allow",
)

#: What no client needs longer values for, and no record has room for.
MAX_HEADER = limit(
    "journal.header",
    256,
    unit="characters",
    bounds="a header's value in the journal",
    past="its beginning is kept",
)
MAX_TARGET = limit(
    "journal.target",
    2048,
    unit="characters",
    bounds="a path with its query, and a Location, in the journal",
    past="its beginning is kept",
)

#: Shorter secrets are words, which would be replaced in every sentence.
LEAST_SECRET = 6


Fields = tuple[tuple[str, str], ...]

# What stands for each name of a list, in that order.
_Values = tuple[str | None, ...]


_SCHEMES = frozenset({"basic", "bearer"})

# Parameters that an operation understands, and whose values are somebody's secret or proof.
_SECRET_PARAMETERS = frozenset(
    {"access_token", "code", "code_challenge", "id_token_hint", "ticket", "token", "rpt"}
)

# What a redirect may say as it is; the rest of what it carries shows as a fingerprint.
_SAID_IN_REDIRECTS = frozenset({"error", "error_description", "iss", "token_type", "expires_in"})

FINGERPRINT = re.compile("sha256:[0-9a-f]{8}")
# What stands between the parts of a path and of a query, and of a path's own parts.
_PARTS = re.compile(r"[/?&=;,]")
_PART = re.compile(r"[^/;=,]+")

_DIGIT = re.compile("[0-9]")

# A signed token, wherever it stands: its header is an object, in base64url like the rest of it.
SIGNED = re.compile(r"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*", re.ASCII)


# What the families' refusals call the reason.
_REASONS = frozenset({"error", "error_description", "code", "reason", "message"})

# Shorter segments are words, numbers and names.
_LEAST_CREDENTIAL = 24

# What is as long as this and has neither spaces nor hyphens is no id of either API, nor a word.
_LEAST_DIGEST = 32


class Excerpt(bytes):
    """The beginning of a body that was longer than the journal keeps."""

    __slots__ = ()


class Withheld(bytes):
    """What stands for a body that may hold secrets, and was not recorded."""

    __slots__ = ()


#: Instead of a body that is not recorded.
WITHHELD: Final = Withheld()


# What is longer than a token is not remembered: the cache is bounded in bytes, too.
_LONGEST_REMEMBERED = 2048


def fingerprint(secret: str) -> str:
    """Tell one secret from another without showing it: `sha256:` and 8 hex digits.

    A fingerprint is its own, so that what is recorded can be held against what was sent.
    """
    return _remembered(secret) if len(secret) <= _LONGEST_REMEMBERED else _fingerprint(secret)


def _fingerprint(secret: str) -> str:
    if FINGERPRINT.fullmatch(secret):
        return secret
    return f"sha256:{hashlib.sha256(utf8(secret)).hexdigest()[:8]}"


_remembered = lru_cache(maxsize=1024)(_fingerprint)


def recorded_reply_headers(headers: Mapping[str, str]) -> Fields:
    """The headers of a reply that may be kept."""
    values = tuple(map(headers.get, RECORDED_REPLY_HEADERS))
    location = values[0]
    if location is None:
        return _told(values)
    # What was made has a URL and a tag of its own: remembering them would push the others out.
    others = (None, *values[1:])
    told = _told(others) if values[2] is None else _told.__wrapped__(others)
    return (("Location", _location(location)), *told)


def without_tokens(text: str) -> str:
    """A text, with a fingerprint for each signed token in it."""
    return SIGNED.sub(lambda found: fingerprint(found[0]), text) if "eyJ" in text else text


def recorded_query(
    query: str, names: Container[str], hide: Callable[[str], str] = without_tokens
) -> str:
    """The query string, with only the parameters that the operation understands."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return urlencode(
        [
            (name, fingerprint(value) if name in _SECRET_PARAMETERS else hide(value))
            for name, value in pairs
            if name in names
        ]
    )


def recorded_refusal(body: bytes) -> bytes:
    """Of an answer that may hold secrets, what says why the request was refused."""
    try:
        document = json.loads(body)
    except ValueError:
        return b""
    said = document.items() if isinstance(document, dict) else ()
    kept = {name: value for name, value in said if name in _REASONS and _is_plain(value)}
    return json.dumps(kept).encode() if kept else b""


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int)


def recorded_path(path: str, is_secret: Callable[[str], bool] | None = None) -> str:
    """The path, with a fingerprint in place of what looks like a token, or is known to be one."""
    if len(path) < _LEAST_CREDENTIAL and is_secret is None:
        return path
    return hidden_parts(path, is_secret or looks_like_a_token)


def hidden_parts(path: str, is_secret: Callable[[str], bool]) -> str:
    """The path, with a fingerprint for each part that is a secret or holds one."""
    return _PART.sub(lambda part: fingerprint(part[0]) if is_secret(part[0]) else part[0], path)


def hidden_of(path: str, query: str, *, shown: str) -> Iterator[str]:
    """The tokens of a URL, for an answer may repeat them; `shown` is the path as it is recorded."""
    pairs = zip(_PART.findall(path), _PART.findall(shown), strict=False)
    parts = [part for part, instead in pairs if part != instead]
    parts += [each for each in _PARTS.split(query) if looks_like_a_token(each)]
    for each in parts:
        yield from {each, unquote(each)}


def looks_like_a_token(segment: str) -> bool:
    """Whether it is as long as a token, and mixes letters and digits as no word or id does."""
    if len(segment) < _LEAST_CREDENTIAL:
        return False
    text = unquote(segment)
    if len(text) >= _LEAST_DIGEST and text.isalnum() and not text.isalpha():
        return not text.isdecimal()
    upper = sum(map(str.isupper, text))
    if not upper or not any(map(str.islower, text)):
        return False
    return _DIGIT.search(text) is not None or upper * 4 > len(text)


@lru_cache(maxsize=1024)
def _told(values: _Values) -> Fields:
    return tuple(
        [
            (name, cut(value))
            for name, value in zip(RECORDED_REPLY_HEADERS, values, strict=True)
            if value is not None
        ]
    )


def cut(value: str) -> str:
    """A header's value that can be written, or its beginning."""
    text = writable(value)
    return text if len(text) <= MAX_HEADER else f"{text[:MAX_HEADER]}..."


def credential(name: str, value: str) -> str:
    """A header that is a credential: a fingerprint, behind the scheme of an `Authorization`."""
    if name.lower() != "authorization":
        return fingerprint(value)
    scheme, _, secret = value.partition(" ")
    if not secret or scheme.lower() not in _SCHEMES:  # who knows what it is
        scheme, secret = "", value
    return f"{scheme} {fingerprint(secret)}".lstrip()


def _location(url: str) -> str:
    url = writable(url)
    if len(url) > MAX_TARGET:
        url = f"{url[:MAX_TARGET]}..."
    if "?" not in url and "#" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:  # its host is none
        return fingerprint(url)
    return urlunsplit(
        parts._replace(query=_carried(parts.query), fragment=_carried(parts.fragment))
    )


def _carried(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return urlencode(
        [
            (name, value if name in _SAID_IN_REDIRECTS else fingerprint(value))
            for name, value in pairs
        ],
        safe=":",
    )
