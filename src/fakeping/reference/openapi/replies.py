"""The responses of an operation: its promised ones, and those of rules that refuse it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.core.operation import EVENTS, HTML, TEXTS, Operation
from fakeping.core.rules import Rule
from fakeping.reference.openapi.draft import Draft
from fakeping.reference.openapi.examples import replied

JSON_MEDIA = "application/json"

_REFUSED = 400

_HEADERS: Mapping[str, JSON] = {
    "Location": {"description": "Where it stands", "schema": {"type": "string"}},
    "ETag": {"description": "What it is now, for conditions", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}},
    "Allow": {"description": "What the path takes", "schema": {"type": "string"}},
}

# The header fields that always come with a status.
_WITH = {HTTPStatus.METHOD_NOT_ALLOWED: ("Allow",), HTTPStatus.TOO_MANY_REQUESTS: ("Retry-After",)}


def replies(draft: Draft, operation: Operation[Any]) -> JSON:
    """Every response, by its status."""
    refusing = refusals(draft, operation)
    statuses = sorted({*operation.replies, *refusing})
    return {
        str(status): _reply(operation, status, refusing.get(status, ()))
        | _content(draft, operation, status)
        for status in statuses
    }


def refusals(draft: Draft, operation: Operation[Any]) -> dict[int, tuple[Rule, ...]]:
    """The rules that may refuse an operation, by status."""
    family = draft.family
    if not family.rules:
        return dict.fromkeys(_possible(family, operation), ())
    found: dict[int, tuple[Rule, ...]] = {}
    for rule in family.rules:
        if rule.refuses(operation.name, draft.edition):
            for status in rule.statuses:
                found[status] = (*found.get(status, ()), rule)
    return found


def _possible(family: Family[Any], operation: Operation[Any]) -> set[int]:
    """The problem statuses of a family without rules."""
    body = operation.body_schema is not None or bool(operation.media_types)
    there = {
        400: body or bool(operation.query),
        401: not operation.public,
        403: not operation.public,
        404: "{" in operation.path,
        408: body,
        409: body,
        413: body,
        415: body,
        422: body,
        500: True,
    }
    return {status for status in family.problem_replies if there.get(status)}


def _reply(operation: Operation[Any], status: int, refusing: tuple[Rule, ...]) -> JSON:
    answering = (operation.rule,) if operation.rule and _answers(operation, status) else ()
    sentences = [f"`{each.name}`: {each.says}" for each in (*answering, *refusing)]
    names = [each.name for each in (*answering, *refusing)]
    headers = {name: _HEADERS[name] for name in _WITH.get(HTTPStatus(status), ())}
    if _answers(operation, status):
        headers |= {name: {**_HEADERS[name], "required": True} for name in operation.sends}
    if refusing:
        headers["X-Fakeping-Rule"] = {
            "description": "The rule that refused",
            "required": status >= _REFUSED and status not in operation.replies,
            "schema": {"enum": [each.name for each in refusing]},
        }
    reply: JSON = {"description": "\n\n".join(sentences) or HTTPStatus(status).phrase}
    if headers:
        reply["headers"] = headers
    return reply | ({"x-fakeping-rules": names} if names else {})


def _answers(operation: Operation[Any], status: int) -> bool:
    """Whether a status is the one of success."""
    return status == next(iter(operation.replies))


def _content(draft: Draft, operation: Operation[Any], status: int) -> JSON:
    family = draft.family
    promised = operation.replies.get(status, family.problem_replies.get(status))
    if promised is None:
        return {}
    content: JSON = {}
    if promised in TEXTS:
        # Readers take a schema of events for that of each one.
        content[promised] = {} if promised == EVENTS else {"schema": {"type": "string"}}
        # Errors are JSON for clients that are no browser.
        beside = {**family.problem_replies, **operation.page_or}
        promised = beside.get(status) if promised == HTML else None
    if promised is not None:
        refuses = status >= _REFUSED and promised == family.problem_replies.get(status)
        media = family.problem_media if refuses else JSON_MEDIA
        examples = replied(draft, operation, status)
        content[media] = {"schema": draft.components.reference(promised)} | (
            {"examples": examples} if examples else {}
        )
    return {"content": content}
