"""The journal of a tenant in another process, with the interface of a local one."""

import base64
import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from threading import RLock
from typing import Any, overload
from urllib.parse import urlsplit

from fakeping.client.connection import ControlConnection
from fakeping.core.caller import Caller
from fakeping.core.editions import KnownOperations
from fakeping.core.exchange import JSON
from fakeping.families import FAMILIES
from fakeping.journal.change import ShownChange
from fakeping.journal.entry import Exchange
from fakeping.journal.expectation import Expectation
from fakeping.journal.journal import Journal
from fakeping.journal.places import place
from fakeping.journal.recorder import About
from fakeping.redaction.redact import Excerpt, Withheld

# Seconds of one long poll, which is then repeated.
_WAIT = 20

# More exchanges than any journal stores: by default a reply has a page of them.
_ALL = sys.maxsize

_OPERATIONS = KnownOperations.of(FAMILIES, ())


class RemoteJournal(Journal):
    """A server's journal. Each call reads it anew."""

    def __init__(
        self,
        connection: ControlConnection,
        path: str,
        *,
        unmatched: Callable[[], Sequence[Exchange]] = tuple,
    ) -> None:
        self._connection = connection
        self._path = path
        self._find_unmatched = unmatched
        super().__init__(lock=RLock(), operations=_OPERATIONS)

    def after(self, number: int) -> tuple[Exchange, ...]:
        """The exchanges after this number that are still stored."""
        return tuple(map(exchange_from, self._ask({"since": number, "limit": _ALL})["exchanges"]))

    @property
    def position(self) -> int:
        """The number of the newest exchange."""
        found: int = self._ask({"limit": 1})["position"]
        return found

    def gone(self, since: int) -> int:
        """The number of exchanges after this one that were evicted."""
        found: int = self._ask({"since": since, "limit": 1})["evicted"]
        return found

    def clear(self) -> None:
        """Remove every exchange."""
        self._asserted.clear()
        self._connection.ask("DELETE", self._path)

    def matching(
        self,
        wanted: Expectation,
        *,
        since: int = 0,
        most: int | None = None,
    ) -> tuple[tuple[Exchange, ...], int]:
        """The stored matches after a number, and the number of the newest exchange examined."""
        said = self._ask({"since": since, "operation": wanted.operation, "limit": _ALL})
        found = tuple(filter(wanted.matches, map(exchange_from, said["exchanges"])))
        if most is not None:
            found = found[:most] if since else found[-most:]
        return found, said["position"]

    def listen(
        self,
        callback: Callable[[], None],
        *,
        about: About | None = None,  # noqa: ARG002 - the server can't filter by it
    ) -> Callable[[], None]:
        """Call a function after each exchange; returns a function that ends this."""
        return self.listen_for(Expectation(), callback)

    def listen_for(self, wanted: Expectation, callback: Callable[[], None]) -> Callable[[], None]:
        """`listen`, for exchanges of the expected operations only."""
        ended = threading.Event()
        since = self.position

        def hear() -> None:
            seen = since
            wish = {"operation": wanted.operation, "wait": _WAIT, "limit": 1}
            # If the server or the tenant is gone, no exchange comes any more.
            with suppress(OSError, ValueError):
                while not ended.is_set():
                    self._ask({**wish, "since": seen})
                    seen = self.position  # the callback looks at everything so far
                    callback()
            self._connection.leave()

        threading.Thread(target=hear, name="fakeping-news", daemon=True).start()
        return ended.set

    def __len__(self) -> int:
        """The number of stored exchanges."""
        return len(self.after(0))

    def __iter__(self) -> Iterator[Exchange]:
        """Iterate over the stored exchanges, the oldest first."""
        return iter(self.after(0))

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Exchange, ...]: ...
    def __getitem__(self, index: int | slice) -> Exchange | tuple[Exchange, ...]:
        """The exchange at a position, -1 being the newest; several for a slice."""
        held = self.after(0)
        return held[index] if isinstance(index, slice) else held[place(index, len(held))]

    def to_pytest(self, exchanges: Iterable[Exchange] | None = None) -> str:
        """The journal as a test for a fresh tenant. Raises `ValueError` for a part of it."""
        if exchanges is not None:
            raise ValueError("a journal elsewhere is written as a test as a whole")
        return self._connection.text(f"{self._path}.py")

    def _unmatched(self) -> Sequence[Exchange]:
        return self._find_unmatched()

    def _ask(self, query: dict[str, Any]) -> JSON:
        return self._connection.ask("GET", self._path, query=query)


def exchange_from(document: JSON) -> Exchange:
    """The exchange in a document of the control API."""
    request, reply, caller = document["request"], document["reply"], document["caller"]
    url = urlsplit(document["url"])
    hint, unread = document["hint"], tuple(document.get("unread", ()))
    return Exchange(
        number=document["number"],
        at=datetime.fromisoformat(document["at"]),
        duration=document["duration"],
        operation=document["operation"],
        method=document["method"],
        path=document["path"],
        query_string=url.query,
        status=document["status"],
        caller=caller and Caller.of(caller),
        rule=document["rule"],
        headers=request["headers"],
        request_body=_body(request),
        reply_headers=reply["headers"],
        reply_body=_body(reply),
        base_url=f"{url.scheme}://{url.netloc}",
        fault=document["fault"],
        cut=document["cut"],
        cause=document.get("cause"),
        changes=tuple(map(ShownChange.of, document["changes"])),
        served_as=document.get("served_as"),
        _advise=lambda _: hint,
        _find_unread=lambda _: unread,
    )


def _body(said: JSON) -> bytes:
    if said.get("withheld"):
        return Withheld()
    if "base64" in said:
        body = base64.b64decode(said["base64"])
    elif "json" in said:
        body = json.dumps(said["json"], ensure_ascii=False, separators=(",", ":")).encode()
    else:
        body = said.get("text", "").encode()
    return Excerpt(body) if said.get("excerpt") else body
