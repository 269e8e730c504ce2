"""A user, with the meaning of the wire's members but not their shape."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user who can sign in."""

    id: str
    environment_id: str
    population_id: str
    username: str
    email: str | None
    given_name: str | None
    family_name: str | None
    #: Their roles, for tokens of a worker application.
    roles: frozenset[str]
    #: Further attributes: the value of each path, such as `address.locality`.
    attributes: tuple[tuple[str, str], ...]
    created_at: str
    updated_at: str
    #: As the two dates, in seconds.
    updated: int

    @property
    def name(self) -> str:
        """The user's full name."""
        return " ".join(filter(None, (self.given_name, self.family_name))) or self.username
