"""Index of descriptions by one condition of each, so that an exchange is compared with few."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from json import dumps
from typing import Any, Final, Generic, NamedTuple, TypeVar
from urllib.parse import parse_qsl

import re2

from fakeping.core.patterns import Pattern
from fakeping.journal.difference import ANYTHING
from fakeping.journal.entry import Entry, decided
from fakeping.journal.expectation import GUARDED, READERS, Expectation, texts
from fakeping.redaction.redact import Excerpt, Withheld, fingerprint

T = TypeVar("T")

# Fewer descriptions are compared one by one, which costs less than decoding a body.
_FEW = 4

# Members of one document of a description that are looked at, and how deep inside.
_LOOKED_AT = 20
_DEEP = 10

# Length of a text, and of the compiled program, for which patterns are searched for together: this
# takes no part of anybody's budget of CPU time.
_TEXT = 4_096
_PROGRAM = 4_000

#: The condition that a member is there.
_PRESENT: Final = object()

_ABSENT: Final = object()


class Probe(NamedTuple):
    """A condition that every match of a description meets: on the value at one place."""

    #: `json`, `reply`, `query`, `headers`, `status`, `caller`, `rule`, `cause` or `fault`.
    where: str
    path: tuple[str, ...]
    #: A text, a number, `None`, a `Pattern`, or `_PRESENT`.
    value: Any

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for equal conditions: `1` and `True` differ, as do equal patterns' texts."""
        value = self.value
        said = value.pattern if isinstance(value, Pattern) else value
        return self.where, self.path, type(value) is bool, type(value) is Pattern, said


def probes_of(wanted: Expectation) -> list[Probe]:
    """Conditions that every match of a description meets; none if there is nothing to look up."""
    found = [
        Probe(name, (), value)
        for name in ("caller", "rule", "cause", "fault")
        if type(value := getattr(wanted, name)) is str
    ]
    if type(wanted.status) is int:
        found.append(Probe("status", (), wanted.status))
    headers = {name.lower(): value for name, value in texts(wanted.headers).items()}
    for where, expected in (
        ("json", wanted.json),
        ("reply", wanted.reply),
        ("query", texts(wanted.query)),
        ("headers", {name: each for name, each in headers.items() if name not in GUARDED}),
    ):
        if expected is not ANYTHING:
            inside = islice(_inside(expected, ()), _LOOKED_AT)
            found += [Probe(where, path, value) for path, value in inside]
    return found


def _inside(expected: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The members of an expected object, with what is asked of each."""
    if type(expected) is not dict:
        if path or type(expected) in _PLAIN or type(expected) is Pattern:
            exact = type(expected) in _PLAIN or type(expected) is Pattern
            yield path, expected if exact else _PRESENT
        return
    if path:
        yield path, _PRESENT
    if len(path) < _DEEP:
        for name, each in islice(expected.items(), _LOOKED_AT):
            if type(name) is str:
                yield from _inside(each, (*path, name))


_PLAIN = frozenset({str, int, float, bool, type(None)})


class ProbeIndex(Generic[T]):
    """Descriptions by a condition of each: the rarest, so that most exchanges meet none."""

    def __init__(self, items: Iterable[tuple[T, Expectation]]) -> None:
        probes = [(item, probes_of(wanted)) for item, wanted in items]
        #: Those that every exchange is compared with.
        self._always = [item for item, found in probes if not found]
        self._places: dict[tuple[str, tuple[str, ...]], _Place[T]] = {}
        if len(probes) - len(self._always) < _FEW:
            self._always = [item for item, _ in probes]
            return
        count = Counter(each.key for _, found in probes for each in found)
        for item, found in probes:
            if found:
                rarest = min(found, key=lambda each: (count[each.key], _rank(each.value)))
                at = rarest.where, rarest.path
                if at not in self._places:
                    self._places[at] = _Place(*at)
                self._places[at].add(item, rarest.value)

    def candidates(self, entry: Entry) -> list[T]:
        """The descriptions that an exchange may match."""
        if not self._places:
            return self._always
        found = list(self._always)
        read: dict[str, Any] = {}
        for place in self._places.values():
            if place.where not in read:
                read[place.where] = _READ[place.where](entry)
            place.find(read[place.where], found)
        return found


def _rank(value: Any) -> int:
    return 2 if value is _PRESENT else 1 if type(value) is Pattern else 0


@dataclass(slots=True)
class _Patterns(Generic[T]):
    """Patterns that are searched for together; all of them may match if that is not possible."""

    those: list[tuple[T, Pattern]]
    together: Any

    def find(self, text: str, found: list[T]) -> None:
        if self.together is None or len(text) > _TEXT or self.together.search(text) is not None:
            found += [item for item, _ in self.those]


@dataclass(eq=False)
class _Place(Generic[T]):
    """One place of an exchange, and who asks what of it."""

    where: str
    path: tuple[str, ...]
    _exact: dict[Any, list[T]] = field(default_factory=dict)
    _patterns: list[tuple[T, Pattern]] = field(default_factory=list)
    _present: list[T] = field(default_factory=list)

    def add(self, item: T, value: Any) -> None:
        """Add one who asks for this value, or that there is any."""
        if value is _PRESENT:
            self._present.append(item)
        elif type(value) is Pattern:
            self._patterns.append((item, value))
        else:
            self._exact.setdefault(_key(value), []).append(item)
            if type(value) in {str, int, float}:  # or what is recorded in its place
                said = value if type(value) is str else dumps(value)
                self._exact.setdefault(_key(fingerprint(said)), []).append(item)

    def find(self, documents: tuple[Any, ...], found: list[T]) -> None:
        """Add those whose condition one of the documents meets."""
        for document in dict.fromkeys(documents) if len(documents) > 1 else documents:
            value = self._value(document)
            if value is _ABSENT:
                continue
            found += self._present
            if type(value) in _PLAIN:
                found += self._exact.get(_key(value), ())
            if type(value) is str:
                for each in self._together:
                    each.find(value, found)

    def _value(self, document: Any) -> Any:
        for name, hidden in self._steps:
            if type(document) is not dict:
                return _ABSENT
            within = document
            document = within.get(name, _ABSENT)
            if document is _ABSENT:
                document = within.get(hidden, _ABSENT)
        return document

    @cached_property
    def _steps(self) -> list[tuple[str, str]]:
        return [(each, fingerprint(each)) for each in self.path]

    @cached_property
    def _together(self) -> list[_Patterns[T]]:
        parts: list[list[tuple[T, Pattern]]] = []
        size = _PROGRAM
        for each in self._patterns:
            size += each[1].size
            if size > _PROGRAM:
                parts.append([])
                size = each[1].size
            parts[-1].append(each)
        return [_Patterns(part, _any_of([each for _, each in part])) for part in parts]


def _key(value: Any) -> tuple[bool, Any]:
    return type(value) is bool, value


def _any_of(patterns: list[Pattern]) -> Any:
    """One expression for all; `None` if they can't be written as one."""
    said = dict.fromkeys(each.pattern for each in patterns)
    if any(r"\Q" in each or r"\E" in each for each in said):  # these reach beyond a bracket
        return None
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    try:
        return re2.compile("|".join(f"(?:{each})" for each in said), options=options)
    except re2.error:  # such as a name of a group that stands twice
        return None


def _json(where: str) -> Callable[[Entry], tuple[Any, ...]]:
    def read(entry: Entry) -> tuple[Any, ...]:
        body = entry.request_body if where == "json" else entry.reply_body
        # What can't be looked into matches nothing that is asked of it.
        return () if isinstance(body, Excerpt | Withheld) else (READERS[where](body),)

    return read


def _query(entry: Entry) -> tuple[Any, ...]:
    return (dict(parse_qsl(entry.target.partition("?")[2], keep_blank_values=True)),)


def _headers(entry: Entry) -> tuple[Any, ...]:
    return ({name.lower(): value for name, value in entry.request_headers},)


def _caller(entry: Entry) -> tuple[Any, ...]:
    who = entry.caller
    return (who.subject, who.client) if who is not None else ()


#: How each place of an exchange is read.
_READ: Mapping[str, Callable[[Entry], tuple[Any, ...]]] = {
    "json": _json("json"),
    "reply": _json("reply"),
    "query": _query,
    "headers": _headers,
    "status": lambda entry: (entry.status,),
    "caller": _caller,
    "rule": lambda entry: (decided(entry.outcome).rule,),
    "cause": lambda entry: (decided(entry.outcome).cause,),
    "fault": lambda entry: (decided(entry.outcome).fault,),
}
