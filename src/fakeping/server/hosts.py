"""The host names of a server: those it answers to, its links' base URL, its own origins."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from fakeping.core.authority import DEFAULT_PORTS, parsed
from fakeping.core.limits import limit
from fakeping.core.problem import Malformed

_LONGEST_NAME = 255

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_MAX_KNOWN = limit(
    "hosts.remembered",
    1_000,
    unit="names",
    bounds="names that requests gave the server and that it has looked at already",
    past="all are forgotten and looked at again",
)


@dataclass(frozen=True, slots=True)
class Named:
    """The server's base URL and origins, under the host name of a request."""

    base_url: str
    #: The origins of this server's own web pages, as `Origin` spells them.
    origins: frozenset[str]


class HostNames:
    """The host names of this server, and the base URL of its absolute links.

    On the loopback it answers only to the loopback's names and to `allowed` ones: this refuses web
    pages that rebind a name of their own to 127.0.0.1.
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
        self.public_url = public_url
        self._allowed = _LOOPBACK | {each.lower() for each in allowed}
        self._trust_forwarded = trust_forwarded
        self._public_origins: frozenset[str] = frozenset()
        if public_url is not None:
            parts = urlsplit(public_url)
            if (public := parsed(parts.netloc)) is not None:
                self._allowed |= {public.name}
                self._public_origins = frozenset({public.origin(parts.scheme)})
        self.own_url = f"{scheme}://localhost"
        self._known: dict[tuple[str | None, ...], Named] = {}

    def of(self, headers: Mapping[str, str], authority: str = "") -> Named | None:
        """The server's base URL and origins for a request; `None` for another server's host name.

        With an absolute-form target its authority counts (RFC 9112, section 3.2.2); `Host` must be
        a name of this server all the same. Without a host, as HTTP/1.0 allows, the base URL is
        `own_url`. Raises `Malformed` for an invalid header of a trusted proxy.
        """
        said: tuple[str | None, ...] = (headers.get("Host"),)
        if authority and authority != said[0]:
            if self.of(headers) is None:
                return None
            said = (authority,)
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


def _forwarded(own: str, text: str, said_scheme: str | None, said_host: str | None) -> Named:
    """The base URL at the outermost proxy."""
    scheme = own if said_scheme is None else _first(said_scheme).lower()
    text = text if said_host is None else _first(said_host)
    host = parsed(text)
    if scheme not in DEFAULT_PORTS:
        raise Malformed("X-Forwarded-Proto is neither http nor https")
    if host is None:
        raise Malformed("X-Forwarded-Host is no host")
    return Named(f"{scheme}://{text}", frozenset({host.origin(scheme)}))


def _first(values: str) -> str:
    return values.partition(",")[0].strip()
