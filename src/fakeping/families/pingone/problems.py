"""How PingOne says no: the platform's error envelope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from fakeping.core import problem as p
from fakeping.core.exchange import JSON, Reply, Request, encoded
from fakeping.core.rules import Rule
from fakeping.core.sources import Ids
from fakeping.families.pingone import failures, rules


class NotPermitted(p.Problem):
    """The caller lacks the role. Each edition has its own status for it."""

    def __init__(self, detail: str, *, status: int, rule: Rule = rules.AUTH_ROLE) -> None:
        super().__init__(detail, rule=rule)
        self.status = status


class PlatformOwned(p.Problem):
    """The entity exists, and the platform owns it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one member, though its schema allows it."""

    target: str
    message: str
    rule: Rule
    code: str = "INVALID_VALUE"
    inner: Mapping[str, JSON] = field(default_factory=dict)


class Unfit(p.Problem):
    """A body has members whose values their place does not allow. Holds every fault, in order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        first = faults[0]
        several = len({each.rule for each in faults}) > 1
        super().__init__(
            f"{first.target}: {first.message}", rule=rules.INVALID_DATA if several else first.rule
        )
        self.faults = faults


def refuse(faults: Iterable[Fault]) -> None:
    """Raise `Unfit` with all of these, if there are any."""
    found = tuple(faults)
    if found:
        raise Unfit(found)


def taken(kind: str, *, rule: Rule) -> Fault:
    """Another entity of this kind has the name already."""
    return Fault(
        target="name",
        message=f"{kind} with the specified name already exists.",
        rule=rule,
        code="UNIQUENESS_VIOLATION",
    )


class BadFilter(p.Problem):
    """A filter that is no filter, or one of a kind that is not supported."""

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


class BadParameter(p.Problem):
    """A query parameter has a value that is not understood."""

    def __init__(self, detail: str, *, target: str, rule: Rule) -> None:
        super().__init__(detail, rule=rule)
        self.target = target


#: What somebody is told who lacks the role.
NO_RIGHT = "The actor attempting to perform the request is not authorized."

_SORRY = "The request could not be completed."
_INVALID = f"{_SORRY} One or more validation errors were in the request."
_MALFORMED = f"{_SORRY} The request was malformed or invalid."
_NO_ACCESS = f"{_SORRY} You do not have access to this resource."
_UNEXPECTED = f"{_SORRY} An unexpected error occurred."
_NOT_FOUND = f"{_SORRY} The requested resource was not found."

# All origins are trusted, for what they send is a bearer token.
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Correlation-Id",
    "Access-Control-Max-Age": "86400",
}

# The status, code, message and rule of each kind.
_ENVELOPES: Mapping[type[p.Problem], tuple[int, str, str, Rule]] = {
    p.Malformed: (400, "INVALID_REQUEST", _MALFORMED, rules.MALFORMED),
    p.Twice: (400, "INVALID_REQUEST", _MALFORMED, rules.TWICE),
    p.Invalid: (400, "INVALID_DATA", _INVALID, rules.INVALID_DATA),
    p.NotUnique: (400, "INVALID_DATA", _INVALID, rules.RESOURCE_NAME_UNIQUE),
    Unfit: (400, "INVALID_DATA", _INVALID, rules.INVALID_DATA),
    BadFilter: (400, "INVALID_REQUEST", _MALFORMED, rules.COLLECTION_FILTER),
    BadParameter: (400, "INVALID_REQUEST", _MALFORMED, rules.EXPAND_UNKNOWN),
    PlatformOwned: (400, "REQUEST_FAILED", _SORRY, rules.BUILT_IN_FIXED),
    p.Unauthenticated: (401, "ACCESS_FAILED", _NO_ACCESS, rules.AUTH_TOKEN),
    NotPermitted: (401, "ACCESS_FAILED", _NO_ACCESS, rules.AUTH_ROLE),
    p.Forbidden: (403, "ACCESS_FAILED", _NO_ACCESS, rules.AUTH_ROLE),
    p.NotFound: (404, "NOT_FOUND", _NOT_FOUND, rules.NOT_FOUND),
    p.NoRoute: (404, "NOT_FOUND", _NOT_FOUND, rules.NO_ROUTE),
    p.NoTenant: (404, "NOT_FOUND", _NOT_FOUND, rules.ENVIRONMENT_UNKNOWN),
    p.NotAllowed: (405, "INVALID_REQUEST", f"{_SORRY} The method is not allowed.", rules.METHOD),
    p.TooSlow: (408, "INVALID_REQUEST", f"{_SORRY} The body did not arrive.", rules.TOO_SLOW),
    p.TooLarge: (413, "INVALID_REQUEST", f"{_SORRY} The body is too large.", rules.TOO_LARGE),
    p.UnsupportedMedia: (
        415,
        "INVALID_REQUEST",
        f"{_SORRY} The media type is not supported.",
        rules.MEDIA_TYPE,
    ),
    p.Crashed: (500, "UNEXPECTED_ERROR", _UNEXPECTED, rules.CRASH),
}

PROBLEM_REPLIES: Mapping[int, str | None] = dict.fromkeys(
    (*(each[0] for each in _ENVELOPES.values()), 429), "pingone/error"
) | {204: None}

# The detail code and message of each JSON Schema keyword.
_DETAILS = {
    "required": ("REQUIRED_VALUE", "A value is required."),
    "pattern": ("EMPTY_VALUE", "The value must not be empty."),
    "minLength": ("EMPTY_VALUE", "The value must not be empty."),
    "maxLength": ("INVALID_VALUE", "must be at most {maxLength} characters long"),
    "minimum": ("OUT_OF_RANGE", "The value is out of range."),
    "exclusiveMaximum": ("OUT_OF_RANGE", "The value is out of range."),
    "maxItems": ("SIZE_LIMIT_EXCEEDED", "The value has more than {maxItems} elements."),
    "not": ("INVALID_VALUE", "The value is not allowed."),
    "type": ("INVALID_VALUE", "Invalid value for attribute."),
    "enum": ("INVALID_VALUE", "Invalid value for attribute."),
}

# What a violation's rule is: by the member, else by the keyword.
_TARGET_RULES = {
    "accessTokenValiditySeconds": rules.TOKEN_VALIDITY,
    "applicationPermissionsSettings": rules.PERMISSIONS,
    "audience": rules.AUDIENCE,
    "billOfMaterials": rules.BILL_OF_MATERIALS,
    "introspectEndpointAuthMethod": rules.INTROSPECT_METHOD,
    "license": rules.ENVIRONMENT_REQUIRED,
    "products": rules.BILL_OF_MATERIALS,
    "region": rules.ENVIRONMENT_REQUIRED,
    "type": rules.TYPE_CUSTOM,
    "value": rules.ATTRIBUTE_VALUE,
}
_KEYWORD_RULES = {
    "required": rules.NAME_REQUIRED,
    "pattern": rules.NAME_REQUIRED,
    "minLength": rules.NAME_REQUIRED,
    "maxLength": rules.NAME_LENGTH,
}

# Refused before the data model is looked at.
_UNREADABLE = frozenset({"type", "enum"})


def render_problem(problem: p.Problem, request: Request, ids: Ids) -> Reply:
    """Wrap a problem in the envelope; what it is about comes in `details`."""
    problem = _likeness(problem)
    headers = {"Content-Type": "application/json"}
    if isinstance(problem, p.Scripted):
        code, message, rule = failures.envelope(problem)
        status, message = problem.status, f"{_SORRY} {message}"
        headers |= failures.retry_after(problem)
    else:
        status, code, message, rule = _ENVELOPES[type(problem)]
    match problem:
        case p.Invalid():
            code, message, rule = _invalid(problem)
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


# What the platform says by itself with the status of a scripted failure.
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


def _invalid(problem: p.Invalid) -> tuple[str, str, Rule]:
    if any(each.keyword in _UNREADABLE for each in problem.violations):
        return "INVALID_REQUEST", _MALFORMED, rules.INVALID_TYPE
    broken = {_rule(each) for each in problem.violations}
    return "INVALID_DATA", _INVALID, broken.pop() if len(broken) == 1 else rules.INVALID_DATA


def _rule(violation: p.Violation) -> Rule:
    if (violation.target, violation.keyword) == ("type", "required"):
        return rules.ENVIRONMENT_REQUIRED  # nothing else must have one
    by_keyword = _KEYWORD_RULES.get(violation.keyword, rules.INVALID_DATA)
    return _TARGET_RULES.get(violation.target.partition(".")[0], by_keyword)


def _details(problem: p.Problem) -> list[JSON]:  # noqa: PLR0911 - one for each kind
    match problem:
        case p.Invalid():
            return [_violation(each) for each in problem.violations]
        case p.NotUnique():
            return [_detail("UNIQUENESS_VIOLATION", problem.detail, problem.target)]
        case Unfit():
            return [
                _detail(each.code, each.message, each.target, each.inner) for each in problem.faults
            ]
        case p.Scripted(status=429):
            said = failures.sentence(problem)
            return [_detail("LIMIT_EXCEEDED", said, inner=failures.quota(problem))]
        case BadFilter():
            return [_detail("INVALID_FILTER", problem.detail, "filter", problem.inner)]
        case BadParameter():
            return [_detail("INVALID_PARAMETER", problem.detail, problem.target)]
        case PlatformOwned():
            return [_detail("CONSTRAINT_VIOLATION", problem.detail)]
        case NotPermitted():
            return [_detail("INSUFFICIENT_PERMISSIONS", problem.detail)]
        case p.Unauthenticated():
            return [_detail("INVALID_TOKEN", _BAD_TOKEN, "Authentication Credentials")]
    return []


_BAD_TOKEN = "The authorization token is either missing or invalid, or it has expired."  # noqa: S105


def _violation(violation: p.Violation) -> JSON:
    code, message = _DETAILS.get(violation.keyword, _DETAILS["type"])
    limits = violation.limits
    inner: dict[str, JSON] = {}
    if code == "OUT_OF_RANGE":
        inner = {
            "rangeMinimumValue": limits["minimum"],
            # The bound excludes the next integer, since what is behind a point is cut off.
            "rangeMaximumValue": limits["exclusiveMaximum"] - 1,
        }
    elif "enum" in limits:
        inner = {"allowedValues": [each for each in limits["enum"] if each is not None]}
    return _detail(code, message.format_map(limits), violation.target, inner)


def _detail(
    code: str, message: str, target: str = "", inner: Mapping[str, JSON] | None = None
) -> JSON:
    return (
        {"code": code, "message": message}
        | ({"target": target} if target else {})
        | ({"innerError": dict(inner)} if inner else {})
    )
