"""What PingOne remembers: frozen values, with the wire's meaning and without its shape."""

from dataclasses import dataclass, field
from typing import Self

from fakeping.core.exchange import JSON
from fakeping.core.operation import Caller

CUSTOM = "CUSTOM"

#: Of an attribute: on every custom resource from the start, or on `openid` from the start.
CORE = "CORE"
PREDEFINED = "PREDEFINED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What today's editions say of a resource; `None` where the edition or the type has none."""

    audience: str | None = None
    #: Seconds.
    access_token_validity: int | None = None
    introspect_auth_method: str | None = None
    #: Whether permissions come as a claim.
    permissions_claim: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A protected endpoint that applications request access to."""

    id: str
    environment_id: str
    name: str
    description: str | None
    #: `CUSTOM`, or one of the edition's own types.
    type: str
    settings: Settings = Settings()
    #: RFC 3339, in UTC, with milliseconds.
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A permission on a resource, which applications ask for by name."""

    id: str
    environment_id: str
    resource_id: str
    name: str
    description: str | None
    #: One of the platform's own.
    platform: bool
    schema_attributes: tuple[str, ...] | None = None
    mapped_claims: tuple[str, ...] | None = None
    #: The documented edition's platform scopes have no dates.
    created_at: str | None
    updated_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A claim in a resource's tokens, and where its value comes from."""

    id: str
    environment_id: str
    resource_id: str
    name: str
    value: str
    #: `CORE`, `CUSTOM` or `PREDEFINED`.
    type: str
    #: Where the claim stands; `None` where the resource isn't OpenID Connect's.
    id_token: bool | None
    user_info: bool | None
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What a resource server introspects with, and what it did before."""

    resource_id: str
    secret: str = field(repr=False)
    previous: str | None = field(default=None, repr=False)
    #: RFC 3339 and, for comparison, seconds of the tenant's clock.
    previous_expires_at: str | None = None
    previous_expires: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What the platform says of an entity when it is made."""

    id: str
    created_at: str
    updated_at: str

    @classmethod
    def new(cls, id_: str, now: str) -> Self:
        """That of an entity which is made now."""
        return cls(id=id_, created_at=now, updated_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceDescription:
    """What a client may say of a resource."""

    name: str
    description: str | None = None
    settings: Settings = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeDescription:
    """What a client may say of a scope."""

    name: str
    description: str | None = None
    schema_attributes: tuple[str, ...] | None = None
    mapped_claims: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDescription:
    """What a client may say of an attribute."""

    name: str
    value: str
    id_token: bool | None = None
    user_info: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentDescription:
    """What a client may say of an environment."""

    name: str
    description: str | None = None
    #: `SANDBOX` or `PRODUCTION`.
    type: str = "SANDBOX"
    region: str = "NA"
    license_id: str
    icon: str | None = None
    #: The bill of materials: what was said of each product.
    products: JSON = ()
    solution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """A set of users; each environment has one from the start."""

    id: str
    environment_id: str
    name: str
    description: str | None
    default: bool
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What an access token stands for."""

    id: str
    caller: Caller
    audience: frozenset[str]
    #: Seconds since the epoch.
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """That a token holds no longer."""

    id: str
    #: When it would not hold anyway.
    expires_at: float
