"""What is never shown: a record holds what is on these lists, and nothing else.

Allow-lists, because a list of secrets' names always lacks one.
"""

import hashlib
from collections.abc import Mapping
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

_SCHEMES = frozenset({"basic", "bearer"})


def fingerprint(secret: str) -> str:
    """Tell one secret from another without showing it: `sha256:` and 8 hex digits."""
    return f"sha256:{hashlib.sha256(secret.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def recorded_headers(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The headers that may be kept; a credential shows as its scheme and a fingerprint."""
    get = headers.get
    kept = tuple([(name, value) for name in RECORDED_HEADERS if (value := get(name))])
    credential = get("Authorization")
    if credential:
        scheme, _, secret = credential.partition(" ")
        if not secret or scheme.lower() not in _SCHEMES:  # who knows what it is
            scheme, secret = "", credential
        kept += (("Authorization", f"{scheme} {fingerprint(secret)}".lstrip()),)
    return kept


def recorded_query(query: str, names: tuple[str, ...]) -> str:
    """The query string, with only the parameters that the operation understands."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return urlencode([(name, value) for name, value in pairs if name in names])
