"""How a deployment is asked: over HTTP, or in process where it is a fake of ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import urllib3

from fakeping.core.exchange import JSON, Headers, Reply, Request
from fakeping.core.outside import json_text

T = TypeVar("T")

# How often somebody asks whose answer is lost.
_ATTEMPTS = 3

# Seconds: a deployment that takes longer is not one that a suite can be held against.
_PATIENCE = 30.0

# Asking changes nothing.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a deployment answered."""

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
    """A request that the control API of a fake refused; says which, and how."""


def an_object(answer: Answer) -> Mapping[str, Any]:
    """The JSON object that was answered; an empty one where there is none."""
    try:
        document = answer.json
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def explained(answer: Answer) -> str:
    """An answer that is of no use, in a few words: `401 invalid_client`, `200 with text/html`."""
    if error := an_object(answer).get("error"):
        return f"{answer.status} {error}"
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    return f"{answer.status} with {kind}" if answer.body and kind else str(answer.status)


class Transport(Protocol):
    """Carries one request to a deployment, and its answer back. Follows no redirect."""

    def __call__(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Ask. Raises `OSError` when nobody answers."""


class OverHttp:
    """Asks over HTTP, on connections that are kept."""

    def __init__(self, *, timeout: float = _PATIENCE) -> None:
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False, maxsize=64)

    def __call__(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Ask, and once more what changes nothing, when its connection broke.

        Raises `OSError` when nobody answers.
        """
        try:
            answer = self._asked(method, url, headers, body)
        except urllib3.exceptions.ProtocolError as error:
            if method not in _SAFE:
                raise _unanswered(method, url, error) from error
            answer = self._again(method, url, headers, body)
        except urllib3.exceptions.HTTPError as error:
            raise _unanswered(method, url, error) from error
        return Answer(status=answer.status, headers=Headers(answer.headers), body=answer.data)

    def _asked(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> urllib3.BaseHTTPResponse:
        return self._pool.request(
            method, url, headers=dict(headers), body=body or None, redirect=False
        )

    def _again(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> urllib3.BaseHTTPResponse:
        try:
            return self._asked(method, url, headers, body)
        except urllib3.exceptions.HTTPError as error:
            raise _unanswered(method, url, error) from error


def _unanswered(method: str, url: str, error: Exception) -> ConnectionError:
    return ConnectionError(f"{method} {url}: {error}")


@dataclass(frozen=True, slots=True)
class InProcess:
    """Asks a world of ours, without a socket: tens of thousands of requests in seconds."""

    handle: Callable[[Request], Reply]

    def __call__(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Ask. There is no door: nothing is too large, and nothing late."""
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
    """Ask a world of ours, without a socket."""
    return InProcess(handle)


class AnotherOrigin(ConnectionError):
    """A deployment leads to another origin, which gets no credentials of its own."""


def stay_at_home(url: str, target: object) -> None:
    """Raise `AnotherOrigin` where a link or a `Location` has led away from a target's own URLs."""
    named = ("url", "api_url", "auth_url")
    homes = {_origin(vars(target)[each]) for each in named if each in vars(target)}
    if _origin(url) not in homes:
        raise AnotherOrigin(f"not asked, for it is at another origin: {url}")


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def insist(ask: Callable[[], T]) -> T | None:
    """Ask again when an answer is lost, a few times; `None` when none comes."""
    for _ in range(_ATTEMPTS):
        try:
            return ask()
        except OSError:
            continue
    return None
