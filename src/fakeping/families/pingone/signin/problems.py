"""OAuth errors of sign-in, in a reply's body or in a redirect to the application."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from fakeping.core.body import content_type
from fakeping.core.causes import Cause
from fakeping.core.exchange import JSON, Reply, Request, encoded
from fakeping.core.problem import Malformed, Problem, Scripted, Twice
from fakeping.core.rules import Rule
from fakeping.core.sources import Ids
from fakeping.families.oauth import NO_STORE, OAuthError
from fakeping.families.pingone import problems as platform
from fakeping.families.pingone import rules as platform_rules
from fakeping.families.pingone.signin import rules

# The endpoints with the platform's errors: they take no form.
_OPEN_ID = frozenset({"userinfo", "jwks", "openid-configuration"})


class InvalidClient(OAuthError):
    """Client authentication failed. `basic`: it was by the header."""

    def __init__(
        self, description: str, *, rule: Rule, basic: bool, cause: Cause | None = None
    ) -> None:
        super().__init__("invalid_client", description, rule=rule)
        self.basic = basic
        self.cause = cause


class SentBack(OAuthError):
    """An error that is reported by a redirect to `url` (RFC 6749, section 4.1.2.1)."""

    def __init__(self, error: OAuthError, *, url: str) -> None:
        super().__init__(error.error, error.detail, rule=error.rule or rules.REQUEST_INVALID)
        self.url = url


def invalid_request(description: str, *, rule: Rule = rules.REQUEST_INVALID) -> OAuthError:
    """The error `invalid_request`: a parameter is missing, repeated or invalid."""
    return OAuthError("invalid_request", description, rule=rule)


def redirect_url(uri: str, members: Mapping[str, str | None], *, fragment: bool) -> str:
    """A redirect URI, with parameters in its query or its fragment."""
    said = urlencode({name: value for name, value in members.items() if value is not None})
    if fragment:
        return f"{uri}#{said}"
    return f"{uri}{'&' if '?' in uri else '?'}{said}"


def render_problem(problem: Problem, request: Request, ids: Ids) -> Reply:
    """Render OAuth errors as OAuth does, any other problem in the platform's envelope."""
    problem = _likeness(problem, request)
    match problem:
        case SentBack():
            return _answer(problem, 302, {"Location": problem.url}, None)
        case InvalidClient():
            correlation = ids.uuid()
            headers = {"Correlation-Id": correlation}
            if problem.basic:
                headers["WWW-Authenticate"] = "Basic"
            description = problem.detail
            if problem.rule is rules.CLIENT_INVALID:
                description = f"{description} (Correlation ID: {correlation})"
            return _answer(problem, HTTPStatus.UNAUTHORIZED, headers, description)
        case OAuthError():
            return _answer(problem, HTTPStatus.BAD_REQUEST, {}, problem.detail)
        case Malformed():
            return _answer(invalid_request(problem.detail), HTTPStatus.BAD_REQUEST, {})
        case Twice() if request.path.rpartition("/")[2] not in _OPEN_ID:
            error = invalid_request(problem.detail, rule=platform_rules.TWICE)
            return _answer(error, HTTPStatus.BAD_REQUEST, {})
    reply = platform.render_problem(problem, request, ids)
    return replace(reply, headers={**reply.headers, **NO_STORE})


def _likeness(problem: Problem, request: Request) -> Problem:
    """The OAuth error that replaces a scripted failure, for a request with a form."""
    kind, _ = content_type(request.headers)
    if not isinstance(problem, Scripted) or kind != "application/x-www-form-urlencoded":
        return problem
    rule = platform_rules.SCRIPTED
    scheme = request.headers.get("Authorization", "").lower().partition(" ")[0]
    match problem.status:
        case HTTPStatus.BAD_REQUEST:
            return invalid_request("Request denied: Invalid request", rule=rule)
        case HTTPStatus.UNAUTHORIZED if scheme != "bearer":
            said = "Request denied: Invalid client credentials"
            return InvalidClient(said, rule=rule, basic=scheme == "basic")
    return problem


def _answer(
    problem: OAuthError, status: int, headers: Mapping[str, str], description: str | None = ""
) -> Reply:
    rule = problem.rule.name if problem.rule else rules.REQUEST_INVALID.name
    headers = {**NO_STORE, "X-Fakeping-Rule": rule, **headers}
    if description is None:
        return Reply(status, b"", headers, rule)
    body: JSON = {"error": problem.error, "error_description": description or problem.detail}
    headers["Content-Type"] = "application/json"
    return Reply(status, encoded(body), headers, rule)
