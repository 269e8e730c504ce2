"""The editions of PingOne's API: what differs between them, as data."""

from dataclasses import dataclass, field

DEVELOPER = "Client Application Developer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A named set of behaviour switches. Each says which sentence it stands for in `rules`."""

    name: str
    #: The member of `_embedded` that lists resources and scopes.
    embedded: str = "items"
    #: Any of these roles opens the resources endpoints.
    roles: frozenset[str] = frozenset({DEVELOPER})
    #: What a caller without such a role is answered with.
    denied_status: int = 401
    #: Whether a scope's name is unique in its resource or in the whole environment.
    scope_names_unique_in: str = "resource"
    #: Members of a listed resource; a single one has them all.
    listed: frozenset[str] = field(default=frozenset({"_links", "id", "name", "description"}))


P14C = Edition(name="p14c")

EDITIONS = {P14C.name: P14C}
