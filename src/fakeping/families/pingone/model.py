"""PingOne's values: frozen, with the meaning of the wire's members but not their shape."""

from dataclasses import dataclass, field
from typing import Any, Self

from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON
from fakeping.core.guided import Value

CUSTOM = "CUSTOM"

#: Types of built-in attributes: of every custom resource, and of `openid`.
CORE = "CORE"
PREDEFINED = "PREDEFINED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Value):
    """A protected endpoint that applications request access to."""

    id: str
    environment_id: str
    name: str
    description: str | None
    #: `CUSTOM`, or one of the edition's own types.
    type: str
    #: The audience of its tokens. This and the next are `None` where the edition or the type
    #: has none.
    audience: str | None = None
    #: Seconds.
    access_token_validity: int | None = None
    #: How resource servers authenticate to introspect.
    introspect_auth_method: str | None = None
    #: Whether access tokens have a permissions claim.
    permissions_claim: bool | None = None
    #: RFC 3339, in UTC, with milliseconds.
    created_at: str
    updated_at: str

    @property
    def settings(self) -> Self:
        """The resource itself: until the next release, its settings had a place of their own."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope(Value):
    """A permission on a resource, which applications ask for by name."""

    id: str
    environment_id: str
    resource_id: str
    name: str
    description: str | None
    #: Whether it is one of the platform's own.
    platform: bool
    schema_attributes: tuple[str, ...] | None = None
    mapped_claims: tuple[str, ...] | None = None
    #: The documented edition's platform scopes have no dates.
    created_at: str | None
    updated_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute(Value):
    """A claim in a resource's tokens, and where its value comes from."""

    id: str
    environment_id: str
    resource_id: str
    name: str
    value: str
    #: `CORE`, `CUSTOM` or `PREDEFINED`.
    type: str
    #: Whether ID tokens and userinfo have the claim; `None` for resources other than `openid`.
    id_token: bool | None
    user_info: bool | None
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret(Value):
    """The secret of a resource or an application, and the previous one."""

    owner_id: str
    secret: str = field(repr=False)
    previous: str | None = field(default=None, repr=False)
    #: RFC 3339.
    previous_expires_at: str | None = None

    @property
    def resource_id(self) -> str:
        """The owner's id, by its name of before."""
        return self.owner_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The id and dates that the platform gives a new entity."""

    id: str
    created_at: str
    updated_at: str

    @property
    def members(self) -> dict[str, Any]:
        """The arguments of an entity with this stamp."""
        return {"id": self.id, "created_at": self.created_at, "updated_at": self.updated_at}

    @classmethod
    def new(cls, id_: str, now: str) -> Self:
        """The stamp of an entity created now."""
        return cls(id=id_, created_at=now, updated_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentDescription:
    """The members of an environment that a client can set."""

    name: str
    description: str | None = None
    #: `SANDBOX` or `PRODUCTION`.
    type: str = "SANDBOX"
    region: str = "NA"
    license_id: str
    icon: str | None = None
    #: The bill of materials: the members of each product.
    products: JSON = ()
    solution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Population(Value):
    """A set of users; each environment has a built-in one."""

    id: str
    environment_id: str
    name: str
    description: str | None
    default: bool
    #: `None` stands for the environment's default theme, and for its default language.
    theme_id: str | None = None
    preferred_language: str | None = None
    password_policy_id: str | None = None
    #: How users may be found beside their user name; `None` if it was not said.
    alternative_identifiers: tuple[str, ...] | None = None
    #: How many users it has.
    user_count: int = 0
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The caller, audience and expiry of an access token."""

    id: str
    caller: Caller
    audience: frozenset[str]
    #: Seconds since the epoch.
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A revoked token, until it would have expired."""

    id: str
    #: When the token expires anyway.
    expires_at: float
