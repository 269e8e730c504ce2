"""The attributes of resources: which claims their tokens carry."""

from collections.abc import Callable
from dataclasses import replace

from fakeping.core.problem import NotFound, NotUnique
from fakeping.core.sources import Clock
from fakeping.core.table import Table
from fakeping.families.pingone import builtins, rules
from fakeping.families.pingone.model import (
    CUSTOM,
    Attribute,
    AttributeDescription,
    Resource,
    ScopeDescription,
)
from fakeping.families.pingone.problems import BadValue, PlatformOwned
from fakeping.families.pingone.resources import Resources

_RESERVED = frozenset(
    {
        "acr", "amr", "aud", "auth_time", "client_id", "env", "exp", "iat", "iss", "jti", "org",
        "scope", "sid", "sub",
    }
)  # fmt: skip


class Attributes:
    """Attributes by resource. Those that are there from the start can be changed, not removed."""

    def __init__(self, resources: Resources, *, clock: Clock, new_id: Callable[[], str]) -> None:
        self._resources = resources
        self._clock = clock
        self._new_id = new_id
        self._tables: dict[str, Table[Attribute]] = {}

    def table(self, resource_id: str) -> Table[Attribute]:
        """The attributes of a resource, made when somebody first looks."""
        resource = self._resources.get(resource_id)
        table = self._tables.get(resource_id)
        if table is None:
            table = self._tables[resource_id] = Table(key=_name)
            for each in builtins.attributes(self._resources.edition, resource):
                table.put(each.id, each)
        return table

    def get(self, resource_id: str, id_: str) -> Attribute:
        """One attribute of a resource."""
        found = self.table(resource_id).get(id_)
        if found is None:
            raise NotFound(f"no attribute {id_} on resource {resource_id}")
        return found

    def create(self, resource_id: str, said: AttributeDescription) -> Attribute:
        """Add a custom attribute to a resource that takes any."""
        resource = self._resources.get(resource_id)
        if resource.type == self._resources.edition.api[1]:
            raise PlatformOwned(
                "The platform's API takes no attributes.", rule=rules.ATTRIBUTE_PLACE
            )
        said = self._checked(resource, said)
        self._check_name(resource_id, said.name)
        now = self._clock.text()
        created = Attribute(
            id=self._new_id(),
            environment_id=resource.environment_id,
            resource_id=resource_id,
            name=said.name,
            value=said.value,
            type=CUSTOM,
            id_token=said.id_token,
            user_info=said.user_info,
            created_at=now,
            updated_at=now,
        )
        self.table(resource_id).put(created.id, created)
        return created

    def update(self, resource_id: str, id_: str, said: AttributeDescription) -> Attribute:
        """Replace what a client may say of an attribute; a built-in one keeps its name."""
        current = self.get(resource_id, id_)
        resource = self._resources.get(resource_id)
        if current.type != CUSTOM and said.name != current.name:
            raise BadValue(
                "The name of a built-in attribute is fixed.",
                target="name",
                rule=rules.ATTRIBUTE_FIXED,
            )
        if current.type == CUSTOM:
            self._check_name(resource_id, said.name, besides=id_)
        said = self._checked(resource, said, built_in=current.type != CUSTOM)
        updated = replace(
            current,
            name=said.name,
            value=said.value,
            id_token=said.id_token,
            user_info=said.user_info,
            updated_at=self._clock.text(),
        )
        self.table(resource_id).put(id_, updated)
        return updated

    def delete(self, resource_id: str, id_: str) -> None:
        """Remove a custom attribute, and each mapping of it."""
        if self.get(resource_id, id_).type != CUSTOM:
            raise PlatformOwned(
                "A built-in attribute cannot be deleted.", rule=rules.ATTRIBUTE_FIXED
            )
        self.table(resource_id).remove(id_)
        self._resources.unmap(resource_id, id_)

    def drop(self, resource_id: str) -> None:
        """Forget the attributes of a resource that is gone."""
        self._tables.pop(resource_id, None)

    def check_mapping(self, resource_id: str, said: ScopeDescription) -> None:
        """Hold a scope's mapped claims and schema attributes to where they may stand."""
        resource = self._resources.get(resource_id)
        edition = self._resources.edition
        if said.schema_attributes is not None:
            _check_schema_attributes(resource.type == edition.api[1], said)
        if said.mapped_claims is None:
            return
        mappable = resource.type == edition.openid[1]
        custom = {each.id for each in self.table(resource_id) if each.type == CUSTOM}
        if not mappable or not custom.issuperset(said.mapped_claims):
            raise BadValue(
                "Mapped claims are ids of custom attributes of the openid resource.",
                target="mappedClaims",
                rule=rules.MAPPED_CLAIMS,
            )

    def _checked(
        self, resource: Resource, said: AttributeDescription, *, built_in: bool = False
    ) -> AttributeDescription:
        openid = resource.type == self._resources.edition.openid[1]
        if not openid:
            if said.id_token is not None or said.user_info is not None:
                raise BadValue(
                    "Only attributes of the openid resource say where they stand.",
                    target="idToken" if said.id_token is not None else "userInfo",
                    rule=rules.ATTRIBUTE_PLACE,
                )
            return self._checked_value(said, built_in=built_in)
        if not built_in and (said.name in _RESERVED or said.name.startswith("p1.")):
            raise BadValue(
                "The attribute's name is reserved.", target="name", rule=rules.ATTRIBUTE_RESERVED
            )
        if said.id_token is False and said.user_info is False:
            raise BadValue(
                "An attribute stands in the ID token, in the user info, or in both.",
                target="idToken",
                rule=rules.ATTRIBUTE_PLACE,
            )
        said = self._checked_value(said, built_in=built_in)
        return replace(
            said, id_token=said.id_token is not False, user_info=said.user_info is not False
        )

    def _checked_value(self, said: AttributeDescription, *, built_in: bool) -> AttributeDescription:
        if not said.value and not built_in:
            raise BadValue(
                "The value must not be empty.",
                target="value",
                code="EMPTY_VALUE",
                rule=rules.ATTRIBUTE_VALUE,
            )
        return said

    def _check_name(self, resource_id: str, name: str, *, besides: str | None = None) -> None:
        if self.table(resource_id).holder(name) not in {None, besides}:
            raise NotUnique(
                "An attribute with the specified name already exists.",
                rule=rules.ATTRIBUTE_NAME_UNIQUE,
            )


def _check_schema_attributes(on_api: bool, said: ScopeDescription) -> None:  # noqa: FBT001 - one fact
    attributes = said.schema_attributes or ()
    if not on_api or ("*" in attributes and len(attributes) > 1) or not attributes:
        raise BadValue(
            "Schema attributes stand on scopes of the platform's API: paths, or '*' alone.",
            target="schemaAttributes",
            rule=rules.SCHEMA_ATTRIBUTES,
        )


def _name(entity: Attribute) -> str:
    return entity.name
