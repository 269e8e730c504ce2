"""How tests talk to a listening fake: by bytes, so that they may be wrong ones."""

import json
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """What came back on a connection, until it was closed."""

    raw: bytes

    @property
    def status(self):
        return int(self.raw.split(b" ", 2)[1])

    @property
    def head(self):
        return self.raw.partition(b"\r\n\r\n")[0].decode()

    @property
    def body(self):
        return self.raw.partition(b"\r\n\r\n")[2]

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def whole(self):
        """Whether the body is as long as it says."""
        return len(self.body) >= int(self.header("Content-Length") or 0) > 0

    def header(self, name):
        """The value of a header; `None` without one."""
        for line in self.head.split("\r\n")[1:]:
            found, _, value = line.partition(":")
            if found.lower() == name.lower():
                return value.strip()
        return None


def send(server, *pieces, patience=10, until_closed=True):
    """Open a connection, send bytes as they are, and read until the server closes.

    Or until one answer is there whole: a server lingers where it has not read everything.
    """
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=patience) as wire:
        received = b""
        try:
            for each in pieces:
                wire.sendall(each)
            while piece := wire.recv(65536):
                received += piece
                if not until_closed and Answer(received).whole:
                    break
        except ConnectionError:  # closed before everything was sent: what was read counts
            while piece := _rest(wire):
                received += piece
    return Answer(received)


def _rest(wire):
    try:
        return wire.recv(65536)
    except ConnectionError:
        return b""


def request(method, target, *fields, body=b"", version="HTTP/1.1", host="localhost"):
    """The bytes of a request that asks for the connection to be closed."""
    lines = [f"{method} {target} {version}", f"Host: {host}", "Connection: close", *fields]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body


def chunked(*chunks):
    """A body in chunks."""
    return b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in (*chunks, b""))
