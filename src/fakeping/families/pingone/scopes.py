"""The scopes of a resource."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from fakeping.core.table import Table
from fakeping.families.pingone import builtins, rules
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.model import Resource, Scope, Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, taken
from fakeping.families.pingone.record import Record, Said, member, texts


def _has_settings(edition: Edition) -> bool:
    return edition.settings


SCOPE = Record(
    member("name"),
    member("description"),
    texts("schemaAttributes", only=_has_settings),
    texts("mappedClaims", only=_has_settings),
)


class Scopes(Collection[Scope]):
    """The scopes of one resource, the platform's first."""

    kind = "scope"

    def __init__(
        self,
        surroundings: Surroundings,
        resource: Resource,
        *,
        mapping_errors: Callable[[Said], Iterable[FieldError]],
        peers: Callable[[], Iterable[Table[str, Scope]]],
        renamed: Callable[[], None],
    ) -> None:
        """`mapping_errors` says what a scope must not map; `peers` are every resource's scopes.

        `renamed` is called when a scope has got another name.
        """
        super().__init__(surroundings)
        self._resource = resource
        self._mapping_errors = mapping_errors
        self._peers = peers
        self._renamed = renamed

    def builtins(self) -> Iterable[Scope]:
        """The platform's scopes of the resource."""
        return builtins.scopes(self.edition, self._resource)

    def key(self, entity: Scope) -> str:
        """The name as it is compared."""
        return self.edition.folded(entity.name)

    def is_builtin(self, entity: Scope) -> bool:
        """Whether it is one of the platform's."""
        return entity.platform

    def new(self, stamp: Stamp, said: Said) -> Scope:
        """Make a custom scope."""
        return Scope(
            environment_id=self.surroundings.environment_id,
            resource_id=self._resource.id,
            platform=False,
            **said,
            **stamp.members,
        )

    def errors(self, said: Said, current: Scope | None) -> Iterator[FieldError]:
        """A name that is taken or has the wrong form; attributes that it must not map."""
        if current is None or not current.platform:
            yield from self._name_errors(said["name"], excluding=current.id if current else None)
        yield from self._mapping_errors(said)

    def changes(self, current: Scope, said: Said) -> Said:
        """Everything that was said; of a platform scope, what its type lets change."""
        if not current.platform:
            return said
        changeable = self.edition.changeable.get(self._resource.type, {}).get(current.name)
        if changeable is None or said["name"] != current.name:
            raise _platform_scope()
        if "schema_attributes" in changeable:
            return {"schema_attributes": said["schema_attributes"] or ("*",)}
        return {"mapped_claims": said["mapped_claims"]}

    def put(self, entity: Scope) -> Scope:
        """Hold a scope."""
        before = self.table.get(entity.id)
        if before is not None and before.name != entity.name:
            self._renamed()
        return super().put(entity)

    def require_removable(self, entity: Scope) -> None:
        """Raise `PlatformOwned` for one of the platform's."""
        if entity.platform:
            raise _platform_scope()

    def unmap(self, attribute_id: str) -> None:
        """Remove a deleted attribute from the mapped claims of every scope."""
        for each in list(self.table):
            if attribute_id in (each.mapped_claims or ()):
                left = tuple(one for one in each.mapped_claims or () if one != attribute_id)
                self.put(replace(each, mapped_claims=left))

    @property
    def _names_are_fixed(self) -> bool:
        edition = self.edition
        return self._resource.type == edition.api[1] and edition.api_scope_name is not None

    def _name_errors(self, name: str, *, excluding: str | None) -> Iterator[FieldError]:
        edition, api = self.edition, self._names_are_fixed
        pattern = edition.api_scope_name if api else edition.scope_name
        if pattern is not None and not re.fullmatch(pattern, name):
            yield FieldError(
                target="name",
                message="The scope's name has a form that this resource does not take.",
                rule=rules.API_SCOPE_NAME if api else rules.SCOPE_NAME_CHARACTERS,
                inner={"allowedPattern": f"^{pattern}$"},
            )
        among = self._peers() if edition.scope_names_unique_in_environment else [self.table]
        if any(each.holder(edition.folded(name)) not in {None, excluding} for each in among):
            yield taken("A scope", rule=rules.SCOPE_NAME_UNIQUE)


def _platform_scope() -> PlatformOwned:
    return PlatformOwned(
        "A platform scope cannot be modified or deleted.", rule=rules.PLATFORM_SCOPE_FIXED
    )
