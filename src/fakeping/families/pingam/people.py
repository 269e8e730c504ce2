"""Who can sign in to a tenant's realms: users and clients."""

from typing import Any

from fakeping.core.change import Changed
from fakeping.core.shelf import Shelf, captured, restored
from fakeping.core.sources import Ids
from fakeping.families.pingam.model import Client, Credentials, User
from fakeping.families.pingam.problems import UnknownClient, WrongCredentials
from fakeping.families.pingam.rules import signin as rules

#: The resource server and the resource owner of the documentation's own samples.
CLIENT = "UMA-Resource-Server"
OWNER = "alice"

#: The scope that makes an access token a PAT.
UMA_PROTECTION = "uma_protection"


class People:
    """Users and clients by realm. The tenant's own two are known in each of its realms."""

    def __init__(self, ids: Ids, *, changed: Changed) -> None:
        self.credentials = Credentials(
            client_id=CLIENT,
            client_secret=ids.opaque(),
            username=OWNER,
            password=ids.opaque(),
        )
        self._own_user = User(name=OWNER, password=self.credentials.password)
        self._own_client = Client(
            client_id=CLIENT,
            client_secret=self.credentials.client_secret,
            default_scopes=(UMA_PROTECTION,),
        )
        self._users: Shelf[tuple[str, str], User] = Shelf(
            "user", changed, id_of=lambda each: each.name
        )
        self._clients: Shelf[tuple[str, str], Client] = Shelf(
            "client", changed, id_of=lambda each: each.client_id
        )

    def add_user(self, user: User, *, realm: str) -> None:
        """Let a user sign in to a realm; one of the same name makes room."""
        self._users.put((realm, user.name), user)

    def add_client(self, client: Client, *, realm: str) -> None:
        """Register a client with a realm; one of the same id makes room."""
        self._clients.put((realm, client.client_id), client)

    def user(self, name: str, *, realm: str) -> User | None:
        """The user of that name."""
        own = self._own_user if name == OWNER else None
        return self._users.get((realm, name), own)

    def client(self, client_id: str, *, realm: str) -> Client:
        """The client with that id. Raises `UnknownClient`."""
        own = self._own_client if client_id == CLIENT else None
        found = self._clients.get((realm, client_id), own)
        if found is None:
            raise UnknownClient(realm)
        return found

    def signed_in(self, name: str, password: str, *, realm: str) -> User:
        """The user who has this password. Raises `WrongCredentials`."""
        user = self.user(name, realm=realm)
        if user is None or not same(user.password, password):
            raise WrongCredentials("Authentication Failed", rule=rules.PASSWORD)
        return user

    def authenticated(self, client_id: str, secret: str | None, *, realm: str) -> Client:
        """The client who has this secret, or who has none. Raises `UnknownClient`."""
        client = self.client(client_id, realm=realm)
        if not same(client.client_secret or "", secret or ""):
            raise UnknownClient(realm)
        return client

    def capture(self) -> Any:
        """Whom it knows now."""
        return captured((self._users, self._clients))

    def restore(self, memento: Any) -> None:
        """Know whom it knew then."""
        restored((self._users, self._clients), memento)


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell."""
    from hmac import compare_digest  # noqa: PLC0415 - brings OpenSSL in, which start-up need not

    return compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
