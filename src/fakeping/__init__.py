"""A stateful, in-memory fake of two Ping Identity APIs.

PingOne's resources and scopes, and PingAM's UMA 2.0 resource registration: for tests, as a
context manager, an aiohttp application, a pytest fixture or a server of its own.
"""

from fakeping.server import FAKE, FakePing, create_app
from fakeping.tenants import Tenant
from fakeping.version import __version__

__all__ = ["FAKE", "FakePing", "Tenant", "__version__", "create_app"]
