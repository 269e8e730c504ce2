"""A tenant of a server that runs elsewhere, as tests hold one of their own process."""

import builtins
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from fakeping.client.connection import LARGE, Connection, Refused
from fakeping.client.journal import RemoteJournal
from fakeping.client.proxy import Misused, Proxy, RemoteFaults
from fakeping.core import problem
from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.core.sources import Clock
from fakeping.core.tally import Tally
from fakeping.families import FAMILIES, classes_of, tenancy_of
from fakeping.faults.faults import Faults
from fakeping.journal.entry import Exchange
from fakeping.journal.journal import Journal
from fakeping.redaction.redact import fingerprint
from fakeping.server import seeds
from fakeping.server.coded import coded, decoded
from fakeping.server.tenant import Tenant

if TYPE_CHECKING:
    from fakeping.server.tenant import Seed

# Somebody else has dropped it.
_GONE = HTTPStatus.NOT_FOUND


class RemoteTenant(Tenant):
    """A tenant that another process has. Whatever it is asked goes over the control API."""

    def __init__(
        self,
        described: JSON,
        connection: Connection,
        *,
        astray: Callable[["RemoteTenant"], Sequence[Exchange]],
        tally: Tally | None = None,
    ) -> None:
        self._described = described
        self._connection = connection
        self._path = f"/tenants/{described['id']}"
        self._astray = astray
        self._counted = tally
        self._dropped = False
        self._owner = os.getpid()
        #: Fingerprints of the tokens that were handed out here.
        self.tokens = {
            fingerprint(described[each.name][tenancy_of(each).issue.__name__]) for each in FAMILIES
        }

    @property
    def names(self) -> frozenset[str]:
        """What it is called: on the wire, and by the control API."""
        return frozenset({self.id, *(self.address(each) for each in FAMILIES)})

    def address(self, family: Family[Any]) -> str:
        """What identifies it in a family's URLs: an environment id, a realm."""
        found: str = self._described[family.name][tenancy_of(family).option]
        return found

    @property
    def id(self) -> str:
        """What the control API calls it."""
        found: str = self._described["id"]
        return found

    def _handle(self, family: Family[Any]) -> Any:
        return Proxy(classes_of(family)[0], family.name, self._carry)

    @cached_property
    def faults(self) -> Faults:
        """What is scripted to fail, and how to."""
        return cast("Faults", RemoteFaults(self._carry))

    @cached_property
    def clock(self) -> Clock:
        """The only time that this tenant knows."""
        return cast("Clock", Proxy(Clock, "clock", self._carry))

    @cached_property
    def journal(self) -> Journal:
        """What was asked of this tenant, and what it answered."""
        path = f"{self._path}/journal"
        return RemoteJournal(self._connection, path, astray=lambda: self._astray(self))

    @property
    def crashes(self) -> tuple[Exception, ...]:
        """Bugs of fakeping that this tenant's requests ran into. There should be none."""
        found: tuple[Exception, ...] = self._carry("crashes", (), {})
        return found

    @property
    def tally(self) -> Tally | None:
        """How its requests were answered; `None` where nobody counts that."""
        try:
            document = self._connection.ask("GET", f"{self._path}/coverage")
        except Refused:
            return None
        return Tally().add(document["answers"])

    def snapshot(self) -> JSON:
        """All that somebody added to it, as one document."""
        return self._connection.ask("GET", f"{self._path}/state", patience=LARGE)

    def reset(self, to: "Seed" = "seed") -> None:
        """Put it back to its seed, make it empty, or let it hold what a state document says."""
        if isinstance(to, str) and to in {"seed", "empty"}:
            self._connection.ask("POST", f"{self._path}/reset", {"to": to})
        else:
            self._fill("PUT", to)

    def calm(self, *, forget: bool = True) -> None:
        """Let every answer go that a fault holds back, and take the faults back, or keep them."""
        self._carry("faults.clear" if forget else "faults.let_go", (), {})

    def add(self, seed: "Seed") -> None:
        """Let it hold what a state document says, on top of what it holds."""
        self._fill("PATCH", seed)

    def drop(self) -> None:
        """Take it off the server, if it is still there. A forked child leaves it to its parent."""
        if not self._dropped and self._owner == os.getpid():
            self._dropped = True
            if self._counted is not None:
                self._counted.add((self.tally or Tally()).document())
            try:
                self._connection.ask("DELETE", self._path)
            except Refused as refused:
                if refused.status != _GONE:
                    raise

    def _fill(self, method: str, seed: "Seed") -> None:
        if callable(seed):
            seed(self)
        else:
            self._connection.ask(method, f"{self._path}/state", seeds.document(seed))

    def _carry(self, path: str, positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
        document = {
            "call": path,
            "positional": [coded(each) for each in positional],
            "named": {name: coded(each) for name, each in named.items()},
        }
        said = self._connection.ask("POST", f"{self._path}/calls", document)
        if "raises" in said:
            raise _raised(**said["raises"])
        value = decoded(said["returns"])
        if isinstance(value, str):
            self.tokens.add(fingerprint(value))
        return value


def _raised(*, kind: str, detail: str) -> Exception:
    known: dict[str, type[Exception]] = {**vars(builtins), **vars(problem), "TypeError": Misused}
    return known[kind](detail)
