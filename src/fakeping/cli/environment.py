"""`fakeping env`: what a shell, a container or Terraform needs to use a running server."""

import json
import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fakeping.cli.completion import beginning
from fakeping.cli.parameters import CAFILE, CONTROL_KEY, URL

if TYPE_CHECKING:
    from fakeping.core.exchange import JSON

# What no reader of such a file takes for something else.
_BARE = re.compile(r"[A-Za-z0-9_./:@%+,~=-]*")


def _shell(values: Mapping[str, str]) -> str:
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in values.items())


def _dotenv(values: Mapping[str, str]) -> str:
    return "\n".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _quoted(value: str) -> str:
    """A value of a `.env` file; bare where possible, as `docker --env-file` unquotes none."""
    if _BARE.fullmatch(value):
        return value
    if "'" not in value:
        return f"'{value}'"
    return '"' + re.sub(r'([\\"$`])', r"\\\1", value) + '"'


def _json(values: Mapping[str, str]) -> str:
    return json.dumps(values, indent=2, ensure_ascii=False)


def _tfvars(values: Mapping[str, str]) -> str:
    """Terraform's, whose templates begin with `${` and `%{`."""
    width = max(map(len, values))
    return "\n".join(
        f"{name.lower():{width}} = " + re.sub(r"([$%])(?=\{)", r"\1\1", json.dumps(value))
        for name, value in values.items()
    )


def _names() -> dict[str, str]:
    """The names of the variables."""
    from fakeping.server.fakeping import FakePing  # noqa: PLC0415 - only completion asks

    server = FakePing()
    return dict.fromkeys(_named(server.describe(server.tenant())), "")


_FORMATS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "shell": _shell,
    "dotenv": _dotenv,
    "json": _json,
    "tfvars": _tfvars,
}


@click.command("env", short_help="Print what a shell needs of a running server.")
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=beginning(_names))
@URL
@click.option("--tenant", default="default", show_default=True, help="The tenant's id.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    default="shell",
    show_default=True,
    help="How to write them.",
)
@CONTROL_KEY
@CAFILE
def env(
    *,
    names: tuple[str, ...],
    url: str,
    tenant: str,
    form: str,
    control_key: str | None,
    cafile: Path | None,
) -> None:
    """Print the URLs, ids, credentials and fresh tokens of a running server's tenant.

    In a shell: eval "$(fakeping env)". With NAME, such as PINGONE_TOKEN, print its value alone.
    """
    values = _values(url, tenant, control_key=control_key, cafile=cafile)
    unknown = [each for each in names if each not in values]
    if unknown:
        raise click.UsageError(f"there is no {unknown[0]!r}: choose from {', '.join(values)}")
    if names:
        click.echo("\n".join(values[each] for each in names))
    else:
        click.echo(_FORMATS[form](values))


def _values(
    url: str, tenant: str, *, control_key: str | None, cafile: Path | None
) -> dict[str, str]:
    from fakeping.cli.reach import reached  # noqa: PLC0415 - not to load it for `--help`

    with reached(url, control_key=control_key, cafile=cafile) as server:
        described = server.describe(tenant)
        values = {"FAKEPING_URL": server.url, "FAKEPING_CONTROL_URL": server.control_url}
    if control_key:
        values["FAKEPING_CONTROL_KEY"] = control_key
    return values | _named(described)


def _named(described: "JSON") -> dict[str, str]:
    """The members of a tenant's description as variables: `pingone.url` is `PINGONE_URL`."""
    return {"FAKEPING_TENANT": described["id"]} | {
        f"{family}_{name}".upper(): value
        for family, members in described.items()
        if isinstance(members, dict)
        for name, value in members.items()
    }
