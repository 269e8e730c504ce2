"""Access to the control API: from the loopback, or with the key; never from other web pages."""

import hmac
import re

from fakeping.control.surface import ControlledServer
from fakeping.core import problem as p
from fakeping.core.body import require_identity, require_json
from fakeping.core.caller import Caller
from fakeping.core.exchange import Request, bearer
from fakeping.core.limits import limit
from fakeping.core.operation import Call

#: Large enough to load any tenant's state again; requests for entities have a smaller limit.
MAX_BODY = limit(
    "control.body",
    256 * 1024 * 1024,
    unit="bytes",
    bounds="the body of one request of the control API, from whoever may steer the server",
    past="413, a problem document",
)

# RFC 6454, section 7.1, for a single origin; default ports may be absent.
_ORIGIN = re.compile(r"(https?)://([^/?#@:\[\]]+|\[[^/?#@\[\]]+\])(?::([0-9]+))?", re.ASCII)
_DEFAULT_PORTS = {"http": "80", "https": "443"}

# `Sec-Fetch-Site` of a request by a page of this server, and by no page.
_OUR_SITE = frozenset({"same-origin", "none"})


def authenticate(call: Call[ControlledServer]) -> Caller:
    """Let in clients on the loopback, or with the key; refuse other origins' web pages."""
    _admit(call.request, call.store)
    return Caller(subject=None, client="control")


def _admit(request: Request, store: ControlledServer) -> None:
    origin = request.headers.get("Origin")
    if origin is not None and _spelled(origin) not in request.origins:
        raise p.Forbidden("the request's origin may not steer this server")
    if request.headers.get("Sec-Fetch-Site", "none") not in _OUR_SITE:
        raise p.Forbidden("another site may not steer this server")
    if store.control_key is not None:
        sent = (bearer(request) or "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(sent, store.control_key.encode()):
            raise p.Unauthenticated("the control key is missing or wrong")


def body_limit(request: Request, store: ControlledServer) -> int | None:
    """The larger body limit of a client with access; `None` for any other.

    Access is checked before the body is read.
    """
    if request.path.lstrip("/").partition("/")[0] != "__fakeping":
        return None
    try:
        _admit(request, store)
    except p.Problem:
        return None  # which says so once more, when the request is handled
    return MAX_BODY


def _spelled(origin: str) -> str | None:
    """An origin as browsers serialize it; `None` for an invalid one."""
    found = _ORIGIN.fullmatch(origin.lower())
    if found is None:
        return None
    scheme, host, port = found.groups()
    return f"{scheme}://{host}" + ("" if port in {None, _DEFAULT_PORTS[scheme]} else f":{port}")


def check_media(request: Request) -> None:
    """Require JSON. Raises `UnsupportedMedia`."""
    # Without a preflight, a web page can send a form or plain text to the loopback, but not JSON.
    try:
        require_json(request.headers)
    except p.UnsupportedMedia as problem:
        if request.body:
            raise
        mend = "send Content-Type: application/json, and {} at least"
        raise p.UnsupportedMedia(f"{problem.detail}: {mend}") from None
    require_identity(request.headers)
