"""Coverage as a table for a terminal."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from fakeping.coverage.summary import Line, Summary

_WIDTH = 100
_NAME = 38

# The number of rules to name; the page has all of them.
_NAMED = 10


def table(summary: Summary) -> str:
    """A line for each called operation, then those never called, the rules, and the total."""
    if not summary.lines:
        return "Nothing was called."
    called = [each for each in summary.lines if each.called]
    lines = [f"{'operation':{_NAME}} {'covered':>8}  answered", *map(_line, called)]
    lines += _never([each.operation for each in summary.lines if not each.called])
    lines += _rules(summary)
    if summary.faults:
        lines += [
            "",
            "faults  " + ", ".join(_often(*each) for each in sorted(summary.faults.items())),
        ]
    return "\n".join([*lines, "", total(summary)])


def total(summary: Summary) -> str:
    """The total in one line."""
    editions = ", ".join(" ".join(each) for each in summary.editions)
    answers = f"{summary.statuses_covered} of {summary.statuses_promised} answers"
    rules = f"{summary.rules_covered} of {len(summary.rules)} rules"
    return f"{summary.percent:.0f} % of {editions}: {answers}, {rules}"


def _line(line: Line) -> str:
    covered = f"{line.covered}/{len(line.promised)}"
    answered = "  ".join(
        _often(str(status), line.statuses[status]) for status in sorted(line.statuses)
    )
    missing = " ".join(map(str, line.missing))
    never = f"  never {missing}" if missing else ""
    return f"{line.operation:{_NAME}} {covered:>8}  {answered}{never}"


def _often(what: str, times: int) -> str:
    return what if times == 1 else f"{what} x{times}"


def _never(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield from ("", f"never called ({len(names)})")
        yield from _wrapped(_together(names))


def _together(names: Sequence[str]) -> list[str]:
    """Group names by noun: `pingone.scope.list|read`."""
    nouns: dict[str, list[str]] = {}
    for each in names:
        noun, _, verb = each.rpartition(".")
        nouns.setdefault(noun, []).append(verb)
    return [f"{noun}.{'|'.join(verbs)}" for noun, verbs in nouns.items()]


def _rules(summary: Summary) -> Iterator[str]:
    missing = [name for name in summary.rules if not summary.decided.get(name)]
    if missing:
        yield from ("", f"rules that never decided ({len(missing)})")
        more = [f"and {len(missing) - _NAMED} more"] if len(missing) > _NAMED else []
        yield from _wrapped([*missing[:_NAMED], *more])


def _wrapped(names: Sequence[str]) -> list[str]:
    return wrap(
        ", ".join(names),
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
