"""The command `fakeping serve`: its options. `serving` carries it out."""

import asyncio
from pathlib import Path
from typing import Any

import click

from fakeping.cli import completion
from fakeping.cli.failures import Failure, fault_of, preset_of
from fakeping.cli.parameters import DEFAULT_PORT, FILE, Number, Realm
from fakeping.cli.ready_file import FormerFile, cleared, require_free
from fakeping.cli.settings import Configured, Words, setting


class Serve(Configured):
    """The command; a server that can't start leaves no ready-file of a dead one."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Parse the arguments."""
        looking = extra.get("resilient_parsing")  # completion only looks
        former = FormerFile(None if looking else setting("ready-file", args))
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.exceptions.Exit:  # `--help`
            former.put_back()
            raise


@click.command(cls=Serve, short_help="Serve until interrupted.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=DEFAULT_PORT,
    show_default=True,
    type=Number(0, 65535),
    help="The port to listen on; 0 lets the system choose.",
)
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=cleared,
    is_eager=True,  # before any other option is refused
    help="Write URLs, ids and tokens here as JSON, once the server accepts connections.",
)
@click.option(
    "--edition",
    "editions",
    type=Words(),
    multiple=True,
    metavar="FAMILY=NAME",
    shell_complete=completion.EDITIONS,
    help="Behave as this edition: pingone=current, or current. May be repeated.",
)
@click.option(
    "--switch",
    "switches",
    type=Words(),
    multiple=True,
    metavar="NAME=on|off",
    shell_complete=completion.SWITCHES,
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
    type=FILE,
    help="Speak TLS, with this certificate and its chain, as PEM.",
)
@click.option(
    "--tls-key",
    type=FILE,
    help="The certificate's key, unless it stands in the same file.",
)
@click.option(
    "--am-context-path", default="/am", show_default=True, help="Where PingAM is deployed."
)
@click.option("--public-url", help="What absolute links begin with, instead of the Host header.")
@click.option(
    "--trust-forwarded", is_flag=True, help="Honour X-Forwarded-Proto and X-Forwarded-Host."
)
@click.option(
    "--allowed-host",
    "allowed_hosts",
    type=Words(),
    multiple=True,
    help="One more name to answer to.",
)
@click.option(
    "--control-key",
    help="What the control API asks for; made up when --host is not the loopback.",
)
@click.option(
    "--seed",
    type=FILE,
    help="A state document, as JSON or YAML, that the first tenant starts with.",
)
@click.option("--realm", type=Realm(), help="The first tenant's realm in PingAM, instead of alpha.")
@click.option(
    "--ids-seed", help="Make every id repeatable: a number or a text that all of them follow from."
)
@click.option(
    "--fault",
    "faults",
    type=Failure("fault", fault_of),
    multiple=True,
    metavar="OPERATION=STATUS|JSON",
    shell_complete=completion.FAULTS,
    help="Have the first tenant refuse an operation, or fail as an object of the control API's"
    " says: pingone.resource.create=503. `fakeping operations` lists them. May be repeated.",
)
@click.option(
    "--preset",
    "presets",
    type=Failure("preset", preset_of),
    multiple=True,
    metavar="NAME[:OPTION=VALUE...]",
    shell_complete=completion.PRESETS_OF_FAULTS,
    help="Have the first tenant live through an incident, such as throttled:seconds=5."
    " `fakeping operations` lists them. May be repeated.",
)
@click.option("--watch", is_flag=True, help="Read the file of --seed again whenever it changes.")
@click.option(
    "--journal-entries",
    default=10_000,
    show_default=True,
    type=Number(min=0),
    help="How many exchanges each tenant's journal holds; 0 for none.",
)
@click.option(
    "--journal-body",
    default=64 * 1024,
    show_default=True,
    type=Number(min=0),
    help="How many bytes of a body the journal keeps.",
)
@click.option(
    "--journal-total",
    default=16 * 1024 * 1024,
    show_default=True,
    type=Number(min=0),
    help="How many bytes of bodies the journal keeps in all.",
)
@click.option(
    "--max-stored",
    default=1024**3,
    show_default=True,
    type=Number(min=100_000),
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
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    help="Show each request as a line of text, or as a JSON object; on a terminal, text is.",
)
@click.option(
    "--quiet", "-q", is_flag=True, help="Show no requests, and where the server is in one line."
)
def serve(
    *,
    ready_file: Path | None,
    seed: Path | None,
    watch: bool,
    realm: str | None,
    faults: tuple[Any, ...],
    presets: tuple[Any, ...],
    editions: tuple[str, ...],
    switches: tuple[str, ...],
    journal_entries: int,
    journal_body: int,
    journal_total: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    log_format: Any,
    quiet: bool,
    **options: object,
) -> None:
    """Serve until interrupted, with one tenant that has the ids of the documentation's samples."""
    from fakeping.cli import serving
    from fakeping.cli.log import Log
    from fakeping.journal.limits import JournalLimits
    from fakeping.server.fakeping import FakePing
    from fakeping.server.options import said_editions, said_switches

    if ready_file is not None:
        require_free(ready_file)
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
        raise click.UsageError(str(error)) from None
    first = serving.First(seed=seed, realm=realm, failures=(*faults, *presets))
    log = Log(form=log_format, quiet=quiet, colour=click.get_current_context().color)
    world = server.tenants.world
    echo = log.of_requests(world.unmatched.clock.timestamp)
    if echo is not None:
        world.echo_to(echo)
    try:
        asyncio.run(serving.run(server, log, first, ready_file=ready_file, watch=watch))
    finally:
        log.end()
