"""Who may steer a server: whoever reaches its loopback, or has its key; never another web page."""

import hmac
import re

from fakeping.control.surface import Host
from fakeping.core import problem as p
from fakeping.core.body import require_identity, require_json
from fakeping.core.exchange import Request, bearer
from fakeping.core.limits import limit
from fakeping.core.operation import Call, Caller

#: A tenant's state as it is read can be put back, whatever the door's limit is for its entities.
MAX_BODY = limit(
    "control.body",
    256 * 1024 * 1024,
    unit="bytes",
    bounds="the body of one request of the control API, from whoever may steer the server",
    past="413, a problem document",
)

# RFC 6454, section 7.1, of one origin; the schemes' own ports are seldom written.
_ORIGIN = re.compile(r"(https?)://([^/?#@:\[\]]+|\[[^/?#@\[\]]+\])(?::([0-9]+))?", re.ASCII)
_DEFAULT_PORTS = {"http": "80", "https": "443"}

# What a browser says of a request by a page of this server, and by nobody's page.
_OUR_SITE = frozenset({"same-origin", "none"})


def authenticate(call: Call[Host]) -> Caller:
    """Let whoever reaches the loopback in, or whoever has the key; never another web page."""
    _admit(call.request, call.store)
    return Caller(subject=None, client="control")


def _admit(request: Request, store: Host) -> None:
    origin = request.headers.get("Origin")
    if origin is not None and _spelled(origin) not in request.origins:
        raise p.Forbidden("the request's origin may not steer this server")
    if request.headers.get("Sec-Fetch-Site", "none") not in _OUR_SITE:
        raise p.Forbidden("another site may not steer this server")
    if store.control_key is not None:
        sent = (bearer(request) or "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(sent, store.control_key.encode()):
            raise p.Unauthenticated("the control key is missing or wrong")


def body_limit(request: Request, store: Host) -> int | None:
    """How many bytes of body a request may bring; `None` where that is what anybody may.

    Only whoever may steer the server has more, and shows so before the body is read.
    """
    if request.path.lstrip("/").partition("/")[0] != "__fakeping":
        return None
    try:
        _admit(request, store)
    except p.Problem:
        return None  # which says so once more, when the request is handled
    return MAX_BODY


def _spelled(origin: str) -> str | None:
    """An origin as a browser writes it; `None` for what is no origin of a web page."""
    found = _ORIGIN.fullmatch(origin.lower())
    if found is None:
        return None
    scheme, host, port = found.groups()
    return f"{scheme}://{host}" + ("" if port in {None, _DEFAULT_PORTS[scheme]} else f":{port}")


def check_media(request: Request) -> None:
    """Take JSON alone. Raises `UnsupportedMedia`."""
    # A web page can send a form or plain text to the loopback unasked, but not JSON.
    require_json(request.headers)
    require_identity(request.headers)
