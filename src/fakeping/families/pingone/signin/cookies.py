"""The cookie of a session."""

from fakeping.core import fields
from fakeping.core.operation import Call
from fakeping.families.pingone.store import Platform

#: The name of the session cookie.
COOKIE = "ST"

# Seconds: the cookie outlives its session.
_COOKIE_LIFETIME = 2_592_000


def cookie(call: Call[Platform]) -> str:
    """The browser's session cookie. Raises `Malformed` for two with different values."""
    return fields.cookie(call.request.headers, COOKIE) or ""


def set_cookie(call: Call[Platform], value: str) -> str:
    """The `Set-Cookie` of a session, or without a value, of its end."""
    age = _COOKIE_LIFETIME if value else 0
    # Cookie jars drop `Secure` over plain HTTP, and browsers `SameSite=None` without it.
    safe = call.request.base_url.startswith("https:")
    site = "Secure; HttpOnly; SameSite=None" if safe else "HttpOnly; SameSite=Lax"
    path = f"/{call.params['environment_id']}"
    return f"{COOKIE}={value}; Path={path}; Max-Age={age}; {site}"
