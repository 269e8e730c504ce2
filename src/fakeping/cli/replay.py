"""`fakeping replay`: send recorded requests again, and show which responses differ."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from fakeping.cli.parameters import start
from fakeping.client import NoFakeping, Unreachable, connect
from fakeping.core.plain import json_line
from fakeping.journal.entry import Exchange
from fakeping.replay.player import ReplayTarget, replayed
from fakeping.replay.recording import BadRecording, recorded
from fakeping.replay.stages import of_fake, of_real
from fakeping.replay.verdict import ReplayResult
from fakeping.server.fakeping import FakePing

SAME, DIFFERS, MISUSED = 0, 1, 2


class ReplayError(click.UsageError):
    """The recording, or the target, can't be used."""


def run(
    file: Path, target: str | None, *, verbose: bool, as_json: bool = False, **said: Any
) -> int:
    """Replay a file's requests, and print the result. Returns the exit code."""
    try:
        exchanges = recorded(file)
    except OSError as error:
        raise ReplayError(f"{file}: {error.strerror or error}") from None
    except BadRecording as error:
        raise ReplayError(f"{file}: {error}") from None
    counted: Counter[str] = Counter()
    try:
        with _stage(target, exchanges, said) as stage:
            for verdict in replayed(exchanges, stage):
                counted[verdict.word] += 1
                _show(verdict, verbose=verbose, as_json=as_json)
    except (OSError, ValueError, LookupError, ImportError) as error:
        mend = start(target) if target and isinstance(error, Unreachable) else ""
        raise ReplayError(f"{target or file}: {' '.join(str(error).split())}{mend}") from None
    return _ended(counted, as_json=as_json)


@contextmanager
def _stage(
    target: str | None, exchanges: Sequence[Exchange], said: Mapping[str, Any]
) -> Iterator[ReplayTarget]:
    cafile = said["cafile"]
    options = {name: value for name, value in said.items() if name != "cafile" and value}
    if target is None:
        with FakePing() as server, of_fake(server, exchanges, **options) as stage:
            yield stage
        return
    try:
        elsewhere = connect(
            target, control_key=os.environ.get("FAKEPING_CONTROL_KEY"), cafile=cafile
        )
    except NoFakeping as reason:
        if options:
            raise ValueError(f"{reason}; only a fakeping takes {', '.join(options)}") from None
        yield of_real(target, exchanges, os.environ, cafile=cafile)
        return
    with elsewhere, of_fake(elsewhere, exchanges, cafile=cafile, **options) as stage:
        yield stage


def _show(verdict: ReplayResult, *, verbose: bool, as_json: bool) -> None:
    if verbose or verdict.word != "same":
        click.echo(json_line(verdict.document()) if as_json else str(verdict))


def _ended(counted: Counter[str], *, as_json: bool) -> int:
    if not as_json:
        counts = [f"{counted['same']} the same", f"{counted['differs']} different"]
        click.echo(", ".join([*counts, f"{counted['skipped']} skipped"]))
    if counted["differs"]:
        return DIFFERS
    if not counted["same"]:
        click.echo("fakeping: nothing was compared", err=True)
        return MISUSED
    return SAME
