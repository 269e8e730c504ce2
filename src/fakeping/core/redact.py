"""What is never shown: a record holds what is on these lists, and nothing else.

Allow-lists, because a list of secrets' names always lacks one. What repeats is kept once: clients
send the same headers again and again.
"""

import hashlib
import json
import re
from collections.abc import Container, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

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
)

#: The reply headers that are kept; of a `Location`, not what its query and fragment carry.
RECORDED_REPLY_HEADERS = (
    "Content-Type",
    "Location",
    "ETag",
    "WWW-Authenticate",
    "Retry-After",
    "Allow",
)

#: What no client needs longer values for, and no record has room for.
MAX_HEADER = 256
MAX_TARGET = 2048

Fields = tuple[tuple[str, str], ...]

# What stands for each name of a list, in that order.
_Values = tuple[str | None, ...]

AUTHORIZATION = "Authorization"

_ASKED = (*RECORDED_HEADERS, AUTHORIZATION)
_SPELLED = {name.lower(): name for name in _ASKED}

_SCHEMES = frozenset({"basic", "bearer"})

# Parameters that an operation understands, and whose values are somebody's secret or proof.
_SECRET_PARAMETERS = frozenset(
    {"access_token", "code", "code_challenge", "id_token_hint", "ticket", "token", "rpt"}
)

# What a redirect may say as it is; the rest of what it carries shows as a fingerprint.
_SAID_IN_REDIRECTS = frozenset({"error", "error_description", "iss", "token_type", "expires_in"})

FINGERPRINT = re.compile("sha256:[0-9a-f]{8}")
# What stands between the parts of a path and of a query.
_PARTS = re.compile(r"[/?&=]")

_DIGIT = re.compile("[0-9]")

# What the families' refusals call the reason.
_REASONS = frozenset({"error", "error_description", "code", "reason", "message"})

# Shorter segments are words, numbers and names.
_LEAST_CREDENTIAL = 24


class Excerpt(bytes):
    """The beginning of a body that was longer than the journal keeps."""

    __slots__ = ()


class Withheld(bytes):
    """What stands for a body that may hold secrets, and was not recorded."""

    __slots__ = ()


#: Instead of a body that is not recorded.
WITHHELD: Final = Withheld()


@lru_cache(maxsize=1024)
def fingerprint(secret: str) -> str:
    """Tell one secret from another without showing it: `sha256:` and 8 hex digits.

    A fingerprint is its own, so that what is recorded can be held against what was sent.
    """
    if FINGERPRINT.fullmatch(secret):
        return secret
    return f"sha256:{hashlib.sha256(secret.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def recorded_headers(headers: Mapping[str, str]) -> Fields:
    """The headers that may be kept; a credential shows as its scheme and a fingerprint."""
    return _sent(tuple(map(headers.get, _ASKED)))


def all_headers(headers: Mapping[str, str]) -> Fields:
    """All headers as they came, for whoever wants the secrets too."""
    return tuple([(_SPELLED.get(name.lower(), str(name)), headers[name]) for name in headers])


def recorded_reply_headers(headers: Mapping[str, str]) -> Fields:
    """The headers of a reply that may be kept."""
    kept = tuple(map(headers.get, RECORDED_REPLY_HEADERS))
    # What was made has a URL of its own: remembering it would push the others out.
    return _cleaned(kept) if "Location" in headers else _told(kept)


def recorded_query(query: str, names: Container[str]) -> str:
    """The query string, with only the parameters that the operation understands."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return urlencode(
        [
            (name, fingerprint(value) if name in _SECRET_PARAMETERS else value)
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


def recorded_path(path: str) -> str:
    """The path, with a fingerprint in place of what looks like a token."""
    if len(path) < _LEAST_CREDENTIAL:
        return path
    return "/".join(
        [fingerprint(each) if looks_like_a_token(each) else each for each in path.split("/")]
    )


def without_echoes(body: bytes, path: str, query: str) -> bytes:
    """An answer's body, with a fingerprint for each token that it repeats of the URL."""
    for each in _PARTS.split(f"{path}?{query}"):
        if looks_like_a_token(each):
            shown = fingerprint(each).encode()
            for spelled in {each, unquote(each)}:
                body = body.replace(spelled.encode("utf-8", "surrogateescape"), shown)
    return body


def looks_like_a_token(segment: str) -> bool:
    """Whether it is as long as a token and mixes letters of both cases as no word does."""
    if len(segment) < _LEAST_CREDENTIAL:
        return False
    text = unquote(segment)
    upper = sum(map(str.isupper, text))
    if not upper or not any(map(str.islower, text)):
        return False
    return _DIGIT.search(text) is not None or upper * 4 > len(text)


# Clients send the same headers again and again, and servers too: one tuple serves them all.
@lru_cache(maxsize=1024)
def _sent(values: _Values) -> Fields:
    return tuple(
        (name, credential(value) if name == AUTHORIZATION else _cut(value))
        for name, value in zip(_ASKED, values, strict=True)
        if value is not None
    )


@lru_cache(maxsize=1024)
def _told(values: _Values) -> Fields:
    return _cleaned(values)


def _cleaned(values: _Values) -> Fields:
    return tuple(
        (name, _location(value) if name == "Location" else _cut(value))
        for name, value in zip(RECORDED_REPLY_HEADERS, values, strict=True)
        if value is not None
    )


def _cut(value: str) -> str:
    return value if len(value) <= MAX_HEADER else f"{value[:MAX_HEADER]}..."


def credential(value: str) -> str:
    """An `Authorization`, as its scheme and a fingerprint."""
    scheme, _, secret = value.partition(" ")
    if not secret or scheme.lower() not in _SCHEMES:  # who knows what it is
        scheme, secret = "", value
    return f"{scheme} {fingerprint(secret)}".lstrip()


def _location(url: str) -> str:
    if "?" not in url and "#" not in url:
        return url
    parts = urlsplit(url)
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
