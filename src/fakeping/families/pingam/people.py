"""The users and clients of a tenant's realms."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from fakeping.core.change import Changed
from fakeping.core.part import captured, restored
from fakeping.core.problem import NotFound
from fakeping.core.sources import Ids, derived_uuid
from fakeping.core.table import Table
from fakeping.families.pingam.model import Client, Credentials, User
from fakeping.families.pingam.problems import UnknownClient, WrongCredentials
from fakeping.families.pingam.rules import signin as rules
from fakeping.redaction.secret_digest import matches

A = TypeVar("A")

#: The resource server and the resource owner of the documentation's own samples.
CLIENT = "UMA-Resource-Server"
OWNER = "alice"

#: AM's own administrator, in whatever letter case.
ADMINISTRATOR = "amadmin"

#: The scope that makes an access token a PAT.
UMA_PROTECTION = "uma_protection"


class People:
    """Users and clients by realm. Each realm also has the tenant's own user and client."""

    def __init__(self, ids: Ids, *, changed: Changed) -> None:
        self._own_client = Client(
            client_id=CLIENT,
            client_secret=ids.opaque(),
            default_scopes=(UMA_PROTECTION,),
        )
        self._own_user = User(name=OWNER, password=ids.opaque())
        self._users: Table[tuple[str, str], User] = Table(
            "user", changed, id_of=lambda each: each.name
        )
        self._clients: Table[tuple[str, str], Client] = Table(
            "client", changed, id_of=lambda each: each.client_id
        )

    def add_user(self, user: User, *, realm: str) -> None:
        """Add a user to a realm, replacing one of the same name."""
        self._users.put((realm, user.name), user)

    def add_client(self, client: Client, *, realm: str) -> None:
        """Register a client with a realm, replacing one of the same id."""
        self._clients.put((realm, client.client_id), client)

    def remove_user(self, user: User) -> None:
        """Remove a user that was added. Raises `NotFound`."""
        realm, found = self.added_user(user)
        self._users.remove((realm, found.name))

    def remove_client(self, client: Client) -> None:
        """Remove a client that was added. Raises `NotFound`."""
        realm, found = self.added_client(client)
        self._clients.remove((realm, found.client_id))

    def added_user(self, user: User) -> tuple[str, User]:
        """An added user as they are now, with their realm. Raises `NotFound`."""
        return _added(self.users(), user, user.name, lambda each: each.name)

    def added_client(self, client: Client) -> tuple[str, Client]:
        """An added client as it is now, with its realm. Raises `NotFound`."""
        return _added(self.clients(), client, client.client_id, lambda each: each.client_id)

    def credentials(self, realm: str) -> Credentials:
        """The tenant's own client and user, with the secrets that they have in this realm."""
        client = self._clients.get((realm, CLIENT)) or self._own_client
        user = self._users.get((realm, OWNER)) or self._own_user
        return Credentials(
            client_id=CLIENT,
            client_secret=client.client_secret or "",
            username=OWNER,
            password=user.password,
        )

    def made_up(self, *names: str) -> str:
        """A secret derived from these names: always the same, and unguessable."""
        return derived_uuid(self._own_client.client_secret or "", *names)

    def users(self) -> list[tuple[str, User]]:
        """Every added user, with its realm."""
        return [(realm, each) for (realm, _), each in self._users.items()]

    def clients(self) -> list[tuple[str, Client]]:
        """Every added client, with its realm."""
        return [(realm, each) for (realm, _), each in self._clients.items()]

    def secrets(self) -> Iterator[str]:
        """Every password and every client secret."""
        for user in (self._own_user, *self._users):
            yield user.password
        for client in (self._own_client, *self._clients):
            yield client.client_secret or ""

    def user(self, name: str, *, realm: str) -> User | None:
        """The user of that name, if there is one."""
        own = self._own_user if name == OWNER else None
        return self._users.get((realm, name)) or own

    def administers(self, name: str, *, realm: str) -> bool:
        """Whether somebody is an administrator of a realm: `amadmin` is, whoever adds them."""
        user = self._users.get((realm, name))
        return name.lower() == ADMINISTRATOR or (user is not None and user.administrator)

    def client(self, client_id: str, *, realm: str) -> Client:
        """The client with that id. Raises `UnknownClient`."""
        own = self._own_client if client_id == CLIENT else None
        found = self._clients.get((realm, client_id)) or own
        if found is None:
            raise UnknownClient(realm, cause="unknown-client" if client_id else "no-client")
        return found

    def knows(self, client_id: str, *, realm: str) -> bool:
        """Whether there is a client with that id."""
        return client_id == CLIENT or self._clients.has((realm, client_id))

    def signed_in(self, name: str, password: str, *, realm: str) -> User:
        """Check a user's password. Raises `WrongCredentials`."""
        user = self.user(name, realm=realm)
        if user is None or not matches(user.password, password):
            raise WrongCredentials("Authentication Failed", rule=rules.PASSWORD)
        return user

    def authenticated(self, client_id: str, secret: str | None, *, realm: str) -> Client:
        """Check a client's secret; a public client has none. Raises `UnknownClient`."""
        client = self.client(client_id, realm=realm)
        if not matches(client.client_secret or "", secret or ""):
            raise UnknownClient(realm, cause="wrong-secret")
        return client

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return captured((self._users, self._clients))

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        restored((self._users, self._clients), snapshot)


def _added(
    there: Iterable[tuple[str, A]], wanted: A, name: str, name_of: Callable[[A], str]
) -> tuple[str, A]:
    """The entity itself if it is there unchanged, else the first of its name, with its realm."""
    same = [pair for pair in there if name_of(pair[1]) == name]
    if not same:
        raise NotFound(f"nothing that was added is called {name!r}")
    return next((pair for pair in same if pair[1] == wanted), same[0])
