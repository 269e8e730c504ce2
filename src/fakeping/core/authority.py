"""The host and port of a URL or a `Host` header (RFC 3986, section 3.2), and base URLs."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

# Labels of letters, digits, hyphens and underscores, which container networks have.
_NAME = re.compile(r"(?=.{1,253}\.?\Z)(?:[a-z0-9_][a-z0-9_-]{0,62}(?:\.|\Z))+", re.ASCII)
_AUTHORITY = re.compile(r"(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>[0-9]*))?", re.ASCII)
# An address's zone (RFC 6874), also with a bare percent sign, as people write it.
_ZONE = re.compile(r"%(?:25)?(?:[a-z0-9._~-]|%[0-9a-f]{2}){1,64}", re.ASCII)
_PATH = re.compile(r"(?:/(?:[\w.~!$&'()*+,;=:@-]|%[0-9a-fA-F]{2})*)*", re.ASCII)

DEFAULT_PORTS = {"http": 80, "https": 443}
LAST_PORT = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host's name or address, in lower case and without brackets, and its port."""

    name: str
    port: int | None

    def origin(self, scheme: str) -> str:
        """The origin as a browser writes it: without the scheme's own port."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        port = "" if self.port in {None, DEFAULT_PORTS[scheme]} else f":{self.port}"
        return f"{scheme}://{name}{port}"


def parsed(text: str) -> Host | None:
    """Read a host, with or without a port; `None` when it is neither a name nor an address."""
    found = _AUTHORITY.fullmatch(text)
    name = _host(found["host"].lower()) if found else None
    port = int(found["port"]) if found and len(found["port"] or "") in range(1, 6) else None
    if name is None or (port or 0) > LAST_PORT or (found and found["port"] and port is None):
        return None
    return Host(name=name, port=port)


def _host(text: str) -> str | None:
    if not text.startswith("["):
        return text if _NAME.fullmatch(text) else None
    address, mark, zone = text[1:-1].partition("%")
    if mark and not _ZONE.fullmatch(mark + zone):
        return None
    try:
        return str(ipaddress.IPv6Address(address))
    except ValueError:
        return None


def base_url(text: str, what: str = "a server's URL") -> SplitResult:
    """Split a base URL: http or https, a host, optionally a port and a path, and nothing else.

    Raises `ValueError` for any other text, with a message that calls it `what`.
    """
    scheme, mark, rest = text.partition("://")
    authority, slash, path = rest.partition("/")
    host = parsed(authority)
    fits = (
        mark
        and scheme.lower() in DEFAULT_PORTS
        and host is not None
        and host.port != 0
        and not authority.endswith(":")
        and _PATH.fullmatch(slash + path)
    )
    if not fits:
        raise ValueError(f"{text[:200]!r} is not {what}, such as http://127.0.0.1:8900")
    return urlsplit(text)
