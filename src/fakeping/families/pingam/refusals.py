"""Problems as PingAM's replies, in two formats, depending on the endpoint.

Registration and OAuth 2.0 reply with `error_description` and `error`. AM's Common REST endpoints,
and the layer that resolves a realm, reply with `code`, `reason` and `message`.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus

from fakeping.core import problem as p
from fakeping.core.exchange import JSON, Reply, Request, bearer, encoded
from fakeping.core.rules import Rule
from fakeping.core.sources import Ids
from fakeping.families.oauth import NO_STORE, OAuthError
from fakeping.families.pingam import problems
from fakeping.families.pingam.realms import lost
from fakeping.families.pingam.rules import everywhere, owner, registration, signin

_BAD_TOKEN = (
    "The access token provided is expired, revoked, malformed, or invalid for other reasons."  # noqa: S105 - a sentence of AM's
)

#: The message of the ancestor for an unexpected exception.
_FELL_OVER = (
    "Internal Server Error (500) - The server encountered an unexpected condition which prevented"
    " it from fulfilling the request"
)
_SERVER = 500
_METHOD = (
    "The method specified in the request is not allowed for the resource identified by the request"
    " URI"
)
_ROUTE = "The server has not found anything matching the request URI"
_REALM = "No mapping organization found for organization identifier: "

# The status, the error and the rule of each kind of problem.
_KINDS: Mapping[type[p.Problem], tuple[int, str, Rule]] = {
    p.Malformed: (400, "bad_request", everywhere.MALFORMED),
    p.Twice: (400, "bad_request", everywhere.TWICE),
    p.Invalid: (400, "bad_request", registration.DESCRIPTION_TYPES),
    p.NotUnique: (400, "Bad Request", registration.NAME_UNIQUE),
    problems.ConditionMissing: (400, "server_error", registration.CONDITION_REQUIRED),
    problems.Unserved: (400, "server_error", registration.COLLECTION_WRITE),
    problems.WrongRequest: (400, "bad_request", owner.POLICY_SHAPE),
    problems.UMAError: (400, "", signin.PARAMETER),
    OAuthError: (400, "", signin.PARAMETER),
    problems.Untrusted: (400, "", signin.AUTHORIZE_UNTRUSTED),
    problems.UnknownClient: (401, "invalid_client", signin.CLIENT_AUTH),
    problems.WrongCredentials: (401, "invalid_token", signin.PASSWORD),
    p.Unauthenticated: (401, "invalid_token", everywhere.AUTH_TOKEN),
    p.Forbidden: (403, "insufficient_scope", everywhere.AUTH_SCOPE),
    p.NotFound: (404, "not_found", registration.ISOLATED),
    p.NoRoute: (404, "not_found", everywhere.NO_ROUTE),
    p.NoTenant: (404, "not_found", everywhere.REALM_UNKNOWN),
    p.NotAllowed: (405, "unsupported_method_type", everywhere.METHOD),
    p.TooSlow: (408, "bad_request", everywhere.TOO_SLOW),
    problems.PreconditionFailed: (412, "precondition_failed", registration.CONDITIONS),
    p.TooLarge: (413, "bad_request", everywhere.TOO_LARGE),
    p.UnsupportedMedia: (415, "bad_request", everywhere.MEDIA_IGNORED),
    p.Crashed: (500, "server_error", everywhere.CRASH),
    problems.InternalServerError: (500, "server_error", owner.QUERY_MEMBERS),
    problems.NotSupported: (501, "server_error", owner.QUERY_MEMBERS),
    p.Full: (507, "server_error", everywhere.STORE_FULL),
}

PROBLEM_REPLIES: Mapping[int, str | None] = dict.fromkeys(
    (*(each[0] for each in _KINDS.values()), 409), "pingam/error"
)

# The OAuth 2.0 and UMA errors whose status is not 400.
_STATUS = {"invalid_client": 401, "need_info": 403, "request_submitted": 403}


# The problem as which a scripted failure is rendered, and the `error` of one without such.
_LIKENESS: Mapping[int, type[p.Problem]] = {
    400: p.Malformed,
    401: p.Unauthenticated,
    403: p.Forbidden,
    404: p.NotFound,
    405: p.NotAllowed,
    408: p.TooSlow,
    413: p.TooLarge,
}
_NAMES = {
    409: "conflict",
    412: "precondition_failed",
    429: "too_many_requests",
    503: "temporarily_unavailable",
}


def _likeness(problem: p.Problem) -> p.Problem:
    if not isinstance(problem, p.Scripted):
        return problem
    said = _FELL_OVER if problem.status == _SERVER else _phrase(problem.status)
    kind = _LIKENESS.get(problem.status)
    if kind:
        return kind(said, rule=everywhere.SCRIPTED)
    return p.Scripted(said, status=problem.status, rule=everywhere.SCRIPTED)


def _kind(problem: p.Problem) -> tuple[int, str, Rule]:
    if not isinstance(problem, p.Scripted):
        return _KINDS[type(problem)]
    error = "server_error" if problem.status >= _SERVER else "bad_request"
    return problem.status, _NAMES.get(problem.status, error), everywhere.SCRIPTED


def thrown(problem: p.Problem, request: Request, ids: Ids) -> Reply:  # noqa: ARG001
    """Render a problem as the resource_set endpoint does."""
    problem = _likeness(problem)
    status, error, rule = _kind(problem)
    rule = problem.rule or rule
    headers = {"Content-Type": "application/json"}
    match problem:
        case p.NoRoute() | p.NoTenant():
            return _common_rest(404, _nowhere(problem, request), rule, bare=True)
        case p.NotUnique():
            headers["Content-Type"] = "application/json;charset=UTF-8"
        case p.NotAllowed():
            headers["Allow"] = "POST, PUT, GET, DELETE"
        case OAuthError():
            status, error = _STATUS.get(problem.error, status), problem.error
    said = _sentence(problem)
    body = {"error": error} if said is None else {"error_description": said, "error": error}
    return _reply(status, body, headers, rule)


def oauth(problem: p.Problem, request: Request, ids: Ids) -> Reply:
    """Render a problem as the OAuth 2.0 endpoints do."""
    if isinstance(problem, p.Scripted) and problem.status == HTTPStatus.UNAUTHORIZED:
        problem = _unknown_to(request)
    problem = _likeness(problem)
    status, error, rule = _kind(problem)
    rule = problem.rule or rule
    headers = {"Content-Type": "application/json", **NO_STORE}
    body: dict[str, JSON] = {}
    said = _sentence(problem)
    match problem:
        case p.NoRoute() | p.NoTenant():
            return thrown(problem, request, ids)
        case OAuthError():
            error = problem.error
            status = _STATUS.get(error, status)
            body = dict(problem.members) if isinstance(problem, problems.UMAError) else {}
        case problems.UnknownClient():
            headers["WWW-Authenticate"] = f"Basic realm={json.dumps(problem.realm)}"
        case p.NotAllowed():
            headers["Allow"] = ", ".join(problem.allow)
            required = " or ".join(problem.allow)
            said, error = _required(required, request), "method_not_allowed"
            rule = problem.rule or signin.METHOD
        case p.UnsupportedMedia():
            status, error, said = 400, "invalid_request", "Invalid Content Type"
            rule = signin.CONTENT_TYPE
        case p.Malformed() | p.Twice() | p.TooLarge() | p.TooSlow():
            error = "invalid_request"
    return _reply(status, {**body, "error_description": said, "error": error}, headers, rule)


def revocation(problem: p.Problem, request: Request, ids: Ids) -> Reply:
    """Render a problem as the revocation endpoint does: it refuses a client by 400."""
    if not isinstance(problem, problems.UnknownClient):
        return oauth(problem, request, ids)
    said = {"error_description": problem.detail, "error": "invalid_client"}
    headers = {"Content-Type": "application/json", **NO_STORE}
    return _reply(400, said, headers, signin.REVOKE_CLIENT)


def common_rest(problem: p.Problem, request: Request, ids: Ids) -> Reply:  # noqa: ARG001
    """Render a problem as AM's Common REST ("CREST") endpoints do."""
    problem = _likeness(problem)
    status, _, rule = _kind(problem)
    rule = problem.rule or rule
    match problem:
        case p.NoRoute() | p.NoTenant():
            return _common_rest(404, _nowhere(problem, request), rule)
        case p.NotAllowed():
            return _common_rest(405, _METHOD, rule, allow=", ".join(problem.allow))
        case p.NotUnique():
            status = 409
    return _common_rest(status, problem.detail, rule)


def lookup(problem: p.Problem, request: Request, ids: Ids) -> Reply:
    """Render a problem of a read-only endpoint: 405 as Common REST, the rest as OAuth 2.0."""
    if isinstance(problem, p.NotAllowed):
        return common_rest(problem, request, ids)
    return oauth(problem, request, ids)


def uma(problem: p.Problem, request: Request, ids: Ids) -> Reply:
    """Render a problem as the UMA endpoints do: 401, 403 and 405 in Common REST's format."""
    problem = _likeness(problem)
    match problem:
        case p.Unauthenticated():
            return _common_rest(401, _BAD_TOKEN, problem.rule or everywhere.AUTH_TOKEN, bare=True)
        case p.NotAllowed():
            allow, rule = ", ".join(problem.allow), problem.rule or everywhere.METHOD
            return _common_rest(405, _phrase(405), rule, allow=allow)
        case p.Forbidden():
            return common_rest(problem, request, ids)
    return thrown(problem, request, ids)


def _unknown_to(request: Request) -> p.Problem:
    """The problem for a scripted 401: of the bearer token if there is one, else of the client."""
    if bearer(request) is not None:
        return p.Unauthenticated("scripted", rule=everywhere.SCRIPTED)
    said = "Client authentication failed"
    return OAuthError("invalid_client", said, rule=everywhere.SCRIPTED)


def _phrase(status: int) -> str:
    known = {each.value: each.phrase for each in HTTPStatus}
    return known.get(status, f"Status {status}")


def _sentence(problem: p.Problem) -> str | None:
    match problem:
        case p.NotAllowed() | problems.PreconditionFailed():
            return None
        case p.Unauthenticated():
            return _BAD_TOKEN
        case problems.Unserved():
            return _FELL_OVER
    return problem.detail


def _required(methods: str, request: Request) -> str:
    return f"Required Method: {methods} found: {request.method}"


def _nowhere(problem: p.Problem, request: Request) -> str:
    if isinstance(problem, p.NoTenant):
        return _REALM + problem.detail
    realm = lost(request.path)
    return _ROUTE if realm is None else _REALM + realm


def _common_rest(
    status: int, message: str, rule: Rule, *, bare: bool = False, allow: str | None = None
) -> Reply:
    body = {"code": status, "reason": _phrase(status), "message": message}
    headers = {"Content-Type": "application/json" if bare else "application/json;charset=UTF-8"}
    return _reply(status, body, headers | ({"Allow": allow} if allow else {}), rule)


def _reply(status: int, body: JSON, headers: dict[str, str], rule: Rule) -> Reply:
    return Reply(status, encoded(body), {**headers, "X-Fakeping-Rule": rule.name}, rule.name)
