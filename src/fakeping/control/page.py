"""The control page for people: tenants, their state, and requests as they come.

The page is one file, and holds no data: it asks this very API, with the key that it is given. Its
one script and its one style are allowed by their hashes, so that nothing else ever runs there.
"""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from fakeping.control.surface import ControlCall, row
from fakeping.core.exchange import Reply
from fakeping.core.operation import HTML

_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def show(call: ControlCall) -> Reply:  # noqa: ARG001 - every handler has one
    """Show the control page: tenants, their state, and their requests."""
    return Reply(
        200,
        _page(),
        {
            "Content-Type": f"{HTML}; charset=utf-8",
            "Content-Security-Policy": _policy(),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        },
    )


@cache
def _page() -> bytes:
    return (files("fakeping.control") / "page.html").read_bytes()


@cache
def _policy() -> str:
    allowed = {kind: _hash(text) for kind, text in _INLINE.findall(_page().decode())}
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {allowed['script']}",
            f"style-src {allowed['style']}",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


OPERATIONS = (row("page", "GET /", show, {200: HTML}, public=True),)
