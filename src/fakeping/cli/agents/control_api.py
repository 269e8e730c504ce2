"""The control API of a server that may start, stop and start again while an agent works."""

from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from fakeping.cli.mends import mend, unreached
from fakeping.client.connection import ControlConnection, Refused, Unreachable
from fakeping.core.exchange import JSON


class ToolFailed(Exception):
    """Why a tool could not do what it was called for, in a sentence for the agent.

    `status` is the control API's, if that refused it.
    """

    def __init__(self, sentence: str, *, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status


class ControlApi:
    """The control API at a URL; it is reached when a tool first asks, and again when it was lost.

    `tenant` is the one that tools speak of when none is named. Raises `OSError` if `cafile` has no
    authorities, and `ValueError` for an invalid URL.
    """

    def __init__(
        self,
        url: str,
        *,
        control_key: str | None = None,
        cafile: Path | None = None,
        tenant: str = "default",
    ) -> None:
        self.tenant = tenant
        self._url = url
        self._key = control_key
        self._cafile = cafile
        self._lock = Lock()
        self._greeted = False
        self._connection = ControlConnection(url, cafile=cafile)

    @property
    def url(self) -> str:
        """The server's base URL."""
        return self._connection.url

    def ask(
        self, method: str, path: str, body: JSON = None, *, query: dict[str, Any] | None = None
    ) -> JSON:
        """Send a request, and return the reply's document. Raises `ToolFailed`."""
        try:
            return self._reached().ask(method, path, body, query=query)
        except Refused as refused:
            sentence = f"{refused}{mend(refused, self._key)}"
            raise ToolFailed(sentence, status=refused.status) from None
        except Unreachable as error:
            self._lost()
            raise ToolFailed(unreached(error, self._url)) from None

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def _reached(self) -> ControlConnection:
        """The connection, to what is known to be a fakeping that accepts the key."""
        with self._lock:
            if not self._greeted:
                self._connection.greet(self._key)
                self._greeted = True
            return self._connection

    def _lost(self) -> None:
        """Forget that it is a fakeping: another program may listen there next."""
        with self._lock:
            self._connection.close()
            self._connection = ControlConnection(self._url, cafile=self._cafile)
            self._greeted = False


def of_tenant(id_: str) -> str:
    """The path of a tenant in the control API."""
    return f"/tenants/{quote(id_, safe='')}"
