"""`fakeping seed import` and `fakeping record`: the commands that go out. Their options."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from fakeping.cli.parameters import FILE

_OUT = click.Path(dir_okay=False, allow_dash=True, path_type=Path)

_CREDENTIALS = """\b
The environment says who asks, as of `fakeping contract`; never the command
line:
  FAKEPING_PINGONE_ENVIRONMENT_ID, and _CLIENT_ID and _CLIENT_SECRET, or
    _TOKEN; FAKEPING_PINGONE_AUTH_URL where sign-in is not on https://auth.*;
  FAKEPING_PINGAM_CLIENT_ID, _CLIENT_SECRET, _OWNER, _OWNER_PASSWORD, and
    _SECOND_OWNER and _SECOND_OWNER_PASSWORD; _REALM (alpha);
  FAKEPING_PINGONE_URL and FAKEPING_PINGAM_URL where the two are not at URL.
"""

_IMPORT = f"""Write a seed of your own tenant: of a deployment, or of Terraform's state.

With --target this command goes out, to that URL alone: GETs, besides what gets a token. It writes
no secret, and says on standard error what it read, and what it left out and why.

{_CREDENTIALS}
With --terraform it reads what `terraform show -json` writes, and asks nobody.

Exit codes: 0 it is written; 2 it could not be read, or a mistake in the command.
"""

TARGET = click.option(
    "--target", metavar="URL", help="The deployment's base URL; https, or the loopback."
)
TIMEOUT = click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds for an answer.",
)
EDITION = click.option(
    "--edition", "editions", multiple=True, metavar="FAMILY=NAME", help="As `serve`."
)


@click.group()
def seed() -> None:
    """Make a state document for `fakeping serve --seed`."""


@seed.command("import", help=_IMPORT, short_help="Read your own tenant into a seed.")
@TARGET
@click.option("--terraform", type=FILE, help="What `terraform show -json` writes.")
@click.option(
    "--family",
    "families",
    multiple=True,
    type=click.Choice(["pingone", "pingam"]),
    help="This family alone, of those that the environment has credentials for.",
)
@click.option("--kinds", metavar="NAME,...", help="These kinds alone, by the seed's members.")
@click.option("--anonymize", is_flag=True, help="Make up people's names, addresses and numbers.")
@EDITION
@click.option(
    "--out", default="-", show_default=True, type=_OUT, help="Where to write it; - for the output."
)
@TIMEOUT
def import_(**options: Any) -> NoReturn:
    """Read a tenant, and write it."""
    if (options["target"] is None) == (options["terraform"] is None):
        raise click.UsageError("it is --target URL, or --terraform FILE")

    def act() -> None:
        from fakeping.importing.importing import run  # noqa: PLC0415 - urllib3 takes a while
        from fakeping.server.fakeping import FakePing  # noqa: PLC0415 - so does it

        run(os.environ, FakePing(), **options)

    _carried_out(act)


def _carried_out(act: Callable[[], None]) -> NoReturn:
    """Do it, and exit with 0; with 2, and why, where it can't be done."""
    try:
        act()
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("fakeping"):
            raise
        raise click.UsageError(
            f"{missing.name} is not installed: pip install 'fakeping[contract]' brings it"
        ) from None
    except (OSError, ValueError, LookupError) as error:
        raise click.UsageError(" ".join(str(error).split())) from None
    raise SystemExit(0)


_RECORD = f"""Ask a deployment a script of requests, and write the answers for tests.

This command goes out, to --target alone, and asks whatever the SCRIPT says: what that makes stays
unless the script deletes it. Tokens, secrets, ids, e-mails and hosts of answers are replaced.

{_CREDENTIALS}
Exit codes: 0 it is written; 2 it could not be asked, or a mistake in the command.
"""


@click.command(help=_RECORD, short_help="Record a real deployment's answers for tests.")
@click.argument("script", type=FILE)
@click.option(
    "--target", metavar="URL", required=True, help="The deployment's base URL; https, or loopback."
)
@click.option(
    "--out", default="-", show_default=True, type=_OUT, help="Where to write it; - for the output."
)
@TIMEOUT
def record(script: Path, **options: Any) -> NoReturn:
    """Ask, and write."""

    def act() -> None:
        from fakeping.importing.recording import run  # noqa: PLC0415 - urllib3 takes a while

        run(os.environ, script, **options)

    _carried_out(act)
