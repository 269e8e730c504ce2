"""`fakeping serve`, once its options are parsed: one tenant, signals, a ready-file."""

import asyncio
import contextlib
import errno
import gc
import os
import signal
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fakeping.cli import greeting
from fakeping.cli.failures import script
from fakeping.cli.log import Log
from fakeping.cli.ready_file import ReadyFile
from fakeping.server.tls import server_context

if TYPE_CHECKING:
    from fakeping.server.fakeping import FakePing
    from fakeping.server.tenant import Tenant

# Seconds between checks of a watched file.
_LOOK = 0.5


def unable_to_listen(server: "FakePing", error: OSError) -> str:
    """Why a server's port can't be had, and what to do."""
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
    mend = "; --port 0 takes a free one" if error.errno == errno.EADDRINUSE else ""
    return f"cannot listen on {server.address}: {reason}{mend}"


async def run(
    server: "FakePing",
    log: Log,
    first: "First",
    *,
    ready_file: Path | None,
    watch: bool = False,
) -> None:
    """Serve until a signal. Raises `ClickException` if the server can't start."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop_now(number: int) -> None:
        if stop.is_set():  # a second signal: end at once
            os._exit(128 + number)
        stop.set()

    for each in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises instead
            loop.add_signal_handler(each, stop_now, each)
    seed = first.seed
    again = None if seed is None else _SeedAgain(server, seed, log, hung_up=stop.set)
    if again is not None and hasattr(signal, "SIGHUP"):
        loop.add_signal_handler(signal.SIGHUP, again.when_hung_up)
    tenant = first.tenant(server)
    if again is not None and watch:
        again.when_changed(loop)
    ready = None if ready_file is None else ReadyFile(ready_file)
    try:
        await server.__aenter__()
    except OSError as error:
        raise click.ClickException(unable_to_listen(server, error)) from None
    try:
        gc.freeze()  # the modules stay: spare the collector from examining them
        gc.enable()
        if ready is not None:
            # Tokens need a key, whose generation takes a while: the server answers meanwhile.
            ready.write(await asyncio.to_thread(_described, server, tenant))
        _greet(server, tenant, log)
        await stop.wait()
    finally:
        if ready is not None:
            ready.remove()
        await server.__aexit__(None, None, None)
        gc.freeze()  # the process ends: spare it a last collection over many tenants


def speaking_tls(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """The TLS context of `--tls-cert` and `--tls-key`. Raises `ClickException`."""
    if certificate is None:
        if key is not None:
            raise click.UsageError("--tls-key is of no use without --tls-cert")
        return None
    try:
        return server_context(certificate, key)
    except OSError as error:
        raise click.ClickException(f"{certificate} can't be served with: {error}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What the first tenant begins with."""

    seed: Path | None = None
    realm: str | None = None
    #: Documents of the control API.
    failures: tuple[Any, ...] = ()

    def tenant(self, server: "FakePing") -> "Tenant":
        """Make it. Raises `ClickException`."""
        try:
            tenant = server.default_tenant(seed=self.seed, realm=self.realm)
        except (ImportError, OSError, ValueError) as error:
            if self.seed is None:
                raise click.UsageError(str(error)) from None
            raise click.ClickException(_of(self.seed, error)) from None
        if self.failures:
            script(tenant, self.failures)
        return tenant


class _SeedAgain:
    """Reloads the first tenant's seed from its file."""

    def __init__(
        self, server: "FakePing", seed: Path, log: Log, *, hung_up: Callable[[], None]
    ) -> None:
        self._server = server
        self._log = log
        self._seed = seed
        self._hung_up = hung_up
        self._had_terminal = _has_terminal()
        self._seen = self._stamp()

    def when_hung_up(self) -> None:
        """Reload on SIGHUP; stop the server if a terminal sent it by closing."""
        if self._had_terminal and not _has_terminal():
            self._hung_up()
        else:
            self._read()

    def when_changed(self, loop: asyncio.AbstractEventLoop) -> None:
        """Reload whenever the file changes, from now on."""
        stamp = self._stamp()
        if stamp not in {self._seen, None}:  # between two versions of a file there may be none
            self._seen = stamp
            self._read()
        loop.call_later(_LOOK, self.when_changed, loop)

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self._seed.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _read(self) -> None:
        """Reload the file; an invalid one changes nothing."""
        try:
            _be_regular(self._seed)
            self._server.tenants.replant_default(self._seed)
        except LookupError:
            click.echo("fakeping: the first tenant is gone, and its seed with it", err=True)
        except (ImportError, OSError, ValueError) as error:
            click.echo(f"fakeping: all stays as it was, for {_of(self._seed, error)}", err=True)
        else:
            said = f"seeded again from {self._seed}"
            self._log.tell("seeded", said, {"seed": str(self._seed)})


def _be_regular(seed: Path) -> None:
    """Raise `ValueError` for a pipe, which would block the server."""
    if seed.exists() and not seed.is_file():
        raise ValueError("it is no regular file")


def _has_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _greet(server: "FakePing", tenant: "Tenant", log: Log) -> None:
    key = server.control_key
    if key is not None and click.get_current_context().params["control_key"]:
        key = "$FAKEPING_CONTROL_KEY"  # a chosen key is known, and output is kept in logs
    text = greeting.text_of(server, tenant, key=key, quiet=log.quiet)
    log.tell("listening", text, greeting.members_of(server, tenant, key=key))


def _described(server: "FakePing", tenant: "Tenant") -> dict[str, Any]:
    """What a ready-file has."""
    return {
        "url": server.url,
        "listening": server.listening_url,
        "control_url": server.control_url,
        "control_key": server.control_key,
        "pid": os.getpid(),
        "tenants": [server.describe(tenant)],
    }


def _of(seed: Path | str, error: Exception) -> str:
    """An error of a seed, which names the seed once."""
    return str(error) if str(error).startswith(f"{seed}: ") else f"{seed}: {error}"
