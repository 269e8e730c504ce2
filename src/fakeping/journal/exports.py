"""A record written out: for developer tools, for a shell, for other programs, as a test."""

import json
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from fakeping.core import files
from fakeping.core.plain import json_line
from fakeping.journal import curl, har
from fakeping.journal.entry import Exchange
from fakeping.journal.recorder import Recorder

#: Writes a test that asks the same of a fresh tenant.
WriteTest = Callable[[Sequence[Exchange]], str]


class Exports(Recorder):
    """A record that can be written out: all that it holds, or the exchanges that it is given."""

    #: How whoever owns the record writes a test.
    write_test: WriteTest | None = None

    def to_har(self, to: str | PathLike[str] | Iterable[Exchange] | None = None) -> dict[str, Any]:
        """A HAR 1.2 document of these exchanges, or of all; with a path, written there as well.

        A browser's developer tools open such a file. Raises `OSError` where it can't be written.
        """
        if not isinstance(to, str | PathLike):
            return har.log_of(self._chosen(to))
        document = har.log_of(self._chosen(None))
        files.write(Path(to), json.dumps(document, ensure_ascii=False), private=True)
        return document

    def to_curl(self, exchanges: Iterable[Exchange] | None = None) -> str:
        """A line for a shell for each exchange; tokens are `$TOKEN`, `$TOKEN_2`."""
        return curl.lines_of(self._chosen(exchanges))

    def to_jsonl(self, exchanges: Iterable[Exchange] | None = None) -> str:
        """A JSON document in a line of its own for each exchange."""
        return "".join(json_line(each.document()) + "\n" for each in self._chosen(exchanges))

    def to_pytest(self, exchanges: Iterable[Exchange] | None = None) -> str:
        """A test that asks a fresh tenant the same, and expects the same answers.

        What can't be asked again is left out, and said so. Raises `ValueError` for strays.
        """
        if self.write_test is None:
            raise ValueError("requests that went astray have no tenant to ask again")
        return self.write_test(self._chosen(exchanges))

    def _chosen(self, exchanges: Iterable[Exchange] | None) -> Sequence[Exchange]:
        return self.after(0) if exchanges is None else tuple(exchanges)
