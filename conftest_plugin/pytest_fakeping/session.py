"""Session scope: the server, and the features that options turn on."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, cast

import pytest

from pytest_fakeping import coverage, shared
from pytest_fakeping.settings import Settings, servers_of, settings
from pytest_fakeping.workers import Workers

if TYPE_CHECKING:
    from fakeping import FakePing, RemoteServer


def begin(config: pytest.Config) -> Settings:
    """Read the options, and register the features. Raises `pytest.UsageError`."""
    said = settings(config)
    if not hasattr(config, "workerinput"):  # a worker would only report it again
        _check(config, said)
    config.pluginmanager.register(Header(said), "fakeping-header")
    if said.guard:
        from pytest_fakeping.guard import guard_of

        guard_of(config)
    if said.journal_dir is not None:
        config.pluginmanager.register(Workers(), "fakeping-workers")
    if said.journal == "all":
        from pytest_fakeping.reports import Passing

        config.pluginmanager.register(Passing(), "fakeping-passing")
    if said.shared and said.url is None and not _is_rerun():
        shared.begin(config)
    sweeps = (said.sweep or said.sweep_switches) and not _is_rerun()
    if said.cov or sweeps:  # a sweep leaves out what no test called
        coverage.begin(config, said)
    if said.sweep or said.sweep_switches or _is_rerun():
        from pytest_fakeping import sweep

        sweep.begin(config, said)
    return said


def _check(config: pytest.Config, said: Settings) -> None:
    from pytest_fakeping import checks

    checks.check(said)
    if said.url is not None:
        config.pluginmanager.register(checks.Answers(said), "fakeping-answers")


def _is_rerun() -> bool:
    return "FAKEPING_SWEEP_SWITCHED" in os.environ


class Header:
    """The line of the report's header."""

    def __init__(self, said: Settings) -> None:
        self._said = said

    def pytest_report_header(self) -> str:
        """The version, and the options that differ from the defaults."""
        from fakeping.version import __version__

        said = self._said
        parts = [f"{__version__} at {said.url}" if said.url else __version__]
        parts += [f"{family} {edition}" for family, edition in said.edition.items()]
        parts += [f"{name} {'on' if on else 'off'}" for name, on in said.switches.items()]
        parts += [f"auth {said.auth}"] if said.auth else []
        parts += [word for word in ("shared", "strict", "guard") if getattr(said, word)]
        return "fakeping: " + ", ".join(parts)


def mistaken(why: str) -> NoReturn:
    """Fail the running setup or test with a message, without a traceback."""
    __tracebackhide__ = True
    pytest.fail(why, pytrace=False)


# The options of tenants, as opposed to those of a server that runs already.
_OF_TENANTS = ("edition", "switches", "auth", "journal")


def _connect(config: pytest.Config, options: Mapping[str, Any]) -> "RemoteServer":
    said = settings(config)
    for name in options:
        if name not in _OF_TENANTS:
            mistaken(
                f"fakeping_config has {name!r}, which the server at {said.url} takes only at"
                f" its start; its tenants take {', '.join(_OF_TENANTS)}"
            )
    from fakeping import connect

    gathered = coverage.coverage_of(config)
    try:
        server = connect(
            said.url or "",
            control_key=said.control_key,
            cafile=said.cafile,
            coverage=gathered is not None,
            **options,
        )
    except (OSError, ValueError) as error:
        option = "--fakeping-url" if isinstance(error, OSError) else "--fakeping-control-key"
        mistaken(f"{option}: {error}")
    if gathered:
        gathered.watch(server.tally)
    return server


def warm_up(server: "FakePing") -> None:
    """Generate the key and load the schemas, so that Hypothesis's first example is not late."""
    with server.tenant() as tenant:
        tenant.pingone.token()
        with suppress(ValueError):
            tenant.reset(to={"clock": 0})  # no document: it takes the whole of JSON Schema to say


@contextmanager
def serve(config: pytest.Config, value: Callable[[str], Any]) -> "Iterator[FakePing]":
    """Run the session's server, or connect to the one at `--fakeping-url`.

    `value` returns a fixture's value. Fails the test that requests the server if none answers, or
    if `fakeping_config` has arguments that a running server can't take.
    """
    options = value("fakeping_config")
    if settings(config).url is not None:
        if shared.shared_url(config) and value("fakeping_ssl_context") is not None:
            mistaken("fakeping_ssl_context is out of reach of --fakeping-shared")
        elsewhere = _connect(config, options)
        config.add_cleanup(elsewhere.close)  # the last test's report still needs it
        servers_of(config).append(elsewhere.url)
        yield cast("FakePing", elsewhere)
        return
    from fakeping import FakePing

    gathered = coverage.coverage_of(config)
    arguments = {"ssl_context": value("fakeping_ssl_context"), "coverage": gathered is not None}
    try:
        listening = FakePing(**{**arguments, **options})
    except (TypeError, ValueError) as error:
        mistaken(f"fakeping_config: {error}")
    with listening as server:
        servers_of(config).append(server.listening_url)
        if gathered:
            gathered.watch(server.tally)
        yield server
