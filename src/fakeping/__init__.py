"""A stateful, in-memory fake of two Ping Identity APIs.

PingOne's resources and scopes, and PingAM's UMA 2.0: for tests, as a context manager, an
aiohttp application, a pytest fixture or a server of its own.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING, Any

from fakeping.version import __version__

if TYPE_CHECKING:
    from fakeping.client import NoFakeping, RemoteServer, Unreachable, connect
    from fakeping.core.document_errors import BadDocument
    from fakeping.core.keywords import WrongArguments, WrongKind
    from fakeping.core.named import Unknown
    from fakeping.core.problem import Full, Invalid, NotFound, NotUnique, Refused
    from fakeping.faults.distribution import Fixed, LogNormal, Uniform
    from fakeping.journal.assertion import Evicted, Unmet
    from fakeping.journal.expectation import called
    from fakeping.journal.limits import JournalLimits
    from fakeping.server.fakeping import FAKE, FakePing, create_app
    from fakeping.server.lifetime import NotListening
    from fakeping.server.tenant import Tenant

__all__ = [
    "FAKE",
    "BadDocument",
    "Evicted",
    "FakePing",
    "Fixed",
    "Full",
    "Invalid",
    "JournalLimits",
    "LogNormal",
    "NoFakeping",
    "NotFound",
    "NotListening",
    "NotUnique",
    "Refused",
    "RemoteServer",
    "Tenant",
    "Uniform",
    "Unknown",
    "Unmet",
    "Unreachable",
    "WrongArguments",
    "WrongKind",
    "__version__",
    "called",
    "connect",
    "create_app",
]

# Imported with the first use: the command line's `healthcheck` needs no server, and `serve`
# has something to arrange first.
_HOMES = {
    "FAKE": "fakeping.server.fakeping",
    "BadDocument": "fakeping.core.document_errors",
    "Evicted": "fakeping.journal.assertion",
    "FakePing": "fakeping.server.fakeping",
    "Fixed": "fakeping.faults.distribution",
    "Full": "fakeping.core.problem",
    "Invalid": "fakeping.core.problem",
    "JournalLimits": "fakeping.journal.limits",
    "LogNormal": "fakeping.faults.distribution",
    "NoFakeping": "fakeping.client",
    "NotFound": "fakeping.core.problem",
    "NotListening": "fakeping.server.lifetime",
    "NotUnique": "fakeping.core.problem",
    "Refused": "fakeping.core.problem",
    "RemoteServer": "fakeping.client",
    "Tenant": "fakeping.server.tenant",
    "Uniform": "fakeping.faults.distribution",
    "Unknown": "fakeping.core.named",
    "Unmet": "fakeping.journal.assertion",
    "Unreachable": "fakeping.client",
    "WrongArguments": "fakeping.core.keywords",
    "WrongKind": "fakeping.core.keywords",
    "called": "fakeping.journal.expectation",
    "connect": "fakeping.client",
    "create_app": "fakeping.server.fakeping",
}


if not TYPE_CHECKING:  # or a name that is not there would be any to a type checker

    def __getattr__(name: str) -> Any:
        """Import what was named."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(_import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names, imported or not."""
    return sorted({*(name for name in globals() if name.startswith("__")), *__all__})
