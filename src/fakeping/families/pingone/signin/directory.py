"""The applications, users and grants of an environment."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from fakeping.core.change import Changed
from fakeping.core.problem import NotFound, NotUnique
from fakeping.core.shelf import Restorable, Shelf, captured, restored
from fakeping.families.pingone.signin import rules
from fakeping.families.pingone.signin.model import WORKER, Application, Grant, User

_ID = attrgetter("id")
_CLIENT_ID = attrgetter("client_id")


def _granted(grant: Grant) -> str:
    return f"{grant.client_id}:{grant.resource_id}"


class Directory:
    """Applications by client id, users by id, and grants by client and resource."""

    __slots__ = (
        "_granted", "_grants", "_named", "applications", "at_once", "users",
    )  # fmt: skip

    def __init__(self, worker: Application, *, changed: Changed) -> None:
        self.applications: Shelf[str, Application] = Shelf("application", changed, id_of=_CLIENT_ID)
        self.applications[worker.client_id] = worker
        self.users: Shelf[str, User] = Shelf("user", changed, id_of=_ID)
        self._named: dict[str, str] = {}
        self._grants: Shelf[tuple[str, str], Grant] = Shelf("grant", changed, id_of=_granted)
        # The resources of each client's grants: tokens are requested more often than grants made.
        self._granted: dict[str, dict[str, None]] = {}
        #: The user who signs in without the page being shown.
        self.at_once: User | None = None

    def application(self, client_id: str) -> Application | None:
        """The application with that client id."""
        return self.applications.get(client_id)

    def add_application(self, application: Application) -> Application:
        """Register an application."""
        return self.applications.put(application.client_id, application)

    def user(self, name: str) -> User | None:
        """The user with that id or user name."""
        return self.users.get(name) or self.users.get(self._named.get(name, ""))

    def add_user(self, user: User) -> User:
        """Add a user. Raises `NotUnique` for a user name that is taken."""
        if user.username in self._named:
            raise NotUnique(
                "A user with the specified username already exists.",
                target="username",
                rule=rules.AUTHORIZE_PAGE,
            )
        self._named[user.username] = user.id
        return self.users.put(user.id, user)

    def sign_in(self, user_id: str | None) -> None:
        """Sign this user in without showing the page; `None` brings the page back."""
        if user_id is not None and user_id not in self.users:
            raise NotFound(f"no user {user_id}")
        self.at_once = self.users.get(user_id or "")

    def grant(self, grant: Grant) -> Grant:
        """Replace an application's grant for a resource."""
        if grant.client_id not in self.applications:
            raise NotFound(f"no application {grant.client_id}")
        self._granted.setdefault(grant.client_id, {})[grant.resource_id] = None
        return self._grants.put((grant.client_id, grant.resource_id), grant)

    def grants(self, client_id: str) -> Iterable[Grant]:
        """An application's grants, the oldest first."""
        return [self._grants[client_id, each] for each in self._granted.get(client_id, ())]

    def roles(self, *, client_id: str, user_id: str | None) -> frozenset[str]:
        """The roles of a worker application, or of the user who signed in through it."""
        application = self.applications.get(client_id)
        if application is None or application.type != WORKER:
            return frozenset()
        if user_id is None:
            return application.roles
        user = self.users.get(user_id)
        return user.roles if user else frozenset()

    def revoke_grants(self, resource_id: str) -> None:
        """Remove every grant for a deleted resource."""
        for key in [key for key in self._grants if key[1] == resource_id]:
            self._grants.take(key)
            del self._granted[key[0]][key[1]]

    def delete_all(self) -> None:
        """Remove every application, user and grant."""
        self._grants.take_all()
        self._granted.clear()
        self.users.take_all()
        self.applications.take_all()
        self._named.clear()

    @property
    def _parts(self) -> tuple[Restorable, ...]:
        return self.applications, self.users, self._grants

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return captured(self._parts), self.at_once

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        parts, self.at_once = snapshot
        restored(self._parts, parts)
        self._named = {each.username: each.id for each in self.users.values()}
        self._granted = {}
        for client_id, resource_id in self._grants:
            self._granted.setdefault(client_id, {})[resource_id] = None
