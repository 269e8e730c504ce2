"""Who may steer a server: whoever reaches its loopback, or has its key; never another web page."""

import hmac
from urllib.parse import urlsplit

from fakeping.control.surface import Host
from fakeping.core import problem as p
from fakeping.core.body import require_identity, require_json
from fakeping.core.exchange import Request
from fakeping.core.operation import Caller, Params

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def authenticate(request: Request, store: Host, params: Params) -> Caller:  # noqa: ARG001
    """Let whoever reaches the loopback in, or whoever has the key; never another web page."""
    origin = request.headers.get("Origin")
    if origin and not _is_local(origin):
        raise p.Forbidden("the request's origin may not steer this server")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise p.Forbidden("another site may not steer this server")
    if store.control_key is not None:
        _, _, key = request.headers.get("Authorization", "").partition(" ")
        sent = key.strip().encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(sent, store.control_key.encode()):
            raise p.Unauthenticated("the control key is missing or wrong")
    return Caller(subject=None, client="control")


def _is_local(origin: str) -> bool:
    try:
        return urlsplit(origin).hostname in _LOOPBACK
    except ValueError:
        return False


def check_media(request: Request) -> None:
    """Take JSON alone. Raises `UnsupportedMedia`."""
    # A web page can send a form or plain text to the loopback unasked, but not JSON.
    require_json(request.headers)
    require_identity(request.headers)
