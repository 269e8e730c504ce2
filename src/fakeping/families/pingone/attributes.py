"""The attributes of a resource: the claims that its tokens carry."""

from collections.abc import Iterable, Iterator

from fakeping.core.rules import Rule
from fakeping.families.pingone import builtins, rules
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.model import CUSTOM, Attribute, Resource, Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, taken
from fakeping.families.pingone.record import Record, Said, member

_RESERVED = frozenset(
    {
        "acr", "amr", "aud", "auth_time", "client_id", "env", "exp", "iat", "iss", "jti", "org",
        "scope", "sid", "sub",
    }
)  # fmt: skip

ATTRIBUTE = Record(
    member("name"),
    member("value"),
    member("type", settable=False),
    member("idToken"),
    member("userInfo"),
)


class Attributes(Collection[Attribute]):
    """The attributes of one resource. Built-in ones can be changed, but not removed."""

    kind = "attribute"

    def __init__(self, surroundings: Surroundings, resource: Resource) -> None:
        super().__init__(surroundings)
        self._resource = resource

    def builtins(self) -> Iterable[Attribute]:
        """The platform's attributes of the resource."""
        return builtins.attributes(self.edition, self._resource)

    def key(self, entity: Attribute) -> str:
        """The name."""
        return entity.name

    def is_builtin(self, entity: Attribute) -> bool:
        """Whether it is one of the platform's."""
        return entity.type != CUSTOM

    def new(self, stamp: Stamp, said: Said) -> Attribute:
        """Make a custom attribute."""
        return Attribute(
            environment_id=self.surroundings.environment_id,
            resource_id=self._resource.id,
            type=CUSTOM,
            **self._placed(said),
            **stamp.members,
        )

    def require_open(self) -> None:
        """Raise `PlatformOwned` for the platform's API, which has no attributes."""
        if self._resource.type == self.edition.api[1]:
            raise PlatformOwned(
                "The platform's API takes no attributes.", rule=rules.ATTRIBUTE_PLACE
            )

    def changes(self, current: Attribute, said: Said) -> Said:
        """Everything that was said."""
        del current
        return self._placed(said)

    def require_removable(self, entity: Attribute) -> None:
        """Raise `PlatformOwned` for a built-in one."""
        if entity.type != CUSTOM:
            raise PlatformOwned(
                "A built-in attribute cannot be deleted.", rule=rules.ATTRIBUTE_FIXED
            )

    def errors(self, said: Said, current: Attribute | None) -> Iterator[FieldError]:
        """A name that is taken, reserved or fixed; no value; a wrong place."""
        if current is not None and current.type != CUSTOM:
            if said["name"] != current.name:
                yield _error(
                    "name", "The name of a built-in attribute is fixed.", rules.ATTRIBUTE_FIXED
                )
        else:
            yield from self._name_errors(said["name"], excluding=current.id if current else None)
            if not said["value"]:
                yield _NO_VALUE
        if self._is_openid:
            if said["id_token"] is False and said["user_info"] is False:
                yield _error("idToken", "An attribute stands in the ID token or the user info.")
            return
        for target, place in (("idToken", said["id_token"]), ("userInfo", said["user_info"])):
            if place is not None:
                yield _error(target, "Only attributes of the openid resource say where they stand.")

    def mapping_errors(self, said: Said) -> Iterator[FieldError]:
        """What a scope of this resource must not say about attributes."""
        schema, mapped = said.get("schema_attributes"), said.get("mapped_claims")
        if schema is not None:
            yield from _schema_errors(schema, on_api=self._resource.type == self.edition.api[1])
        if mapped is None:
            return
        known = map(self.table.get, mapped)
        on_api = self._resource.type == self.edition.api[1] and not self._is_openid
        if on_api or not all(each and each.type == CUSTOM for each in known):
            yield FieldError(
                target="mappedClaims",
                message="Mapped claims are ids of custom attributes of the resource.",
                rule=rules.MAPPED_CLAIMS,
            )

    def _name_errors(self, name: str, *, excluding: str | None) -> Iterator[FieldError]:
        if (name in _RESERVED or name.startswith("p1.")) and self._is_openid:
            yield _error("name", "The attribute's name is reserved.", rules.ATTRIBUTE_RESERVED)
        if self.table.holder(name) not in {None, excluding}:
            yield taken("An attribute", rule=rules.ATTRIBUTE_NAME_UNIQUE)

    def _placed(self, said: Said) -> Said:
        """The values, with both places by default for an attribute of `openid`."""
        if not self._is_openid:
            return said
        places = {each: said[each] is not False for each in ("id_token", "user_info")}
        return {**said, **places}

    @property
    def _is_openid(self) -> bool:
        return self._resource.type == self.edition.openid[1]


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
