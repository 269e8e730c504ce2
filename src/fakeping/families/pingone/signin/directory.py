"""Who there is in an environment: applications, users, and what was granted to whom."""

from collections.abc import Iterable

from fakeping.core.problem import NotFound, NotUnique
from fakeping.families.pingone.signin import rules
from fakeping.families.pingone.signin.model import WORKER, Application, Grant, User


class Directory:
    """Applications by client id, users by id, and grants by client and resource."""

    def __init__(self, worker: Application) -> None:
        self.applications = {worker.client_id: worker}
        self.users: dict[str, User] = {}
        self._named: dict[str, User] = {}
        self._grants: dict[str, dict[str, Grant]] = {}
        #: Whoever is asked to sign in is this user, at once.
        self.at_once: User | None = None

    def application(self, client_id: str) -> Application | None:
        """The application with that client id."""
        return self.applications.get(client_id)

    def add_application(self, application: Application) -> Application:
        """Register an application."""
        self.applications[application.client_id] = application
        return application

    def user(self, name: str) -> User | None:
        """The user with that id or that user name."""
        return self.users.get(name) or self._named.get(name)

    def add_user(self, user: User) -> User:
        """Add a user. User names are unique."""
        if user.username in self._named:
            raise NotUnique(
                "A user with the specified username already exists.",
                target="username",
                rule=rules.AUTHORIZE_PAGE,
            )
        self.users[user.id] = self._named[user.username] = user
        return user

    def sign_in(self, user_id: str | None) -> None:
        """Let whoever is asked to sign in be this user at once; nobody asks for a page."""
        if user_id is not None and user_id not in self.users:
            raise NotFound(f"no user {user_id}")
        self.at_once = self.users.get(user_id or "")

    def grant(self, grant: Grant) -> Grant:
        """Replace what an application may ask for on a resource."""
        if grant.client_id not in self.applications:
            raise NotFound(f"no application {grant.client_id}")
        self._grants.setdefault(grant.client_id, {})[grant.resource_id] = grant
        return grant

    def grants(self, client_id: str) -> Iterable[Grant]:
        """What an application may ask for, the oldest grant first."""
        return self._grants.get(client_id, {}).values()

    def roles(self, *, client_id: str, user_id: str | None) -> frozenset[str]:
        """What a worker acts by: its own roles, or those of the user who signed in through it."""
        application = self.applications.get(client_id)
        if application is None or application.type != WORKER:
            return frozenset()
        if user_id is None:
            return application.roles
        user = self.users.get(user_id)
        return user.roles if user else frozenset()
