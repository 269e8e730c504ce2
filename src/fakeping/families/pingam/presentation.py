"""How a query of AM's presents what it finds: sorted, in pages, with some members."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from fakeping.core.exchange import JSON
from fakeping.core.limits import limit
from fakeping.core.parameter import Parameter, Parameters
from fakeping.core.problem import Problem
from fakeping.core.rules import Rule
from fakeping.families.filters.dialects import pointer
from fakeping.families.filters.matching import rank
from fakeping.families.filters.tree import Path
from fakeping.families.pingam.problems import WrongRequest
from fakeping.families.pingam.rules import owner as rules

E = TypeVar("E")

_INTEGER = re.compile(r"[+-]?[0-9]{1,10}")
_INTEGERS = range(-(2**31), 2**31)
_COUNT_POLICIES = ("NONE", "ESTIMATE", "EXACT")
_WHOLE = {"type": "integer", "minimum": _INTEGERS[0], "maximum": _INTEGERS[-1]}

#: Most names in one parameter.
MAX_NAMES = limit(
    "pingam.query.names",
    50,
    unit="names",
    bounds="a query's `_sortKeys`, and its `_fields`",
    past="400, as for a parameter that can't be parsed",
)


def _any_case(word: str) -> str:
    """A pattern for a word, which JSON Schema's have no flag for."""
    return "".join(f"[{each.upper()}{each.lower()}]" for each in word)


_KEY = "([+-][^,]+|[^+,-][^,]*)"

#: The query parameters.
PARAMETERS: Parameters = {
    "_sortKeys": Parameter(
        says="The members to sort by, with commas between them; `-` in front reverses",
        schema={"type": "string", "pattern": rf"^{_KEY}(,{_KEY}){{0,{MAX_NAMES - 1}}},*$"},
    ),
    "_pageSize": Parameter(says="At most so many entities; 0 for all", schema=_WHOLE),
    "_pagedResultsOffset": Parameter(
        says="How many entities to leave out before the page", schema=_WHOLE
    ),
    "_pagedResultsCookie": Parameter(says="Read, and ignored: AM's own collections answer none"),
    "_totalPagedResultsPolicy": Parameter(
        says=f"{', '.join(_COUNT_POLICIES)}, in any case. Has no effect: AM's own collections"
        " count none",
        schema={"type": "string", "pattern": f"^({'|'.join(map(_any_case, _COUNT_POLICIES))})$"},
    ),
    "_fields": Parameter(
        says="The members to answer with, with commas between them",
        schema={"type": "string", "pattern": rf"^[^,]*(,[^,]*){{0,{MAX_NAMES - 1}}}$"},
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """What a query asks for besides a filter."""

    #: The members to sort by, and whether each is reversed.
    keys: list[tuple[Path, bool]]
    #: The entities on a page; 0 or less for all.
    size: int
    #: How many entities are left out before the page.
    offset: int
    #: The members to answer with; `None` for all.
    paths: list[Path] | None

    def of(self, found: list[E], show: Callable[[E], JSON]) -> tuple[list[JSON], int]:
        """The documents of the page, and how many entities are behind it."""
        if self.size <= 0:
            page, left = slice(None), 0
        else:
            page = slice(self.offset, self.offset + self.size)
            left = max(0, len(found) - self.offset - self.size)
        if self.keys:
            documents = _sorted([show(each) for each in found], self.keys)[page]
        else:
            documents = [show(each) for each in found[page]]
        if self.paths is not None:
            documents = [_picked(each, self.paths) for each in documents]
        return documents, left


def read(asked: Mapping[str, str]) -> Presentation:
    """Read the query parameters, by their names in lower case. Raises `WrongRequest`."""
    offset = max(0, _integer(asked, "_pagedResultsOffset"))
    if offset and asked.get("_pagedresultscookie"):
        raise exclusive("_pagedResultsOffset", "_pagedResultsCookie")
    policy = asked.get("_totalpagedresultspolicy")
    if policy is not None and policy.upper() not in _COUNT_POLICIES:
        raise unparsable("_totalPagedResultsPolicy", policy, "count policy")
    return Presentation(
        keys=_sort_keys(asked),
        size=_integer(asked, "_pageSize"),
        offset=offset,
        paths=_paths(asked),
    )


def _paths(asked: Mapping[str, str]) -> list[Path] | None:
    text = asked.get("_fields")
    if text is None:
        return None
    if text.count(",") >= MAX_NAMES:
        raise unparsable("_fields", text, "comma separated list of fields")
    return [pointer(each) for each in text.split(",")]


def named(query: Mapping[str, str]) -> dict[str, str]:
    """The parameters by their names in lower case: Common REST ignores the case."""
    found: dict[str, str] = {}
    for name, value in query.items():
        if name.startswith("_") and name.lower() in found:
            raise WrongRequest(
                f"Multiple values provided for the single-valued request parameter '{name}'",
                rule=rules.QUERY_PARAMETERS,
            )
        found[name.lower()] = value
    return found


def exclusive(one: str, other: str) -> Problem:
    """The problem with two parameters of which a query may have one."""
    return WrongRequest(
        f"The parameters {one} and {other} are mutually exclusive", rule=rules.QUERY_PARAMETERS
    )


def unparsable(name: str, value: str, what: str, *, rule: Rule = rules.QUERY_PARAMETERS) -> Problem:
    """The problem with the value of a parameter."""
    return WrongRequest(
        f"The value '{value}' for parameter '{name}' could not be parsed as a valid {what}",
        rule=rule,
    )


def _integer(asked: Mapping[str, str], name: str) -> int:
    text = asked.get(name.lower(), "0")
    if not _INTEGER.fullmatch(text) or int(text) not in _INTEGERS:
        raise unparsable(name, text, "integer")
    return int(text)


def _sort_keys(asked: Mapping[str, str]) -> list[tuple[Path, bool]]:
    """The members to sort by, and whether each is reversed."""
    text = asked.get("_sortkeys")
    if text is None:
        return []
    keys = text.rstrip(",").split(",")
    names = [each[1:] if each[:1] in {"+", "-"} else each for each in keys]
    if not all(names) or len(names) > MAX_NAMES:
        raise unparsable("_sortKeys", text, "comma separated list of sort keys")
    return [(pointer(name), key.startswith("-")) for name, key in zip(names, keys, strict=True)]


def _sorted(documents: list[JSON], keys: list[tuple[Path, bool]]) -> list[JSON]:
    """Sort by the first of the keys, then the next; what has no value comes before what has."""
    for path, backwards in reversed(keys):
        documents = sorted(
            documents,
            key=lambda each, path=path: rank(value_at(each, path)),  # type: ignore[misc]
            reverse=backwards,
        )
    return documents


def _picked(document: JSON, paths: list[Path]) -> JSON:
    """The members that `_fields` names, each by the last name of its path, and `_id` and `_rev`."""
    picked = {name: document[name] for name in ("_id", "_rev") if name in document}
    for path in paths:
        if not path:
            picked |= document
        elif (value := value_at(document, path)) is not None:
            picked[path[-1]] = value
    return picked


def value_at(document: JSON, path: Path) -> JSON:
    """The value at a path; `None` where there is none. A step into an array is an index."""
    for step in path:
        if isinstance(document, list) and step.isascii() and step.isdigit():
            document = dict(enumerate(document)).get(int(step[:9]))
        elif isinstance(document, dict):
            document = document.get(step)
        else:
            return None
    return document
