"""One tenant's PingAM, as a test holds it: where it is, who may call, what is there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import RLock

from fakeping.core.exchange import JSON
from fakeping.core.operation import Caller
from fakeping.families.pingam import wire
from fakeping.families.pingam.model import Credentials, Identity, ResourceSet
from fakeping.families.pingam.realms import ROOT
from fakeping.families.pingam.store import ResourceSets
from fakeping.families.pingam.tokens import CLIENT, LIFETIME, OWNER, UMA_PROTECTION


@dataclass(frozen=True, slots=True)
class Given:
    """Puts state there without HTTP, under the same rules as a request."""

    _store: ResourceSets
    _lock: RLock
    _base_url: Callable[[], str]

    def resource_set(
        self,
        *,
        owner: str = OWNER,
        client: str = CLIENT,
        realm: str | None = None,
        resource_scopes: Iterable[str],
        **members: JSON,
    ) -> ResourceSet:
        """Register a resource set for an owner; `members` are the rest of its description.

        Raises the `Problem` that a request for the same would meet.
        """
        identity = Identity(realm=_held(self._store, realm), owner=owner, client=client)
        said = wire.description({"resource_scopes": list(resource_scopes), **members})
        with self._lock:
            return self._store.register(said, identity=identity, base_url=self._base_url())

    def realm(self, name: str) -> str:
        """Add a realm and return its absolute name.

        A relative `name`, such as `customers`, is below the tenant's own realm. `/` is the
        root realm: one tenant of a server at a time can have it. Raises `ValueError` when
        another tenant has the realm.
        """
        parent = "" if name.startswith(ROOT) else self._store.realm.rstrip(ROOT) + ROOT
        absolute = ROOT + f"{parent}{name}".strip(ROOT)
        with self._lock:
            self._store.add_realm(absolute)
        return absolute


class PingAM:
    """One tenant's realm of a PingAM deployment."""

    def __init__(
        self,
        store: ResourceSets,
        lock: RLock,
        base_url: Callable[[], str],
    ) -> None:
        self._store = store
        self._lock = lock
        self._base_url = base_url
        #: Puts state there without HTTP.
        self.given = Given(store, lock, base_url)

    @property
    def realm(self) -> str:
        """What identifies the tenant in PingAM's URLs, without the slash in front: `alpha`."""
        return self._store.realm.strip(ROOT)

    @property
    def edition(self) -> str:
        """The name of the edition that it behaves as."""
        return self._store.edition.name

    @property
    def url(self) -> str:
        """The deployment's base URL, `{server}/am`."""
        return self._base_url() + self._store.mount

    @property
    def resource_set_url(self) -> str:
        """Where the tenant's realm registers resource sets."""
        return wire.resource_set_url(self.url, realm=self._store.realm)

    @property
    def credentials(self) -> Credentials:
        """A resource server and a resource owner that the realm knows."""
        return self._store.credentials

    def pat(
        self,
        owner: str = OWNER,
        *,
        client: str = CLIENT,
        scopes: Iterable[str] = (UMA_PROTECTION,),
        realm: str | None = None,
        lifetime: float = LIFETIME,
        expired: bool = False,
        value: str | None = None,
    ) -> str:
        """Return a protection API access token of an owner: opaque, with `uma_protection`.

        It holds in one realm, the tenant's own unless said otherwise, for `lifetime` seconds
        of the tenant's clock, or has already expired. `value` chooses the token itself, for
        a client that is configured with a fixed one.
        """
        caller = Caller(subject=owner, client=client, scopes=frozenset(scopes))
        with self._lock:
            return self._store.tokens.issue(
                caller,
                realm=_held(self._store, realm),
                lifetime=lifetime,
                age=lifetime + 1 if expired else 0,
                value=value,
            )

    def resource_sets(self, owner: str = OWNER) -> list[ResourceSet]:
        """An owner's resource sets, of every client and in every realm of the tenant."""
        with self._lock:
            return self._store.of_owner(owner)


def _held(store: ResourceSets, realm: str | None) -> str:
    absolute = store.realm if realm is None else ROOT + realm.strip(ROOT)
    if absolute not in store.realms:
        raise ValueError(f"the tenant has no realm {absolute!r}; `given.realm` adds one")
    return absolute
