"""Coverage: the documented statuses and rules that were seen, of all."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from fakeping.core.family import Family
from fakeping.core.rules import Rule
from fakeping.core.tally import AnswerKind, Tally
from fakeping.coverage.promise import Promise, promises

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One operation's count of each status, and of each rule."""

    operation: str
    #: The count of each status seen; 0 for any other.
    statuses: Mapping[int, int]
    #: The count of decisions by each rule.
    rules: Mapping[str, int]
    promised: frozenset[int]
    promised_rules: frozenset[str]

    @property
    def covered(self) -> int:
        """The number of covered statuses."""
        return sum(1 for status in self.promised if self.statuses[status])

    @property
    def known(self) -> list[int]:
        """The promised statuses, and any others that were seen."""
        return sorted({*self.promised, *self.statuses})

    @property
    def missing(self) -> list[int]:
        """The promised statuses that are not covered."""
        return sorted(status for status in self.promised if not self.statuses[status])

    @property
    def called(self) -> int:
        """The number of calls."""
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Coverage of the editions that were called."""

    lines: tuple[Line, ...]
    #: The promised rules, by name.
    rules: Mapping[str, Rule]
    #: The count of decisions by each rule.
    decided: Mapping[str, int]
    #: The count of each scripted failure.
    faults: Mapping[str, int]
    editions: tuple[tuple[str, str], ...]

    @property
    def statuses_promised(self) -> int:
        """The number of promised statuses, counted per operation."""
        return sum(len(each.promised) for each in self.lines)

    @property
    def statuses_covered(self) -> int:
        """The number of covered statuses, counted per operation."""
        return sum(each.covered for each in self.lines)

    @property
    def rules_covered(self) -> int:
        """The number of rules that decided at least once."""
        return sum(1 for name in self.rules if self.decided.get(name))

    @property
    def promised(self) -> int:
        """The number of promised statuses and rules: 100 %."""
        return self.statuses_promised + len(self.rules)

    @property
    def covered(self) -> int:
        """The number of covered statuses and rules."""
        return self.statuses_covered + self.rules_covered

    @property
    def percent(self) -> float:
        """The coverage in percent; 0 if nothing was called."""
        return 100 * self.covered / self.promised if self.promised else 0.0

    def document(self) -> dict[str, Any]:
        """The summary as JSON."""
        return {
            "percent": round(self.percent, 2),
            "promised": self.promised,
            "covered": self.covered,
            "met": self.covered,  # the older name, kept for one release
            "editions": [f"{family} {edition}" for family, edition in self.editions],
            "operations": [
                {
                    "operation": each.operation,
                    "statuses": {str(status): each.statuses[status] for status in each.known},
                    "missing": each.missing,
                }
                for each in self.lines
            ],
            "rules": {name: self.decided.get(name, 0) for name in sorted(self.rules)},
            "faults": dict(self.faults),
        }


def summarized(
    tally: Tally, families: Iterable[Family[Any]], *, include: Collection[str] = ()
) -> Summary:
    """Compare a tally with the promises of the editions that were called.

    `include` has patterns of operations, such as `pingone.scope.*`; without any, all count.
    """
    answers = [
        (kind, times)
        for kind, times in tally
        if not include or any(fnmatchcase(kind.operation, each) for each in include)
    ]
    known = [each for each in families if each.tenanted]
    seen = {(kind.operation.partition(".")[0], kind.edition) for kind, _ in answers}
    used = [(each, edition) for each in known for edition in each.editions]
    used = [(family, edition) for family, edition in used if (family.name, edition) in seen]
    lines = tuple(_lines(answers, used, include))
    rules = {rule.name: rule for family in known for rule in family.rules}
    named = {name for each in lines for name in each.promised_rules}
    return Summary(
        lines=lines,
        rules={name: rules[name] for name in sorted(named)},
        decided=_times((kind.rule, times) for kind, times in answers),
        faults=_times((kind.fault, times) for kind, times in answers),
        editions=tuple((family.name, edition) for family, edition in used),
    )


def _lines(
    tally: Iterable[tuple[AnswerKind, int]],
    used: Iterable[tuple[Family[Any], str]],
    include: Collection[str],
) -> Iterator[Line]:
    promised: dict[str, list[Promise]] = {}
    for family, edition in used:
        for each in promises(family, edition):
            if include and not any(fnmatchcase(each.operation, name) for name in include):
                continue
            promised.setdefault(each.operation, []).append(each)
    answers: dict[str, list[tuple[AnswerKind, int]]] = {}
    for one, times in tally:
        answers.setdefault(one.operation, []).append((one, times))
    for operation, said in promised.items():
        yield _line(operation, said, answers.get(operation, []))


def _line(operation: str, said: list[Promise], answers: list[tuple[AnswerKind, int]]) -> Line:
    statuses = frozenset[int]().union(*(each.statuses for each in said))
    return Line(
        operation=operation,
        statuses=_times((one.status, times) for one, times in answers),
        rules=_times((one.rule, times) for one, times in answers),
        promised=statuses,
        promised_rules=frozenset[str]().union(*(each.rules for each in said)),
    )


def _times(pairs: Iterable[tuple[K | None, int]]) -> Mapping[K, int]:
    found: Counter[K] = Counter()
    for name, times in pairs:
        if name is not None:
            found[name] += times
    return found
