"""Environments' resources, as PingOne remembers them."""

from dataclasses import dataclass

PLATFORM = "PLATFORM"
CUSTOM = "CUSTOM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A protected endpoint that applications request access to."""

    id: str
    environment_id: str
    name: str
    description: str | None
    #: `PLATFORM` or `CUSTOM`.
    type: str
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
    #: One of the platform's own, which can't be modified or deleted.
    platform: bool
    #: The platform's own scopes have no dates.
    created_at: str | None
    updated_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a client may say of a resource or of a scope."""

    name: str
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application that may ask for tokens; a worker acts by its own roles."""

    client_id: str
    client_secret: str
    roles: frozenset[str]
