"""`given` and views of role assignments."""

from dataclasses import dataclass
from threading import RLock

from fakeping.core import entry
from fakeping.core.exchange import JSON
from fakeping.families.pingone.document import role_assignments
from fakeping.families.pingone.document.gaps import Gaps
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.giving import STATE, Giving
from fakeping.families.pingone.model import Population
from fakeping.families.pingone.naming import id_in
from fakeping.families.pingone.roles import APPLICATION, POPULATION, RoleAssignment
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.user import User


@dataclass(frozen=True, slots=True)
class GivenRoles(Giving):
    """Assigns roles without HTTP."""

    def role_assignment(
        self,
        owner: Application | User | str,
        role: str,
        *,
        scope: Population | Application | JSON | None = None,
    ) -> RoleAssignment:
        """Assign a role, by its name, to an application or a user, or to the one so called.

        `scope` is a population, an application, or a dictionary with the `type` of something and
        its `id`, which may be left out for this environment and its organization. By default it
        is the broadest that the role can have: the organization, or else the environment. Raises
        the `Problem` that a request for the same would meet.
        """
        with self._lock:
            home = self._store.home
            id_ = _owner(home, owner)
            kind = "user" if home.users.named(id_) is not None else "application"
            said = {kind: id_, "role": role, "scope": _scope(scope)}
            document = {name: each for name, each in said.items() if each is not None}
            entry.require(STATE, "roleAssignments", document)
            gaps = Gaps(home.id, now=self._store.clock.text(), opened=str)
            return role_assignments.add(home, document, gaps)


class RoleViews:
    """The roles of an environment's applications and users, and users' recovery codes."""

    _store: Platform
    _lock: RLock

    @property
    def organization_id(self) -> str:
        """The id of the organization that the tenant's environments are in: a UUID."""
        return self._store.organization_id

    def recovery_code(self, user: User | str) -> str:
        """The code that was sent to a user, or to the one with that id or name.

        Raises `LookupError` if there is none, it has expired, or only its digest is known.
        """
        with self._lock:
            home = self._store.home
            found = home.users.named(user if isinstance(user, str) else user.id)
            code = found and home.signin.recoveries.in_clear(found.id)
        if not code:
            raise LookupError("no recovery code was sent to the user")
        return code

    def role_assignments(self, owner: Application | User | str) -> list[RoleAssignment]:
        """The roles of an application or a user, or of the one so called, each with its scope.

        Raises `NotFound` for an unknown one.
        """
        with self._lock:
            home = self._store.home
            id_ = _owner(home, owner)
            user = home.users.named(id_)
            return list((user or home.applications.get(id_)).assignments)


def _owner(home: Environment, said: Application | User | str) -> str:
    user = home.users.named(said) if isinstance(said, str) else None
    return user.id if user else id_in(home.applications, said)


def _scope(said: Population | Application | JSON | None) -> JSON:
    if isinstance(said, Population):
        return {"type": POPULATION, "id": said.id}
    if isinstance(said, Application):
        return {"type": APPLICATION, "id": said.id}
    return said
