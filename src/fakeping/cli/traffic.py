"""One request as a line of `fakeping serve`: for people, or as JSON.

Most lines repeat the one before but for their time, so what they repeat is kept.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from textwrap import wrap
from typing import NamedTuple, Protocol, Self

import click

from fakeping.core.caller import Caller
from fakeping.core.plain import json_line, short_ids, shown
from fakeping.journal.entry import Decision, Entry, caller_of, decided
from fakeping.journal.recorded import CUTS
from fakeping.journal.recorder import Recorder

# Lines to keep, besides their times.
_KEPT = 1024

# The columns of the time, below which further lines begin.
_INDENT = " " * len("12:34:56 ")

# Below this width nothing is wrapped: the terminal can't be that narrow.
_LEAST = 30

# Between the words of a line.
_GAP = "  "

# By the status' first digit; 0 is a connection that ended early.
_COLOURS = {0: "red", 2: "green", 3: "cyan", 4: "yellow", 5: "red"}

# Seconds by which a tenant's clock may differ from the real one before a line tells.
_MOVED = 1.0


class Lines(Protocol):
    """Writes a request as a line, with its end; `at` is its real time."""

    def of(self, recorder: Recorder, entry: Entry, number: int, at: float) -> str:
        """The line, or several on a narrow terminal."""
        ...


class TextLines:
    """Lines for people: time, method, path, status, operation, what decided, and a hint."""

    def __init__(self, *, colour: bool, terminal: bool) -> None:
        self._colour = colour
        self._terminal = terminal
        self._hint: str | None = None
        self._rows = lru_cache(maxsize=_KEPT)(self._new_rows)
        self._time = lru_cache(maxsize=1)(self._new_time)

    def of(self, recorder: Recorder, entry: Entry, number: int, at: float) -> str:
        """The line. A hint is not repeated right after itself."""
        width = shutil.get_terminal_size().columns if self._terminal else 0
        unread, hint = _advice(recorder, entry, number)
        rows = self._rows(_Said.of(entry, unread), width)
        if hint and hint != self._hint:
            self._hint = hint
            rows += "".join(f"\n{_INDENT}{each}" for each in self._below(hint, width))
        return f"{self._time(int(at))}{rows}\n"

    def _new_rows(self, said: "_Said", width: int) -> str:
        """All but the time and the hint."""
        rows: list[list[str]] = [[]]
        used = len(_INDENT)
        for text, style in _words(said):
            if width > _LEAST and rows[-1] and used + len(text) >= width:
                rows.append([])
                used = len(_INDENT)
            rows[-1].append(self._styled(text, style))
            used += len(text) + len(_GAP)
        return f"\n{_INDENT}".join(_GAP.join(row) for row in rows)

    def _below(self, hint: str, width: int) -> list[str]:
        """A hint, on lines of its own."""
        text = short_ids(shown(hint))
        lines = [text]
        if width > _LEAST:
            room = width - len(_INDENT) - 1
            lines = wrap(text, room, break_long_words=False, break_on_hyphens=False)
        return [self._styled(each, "magenta") for each in lines]

    def _new_time(self, second: int) -> str:
        local = datetime.fromtimestamp(second, UTC).astimezone()
        return self._styled(local.strftime("%H:%M:%S"), "dim") + " "

    def _styled(self, text: str, style: str | None) -> str:
        if not self._colour or style is None:
            return text
        if style in {"dim", "bold"}:
            return click.style(text, **{style: True})
        return click.style(text, fg=style)


class _Said(NamedTuple):
    """What a line tells, and those of other requests too."""

    method: str
    target: str
    status: int
    operation: str | None
    outcome: str | Decision | None
    unread: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: Entry, unread: tuple[str, ...] = ()) -> Self:
        """Take it from an entry."""
        return cls(entry.method, entry.target, entry.status, entry.operation, entry.outcome, unread)


def _words(said: _Said) -> Iterator[tuple[str, str | None]]:
    """The words of a line, with the colour of each."""
    decision = decided(said.outcome)
    status, cut = said.status, decision.cut
    yield f"{shown(said.method):6}", None
    yield short_ids(shown(said.target)), "bold"
    yield (
        f"{status}, {CUTS[cut]}" if cut else f"{status}",
        _COLOURS.get(0 if cut else status // 100),
    )
    yield said.operation or "no operation", "dim"
    if decision.rule and status >= HTTPStatus.BAD_REQUEST:
        yield f"[{decision.rule}]", "yellow"
    if decision.cause:
        yield f"(cause: {decision.cause})", "yellow"
    if decision.fault:
        yield f"(fault: {shown(decision.fault)})", "red"
    if said.unread:
        yield f"(nothing read {shown(', '.join(said.unread))})", "magenta"


class JsonLines:
    """JSON objects with what the journal tells of a request, without headers and bodies.

    `time` is real; `at` is what the tenant's clock showed, where that was moved. `number` counts
    the requests of `tenant`, or the unmatched ones where that is null.
    """

    def __init__(self) -> None:
        self._members = lru_cache(maxsize=_KEPT)(_members)
        self._caller = lru_cache(maxsize=_KEPT)(_caller)

    def of(self, recorder: Recorder, entry: Entry, number: int, at: float) -> str:
        """The object, on a line."""
        members = self._members(_Said.of(entry))
        unread, hint = _advice(recorder, entry, number)
        when, duration = entry.at_and_duration.real, entry.at_and_duration.imag
        moved = f' "at": "{_instant(when)}",' if abs(when - at) > _MOVED else ""
        advice = json_line({"unread": unread, "hint": hint})[1:-1] if unread or hint else _NONE
        tenant = f'"{recorder.tenant}"' if recorder.tenant else "null"
        caller = self._caller(caller_of(entry.caller, recorder.hide))
        return (
            f'{{"event": "request", "time": "{_instant(at)}",{moved}'
            f' "tenant": {tenant}, "number": {number},'
            f' "duration": {duration:.6f}, {members}, "caller": {caller}, {advice}}}\n'
        )


_NONE = '"unread": [], "hint": null'


def _members(said: _Said) -> str:
    """Members of an object, without braces."""
    decision = decided(said.outcome)
    path, _, query = said.target.partition("?")
    document = {
        "method": said.method,
        "path": path,
        "query": query,
        "status": said.status,
        "operation": said.operation,
        "rule": decision.rule,
        "cause": decision.cause,
        "fault": decision.fault,
        "cut": decision.cut,
    }
    return json_line(document)[1:-1]


def _caller(caller: Caller | None) -> str:
    return json_line(caller and caller.document())


@lru_cache(maxsize=2)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _instant(at: float) -> str:
    second, rest = divmod(at, 1)
    return f"{_second(int(second))}.{int(rest * 1000):03}Z"


def _advice(recorder: Recorder, entry: Entry, number: int) -> tuple[tuple[str, ...], str | None]:
    """A request's unread members and its hint; most requests can have neither."""
    if not recorder.may_advise(entry):
        return (), None
    exchange = recorder.shown(entry, number)
    return exchange.unread, exchange.hint
