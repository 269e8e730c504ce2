"""Validate files and servers that options name, before any test is collected.

With pytest-xdist, the main process checks them.
"""

import tempfile
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from http.client import HTTPException
from pathlib import Path
from typing import NoReturn

import pytest

from pytest_fakeping.hosts import mistake
from pytest_fakeping.settings import Settings, near


def check(said: Settings) -> None:
    """Check each option's value. Raises `pytest.UsageError`, which says where it was given."""
    for name, look in _LOOKS.items():
        if name in said.given_by:
            try:
                look(said)
            except (OSError, ValueError, ImportError) as error:
                refuse(said.given_by[name], error)


def refuse(where: str, error: Exception) -> NoReturn:
    """End the session with one line."""
    raise pytest.UsageError(f"{where}: {' '.join(str(error).split())}") from None


# Options of sessions that run no test.
_LOOKING = ("collectonly", "showfixtures", "show_fixtures_per_test")


class Answers:
    """Ends a session whose server does not answer. Not checked for `--help` and the like."""

    def __init__(self, said: Settings) -> None:
        self._said = said

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Connect to the server, with the key. Raises `pytest.UsageError`."""
        if any(getattr(session.config.option, each, False) for each in _LOOKING):
            return
        from fakeping import connect

        said = self._said
        where = said.given_by["url"]
        try:
            connect(said.url or "", control_key=said.control_key, cafile=said.cafile).close()
        except (OSError, HTTPException) as error:
            refuse(where, error)
        except ValueError as error:
            refuse(said.given_by.get("control-key", where), error)


def _edition(said: Settings) -> None:
    from fakeping import FakePing

    FakePing(edition=said.edition)


def _switch(said: Settings) -> None:
    from fakeping import FakePing

    FakePing(edition=said.edition, switches=said.switches)


def _seed(said: Settings) -> None:
    from fakeping.engine.state_document import checked
    from fakeping.server import seeds

    if said.seed is not None:
        checked(seeds.document(said.seed))


def _cafile(said: Settings) -> None:
    from ssl import create_default_context

    try:
        create_default_context(cafile=said.cafile)
    except OSError as error:
        raise ValueError(f"{said.cafile} holds no certificate: {error}") from None


def _journal_dir(said: Settings) -> None:
    if said.journal_dir is not None:
        _require_writable(said.journal_dir)


def _cov(said: Settings) -> None:
    if said.cov_page is None:
        return
    _require_writable(said.cov_page.parent)
    if said.cov_page.exists():
        said.cov_page.open("r+b").close()


def _require_writable(folder: Path) -> None:
    """Make a folder, and write a file there that nobody sees. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.TemporaryFile(dir=folder).close()


def _sweep_switch(said: Settings) -> None:
    from fakeping.families import FAMILIES

    known = [f"{family.name}.{name}" for family in FAMILIES for name in family.switches]
    for pattern in said.sweep_switches:
        if not any(fnmatchcase(each, pattern) for each in known):
            raise ValueError(f"there is no switch {pattern!r}{near(pattern, known)}")


def _cov_include(said: Settings) -> None:
    from fakeping.families import FAMILIES

    known = [each.name for family in FAMILIES for each in family.operations]
    for pattern in said.cov_include:
        if not any(fnmatchcase(each, pattern) for each in known):
            raise ValueError(f"there is no operation {pattern!r}{near(pattern, [*set(known)])}")


def _guard_host(said: Settings) -> None:
    for why in map(mistake, said.guard_hosts):
        if why:
            raise ValueError(why)


_LOOKS: Mapping[str, Callable[[Settings], None]] = {
    "edition": _edition,
    "switch": _switch,
    "seed": _seed,
    "cafile": _cafile,
    "journal-dir": _journal_dir,
    "cov": _cov,
    "cov-include": _cov_include,
    "sweep-switch": _sweep_switch,
    "guard-host": _guard_host,
}
