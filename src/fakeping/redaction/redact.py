"""Allow-lists of headers and parameters, and redaction of URLs, headers and errors.

Allow-lists, because a list of secrets' names is never complete. Repeated values share one object:
clients send the same headers again and again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from fakeping.core.exchange import AUTHORIZATION
from fakeping.core.limits import limit
from fakeping.core.text import utf8, writable

#: Request headers that are recorded, with any secrets in them replaced.
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
    "Origin",
    "Access-Control-Request-Method",
    "Access-Control-Request-Headers",
)

#: Request headers recorded as fingerprints, so that readers see that they were sent.
CREDENTIALS = (AUTHORIZATION, "X-OpenAM-Password", "iPlanetDirectoryPro", "Cookie")

#: Reply headers that are recorded; in `Location`, query and fragment are fingerprints.
RECORDED_REPLY_HEADERS = (
    "Location",
    "Content-Type",
    "ETag",
    "WWW-Authenticate",
    "Retry-After",
    "Allow",
)

#: Longer values are cut: no client needs them.
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

#: Shorter secrets are ordinary words, which would be replaced in every sentence.
LEAST_SECRET = 6


Fields = tuple[tuple[str, str], ...]

# The values of a list of headers, in its order.
_Values = tuple[str | None, ...]


_SCHEMES = frozenset({"basic", "bearer"})

# Query parameters whose values are secrets.
_SECRET_PARAMETERS = frozenset(
    {"access_token", "code", "code_challenge", "id_token_hint", "ticket", "token", "rpt"}
)

# Parameters of a redirect that are shown; the others become fingerprints.
_SAID_IN_REDIRECTS = frozenset({"error", "error_description", "iss", "token_type", "expires_in"})

FINGERPRINT = re.compile("sha256:[0-9a-f]{8}")
# Separators of the parts of a path and a query, and what is a part of a path.
_PARTS = re.compile(r"[/?&=;,]")
_PART = re.compile(r"[^/;=,]+")

_DIGIT = re.compile("[0-9]")

# A JWS in compact form (RFC 7515): its base64url-encoded header begins with `{"`.
SIGNED = re.compile(r"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*", re.ASCII)


# Members of the families' errors that give the reason.
_REASONS = frozenset({"error", "error_description", "code", "reason", "message"})

# Shorter segments are not tokens, but words, numbers and names.
_LEAST_CREDENTIAL = 24

# From this length on, letters and digits without hyphens are no id of either API, nor a word.
_LEAST_DIGEST = 32


class Excerpt(bytes):
    """The beginning of a body longer than the journal's limit."""

    __slots__ = ()


class Withheld(bytes):
    """The type of the placeholder for a body that may hold secrets."""

    __slots__ = ()


#: Placeholder for a body that is not recorded.
WITHHELD: Final = Withheld()


# Longer texts are not cached, so that the cache is bounded in bytes, too.
_LONGEST_REMEMBERED = 2048


def fingerprint(secret: str) -> str:
    """Shorten a secret to `sha256:` and 8 hex digits, which identify it without revealing it.

    The fingerprint of a fingerprint is itself, so that records compare equal with requests.
    """
    return _remembered(secret) if len(secret) <= _LONGEST_REMEMBERED else _fingerprint(secret)


def _fingerprint(secret: str) -> str:
    if FINGERPRINT.fullmatch(secret):
        return secret
    return f"sha256:{hashlib.sha256(utf8(secret)).hexdigest()[:8]}"


_remembered = lru_cache(maxsize=1024)(_fingerprint)


def recorded_reply_headers(headers: Mapping[str, str]) -> Fields:
    """Redact a reply's headers."""
    values = tuple(map(headers.get, RECORDED_REPLY_HEADERS))
    location = values[0]
    if location is None:
        return _recorded(values)
    # A created entity has a unique URL and ETag: caching them would evict all others.
    content_type, etag, *others = values[1:]
    fields = _recorded((None, content_type, None, *others))
    if etag is not None:
        first = 0 if content_type is None else 1
        fields = (*fields[:first], ("ETag", cut(etag)), *fields[first:])
    return (("Location", _location(location)), *fields)


def without_tokens(text: str) -> str:
    """Replace each signed token in a text by its fingerprint."""
    return SIGNED.sub(lambda found: fingerprint(found[0]), text) if "eyJ" in text else text


def recorded_query(
    query: str, names: Container[str], hide: Callable[[str], str] = without_tokens
) -> str:
    """Redact a query string: drop parameters not in `names`, hide those that are secrets."""
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
    """Reduce an error's body to the members that give the reason."""
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
    """Replace the parts of a path that look like tokens, or that `is_secret` selects."""
    if len(path) < _LEAST_CREDENTIAL and is_secret is None:
        return path
    return hidden_parts(path, is_secret or looks_like_a_token)


def hidden_parts(path: str, is_secret: Callable[[str], bool]) -> str:
    """Replace the parts of a path that `is_secret` selects by fingerprints."""
    return _PART.sub(lambda part: fingerprint(part[0]) if is_secret(part[0]) else part[0], path)


def hidden_of(path: str, query: str, *, shown: str) -> Iterator[str]:
    """The tokens in a URL, which a reply may repeat; `shown` is the redacted path."""
    pairs = zip(_PART.findall(path), _PART.findall(shown), strict=False)
    parts = [part for part, instead in pairs if part != instead]
    parts += [each for each in _PARTS.split(query) if looks_like_a_token(each)]
    for each in parts:
        yield from {each, unquote(each)}


def looks_like_a_token(segment: str) -> bool:
    """Whether a path's segment is as long as a token, and mixes letters and digits like one."""
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
def _recorded(values: _Values) -> Fields:
    return tuple(
        [
            (name, cut(value))
            for name, value in zip(RECORDED_REPLY_HEADERS, values, strict=True)
            if value is not None
        ]
    )


def cut(value: str) -> str:
    """Make a header's value encodable, and cut it at `MAX_HEADER`."""
    text = writable(value)
    return text if len(text) <= MAX_HEADER else f"{text[:MAX_HEADER]}..."


def credential(name: str, value: str) -> str:
    """Redact a credential in a header to its fingerprint; an `Authorization` keeps its scheme."""
    if name.lower() != "authorization":
        return fingerprint(value)
    scheme, _, secret = value.partition(" ")
    if not secret or scheme.lower() not in _SCHEMES:  # an unknown scheme
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
    except ValueError:  # an invalid host
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
