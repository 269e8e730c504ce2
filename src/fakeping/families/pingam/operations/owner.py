"""The operations of a signed-in resource owner, with AM's own error messages."""

from collections.abc import Mapping
from dataclasses import replace

from fakeping.core import problem as p
from fakeping.core.exchange import Reply, Request
from fakeping.core.operation import Operation
from fakeping.core.sources import Ids
from fakeping.families.pingam import refusals
from fakeping.families.pingam.callers import owner
from fakeping.families.pingam.operations import owned, pending, policies
from fakeping.families.pingam.operations.call import AMCall
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire.protocol import ACCEPTS, version


def refuse(problem: p.Problem, request: Request, ids: Ids) -> Reply:
    """Render a problem as Common REST, with AM's message for the first invalid member."""
    if isinstance(problem, p.Invalid) and problem.violations:
        problem = p.Invalid(_sentence(problem.violations), rule=rules.POLICY_SHAPE)
    return refusals.common_rest(problem, request, ids)


_POLICY = "Invalid UMA policy."
_PERMISSION = "Invalid UMA policy permission."
_SENTENCES: Mapping[tuple[str, bool], str] = {
    ("policyId", True): f"{_POLICY} Missing required attribute, 'policyId'.",
    ("policyId", False): f"{_POLICY} Required attribute, 'policyId', must be a String.",
    ("permissions", True): f"{_POLICY} Missing required attribute, 'permissions'.",
    ("permissions", False): f"{_POLICY} Required attribute, 'permissions', must be an array.",
    ("subject", True): f"{_PERMISSION} Missing required attribute, 'subject'.",
    ("subject", False): f"{_PERMISSION} Required attribute, 'subject', must be a String.",
    ("scopes", True): f"{_PERMISSION} Missing required attribute, 'scopes'.",
    ("scopes", False): f"{_PERMISSION} Required attribute, 'scopes', must be an array of Strings.",
}


def _sentence(violations: tuple[p.Violation, ...]) -> str:
    """AM's message for the violation that AM would find first."""
    found = {
        (step, each.keyword == "required")
        for each in violations
        for step in [next((s for s in reversed(each.target.split(".")) if not s.isdigit()), "")]
    }
    for key, sentence in _SENTENCES.items():
        if key in found:
            return sentence
    return f"{violations[0].target or 'The body'}: {violations[0].message}"


def _in_a_version(row: Operation[AccessManager]) -> Operation[AccessManager]:
    """The operation, which checks the protocol version before it does anything."""

    def handle(call: AMCall) -> Reply:
        version(call.request)
        return row.handler(call)

    return replace(row, handler=handle, headers={**ACCEPTS, **row.headers})


OPERATIONS: tuple[Operation[AccessManager], ...] = tuple(
    replace(_in_a_version(each), authenticate=owner, security=("session",), render_problem=refuse)
    for each in (*policies.ROWS, *pending.ROWS, *owned.ROWS)
)
