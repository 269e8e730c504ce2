"""`--fakeping-shared`: with pytest-xdist, one server for all workers.

The main process runs it; workers learn its URL before they begin.
"""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter  # pytest's own name for it is newer than 8.0

    from fakeping import FakePing

# The key of the URL in a worker's input from pytest-xdist.
_INPUT = "fakeping_shared_url"


class Shared:
    """The shared server, from the first worker on until the run ends, however it ends."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._server: FakePing | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Send the server's URL to a worker."""
        if self._server is None:
            from fakeping import FakePing

            self._server = FakePing().__enter__()
            self._config.add_cleanup(self._stop)
        node.workerinput[_INPUT] = self._server.url

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run if the server crashed over a request without a tenant."""
        if self._crashes() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: "TerminalReporter") -> None:
        """Show those crashes."""
        if not self._crashes():
            return
        from traceback import format_exception

        terminalreporter.section("fakeping itself crashed over requests of no tenant")
        for each in self._crashes():
            terminalreporter.write("".join(format_exception(each)), red=True)

    def _crashes(self) -> tuple[Exception, ...]:
        return self._server.crashes if self._server else ()

    def _stop(self) -> None:
        if self._server is not None:
            self._server.__exit__(None, None, None)


def begin(config: pytest.Config) -> None:
    """Share a server among workers, if this is the main process."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Shared(config), "fakeping-shared")


def shared_url(config: pytest.Config) -> str | None:
    """The shared server's URL, in a worker; else `None`."""
    url: str | None = getattr(config, "workerinput", {}).get(_INPUT)
    return url
