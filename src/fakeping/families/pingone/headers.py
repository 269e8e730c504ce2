"""The headers that every reply of the platform has."""

from fakeping.core.exchange import Reply, Request
from fakeping.core.sources import Ids

_STANDARD = {
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "0",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Correlation-Id",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def finish(reply: Reply, request: Request, ids: Ids) -> Reply:  # noqa: ARG001 - as every family's
    """Add the standard headers; those that the reply already has take precedence."""
    reply.headers = {**_STANDARD, "Correlation-Id": ids.serial(), **reply.headers}
    return reply
