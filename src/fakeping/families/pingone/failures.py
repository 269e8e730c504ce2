"""Scripted failures with a status that none of the platform's own problems has."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from fakeping.core.exchange import JSON
from fakeping.core.problem import Scripted
from fakeping.core.rules import Rule
from fakeping.families.pingone import rules

_CONFLICT = 409
_TOO_MANY = 429
_SERVER = 500
_UNAVAILABLE = 503


def envelope(problem: Scripted) -> tuple[str, str, Rule]:
    """The code, the message after the platform's apology, and the rule of a status."""
    if problem.status == _TOO_MANY:
        return "REQUEST_LIMITED", "Too many requests.", rules.RATE_LIMIT
    if problem.status == _UNAVAILABLE:  # unverified, as every status above 500
        return "UNEXPECTED_ERROR", "The service is unavailable.", rules.SCRIPTED
    if problem.status >= _SERVER:
        return "UNEXPECTED_ERROR", "An unexpected error occurred.", rules.SCRIPTED
    if problem.status == _CONFLICT:  # unverified: the client knows the status, nobody the code
        return "REQUEST_FAILED", "The request conflicts with another.", rules.SCRIPTED
    return "INVALID_REQUEST", "The request was malformed or invalid.", rules.SCRIPTED


def retry_after(problem: Scripted) -> dict[str, str]:
    """The `Retry-After` header: a date for 503, seconds for any other status."""
    if problem.status == _UNAVAILABLE and problem.retry_at is not None:
        # Rounded up to a whole second, so that no client retries too early.
        again = datetime.fromtimestamp(-(-problem.retry_at // 1), UTC)
        return {"Retry-After": format_datetime(again, usegmt=True)}
    seconds = _seconds(problem)
    return {} if seconds is None else {"Retry-After": str(seconds)}


def sentence(problem: Scripted) -> str:
    """The message about a rate limit."""
    return "Too many requests." if problem.limit is None else problem.detail


def quota(problem: Scripted) -> Mapping[str, JSON]:
    """A rate limit and its reset time, as members of the error's detail."""
    told = {
        "quotaLimit": problem.limit,
        "quotaResetTime": problem.reset_at,
        "retryAfter": _seconds(problem),
    }
    return {name: value for name, value in told.items() if value is not None}


def _seconds(problem: Scripted) -> int | None:
    """The seconds until a retry; 1 for a 429 that names none."""
    if problem.retry_after is None and problem.status == _TOO_MANY:
        return 1
    return problem.retry_after
