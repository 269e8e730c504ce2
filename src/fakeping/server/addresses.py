"""Validate a server's host names, context paths and keys."""

import ipaddress
import re

from fakeping.core.authority import parsed

_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

# First segments that PingOne and the control API use; they also use `/{environmentId}/as`.
_TAKEN = frozenset({"v1", "__fakeping"})


def host(text: str, what: str) -> str:
    """Normalize a host name or address: lower case, no brackets. Raises `ValueError`."""
    found = parsed(f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text)
    if found is None or found.port is not None or text.endswith(":"):
        raise ValueError(f"{what} is a host's name or address, without a port, not {text!r}")
    return found.name


def context_path(text: str, what: str) -> str:
    """Normalize PingAM's context path, such as `/am`; `""` is the root.

    Raises `ValueError` for one that hides PingOne's or the control API's URLs.
    """
    segments = [each for each in text.split("/") if each]
    if "//" in text or not all(_SEGMENT.fullmatch(each) and each.strip(".") for each in segments):
        raise ValueError(f"{what} is a path such as /am, not {text!r}")
    first, second = [*segments, "", ""][:2]
    if first in _TAKEN or _UUID.fullmatch(first) or second == "as":
        raise ValueError(f"{what} can't be {text!r}: other URLs of the server begin so")
    return "".join(f"/{each}" for each in segments)


def key(text: str, what: str) -> str:
    """Return the key, if a header can carry it. Raises `ValueError`, which does not quote it."""
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise ValueError(f"{what} holds what no header can: printable ASCII alone")
    return text


def is_loopback(name: str) -> bool:
    """Whether only programs on this machine can connect to this address."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
