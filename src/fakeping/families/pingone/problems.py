"""Problems that PingOne alone has, and the platform's error envelope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from fakeping.core import problem as p
from fakeping.core.exchange import JSON, Reply, Request, encoded
from fakeping.core.rules import Rule
from fakeping.core.sources import Ids
from fakeping.core.text import brief
from fakeping.families.pingone import failures, rules, violations
from fakeping.families.pingone.violations import INVALID, MALFORMED, SORRY, detail


class NotPermitted(p.Problem):
    """The caller lacks the role. Each edition has its own status for it."""

    def __init__(self, detail: str, *, status: int, rule: Rule = rules.AUTH_ROLE) -> None:
        super().__init__(detail, rule=rule)
        self.status = status


class PlatformOwned(p.Problem):
    """A built-in entity, or one that must be there, cannot be changed or deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """An error in one member that the schema cannot express."""

    target: str
    message: str
    rule: Rule
    code: str = "INVALID_VALUE"
    inner: Mapping[str, JSON] = field(default_factory=dict)
    #: The envelope's message, where it is not the usual one.
    top: str | None = None

    def __post_init__(self) -> None:
        """Cut what repeats too much of a request."""
        object.__setattr__(self, "message", brief(self.message, p.MAX_DETAIL))


class Unfit(p.Problem, ValueError):
    """A body with members that are wrong in this place. Holds every error, in order."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        first = errors[0]
        several = len({each.rule for each in errors}) > 1
        super().__init__(
            f"{first.target}: {first.message}", rule=rules.INVALID_DATA if several else first.rule
        )
        self.errors = errors


def refuse(errors: Iterable[FieldError]) -> None:
    """Raise `Unfit` with these errors, if there are any."""
    found = tuple(errors)
    if found:
        raise Unfit(found)


def taken(kind: str, *, rule: Rule) -> FieldError:
    """The error of a name that another entity of this kind has."""
    return FieldError(
        target="name",
        message=f"{kind} with the specified name already exists.",
        rule=rule,
        code="UNIQUENESS_VIOLATION",
    )


class UnknownId(p.NotFound):
    """An unknown id, for which the envelope has a message of its own."""

    def __init__(self, message: str, *, rule: Rule) -> None:
        super().__init__(message, rule=rule)
        self.message = message


class NoEnvironment(p.NoTenant):
    """An unknown environment, which was asked for itself."""

    def __init__(self, id_: str) -> None:
        super().__init__(f"no environment {id_}", rule=rules.ENVIRONMENT_UNKNOWN)
        self.message = f"Unable to find environment with ID: '{id_}'"


class BadFilter(p.Problem):
    """An invalid or unsupported filter."""

    def __init__(
        self,
        detail: str,
        *,
        rule: Rule,
        supported_attributes: list[str] | None = None,
        supported_operators: list[str] | None = None,
    ) -> None:
        super().__init__(detail, rule=rule)
        inner = {
            "supportedAttributes": supported_attributes,
            "supportedOperators": supported_operators,
        }
        self.inner = {name: value for name, value in inner.items() if value is not None}


class TooLong(p.Problem):
    """A collection without pages has too many entities, or bytes, for one reply."""


class BadParameter(p.Problem):
    """An invalid query parameter."""

    def __init__(self, detail: str, *, target: str, rule: Rule) -> None:
        super().__init__(detail, rule=rule)
        self.target = target


#: The detail for a caller who lacks the role.
NO_RIGHT = "The actor attempting to perform the request is not authorized."

_NO_ACCESS = f"{SORRY} You do not have access to this resource."
_UNEXPECTED = f"{SORRY} An unexpected error occurred."
_NOT_FOUND = f"{SORRY} The requested resource was not found."
_MEDIA = (
    "The server is refusing to service the request because the entity of the request is in a format"
    " not supported by the requested resource for the requested method."
)

# All origins are allowed: the API takes a bearer token, never a cookie.
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Correlation-Id",
    "Access-Control-Max-Age": "86400",
}

# The status, code, message and rule of each kind of problem.
_ENVELOPES: Mapping[type[p.Problem], tuple[int, str, str, Rule]] = {
    p.Malformed: (400, "INVALID_REQUEST", MALFORMED, rules.MALFORMED),
    p.Twice: (400, "INVALID_REQUEST", MALFORMED, rules.TWICE),
    p.Invalid: (400, "INVALID_DATA", INVALID, rules.INVALID_DATA),
    p.NotUnique: (400, "INVALID_DATA", INVALID, rules.RESOURCE_NAME_UNIQUE),
    Unfit: (400, "INVALID_DATA", INVALID, rules.INVALID_DATA),
    BadFilter: (400, "INVALID_REQUEST", MALFORMED, rules.COLLECTION_FILTER),
    TooLong: (400, "REQUEST_FAILED", SORRY, rules.COLLECTION_WHOLE),
    BadParameter: (400, "INVALID_REQUEST", MALFORMED, rules.EXPAND_UNKNOWN),
    PlatformOwned: (400, "REQUEST_FAILED", SORRY, rules.BUILT_IN_FIXED),
    p.Unauthenticated: (401, "ACCESS_FAILED", _NO_ACCESS, rules.AUTH_TOKEN),
    NotPermitted: (401, "ACCESS_FAILED", _NO_ACCESS, rules.AUTH_ROLE),
    p.Forbidden: (403, "ACCESS_FAILED", _NO_ACCESS, rules.AUTH_ROLE),
    p.NotFound: (404, "NOT_FOUND", _NOT_FOUND, rules.NOT_FOUND),
    UnknownId: (404, "NOT_FOUND", _NOT_FOUND, rules.NOT_FOUND),
    p.NoRoute: (404, "NOT_FOUND", _NOT_FOUND, rules.NO_ROUTE),
    p.NoTenant: (404, "NOT_FOUND", _NOT_FOUND, rules.ENVIRONMENT_UNKNOWN),
    NoEnvironment: (404, "NOT_FOUND", _NOT_FOUND, rules.ENVIRONMENT_UNKNOWN),
    p.NotAllowed: (405, "INVALID_REQUEST", f"{SORRY} The method is not allowed.", rules.METHOD),
    p.TooSlow: (408, "INVALID_REQUEST", f"{SORRY} The body did not arrive.", rules.TOO_SLOW),
    p.TooLarge: (413, "INVALID_REQUEST", f"{SORRY} The body is too large.", rules.TOO_LARGE),
    p.UnsupportedMedia: (
        415,
        "INVALID_REQUEST",
        _MEDIA,
        rules.MEDIA_TYPE,
    ),
    p.Crashed: (500, "UNEXPECTED_ERROR", _UNEXPECTED, rules.CRASH),
    p.Full: (507, "REQUEST_FAILED", f"{SORRY} There is no room for more.", rules.STORE_FULL),
}

PROBLEM_REPLIES: Mapping[int, str | None] = dict.fromkeys(
    (*(each[0] for each in _ENVELOPES.values()), 429), "pingone/error"
) | {204: None}


def render_problem(problem: p.Problem, request: Request, ids: Ids) -> Reply:
    """Render a problem in the platform's envelope, with its targets in `details`."""
    problem = _likeness(problem)
    headers = {"Content-Type": "application/json"}
    if isinstance(problem, p.Scripted):
        code, message, rule = failures.envelope(problem)
        status, message = problem.status, f"{SORRY} {message}"
        headers |= failures.retry_after(problem)
    else:
        status, code, message, rule = _ENVELOPES[type(problem)]
    match problem:
        case p.Invalid():
            code, message, rule = violations.envelope(problem)
        case Unfit():
            message = next((each.top for each in problem.errors if each.top), message)
        case UnknownId() | NoEnvironment():
            message = problem.message
        case NotPermitted():
            status = problem.status
        case p.NotAllowed() if _is_preflight(request):
            return Reply(204, b"", _PREFLIGHT | {"Allow": ", ".join(problem.allow)})
        case p.NotAllowed():
            headers["Allow"] = ", ".join(problem.allow)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    name = (problem.rule or rule).name
    headers["X-Fakeping-Rule"] = name
    envelope = {"id": ids.uuid(), "code": code, "message": message}
    details = _details(problem)
    return Reply(
        status, encoded(envelope | ({"details": details} if details else {})), headers, name
    )


# The platform's own problem with the status of a scripted failure.
_LIKENESS: Mapping[int, type[p.Problem]] = {
    400: p.Malformed,
    401: p.Unauthenticated,
    404: p.NotFound,
    405: p.NotAllowed,
    408: p.TooSlow,
    413: p.TooLarge,
    415: p.UnsupportedMedia,
    500: p.Crashed,
}


def _likeness(problem: p.Problem) -> p.Problem:
    if not isinstance(problem, p.Scripted):
        return problem
    if problem.status == HTTPStatus.FORBIDDEN:
        return NotPermitted(NO_RIGHT, status=problem.status, rule=rules.SCRIPTED)
    kind = _LIKENESS.get(problem.status)
    return kind(problem.detail, rule=rules.SCRIPTED) if kind else problem


def _is_preflight(request: Request) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _details(problem: p.Problem) -> list[JSON]:  # noqa: C901, PLR0911 - one for each kind
    match problem:
        case p.Invalid():
            return [violations.detail_of(each) for each in problem.violations]
        case p.NotUnique():
            return [detail("UNIQUENESS_VIOLATION", problem.detail, problem.target)]
        case Unfit():
            return [
                detail(each.code, each.message, each.target, each.inner) for each in problem.errors
            ]
        case p.Scripted(status=429):
            said = failures.sentence(problem)
            return [detail("LIMIT_EXCEEDED", said, inner=failures.quota(problem))]
        case BadFilter():
            return [detail("INVALID_FILTER", problem.detail, "filter", problem.inner)]
        case BadParameter():
            return [detail("INVALID_PARAMETER", problem.detail, problem.target)]
        case TooLong():
            return [detail("SIZE_LIMIT_EXCEEDED", problem.detail)]
        case p.Full():
            return [detail("QUOTA_EXCEEDED", problem.detail)]
        case PlatformOwned():
            return [detail("CONSTRAINT_VIOLATION", problem.detail)]
        case NotPermitted():
            return [detail("INSUFFICIENT_PERMISSIONS", problem.detail)]
        case p.Unauthenticated():
            return [detail("INVALID_TOKEN", _BAD_TOKEN, "Authentication Credentials")]
    return []


_BAD_TOKEN = "The authorization token is either missing or invalid, or it has expired."  # noqa: S105
