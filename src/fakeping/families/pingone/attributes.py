"""The attributes of resources: the claims that their tokens carry."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from fakeping.core.change import Changed
from fakeping.core.problem import NotFound
from fakeping.core.rules import Rule
from fakeping.core.sources import Clock
from fakeping.core.table import Table
from fakeping.families.pingone import builtins, rules
from fakeping.families.pingone.model import (
    CUSTOM,
    Attribute,
    AttributeDescription,
    Resource,
    ScopeDescription,
    Stamp,
)
from fakeping.families.pingone.problems import FieldError, PlatformOwned, refuse, taken
from fakeping.families.pingone.resources import Resources

_RESERVED = frozenset(
    {
        "acr", "amr", "aud", "auth_time", "client_id", "env", "exp", "iat", "iss", "jti", "org",
        "scope", "sid", "sub",
    }
)  # fmt: skip


class Attributes:
    """Attributes by resource. Built-in ones can be changed, but not removed."""

    __slots__ = (
        "_changed", "_clock", "_new_id", "_resources", "_tables"
    )  # fmt: skip

    def __init__(
        self, resources: Resources, *, clock: Clock, new_id: Callable[[], str], changed: Changed
    ) -> None:
        self._resources = resources
        self._clock = clock
        self._new_id = new_id
        self._changed = changed
        self._tables: dict[str, Table[Attribute]] = {}

    def table(self, resource_id: str) -> Table[Attribute]:
        """The attributes of a resource; the first call creates the built-in ones."""
        resource = self._resources.get(resource_id)
        table = self._tables.get(resource_id)
        if table is None:
            table = self._tables[resource_id] = self._new_table()
            for each in builtins.attributes(self._resources.edition, resource):
                table.add_builtin(each.id, each)
        return table

    def made(self, resource_id: str) -> Iterable[Attribute]:
        """The attributes of a resource; empty if nothing has read or changed them yet."""
        return self._tables.get(resource_id, ())

    def get(self, resource_id: str, id_: str) -> Attribute:
        """One attribute of a resource."""
        found = self.table(resource_id).get(id_)
        if found is None:
            raise NotFound(f"no attribute {id_} on resource {resource_id}")
        return found

    def create(
        self, resource_id: str, said: AttributeDescription, *, stamp: Stamp | None = None
    ) -> Attribute:
        """Add a custom attribute. Raises `PlatformOwned` for the platform's API, which has none."""
        resource = self._resources.get(resource_id)
        if resource.type == self._resources.edition.api[1]:
            raise PlatformOwned(
                "The platform's API takes no attributes.", rule=rules.ATTRIBUTE_PLACE
            )
        refuse(self._errors(resource, said))
        said = self._placed(resource, said)
        stamp = stamp or Stamp.new(self._new_id(), self._clock.text())
        created = Attribute(
            id=stamp.id,
            environment_id=resource.environment_id,
            resource_id=resource_id,
            name=said.name,
            value=said.value,
            type=CUSTOM,
            id_token=said.id_token,
            user_info=said.user_info,
            created_at=stamp.created_at,
            updated_at=stamp.updated_at,
        )
        self.table(resource_id).put(created.id, created)
        return created

    def update(
        self,
        resource_id: str,
        id_: str,
        said: AttributeDescription,
        *,
        updated_at: str | None = None,
    ) -> Attribute:
        """Replace an attribute's description; a built-in one keeps its name."""
        current = self.get(resource_id, id_)
        resource = self._resources.get(resource_id)
        refuse(self._errors(resource, said, current=current))
        said = self._placed(resource, said)
        updated = replace(
            current,
            name=said.name,
            value=said.value,
            id_token=said.id_token,
            user_info=said.user_info,
            updated_at=updated_at or self._clock.text(),
        )
        self.table(resource_id).put(id_, updated)
        return updated

    def delete(self, resource_id: str, id_: str) -> None:
        """Remove a custom attribute, also from the scopes that map it."""
        if self.get(resource_id, id_).type != CUSTOM:
            raise PlatformOwned(
                "A built-in attribute cannot be deleted.", rule=rules.ATTRIBUTE_FIXED
            )
        self.table(resource_id).remove(id_)
        self._resources.unmap(resource_id, id_)

    def drop(self, resource_id: str) -> None:
        """Remove the attributes of a deleted resource."""
        table = self._tables.pop(resource_id, None)
        if table is not None:
            table.remove_all()

    def drop_all(self) -> None:
        """Remove every custom attribute."""
        for resource_id, table in list(self._tables.items()):
            for each in [each for each in table if each.type == CUSTOM]:
                self.delete(resource_id, each.id)

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return {id_: each.capture() for id_, each in self._tables.items()}

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        for id_ in self._tables.keys() - snapshot.keys():
            self._tables.pop(id_).clear()
        for id_, each in snapshot.items():
            if id_ not in self._tables:
                self._tables[id_] = self._new_table()
            self._tables[id_].restore(each)

    def mapping_errors(self, resource_id: str, said: ScopeDescription) -> Iterator[FieldError]:
        """The errors in a scope's schema attributes and mapped claims."""
        resource = self._resources.get(resource_id)
        edition = self._resources.edition
        if said.schema_attributes is not None:
            yield from _schema_errors(
                said.schema_attributes, on_api=resource.type == edition.api[1]
            )
        known = map(self.table(resource_id).get, said.mapped_claims or ())
        mappable = resource.type == edition.openid[1] and all(
            each is not None and each.type == CUSTOM for each in known
        )
        if said.mapped_claims is not None and not mappable:
            yield FieldError(
                target="mappedClaims",
                message="Mapped claims are ids of custom attributes of the openid resource.",
                rule=rules.MAPPED_CLAIMS,
            )

    def _errors(
        self,
        resource: Resource,
        said: AttributeDescription,
        *,
        current: Attribute | None = None,
    ) -> Iterator[FieldError]:
        if current is not None and current.type != CUSTOM:
            if said.name != current.name:
                yield _error(
                    "name", "The name of a built-in attribute is fixed.", rules.ATTRIBUTE_FIXED
                )
        else:
            yield from self._name_errors(resource, said, excluding=current.id if current else None)
            if not said.value:
                yield _NO_VALUE
        if self._is_openid(resource):
            if said.id_token is False and said.user_info is False:
                yield _error("idToken", "An attribute stands in the ID token or the user info.")
            return
        for target, place in (("idToken", said.id_token), ("userInfo", said.user_info)):
            if place is not None:
                yield _error(target, "Only attributes of the openid resource say where they stand.")

    def _name_errors(
        self, resource: Resource, said: AttributeDescription, *, excluding: str | None
    ) -> Iterator[FieldError]:
        reserved = said.name in _RESERVED or said.name.startswith("p1.")
        if reserved and self._is_openid(resource):
            yield _error("name", "The attribute's name is reserved.", rules.ATTRIBUTE_RESERVED)
        if self.table(resource.id).holder(said.name) not in {None, excluding}:
            yield taken("An attribute", rule=rules.ATTRIBUTE_NAME_UNIQUE)

    def _placed(self, resource: Resource, said: AttributeDescription) -> AttributeDescription:
        if not self._is_openid(resource):
            return said
        return replace(
            said, id_token=said.id_token is not False, user_info=said.user_info is not False
        )

    def _new_table(self) -> Table[Attribute]:
        return Table(key=_name, kind="attribute", changed=self._changed)

    def _is_openid(self, resource: Resource) -> bool:
        return resource.type == self._resources.edition.openid[1]


_NO_VALUE = FieldError(
    target="value",
    message="The value must not be empty.",
    rule=rules.ATTRIBUTE_VALUE,
    code="EMPTY_VALUE",
)


def _error(target: str, message: str, rule: Rule = rules.ATTRIBUTE_PLACE) -> FieldError:
    return FieldError(target=target, message=message, rule=rule)


def _schema_errors(attributes: tuple[str, ...], *, on_api: bool) -> Iterator[FieldError]:
    alone = attributes == ("*",) or "*" not in attributes
    if not (on_api and attributes and alone):
        yield FieldError(
            target="schemaAttributes",
            message="Schema attributes stand on scopes of the platform's API: paths, or '*' alone.",
            rule=rules.SCHEMA_ATTRIBUTES,
        )


def _name(entity: Attribute) -> str:
    return entity.name
