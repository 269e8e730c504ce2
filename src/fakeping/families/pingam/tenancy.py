"""The handle of one tenant's PingAM, for tests: URLs, tokens, and what is stored."""

from collections.abc import Callable, Iterable
from threading import RLock
from types import MappingProxyType
from typing import Any

from fakeping.core import entry
from fakeping.core.caller import Caller
from fakeping.core.duration import lifetime as checked
from fakeping.core.guided import Guided
from fakeping.core.keywords import explained
from fakeping.core.names import names
from fakeping.core.problem import Refused
from fakeping.families.oauth import UMA_TICKET
from fakeping.families.pingam.addresses import Addresses
from fakeping.families.pingam.drift import Drift
from fakeping.families.pingam.given import STATE, Given, absolute
from fakeping.families.pingam.model import (
    AuditEntry,
    Client,
    Credentials,
    Label,
    PendingRequest,
    Permission,
    Policy,
    ResourceSet,
    User,
)
from fakeping.families.pingam.naming import name_of, resource_set_of
from fakeping.families.pingam.people import CLIENT, OWNER, UMA_PROTECTION
from fakeping.families.pingam.realms import ROOT
from fakeping.families.pingam.sharing import require_shared
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.tokens import LIFETIME
from fakeping.families.pingam.wire import oauth

#: A resource set, by itself, its id or its name; or a pair of one and some of its scopes.
Wanted = ResourceSet | str | tuple[ResourceSet | str, Iterable[str]]


@explained()
class PingAM(Addresses, Drift, Guided):
    """One tenant's realm of a PingAM deployment."""

    _parts = MappingProxyType({"credentials": Credentials, "given": Given})

    def __init__(
        self,
        store: AccessManager,
        lock: RLock,
        base_url: Callable[[], str],
    ) -> None:
        self._store = store
        self._lock = lock
        self._base_url = base_url
        self._given = Given(store, lock, base_url)

    def __repr__(self) -> str:
        """The edition, and the realm."""
        return f"<PingAM {self.edition}, realm {self._store.realm}>"

    @property
    def given(self) -> Given:
        """Creates state without HTTP. Raises `Full` if the tenant's storage is full.

        Raises `RuntimeError` if the tenant was dropped, or its server has stopped.
        """
        self._base_url()
        self._store.stored.require(0)
        return self._given

    @property
    def realm(self) -> str:
        """The tenant's realm in PingAM's URLs, without the leading slash: `alpha`."""
        return self._store.realm.strip(ROOT)

    @property
    def edition(self) -> str:
        """The name of the tenant's edition."""
        return self._store.edition.name

    @property
    def credentials(self) -> Credentials:
        """The client and the resource owner that each of the tenant's realms has."""
        return self._store.people.credentials(self._store.realm)

    def pat(
        self,
        owner: User | str | None = OWNER,
        *,
        client: Client | str = CLIENT,
        scopes: Iterable[str] = (UMA_PROTECTION,),
        realm: str | None = None,
        lifetime: float = LIFETIME,
        expired: bool = False,
        value: str | None = None,
    ) -> str:
        """Return a protection API access token of an owner: opaque, with `uma_protection`.

        Without an owner, `None`, it is the client's own.
        It holds in one realm, the tenant's own unless said otherwise, for `lifetime` seconds
        of the tenant's clock, or has already expired. `value` chooses the token itself, for
        a client that is configured with a fixed one.
        """
        self._base_url()
        if value is not None:
            entry.require(STATE, "tokens", {"token": value})
        caller = Caller(
            subject=None if owner is None else name_of(owner, "owner"),
            client=name_of(client, "client"),
            scopes=frozenset(names(scopes, "scopes")),
        )
        with self._lock:
            token = self._store.tokens.issue(
                caller,
                realm=absolute(self._store, realm),
                lifetime=checked(lifetime),
                age=lifetime + 1 if expired else 0,
                value=value,
                grant_id=self._store.ids.uuid(),
            )
            return token.value

    def holds(self, token: str) -> bool:
        """Whether a token of the tenant's realm is still valid."""
        with self._lock:
            return self._store.tokens.find(token, realm=self._store.realm) is not None

    def headers(self, owner: User | str | None = OWNER, **said: Any) -> dict[str, str]:
        """The headers of a request with a PAT: `pat` says which arguments shape it."""
        return {"Authorization": f"Bearer {self.pat(owner, **said)}"}

    def sso_token(self, user: User | str = OWNER, *, realm: str | None = None) -> str:
        """Return the SSO token of a new session: what `authenticate` calls `tokenId`."""
        with self._lock:
            return self._store.sessions.begin(
                name_of(user, "user"), realm=absolute(self._store, realm)
            ).id

    def claim_token(
        self, party: User | str, *, client: Client | str = CLIENT, realm: str | None = None
    ) -> str:
        """Return an ID token that identifies a requesting party."""
        store, within = self._store, absolute(self._store, realm)
        party = name_of(party, "party")
        caller = Caller(
            subject=party,
            client=name_of(client, "client"),
            scopes=frozenset({"openid"}),
        )
        with self._lock:
            access = store.tokens.issue(caller, realm=within)
            claims = oauth.id_claims(
                access,
                subject=party,
                user=store.people.user(party, realm=within),
                issuer=oauth.issuer(self.url, within, uma1=store.edition.uma1),
                token_id=store.ids.uuid(),
            )
            return store.tokens.id_token(claims)

    def ticket(
        self,
        *permissions: Wanted,
        owner: User | str = OWNER,
    ) -> str:
        """Return a permission ticket for resource sets of an owner, or for some of their scopes.

        A resource set may be named by its id or name. Raises `LookupError` for one that is not
        there.
        """
        store, whose = self._store, name_of(owner, "owner")
        with self._lock:
            return store.tickets.issue(
                tuple(permission for _, permission in self._permissions(permissions, whose)),
                realm=store.realm,
                owner=whose,
                issuer=self.oauth2_url,
            ).value

    def rpt(
        self,
        party: User | str,
        *permissions: Wanted,
        owner: User | str | None = None,
        client: Client | str = CLIENT,
        lifetime: float = LIFETIME,
        expired: bool = False,
    ) -> str:
        """Return a requesting party token for resource sets, or for some of their scopes.

        As by the UMA grant: raises `Refused` for what the owner's policies don't let the party
        have, which `given.policy` does. A resource set may be named by its id or name, of an
        `owner` if others have that name, too.
        """
        self._base_url()
        store, whose = self._store, None if owner is None else name_of(owner, "owner")
        caller = Caller(subject=name_of(party, "party"), client=name_of(client, "client"))
        with self._lock:
            wanted = self._permissions(permissions, whose)
            if not wanted:
                raise Refused("an RPT is for a resource set at least: rpt(party, resource_set)")
            require_shared(store, wanted, caller)
            return store.tokens.issue(
                caller,
                realm=wanted[0][0].identity.realm,
                grant_type=UMA_TICKET,
                permissions=tuple(permission for _, permission in wanted),
                lifetime=checked(lifetime),
                age=lifetime + 1 if expired else 0,
            ).value

    def _permissions(
        self, said: Iterable[Wanted], owner: str | None
    ) -> list[tuple[ResourceSet, Permission]]:
        pairs = [each if isinstance(each, tuple) else (each, ()) for each in said]
        found: list[tuple[ResourceSet, Permission]] = []
        for each, scopes in pairs:
            if not isinstance(each, ResourceSet | str):
                raise Refused(
                    "a permission is a resource set, its id or its name, or a pair of one and its"
                    f" scopes, such as ('photo', ['view']), not {each!r:.100}"
                )
            # A ticket may name sets of anybody's by their ids, as a request for one.
            known = isinstance(each, ResourceSet) or self._store.resource_sets.has(each)
            meant = resource_set_of(self._store, each, owner=None if known else owner)
            wanted = tuple(names(scopes, "scopes")) or meant.resource_scopes
            found.append((meant, Permission(resource_id=meant.id, scopes=wanted)))
        return found

    def challenge(self, ticket: str) -> str:
        """Return the `WWW-Authenticate` with which a resource server sends a ticket in its 401."""
        return f'UMA realm="{self.realm}", as_uri="{self.uma_url}", ticket="{ticket}"'

    def resource_sets(self, owner: User | str = OWNER) -> list[ResourceSet]:
        """An owner's resource sets, of every client and in every realm of the tenant."""
        with self._lock:
            return self._store.resource_sets.of_owner(name_of(owner, "owner"))

    def resource_set(
        self, resource_set: ResourceSet | str, *, owner: User | str | None = None
    ) -> ResourceSet:
        """The resource set of that name or id, of an owner's or of all. Raises `LookupError`."""
        with self._lock:
            whose = None if owner is None else name_of(owner, "owner")
            return resource_set_of(self._store, resource_set, owner=whose)

    def users(self) -> list[User]:
        """Every user that was added, in all realms of the tenant."""
        with self._lock:
            return [each for _, each in self._store.people.users()]

    def clients(self) -> list[Client]:
        """Every client that was registered, in all realms of the tenant."""
        with self._lock:
            return [each for _, each in self._store.people.clients()]

    def labels(self, owner: User | str = OWNER) -> list[Label]:
        """The labels of an owner in the tenant's realm, their resource servers' too."""
        with self._lock:
            return self._store.labels_of(realm=self._store.realm, owner=name_of(owner, "owner"))

    def policies(self, owner: User | str = OWNER) -> list[Policy]:
        """The policies of an owner in the tenant's realm."""
        with self._lock:
            return self._store.policies.of(realm=self._store.realm, owner=name_of(owner, "owner"))

    def pending_requests(self, owner: User | str = OWNER) -> list[PendingRequest]:
        """The requests in the tenant's realm that an owner has not decided yet."""
        with self._lock:
            return self._store.requests.of(realm=self._store.realm, owner=name_of(owner, "owner"))

    def history(self, owner: User | str = OWNER) -> list[AuditEntry]:
        """The audit history of an owner in the tenant's realm, the oldest entry first."""
        with self._lock:
            return self._store.history.of(realm=self._store.realm, owner=name_of(owner, "owner"))
