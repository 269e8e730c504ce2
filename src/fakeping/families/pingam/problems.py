"""How PingAM says no: OAuth 2.0 errors on UMA endpoints, CREST errors for realms and routes."""

from collections.abc import Mapping

from fakeping.core import problem as p
from fakeping.core.exchange import JSON, Reply, Request, encoded
from fakeping.core.rules import Rule
from fakeping.core.sources import Ids
from fakeping.families.pingam import rules


class PreconditionFailed(p.Problem):
    """A conditional request whose condition does not hold."""


_BAD_TOKEN = (
    "The access token provided is expired, revoked, malformed, or invalid for other reasons."  # noqa: S105 - a sentence of AM's
)

# The status, error and rule of each kind.
_ERRORS: Mapping[type[p.Problem], tuple[int, str, Rule]] = {
    p.Malformed: (400, "bad_request", rules.MALFORMED),
    p.Invalid: (400, "bad_request", rules.DESCRIPTION_TYPES),
    p.NotUnique: (400, "Bad Request", rules.NAME_UNIQUE),
    p.Unauthenticated: (401, "invalid_token", rules.AUTH_TOKEN),
    p.Forbidden: (403, "insufficient_scope", rules.AUTH_SCOPE),
    p.NotFound: (404, "not_found", rules.ISOLATED),
    p.NoRoute: (404, "not_found", rules.NO_ROUTE),
    p.NoTenant: (404, "not_found", rules.REALM_UNKNOWN),
    p.NotAllowed: (405, "unsupported_method_type", rules.METHOD),
    p.TooSlow: (408, "bad_request", rules.TOO_SLOW),
    PreconditionFailed: (412, "precondition_failed", rules.CONDITIONS),
    p.TooLarge: (413, "bad_request", rules.TOO_LARGE),
    p.UnsupportedMedia: (415, "bad_request", rules.MEDIA_IGNORED),
    p.Crashed: (500, "server_error", rules.CRASH),
}

PROBLEM_REPLIES: Mapping[int, str | None] = {
    status: "pingam/error" for status, *_ in _ERRORS.values()
}

_ALLOW = "POST, PUT, GET, DELETE"

_NOT_AN_OBJECT = "A JSONObject text must begin with '{' at 1 [character 2 line 1]"

# In the order in which they are looked at; the first violation is the one that is told.
_ATTRIBUTES = {
    "name": "Attribute, 'name', must be a String.",
    "type": "Attribute, 'type', must be a String.",
    "resource_scopes": "Required attribute, 'resource_scopes', must be an array of Strings.",
    "icon_uri": "Attribute, 'icon_uri', must be a valid URI.",
    "description": "Attribute, 'description', must be a String.",
    "labels": "Optional attribute, 'labels', must be an array of Strings.",
}

_MISSING = "Missing required attribute, 'resource_scopes'."


def render_problem(problem: p.Problem, request: Request, ids: Ids) -> Reply:  # noqa: ARG001
    """Say no in AM's words. What is thrown there has `error_description` first."""
    status, error, rule = _ERRORS[type(problem)]
    rule = problem.rule or rule
    headers = {"Content-Type": "application/json"}
    match problem:
        case p.NoTenant():
            return _crest(404, "Not Found", _no_realm(problem.detail), rule)
        case p.NoRoute():
            return _crest(404, "Not Found", "Resource not found", rule)
        case p.NotUnique():
            headers["Content-Type"] = "application/json;charset=UTF-8"
        case p.NotAllowed():
            headers["Allow"] = _ALLOW
    description, rule = _described(problem, request, rule)
    body: JSON = {"error": error}
    if description is not None:
        body = {"error_description": description, "error": error}
    return _reply(status, body, headers, rule)


def _described(problem: p.Problem, request: Request, rule: Rule) -> tuple[str | None, Rule]:
    match problem:
        case p.NotAllowed() | PreconditionFailed():
            return None, rule
        case p.Unauthenticated():
            return _BAD_TOKEN, rule
        case p.Malformed() if not request.body:
            return _invalid(_MISSING), rules.SCOPES_REQUIRED
        case p.Malformed() if not request.body.lstrip().startswith(b"{"):
            return _NOT_AN_OBJECT, rule
        case p.Invalid():
            return _first(problem.violations)
    return problem.detail, rule


def _first(violations: tuple[p.Violation, ...]) -> tuple[str, Rule]:
    by_member = {each.target.partition(".")[0]: each for each in reversed(violations)}
    for member, sentence in _ATTRIBUTES.items():
        violation = by_member.get(member)
        if violation is None:
            continue
        if violation.keyword == "required":
            return _invalid(_MISSING), rules.SCOPES_REQUIRED
        if violation.keyword == "maxLength":
            return _invalid(f"Attribute, '{member}', is too long."), rules.NAME_LENGTH
        return _invalid(sentence), rules.DESCRIPTION_TYPES
    return _NOT_AN_OBJECT, rules.MALFORMED


def _invalid(sentence: str) -> str:
    return f"Invalid Resource Set Description. {sentence}"


def _no_realm(realm: str) -> str:
    return f"No mapping organization found for organization identifier: {realm}"


def _crest(status: int, reason: str, message: str, rule: Rule) -> Reply:
    body = {"code": status, "reason": reason, "message": message}
    return _reply(status, body, {"Content-Type": "application/json;charset=UTF-8"}, rule)


def _reply(status: int, body: JSON, headers: dict[str, str], rule: Rule) -> Reply:
    return Reply(status, encoded(body), {**headers, "X-Fakeping-Rule": rule.name}, rule.name)
