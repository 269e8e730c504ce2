"""A client of one server's control API, with connections that are kept open."""

import json
import os
import threading
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from weakref import WeakSet

from fakeping.core import outside, problem
from fakeping.core.authority import base_url
from fakeping.core.body import NESTED_DEPTH, read_json
from fakeping.core.exchange import JSON
from fakeping.core.problem import Malformed
from fakeping.server.health import MOST, is_ours
from fakeping.server.tls import client_context, connection

# Seconds to wait for a reply, besides those of a long poll, and bytes a second of a large request:
# 100,000 resources are 18 MB.
_PATIENCE = 30.0
_PACE = 500_000
#: Seconds to wait for a reply as large as that.
LARGE = 600.0


class Unreachable(ConnectionError):
    """No fakeping answers at the URL."""


class NoFakeping(Unreachable):
    """Another program answers at the URL."""


class Refused(problem.Refused):
    """The control API replied with an error: `status` is its status, the message its detail."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class ControlConnection:
    """A client of the control API; each thread has a connection of its own.

    `cafile` holds the authorities to trust, instead of the system's. Raises `OSError` if it has
    none, and `ValueError` for an invalid URL.
    """

    def __init__(self, url: str, *, cafile: str | Path | None = None) -> None:
        parts = base_url(url)
        self.url = url.rstrip("/")
        self._context = client_context(self.url, cafile)
        self._path = f"{parts.path.rstrip('/')}/__fakeping"
        self._headers = {"Content-Type": "application/json"}
        self._local = threading.local()
        self._open: set[HTTPConnection] = set()
        _connections.add(self)

    def greet(self, control_key: str | None) -> str:
        """Check that a fakeping answers, and that it accepts the key; returns its version.

        Nobody else is shown the key. Raises `NoFakeping`, or as `ask`.
        """
        try:
            health = self.ask("GET", "/health", most=MOST)
        except Refused as refused:
            raise NoFakeping(f"what answers at {self.url} is no fakeping: {refused}") from None
        if not is_ours(health):
            raise NoFakeping(f"what answers at {self.url} is no fakeping")
        if control_key:
            self._headers["Authorization"] = f"Bearer {control_key}"
        self.ask("GET", "/unmatched", query={"limit": 1})  # the health check needs no key
        version: str = health["version"]
        return version

    def ask(
        self,
        method: str,
        path: str,
        body: JSON = None,
        *,
        query: dict[str, Any] | None = None,
        patience: float = _PATIENCE,
        most: int = outside.MAX_ANSWER,
    ) -> JSON:
        """Send a request, and return the reply's document, `None` if it has none.

        It may have `most` bytes.

        Raises `Refused` for any status from 400 on, and `Unreachable` if nothing answers.
        """
        target = f"{self._path}{path}"
        if query:
            target += f"?{urlencode({name: str(value) for name, value in query.items()})}"
        content = None if body is None else json.dumps(body).encode()
        patience += len(content or b"") / _PACE
        status, answer = self._exchange(method, target, content, patience, most)
        document = _document(answer)
        if status >= HTTPStatus.BAD_REQUEST:
            detail = document.get("detail") if isinstance(document, dict) else None
            raise Refused(status, detail or f"{self.url} answered {status}")
        return document

    def text(self, path: str) -> str:
        """Read a path, and return the reply's text. Raises as `ask`."""
        status, answer = self._exchange("GET", f"{self._path}{path}", None, _PATIENCE)
        if status >= HTTPStatus.BAD_REQUEST:
            raise Refused(status, f"{self.url} answered {status}")
        return answer.decode()

    def close(self) -> None:
        """Close every thread's connection. The next request opens another."""
        for each in tuple(self._open):
            self._close(each)

    def leave(self) -> None:
        """Close this thread's connection."""
        http: HTTPConnection | None = getattr(self._local, "http", None)
        if http is not None:
            self._close(http)

    def _close(self, http: HTTPConnection) -> None:
        http.close()
        self._open.discard(http)

    def _exchange(
        self,
        method: str,
        target: str,
        content: bytes | None,
        patience: float,
        most: int = outside.MAX_ANSWER,
    ) -> tuple[int, bytes]:
        kept = getattr(self._local, "http", None) in self._open
        try:
            try:
                return self._once(method, target, content, patience, most)
            except ConnectionError:
                if not kept:
                    raise
            # The server had closed the idle connection.
            return self._once(method, target, content, patience, most)
        except (OSError, HTTPException) as error:
            reason = str(error) or type(error).__name__
            raise Unreachable(f"no fakeping answers at {self.url}: {reason}") from None

    def _once(
        self,
        method: str,
        target: str,
        content: bytes | None,
        patience: float,
        most: int = outside.MAX_ANSWER,
    ) -> tuple[int, bytes]:
        http = self._http(patience)
        try:
            http.request(method, target, content, self._headers)
            answer = http.getresponse()
            return answer.status, outside.answer(answer, most)
        except BaseException:
            self.leave()
            raise

    def _http(self, patience: float) -> HTTPConnection:
        http: HTTPConnection | None = getattr(self._local, "http", None)
        if http is None or http not in self._open:
            opened = connection(self.url, context=self._context, timeout=patience)
            http = self._local.http = opened
            self._open.add(http)
        http.timeout = patience
        if http.sock is not None:
            http.sock.settimeout(patience)
        return http


_connections: WeakSet[ControlConnection] = WeakSet()


def _part() -> None:
    """In a forked child, close its copies of the parent's connections."""
    for each in list(_connections):
        each.close()


if hasattr(os, "register_at_fork"):  # nothing forks on Windows
    os.register_at_fork(after_in_child=_part)


def _document(answer: bytes) -> JSON:
    try:
        return read_json(answer, depth=NESTED_DEPTH) if answer else None
    except Malformed:
        return None
