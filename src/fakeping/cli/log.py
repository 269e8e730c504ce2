"""What `fakeping serve` tells on standard output: text for people, or JSON, an object a line."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TextIO, get_args

from fakeping.cli.output import Output
from fakeping.cli.traffic import JsonLines, Lines, TextLines
from fakeping.core.plain import json_line

if TYPE_CHECKING:
    from fakeping.journal.entry import Entry
    from fakeping.journal.recorder import Echo, Recorder

LogFormat = Literal["text", "json"]
FORMATS: tuple[str, ...] = get_args(LogFormat)


class Log:
    """Tells events, and requests if they are to be shown.

    They are by default on a terminal, elsewhere where a format was asked for.
    """

    def __init__(
        self,
        *,
        form: LogFormat | None,
        quiet: bool,
        colour: bool | None,
        stream: TextIO | None = None,
    ) -> None:
        stream = sys.stdout if stream is None else stream
        terminal = stream is not None and stream.isatty()
        self._json = form == "json"
        #: Whether to leave out what is not asked for.
        self.quiet = quiet
        self._requests = not quiet and (terminal or form is not None)
        self._lines: Lines = JsonLines()
        if not self._json:
            self._lines = TextLines(
                colour=terminal if colour is None else colour, terminal=terminal
            )
        self._output = Output(stream, self._left_out)

    def of_requests(self, now: Callable[[], float]) -> "Echo | None":
        """What shows each request, if they are to be shown; `now` is the time of the answer."""
        if not self._requests:
            return None
        put, line = self._output.put, self._lines.of

        def echo(recorder: "Recorder", entry: "Entry", number: int) -> None:
            put(partial(line, recorder, entry, number, now()), entry.size + 1)

        return echo

    def tell(self, event: str, text: str, members: Mapping[str, Any]) -> None:
        """Tell an event: the text, or an object with the event's name and these members."""
        said = json_line({"event": event, **members}) if self._json else text
        self._output.put(lambda: f"{said}\n")

    def end(self) -> None:
        """Write what waits."""
        self._output.end()

    def _left_out(self, count: int) -> str:
        if self._json:
            return json_line({"event": "left out", "requests": count}) + "\n"
        return f"... and {count} more requests, faster than they could be shown\n"
