"""Hints for unmatched requests, which found no operation or no tenant: the nearest one."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from fakeping.core.family import Family
from fakeping.core.limits import limit
from fakeping.core.operation import Operation
from fakeping.core.plain import without_ids
from fakeping.journal.recorded import Recorded

#: Most hints in a listing, as each takes a few milliseconds.
HINTED = limit(
    "unmatched.hints",
    20,
    unit="requests that differ",
    bounds="the hints of one listing of unmatched requests, from the newest on",
    past="the older ones have no hint",
)
_SEGMENTS = limit(
    "unmatched.segments",
    10,
    unit="segments",
    bounds="what is looked at of a path to find the nearest operation",
    past="the rest is not looked at",
)
_CHARACTERS = limit(
    "unmatched.characters",
    64,
    unit="characters",
    bounds="what is looked at of a segment or an address to find the nearest",
    past="the rest is not looked at",
)
_TENANTS = limit(
    "unmatched.tenants",
    200,
    unit="addresses",
    bounds="the newest addresses among which the nearest is looked for",
    past="an older one is not found",
)

R = TypeVar("R", bound=Recorded)

#: A family's name, and an edition of it.
Edition = tuple[str, str]

# Most addresses that are remembered once they are no longer a tenant's.
_REMEMBERED = 1_000

# Least similarity: two random UUIDs have about half of it, a typo leaves more.
_ALIKE = 0.75

# Beyond this distance nothing is near: more than a segment is missing, or is another.
_NEAR = 1.2

# Distances: of a missing segment, of one that a parameter takes, of another method.
_MISSING = 1.0
_ANOTHER_METHOD = 0.3
_FITS_ANYTHING = 0.2


def gathered(unmatched: Iterable[R]) -> list[list[R]]:
    """Group unmatched requests that differ by ids alone, as a misconfigured client repeats them."""
    groups: dict[object, list[R]] = {}
    for each in unmatched:
        own = (each.rule, each.unknown_address, each.unread)
        like = (each.method, without_ids(each.target), each.status, *own)
        groups.setdefault(like, []).append(each)
    return list(groups.values())


def line_of(exchange: Recorded) -> str:
    """An unmatched request's line. Its number counts apart from those of tenants' exchanges."""
    return f"unmatched {exchange}"


def besides(group: Sequence[Recorded]) -> list[str]:
    """A line on how many more requests are in a group; empty for one."""
    more = len(group) - 1
    return [f"... and {more} more like it, up to #{group[-1].number}"] if more else []


def hinted(exchanges: Sequence[R]) -> Iterator[R]:
    """The exchanges; among unmatched ones, only the newest keep their hints."""
    asked: set[tuple[object, ...]] = set()
    shown = []
    for each in reversed(exchanges):
        if each.operation is None or each.unknown_address:
            asked.add((each.method, each.path, each.unknown_address))
            shown.append(each if len(asked) <= HINTED else each.without_hint())
        else:
            shown.append(each)
    return reversed(shown)


class Guide:
    """Finds the operation or tenant nearest to an unmatched request, on demand."""

    def __init__(
        self, families: Iterable[Family[Any]], addresses: Mapping[tuple[str, str], object]
    ) -> None:
        self._families = [each for each in families if each.tenanted]
        self._addresses = addresses
        self._dropped: OrderedDict[tuple[str, str], str] = OrderedDict()
        # Cached, as clients repeat unmatched requests, and listings need all hints.
        self._operation = lru_cache(maxsize=_REMEMBERED)(self._nearest)

    def remember(self, address: tuple[str, str], what: str) -> None:
        """Remember what became of an address that is no longer a tenant's, for late requests."""
        self._dropped[address] = what
        self._dropped.move_to_end(address)
        if len(self._dropped) > _REMEMBERED:
            self._dropped.popitem(last=False)

    def hint(self, exchange: Recorded, editions: frozenset[Edition]) -> str | None:
        """The nearest operation or tenant; `None` if the request was matched.

        `editions` are those that answered.
        """
        if exchange.operation is None:
            return self._operation(exchange.method, exchange.path, editions)
        return self._tenant(*exchange.unknown_address) if exchange.unknown_address else None

    def _nearest(self, method: str, path: str, editions: frozenset[Edition]) -> str:
        parts = (each for each in path[: _SEGMENTS * _CHARACTERS].split("/") if each)
        segments = [each[:_CHARACTERS] for each in islice(parts, _SEGMENTS)]
        unserved = next((self._unserved[each] for each in segments if each in self._unserved), None)
        if unserved and not any(each.fits(segments) for each in self._rows):
            return f"fakeping does not serve {unserved}"
        distance, nearest = min(
            (
                (_distance(segments, row.segments) + (row.method != method) * _ANOTHER_METHOD, row)
                for row in self._rows
            ),
            key=itemgetter(0),
        )
        fitting_anything = max(0, len(segments) - nearest.literals) * _FITS_ANYTHING
        far = distance - fitting_anything - _ANOTHER_METHOD > _NEAR
        if far or not nearest.resembles(segments):
            return "fakeping serves nothing that is near"
        there = [each for each in self._rows if each.segments == nearest.segments]
        fitting = [each for each in there if each.method == method] or there
        methods = " or ".join(dict.fromkeys(each.method for each in fitting))
        names = " or ".join(dict.fromkeys(each.operation.name for each in fitting))
        return f"the nearest is {methods} {nearest.path}, {names}{_editions(fitting, editions)}"

    @cached_property
    def _unserved(self) -> Mapping[str, str]:
        return {name: what for each in self._families for name, what in each.unserved.items()}

    @cached_property
    def _rows(self) -> tuple["_Row", ...]:
        return tuple(
            _Row(
                method=method,
                path=family.mount + path,
                operation=operation,
                family=family,
            )
            for family in self._families
            for operation in family.operations
            for method, path in ((operation.method, operation.path), *operation.also)
        )

    def _tenant(self, family: str, address: str) -> str:
        if not address:
            return "no tenant is named: a token of one would name it"
        what = self._dropped.get((family, address))
        if what is not None:
            return f"{address} {what}"
        # Copied first, as other threads add tenants.
        newest = islice(reversed(list(self._addresses)), _TENANTS)
        known = [each for name, each in newest if name == family]
        near = get_close_matches(address[:_CHARACTERS], known, n=1, cutoff=_ALIKE)
        if near:
            return f"no tenant has {address}; the nearest is {near[0]}"
        return f"no tenant has {address}"


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A method and a path of an operation."""

    method: str
    path: str
    operation: Operation[Any]
    family: Family[Any]

    @cached_property
    def literals(self) -> int:
        """How many of its segments are words."""
        return sum(not each.startswith("{") for each in self.segments)

    @cached_property
    def segments(self) -> tuple[str, ...]:
        return tuple(each for each in self.path.split("/") if each)

    def fits(self, path: Sequence[str]) -> bool:
        """Whether it is the template of a path."""
        return len(path) == len(self.segments) and all(
            said == given or said.startswith("{")
            for said, given in zip(self.segments, path, strict=True)
        )

    def resembles(self, path: Sequence[str]) -> bool:
        """Whether a word of a path is nearly one of its own: parameters alone fit anything."""
        words = [each for each in self.segments if not each.startswith("{")]
        return any(get_close_matches(each, words, n=1, cutoff=_ALIKE) for each in path)


def _editions(rows: Sequence[_Row], answering: frozenset[Edition]) -> str:
    """` of the edition x`, and how to get it, unless the edition that answered has these."""
    family = rows[0].family
    having = [
        edition
        for edition in family.editions
        if any(edition in (each.operation.editions or family.editions) for each in rows)
    ]
    own = next((edition for name, edition in answering if name == family.name), None)
    if own in having or len(having) == len(family.editions):
        return ""
    this = f", and this is {own}: {choose(family.name, having[0])}" if own else ""
    return f" of the edition {' or '.join(having)}{this}"


def choose(family: str, edition: str) -> str:
    """How to have an edition of a family."""
    return f"choose {family}={edition} by --edition or --fakeping-edition"


def _distance(path: Sequence[str], template: Sequence[str]) -> float:
    """Edit distance of a path to a template, in segments."""
    costs = [float(each) for each in range(len(template) + 1)]
    for index, wanted in enumerate(template):
        costs[index + 1] = costs[index] + (0 if wanted.endswith("*}") else _MISSING)
    for given in path:
        before, costs[0] = costs[0], costs[0] + _MISSING
        for index, wanted in enumerate(template, start=1):
            change = before + _difference(given, wanted)
            before = costs[index]
            extra = _FITS_ANYTHING if wanted.endswith("*}") else _MISSING
            skipped = 0 if wanted.endswith("*}") else _MISSING
            costs[index] = min(change, costs[index] + extra, costs[index - 1] + skipped)
    return costs[-1]


# Cached, as all paths of the table have the same few words.
@lru_cache(maxsize=4096)
def _difference(given: str, wanted: str) -> float:
    if wanted.startswith("{"):
        return _FITS_ANYTHING
    if given == wanted:
        return 0
    return 1 - SequenceMatcher(None, given.lower(), wanted.lower()).ratio() ** 2
