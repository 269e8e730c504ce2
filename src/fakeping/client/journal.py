"""A journal that another process keeps, with all that can be asked of one in this process."""

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

from fakeping.client.connection import Connection
from fakeping.core.exchange import JSON
from fakeping.core.operation import Caller
from fakeping.families import FAMILIES
from fakeping.journal.change import ShownChange
from fakeping.journal.entry import Exchange
from fakeping.journal.expectation import Expectation
from fakeping.journal.journal import Journal
from fakeping.journal.recorder import About, place
from fakeping.redaction.redact import Excerpt, Withheld

# Seconds that one question waits for news; then it is asked again.
_WAIT = 20

# More exchanges than any journal holds: an answer is a page of them unless it is told.
_ALL = sys.maxsize

_OPERATIONS = frozenset(each.name for family in FAMILIES for each in family.operations)


class RemoteJournal(Journal):
    """What a server recorded, read anew with each question."""

    def __init__(
        self,
        connection: Connection,
        path: str,
        *,
        astray: Callable[[], Sequence[Exchange]] = tuple,
    ) -> None:
        self._connection = connection
        self._path = path
        self._strayed = astray
        super().__init__(lock=RLock(), operations=_OPERATIONS)

    def after(self, number: int) -> tuple[Exchange, ...]:
        """The exchanges that came after the one with that number, as far as they are held."""
        return tuple(map(exchange_from, self._ask({"since": number, "limit": _ALL})["exchanges"]))

    @property
    def position(self) -> int:
        """The number of the newest exchange so far."""
        found: int = self._ask({"limit": 1})["position"]
        return found

    def gone(self, since: int) -> int:
        """How many that came after this number had to make room."""
        found: int = self._ask({"since": since, "limit": 1})["evicted"]
        return found

    def clear(self) -> None:
        """Forget every exchange."""
        self._asserted.clear()
        self._connection.ask("DELETE", self._path)

    def matching(
        self,
        wanted: Expectation,
        *,
        since: int = 0,
        most: int | None = None,
    ) -> tuple[tuple[Exchange, ...], int]:
        """The matches after a number, as far as they are held, and the newest number looked at."""
        said = self._ask({"since": since, "operation": wanted.operation, "limit": _ALL})
        found = tuple(filter(wanted.matches, map(exchange_from, said["exchanges"])))
        if most is not None:
            found = found[:most] if since else found[-most:]
        return found, said["position"]

    def listen(
        self,
        callback: Callable[[], None],
        *,
        about: About | None = None,  # noqa: ARG002 - what matters can't be told there
    ) -> Callable[[], None]:
        """Have a function called after each exchange, until the function returned is called."""
        return self.listen_for(Expectation(), callback)

    def listen_for(self, wanted: Expectation, callback: Callable[[], None]) -> Callable[[], None]:
        """`listen`, for exchanges of the operations that are expected."""
        ended = threading.Event()
        since = self.position

        def hear() -> None:
            seen = since
            wish = {"operation": wanted.operation, "wait": _WAIT, "limit": 1}
            # Where the server or the tenant is gone, there is no more news.
            with suppress(OSError, ValueError):
                while not ended.is_set():
                    self._ask({**wish, "since": seen})
                    seen = self.position  # what came meanwhile is looked for by now
                    callback()
            self._connection.leave()

        threading.Thread(target=hear, name="fakeping-news", daemon=True).start()
        return ended.set

    def __len__(self) -> int:
        """Count the exchanges that are held."""
        return len(self.after(0))

    def __iter__(self) -> Iterator[Exchange]:
        """Iterate from the oldest to the newest that is held."""
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
        """A test that asks a fresh tenant the same. Raises `ValueError` for some of them alone."""
        if exchanges is not None:
            raise ValueError("a journal elsewhere is written as a test as a whole")
        return self._connection.text(f"{self._path}.py")

    def _astray(self) -> Sequence[Exchange]:
        return self._strayed()

    def _ask(self, query: dict[str, Any]) -> JSON:
        return self._connection.ask("GET", self._path, query=query)


def exchange_from(document: JSON) -> Exchange:
    """The exchange that a document of the control API tells of."""
    request, reply, caller = document["request"], document["reply"], document["caller"]
    url = urlsplit(document["url"])
    hint = document["hint"]
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
        changes=tuple(map(ShownChange.of, document["changes"])),
        _advise=lambda _: hint,
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
