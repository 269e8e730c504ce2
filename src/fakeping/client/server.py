"""A server in another process: `fakeping serve`, a container, a shared one."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, urlsplit

from fakeping.client.connection import ControlConnection
from fakeping.client.journal import RemoteJournal
from fakeping.client.tenant import RemoteTenant
from fakeping.core.authority import DEFAULT_PORTS
from fakeping.core.exchange import AUTHORIZATION, JSON
from fakeping.core.guided import Guided
from fakeping.core.keywords import explained
from fakeping.core.scoped import Scoped
from fakeping.core.tally import Tally
from fakeping.journal.entry import Exchange
from fakeping.literals.names import Editions
from fakeping.server import seeds
from fakeping.server.options import require_mappings

if TYPE_CHECKING:
    from fakeping.server.options import Auth
    from fakeping.server.tenant import Seed


@explained("__init__", "tenant", "existing")
class RemoteServer(Scoped, Guided):
    """A running fakeping in another process, used over its control API.

    Its tenants have the interface of `FakePing`'s. `edition`, `switches`, `auth` and `journal`, a
    number of exchanges, are their defaults. `cafile` holds the authorities to trust, instead of the
    system's.
    """

    def __init__(
        self,
        url: str,
        *,
        control_key: str | None = None,
        cafile: str | Path | None = None,
        edition: Editions | Mapping[str, str] | None = None,
        switches: Mapping[str, bool] | None = None,
        auth: "Auth | None" = None,
        journal: int | None = None,
        coverage: bool = False,
    ) -> None:
        self._connection = ControlConnection(url, cafile=cafile)
        self._edition = dict(cast("Mapping[str, str]", edition or {}))
        self._switches = dict(switches or {})
        self._auth = auth
        self._journal = journal
        self._coverage = coverage
        self.control_key = control_key
        #: Switches that are inverted in its tenants, unless their options set them.
        self.switched: frozenset[str] = frozenset()
        #: The count of replies by dropped tenants, if coverage is on.
        self.tally = Tally()
        try:
            #: The server's version.
            self.version = self._connection.greet(control_key)
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """The server's base URL, as it was given."""
        return self._connection.url

    @property
    def port(self) -> int:
        """The server's port."""
        parts = urlsplit(self.url)
        return parts.port or DEFAULT_PORTS[parts.scheme]

    def __repr__(self) -> str:
        """The URL and the version."""
        return f"<RemoteServer at {self.url}, fakeping {self.version}>"

    @property
    def control_url(self) -> str:
        """The base URL of the control API."""
        return f"{self.url}/__fakeping"

    @property
    def crashes(self) -> tuple[Exception, ...]:
        """Always empty: crashes without a tenant concern the one who started the server."""
        return ()

    @property
    def unmatched(self) -> RemoteJournal:
        """The journal of unmatched requests, by all users of the server."""
        return RemoteJournal(self._connection, "/unmatched")

    #: The older name of `unmatched`, kept for one release.
    strays = unmatched

    def tenant(
        self,
        *,
        environment_id: str | None = None,
        realm: str | None = None,
        edition: Editions | Mapping[str, str] | None = None,
        switches: Mapping[str, bool] | None = None,
        auth: "Auth | None" = None,
        seed: "Seed | None" = None,
        ids_seed: int | str | None = None,
        journal: int | None = None,
        name: str | None = None,
    ) -> RemoteTenant:
        """Return a fresh tenant, as `FakePing.tenant`; `with server.tenant() as tenant` drops it.

        Raises `ValueError` if it can't be made, as when another tenant has the environment.
        """
        said = cast("Mapping[str, str] | None", edition)
        require_mappings(edition=said, switches=switches)
        wanted = {
            "environment_id": environment_id,
            "realm": realm,
            "editions": {**self._edition, **(said or {})},
            "switches": {**self._switches, **(switches or {})},
            "switched": sorted(self.switched) or None,
            "auth": auth or self._auth,
            "seed": None if seed is None or callable(seed) else seeds.document(seed),
            "ids_seed": ids_seed,
            "journal": self._journal if journal is None else journal,
            "name": name,
            "coverage": self._coverage,
        }
        tenant = self._made({key: value for key, value in wanted.items() if value is not None})
        if callable(seed):
            tenant.add(seed)
        return tenant

    def existing(self, id_: str) -> RemoteTenant:
        """Return the tenant with that id, such as `default`. Raises `Refused` if it is unknown."""
        return self._held(self.describe(id_))

    def describe(self, id_: str) -> JSON:
        """What a client of any language needs to use the tenant with that id, as `FakePing`'s.

        Raises `Refused` if it is unknown.
        """
        return self._connection.ask("GET", f"/tenants/{quote(id_, safe='')}")

    def unmatched_of(self, tenants: Iterable[RemoteTenant]) -> tuple[Exchange, ...]:
        """The unmatched requests that were probably meant for these tenants.

        Their path nearly names a tenant, or they have a token that was issued through its object.
        """
        mine = _Mine(tenants)
        return tuple(each for each in self.unmatched if mine.meant(each))

    #: The older name of `unmatched_of`, kept for one release.
    strays_of = unmatched_of

    def close(self) -> None:
        """Close the connection. The tenants remain."""
        self._connection.close()

    def _ended(self) -> None:
        self.close()

    def _made(self, document: JSON) -> RemoteTenant:
        return self._held(self._connection.ask("POST", "/tenants", document))

    def _held(self, described: Any) -> RemoteTenant:
        return RemoteTenant(
            described,
            self._connection,
            unmatched=lambda tenant: self.unmatched_of([tenant]),
            tally=self.tally if self._coverage else None,
        )


class _Mine:
    """Tells unmatched requests that were meant for these tenants from others."""

    def __init__(self, tenants: Iterable[RemoteTenant]) -> None:
        tenants = list(tenants)
        self._tokens = {token for each in tenants for token in each.tokens}
        self._names = {name for each in tenants for name in each.names}

    def meant(self, exchange: Exchange) -> bool:
        """Whether a request has one of the tenants' tokens, or nearly one of their names."""
        if exchange.headers.get(AUTHORIZATION, "").rpartition(" ")[2] in self._tokens:
            return True
        said = f"{exchange.path} {exchange.hint or ''}"
        return any(name in said for name in self._names)


def connect(
    url: str, *, control_key: str | None = None, cafile: str | Path | None = None, **tenants: Any
) -> RemoteServer:
    """Connect to a running server. Raises `Unreachable`, a `ConnectionError`, if none answers.

    Raises `Refused`, a `ValueError`, for a wrong control key.

    `cafile` holds the authorities to trust, instead of the system's; `OSError` if it has none.
    `tenants` are defaults of its tenants: `edition`, `switches`, `auth`, `coverage`.
    """
    return RemoteServer(url, control_key=control_key, cafile=cafile, **tenants)
