"""Tenants of a server in another process, with the interface of one in this process.

Values go over the control API as documents; methods are called where the tenant is.
"""

from fakeping.client.connection import NoFakeping, Refused, Unreachable
from fakeping.client.server import RemoteServer, connect
from fakeping.client.tenant import RemoteTenant

__all__ = ["NoFakeping", "Refused", "RemoteServer", "RemoteTenant", "Unreachable", "connect"]
