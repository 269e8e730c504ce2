"""A deployment under check: how it is asked, what it was asked, and what it must get rid of."""

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
    """A check that can't be made of this deployment; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpExchange:
    """One request that a check made, and its answer."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    answer: Answer


class Differs(AssertionError):
    """A deployment that does not do what a rule says."""

    #: Earlier exchanges that show it, where it is not the ones that were just made.
    exchanges: tuple[HttpExchange, ...] = ()


@dataclass(kw_only=True)
class Control:
    """What only a fake can do: any token, another time. Speaks the control API.

    `url` is the tenant's: `{server}/__fakeping/tenants/{id}`.
    """

    transport: Transport
    url: str
    key: str | None = None

    def call(self, method: str, path: str, document: JSON = None) -> JSON:
        """One request about the tenant. Raises `ControlRefused` for any refusal."""
        return self._call(method, self.url + path, document)

    @contextmanager
    def another(self, **document: JSON) -> Iterator[tuple[JSON, "Control"]]:
        """Another tenant of the same fake, as it describes it, for as long as this lasts."""
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
        """A token of any shape; see the control API's token request."""
        token: str = self.call("POST", "/tokens", {"family": family, **shape})["token"]
        return token

    def advance(self, seconds: float) -> None:
        """Let the tenant's clock go forward."""
        self.call("PATCH", "/clock", {"advance": seconds})

    def now(self) -> str:
        """What the tenant's clock shows, as RFC 3339 writes it."""
        shown: str = self.call("GET", "/clock")["now"]
        return shown

    @contextmanager
    def at_a_standstill(self) -> Iterator["Control"]:
        """The clock stands still, at a whole second, for as long as this lasts."""
        began = datetime.fromisoformat(self.now()).replace(microsecond=0)
        whole = began + timedelta(seconds=1)
        self.call("PATCH", "/clock", {"frozen": True, "set": whole.isoformat()})
        try:
            yield self
        finally:
            self.call("PATCH", "/clock", {"frozen": False})

    @contextmanager
    def failing(self, **fault: JSON) -> Iterator[None]:
        """A failure that is scripted for as long as this lasts; see the control API's faults."""
        made = self.call("POST", "/faults", fault)
        try:
            yield
        finally:
            self.call("DELETE", f"/faults/{made['id']}")

    def given(self, family: str, kind: str, **members: JSON) -> JSON:
        """Put an entity there that the API itself can't make."""
        return self.call("POST", "/given", {"family": family, "kind": kind, "members": members})


def _unheard(url: str) -> None:
    """Tell nobody."""


@dataclass(kw_only=True)
class Target:
    """One family of a deployment. Subclasses know its URLs and its way to a token.

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
        """The bearer token that requests have unless they say otherwise."""
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
        """Ask, and keep the exchange as evidence. `token=None` asks without one.

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
        """Remember what a POST has made. A family may know better where that is."""
        self.remember(_made_at(url, answer))

    def name(self, hint: str = "thing") -> str:
        """A name that nothing else has."""
        self._serial += 1
        return f"{self.prefix}{self.run}-{hint}-{self._serial}"

    def in_another_case(self, name: str) -> str:
        """One of its names in other letters, save for those by which it knows its own."""
        own = f"{self.prefix}{self.run}-"
        return own + name.removeprefix(own).swapcase()

    def remember(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        """Note what is to be deleted at the end."""
        self._own.append((url, headers or {}))
        self.when_made(url)

    def tidy(self) -> list[str]:
        """Delete what checks have made, the newest first. Returns the URLs that would not go."""
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
        """The status of a deletion, asked for again when an answer is lost; `None` without one."""
        return insist(lambda: self.ask("DELETE", url, headers=headers).status)

    def finish(self, url: str) -> bool:
        """Delete what an earlier run left there, whoever's it is. Returns whether it is gone."""
        for headers in self.deleters():
            self.remember(url, headers)
        return not self.tidy()

    def deleters(self) -> list[Mapping[str, str]]:
        """The headers of each one who may have to be asked to delete something."""
        return [{}]

    def _forget(self, url: str) -> None:
        """What was deleted is gone, with all that was below it."""
        self.when_gone(url)
        for each, _ in self._own:
            if each.startswith(f"{url}/"):
                self.when_gone(each)
        self._own = [each for each in self._own if not f"{each[0]}/".startswith(f"{url}/")]

    def steered(self) -> Control:
        """What only a fake can do. Raises `NotRun` of a real deployment."""
        if self.control is None:
            raise NotRun("only a fake can be steered: no control API here")
        return self.control

    def advance(self, seconds: float) -> None:
        """Let the time of a fake go forward. Raises `NotRun` of a real deployment."""
        self.steered().advance(seconds)

    @contextmanager
    def evidence(self) -> Iterator[list[HttpExchange]]:
        """The exchanges that are made inside, and nothing of what was before."""
        began = len(self.exchanges)
        made: list[HttpExchange] = []
        try:
            yield made
        finally:
            made.extend(self.exchanges[began:])


def _made_at(url: str, answer: Answer) -> str:
    """Where what was created is: as the answer says, else below where it was asked for."""
    if "Location" in answer.headers:
        return urljoin(url, answer.headers["Location"])
    try:
        return f"{url}/{answer.json['id']}"
    except (ValueError, TypeError, LookupError):
        return url
