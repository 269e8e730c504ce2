"""A tenant's PingOne: its environment, and the meaning of what is done to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fakeping.core.operation import Seat
from fakeping.core.problem import NotFound, NotUnique
from fakeping.core.sources import derived_uuid
from fakeping.core.table import Table
from fakeping.families.pingone import builtins, rules
from fakeping.families.pingone.edition import DEVELOPER, EDITIONS
from fakeping.families.pingone.model import CUSTOM, Application, Description, Resource, Scope
from fakeping.families.pingone.problems import PlatformOwned
from fakeping.families.pingone.tokens import Tokens

# Clients take a 404 in a young environment for one that is not there yet, and wait.
_AGE = timedelta(days=365)


class Platform:
    """An environment's resources and their scopes. Names are unique, platform entities fixed."""

    def __init__(self, seat: Seat) -> None:
        self.environment_id = seat.address
        self.organization_id = derived_uuid(seat.address, "organization")
        self.edition = EDITIONS[seat.edition]
        self.auth = seat.auth
        self.clock = seat.clock
        self._next_id = seat.ids.uuid
        self.created_at = _midnight(seat.clock.now() - _AGE)
        self.worker = Application(
            client_id=derived_uuid(seat.address, "worker"),
            client_secret=seat.ids.opaque(),
            roles=frozenset({DEVELOPER}),
        )
        self.applications = {self.worker.client_id: self.worker}
        self.tokens = Tokens(seat, organization_id=self.organization_id)
        self._resources: Table[Resource] | None = None
        self._scopes: dict[str, Table[Scope]] = {}

    # Built-ins are made when somebody first looks: most tenants of a suite touch one family.
    @property
    def resources(self) -> Table[Resource]:
        """Every resource, the built-in ones first."""
        if self._resources is None:
            self._resources = Table(key=_name)
            for each in builtins.resources(self.environment_id, created_at=self.created_at):
                self._resources.put(each.id, each)
                self._scopes[each.id] = Table(key=_name)
                for scope in builtins.scopes(each):
                    self._scopes[each.id].put(scope.id, scope)
        return self._resources

    def resource(self, id_: str) -> Resource:
        """One resource."""
        found = self.resources.get(id_)
        if found is None:
            raise NotFound(f"no resource {id_}")
        return found

    def create_resource(self, said: Description) -> Resource:
        """Add a custom resource."""
        self._check_resource_name(said.name)
        now = self.clock.text()
        created = Resource(
            id=self._next_id(),
            environment_id=self.environment_id,
            name=said.name,
            description=said.description,
            type=CUSTOM,
            created_at=now,
            updated_at=now,
        )
        self.resources.put(created.id, created)
        self._scopes[created.id] = Table(key=_name)
        return created

    def update_resource(self, id_: str, said: Description) -> Resource:
        """Replace what a client may say of a custom resource: what is not said is cleared."""
        current = self._custom_resource(id_)
        self._check_resource_name(said.name, besides=id_)
        updated = replace(
            current,
            name=said.name,
            description=said.description,
            updated_at=self.clock.text(),
        )
        self.resources.put(id_, updated)
        return updated

    def delete_resource(self, id_: str) -> None:
        """Remove a custom resource, and its scopes with it."""
        self._custom_resource(id_)
        self.resources.remove(id_)
        del self._scopes[id_]

    @property
    def scopes_by_resource(self) -> dict[str, Table[Scope]]:
        """Every scope of the environment, by the id of its resource."""
        return {each.id: self._scopes[each.id] for each in self.resources}

    def scopes(self, resource_id: str) -> Table[Scope]:
        """The scopes of a resource, the platform's first."""
        return self._scopes[self.resource(resource_id).id]

    def scope(self, resource_id: str, id_: str) -> Scope:
        """One scope of a resource."""
        found = self.scopes(resource_id).get(id_)
        if found is None:
            raise NotFound(f"no scope {id_} on resource {resource_id}")
        return found

    def create_scope(self, resource_id: str, said: Description) -> Scope:
        """Add a custom scope to a resource."""
        scopes = self.scopes(resource_id)
        self._check_scope_name(resource_id, said.name)
        now = self.clock.text()
        created = Scope(
            id=self._next_id(),
            environment_id=self.environment_id,
            resource_id=resource_id,
            name=said.name,
            description=said.description,
            platform=False,
            created_at=now,
            updated_at=now,
        )
        scopes.put(created.id, created)
        return created

    def update_scope(self, resource_id: str, id_: str, said: Description) -> Scope:
        """Replace what a client may say of a custom scope: what is not said is cleared."""
        current = self._custom_scope(resource_id, id_)
        self._check_scope_name(resource_id, said.name, besides=id_)
        updated = replace(
            current,
            name=said.name,
            description=said.description,
            updated_at=self.clock.text(),
        )
        self.scopes(resource_id).put(id_, updated)
        return updated

    def delete_scope(self, resource_id: str, id_: str) -> None:
        """Remove a custom scope."""
        self._custom_scope(resource_id, id_)
        self.scopes(resource_id).remove(id_)

    def worker_with(self, roles: frozenset[str]) -> Application:
        """The worker application that has just these roles, registered now or before."""
        if roles == self.worker.roles:
            return self.worker
        client_id = derived_uuid(self.environment_id, "worker with", *sorted(roles))
        application = Application(
            client_id=client_id,
            client_secret=derived_uuid(self.worker.client_secret, client_id),
            roles=roles,
        )
        return self.applications.setdefault(client_id, application)

    def _custom_resource(self, id_: str) -> Resource:
        found = self.resource(id_)
        if found.type != CUSTOM:
            raise PlatformOwned(
                "A platform resource cannot be modified or deleted.", rule=rules.BUILT_IN_FIXED
            )
        return found

    def _custom_scope(self, resource_id: str, id_: str) -> Scope:
        found = self.scope(resource_id, id_)
        if found.platform:
            raise PlatformOwned(
                "A platform scope cannot be modified or deleted.", rule=rules.PLATFORM_SCOPE_FIXED
            )
        return found

    def _check_resource_name(self, name: str, *, besides: str | None = None) -> None:
        if self.resources.holder(name) not in {None, besides}:
            raise NotUnique(
                "A resource with the specified name already exists.",
                rule=rules.RESOURCE_NAME_UNIQUE,
            )

    def _check_scope_name(self, resource_id: str, name: str, *, besides: str | None = None) -> None:
        everywhere = self.edition.scope_names_unique_in == "environment"
        among = self._scopes.values() if everywhere else [self._scopes[resource_id]]
        if any(each.holder(name) not in {None, besides} for each in among):
            raise NotUnique(
                "A scope with the specified name already exists.", rule=rules.SCOPE_NAME_UNIQUE
            )


def _name(entity: Resource | Scope) -> str:
    return entity.name


def _midnight(when: datetime) -> str:
    day = datetime(when.year, when.month, when.day, tzinfo=UTC)
    return day.isoformat(timespec="milliseconds").replace("+00:00", "Z")
