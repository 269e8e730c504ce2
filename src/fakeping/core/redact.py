"""What is never shown: a record holds what is on these lists, and nothing else.

Allow-lists, because a list of secrets' names always lacks one.
"""

import hashlib
from collections.abc import Container, Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

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

_AUTHORIZATION = "Authorization"

# Most clients write a name in one of two ways, and a look-up is cheaper than a `lower`.
_SPELLINGS = {
    spelling: name
    for name in (*RECORDED_HEADERS, _AUTHORIZATION)
    for spelling in (name, name.lower())
}

_SCHEMES = frozenset({"basic", "bearer"})


@lru_cache(maxsize=1024)
def fingerprint(secret: str) -> str:
    """Tell one secret from another without showing it: `sha256:` and 8 hex digits."""
    return f"sha256:{hashlib.sha256(secret.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def recorded_headers(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The headers that may be kept; a credential shows as its scheme and a fingerprint."""
    kept = []
    for field, value in headers.items():
        name = _SPELLINGS.get(field) or _SPELLINGS.get(field.lower())
        if name is not None:
            kept.append((name, _credential(value) if name == _AUTHORIZATION else value))
    return tuple(kept)


def _credential(value: str) -> str:
    scheme, _, secret = value.partition(" ")
    if not secret or scheme.lower() not in _SCHEMES:  # who knows what it is
        scheme, secret = "", value
    return f"{scheme} {fingerprint(secret)}".lstrip()


def recorded_query(query: str, names: Container[str]) -> str:
    """The query string, with only the parameters that the operation understands."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return urlencode([(name, value) for name, value in pairs if name in names])
