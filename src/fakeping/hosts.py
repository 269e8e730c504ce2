"""What a server is called: the names it answers to, its links' beginning, its own origins."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from fakeping.core.limits import limit
from fakeping.core.problem import Malformed

# RFC 9110, section 7.2: a name or an address, and a port. No user, no path.
_HOST = re.compile(
    r"(?P<name>[\w-]+(?:\.[\w-]+)*\.?|\[(?P<address>[0-9a-fA-F:.]+)\])(?::(?P<port>[0-9]*))?",
    re.ASCII,
)
# What may stand behind the host in a URL that others begin with.
_PATH = re.compile(r"(?:[\w./~!$&'()*+,;=:@-]|%[0-9a-fA-F]{2})*", re.ASCII)

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65_535
_LONGEST_NAME = 255

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_MAX_KNOWN = limit(
    "hosts.remembered",
    1_000,
    unit="names",
    bounds="names that requests gave the server and that it has looked at already",
    past="all are forgotten and looked at again",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host and its port, as `Host` names them."""

    name: str
    port: int | None

    def origin(self, scheme: str) -> str:
        """The origin as a browser writes it: in lower case, without the scheme's own port."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        port = "" if self.port in {None, _DEFAULT_PORTS[scheme]} else f":{self.port}"
        return f"{scheme}://{name}{port}"


def parsed(text: str) -> Host | None:
    """Read a host, with or without a port; `None` when it is neither a name nor an address."""
    found = _HOST.fullmatch(text) if len(text) <= _LONGEST_NAME else None
    if found is None:
        return None
    name, port = found["name"].lower(), int(found["port"]) if found["port"] else None
    if port is not None and port > _LAST_PORT:
        return None
    if found["address"]:
        try:
            name = str(ipaddress.IPv6Address(found["address"]))
        except ValueError:
            return None
    return Host(name=name, port=port)


def checked_url(url: str) -> str:
    """A base URL without a slash at its end. Raises `ValueError` when it can't be one."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    fits = scheme.lower() in _DEFAULT_PORTS and parsed(host) and _PATH.fullmatch(slash + path)
    if not mark or not fits:
        raise ValueError(f"{url!r} is no base URL: http or https, a host, and a path at most")
    return f"{scheme.lower()}://{rest}".rstrip("/")


@dataclass(frozen=True, slots=True)
class Named:
    """What a request calls the server: the base URL of its links, and the server's origins."""

    base_url: str
    #: Where a web page of this server's own can come from, as `Origin` says it.
    origins: frozenset[str]


class Names:
    """What this server may be called, and the base URL that its absolute links begin with.

    While only the loopback reaches it, it answers to the loopback's names and to `allowed`
    ones: a web page that rebinds its own name to 127.0.0.1 is turned away. Raises `ValueError`
    for a public URL that is none, and for an allowed name that no request can give.
    """

    def __init__(
        self,
        *,
        anything: bool,
        allowed: frozenset[str] = frozenset(),
        public_url: str | None = None,
        trust_forwarded: bool = False,
        scheme: str = "http",
    ) -> None:
        self.scheme = scheme
        self._anything = anything
        self.public_url = checked_url(public_url) if public_url else None
        self._allowed = _LOOPBACK | {_allowed(each) for each in allowed}
        self._trust_forwarded = trust_forwarded
        self._public_origins: frozenset[str] = frozenset()
        if self.public_url:
            parts = urlsplit(self.public_url)
            public = parsed(parts.netloc)
            assert public is not None  # noqa: S101 - it was checked
            self._allowed |= {public.name}
            self._public_origins = frozenset({public.origin(parts.scheme)})
        self.own_url = f"{scheme}://localhost"
        self._known: dict[tuple[str | None, ...], Named] = {}

    def of(self, headers: Mapping[str, str]) -> Named | None:
        """What a request calls the server; `None` when it was meant for another one.

        A client that names no host, as HTTP/1.0 allows, knows it by `own_url`. Raises
        `Malformed` for what a trusted proxy cannot have said.
        """
        said: tuple[str | None, ...] = (headers.get("Host"),)
        if self._trust_forwarded and self.public_url is None:
            said += (headers.get("X-Forwarded-Proto"), headers.get("X-Forwarded-Host"))
        try:
            return self._known[said]
        except KeyError:
            return self._learn(said)

    def _learn(self, said: tuple[str | None, ...]) -> Named | None:
        text, *forwarded = said
        if text is None:
            text = urlsplit(self.own_url).netloc
        host = parsed(text)
        found = None
        if host is not None and (self._anything or said[0] is None or host.name in self._allowed):
            origins = self._public_origins | {host.origin(self.scheme)}
            found = Named(self.public_url or f"{self.scheme}://{text}", origins)
            if any(each is not None for each in forwarded):
                found = _forwarded(self.scheme, text, *forwarded)
        if found is not None and sum(len(each or "") for each in said) <= _LONGEST_NAME:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            self._known[said] = found
        return found


def _allowed(name: str) -> str:
    host = parsed(f"[{name}]" if name.count(":") > 1 and not name.startswith("[") else name)
    if host is None or host.port is not None:
        raise ValueError(f"{name!r} is no host's name: a name or an address, without a port")
    return host.name


def _forwarded(own: str, text: str, said_scheme: str | None, said_host: str | None) -> Named:
    """What the outermost of the proxies was called."""
    scheme = own if said_scheme is None else _first(said_scheme).lower()
    text = text if said_host is None else _first(said_host)
    host = parsed(text)
    if scheme not in _DEFAULT_PORTS:
        raise Malformed("X-Forwarded-Proto is neither http nor https")
    if host is None:
        raise Malformed("X-Forwarded-Host is no host")
    return Named(f"{scheme}://{text}", frozenset({host.origin(scheme)}))


def _first(values: str) -> str:
    return values.partition(",")[0].strip()
