"""The applications and grants of an environment."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from fakeping.core.change import Changed
from fakeping.core.problem import NotFound
from fakeping.core.shelf import Restorable, Shelf, captured, restored
from fakeping.families.pingone.signin.model import Application, Grant

_CLIENT_ID = attrgetter("client_id")


def _granted(grant: Grant) -> str:
    return f"{grant.client_id}:{grant.resource_id}"


class Directory:
    """Applications by client id, and grants by client and resource."""

    __slots__ = (
        "_granted", "_grants", "applications",
    )  # fmt: skip

    def __init__(self, worker: Application, *, changed: Changed) -> None:
        self.applications: Shelf[str, Application] = Shelf("application", changed, id_of=_CLIENT_ID)
        self.applications[worker.client_id] = worker
        self._grants: Shelf[tuple[str, str], Grant] = Shelf("grant", changed, id_of=_granted)
        # The resources of each client's grants: tokens are requested more often than grants made.
        self._granted: dict[str, dict[str, None]] = {}

    def application(self, client_id: str) -> Application | None:
        """The application with that client id."""
        return self.applications.get(client_id)

    def add_application(self, application: Application) -> Application:
        """Register an application."""
        return self.applications.put(application.client_id, application)

    def grant(self, grant: Grant) -> Grant:
        """Replace an application's grant for a resource."""
        if grant.client_id not in self.applications:
            raise NotFound(f"no application {grant.client_id}")
        self._granted.setdefault(grant.client_id, {})[grant.resource_id] = None
        return self._grants.put((grant.client_id, grant.resource_id), grant)

    def grants(self, client_id: str) -> Iterable[Grant]:
        """An application's grants, the oldest first."""
        return [self._grants[client_id, each] for each in self._granted.get(client_id, ())]

    def revoke_grants(self, resource_id: str) -> None:
        """Remove every grant for a deleted resource."""
        for key in [key for key in self._grants if key[1] == resource_id]:
            self._grants.take(key)
            del self._granted[key[0]][key[1]]

    def delete_all(self) -> None:
        """Remove every application and grant."""
        self._grants.take_all()
        self._granted.clear()
        self.applications.take_all()

    @property
    def _parts(self) -> tuple[Restorable, ...]:
        return self.applications, self._grants

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return captured(self._parts)

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        restored(self._parts, snapshot)
        self._granted = {}
        for client_id, resource_id in self._grants:
            self._granted.setdefault(client_id, {})[resource_id] = None
