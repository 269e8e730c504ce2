"""A user, with the meaning of the wire's members but not their shape."""

from dataclasses import dataclass, field

from fakeping.core.guided import Value
from fakeping.core.sources import seconds_of
from fakeping.families.pingone.roles import RoleAssignment, names

ACCOUNT_OK = "ACCOUNT_OK"
NOT_INITIATED = "NOT_INITIATED"

# What a password can be.
OK = "OK"
NO_PASSWORD = "NO_PASSWORD"  # noqa: S105 - a status
MUST_CHANGE = "MUST_CHANGE_PASSWORD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Password:
    """A user's password, of which only the digest is kept."""

    digest: str = field(repr=False)
    #: Whether the user must change it when they next sign in.
    must_change: bool = False
    #: RFC 3339.
    changed_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Value):
    """A user of an environment, who can sign in."""

    id: str
    environment_id: str
    population_id: str
    username: str
    email: str | None
    given_name: str | None
    family_name: str | None
    #: Their roles, for tokens of a worker application, each with its scope.
    assignments: tuple[RoleAssignment, ...] = ()
    #: Further attributes: the value of each path, such as `address.locality`.
    attributes: tuple[tuple[str, str], ...] = ()
    enabled: bool = True
    mfa_enabled: bool = False
    #: `None` unless the user was imported.
    email_verified: bool | None = None
    #: `ACCOUNT_OK` or `VERIFICATION_REQUIRED`.
    lifecycle: str = ACCOUNT_OK
    #: Whether their identity is verified: `NOT_INITIATED`, `ENABLED` or `DISABLED`.
    verify_status: str = NOT_INITIATED
    #: When an administrator locked the account: RFC 3339.
    locked_at: str | None = None
    password: Password | None = field(default=None, repr=False)
    created_at: str
    updated_at: str

    @property
    def name(self) -> str:
        """The user's full name."""
        return " ".join(filter(None, (self.given_name, self.family_name))) or self.username

    @property
    def roles(self) -> frozenset[str]:
        """The names of the user's roles."""
        return names(self.assignments)

    @property
    def updated(self) -> int:
        """When the user was last changed, in seconds since the epoch."""
        return seconds_of(self.updated_at)

    @property
    def can_sign_in(self) -> bool:
        """Whether the user is enabled, and their account not locked."""
        return self.enabled and self.locked_at is None

    @property
    def password_status(self) -> str:
        """`OK`, `NO_PASSWORD` or `MUST_CHANGE_PASSWORD`."""
        if self.password is None:
            return NO_PASSWORD
        return MUST_CHANGE if self.password.must_change else OK
