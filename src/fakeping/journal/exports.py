"""Exports of a record: as HAR, as curl commands, as JSON lines, and as a test."""

import json
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from pathlib import Path

from fakeping.core import files
from fakeping.core.plain import json_line
from fakeping.journal import curl, har
from fakeping.journal.entry import Exchange
from fakeping.journal.recorder import Recorder

#: Generates a test that repeats exchanges on a fresh tenant.
WriteTest = Callable[[Sequence[Exchange]], str]


class Exports(Recorder):
    """A record with exports, of all its exchanges or of given ones."""

    #: The generator of tests, set by the record's owner.
    write_test: WriteTest | None = None

    def to_har(self, to: str | PathLike[str] | Iterable[Exchange] | None = None) -> har.Har:
        """Export these exchanges, or all, as a HAR 1.2 document; given a path, write it there too.

        A browser's developer tools open such a file. Raises `OSError` if it can't be written.
        """
        if not isinstance(to, str | PathLike):
            return har.log_of(self._chosen(to))
        document = har.log_of(self._chosen(None))
        files.write(Path(to), json.dumps(document, ensure_ascii=False), private=True)
        return document

    def to_curl(self, exchanges: Iterable[Exchange] | None = None) -> str:
        """Export a curl command for each exchange; tokens are `$TOKEN`, `$TOKEN_2`."""
        return curl.lines_of(self._chosen(exchanges))

    def to_jsonl(self, exchanges: Iterable[Exchange] | None = None) -> str:
        """Export a line of JSON for each exchange."""
        return "".join(json_line(each.document()) + "\n" for each in self._chosen(exchanges))

    def to_pytest(self, exchanges: Iterable[Exchange] | None = None) -> str:
        """Generate a test that repeats the requests on a fresh tenant and expects these answers.

        Comments name requests that can't be repeated. Raises `ValueError` for unmatched requests.
        """
        if self.write_test is None:
            raise ValueError("unmatched requests have no tenant to repeat them on")
        return self.write_test(self._chosen(exchanges))

    def _chosen(self, exchanges: Iterable[Exchange] | None) -> Sequence[Exchange]:
        return self.after(0) if exchanges is None else tuple(exchanges)
