"""What is asked of a journal over HTTP: filters in a query, an expectation as a document."""

import re
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from fakeping.core.entry import Exchange
from fakeping.core.exchange import JSON
from fakeping.core.expectation import Expected
from fakeping.core.journal import Journal
from fakeping.core.problem import Invalid

_MOST_PATIENT = 60.0

_STATUS = re.compile("[1-5]xx|[0-9]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which exchanges somebody would like to see."""

    operation: str
    expected: Expected
    since: int
    limit: int | None
    #: Seconds.
    wait: float

    def chosen(self, journal: Journal) -> tuple[Exchange, ...]:
        """Those of a journal's. Raises `Invalid` for an operation that does not exist."""
        try:
            found = journal.calls(self.operation, since=self.since, **self.expected)
        except ValueError as error:
            raise Invalid(str(error)) from None
        if self.limit is None:
            return found
        return found[: self.limit] if self.since else found[-self.limit :]


def wish_of(query: Mapping[str, str], names: Collection[str]) -> Wish:
    """What a query string asks for. Raises `Invalid` where it makes no sense."""
    for name in query:
        if name not in names:
            raise Invalid(f"there is no parameter {name!r}: there are {', '.join(names)}")
    expected: Expected = {}
    for name in ("caller", "rule", "fault"):
        if name in query:
            expected[name] = query[name]  # type: ignore[literal-required]  # they are
    if "status" in query:
        expected["status"] = _status(query["status"])
    return Wish(
        operation=query.get("operation", "*"),
        expected=expected,
        since=min(_number(query, "since", int, least=0) or 0, sys.maxsize),
        limit=_number(query, "limit", int, least=1),
        wait=min(_number(query, "wait", float, least=0) or 0.0, _MOST_PATIENT),
    )


def asserted(journal: Journal, wanted: JSON) -> tuple[Exchange, ...]:
    """Assert what a validated document expects. Raises `Unmet`, or `Invalid`."""
    count = wanted.get("count")
    expected: dict[str, Any] = {
        name: matcher(wanted[name])
        for name in ("json", "query", "headers", "status", "caller", "rule", "fault", "reply")
        if name in wanted
    }
    if isinstance(expected.get("status"), str):
        expected["status"] = _status(expected["status"])
    try:
        return journal.assert_called(
            wanted["operation"],
            count=count,
            at_least=wanted.get("at_least"),
            at_most=wanted.get("at_most"),
            since=wanted.get("since", 0),
            **expected,
        )
    except ValueError as error:
        raise Invalid(str(error)) from None


def matcher(wanted: JSON) -> Any:
    """A document, with the words that begin with `$` as what they stand for."""
    if isinstance(wanted, list):
        return [matcher(each) for each in wanted]
    if not isinstance(wanted, dict):
        return wanted
    word = next(iter(wanted)) if len(wanted) == 1 else ""
    if word in _WORDS:
        return _WORDS[word](wanted[word])
    return {name: matcher(value) for name, value in wanted.items()}


def _pattern(text: JSON) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except (re.error, TypeError) as error:
        raise Invalid(f"$matches takes a regular expression: {error}") from None


def _any_order(elements: JSON) -> frozenset[Any]:
    try:
        return frozenset(elements)
    except TypeError:
        raise Invalid("$any_order takes a list of strings and numbers") from None


# `$any` is whatever stands there; in a list, any number of elements.
_WORDS: Mapping[str, Callable[[JSON], Any]] = {
    "$any": lambda _: ...,
    "$matches": _pattern,
    "$any_order": _any_order,
}


def _status(text: str) -> int | range:
    if not _STATUS.fullmatch(text):
        raise Invalid(f"the status {text!r} is neither a number such as 201 nor one like 2xx")
    return range(int(text[0]) * 100, int(text[0]) * 100 + 100) if "x" in text else int(text)


def _number(
    query: Mapping[str, str], name: str, kind: Callable[[str], Any], *, least: float
) -> Any:
    if name not in query:
        return None
    try:
        number = kind(query[name])
    except ValueError:
        raise Invalid(f"{name} takes a number") from None
    if not number >= least:  # what is not a number is not at least anything
        raise Invalid(f"{name} is at least {least:g}")
    return number
