"""Ask a real deployment: never in the clear, never for a change, never faster than it lets us."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import isfinite
from urllib.parse import urljoin, urlsplit

from fakeping.contract.target import Target
from fakeping.contract.transport import Answer, Transport, an_object, explained
from fakeping.core.exchange import JSON
from fakeping.core.limits import limit
from fakeping.server.addresses import is_loopback

# The ends of the paths of requests that get a token.
_SIGN_INS = ("/as/token", "/access_token", "/authenticate")

_ATTEMPTS = limit(
    "import.attempts",
    6,
    unit="requests",
    bounds="how often `fakeping seed import` and `record` ask again what was answered 429",
    past="the answer is taken as it is",
)
_LONGEST_WAIT = limit(
    "import.wait",
    300,
    unit="seconds",
    bounds="what a `Retry-After` of a real deployment makes `seed import` and `record` wait",
    past="they ask again after so long",
)


class NotSent(ConnectionError):
    """Raised for a request that is not sent; says why."""


class NotShown(Exception):
    """Raised for a list or an entity that the deployment does not show; says why."""


@dataclass(kw_only=True)
class Careful:
    """A transport that sends nothing in the clear to another machine, and waits when told to.

    Unless it `writes`, it sends only what changes nothing, and requests for tokens.
    """

    transport: Transport
    writes: bool = False
    sleep: Callable[[float], None] | None = None

    def __call__(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request; again after a 429's time. Raises `NotSent`, and `OSError`."""
        require_private(url)
        if method != "GET" and not self.writes and not urlsplit(url).path.endswith(_SIGN_INS):
            raise NotSent(f"not asked, for it may change something: {method} {url}")
        answer = self.transport(method, url, headers=headers, body=body)
        for _ in range(_ATTEMPTS - 1):
            if answer.status != HTTPStatus.TOO_MANY_REQUESTS:
                break
            (self.sleep or time.sleep)(_wait(answer))
            answer = self.transport(method, url, headers=headers, body=body)
        return answer


def require_private(url: str) -> None:
    """Raise `NotSent` for a URL to which credentials would go in the clear."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return
    raise NotSent(f"not asked, for credentials would go there in the clear: {url}")


def _wait(answer: Answer) -> float:
    """The seconds of a `Retry-After`, which may be an instant; one where it says nothing."""
    said = answer.headers.get("Retry-After", "")
    try:
        seconds = float(said)
    except ValueError:
        try:
            now = parsedate_to_datetime(answer.headers.get("Date", ""))
            seconds = (parsedate_to_datetime(said) - now).total_seconds()
        except (ValueError, TypeError):
            return 1.0
    return min(max(seconds, 0.0), float(_LONGEST_WAIT)) if isfinite(seconds) else 1.0


def document(answer: Answer) -> Mapping[str, JSON]:
    """The JSON object of a 200. Raises `NotShown` for any other answer."""
    found = an_object(answer)
    if answer.status != HTTPStatus.OK or not found:
        raise NotShown(f"the answer is {explained(answer)}")
    return found


def elements(target: Target, url: str) -> Iterator[JSON]:
    """The entities of a collection of PingOne's, page by page. Raises `NotShown`."""
    seen: set[str] = set()
    following: str | None = url
    while following is not None and following not in seen:
        seen.add(following)
        page = document(target.ask("GET", following))
        embedded = page.get("_embedded", {})
        for each in embedded.values() if isinstance(embedded, dict) else ():
            yield from (one for one in each if isinstance(one, dict))
        link = page.get("_links", {}).get("next", {}).get("href")
        following = urljoin(url, link) if link else None
