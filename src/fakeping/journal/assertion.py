"""Messages of failed assertions on a journal."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from itertools import zip_longest
from typing import Any

from fakeping.journal.count import Count, times
from fakeping.journal.difference import unsaid
from fakeping.journal.entry import Exchange
from fakeping.journal.expectation import Expectation, fits
from fakeping.journal.unmatched import besides, gathered, line_of

_NEAREST = 3
_LISTED = 20
_ANSWER = 300

# How the line of an answer begins, below an exchange that came near.
_ANSWERED = "      answered: "


class Unmet(AssertionError):
    """An assertion on the journal failed. `found` matched, `nearest` came close."""

    __module__ = "fakeping"  # where people import it from, and so what a report calls it

    def __init__(
        self,
        message: str,
        *,
        found: Sequence[Exchange] = (),
        nearest: Sequence[Exchange] = (),
        listed: Sequence[Exchange] = (),
        brief: str | None = None,
    ) -> None:
        super().__init__(message)
        self.found = tuple(found)
        self.nearest = tuple(nearest)
        #: The exchanges that the message lists, and the message without that list: for reports
        #: that tell them anyway.
        self.listed = tuple(listed)
        self.brief = message if brief is None else brief


class Evicted(Unmet):
    """An assertion cannot be decided, because the journal has dropped exchanges that it needs."""

    __module__ = "fakeping"


def too_few_or_many(
    expected: Expectation,
    count: Count,
    exchanges: Sequence[Exchange],
    *,
    unmatched: Sequence[Exchange] = (),
    opening: str | None = None,
) -> Unmet:
    """Report a wrong number of matches, with the nearest exchanges and all of them."""
    found = [each for each in exchanges if expected.matches(each)]
    first = f"{expected} was called {times(len(found))}, expected {count}."
    lines = [opening or first]
    near = _near(expected, exchanges)
    short = len(found) < count.least
    if short and near:
        same = sum(expected.names(each.operation) for each in exchanges)
        lines += ["", f"Nearest of {_calls(same)} of {expected.operation}:"]
        lines += [line for each in near for line in _miss(expected, each)]
    if found:
        lines += ["", "Matching:", *_listed(found)]
    shown = frozenset(each.number for each in [*found, *(near if short else ())])
    listing = _everything(exchanges, excluding=shown)
    if short and unmatched:
        listing += [
            "",
            "Unmatched requests meanwhile (no such tenant or operation):",
            *_unmatched(unmatched),
        ]
    return _unmet(lines, listing, exchanges, found=found, nearest=near)


def out_of_order(
    steps: Sequence[Expectation], found: Sequence[Exchange], exchanges: Sequence[Exchange]
) -> Unmet:
    """Report the first missing step of a sequence, and where else it occurred."""
    missing = steps[len(found)]
    lines = [f"{missing} was not called {_after(found)}.", "", "In order:"]
    for number, step in enumerate(steps, start=1):
        if number <= len(found):
            lines.append(f"  {number}. {step}: #{found[number - 1].number}")
        else:
            lines.append(
                f"  {number}. {step}{'  <- not found' if number == len(found) + 1 else ''}"
            )
    last = found[-1].number if found else 0
    early = [each for each in exchanges if each.number <= last and missing.matches(each)]
    if early:
        lines += ["", "It came before:", *_listed(early)]
    later = [each for each in exchanges if each.number > last]
    near = _near(missing, later)
    if near:
        lines += ["", "Nearest:", *[line for each in near for line in _miss(missing, each)]]
    return _unmet(lines, _everything(exchanges), exchanges, found=found, nearest=near)


def unexpected(rest: Sequence[Exchange], exchanges: Sequence[Exchange]) -> Unmet:
    """Report exchanges that no assertion covered."""
    lines = [f"{_calls(len(rest))} that no assertion was about:", *_listed(rest)]
    return _unmet(lines, _everything(exchanges), exchanges, found=rest)


def unlike(steps: Sequence[object], exchanges: Sequence[Exchange]) -> list[str]:
    """Lines on where exchanges differ from a list of expected ones."""
    lines = [f"the journal holds {len(exchanges)}, expected {len(steps)}:"]
    for step, exchange in zip_longest(steps, exchanges):
        if exchange is None:
            lines.append(f"  missing: {step}")
        elif step is None:
            lines.append(f"  too many: {exchange}")
        elif not fits(step, exchange):
            lines.append(f"  {exchange}")
            differing = step.differences(exchange) if isinstance(step, Expectation) else []
            lines += [f"      expected {step}", *(f"      {each}" for each in differing)]
    return lines


def summed_up(exchanges: Sequence[Exchange]) -> str:
    """Summarize exchanges in a line: operations with their statuses."""
    newest = [f"{each.operation or each.path} {each.status}" for each in exchanges[-_LISTED:]]
    earlier = ["..."] if len(exchanges) > _LISTED else []
    listed = ": " * bool(newest) + ", ".join(earlier + newest)
    return f"<Journal of {_calls(len(exchanges))}{listed}>"


def evicted(gone: int, what: str) -> Evicted:
    """Report that dropped exchanges leave an assertion undecided."""
    return Evicted(
        f"The journal has let {gone} of its oldest exchanges go, so nobody can say {what}."
        " Clear it between the steps of a long test, or give it more room with"
        " journal=JournalLimits(...)."
    )


def switched_off(what: str) -> Evicted:
    """Report that the journal is off."""
    return Evicted(f"The journal is off (its limit is 0 entries), so nobody can say {what}.")


def _near(expected: Expectation, exchanges: Sequence[Exchange]) -> list[Exchange]:
    """The operation's exchanges with the fewest differences, the newest first among equals."""
    missed = [
        (len(differing), -each.number, each)
        for each in exchanges
        if expected.names(each.operation) and (differing := expected.differences(each, say=unsaid))
    ]
    return [each for *_, each in sorted(missed, key=lambda row: row[:2])][:_NEAREST]


def _miss(expected: Expectation, exchange: Exchange) -> Iterator[str]:
    yield f"  {exchange}"
    for each in expected.differences(exchange):
        yield f"      {each}"
    answer = _answer(exchange)
    if answer:
        yield f"{_ANSWERED}{answer}"


def _answer(exchange: Exchange) -> str:
    """The body of an error reply in one line: often the reason for the miss."""
    if exchange.status < HTTPStatus.BAD_REQUEST or not exchange.reply_body:
        return ""
    text = " ".join(exchange.reply_body.decode("utf-8", "replace").split())
    return text if len(text) <= _ANSWER else f"{text[:_ANSWER]}..."


def _unmet(
    lines: Sequence[str],
    listing: Sequence[str],
    exchanges: Sequence[Exchange],
    *,
    found: Sequence[Exchange],
    nearest: Sequence[Exchange] = (),
) -> Unmet:
    brief = [each for each in lines if not each.startswith(_ANSWERED)]
    return Unmet(
        "\n".join([*lines, *listing]),
        found=found,
        nearest=nearest,
        listed=exchanges,
        brief="\n".join(brief if exchanges else [*lines, *listing]),
    )


def _everything(
    exchanges: Sequence[Exchange], *, excluding: frozenset[int] = frozenset()
) -> list[str]:
    """Lines that list all exchanges, unless all were shown already."""
    if not exchanges:
        return ["", "Nothing was called at all."]
    if excluding.issuperset(each.number for each in exchanges):
        return ["", "Nothing else was called."]
    return ["", f"All of {_calls(len(exchanges))}:", *_listed(exchanges)]


def _listed(exchanges: Sequence[Exchange]) -> list[str]:
    earlier = len(exchanges) - _LISTED
    lines = [f"  ... {earlier} earlier"] if earlier > 0 else []
    return lines + [f"  {each}" for each in exchanges[-_LISTED:]]


def _unmatched(exchanges: Sequence[Exchange]) -> Iterator[str]:
    groups = gathered(exchanges)
    if len(groups) > _LISTED:
        yield f"  ... {len(groups) - _LISTED} others earlier"
    for group in groups[-_LISTED:]:
        yield f"  {line_of(group[0])}"
        yield from (f"      {each}" for each in besides(group))


def _after(found: Sequence[Exchange]) -> str:
    return f"after #{found[-1].number}" if found else "at all"


def _calls(count: int) -> str:
    return "1 call" if count == 1 else f"{count} calls"


def named(steps: Sequence[Any]) -> str:
    """Join steps as `a, then b`."""
    return ", then ".join(map(str, steps))
