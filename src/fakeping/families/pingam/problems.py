"""Problems that PingAM alone has."""

from collections.abc import Mapping

from fakeping.core.causes import Cause
from fakeping.core.exchange import JSON
from fakeping.core.problem import Problem, Unauthenticated
from fakeping.core.rules import Rule
from fakeping.families.oauth import OAuthError


class PreconditionFailed(Problem):
    """`If-Match` or `If-None-Match` evaluated to false."""


class ConditionMissing(Problem):
    """A write without the `If-Match` or `If-None-Match` that it requires."""


class Unserved(Problem):
    """A request on which the ancestor's own code fails with an exception."""


class WrongRequest(Problem):
    """A malformed request to an endpoint for resource owners."""


class InternalServerError(Problem):
    """A query that AM's own code fails on, and answers with a 500 that is documented."""


class NotSupported(Problem):
    """A request that AM's Common REST refuses as not implemented: 501."""


class WrongCredentials(Unauthenticated):
    """A wrong user name or password."""

    def __init__(self, detail: str, *, rule: Rule | None = None) -> None:
        super().__init__(detail, rule=rule, cause="wrong-password")


class UnknownClient(Problem):
    """An unknown client, or one that failed to authenticate."""

    def __init__(self, realm: str, *, cause: Cause | None = None) -> None:
        super().__init__("Client authentication failed")
        self.realm = realm
        self.cause = cause


class UMAError(OAuthError):
    """An error of UMA 2.0, and its further members."""

    def __init__(
        self, error: str, description: str, *, rule: Rule, members: Mapping[str, JSON]
    ) -> None:
        super().__init__(error, description, rule=rule)
        self.members = members


class Untrusted(OAuthError):
    """An authorization request that is refused without a redirect (RFC 6749, 4.1.2.1)."""
