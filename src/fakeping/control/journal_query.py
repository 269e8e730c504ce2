"""Journal queries over HTTP: filters in a query string, expectations in a document."""

import re
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from json import dumps
from typing import Any, cast

from fakeping.core.exchange import JSON
from fakeping.core.limits import limit
from fakeping.core.patterns import MOST, PATIENCE, BadPattern, Patience, Patient, Pattern
from fakeping.core.problem import Invalid
from fakeping.journal.assertion import Unmet
from fakeping.journal.count import Count, counted
from fakeping.journal.entry import Exchange
from fakeping.journal.expectation import Expectation, Expected
from fakeping.journal.journal import Journal
from fakeping.journal.search import JournalPage
from fakeping.journal.watch import Watch

_MOST_PATIENT = 60.0

PAGE = limit(
    "control.page",
    1_000,
    unit="exchanges",
    bounds="one listing of a journal, or of unmatched requests",
    past="`more` says how many others there are",
    change="?limit= in the request",
)

_STATUS = re.compile("[1-5]xx|[0-9]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalQuery:
    """A journal query: the exchanges to list."""

    operation: str
    expected: Expected
    since: int
    limit: int | None
    #: Seconds.
    wait: float

    def chosen(self, journal: Journal) -> tuple[Exchange, ...]:
        """The matching exchanges, by default all of them.

        Raises `Invalid` for an operation that does not exist.
        """
        return journal.matching(self.wanted(journal), since=self.since, most=self.limit)[0]

    def page(self, journal: Journal) -> JournalPage:
        """A page of matching exchanges, by default of `PAGE`. Raises as `chosen`."""
        return journal.page(self.wanted(journal), since=self.since, most=self.limit or PAGE)

    def watch(self, journal: Journal) -> Watch:
        """Watch for matching exchanges to come. Raises as `chosen`."""
        return _watch(journal, self.operation, self.since, self.expected)

    def wanted(self, journal: Journal) -> Expectation:
        """The description that an exchange has to match. Raises `Invalid`."""
        try:
            return journal.expectation(self.operation, self.expected)
        except ValueError as error:
            raise Invalid(str(error)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """The exchanges that a tenant should have had, and how many of them."""

    operation: str
    expected: Expected
    since: int
    count: int | None
    at_least: int | None
    at_most: int | None
    often: Count
    patience: Patience

    def holds(self, journal: Journal) -> tuple[Exchange, ...]:
        """The matching exchanges. Raises `Unmet` for a wrong number of them, or `Invalid`."""
        try:
            found = journal.assert_called(
                self.operation,
                count=self.count,
                at_least=self.at_least,
                at_most=self.at_most,
                since=self.since,
                **self.expected,
            )
        except ValueError as error:
            raise Invalid(str(error)) from None
        except Unmet:
            self._require_patience()
            raise
        self._require_patience()
        return found

    def _require_patience(self) -> None:
        if self.patience.is_spent:
            raise Invalid("a $matches takes too long: ask for fewer exchanges, or more simply")

    def watch(self, journal: Journal) -> Watch:
        """Watch for matching exchanges to come. Raises `Invalid`."""
        return _watch(journal, self.operation, self.since, self.expected)

    def is_settled(self, found: int) -> bool:
        """Whether this many matches are enough, or too many: both end the wait."""
        most = self.often.most
        return (
            self.patience.is_spent or self.often.holds(found) or (most is not None and found > most)
        )


def parsed_query(query: Mapping[str, str], names: Collection[str]) -> JournalQuery:
    """Parse a query string. Raises `Invalid`."""
    for name in query:
        if name not in names:
            raise Invalid(f"there is no parameter {name!r}: there are {', '.join(names)}")
    expected: Expected = {}
    for name in ("caller", "rule", "cause", "fault"):
        if name in query:
            expected[name] = query[name]  # type: ignore[literal-required]  # they are
    if "status" in query:
        expected["status"] = _status(query["status"])
    return JournalQuery(
        operation=named_operation(query) or "*",
        expected=expected,
        since=min(number_in(query, "since", int, least=0) or 0, sys.maxsize),
        limit=number_in(query, "limit", int, least=1),
        wait=min(number_in(query, "wait", float, least=0) or 0.0, _MOST_PATIENT),
    )


def named_operation(said: Mapping[str, Any]) -> Any:
    """What is named as `operation` or `op`, or `None`. Raises `Invalid` for both."""
    if "op" in said and "operation" in said:
        raise Invalid("op and operation are two names of one: say one of them")
    return said.get("operation", said.get("op"))


def asserted(wanted: JSON) -> Assertion:
    """Parse the document of an assertion. Raises `Invalid`."""
    patience = Patience(PATIENCE)
    names = ("json", "query", "headers", "status", "caller", "rule", "cause", "fault", "reply")
    expected = matched({each: wanted[each] for each in names if each in wanted}, patience=patience)
    if isinstance(expected.get("status"), str):
        expected["status"] = _status(expected["status"])
    said = {name: wanted.get(name) for name in ("count", "at_least", "at_most")}
    try:
        often = counted(said["count"], at_least=said["at_least"], at_most=said["at_most"])
    except ValueError as error:
        raise Invalid(str(error)) from None
    operation = named_operation(wanted)
    if operation is None:
        raise Invalid("operation is missing: say whose calls are meant, or * for all")
    return Assertion(
        operation=operation,
        expected=cast("Expected", expected),
        since=wanted.get("since", 0),
        often=often,
        patience=patience,
        **said,
    )


def matched(wanted: dict[str, JSON], *, patience: Patience | None = None) -> dict[str, Any]:
    """Replace members such as `{"$matches": ...}` by the matchers that they stand for.

    `patience` is shared by all patterns. Raises `Invalid` for an invalid matcher, and for more
    patterns than `MOST`, since each takes time to compile.
    """
    text = dumps(wanted)
    if '"$' not in text:  # as most are, and long ones would take long to look through
        return wanted
    if text.count('"$matches"') > MOST:
        raise Invalid(f"there are more than {MOST} $matches")
    return {name: _matcher(each, patience) for name, each in wanted.items()}


def _matcher(wanted: JSON, patience: Patience | None) -> Any:
    if isinstance(wanted, list):
        elements = [_matcher(each, patience) for each in wanted]
        return Patient(elements, patience) if patience and ... in elements else elements
    if not isinstance(wanted, dict):
        return wanted
    word = next(iter(wanted)) if len(wanted) == 1 else ""
    if word == "$matches":
        return _pattern(wanted[word], patience)
    if word in _WORDS:
        return _WORDS[word](wanted[word])
    return {name: _matcher(value, patience) for name, value in wanted.items()}


def _watch(journal: Journal, operation: str, since: int, expected: Expected) -> Watch:
    try:
        return journal.watch(operation, since=since, **expected)
    except ValueError as error:
        raise Invalid(str(error)) from None


def _pattern(text: JSON, patience: Patience | None) -> Pattern:
    try:
        return Pattern(text, patience=patience)
    except BadPattern as error:
        raise Invalid(f"$matches takes a regular expression of RE2: {error}") from None


def _any_order(elements: JSON) -> frozenset[Any]:
    try:
        return frozenset(elements)
    except TypeError:
        raise Invalid("$any_order takes a list of strings and numbers") from None


# `$any` matches any value; in a list, any number of elements.
_WORDS: Mapping[str, Callable[[JSON], Any]] = {
    "$any": lambda _: ...,
    "$any_order": _any_order,
}


def _status(text: str) -> int | range:
    if not _STATUS.fullmatch(text):
        raise Invalid(f"the status {text!r} is neither a number such as 201 nor one like 2xx")
    return range(int(text[0]) * 100, int(text[0]) * 100 + 100) if "x" in text else int(text)


def number_in(
    query: Mapping[str, str], name: str, kind: Callable[[str], Any], *, least: float
) -> Any:
    """A number in a query, or `None` without one. Raises `Invalid`, also for too many digits."""
    if name not in query:
        return None
    try:
        number = kind(query[name])
    except ValueError:
        raise Invalid(f"{name} takes a number") from None
    if not number >= least:  # what is not a number is not at least anything
        raise Invalid(f"{name} is at least {least:g}")
    return number
