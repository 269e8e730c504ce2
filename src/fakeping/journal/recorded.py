"""One recorded exchange, with its JSON document and its one-line summary."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any, Self, TypedDict
from urllib.parse import parse_qsl

from fakeping.core.body import read_json
from fakeping.core.caller import Caller
from fakeping.core.causes import Cause
from fakeping.core.exchange import JSON, NO_HEADERS, Cut
from fakeping.core.guided import Value
from fakeping.core.plain import shown
from fakeping.core.problem import Malformed
from fakeping.journal.change import ShownChange
from fakeping.redaction.redact import Excerpt, Withheld

#: Returns a hint at what the client got wrong: the nearest operation or tenant, the edition.
Advise = Callable[["Recorded"], str | None]

#: Returns the paths of a request's members that nothing read.
FindUnread = Callable[["Recorded"], tuple[str, ...]]


class ServedAs(TypedDict):
    """How a tenant behaves: what a replay has to give a new one."""

    editions: Mapping[str, str]
    switches: Mapping[str, bool]
    auth: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recorded(Value):
    """One request and its reply, redacted."""

    #: Counted from 1; `clear` does not restart the count.
    number: int
    at: datetime
    #: Seconds of processing.
    duration: float
    #: `None` if no operation has that path and method.
    operation: str | None
    method: str
    path: str
    query_string: str
    status: int
    caller: Caller | None
    #: The rule that decided about the reply.
    rule: str | None
    headers: Mapping[str, str]
    #: `Withheld` where it may hold secrets, an `Excerpt` where it was too long.
    request_body: bytes
    reply_body: bytes
    reply_headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    #: The server's URL as the client used it, such as `http://127.0.0.1:49321`.
    base_url: str = ""
    #: The scripted failure that was applied.
    fault: str | None = None
    #: How the connection ended early, if it did.
    cut: Cut | None = None
    #: Why its caller was not authenticated, such as `expired`: see `core.causes`.
    cause: Cause | None = None
    #: Its changes to the state, in order.
    changes: tuple[ShownChange, ...] = ()
    #: For an unknown address: the family, and the address.
    unknown_address: tuple[str, str] | None = None
    #: How its tenant behaves; `None` for an unmatched request.
    served_as: ServedAs | None = field(default=None, repr=False, compare=False)
    _advise: Advise | None = field(default=None, repr=False, compare=False)
    _find_unread: FindUnread | None = field(default=None, repr=False, compare=False)

    @property
    def target(self) -> str:
        """The path and the query."""
        return f"{self.path}?{self.query_string}" if self.query_string else self.path

    @property
    def url(self) -> str:
        """The redacted URL."""
        return self.base_url + self.target

    @property
    def query(self) -> dict[str, str]:
        """The query parameters, without those that the operation does not define."""
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
        """What the client got wrong: the nearest operation or tenant, the edition that it needs."""
        return self._advise(self) if self._advise else None

    @property
    def unread(self) -> tuple[str, ...]:
        """Paths of the body's members that nothing read, such as `descripton`."""
        return self._find_unread(self) if self._find_unread else ()

    def without_hint(self) -> Self:
        """A copy without `hint`, which takes time, for long listings."""
        return replace(self, _advise=None)

    def document(self) -> dict[str, Any]:
        """The exchange as a JSON document, as in the control API."""
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
            "cause": self.cause,
            "request": {"headers": dict(self.headers), **_shown(self.request_body)},
            "reply": {"headers": dict(self.reply_headers), **_shown(self.reply_body)},
            "changes": [each.document() for each in self.changes],
            "unread": list(self.unread),
            "hint": self.hint,
            "served_as": self.served_as,
        }

    def __repr__(self) -> str:
        """The line, as a failed assertion shows it: no header and no body."""
        return f"<Exchange {self}>"

    def __str__(self) -> str:
        """One line: number, request line, status, operation, rule, fault and the like."""
        status = f"{self.status}, {CUTS[self.cut]}" if self.cut else f"{self.status}"
        refused = self.rule and self.status >= HTTPStatus.BAD_REQUEST
        notes = [f"[{self.rule}]"] if refused else []
        notes += [f"(cause: {self.cause})"] if self.cause else []
        notes += [f"(fault: {self.fault})"] if self.fault else []
        unread = self.unread
        notes += [f"(nothing read {', '.join(unread)})"] if unread else []
        hint = self.hint
        notes += [f"({hint})"] if hint else []
        line = f"#{self.number} {self.method} {self.target} -> {status}"
        return shown("  ".join([line, self.operation or "no operation", *notes]))


#: How a connection ended early, in words.
CUTS: Mapping[Cut, str] = {
    "drop": "never sent",
    "reset": "connection reset",
    "truncate": "cut short",
}


def _shown(body: bytes) -> dict[str, Any]:
    """A body as a member of a document: decoded JSON if that loses nothing, else text or base64."""
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
