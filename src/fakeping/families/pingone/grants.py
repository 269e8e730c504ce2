"""The grants of an application: the scopes of each resource that it may ask for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from fakeping.core.sources import derived_uuid
from fakeping.families.pingone import grant_rules as rules
from fakeping.families.pingone.collection import Collection, PartsOf, Surroundings
from fakeping.families.pingone.model import Resource, Scope, Stamp
from fakeping.families.pingone.problems import FieldError
from fakeping.families.pingone.record import Record, Said, member
from fakeping.families.pingone.signin.model import Application, Grant

GRANT = Record(
    member(
        "resource", to="resource_id", read=lambda said: said["id"], write=lambda id_: {"id": id_}
    ),
    member(
        "scopes",
        to="scope_ids",
        read=lambda said: tuple(dict.fromkeys(each["id"] for each in said)),
        write=lambda ids: [{"id": each} for each in ids],
    ),
)


class Grants(Collection[Grant]):
    """The grants of one application, one for each resource."""

    kind = "grant"

    def __init__(
        self,
        surroundings: Surroundings,
        application: Application,
        *,
        resources: Collection[Resource],
        scopes: PartsOf[Resource, Collection[Scope]],
        lessened: Callable[[], None],
    ) -> None:
        """`lessened` is called when a grant was replaced or removed."""
        super().__init__(surroundings)
        self._lessened = lessened
        self._application = application
        self._resources = resources
        self._scopes = scopes
        # The resource of each granted name; `None` after a change that may concern it.
        self._resource_of: dict[str, str] | None = None

    def builtins(self) -> Iterator[Grant]:
        """PingOne's pages for users ask for every scope of its API."""
        application = self._application
        if application.built_in and application.type.startswith("PING_ONE_"):
            api = next(iter(self._resources.table))  # the platform's own
            yield Grant(
                id=derived_uuid(application.id, "grant"),
                environment_id=application.environment_id,
                application_id=application.id,
                resource_id=api.id,
                scope_ids=tuple(each.id for each in self._scopes.of(api.id).table),
                created_at=application.created_at,
                updated_at=application.created_at,
            )

    def key(self, entity: Grant) -> str:
        """The resource."""
        return entity.resource_id

    def new(self, stamp: Stamp, said: Said) -> Grant:
        """Make a grant."""
        application = self._application
        return Grant(
            environment_id=application.environment_id,
            application_id=application.id,
            **said,
            **stamp.members,
        )

    def errors(self, said: Said, current: Grant | None) -> Iterator[FieldError]:
        """A resource with a grant already, or none; scopes that are no scopes of it, or clash."""
        resource_id, ids = said["resource_id"], said["scope_ids"]
        resource = self._resources.table.get(resource_id)
        if resource is None:
            yield _error("resource", "There is no such resource.", rules.GRANT_UNKNOWN)
            return
        if current is not None and current.resource_id != resource_id:
            yield _error(
                "resource", "The resource of a grant cannot be changed.", rules.GRANT_RESOURCE
            )
        elif self.table.holder(resource_id) not in {None, current and current.id}:
            yield _error(
                "resource",
                "The application has a grant for this resource.",
                rules.GRANT_ONE,
                code="UNIQUENESS_VIOLATION",
            )
        known = self._scopes.of(resource_id).table
        if any(known.get(each) is None for each in ids):
            yield _error("scopes", "A scope is not one of the resource's.", rules.GRANT_UNKNOWN)
        names = {scope.name for each in ids if (scope := known.get(each))}
        granted = self._granted_names()
        if any(granted.get(each, resource_id) != resource_id for each in names):
            yield _error(
                "scopes",
                "Another grant of the application has a scope of the same name.",
                rules.GRANT_NAMES,
                code="UNIQUENESS_VIOLATION",
            )

    def grant(self, resource_id: str, scope_ids: Iterable[str]) -> Grant:
        """Grant these scopes of a resource, in place of a grant that is there."""
        said = {"resource_id": resource_id, "scope_ids": tuple(scope_ids)}
        holder = self.table.holder(resource_id)
        return self.create(said) if holder is None else self.update(holder, said)

    def for_resource(self, resource_id: str) -> Grant | None:
        """The grant for a resource."""
        return self.table.get(self.table.holder(resource_id) or "")

    def forget_resource(self, resource_id: str) -> None:
        """Remove the grant for a resource that is deleted."""
        holder = self.table.holder(resource_id)
        if holder is not None:
            self.remove(holder)

    def forget_scope(self, resource_id: str, scope_id: str) -> None:
        """Take a scope that is deleted from the resource's grant, which stays without any."""
        found = self.for_resource(resource_id)
        if found is not None and scope_id in found.scope_ids:
            left = tuple(each for each in found.scope_ids if each != scope_id)
            self.put(replace(found, scope_ids=left))

    def put(self, entity: Grant) -> Grant:
        """Hold a grant."""
        replaced = self.table.get(entity.id) is not None
        if replaced:
            self._resource_of = None
        elif self._resource_of is not None:
            self._resource_of.update(dict.fromkeys(self._names(entity), entity.resource_id))
        super().put(entity)
        if replaced:
            self._lessened()
        return entity

    def forget_names(self) -> None:
        """Look the scopes' names up again: one has another name."""
        self._resource_of = None

    def remove(self, id_: str) -> None:
        """Remove a grant."""
        self._resource_of = None
        super().remove(id_)
        self._lessened()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._resource_of = None
        super().restore(snapshot)

    def _granted_names(self) -> Mapping[str, str]:
        """The name of each scope that is granted, with its resource's id."""
        if self._resource_of is None:
            self._resource_of = {
                name: each.resource_id for each in self.table for name in self._names(each)
            }
        return self._resource_of

    def _names(self, grant: Grant) -> Iterator[str]:
        table = self._scopes.of(grant.resource_id).table
        for id_ in grant.scope_ids:
            scope = table.get(id_)
            if scope is not None:
                yield scope.name


def _error(target: str, message: str, rule: Any, *, code: str = "INVALID_VALUE") -> FieldError:
    return FieldError(target=target, message=message, rule=rule, code=code)
