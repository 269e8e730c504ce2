"""PingAM's part in incidents that happen."""

from fakeping.core.faults.attempt import Attempt
from fakeping.core.faults.incident import Incident
from fakeping.core.problem import Forbidden, Problem
from fakeping.families.pingam.operations import OPERATIONS
from fakeping.families.pingam.people import UMA_PROTECTION


def _is_denied(attempt: Attempt, seconds: float) -> Problem | None:  # noqa: ARG001 - for good
    if attempt.caller is None:
        return None
    return Forbidden(f"The resource requested requires scope: {UMA_PROTECTION}")


INCIDENTS = (
    Incident(
        name="scope_revoked",
        # What a PAT opens.
        operations=frozenset(
            each.name for each in OPERATIONS if not each.public and not each.authenticate
        ),
        refuse=_is_denied,
    ),
)
