"""State that a test creates without HTTP, under the same rules as a request."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import RLock

from fakeping.core import entry
from fakeping.core.exchange import JSON
from fakeping.core.guided import Guided
from fakeping.core.keywords import explained
from fakeping.core.names import names
from fakeping.core.problem import Refused
from fakeping.families.pingam import records
from fakeping.families.pingam.document import writing
from fakeping.families.pingam.label_types import TYPES, USER
from fakeping.families.pingam.model import (
    Client,
    Identity,
    Label,
    Policy,
    ResourceSet,
    SessionProperty,
    Share,
    User,
)
from fakeping.families.pingam.naming import name_of, resource_set_of
from fakeping.families.pingam.people import CLIENT, OWNER
from fakeping.families.pingam.realms import ROOT
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import resource_sets as wire
from fakeping.redaction.secret_digest import in_clear

#: The schema of PingAM's part of a state document.
STATE = "pingam/pingam_state"


@explained()
@dataclass(frozen=True, slots=True)
class Given(Guided):
    """Creates realms, users, clients, resource sets and policies without HTTP."""

    _store: AccessManager
    _lock: RLock
    _base_url: Callable[[], str]

    def resource_set(
        self,
        name: str | None = None,
        *,
        owner: User | str = OWNER,
        client: Client | str = CLIENT,
        realm: str | None = None,
        resource_scopes: Iterable[str],
        **members: JSON,
    ) -> ResourceSet:
        """Register a resource set for an owner; `members` are the rest of its description.

        Raises the `Problem` that a request for the same would meet.
        """
        identity = Identity(
            realm=absolute(self._store, realm),
            owner=name_of(owner, "owner"),
            client=name_of(client, "client"),
        )
        edition = self._store.edition
        if name is not None:
            members["name"] = name
        body = {edition.scopes_member: list(names(resource_scopes, "resource_scopes")), **members}
        with self._lock:
            return self._store.resource_sets.register(
                wire.description(body, edition), identity=identity, base_url=self._base_url()
            )

    def realm(self, name: str) -> str:
        """Add a realm and return its absolute name.

        A relative `name`, such as `customers`, is below the tenant's own realm. `/` is the
        root realm: one tenant of a server at a time can have it. Raises `ValueError` when
        another tenant has the realm.
        """
        parent = "" if name.startswith(ROOT) else self._store.realm.rstrip(ROOT) + ROOT
        absolute = ROOT + f"{parent}{name}".strip(ROOT)
        entry.require(STATE, "realms", name)
        with self._lock:
            self._store.add_realm(absolute)
        return absolute

    def user(
        self,
        name: str,
        *,
        password: str | None = None,
        realm: str | None = None,
        claims: Mapping[str, str] | None = None,
        administrator: bool = False,
    ) -> User:
        """Add a user to a realm, by default the tenant's own.

        The default password is random; `claims` are further claims of ID tokens. An
        administrator may use what belongs to any user, as `amadmin` may without being added.
        """
        with self._lock:
            user = User(
                name=name,
                password=password or self._store.ids.opaque(),
                claims=claims or {},
                administrator=administrator,
            )
            entry.require(STATE, "users", writing.user(user, in_clear))
            self._store.people.add_user(user, realm=absolute(self._store, realm))
        return user

    def session_property(self, name: str, *, realm: str | None = None) -> SessionProperty:
        """Let the sessions of a realm, by default the tenant's own, have a property.

        That is what AM's Session Property Whitelist Service is for.
        """
        entry.require(STATE, "session_properties", {"name": name})
        with self._lock:
            within = absolute(self._store, realm)
            return self._store.session_properties.add(name, realm=within)

    def client(
        self,
        client_id: str,
        *,
        client_secret: str | None = None,
        public: bool = False,
        scopes: Iterable[str] | None = None,
        default_scopes: Iterable[str] = (),
        redirect_uris: Iterable[str] = (),
        grant_types: Iterable[str] | None = None,
        asks_consent: bool = False,
        realm: str | None = None,
    ) -> Client:
        """Register an OAuth 2.0 client with a realm.

        By default it may have any scope and use any grant. A public one has no secret; the
        default secret is random.
        """
        with self._lock:
            secret = None if public else client_secret or self._store.ids.opaque()
            said = {
                "client_id": client_id,
                "scopes": names(scopes, "scopes"),
                "default_scopes": names(default_scopes, "default_scopes"),
                "redirect_uris": names(redirect_uris, "redirect_uris"),
                "grant_types": names(grant_types, "grant_types"),
                "asks_consent": asks_consent,
            }
            client = Client(client_secret=secret, **records.CLIENT.read(said))
            entry.require(STATE, "clients", writing.client(client, in_clear))
            self._store.people.add_client(client, realm=absolute(self._store, realm))
        return client

    def label(
        self,
        name: str,
        *,
        type: str = USER,  # noqa: A002 - the wire's name
        owner: User | str = OWNER,
        realm: str | None = None,
        resource_sets: Iterable[ResourceSet | str] = (),
    ) -> Label:
        """Add a label to an owner's, and put it on some of their resource sets.

        Its type is `USER`, `STAR` or `SYSTEM`. A resource set may be named by its id or name.
        """
        owner = name_of(owner, "owner")
        if type not in TYPES:
            raise Refused(f"there is no label type {type!r}: {', '.join(TYPES)}")
        entry.require(STATE, "labels", {"owner": owner, "name": name, "type": type})
        within = absolute(self._store, realm)
        with self._lock:
            ids = [
                resource_set_of(self._store, each, owner=owner, realm=within).id
                for each in names(resource_sets, "resource_sets")
            ]
            return self._store.create_label(name, type, realm=within, owner=owner, resource_ids=ids)

    def policy(
        self,
        resource_set: ResourceSet | str,
        subject: User | str,
        scopes: Iterable[str] | None = None,
        *,
        owner: User | str | None = None,
    ) -> Policy:
        """Share a resource set with a party; by default all its scopes.

        It may be named by its id or its name, of an owner's if others have that name, too. Other
        parties keep their shares. Raises the `Problem` of a request for the same.
        """
        store = self._store
        party = name_of(subject, "subject")
        whose = None if owner is None else name_of(owner, "owner")
        resource_set = resource_set_of(store, resource_set, owner=whose)
        identity = resource_set.identity
        allowed = resource_set.resource_scopes if scopes is None else tuple(names(scopes, "scopes"))
        with self._lock:
            current = store.policies.find(resource_set.id)
            others = [each for each in current.shares if each.subject != party] if current else []
            shares = [*others, Share(subject=party, scopes=allowed)]
            policy = store.share(
                resource_set.id, shares, realm=identity.realm, owner=identity.owner, members={}
            )
            return store.policies.put(policy)


def absolute(store: AccessManager, realm: str | None) -> str:
    """The absolute name of one of the tenant's realms. Raises `ValueError` for any other."""
    name = store.realm if realm is None else ROOT + realm.strip(ROOT)
    if name not in store.realms:
        raise Refused(f"the tenant has no realm {name!r}; `given.realm` adds one")
    return name
