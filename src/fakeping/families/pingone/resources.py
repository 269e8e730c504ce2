"""The resources of an environment."""

import re
from collections.abc import Iterable, Iterator

from fakeping.families.pingone import builtins, rules
from fakeping.families.pingone.collection import Collection
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.model import CUSTOM, Resource, Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, taken
from fakeping.families.pingone.record import Record, Said, member

_VALIDITY = 3600

# What an audience does not have, unless it is the resource's name, which is the default.
_RESERVED = re.compile("[#@]|pingone|pingidentity", re.IGNORECASE)

_INTROSPECTION = "CLIENT_SECRET_BASIC"


def _has_settings(edition: Edition) -> bool:
    return edition.settings


RESOURCE = Record(
    member("name"),
    member("description"),
    member("type", settable=False),
    member("audience", default=lambda said: said["name"], only=_has_settings),
    member(
        "accessTokenValiditySeconds",
        to="access_token_validity",
        default=_VALIDITY,
        only=_has_settings,
        read=int,
    ),
    member(
        "introspectEndpointAuthMethod",
        to="introspect_auth_method",
        default=_INTROSPECTION,
        only=_has_settings,
    ),
    member(
        "applicationPermissionsSettings",
        to="permissions_claim",
        default=False,
        only=_has_settings,
        read=lambda said: said.get("claimEnabled") or False,
        write=lambda claim: {"claimEnabled": claim},
    ),
)


class Resources(Collection[Resource]):
    """Resources by id. Names are unique; the platform's own cannot be changed."""

    kind = "resource"

    def builtins(self) -> Iterable[Resource]:
        """The platform's API and `openid`."""
        near = self.surroundings
        return builtins.resources(near.edition, near.environment_id, created_at=near.created_at)

    def key(self, entity: Resource) -> str:
        """The name as it is compared."""
        return self.edition.folded(entity.name)

    def is_builtin(self, entity: Resource) -> bool:
        """Whether it is one of the platform's."""
        return entity.type != CUSTOM

    def new(self, stamp: Stamp, said: Said) -> Resource:
        """Make a custom resource."""
        return Resource(
            environment_id=self.surroundings.environment_id, type=CUSTOM, **said, **stamp.members
        )

    @property
    def api(self) -> Resource:
        """The platform's own API."""
        return next(iter(self.table))

    def named(self, name: str) -> Resource | None:
        """The resource of that name; the platform's own API by its audience too."""
        found = self.table.get(self.table.holder(self.edition.folded(name)) or "")
        return self.api if found is None and name == builtins.AUDIENCE else found

    def custom(self, id_: str) -> Resource:
        """A custom resource. Raises `PlatformOwned` for a built-in one."""
        found = self.get(id_)
        if found.type != CUSTOM:
            raise PlatformOwned(
                "A platform resource cannot be modified or deleted.", rule=rules.BUILT_IN_FIXED
            )
        return found

    def errors(self, said: Said, current: Resource | None) -> Iterator[FieldError]:
        """A name that is taken; an audience that is reserved."""
        holder = self.table.holder(self.edition.folded(said["name"]))
        if holder not in {None, current and current.id}:
            yield taken("A resource", rule=rules.RESOURCE_NAME_UNIQUE)
        audience = said.get("audience")
        if audience is not None and audience != said["name"] and _RESERVED.search(audience):
            yield FieldError(
                target="audience", message="The value is not allowed.", rule=rules.AUDIENCE
            )

    def changes(self, current: Resource, said: Said) -> Said:
        """Everything that was said. Raises `PlatformOwned` for a built-in resource."""
        self.custom(current.id)
        return said

    def require_removable(self, entity: Resource) -> None:
        """Raise `PlatformOwned` for a built-in resource."""
        self.custom(entity.id)
