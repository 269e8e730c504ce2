"""Find the host that a connection is used for, in the first bytes sent.

A request through a proxy, or on an open connection, reaches a host without a look-up or a connect
here. Its name is in the first bytes: of an HTTP request, of SOCKS, or in TLS's server name, which
is set on Python's socket first.
"""

import os
import re
import socket
import ssl
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from typing import Any
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from fakeping.core.limits import limit

HEAD = limit(
    "guard.head",
    65_536,
    unit="bytes",
    bounds="of what one connection sends at a time, how much `fakeping_guard` reads",
    past="names that stand behind it are not seen",
)

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST = re.compile(rb"[\r\n]*(%s)[ \t\v\f]+([^ \t\r\n]+)" % _TOKEN)
_HOST = re.compile(rb"\n[ \t]*host[ \t]*:[ \t]*(?:\r?\n[ \t]+)?([^\r\n]*)", re.IGNORECASE)
_END = re.compile(rb"\r?\n\r?\n")
_BEGUN = re.compile(rb"[\r\n]*(?:%s)?(?:[ \t\v\f].*)?" % _TOKEN, re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:[/\\]+", re.IGNORECASE)

_SOCKS4, _SOCKS5 = 4, 5
_IPV4, _NAME, _IPV6 = 1, 3, 4  # how SOCKS 5 marks an address (RFC 1928, section 5)

#: Kinds of request that name the peer itself, which may be a fake.
BY_HOST = "a Host header"
BY_TLS = "a TLS server name"

# Takes a host, the kind of request, and the socket or `None`.
Ask = Callable[[str, str, Any], None]


def asked(data: bytes) -> Iterator[tuple[str, str]]:
    """The hosts in the first bytes of a connection, each with the kind of request.

    An ambiguous text yields the host of each reading.
    """
    if data[:1] in {b"\x04", b"\x05"}:
        for host in _by_socks(data):
            yield host, "SOCKS"
        return
    request = _REQUEST.match(data)
    if request is None:
        return
    method, target = request[1].decode("ascii"), _text(request[2])
    if target[0] not in "/*":
        whole = _SCHEME.sub("", target, count=1) if _SCHEME.match(target) else target
        for host in _hosts(whole):
            yield host, method if method.upper() == "CONNECT" else f"{method} through a proxy"
    end = _END.search(data, request.end())
    for value in _HOST.findall(data, request.end(), end.end() if end else len(data)):
        for host in _hosts(_text(value).strip()):
            yield host, BY_HOST


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _hosts(authority: str) -> Iterator[str]:
    """The host of an authority, as RFC 3986 and as browsers read it."""
    for ends in (r"[/?#]", r"[/?#\\]"):
        host = re.split(ends, authority, maxsplit=1)[0].rpartition("@")[2]
        bracketed = host.partition("]")[0] if host.startswith("[") else ""
        yield unquote(bracketed.removeprefix("[") or host.partition(":")[0])


def _by_socks(data: bytes) -> Iterator[str]:
    if data[0] == _SOCKS4:
        yield from _by_socks_4(data)
        return
    yield from _by_socks_5(data)
    if len(data) > 1:  # a request right behind the greeting
        yield from _by_socks_5(data[2 + data[1] :])


def _by_socks_4(data: bytes) -> Iterator[str]:
    yield ".".join(str(each) for each in data[4:8])
    with suppress(ValueError):
        _user, name, _ = data[8:].split(b"\0", 2)  # SOCKS 4a
        yield _text(name)


def _by_socks_5(data: bytes) -> Iterator[str]:
    if len(data) < 5 or data[0] != _SOCKS5 or data[2]:  # noqa: PLR2004 - version, command, 0, kind, and the address
        return
    kind, address = data[3], data[4:]
    if kind == _NAME and len(address) > address[0]:
        yield _text(address[1 : 1 + address[0]])
    with suppress(OSError, ValueError):
        if kind == _IPV4:
            yield socket.inet_ntop(socket.AF_INET, address[:4])
        elif kind == _IPV6:
            yield socket.inet_ntop(socket.AF_INET6, address[:16])


class SocketWatch:
    """Reads what Python's sockets send, between `begin` and `end`, and reports the hosts."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        # The bytes of incomplete requests, by connection.
        self._begun: WeakKeyDictionary[Any, bytes] = WeakKeyDictionary()
        self._undo: list[Callable[[], None]] = []

    def begin(self) -> None:
        """Wrap the methods that send."""
        for kind, name, look in self._ways():
            if hasattr(kind, name):
                self._undo.append(_before(kind, name, look))

    def end(self) -> None:
        """Unwrap the methods that send."""
        while self._undo:
            self._undo.pop()()
        self._begun.clear()

    def _ways(self) -> Iterator[tuple[Any, str, Callable[..., None]]]:
        """Each method that sends, with the function that examines its arguments.

        The class is the lowest of Python's own: a library may have replaced it by a subclass.
        """
        plain = {_lowest(socket.socket), _lowest(ssl.SSLSocket)}
        trio = sys.modules.get("trio._socket")  # it keeps references to the C class's methods
        for kind in [*plain, *([trio._SocketType] if trio else ())]:  # noqa: SLF001
            for name in ("send", "sendall", "sendto"):
                yield kind, name, self._data
            yield kind, "sendmsg", self._buffers
        for name in ("send", "write"):
            yield ssl.SSLSocket, name, self._data
        yield ssl.SSLSocket, "do_handshake", self._named
        yield ssl.SSLObject, "write", self._data
        yield ssl.SSLContext, "wrap_bio", self._wrapped
        yield os, "sendfile", self._from_file  # as sockets and asyncio send files
        proactor = sys.modules.get("asyncio.windows_events")  # it sends through a handle
        if proactor:
            yield proactor.IocpProactor, "send", self._handed

    def _data(self, sender: Any, data: Any = b"", *_: Any) -> None:
        self._named(sender)
        with suppress(TypeError):  # not bytes: the method itself raises for that
            self._read(sender, _first(data))

    def _buffers(self, sender: Any, buffers: Any = (), *_: Any) -> None:
        self._named(sender)
        with suppress(TypeError):
            self._read(sender, b"".join(_first(each) for each in buffers))

    def _read(self, sender: Any, seen: bytes) -> None:
        begun = self._begun.pop(sender, b"")
        whole = begun + seen
        for each in {seen, whole}:
            for host, how in asked(each):
                self._ask(host, how, sender)
        if _may_go_on(whole) and len(whole) < HEAD:
            self._begun[sender] = whole

    def _from_file(
        self, out_fd: int = -1, in_fd: int = -1, offset: int | None = None, count: int = 0, *_: Any
    ) -> None:
        try:
            if not stat.S_ISSOCK(os.fstat(out_fd).st_mode):
                return
            at = os.lseek(in_fd, 0, os.SEEK_CUR) if offset is None else offset
            seen = os.pread(in_fd, min(count, HEAD) or HEAD, at)
            sender = socket.socket(fileno=os.dup(out_fd))
        except (OSError, TypeError, OverflowError):  # `sendfile` itself raises for that
            return
        with sender:
            self._read(sender, seen)

    def _handed(self, _proactor: Any, sender: Any, data: Any, *_: Any) -> None:
        self._data(sender, data)

    def _named(self, sender: Any, *_: Any) -> None:
        host = getattr(sender, "server_hostname", None)
        if host is not None:
            self._ask(host, BY_TLS, sender)

    def _wrapped(  # as `SSLContext.wrap_bio` is called
        self,
        _context: Any,
        _incoming: Any,
        _outgoing: Any,
        server_side: bool = False,  # noqa: FBT001, FBT002
        server_hostname: str | bytes | None = None,
        *_: Any,
        **__: Any,
    ) -> None:
        if server_hostname is not None and not server_side:
            name = server_hostname
            self._ask(_text(name) if isinstance(name, bytes) else name, BY_TLS, None)


def _first(data: Any) -> bytes:
    return bytes(memoryview(data).cast("B")[:HEAD])


def _may_go_on(seen: bytes) -> bool:
    """Whether these bytes may be an incomplete request."""
    if seen[:1] in {b"\x04", b"\x05"}:
        return True
    return bool(_BEGUN.fullmatch(seen)) and not _END.search(seen)


def _lowest(kind: type) -> type:
    """The lowest class in Python's own modules, which defines the methods."""
    return [each for each in kind.__mro__ if each.__module__ not in {"_socket", "builtins"}][-1]


def _before(kind: Any, name: str, look: Callable[..., None]) -> Callable[[], None]:
    """Wrap a method so that a function sees its arguments first. Returns the undo."""
    own = name in vars(kind)
    method = getattr(kind, name)

    @wraps(method)
    def looked_at(*arguments: Any, **named: Any) -> Any:
        try:
            look(*arguments, **named)
        except OSError:
            # httpcore reads on after an error of sending: it must not wait for a reply.
            with suppress(AttributeError, IndexError, OSError, ValueError):
                arguments[0].shutdown(socket.SHUT_RDWR)
            raise
        return method(*arguments, **named)

    setattr(kind, name, looked_at)

    def undo() -> None:
        if vars(kind).get(name) is not looked_at:
            return  # another library has wrapped it since
        if own:
            setattr(kind, name, method)
        else:
            delattr(kind, name)

    return undo
