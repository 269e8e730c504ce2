"""A tenant in another process, with the interface of a local one."""

import builtins
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from fakeping.client.connection import LARGE, ControlConnection, Refused
from fakeping.client.journal import RemoteJournal
from fakeping.client.proxy import BadArguments, Proxy, RemoteClock, RemoteFaults
from fakeping.core import problem
from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.core.named import Unknown
from fakeping.core.sources import Clock
from fakeping.core.tally import Tally
from fakeping.families import FAMILIES, StateDocument, classes_of, tenancy_of
from fakeping.faults.faults import Faults
from fakeping.journal.entry import Exchange
from fakeping.journal.journal import Journal
from fakeping.redaction.redact import fingerprint
from fakeping.server import seeds
from fakeping.server.coded import coded, decoded
from fakeping.server.tenant import Tenant

if TYPE_CHECKING:
    from fakeping.server.tenant import Seed

# Another client has dropped it.
_GONE = HTTPStatus.NOT_FOUND


class RemoteTenant(Tenant):
    """A tenant of another process, used over the control API."""

    def __init__(
        self,
        described: JSON,
        connection: ControlConnection,
        *,
        unmatched: Callable[["RemoteTenant"], Sequence[Exchange]],
        tally: Tally | None = None,
    ) -> None:
        self._described = described
        self._connection = connection
        self._path = f"/tenants/{described['id']}"
        self._unmatched = unmatched
        self._counted = tally
        self._dropped = False
        self._owner = os.getpid()
        #: Fingerprints of the tokens that were issued through this object.
        self.tokens = {
            fingerprint(described[each.name][tenancy_of(each).issue.__name__]) for each in FAMILIES
        }

    @property
    def names(self) -> frozenset[str]:
        """Its names: its id in the control API, and its address in each family."""
        return frozenset({self.id, *(self.address(each) for each in FAMILIES)})

    def address(self, family: Family[Any]) -> str:
        """Its address in a family's URLs: an environment id, a realm."""
        found: str = self._described[family.name][tenancy_of(family).option]
        return found

    def _whereabouts(self) -> str:
        return ", dropped" if self._dropped else f" at {self._connection.url}"

    @property
    def id(self) -> str:
        """Its id in the control API."""
        found: str = self._described["id"]
        return found

    def _handle(self, family: Family[Any]) -> Any:
        address = f"{family.product} {self.address(family)}, elsewhere"
        return Proxy(classes_of(family)[0], family.name, self._carry, shown=address)

    @cached_property
    def faults(self) -> Faults:
        """Its scripted faults, and the methods that script one."""
        return cast("Faults", RemoteFaults(self._carry))

    @cached_property
    def clock(self) -> Clock:
        """Its clock, the only one that it uses."""
        return cast("Clock", RemoteClock(self._carry))

    @cached_property
    def journal(self) -> Journal:
        """Its requests and replies."""
        path = f"{self._path}/journal"
        return RemoteJournal(self._connection, path, unmatched=lambda: self._unmatched(self))

    @property
    def crashes(self) -> tuple[Exception, ...]:
        """Bugs of fakeping that this tenant's requests ran into. There should be none."""
        found: tuple[Exception, ...] = self._carry("crashes", (), {})
        return found

    @property
    def tally(self) -> Tally | None:
        """The count of its replies, for coverage; `None` if coverage is disabled."""
        try:
            document = self._connection.ask("GET", f"{self._path}/coverage")
        except Refused:
            return None
        return Tally().add(document["answers"])

    def snapshot(self) -> StateDocument:
        """All that was added to it, as a state document."""
        document: StateDocument = self._connection.ask("GET", f"{self._path}/state", patience=LARGE)
        return document

    def reset(self, to: "Seed" = "seed") -> None:
        """Go back to the seed, become empty, or load a state document in place of its state."""
        if isinstance(to, str) and to in {"seed", "empty"}:
            self._connection.ask("POST", f"{self._path}/reset", {"to": to})
        else:
            self._fill("PUT", to)

    def release_held(self, *, remove_faults: bool = True) -> None:
        """Release every held reply, and remove the faults unless told to keep them."""
        self._carry("faults.clear" if remove_faults else "faults.let_go", (), {})

    def add(self, seed: "Seed") -> None:
        """Load a state document on top of its state."""
        self._fill("PATCH", seed)

    def drop(self) -> None:
        """Remove it from the server, if it still exists. Does nothing in a forked child."""
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
    known: dict[str, type[Exception]] = {
        **vars(builtins),
        **vars(problem),
        "Unknown": Unknown,
        "TypeError": BadArguments,
    }
    return known[kind](detail)
