"""Errors of the control API: problem documents (RFC 9457)."""

from collections.abc import Mapping

from fakeping.core import problem as p
from fakeping.core.document_errors import BadDocument, message, pathed
from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.problem_document import problem_document
from fakeping.core.sources import Ids

_STATUS: Mapping[type[p.Problem], int] = {
    p.Malformed: 400,
    p.Twice: 400,
    p.Invalid: 400,
    p.Unauthenticated: 401,
    p.Forbidden: 403,
    p.NotFound: 404,
    p.NoRoute: 404,
    p.NoTenant: 404,
    p.NotAllowed: 405,
    p.TooSlow: 408,
    p.NotUnique: 409,
    p.TooLarge: 413,
    p.UnsupportedMedia: 415,
    BadDocument: 422,
    p.Crashed: 500,
    p.Scripted: 500,
    p.Full: 507,
}

PROBLEM_REPLIES: Mapping[int, str | None] = dict.fromkeys(_STATUS.values(), "control/problem")


def render_problem(problem: p.Problem, request: Request, ids: Ids) -> Reply:  # noqa: ARG001
    """Render a problem as a problem document."""
    headers = {}
    detail = problem.detail
    more: dict[str, JSON] = {}
    match problem:
        case p.Invalid() if problem.violations:
            detail = message(problem.violations, more=problem.more)
            more["violations"] = [
                {"target": pathed(each.target), "message": each.message}
                for each in problem.violations
            ]
        case p.NoRoute():
            detail += "; /__fakeping/openapi.json describes what there is"
        case p.NotAllowed():
            headers["Allow"] = ", ".join(problem.allow)
            does = [f"{method}: {says}" for method, says in problem.does.items()]
            detail += f"; {', '.join(does)}" if does else ""
        case p.Unauthenticated():
            headers["WWW-Authenticate"] = "Bearer"
    return problem_document(_STATUS[type(problem)], detail, headers, more)
