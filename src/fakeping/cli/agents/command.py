"""The command `fakeping mcp`: its options."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from fakeping.cli import completion
from fakeping.cli.mends import require_url
from fakeping.cli.parameters import CAFILE, CONTROL_KEY, FILE, URL, Number


@click.command("mcp", short_help="Serve a coding agent, over MCP.")
@URL
@click.option("--tenant", default="default", show_default=True, help="The tenant's id.")
@CONTROL_KEY
@CAFILE
@click.option("--start", is_flag=True, help="Start a server of its own, instead of asking one.")
@click.option(
    "--port",
    default=0,
    show_default=True,
    type=Number(0, 65535),
    help="With --start, the port to listen on; 0 lets the system choose.",
)
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="FAMILY=NAME",
    shell_complete=completion.EDITIONS,
    help="With --start, as `serve`.",
)
@click.option("--seed", type=FILE, help="With --start, as `serve`.")
def mcp(
    *,
    url: str,
    tenant: str,
    control_key: str | None,
    cafile: Path | None,
    start: bool,
    port: int,
    editions: tuple[str, ...],
    seed: Path | None,
) -> None:
    """Serve a coding agent the control API of a running server, as tools of MCP over stdio.

    An agent starts this command itself; it needs the extra `mcp`. The server may start later.
    """
    try:
        from fakeping.cli.agents import protocol  # noqa: PLC0415 - the SDK, an extra, takes a while
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package == "fakeping":
            raise
        raise click.ClickException(
            f"{package} is not installed: pip install 'fakeping[mcp]' brings it"
        ) from None
    from fakeping.cli.agents.control_api import ControlApi  # noqa: PLC0415 - as above

    context = click.get_current_context()
    for name in () if start else ("port", "editions", "seed"):
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name.removesuffix('s')} goes with --start")
    gc.enable()
    with _started(port, editions, seed, control_key) if start else nullcontext(url) as found:
        require_url(found)
        try:
            api = ControlApi(found, control_key=control_key, cafile=cafile, tenant=tenant)
        except OSError as error:
            raise click.ClickException(str(error)) from None
        try:
            protocol.run(api)
        finally:
            api.close()


@contextmanager
def _started(
    port: int, editions: tuple[str, ...], seed: Path | None, control_key: str | None
) -> Iterator[str]:
    """Serve as `fakeping serve` does, quietly, from a thread; gives the URL."""
    from fakeping.cli import serving  # noqa: PLC0415 - as above
    from fakeping.server.fakeping import FakePing  # noqa: PLC0415 - as above
    from fakeping.server.options import said_editions  # noqa: PLC0415 - as above

    try:
        server = FakePing(port=port, edition=said_editions(editions), control_key=control_key)
        server.default_tenant(seed=seed)
    except (OSError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    try:
        server.start()
    except OSError as error:
        raise click.ClickException(serving.unable_to_listen(server, error)) from None
    try:
        yield server.url
    finally:
        server.stop()
