"""How tests talk to a fake in process: as short as the question that they ask."""

import json
from urllib.parse import urlsplit

from fakeping.core.exchange import Headers, Reply, Request

_UNSET = object()


def ask(server, method, url, body=_UNSET, *, token=None, raw=None, headers=None) -> Reply:
    """Put one request through the way that every request takes, without a socket."""
    parts = urlsplit(url)
    sent = dict(headers or {})
    if token is not None:
        sent.setdefault("Authorization", f"Bearer {token}")
    content = b""
    if raw is not None or body is not _UNSET:
        content = raw if raw is not None else json.dumps(body).encode()
        sent.setdefault("Content-Type", "application/json")
    return server.tenants.world.handle(
        Request(
            method=method,
            path=parts.path,
            query=parts.query,
            headers=Headers(sent),
            body=content,
            base_url=server.tenants.base_url,
        )
    )
