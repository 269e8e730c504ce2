"""One exchange: as the journal keeps it, and as people look at it."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import parse_qsl

from fakeping.core.body import read_json
from fakeping.core.change import Change
from fakeping.core.exchange import JSON, NO_HEADERS, Cut, Reply
from fakeping.core.operation import Caller
from fakeping.core.plain import shown
from fakeping.core.problem import Malformed
from fakeping.journal import curl, har
from fakeping.redaction.document import Hide
from fakeping.redaction.redact import Excerpt, Fields, Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What decided, where that is more than a rule."""

    rule: str | None
    fault: str | None
    cut: Cut | None
    #: Whose the request would have been: a family, and an address that no tenant has.
    stray: tuple[str, str] | None


# One entry: a plain tuple of what is mostly shared or an atom, because there are many. What
# follows the second blank line is `None` or shared in most of them.
Entry = tuple[
    complex,  # when, and how long: two numbers in one object
    str,  # path and query
    bytes,  # request body
    bytes,  # reply body
    str | None,  # operation
    str,  # method
    int,  # status
    Caller | None,
    str,  # base URL
    Fields,  # request headers
    Fields,  # reply headers
    str | Outcome | None,  # the rule alone, in most
    Change | tuple[Change, ...] | None,  # the only one, in most
    int,  # its bytes, as the limit counts them
]

#: What may be known about an exchange that met nothing: the nearest operation or tenant.
Advise = Callable[["Exchange"], str | None]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Exchange:
    """One request and its answer, without their secrets."""

    #: Counted from 1 within the journal's life; a `clear` does not start anew.
    number: int
    at: datetime
    #: Seconds inside the fake.
    duration: float
    #: `None` when nothing stands at that path and method.
    operation: str | None
    method: str
    path: str
    query_string: str
    status: int
    caller: Caller | None
    #: The rule that decided: that it is refused, or how it is answered.
    rule: str | None
    headers: Mapping[str, str]
    #: `Withheld` where it may hold secrets, an `Excerpt` where it was too long.
    request_body: bytes
    reply_body: bytes
    reply_headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    #: What the client called the server, as `http://127.0.0.1:49321`.
    base_url: str = ""
    #: The scripted failure that was applied.
    fault: str | None = None
    #: How the connection ended before the answer was through, if it did.
    cut: Cut | None = None
    #: What it did to the state, in that order.
    changes: tuple[Change, ...] = ()
    #: The family and the address that no tenant has.
    stray: tuple[str, str] | None = None
    _advise: Advise | None = field(default=None, repr=False, compare=False)

    @property
    def target(self) -> str:
        """The path and the query."""
        return f"{self.path}?{self.query_string}" if self.query_string else self.path

    @property
    def url(self) -> str:
        """The whole URL, as far as it is recorded."""
        return self.base_url + self.target

    @property
    def query(self) -> dict[str, str]:
        """The query parameters that the operation understands."""
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @property
    def json(self) -> JSON:
        """The request's body decoded; `None` when it is not JSON."""
        return decoded_body(self.request_body)

    @property
    def reply_json(self) -> JSON:
        """The answer's body decoded; `None` without one."""
        return decoded_body(self.reply_body)

    @property
    def hint(self) -> str | None:
        """For a request that met no operation or no tenant: the nearest one."""
        return self._advise(self) if self._advise else None

    def without_hint(self) -> Self:
        """The same, for a listing where there are too many to look for what is near to each."""
        return replace(self, _advise=None)

    def document(self) -> dict[str, Any]:
        """The exchange as a JSON document: what the control API shows of it."""
        caller = self.caller
        return {
            "number": self.number,
            "at": self.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "duration": self.duration,
            "operation": self.operation,
            "method": self.method,
            "url": self.url,
            "path": self.path,
            "query": self.query,
            "status": self.status,
            "caller": caller and caller.document(),
            "rule": self.rule,
            "fault": self.fault,
            "cut": self.cut,
            "request": {"headers": dict(self.headers), **_shown(self.request_body)},
            "reply": {"headers": dict(self.reply_headers), **_shown(self.reply_body)},
            "changes": [each.document() for each in self.changes],
            "hint": self.hint,
        }

    def to_har(self) -> dict[str, Any]:
        """The exchange as a HAR 1.2 document, with this entry alone."""
        return har.log_of([self])

    def to_curl(self) -> str:
        """The request as one line for a shell; a token is `$TOKEN`."""
        return curl.lines_of([self])

    def __repr__(self) -> str:
        """The line, as a failed assertion shows it: no header and no body."""
        return f"<Exchange {self}>"

    def __str__(self) -> str:
        """One line: number, request line, status, operation, rule, and what else is odd."""
        status = f"{self.status}" if self.cut is None else f"{self.status}, {_CUTS[self.cut]}"
        refused = self.rule and self.status >= HTTPStatus.BAD_REQUEST
        notes = [f"[{self.rule}]"] if refused else []
        notes += [f"(fault: {self.fault})"] if self.fault else []
        hint = self.hint
        notes += [f"({hint})"] if hint else []
        line = f"#{self.number} {self.method} {self.target} -> {status}"
        return shown("  ".join([line, self.operation or "no operation", *notes]))


_CUTS: Mapping[Cut, str] = {
    "drop": "never sent",
    "reset": "connection reset",
    "truncate": "cut short",
}


def outcome_of(reply: Reply, *, stray: tuple[str, str] | None) -> Outcome:
    """What decided, where that is more than a rule."""
    return Outcome(rule=reply.rule, fault=reply.fault, cut=reply.cut, stray=stray)


def decided(outcome: str | Outcome | None) -> Outcome:
    """What decided, as an entry has it."""
    if isinstance(outcome, Outcome):
        return outcome
    return Outcome(rule=outcome, fault=None, cut=None, stray=None)


def changes_of(changes: Sequence[Change]) -> Change | tuple[Change, ...]:
    """Some changes, in as little room as they need."""
    return changes[0] if len(changes) == 1 else tuple(changes)


def exchange_of(
    entry: Entry, *, number: int, advise: Advise | None, hide: Hide | None = None
) -> Exchange:
    """An entry, as people look at it."""
    path, _, query = entry[1].partition("?")
    outcome = decided(entry[11])
    return Exchange(
        number=number,
        at=datetime.fromtimestamp(entry[0].real, UTC),
        duration=entry[0].imag,
        operation=entry[4],
        method=entry[5],
        path=path,
        query_string=query,
        status=entry[6],
        caller=_caller(entry[7], hide),
        rule=outcome.rule,
        headers=dict(entry[9]),
        request_body=entry[2],
        reply_body=entry[3],
        reply_headers=dict(entry[10]),
        base_url=entry[8],
        fault=outcome.fault,
        cut=outcome.cut,
        changes=_listed(entry[12], hide),
        stray=outcome.stray,
        _advise=advise,
    )


def _listed(changes: Change | tuple[Change, ...] | None, hide: Hide | None) -> tuple[Change, ...]:
    if changes is None:
        return ()
    listed = (changes,) if isinstance(changes, Change) else changes
    return tuple(replace(each, hide=hide) for each in listed) if hide else listed


def _caller(caller: Caller | None, hide: Hide | None) -> Caller | None:
    """A caller by names that may be shown: a client says itself what it is called."""
    if caller is None or hide is None:
        return caller
    subject = caller.subject and hide(caller.subject)
    client = hide(caller.client)
    if (subject, client) == (caller.subject, caller.client):
        return caller
    return replace(caller, subject=subject, client=client)


def _shown(body: bytes) -> dict[str, Any]:
    """A body as a member of a document: decoded, where that says the same."""
    if isinstance(body, Withheld):
        return {"withheld": True}
    if not body:
        return {}
    whole = {} if not isinstance(body, Excerpt) else {"excerpt": True}
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode(), **whole}
    try:
        return {"json": read_json(body), **whole}
    except Malformed:  # or JSON that can't be written back
        return {"text": text, **whole}


def decoded_body(body: bytes) -> Any:
    """A body as JSON; `None` where it is none."""
    try:
        return read_json(body)
    except Malformed:
        return None
