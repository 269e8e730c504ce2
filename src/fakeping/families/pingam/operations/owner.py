"""The operations of a signed-in resource owner, with AM's own error messages."""

from collections.abc import Mapping
from dataclasses import replace

from fakeping.core import problem as p
from fakeping.core.exchange import Reply, Request
from fakeping.core.operation import Operation
from fakeping.core.sources import Ids
from fakeping.families.pingam import refusals
from fakeping.families.pingam.callers import owner
from fakeping.families.pingam.label_types import TYPES
from fakeping.families.pingam.operations import history, labels, owned, pending, policies
from fakeping.families.pingam.operations.call import AMCall
from fakeping.families.pingam.rules import labels as label_rules
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


def refuse_labelling(problem: p.Problem, request: Request, ids: Ids) -> Reply:
    """Render a problem as Common REST, with AM's message for whatever is wrong with a body."""
    if isinstance(problem, p.Invalid):
        problem = p.Invalid("Error retrieving labels.", rule=label_rules.ON_SETS_SHAPE)
    return refusals.common_rest(problem, request, ids)


def refuse_label(problem: p.Problem, request: Request, ids: Ids) -> Reply:
    """Render a problem as Common REST, with the first member that a label lacks or can't have."""
    if isinstance(problem, p.Invalid) and problem.violations:
        problem = p.Invalid(_wrong_label(problem.violations), rule=label_rules.SHAPE)
    return refusals.common_rest(problem, request, ids)


def _wrong_label(violations: tuple[p.Violation, ...]) -> str:
    by_member = {each.target.partition(".")[0]: each for each in reversed(violations)}
    for member, needs in (
        ("type", f"one of {', '.join(TYPES)}"),
        ("name", "a String"),
        ("resourceSetIDs", "an array of Strings"),
    ):
        if member in by_member:
            lacks = by_member[member].keyword == "required"
            return f"Invalid Json - /{member}: Expecting {'a value' if lacks else needs}"
    return f"Invalid Json - {violations[0].message}"


def _in_a_version(row: Operation[AccessManager]) -> Operation[AccessManager]:
    """The operation, which checks the protocol version before it does anything."""

    def handle(call: AMCall) -> Reply:
        version(call.request)
        return row.handler(call)

    return replace(row, handler=handle, headers={**ACCEPTS, **row.headers})


OPERATIONS: tuple[Operation[AccessManager], ...] = tuple(
    replace(_in_a_version(each), authenticate=owner, security=("session",), render_problem=render)
    for each, render in (
        *((each, refuse) for each in (*policies.ROWS, *pending.ROWS, *history.ROWS)),
        *((each, refuse_labelling) for each in owned.ROWS),
        *((each, refuse_label) for each in labels.ROWS),
    )
)
