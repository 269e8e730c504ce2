"""Errors as `application/problem+json` (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from fakeping.core.exchange import JSON, Reply, encoded

_NOTHING_MORE: Mapping[str, JSON] = MappingProxyType({})


def problem_document(
    status: int, detail: str, headers: Mapping[str, str], more: Mapping[str, JSON] = _NOTHING_MORE
) -> Reply:
    """Build the reply for an error from its status and detail."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return Reply(status, encoded(document), {"Content-Type": "application/problem+json", **headers})
