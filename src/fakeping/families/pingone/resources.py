"""Resources and their scopes."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from fakeping.core.change import Changed
from fakeping.core.problem import NotFound
from fakeping.core.sources import Clock
from fakeping.core.table import Table
from fakeping.families.pingone import builtins, rules
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.model import (
    CUSTOM,
    Resource,
    ResourceDescription,
    Scope,
    ScopeDescription,
    Stamp,
)
from fakeping.families.pingone.problems import FieldError, PlatformOwned, refuse, taken


class Resources:
    """Resources and their scopes. Names are unique; the platform's own cannot be changed."""

    __slots__ = (
        "_changed", "_clock", "_new_id", "_scopes", "_table", "created_at", "edition",
        "environment_id",
    )  # fmt: skip

    def __init__(
        self,
        environment_id: str,
        *,
        edition: Edition,
        clock: Clock,
        new_id: Callable[[], str],
        created_at: str,
        changed: Changed,
    ) -> None:
        self.environment_id = environment_id
        self.edition = edition
        self._clock = clock
        self._new_id = new_id
        self.created_at = created_at
        self._changed = changed
        self._table: Table[Resource] | None = None
        # By the resource's id; like all the rest, created on first use.
        self._scopes: dict[str, Table[Scope]] = {}

    @property
    def table(self) -> Table[Resource]:
        """Every resource, the built-in ones first.

        Built-in ones are created on first use: most tenants of a suite touch one family only.
        """
        if self._table is None:
            self._table = Table(key=self._name, kind="resource", changed=self._changed)
            for each in builtins.resources(
                self.edition, self.environment_id, created_at=self.created_at
            ):
                self._table.add_builtin(each.id, each)
        return self._table

    @property
    def api(self) -> Resource:
        """The platform's own API."""
        return next(iter(self.table))

    def get(self, id_: str) -> Resource:
        """One resource."""
        found = self.table.get(id_)
        if found is None:
            raise NotFound(f"no resource {id_}")
        return found

    def named(self, name: str) -> Resource | None:
        """The resource of that name."""
        return self.table.get(self.table.holder(self.folded(name)) or "")

    def create(self, said: ResourceDescription, *, stamp: Stamp | None = None) -> Resource:
        """Add a custom resource."""
        self._check_name(said.name)
        stamp = stamp or Stamp.new(self._new_id(), self._clock.text())
        created = Resource(
            id=stamp.id,
            environment_id=self.environment_id,
            name=said.name,
            description=said.description,
            type=CUSTOM,
            settings=said.settings,
            created_at=stamp.created_at,
            updated_at=stamp.updated_at,
        )
        self.table.put(created.id, created)
        return created

    def update(self, id_: str, said: ResourceDescription) -> Resource:
        """Replace a custom resource's description: absent members are cleared."""
        current = self.custom(id_)
        self._check_name(said.name, excluding=id_)
        updated = replace(
            current,
            name=said.name,
            description=said.description,
            settings=said.settings,
            updated_at=self._clock.text(),
        )
        self.table.put(id_, updated)
        return updated

    def delete(self, id_: str) -> None:
        """Remove a custom resource and its scopes."""
        self.custom(id_)
        if id_ in self._scopes:
            self._scopes.pop(id_).remove_all()
        self.table.remove(id_)

    def custom_ids(self) -> list[str]:
        """The ids of the custom resources."""
        return [each.id for each in self._table or () if each.type == CUSTOM]

    def delete_scopes(self) -> None:
        """Remove every custom scope."""
        for resource_id, scopes in list(self._scopes.items()):
            for scope in [each for each in scopes if not each.platform]:
                self.delete_scope(resource_id, scope.id)

    @property
    def made(self) -> Iterable[Resource]:
        """Every resource; empty if nothing has read or changed them yet."""
        return self._table or ()

    def capture(self) -> Any:
        """A snapshot, for `restore`; `None` if nothing was read or changed yet."""
        if self._table is None:
            return None
        return self._table.capture(), {id_: each.capture() for id_, each in self._scopes.items()}

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        resources, scopes = (None, {}) if snapshot is None else snapshot
        for id_ in self._scopes.keys() - scopes.keys():
            self._scopes.pop(id_).clear()
        if resources is not None:
            self.table.restore(resources)
        elif self._table is not None:
            self._table.clear()
            self._table = None
        for id_, each in scopes.items():
            self.scopes(id_).restore(each)

    def custom(self, id_: str) -> Resource:
        """A custom resource. Raises `PlatformOwned` for a built-in one."""
        found = self.get(id_)
        if found.type != CUSTOM:
            raise PlatformOwned(
                "A platform resource cannot be modified or deleted.", rule=rules.BUILT_IN_FIXED
            )
        return found

    def scopes(self, resource_id: str) -> Table[Scope]:
        """The scopes of a resource, the platform's first."""
        found = self._scopes.get(resource_id)
        if found is None:
            resource = self.get(resource_id)
            found = Table(key=self._name, kind="scope", changed=self._changed)
            for each in builtins.scopes(self.edition, resource):
                found.add_builtin(each.id, each)
            self._scopes[resource_id] = found
        return found

    def scope(self, resource_id: str, id_: str) -> Scope:
        """One scope of a resource."""
        found = self.scopes(resource_id).get(id_)
        if found is None:
            raise NotFound(f"no scope {id_} on resource {resource_id}")
        return found

    def create_scope(
        self,
        resource_id: str,
        said: ScopeDescription,
        *,
        errors: Iterable[FieldError] = (),
        stamp: Stamp | None = None,
    ) -> Scope:
        """Add a custom scope to a resource. Raises `Unfit` with `errors` and its own."""
        resource = self.get(resource_id)
        refuse((*self._name_errors(resource, said), *errors))
        stamp = stamp or Stamp.new(self._new_id(), self._clock.text())
        created = Scope(
            id=stamp.id,
            environment_id=self.environment_id,
            resource_id=resource_id,
            name=said.name,
            description=said.description,
            platform=False,
            schema_attributes=self._schema_attributes(resource, said),
            mapped_claims=said.mapped_claims,
            created_at=stamp.created_at,
            updated_at=stamp.updated_at,
        )
        self.scopes(resource_id).put(created.id, created)
        return created

    def update_scope(
        self,
        resource_id: str,
        id_: str,
        said: ScopeDescription,
        *,
        errors: Iterable[FieldError] = (),
        updated_at: str | None = None,
    ) -> Scope:
        """Replace a scope's description: absent members are cleared."""
        current = self.scope(resource_id, id_)
        resource = self.get(resource_id)
        if current.platform:
            updated = self._amended(resource, current, said)
            refuse(errors)
        else:
            refuse((*self._name_errors(resource, said, excluding=id_), *errors))
            updated = replace(
                current,
                name=said.name,
                description=said.description,
                schema_attributes=self._schema_attributes(resource, said),
                mapped_claims=said.mapped_claims,
            )
        updated = replace(updated, updated_at=updated_at or self._clock.text())
        self.scopes(resource_id).put(id_, updated)
        return updated

    def delete_scope(self, resource_id: str, id_: str) -> None:
        """Remove a custom scope."""
        if self.scope(resource_id, id_).platform:
            raise _platform_scope()
        self.scopes(resource_id).remove(id_)

    def unmap(self, resource_id: str, attribute_id: str) -> None:
        """Remove a deleted attribute from the mapped claims of every scope."""
        for each in list(self.scopes(resource_id)):
            if attribute_id in (each.mapped_claims or ()):
                left = tuple(one for one in each.mapped_claims or () if one != attribute_id)
                self.scopes(resource_id).put(each.id, replace(each, mapped_claims=left))

    def _amended(self, resource: Resource, current: Scope, said: ScopeDescription) -> Scope:
        changeable = self.edition.changeable.get(resource.type, {}).get(current.name)
        if changeable is None or said.name != current.name:
            raise _platform_scope()
        if "schema_attributes" in changeable:
            return replace(current, schema_attributes=said.schema_attributes or ("*",))
        return replace(current, mapped_claims=said.mapped_claims)

    def _schema_attributes(
        self, resource: Resource, said: ScopeDescription
    ) -> tuple[str, ...] | None:
        return said.schema_attributes or (("*",) if self._names_are_fixed(resource) else None)

    def _names_are_fixed(self, resource: Resource) -> bool:
        return resource.type == self.edition.api[1] and self.edition.api_scope_name is not None

    def _name_errors(
        self, resource: Resource, said: ScopeDescription, *, excluding: str | None = None
    ) -> Iterator[FieldError]:
        edition = self.edition
        api = self._names_are_fixed(resource)
        pattern = edition.api_scope_name if api else edition.scope_name
        if pattern is not None and not re.fullmatch(pattern, said.name):
            yield FieldError(
                target="name",
                message="The scope's name has a form that this resource does not take.",
                rule=rules.API_SCOPE_NAME if api else rules.SCOPE_NAME_CHARACTERS,
                inner={"allowedPattern": f"^{pattern}$"},
            )
        among: Iterable[Table[Scope]] = [self.scopes(resource.id)]
        if edition.scope_names_unique_in_environment:
            among = [self.scopes(each.id) for each in self.table]
        if any(each.holder(self.folded(said.name)) not in {None, excluding} for each in among):
            yield taken("A scope", rule=rules.SCOPE_NAME_UNIQUE)

    def _check_name(self, name: str, *, excluding: str | None = None) -> None:
        if self.table.holder(self.folded(name)) not in {None, excluding}:
            refuse([taken("A resource", rule=rules.RESOURCE_NAME_UNIQUE)])

    def folded(self, name: str) -> str:
        """A name in the form in which it is compared."""
        return name.casefold() if self.edition.names_fold_case else name

    def _name(self, entity: Resource | Scope) -> str:
        return self.folded(entity.name)


def _platform_scope() -> PlatformOwned:
    return PlatformOwned(
        "A platform scope cannot be modified or deleted.", rule=rules.PLATFORM_SCOPE_FIXED
    )
