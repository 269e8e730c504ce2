"""A stateful, in-memory fake of two Ping Identity APIs.

PingOne's resources and scopes, and PingAM's UMA 2.0: for tests, as a context manager, an
aiohttp application, a pytest fixture or a server of its own.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fakeping.version import __version__

if TYPE_CHECKING:
    from fakeping.client import RemoteServer, connect
    from fakeping.faults.distribution import Fixed, LogNormal, Uniform
    from fakeping.journal.assertion import Evicted, Unmet
    from fakeping.journal.expectation import called
    from fakeping.journal.limits import JournalLimits
    from fakeping.server.fakeping import FAKE, FakePing, create_app
    from fakeping.server.tenant import Tenant

__all__ = [
    "FAKE",
    "Evicted",
    "FakePing",
    "Fixed",
    "JournalLimits",
    "LogNormal",
    "RemoteServer",
    "Tenant",
    "Uniform",
    "Unmet",
    "__version__",
    "called",
    "connect",
    "create_app",
]

# Imported with the first use: the command line's `healthcheck` needs no server, and `serve`
# has something to arrange first.
_HOMES = {
    "FAKE": "fakeping.server.fakeping",
    "Evicted": "fakeping.journal.assertion",
    "FakePing": "fakeping.server.fakeping",
    "Fixed": "fakeping.faults.distribution",
    "JournalLimits": "fakeping.journal.recorder",
    "LogNormal": "fakeping.faults.distribution",
    "RemoteServer": "fakeping.client",
    "Tenant": "fakeping.server.tenant",
    "Uniform": "fakeping.faults.distribution",
    "Unmet": "fakeping.journal.assertion",
    "called": "fakeping.journal.expectation",
    "connect": "fakeping.client",
    "create_app": "fakeping.server.fakeping",
}


if not TYPE_CHECKING:  # or a name that is not there would be any to a type checker

    def __getattr__(name: str) -> Any:
        """Import what was named."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names, imported or not."""
    return sorted({*globals(), *__all__})
