"""A deployment under test: sends requests, records exchanges, deletes what was created."""

import json as _json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from secrets import token_hex
from typing import Any, Final
from urllib.parse import urlencode, urljoin

from fakeping.contract.transport import Answer, ControlRefused, Transport, insist, stay_at_home
from fakeping.core.exchange import JSON, encoded


class _Own:
    def __repr__(self) -> str:
        return "the target's own"


#: The token that a target has for itself.
OWN: Final = _Own()

_UNSAID: Final = object()

# What a deletion that went well answers.
_GONE: Final = frozenset({HTTPStatus.OK, HTTPStatus.NO_CONTENT})

# Of how many deletions nobody may tell before nobody is there.
_GIVES_UP = 3


class NotRun(Exception):
    """Raised for a check that can't be run on this deployment; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpExchange:
    """One request that a check made, and its answer."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    answer: Answer


class Differs(AssertionError):
    """Raised for a deployment that does not behave as a rule says."""

    #: Earlier exchanges that show it, where it is not the ones that were just made.
    exchanges: tuple[HttpExchange, ...] = ()


@dataclass(kw_only=True)
class Control:
    """The control API of a fake's tenant: tokens of any kind, the clock, faults.

    `url` is the tenant's: `{server}/__fakeping/tenants/{id}`.
    """

    transport: Transport
    url: str
    key: str | None = None

    def call(self, method: str, path: str, document: JSON = None) -> JSON:
        """A request to the tenant's control API. Raises `ControlRefused` for an error."""
        return self._call(method, self.url + path, document)

    @contextmanager
    def another(self, **document: JSON) -> Iterator[tuple[JSON, "Control"]]:
        """Another tenant of the same fake, for the block: its description."""
        tenants = self.url.rpartition("/")[0]
        made = self._call("POST", tenants, document)
        url = f"{tenants}/{made['id']}"
        try:
            yield made, replace(self, url=url)
        finally:
            self._call("DELETE", url, None)

    def _call(self, method: str, url: str, document: JSON) -> JSON:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        body = b""
        if document is not None:
            headers["Content-Type"] = "application/json"
            body = encoded(document)
        answer = self.transport(method, url, headers=headers, body=body)
        if answer.status >= 400:  # noqa: PLR2004 - what HTTP calls an error
            said = f"{answer.status} {answer.body.decode('utf-8', 'replace')}"
            where = url.removeprefix(self.url)
            raise ControlRefused(f"the control API refuses {method} {where}: {said}")
        return answer.json

    def token(self, family: str, **shape: JSON) -> str:
        """A token of any kind; see the control API's token request."""
        token: str = self.call("POST", "/tokens", {"family": family, **shape})["token"]
        return token

    def advance(self, seconds: float) -> None:
        """Advance the tenant's clock; by less than 0, set it back."""
        if seconds < 0:
            earlier = datetime.fromisoformat(self.now()) + timedelta(seconds=seconds)
            self.call("PATCH", "/clock", {"set": earlier.isoformat()})
        else:
            self.call("PATCH", "/clock", {"advance": seconds})

    def now(self) -> str:
        """The time of the tenant's clock, in RFC 3339 format."""
        shown: str = self.call("GET", "/clock")["now"]
        return shown

    @contextmanager
    def at_a_standstill(self) -> Iterator["Control"]:
        """Stop the clock at a whole second, for the block."""
        began = datetime.fromisoformat(self.now()).replace(microsecond=0)
        whole = began + timedelta(seconds=1)
        self.call("PATCH", "/clock", {"frozen": True, "set": whole.isoformat()})
        try:
            yield self
        finally:
            self.call("PATCH", "/clock", {"frozen": False})

    @contextmanager
    def failing(self, **fault: JSON) -> Iterator[None]:
        """Script a fault for the block; see the control API's faults."""
        made = self.call("POST", "/faults", fault)
        try:
            yield
        finally:
            self.call("DELETE", f"/faults/{made['id']}")

    def given(self, family: str, kind: str, **members: JSON) -> JSON:
        """Add an entity that the API itself can't create."""
        return self.call("POST", "/given", {"family": family, "kind": kind, "members": members})


def _unheard(url: str) -> None:
    """Do nothing."""


@dataclass(kw_only=True)
class Target:
    """One family of a deployment. Subclasses know its URLs and how to get a token.

    Whatever a check makes has a name that begins with `prefix`, and goes at the end.
    """

    transport: Transport
    #: The edition that it is held to.
    edition: str
    #: What differs from the edition, by the switch's name.
    switches: Mapping[str, bool] = field(default_factory=dict)
    prefix: str = "fakeping-contract-"
    #: `None` of a real deployment.
    control: Control | None = None
    exchanges: list[HttpExchange] = field(default_factory=list)
    #: What tells its names from an earlier run's, which may have been interrupted.
    run: str = field(default_factory=lambda: token_hex(3))
    #: Called with what is to be deleted, and with what was: a ledger that outlives the run.
    when_made: Callable[[str], None] = _unheard
    when_gone: Callable[[str], None] = _unheard
    #: Whether nothing of anybody else's was there, so that what has no name is ours, too.
    alone: bool = False
    #: Whether something may have been made of which nobody told.
    unsure: bool = False
    _serial: int = 0
    _own: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def own_token(self) -> str:
        """The default bearer token."""
        raise NotImplementedError

    def ask(
        self,
        method: str,
        url: str,
        *,
        json: Any = _UNSAID,
        form: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        token: "str | _Own | None" = OWN,
    ) -> Answer:
        """Send a request and record the exchange. `token=None` sends no token.

        What a POST creates is remembered, and goes at the end. Raises `AnotherOrigin`, an
        `OSError`, and asks nobody where the URL is not the deployment's.
        """
        stay_at_home(url, self)
        sent = dict(headers or {})
        bearer = self.own_token() if isinstance(token, _Own) else token
        if bearer is not None:
            sent.setdefault("Authorization", f"Bearer {bearer}")
        body = raw or b""
        if json is not _UNSAID:
            sent.setdefault("Content-Type", "application/json")
            body = _json.dumps(json).encode()
        elif form is not None:
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
            body = urlencode(form).encode()
        try:
            answer = self.transport(method, url, headers=sent, body=body)
        except OSError:
            self.unsure |= method == "POST"  # it may have made something
            raise
        answer = replace(answer, asked=f"{method} {url}")
        self.exchanges.append(
            HttpExchange(method=method, url=url, headers=sent, body=body, answer=answer)
        )
        if method == "POST" and answer.status == HTTPStatus.CREATED:
            self.created(url, sent, answer)
        if method == "DELETE" and answer.status in _GONE:
            self._forget(url)
        return answer

    def created(self, url: str, sent: Mapping[str, str], answer: Answer) -> None:  # noqa: ARG002
        """Record an entity that a POST created. Families with other URLs override it."""
        self.remember(_made_at(url, answer))

    def name(self, hint: str = "thing") -> str:
        """A unique name."""
        self._serial += 1
        return f"{self.prefix}{self.run}-{hint}-{self._serial}"

    def in_another_case(self, name: str) -> str:
        """A name in another letter case, except for the prefix."""
        own = f"{self.prefix}{self.run}-"
        return own + name.removeprefix(own).swapcase()

    def remember(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        """Record an entity to delete at the end."""
        self._own.append((url, headers or {}))
        self.when_made(url)

    def tidy(self) -> list[str]:
        """Delete what checks created, the newest first. Returns the URLs that remain."""
        left, unanswered = [], 0
        while self._own:
            url, headers = self._own.pop()
            status = self._deleted(url, headers) if unanswered < _GIVES_UP else None
            unanswered = 0 if status else unanswered + 1
            if status not in {*_GONE, HTTPStatus.NOT_FOUND}:
                left.append(url)
            elif status == HTTPStatus.NOT_FOUND:
                self.when_gone(url)
        return left

    def _deleted(self, url: str, headers: Mapping[str, str]) -> int | None:
        """The status of a deletion; retries lost answers, and returns `None` without one."""
        return insist(lambda: self.ask("DELETE", url, headers=headers).status)

    def finish(self, url: str) -> bool:
        """Delete an entity of an earlier run, whoever owns it. Returns whether it is gone."""
        for headers in self.deleters():
            self.remember(url, headers)
        return not self.tidy()

    def deleters(self) -> list[Mapping[str, str]]:
        """Headers of each caller that may be able to delete an entity."""
        return [{}]

    def _forget(self, url: str) -> None:
        """Remove a deleted entity, and everything below it, from the record."""
        self.when_gone(url)
        for each, _ in self._own:
            if each.startswith(f"{url}/"):
                self.when_gone(each)
        self._own = [each for each in self._own if not f"{each[0]}/".startswith(f"{url}/")]

    def steered(self) -> Control:
        """The control API. Raises `NotRun` on a real deployment."""
        if self.control is None:
            raise NotRun("only a fake can be steered: no control API here")
        return self.control

    def advance(self, seconds: float) -> None:
        """Advance the clock of a fake. Raises `NotRun` on a real deployment."""
        self.steered().advance(seconds)

    @contextmanager
    def evidence(self) -> Iterator[list[HttpExchange]]:
        """Record the exchanges of the block only."""
        began = len(self.exchanges)
        made: list[HttpExchange] = []
        try:
            yield made
        finally:
            made.extend(self.exchanges[began:])


def _made_at(url: str, answer: Answer) -> str:
    """The URL of a created entity: from the answer, else below the request's."""
    if "Location" in answer.headers:
        return urljoin(url, answer.headers["Location"])
    try:
        return f"{url}/{answer.json['id']}"
    except (ValueError, TypeError, LookupError):
        return url
