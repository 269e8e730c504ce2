"""Checks of rules: functions that raise `Differs` if a deployment breaks the rule."""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final, Generic, Protocol, TypeVar

from fakeping.contract.target import Differs, HttpExchange, NotRun, Target
from fakeping.contract.transport import Answer, ControlRefused
from fakeping.core.body import is_json
from fakeping.core.rules import Rule

T = TypeVar("T", bound=Target)

# Characters of a value that a difference shows.
_READABLE = 1_000


class _Absent:
    def __repr__(self) -> str:
        return "nothing, not even null"


#: What is expected of a member that must not be there.
ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A check's result: `agrees`, `differs` or `not run`, with the exchanges that show it."""

    rule: Rule
    outcome: str
    detail: str = ""
    exchanges: tuple[HttpExchange, ...] = ()
    #: Whether it was not run for want of an answer.
    unanswered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Generic[T]):
    """One rule, and the function that checks it on a target."""

    rule: Rule
    run: Callable[[T], None]
    #: The editions in which the rule holds; all of them when there are none here.
    editions: frozenset[str] = frozenset()
    #: Whether it looks at what all others were answered.
    last: bool = False

    def verdict(self, target: T) -> Verdict:
        """Run the check on a target."""
        if self.editions and target.edition not in self.editions:
            return Verdict(rule=self.rule, outcome="not run", detail=f"not in {target.edition}")
        outcome, detail, shown = "agrees", "", ()
        with target.evidence() as made:
            try:
                self.run(target)
            except NotRun as reason:
                outcome, detail = "not run", str(reason)
            except AssertionError as difference:
                outcome, detail = "differs", str(difference)
                shown = getattr(difference, "exchanges", ())
            except (LookupError, TypeError, ValueError, AttributeError) as surprise:
                outcome, detail = "differs", _misread(target, surprise)
            except (OSError, ControlRefused):
                raise  # nobody answered: the runner tells
            except Exception as bug:  # noqa: BLE001 - one check must not end a run
                outcome, detail = "differs", _bug(self, bug)
        return Verdict(rule=self.rule, outcome=outcome, detail=detail, exchanges=(*made, *shown))


def _misread(target: Target, surprise: Exception) -> str:
    """The sentence for an answer that a check could not parse."""
    asked = f"{target.exchanges[-1].answer.asked}: " if target.exchanges else ""
    return f"{asked}an answer has another form than the check reads: {surprise!r}"


def _bug(check: Check[Any], bug: Exception) -> str:
    """The sentence for a check that crashed, which says nothing about the deployment."""
    at = extract_tb(bug.__traceback__)[-1]
    return (
        f"a bug of fakeping's, please report it: the check {check.run.__name__} of"
        f" {check.rule.name} failed with {bug!r} at {Path(at.filename).name}:{at.lineno}"
    )


@dataclass
class Checks(Generic[T]):
    """A family's checks, in the order of its rules; several may hold one rule."""

    rules: tuple[Rule, ...]
    #: Rules of which no deployment can be asked, and why.
    unchecked: dict[str, str] = field(default_factory=dict)
    _all: list[Check[T]] = field(default_factory=list)

    def of(
        self, rule: Rule, *, editions: Iterable[str] = (), last: bool = False
    ) -> Callable[[Callable[[T], None]], Callable[[T], None]]:
        """Register a function as the check of a rule; `last` runs after all others."""

        def noted(run: Callable[[T], None]) -> Callable[[T], None]:
            self._all.append(Check(rule=rule, run=run, editions=frozenset(editions), last=last))
            return run

        return noted

    def __iter__(self) -> Iterator[Check[T]]:
        """Iterate in the order of the rules, and then over those that look back."""
        order = {each.name: index for index, each in enumerate(self.rules)}
        return iter(sorted(self._all, key=lambda each: (each.last, order[each.rule.name])))


class ResponseLike(Protocol):
    """A response: an `Answer`, or another client's."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields."""

    @property
    def asked(self) -> str:
        """The request, as error messages name it."""

    @property
    def json(self) -> Any:
        """The decoded body; `None` without one. Raises `ValueError` when it is not JSON."""


class RuleBroken(Differs):
    """Raised for a broken rule; the message has the rule and its evidence."""

    def __init__(self, rule: Rule, detail: str) -> None:
        super().__init__(
            f"{rule.name}: {detail}\n  The rule: {rule.says}"
            f"\n  How we know it: {rule.evidence}. {rule.source}"
        )
        self.rule = rule


@contextmanager
def holding(rule: Rule) -> Iterator[None]:
    """Raise differences inside the block as `RuleBroken` of this rule, unless they name another."""
    try:
        yield
    except RuleBroken:
        raise
    except Differs as difference:
        raise RuleBroken(rule, str(difference)) from None


def expect(answer: ResponseLike, status: int, document: Any = ..., **headers: object) -> None:
    """Raise `Differs` unless an answer has a status, a body that matches, and these headers.

    An object matches one that has its members; `...` matches whatever is there, `ABSENT` what
    is not; a type any value of it; a pattern a string that it matches in full. `Content_Type=`
    is a header.
    """
    differences = []
    if answer.status != status:
        differences.append(f"status {answer.status}, expected {status}")
    if document is not ...:
        differences += unlike(_document(answer), document)
    for name, wanted in headers.items():
        field_name = name.replace("_", "-")
        differences += unlike(
            answer.headers.get(field_name, ABSENT), wanted, at=f"header {field_name}"
        )
    if not differences and isinstance(answer, Answer) and isinstance(document, dict | list):
        differences += _undeclared(answer)
    if differences:
        raise Differs(f"{answer.asked}: {'; '.join(differences)}")


def _undeclared(answer: Answer) -> list[str]:
    media_type = answer.headers.get("Content-Type", "nothing")
    if is_json(media_type) or not answer.body:
        return []
    return [f"header Content-Type: {media_type}, expected JSON's"]


def ensure(holds: object, sentence: str) -> None:
    """Raise `Differs` with this sentence unless the condition is true."""
    if not holds:
        raise Differs(sentence)


def ensure_same(actual: object, expected: object, what: str) -> None:
    """Raise `Differs` unless two values are equal; `what` names them."""
    if actual != expected:
        raise Differs(f"{what}: {_shown(actual)}, expected {_shown(expected)}")


def _document(answer: ResponseLike) -> Any:
    try:
        return answer.json
    except ValueError:
        return getattr(answer, "body", None)


def unlike(actual: Any, expected: Any, *, at: str = "body") -> list[str]:
    """The difference between a value and a pattern; "" if it matches."""
    if expected is ...:
        return [] if actual not in (None, ABSENT) else [f"{at} is missing"]
    if isinstance(expected, dict) and isinstance(actual, dict):
        return [
            difference
            for name, value in expected.items()
            for difference in unlike(actual.get(name, ABSENT), value, at=f"{at}.{name}")
        ]
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        return [
            difference
            for index, (have, want) in enumerate(zip(actual, expected, strict=True))
            for difference in unlike(have, want, at=f"{at}[{index}]")
        ]
    if _matches(actual, expected):
        return []
    return [f"{at}: {_shown(actual)}, expected {_shown(expected)}"]


def _matches(actual: Any, expected: Any) -> bool:
    if expected is None and actual is ABSENT:
        return True
    if isinstance(expected, type):
        return isinstance(actual, expected)
    if hasattr(expected, "fullmatch"):
        return isinstance(actual, str) and bool(expected.fullmatch(actual))
    return bool(actual == expected)


_WORDS: Mapping[object, str] = {
    str: "a string",
    int: "a number",
    bool: "true or false",
    list: "an array",
    dict: "an object",
    ...: "anything",
}


def _shown(value: Any) -> str:
    if isinstance(value, bytes):
        return f"no JSON: {value.decode('utf-8', 'replace')[:200]!r}"
    if isinstance(value, type) or value is ABSENT:
        return _worded(value)
    text = json.dumps(value, ensure_ascii=False, default=_worded)
    return text if len(text) <= _READABLE else f"{text[:_READABLE]}... ({len(text)} characters)"


def _worded(value: Any) -> str:
    if hasattr(value, "fullmatch"):
        return f"what matches {value.pattern}"
    return _WORDS.get(value, repr(value)) if isinstance(value, Hashable) else repr(value)
