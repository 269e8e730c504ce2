"""The command line, over the public API.

A command imports what it needs when it runs: a health check is no server.
"""

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any, NoReturn

import click

from fakeping.cli.commands import Commands
from fakeping.cli.knowledge import explain, openapi
from fakeping.cli.ready_file import without_an_old_one
from fakeping.core.plain import shown
from fakeping.version import __version__

DEFAULT_PORT = 8900


class _File(click.Path):
    """A regular file: not a pipe, which could block, or a device without end."""

    def convert(self, value: Any, parameter: Any, context: Any) -> Any:
        path = Path(os.fsdecode(super().convert(value, parameter, context)))
        if not path.is_file():
            self.fail(f"{value!r} is no regular file.", parameter, context)
        return path


_FILE = _File(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """A stateful fake of PingOne's resources and PingAM's UMA 2.0 resource registration."""


cli.add_command(explain)
cli.add_command(openapi)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=DEFAULT_PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen on; 0 lets the system choose.",
)
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=without_an_old_one,
    is_eager=True,  # before any other option is refused
    help="Write URLs, ids and tokens here as JSON, once the server accepts connections.",
)
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="FAMILY=NAME",
    help="Behave as this edition, such as pingone=p14c. May be repeated.",
)
@click.option(
    "--switch",
    "switches",
    multiple=True,
    metavar="NAME=on|off",
    help="Turn one behaviour on or off, such as pingam.require_if_match=on. May be repeated.",
)
@click.option(
    "--auth",
    type=click.Choice(["strict", "any", "off"]),
    default="strict",
    show_default=True,
    help="Take the tokens that were issued here, any bearer token, or none at all.",
)
@click.option(
    "--tls-cert",
    type=_FILE,
    help="Speak TLS, with this certificate and its chain, as PEM.",
)
@click.option(
    "--tls-key",
    type=_FILE,
    help="The certificate's key, unless it stands in the same file.",
)
@click.option(
    "--am-context-path", default="/am", show_default=True, help="Where PingAM is deployed."
)
@click.option("--public-url", help="What absolute links begin with, instead of the Host header.")
@click.option(
    "--trust-forwarded", is_flag=True, help="Honour X-Forwarded-Proto and X-Forwarded-Host."
)
@click.option("--allowed-host", "allowed_hosts", multiple=True, help="One more name to answer to.")
@click.option(
    "--control-key",
    envvar="FAKEPING_CONTROL_KEY",
    help="What the control API asks for; made up when --host is not the loopback.",
)
@click.option(
    "--seed",
    type=_FILE,
    help="A state document, as JSON or YAML, that the first tenant starts with.",
)
@click.option("--watch", is_flag=True, help="Read the file of --seed again whenever it changes.")
@click.option(
    "--journal-entries",
    default=10_000,
    show_default=True,
    type=click.IntRange(min=0),
    help="How many exchanges each tenant's journal holds; 0 for none.",
)
@click.option(
    "--journal-body",
    default=64 * 1024,
    show_default=True,
    type=click.IntRange(min=0),
    help="How many bytes of a body the journal keeps.",
)
@click.option(
    "--journal-total",
    default=16 * 1024 * 1024,
    show_default=True,
    type=click.IntRange(min=0),
    help="How many bytes of bodies the journal keeps in all.",
)
@click.option(
    "--max-stored",
    default=1024**3,
    show_default=True,
    type=click.IntRange(min=100_000),
    help="How many bytes each tenant may hold; past them, whatever adds is 507.",
)
@click.option(
    "--coverage", is_flag=True, help="Count how requests are answered, for /__fakeping/coverage."
)
@click.option(
    "--record-secrets",
    is_flag=True,
    help="Keep tokens, credentials and the bodies of token requests in the journal, as they are.",
)
def serve(
    *,
    ready_file: Path | None,
    seed: Path | None,
    watch: bool,
    editions: tuple[str, ...],
    switches: tuple[str, ...],
    journal_entries: int,
    journal_body: int,
    journal_total: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    **options: object,
) -> None:
    """Serve until interrupted, with one tenant that has the ids of the documentation's samples."""
    from fakeping.cli import serve as serving
    from fakeping.journal.limits import JournalLimits
    from fakeping.server.fakeping import FakePing
    from fakeping.server.options import said_editions, said_switches

    if watch and seed is None:
        raise click.UsageError("--watch is of no use without --seed")
    try:
        server = FakePing(
            edition=said_editions(editions),
            switches=said_switches(switches),
            journal=JournalLimits(entries=journal_entries, body=journal_body, total=journal_total),
            ssl_context=serving.speaking_tls(tls_cert, tls_key),
            **options,  # type: ignore[arg-type]  # click parsed them
        )
    except ValueError as error:  # the keyword's name is the option's, nearly
        raise click.ClickException(str(error)) from None
    asyncio.run(serving.run(server, ready_file=ready_file, seed=seed, watch=watch))


@cli.command()
@click.argument("url", default=f"http://127.0.0.1:{DEFAULT_PORT}")
@click.option(
    "--cafile",
    type=_FILE,
    help="The authorities to trust, as PEM, instead of the system's.",
)
def healthcheck(url: str, cafile: Path | None) -> None:
    """Exit with 0 when a fakeping answers at URL, with 1 otherwise."""
    from fakeping.core.authority import base_url
    from fakeping.server.health import version_at

    target = f"{url.rstrip('/')}/__fakeping/health"
    try:
        base_url(url)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    try:
        version = version_at(target, cafile=cafile)
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise click.ClickException(f"no fakeping answers at {url}: {reason}") from None
    click.echo(f"ok, fakeping {version}")


@cli.command()
@click.option("--verbose", "-v", is_flag=True, help="Show the headers too.")
def demo(*, verbose: bool) -> None:
    """Start a server, play every sample of the documentation against it, and show the answers."""
    from fakeping.cli import demo as played

    sys.exit(played.run(verbose=verbose))


@cli.command()
@click.argument("file", type=_FILE)
@click.option("--target", metavar="URL", help="Ask there, instead of a fresh fakeping.")
@click.option("--edition", "editions", multiple=True, metavar="FAMILY=NAME", help="As `serve`.")
@click.option("--switch", "switches", multiple=True, metavar="NAME=on|off", help="As `serve`.")
@click.option("--auth", type=click.Choice(["strict", "any", "off"]), help="As `serve`.")
@click.option(
    "--seed",
    type=_FILE,
    help="A state document: what was there before the recording began.",
)
@click.option(
    "--cafile",
    type=_FILE,
    help="The authorities to trust, as PEM, instead of the system's.",
)
@click.option("--verbose", "-v", is_flag=True, help="Show the exchanges that are the same, too.")
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
        code = cli.main(arguments, prog_name="fakeping", standalone_mode=False)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except SystemExit as ended:
        code = ended.code
    return code if isinstance(code, int) else 0
