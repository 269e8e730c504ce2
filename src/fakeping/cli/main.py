"""The command line, over the public API.

A command imports what it needs when it runs: a health check is no server.
"""

import contextlib
import gc
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any, NoReturn

import click

from fakeping.cli import completion
from fakeping.cli.agents.command import mcp
from fakeping.cli.commands import Commands
from fakeping.cli.environment import env
from fakeping.cli.importing import record, seed
from fakeping.cli.knowledge import explain, openapi, operations
from fakeping.cli.parameters import CAFILE, DEFAULT_PORT, FILE
from fakeping.cli.serve import serve
from fakeping.core.plain import shown
from fakeping.version import __version__


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """A stateful fake of PingOne's resources and PingAM's UMA 2.0 resource registration."""


cli.add_command(env)
cli.add_command(explain)
cli.add_command(mcp)
cli.add_command(openapi)
cli.add_command(operations)
cli.add_command(record)
cli.add_command(seed)
cli.add_command(serve)


@cli.command()
@click.argument("url", envvar="FAKEPING_URL", default=f"http://127.0.0.1:{DEFAULT_PORT}")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@CAFILE
def healthcheck(url: str, *, as_json: bool, cafile: Path | None) -> None:
    """Exit with 0 when a fakeping answers at URL, with 1 otherwise."""
    from fakeping.cli.mends import require_url
    from fakeping.cli.parameters import start
    from fakeping.server.health import version_at

    require_url(url)
    try:
        version = version_at(f"{url.rstrip('/')}/__fakeping/health", cafile=cafile)
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        cause = getattr(error, "reason", error)  # urllib wraps it
        reason = " ".join(str(cause).split())
        mend = start(url) if isinstance(cause, ConnectionRefusedError) else ""
        raise click.ClickException(f"no fakeping answers at {url}: {reason}{mend}") from None
    said = {"status": "ok", "version": version, "url": url}
    click.echo(json.dumps(said) if as_json else f"ok, fakeping {version}")


@cli.command(short_help="Show in a minute what a fake is good for.")
@click.option("--samples", is_flag=True, help="Play every sample of the vendors' documentation.")
@click.option("--verbose", "-v", is_flag=True, help="With --samples, show the headers too.")
@click.option("--stay", is_flag=True, help="After the tour, serve its page until interrupted.")
def demo(*, samples: bool, verbose: bool, stay: bool) -> None:
    """Show in a minute what a fake is good for, with a server of its own."""
    if samples and stay:
        raise click.UsageError("--stay goes with the tour, not with --samples")
    if verbose and not samples:
        raise click.UsageError("--verbose goes with --samples")
    if samples:
        from fakeping.cli import demo as played

        sys.exit(played.run(verbose=verbose))
    from fakeping.cli import tour

    sys.exit(tour.run(stay=stay))


@cli.command(short_help="Ask again what a journal recorded, and compare.")
@click.argument("file", type=FILE)
@click.option("--target", metavar="URL", help="Ask there, instead of a fresh fakeping.")
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="FAMILY=NAME",
    shell_complete=completion.EDITIONS,
    help="As `serve`; else as recorded.",
)
@click.option(
    "--switch",
    "switches",
    multiple=True,
    metavar="NAME=on|off",
    shell_complete=completion.SWITCHES,
    help="As `serve`; else as recorded.",
)
@click.option(
    "--auth", type=click.Choice(["strict", "any", "off"]), help="As `serve`; else as recorded."
)
@click.option(
    "--seed",
    type=FILE,
    help="A state document: what was there before the recording began.",
)
@CAFILE
@click.option("--verbose", "-v", is_flag=True, help="Show the exchanges that are the same, too.")
@click.option("--json", "as_json", is_flag=True, help="Show each as a JSON object on a line.")
def replay(
    file: Path, *, editions: tuple[str, ...], switches: tuple[str, ...], **options: Any
) -> NoReturn:
    """Ask what a journal recorded once more, and tell which answers are others now.

    FILE is a journal's JSON lines or HAR. Of a real deployment, the environment says who asks:
    FAKEPING_PINGONE_ENVIRONMENT_ID and _TOKEN; FAKEPING_PINGAM_REALM, and _PAT_ALICE and _SSO_ALICE
    for the owner alice. Exit codes: 0 all are the same, 1 some differ, 2 nothing was compared.
    """
    from fakeping.cli.replay import run
    from fakeping.server.options import said_editions, said_switches

    gc.enable()
    try:
        options |= {"edition": said_editions(editions), "switches": said_switches(switches)}
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    click.get_current_context().exit(run(file, **options))


def _unwritten(error: OSError) -> int:
    """Report a closed output, and discard buffered text so that the exit does not fail on it."""
    if not isinstance(error, BrokenPipeError):  # a reader that has seen enough
        click.echo(f"fakeping: {error.strerror or error}", err=True)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; every error is one line on standard error."""
    given = sys.argv[1:] if arguments is None else arguments
    if arguments is None:
        gc.disable()  # nothing is garbage yet, and looking for it is a tenth of the start
    if os.getpid() == 1:  # a container's first process: a signal has no default action there
        signal.signal(signal.SIGTERM, lambda number, _: os._exit(128 + number))
    try:
        code = _code(given or ["--help"])
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.ClickException as error:
        lines = error.format_message().split("\n")
        click.echo("fakeping: " + "\n".join(map(shown, lines)), err=True)
        return 2 if isinstance(error, click.UsageError) else 1
    except OSError as error:  # whoever reads says what can't be read: this can't be written
        return _unwritten(error)
    except (click.Abort, KeyboardInterrupt):
        return 130
    return code


def _code(arguments: Sequence[str]) -> int:
    try:
        code = cli.main(
            arguments, prog_name="fakeping", standalone_mode=False, color=_colour(os.environ)
        )
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except SystemExit as ended:
        code = ended.code
    return code if isinstance(code, int) else 0


def _colour(environment: Mapping[str, str]) -> bool | None:
    """Whether to colour, by what tools agree on; `None` for a terminal alone."""
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return True if environment.get("FORCE_COLOR") else None
