"""The handle of one tenant's PingOne, for tests: URLs, tokens, and what is stored."""

from collections.abc import Callable
from threading import RLock
from types import MappingProxyType
from typing import TypeVar

from fakeping.core.guided import Guided
from fakeping.core.keywords import explained
from fakeping.families.pingone.collection import Entity
from fakeping.families.pingone.drift import Drift
from fakeping.families.pingone.given import Given
from fakeping.families.pingone.model import (
    Attribute,
    Population,
    Resource,
    Scope,
    Secret,
)
from fakeping.families.pingone.naming import id_in, one_in
from fakeping.families.pingone.platforms_own import BUILT_IN_TYPES
from fakeping.families.pingone.role_tenancy import RoleViews
from fakeping.families.pingone.sign_on_tenancy import SignOnViews
from fakeping.families.pingone.signin.model import Application, ApplicationAttribute, Grant
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.token_tenancy import TokenViews
from fakeping.families.pingone.user import User

E = TypeVar("E", bound=Entity)


@explained()
class PingOne(SignOnViews, RoleViews, TokenViews, Drift, Guided):
    """One tenant's PingOne environment."""

    _parts = MappingProxyType({"credentials": Application, "given": Given})

    def __init__(self, store: Platform, lock: RLock, base_url: Callable[[], str]) -> None:
        self._store = store
        self._lock = lock
        self._base_url = base_url
        self._given = Given(store, lock)

    def __repr__(self) -> str:
        """The edition, and the environment's id."""
        return f"<PingOne {self.edition}, environment {self.environment_id}>"

    @property
    def given(self) -> Given:
        """Creates state without HTTP. Raises `Full` if the tenant's storage is full.

        Raises `RuntimeError` if the tenant was dropped, or its server has stopped.
        """
        self._base_url()
        self._store.stored.require(0)
        return self._given

    @property
    def environment_id(self) -> str:
        """The tenant's id in PingOne's URLs: a UUID."""
        return self._store.home.id

    @property
    def edition(self) -> str:
        """The name of the tenant's edition."""
        return self._store.edition.name

    @property
    def url(self) -> str:
        """The API's base URL, `{server}/v1`."""
        return f"{self._base_url()}/v1"

    @property
    def environment_url(self) -> str:
        """The URL of the tenant's environment, `{server}/v1/environments/{environment_id}`."""
        return f"{self.url}/environments/{self.environment_id}"

    @property
    def resources_url(self) -> str:
        """The URL of the environment's resources."""
        return f"{self.environment_url}/resources"

    @property
    def applications_url(self) -> str:
        """The URL of the environment's applications, which the edition `current` has."""
        return f"{self.environment_url}/applications"

    @property
    def users_url(self) -> str:
        """The URL of the environment's users, which the edition `current` has."""
        return f"{self.environment_url}/users"

    @property
    def auth_url(self) -> str:
        """The base URL of the sign-in endpoints, `{server}/{environment_id}/as`."""
        return f"{self._base_url()}/{self.environment_id}/as"

    @property
    def token_url(self) -> str:
        """The URL of the token endpoint, `{server}/{environment_id}/as/token`."""
        return f"{self.auth_url}/token"

    @property
    def credentials(self) -> Application:
        """The environment's built-in worker application: client id, secret and roles."""
        return self._store.home.worker

    def roles_of(self, client_id: str) -> frozenset[str] | None:
        """The roles of a worker application; `None` for an unknown id."""
        application = self._store.home.applications.find(client_id)
        return application.roles if application else None

    def resources(self, *, built_in: bool = True) -> list[Resource]:
        """The resources of the environment: the built-in ones first, or none of these."""
        with self._lock:
            there = self._store.home.resources
            return [each for each in there.table if built_in or not there.is_builtin(each)]

    def resource(self, resource: Resource | str) -> Resource:
        """The resource of that name or id. Raises `LookupError` for an unknown one."""
        with self._lock:
            return one_in(self._store.home.resources, resource)

    def scope(self, resource: Resource | str, scope: Scope | str) -> Scope:
        """The scope of a resource, by name or id. Raises `LookupError` for an unknown one."""
        with self._lock:
            home = self._store.home
            return one_in(home.scopes.of(id_in(home.resources, resource)), scope)

    def application(self, application: Application | str) -> Application:
        """The application of that name or id. Raises `LookupError` for an unknown one."""
        with self._lock:
            return one_in(self._store.home.applications, application)

    def user(self, user: User | str) -> User:
        """The user of that user name or id. Raises `LookupError` for an unknown one."""
        with self._lock:
            return one_in(self._store.home.users, user)

    def population(self, population: Population | str) -> Population:
        """The population of that name or id. Raises `LookupError` for an unknown one."""
        with self._lock:
            populations = self._store.home.populations
            return populations.shown(one_in(populations, population))

    def scopes(self, resource: Resource | str) -> list[Scope]:
        """The scopes of a resource, or of the one with that id or name."""
        with self._lock:
            home = self._store.home
            return list(home.scopes.of(id_in(home.resources, resource)).table)

    def secret(self, resource: Resource | str) -> Secret:
        """The secret of a custom resource. Raises `NotFound` for the platform's own."""
        with self._lock:
            home = self._store.home
            return home.secrets.get(id_in(home.resources, resource))

    def applications(self) -> list[Application]:
        """Every application, the built-in worker first; PingOne's own are not among them."""
        with self._lock:
            applications = self._store.home.applications
            return [each for each in applications.table if each.type not in BUILT_IN_TYPES]

    def grants(self, application: Application | str) -> list[Grant]:
        """The grants of an application, or of the one with that id or name."""
        with self._lock:
            home = self._store.home
            return list(home.grants.of(id_in(home.applications, application)).table)

    def application_attributes(self, application: Application | str) -> list[ApplicationAttribute]:
        """The attributes of an application, or of the one with that id or name."""
        with self._lock:
            home = self._store.home
            return list(home.application_attributes.of(id_in(home.applications, application)).table)

    def users(self) -> list[User]:
        """Every user, the oldest first."""
        with self._lock:
            return list(self._store.home.users.table)

    def populations(self) -> list[Population]:
        """Every population, the built-in one first."""
        with self._lock:
            populations = self._store.home.populations
            return [populations.shown(each) for each in populations.table]

    def environments(self) -> list[str]:
        """The ids of the tenant's environments, its own first."""
        with self._lock:
            return [each.id for each in self._store.environments()]

    def attributes(self, resource: Resource | str) -> list[Attribute]:
        """The attributes of a resource, or of the one with that id or name."""
        with self._lock:
            home = self._store.home
            return list(home.attributes.of(id_in(home.resources, resource)).table)
