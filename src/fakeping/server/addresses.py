"""What a server may be told of its own addresses: each refused where no URL could have it."""

import ipaddress
import re

from fakeping.core.authority import parsed

_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

# Below these nothing but what is there can be, and below `/{environmentId}/as` neither.
_TAKEN = frozenset({"v1", "__fakeping"})


def host(text: str, what: str) -> str:
    """A host's name or address in lower case, without brackets. Raises `ValueError`."""
    found = parsed(f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text)
    if found is None or found.port is not None or text.endswith(":"):
        raise ValueError(f"{what} is a host's name or address, without a port, not {text!r}")
    return found.name


def context_path(text: str, what: str) -> str:
    """A path at which PingAM can be deployed beside PingOne and the control API, as `/am`.

    `""` is the root. Raises `ValueError`.
    """
    segments = [each for each in text.split("/") if each]
    if "//" in text or not all(_SEGMENT.fullmatch(each) and each.strip(".") for each in segments):
        raise ValueError(f"{what} is a path such as /am, not {text!r}")
    first, second = [*segments, "", ""][:2]
    if first in _TAKEN or _UUID.fullmatch(first) or second == "as":
        raise ValueError(f"{what} can't be {text!r}: other URLs of the server begin so")
    return "".join(f"/{each}" for each in segments)


def key(text: str, what: str) -> str:
    """The text, if a header can have it. Raises `ValueError`, without the text."""
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise ValueError(f"{what} holds what no header can: printable ASCII alone")
    return text


def is_loopback(name: str) -> bool:
    """Whether none but this machine's own programs reach what listens there."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
