"""What a server may be told of its own addresses: each refused where no URL could have it."""

import ipaddress
import re
from urllib.parse import urlsplit

_NAME = re.compile(r"(?=.{1,253}\.?\Z)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.|\Z))+", re.ASCII)
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)
_PATH = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

# Below these nothing but what is there can be, and below `/{environmentId}/as` neither.
_TAKEN = frozenset({"v1", "__fakeping"})


def host(text: str, what: str) -> str:
    """The text, if it is a host's name or address, without a port. Raises `ValueError`."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if not _is_address(bare) and (bare != text or not _NAME.fullmatch(text)):
        raise ValueError(f"{what} is a host's name or address, without a port, not {text!r}")
    return text


def base_url(text: str, what: str) -> str:
    """The text, if links can begin with it: a scheme, a host, maybe a port and a path."""
    wrong = f"{what} is a URL such as https://ping.example/base, not {text!r}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(wrong) from None
    authority = text.partition("://")[2].partition("/")[0]
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or port == 0
        or authority.endswith(":")
        or not text.isprintable()
        or not text.isascii()
        or not _PATH.fullmatch(parts.path)
        or {"?", "#", "@", "\\"} & {*text}
    ):
        raise ValueError(wrong)
    try:
        host(authority.removesuffix(f":{port}") if port is not None else authority, what)
    except ValueError:
        raise ValueError(wrong) from None
    return text


def context_path(text: str, what: str) -> str:
    """The text, if PingAM can be deployed there beside PingOne and the control API."""
    segments = [each for each in text.split("/") if each]
    if not all(_SEGMENT.fullmatch(each) and each.strip(".") for each in segments):
        raise ValueError(f"{what} is a path such as /am, not {text!r}")
    first, second = [*segments, "", ""][:2]
    if first in _TAKEN or _UUID.fullmatch(first) or second == "as":
        raise ValueError(f"{what} can't be {text!r}: other URLs of the server begin so")
    return text


def key(text: str, what: str) -> str:
    """The text, if a header can have it. Raises `ValueError`, without the text."""
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise ValueError(f"{what} holds what no header can: printable ASCII alone")
    return text


def is_loopback(name: str) -> bool:
    """Whether none but this machine's own programs reach what listens there."""
    bare = name.strip("[]")
    return name == "localhost" or (_is_address(bare) and ipaddress.ip_address(bare).is_loopback)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
