"""Send requests to a deployment: over HTTP, or to a fake in this process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import urllib3

from fakeping.core import outside
from fakeping.core.exchange import JSON, Headers, Reply, Request
from fakeping.core.outside import json_text

T = TypeVar("T")

# How often somebody asks whose answer is lost.
_ATTEMPTS = 3

# Seconds: a deployment that takes longer is not one that a suite can be held against.
_PATIENCE = 30.0

# Bytes to read at a time: a thousand times as many may come of them where they were compressed.
_PART = 16 * 1024

# Asking changes nothing.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A deployment's response."""

    status: int
    headers: Mapping[str, str] = field(default_factory=Headers)
    body: bytes = b""
    #: The method and the URL that it answers, for sentences.
    asked: str = ""

    @property
    def json(self) -> JSON:
        """The decoded body. Raises `ValueError` when it is not JSON; `None` without one."""
        return json_text(self.body) if self.body else None


class ControlRefused(RuntimeError):
    """Raised for an error of a fake's control API; says which request, and why."""


def an_object(answer: Answer) -> Mapping[str, Any]:
    """The JSON object of an answer; an empty one if it has none."""
    try:
        document = answer.json
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def explained(answer: Answer) -> str:
    """An unexpected answer in a few words: `401 invalid_client`, `200 with text/html`."""
    if error := an_object(answer).get("error"):
        return f"{answer.status} {error}"
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    return f"{answer.status} with {kind}" if answer.body and kind else str(answer.status)


class Transport(Protocol):
    """Sends one request, and returns its answer. Follows no redirect."""

    def __call__(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request. Raises `OSError` without an answer."""


class OverHttp:
    """Sends requests over HTTP, on persistent connections."""

    def __init__(self, *, timeout: float = _PATIENCE) -> None:
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False, maxsize=64)

    def __call__(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request; retry a safe one once if the connection broke.

        Raises `OSError` when nobody answers, or at more length than is read.
        """
        try:
            answer = self._asked(method, url, headers, body)
        except urllib3.exceptions.ProtocolError as error:
            if method not in _SAFE:
                raise _unanswered(method, url, error) from error
            answer = self._again(method, url, headers, body)
        except urllib3.exceptions.HTTPError as error:
            raise _unanswered(method, url, error) from error
        return answer

    def _asked(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        response = self._pool.request(
            method,
            url,
            headers=dict(headers),
            body=body or None,
            redirect=False,
            preload_content=False,
        )
        try:
            content = outside.answer(response, outside.MAX_ANSWER, part=_PART)
        except BaseException:
            response.close()  # what is left of it is not the next one's answer
            raise
        return Answer(status=response.status, headers=Headers(response.headers), body=content)

    def _again(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        try:
            return self._asked(method, url, headers, body)
        except urllib3.exceptions.HTTPError as error:
            raise _unanswered(method, url, error) from error


def _unanswered(method: str, url: str, error: Exception) -> ConnectionError:
    return ConnectionError(f"{method} {url}: {error}")


@dataclass(frozen=True, slots=True)
class InProcess:
    """Calls a world in this process, without a socket: thousands of requests a second."""

    handle: Callable[[Request], Reply]

    def __call__(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Call the world directly: without the server's size and time limits."""
        parts = urlsplit(url)
        reply = self.handle(
            Request(
                method=method,
                path=parts.path,
                query=parts.query,
                headers=Headers(headers),
                body=body,
                base_url=f"{parts.scheme}://{parts.netloc}",
            )
        )
        return Answer(status=reply.status, headers=Headers(reply.headers), body=reply.body)


def in_process(handle: Callable[[Request], Reply]) -> Transport:
    """A transport to a world in this process, without a socket."""
    return InProcess(handle)


class AnotherOrigin(ConnectionError):
    """Raised for a link to another origin, which must not get credentials."""


def stay_at_home(url: str, target: object) -> None:
    """Raise `AnotherOrigin` for a URL outside of a target's own."""
    named = ("url", "api_url", "auth_url")
    homes = {_origin(vars(target)[each]) for each in named if each in vars(target)}
    if _origin(url) not in homes:
        raise AnotherOrigin(f"not asked, for it is at another origin: {url}")


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def insist(ask: Callable[[], T]) -> T | None:
    """Retry a few times until there is an answer; `None` if there is none."""
    for _ in range(_ATTEMPTS):
        try:
            return ask()
        except OSError:
            continue
    return None
