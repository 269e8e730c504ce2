"""The handle of one tenant's PingAM, for tests: URLs, tokens, and what is stored."""

from collections.abc import Callable, Iterable
from threading import RLock

from fakeping.core import entry
from fakeping.core.keywords import explained
from fakeping.core.names import name, names
from fakeping.core.operation import Caller
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
from fakeping.families.pingam.people import CLIENT, OWNER, UMA_PROTECTION
from fakeping.families.pingam.realms import ROOT, path_of
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.tokens import LIFETIME
from fakeping.families.pingam.wire import oauth
from fakeping.families.pingam.wire import resource_sets as wire


@explained()
class PingAM:
    """One tenant's realm of a PingAM deployment."""

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
    def url(self) -> str:
        """The deployment's base URL, `{server}/am`."""
        return self._base_url() + self._store.mount

    @property
    def resource_set_url(self) -> str:
        """The URL at which the tenant's realm registers resource sets."""
        store = self._store
        return wire.resource_set_url(self.url, realm=store.realm, edition=store.edition)

    @property
    def oauth2_url(self) -> str:
        """The base URL of the realm's OAuth 2.0 endpoints, which is also its tokens' issuer."""
        return oauth.issuer(self.url, self._store.realm)

    @property
    def uma_url(self) -> str:
        """The base URL of the realm's UMA endpoints: the `as_uri` of a challenge."""
        return f"{self.url}/uma/{path_of(self._store.realm)}"

    @property
    def json_url(self) -> str:
        """The base URL of the realm's Common REST endpoints."""
        return f"{self.url}/json/{path_of(self._store.realm)}"

    @property
    def credentials(self) -> Credentials:
        """The client and the resource owner that each of the tenant's realms has."""
        return self._store.people.credentials(self._store.realm)

    def pat(
        self,
        owner: str | None = OWNER,
        *,
        client: str = CLIENT,
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
            subject=None if owner is None else name(owner, "owner"),
            client=name(client, "client"),
            scopes=frozenset(names(scopes, "scopes")),
        )
        with self._lock:
            token = self._store.tokens.issue(
                caller,
                realm=absolute(self._store, realm),
                lifetime=lifetime,
                age=lifetime + 1 if expired else 0,
                value=value,
                grant_id=self._store.ids.uuid(),
            )
            return token.value

    def holds(self, token: str) -> bool:
        """Whether a token of the tenant's realm is still valid."""
        with self._lock:
            return self._store.tokens.find(token, realm=self._store.realm) is not None

    def sso_token(self, user: str = OWNER, *, realm: str | None = None) -> str:
        """Return the SSO token of a new session: what `authenticate` calls `tokenId`."""
        with self._lock:
            return self._store.sessions.begin(
                name(user, "user"), realm=absolute(self._store, realm)
            ).id

    def claim_token(self, party: str, *, client: str = CLIENT, realm: str | None = None) -> str:
        """Return an ID token that identifies a requesting party."""
        store, within = self._store, absolute(self._store, realm)
        caller = Caller(
            subject=name(party, "party"),
            client=name(client, "client"),
            scopes=frozenset({"openid"}),
        )
        with self._lock:
            access = store.tokens.issue(caller, realm=within)
            claims = oauth.id_claims(
                access,
                subject=party,
                user=store.people.user(party, realm=within),
                issuer=oauth.issuer(self.url, within),
                token_id=store.ids.uuid(),
            )
            return store.tokens.id_token(claims)

    def ticket(
        self,
        *permissions: ResourceSet | str | tuple[ResourceSet | str, Iterable[str]],
        owner: str = OWNER,
    ) -> str:
        """Return a permission ticket for resource sets of an owner, or for some of their scopes.

        A resource set may be named by its id. Raises `LookupError` for one that is not there.
        """
        pairs = [each if isinstance(each, tuple) else (each, ()) for each in permissions]
        store = self._store
        with self._lock:
            return store.tickets.issue(
                tuple(self._permission(each, scopes) for each, scopes in pairs),
                realm=store.realm,
                owner=owner,
                issuer=self.oauth2_url,
            ).value

    def _permission(self, said: ResourceSet | str, scopes: Iterable[str]) -> Permission:
        meant = self._store.resource_sets.at(said) if isinstance(said, str) else said
        wanted = tuple(names(scopes, "scopes"))
        return Permission(resource_id=meant.id, scopes=wanted or meant.resource_scopes)

    def challenge(self, ticket: str) -> str:
        """Return the `WWW-Authenticate` with which a resource server sends a ticket in its 401."""
        return f'UMA realm="{self.realm}", as_uri="{self.uma_url}", ticket="{ticket}"'

    def resource_sets(self, owner: str = OWNER) -> list[ResourceSet]:
        """An owner's resource sets, of every client and in every realm of the tenant."""
        with self._lock:
            return self._store.resource_sets.of_owner(owner)

    def users(self) -> list[User]:
        """Every user that was added, in all realms of the tenant."""
        with self._lock:
            return [each for _, each in self._store.people.users()]

    def clients(self) -> list[Client]:
        """Every client that was registered, in all realms of the tenant."""
        with self._lock:
            return [each for _, each in self._store.people.clients()]

    def labels(self, owner: str = OWNER) -> list[Label]:
        """The labels of an owner in the tenant's realm, their resource servers' too."""
        with self._lock:
            return self._store.labels_of(realm=self._store.realm, owner=owner)

    def policies(self, owner: str = OWNER) -> list[Policy]:
        """The policies of an owner in the tenant's realm."""
        with self._lock:
            return self._store.policies.of(realm=self._store.realm, owner=owner)

    def pending_requests(self, owner: str = OWNER) -> list[PendingRequest]:
        """The requests in the tenant's realm that an owner has not decided yet."""
        with self._lock:
            return self._store.requests.of(realm=self._store.realm, owner=owner)

    def history(self, owner: str = OWNER) -> list[AuditEntry]:
        """The audit history of an owner in the tenant's realm, the oldest entry first."""
        with self._lock:
            return self._store.history.of(realm=self._store.realm, owner=owner)
