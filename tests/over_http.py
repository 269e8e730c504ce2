"""How tests ask over a socket: one connection that is kept."""

import json
from http.client import HTTPConnection
from urllib.parse import urlsplit

from fakeping.core.exchange import Headers, Reply

_UNSET = object()


class Connection:
    """One client's connection to a server."""

    def __init__(self, url):
        self._http = HTTPConnection(urlsplit(url).netloc, timeout=300)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._http.close()

    def ask(self, method, url, body=_UNSET, *, raw=None, token=None, headers=None) -> Reply:
        """Ask for a URL's path and query, whatever host it names."""
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        sent = dict(headers or {})
        if token is not None:
            sent.setdefault("Authorization", f"Bearer {token}")
        content = raw
        if body is not _UNSET:
            content = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        self._http.request(method, target, content, sent)
        answer = self._http.getresponse()
        return Reply(answer.status, answer.read(), Headers(dict(answer.getheaders())))
