"""Query filters: `true`, or comparisons for equality joined by `and`."""

import json
import re
from collections.abc import Callable

from fakeping.core.exchange import JSON
from fakeping.families.pingam.problems import WrongRequest
from fakeping.families.pingam.rules import owner as rules

_COMPARISON = re.compile(r'/?([\w/]+)\s+eq\s+("(?:[^"\\]|\\.)*"|\'[^\']*\'|true|false|-?\d+)')

Matches = Callable[[JSON], bool]


def query_filter(text: str | None) -> Matches:
    """Parse a `_queryFilter` into a predicate. Raises `WrongRequest` for an unsupported one."""
    if text is None:
        raise WrongRequest("Only query filter is supported.", rule=rules.QUERY)
    if text.strip() == "true":
        return lambda _: True
    parts = [_COMPARISON.fullmatch(each.strip(" ()")) for each in text.split(" and ")]
    if not all(parts):
        raise WrongRequest(f"Unsupported query filter: {text[:200]}", rule=rules.QUERY)
    wanted = [(each[1].split("/"), _value(each[2])) for each in parts if each]
    return lambda document: all(value in _found(document, path) for path, value in wanted)


def _value(literal: str) -> JSON:
    if literal.startswith("'"):
        return literal[1:-1]
    try:
        return json.loads(literal)
    except ValueError:
        raise WrongRequest(f"Unsupported literal: {literal[:200]}", rule=rules.QUERY) from None


def _found(document: JSON, path: list[str]) -> list[JSON]:
    """Every value at a path; a step into an array visits each of its items."""
    level = [document]
    for step in path:
        level = [each[step] for each in _flat(level) if isinstance(each, dict) and step in each]
    return _flat(level)


def _flat(level: list[JSON]) -> list[JSON]:
    return [item for each in level for item in (each if isinstance(each, list) else [each])]
