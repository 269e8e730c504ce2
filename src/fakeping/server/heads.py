"""The heads of requests: how long one is in all, and which of two `Content-Type` counts."""

import re
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import EMPTY_PAYLOAD

from fakeping.core.limits import limit

MAX_HEADERS = limit(
    "request.headers",
    64 * 1024,
    unit="bytes",
    bounds="all header fields of one request together",
    past="431, and the connection is closed",
)

# Bytes of a request line, which are counted with the header fields until both are parsed.
_LINE = 16 * 1024

_CONTENT_TYPE = re.compile(rb"(?<=\r\n)content-type:[^\r\n]*\r\n", re.IGNORECASE)


class HeadersTooLarge(HttpProcessingError):
    """A request's header fields are too large in total."""

    code = 431


class Heads:
    """aiohttp's parser, which limits each header line, with a limit on their total.

    It refuses a second `Content-Type`, which this one passes over the first for.
    """

    __slots__ = (
        "_fed",
        "_feed",
        "_latest",
        "feed_eof",
        "message_consumed",
        "pause_reading",
        "set_upgraded",
    )

    def __init__(self, parser: Any) -> None:
        self._feed = parser.feed_data
        self.feed_eof = parser.feed_eof
        self.message_consumed = parser.message_consumed
        self.pause_reading = parser.pause_reading
        self.set_upgraded = parser.set_upgraded
        # The body of the latest request, and the bytes received of the next one's head.
        self._latest: Any = EMPTY_PAYLOAD
        self._fed = 0

    def feed_data(self, data: bytes) -> Any:
        """Parse more bytes. Raises `HeadersTooLarge`, and whatever the parser raises."""
        in_body = not self._latest.is_eof()
        if not in_body and not self._fed:
            data = last_content_type(data)
        self._fed += len(data)
        found = self._feed(data)
        messages = found[0]
        if messages:
            self._latest = messages[-1][1]
            if self._fed > MAX_HEADERS and any(_size(each) > MAX_HEADERS for each, _ in messages):
                raise _too_large()
        if messages or in_body:
            self._fed = 0
        elif self._fed > MAX_HEADERS + _LINE:
            raise _too_large()
        return found

    def end(self) -> None:
        """End the input, also in the middle of a body."""
        if not self._latest.is_eof():
            self._latest.set_exception(web.RequestPayloadError("the client has stopped sending"))
            self._latest.feed_eof()


def last_content_type(data: bytes) -> bytes:
    """The bytes of a request, with the last `Content-Type` of its head alone.

    PingOne's SDKs send two to lock a user: a general one, and the action. The head must be whole,
    and not too large.
    """
    head, end, body = data.partition(b"\r\n\r\n")
    if not end or len(head) > MAX_HEADERS + _LINE:
        return data
    many = head.lower().count(b"\r\ncontent-type:")
    if many <= 1:
        return data
    return _CONTENT_TYPE.sub(b"", head, count=many - 1) + end + body


def _size(message: Any) -> int:
    return sum(len(name) + len(value) + len(": \r\n") for name, value in message.raw_headers)


def _too_large() -> HeadersTooLarge:
    return HeadersTooLarge(message=f"the header fields are more than {MAX_HEADERS} bytes together")
