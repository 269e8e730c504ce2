"""Tenants of a server that runs in another process, held as if it ran in this one.

They have the very surface of a tenant of this process. Values go over the control API as they are;
methods are carried out where the tenant is.
"""

from fakeping.client.connection import NoFakeping, Refused, Unreachable
from fakeping.client.server import RemoteServer, connect
from fakeping.client.tenant import RemoteTenant

__all__ = ["NoFakeping", "Refused", "RemoteServer", "RemoteTenant", "Unreachable", "connect"]
