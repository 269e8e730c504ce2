"""The headers that every reply of the platform has."""

from fakeping.core.exchange import Reply, Request
from fakeping.core.sources import Ids
from fakeping.families.pingone.signin.origins import cors_headers
from fakeping.families.pingone.store import Platform

_STANDARD = {
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "0",
    "Access-Control-Expose-Headers": "Correlation-Id",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def finish(reply: Reply, request: Request, ids: Ids, store: Platform | None) -> Reply:
    """Add the standard headers; those that the reply already has take precedence."""
    cors = cors_headers(request, store)
    reply.headers = {**_STANDARD, **cors, "Correlation-Id": ids.serial(), **reply.headers}
    return reply
