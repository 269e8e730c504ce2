"""The ways in which PingAM alone can refuse."""

from collections.abc import Mapping

from fakeping.core.exchange import JSON
from fakeping.core.problem import Problem, Unauthenticated
from fakeping.core.rules import Rule


class PreconditionFailed(Problem):
    """A conditional request whose condition does not hold."""


class ConditionMissing(Problem):
    """A write without the condition that it must come with."""


class Unserved(Problem):
    """What the ancestor's own code falls over."""


class WrongRequest(Problem):
    """A request that an owner's endpoint can't make sense of."""


class WrongCredentials(Unauthenticated):
    """A user name or a password that does not open a session."""


class UnknownClient(Problem):
    """A client that is not there, or does not prove who it is."""

    def __init__(self, realm: str) -> None:
        super().__init__("Client authentication failed")
        self.realm = realm


class OAuthProblem(Problem):
    """An error that OAuth 2.0 or UMA 2.0 has a name for, with the members that go with it."""

    def __init__(
        self, error: str, detail: str, *, rule: Rule, members: Mapping[str, JSON] | None = None
    ) -> None:
        super().__init__(detail, rule=rule)
        self.error = error
        self.members = members or {}


class Untrusted(OAuthProblem):
    """An authorization request that must not be answered with a redirection."""
