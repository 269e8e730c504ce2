"""Matching of requests to faults, by operation, content and caller."""

import difflib
import json as decoder
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TypedDict

from fakeping.core.editions import KnownOperations
from fakeping.core.exchange import JSON
from fakeping.core.limits import limit
from fakeping.core.patterns import GLOB
from fakeping.core.problem import Nonsense
from fakeping.faults.attempt import OperationAttempt
from fakeping.journal.difference import ANYTHING, alike
from fakeping.literals.names import Op
from fakeping.redaction.redact import fingerprint
from fakeping.redaction.sent import recorded_headers

MOST = limit(
    "fault.operations",
    1_000,
    unit="names or patterns",
    bounds="the operations that one fault names",
    past="400, or ValueError",
)

SHOWN = limit(
    "fault.shown",
    64 * 1024,
    unit="characters",
    bounds="a body or a match, where a fault is shown",
    past="it is shown as a fingerprint; the fault has all of it",
)

#: Operations: a name, a glob such as `pingone.*`, several of these, or `None` for all.
Operations = Op | Iterable[Op] | None


class Saying(TypedDict, total=False):
    """Keyword arguments of every fault: which requests match, and which matches fail.

    See `RequestPattern` and `Schedule`.
    """

    after: int
    probability: float

    json: JSON
    query: Mapping[str, object]
    headers: Mapping[str, object]
    caller: object
    path: str


class NoSuchFaultArgument(TypeError):
    """An unknown keyword argument of a fault."""


# Arguments of some faults, for `did you mean`.
_OF_SOME = ("status", "retry_after", "body", "times", "seconds", "clock", "reset", "per")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPattern:
    """A description of requests, as in `journal.assert_called`. Omitted fields match all.

    `json` is a part of the body, or of a form's parameters; `query` and `headers` are parts, too.
    `caller` is a subject or a client; `path` is a glob.
    """

    op: Operations = None
    operations: frozenset[str]
    json: JSON = ANYTHING
    query: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, object] = field(default_factory=dict)
    caller: object = None
    path: str | None = None

    def fits(self, attempt: OperationAttempt) -> bool:
        """Whether a request matches."""
        return (
            attempt.operation.name in self.operations
            and (self.path is None or fnmatchcase(attempt.request.path, self.path))
            and (self.json is ANYTHING or alike(attempt.json, self.json))
            and (not self.query or alike(attempt.query, _texts(self.query)))
            and (not self.headers or alike(attempt.headers, _texts(_lowered(self.headers))))
            and (self.caller is None or self._is_by(attempt))
        )

    @property
    def where(self) -> str:
        """The operations, as the test gave them."""
        if self.op is None:
            return "every operation"
        return self.op if isinstance(self.op, str) else ", ".join(self.op)

    def document(self, *, confidential: bool) -> JSON:
        """Its fields as a redacted document; if `confidential`, every text is a fingerprint."""
        op = self.op if self.op is None or isinstance(self.op, str) else list(self.op)
        said = {"op": op, "caller": _plain(self.caller), "path": self.path}
        document = {name: value for name, value in said.items() if value is not None}
        for name, value in (("json", self.json), ("query", self.query)):
            if value is not ANYTHING and (value or name == "json"):
                document[name] = shown(value, confidential=confidential)
        if self.headers:
            document["headers"] = _shown_headers(self.headers)
        return document

    def _is_by(self, attempt: OperationAttempt) -> bool:
        who = attempt.caller
        names = {who.subject, who.client} - {None} if who else set()
        return any(alike(each, self.caller) for each in names)


def pattern(
    known: KnownOperations,
    op: Operations,
    said: Saying,
    *,
    among: frozenset[str] | None = None,
) -> RequestPattern:
    """Make a pattern for known operations. Raises `Nonsense` for others.

    `among` are those to which the fault can apply. Raises `NoSuchFaultArgument` for unknown
    keywords.
    """
    for name in said:
        if name not in Saying.__annotations__:
            raise NoSuchFaultArgument(f"a fault takes no {name!r}{_meant(name)}")
    op = _said(op)
    for name in ("query", "headers"):
        if not isinstance(said.get(name) or {}, Mapping):
            raise Nonsense(f"{name} is a mapping, not {said[name]!r:.100}", at=name)  # type: ignore[literal-required]  # they are
    path = said.get("path")
    if path is not None:
        if not isinstance(path, str):
            raise Nonsense(f"path is a text, not {path!r:.100}", at="path")
        _short(path, at="path")
    meant = operations(known, op)
    if among is not None:
        meant &= among
    if not meant:
        raise Nonsense("this does not happen at any of these operations", at="op")
    return RequestPattern(
        op=op,
        operations=meant,
        json=said.get("json", ANYTHING),
        query=said.get("query") or {},
        headers=said.get("headers") or {},
        caller=said.get("caller"),
        path=path,
    )


def _meant(name: str) -> str:
    near = difflib.get_close_matches(name, (*Saying.__annotations__, *_OF_SOME), n=1)
    hint = f"; did you mean {near[0]}? All" if near else ": all"
    return f"{hint} take op, times, {', '.join(Saying.__annotations__)}"


def _said(op: Operations) -> str | tuple[str, ...] | None:
    if op is None or isinstance(op, str):
        return op
    try:
        return tuple(op)
    except TypeError:
        raise Nonsense(f"an operation is named by text, not by {op!r}", at="op") from None


def operations(known: KnownOperations, op: Operations) -> frozenset[str]:
    """Expand names and globs to operations' names. Raises `Nonsense` for an unknown one."""
    if op is None:
        return known.names
    names = (op,) if isinstance(op, str) else tuple(op)
    if not names:
        raise Nonsense("no operation is named", at="op")
    if len(names) > MOST:
        raise Nonsense(f"more than {MOST} operations are named", at="op")
    return frozenset().union(*(_found(known, each) for each in names))


def shown(value: JSON, *, confidential: bool) -> JSON:
    """Render a document for reports; if it may hold secrets, with fingerprints for texts."""
    try:
        text = decoder.dumps(value, default=repr)
    except (TypeError, ValueError):  # no document at all
        return _shown(value, confidential=confidential)
    if len(text) > SHOWN:
        return fingerprint(text)
    return _shown(value, confidential=confidential)


def _shown(value: JSON, *, confidential: bool) -> JSON:
    if isinstance(value, Mapping):
        return {str(name): _shown(each, confidential=confidential) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(each, confidential=confidential) for each in value]
    if isinstance(value, str):
        return fingerprint(value) if confidential else value
    return _plain(value)


def _found(known: KnownOperations, name: str) -> frozenset[str]:
    if not isinstance(name, str):
        raise Nonsense(f"an operation is named by text, not by {name!r}", at="op")
    _short(name, at="op")
    found = known.named(name)
    if not found:
        raise Nonsense(known.mistake(name), at="op")
    return found


def _short(glob: str, *, at: str) -> None:
    if len(glob) > GLOB:
        raise Nonsense(f"a pattern has no more than {GLOB} characters", at=at)


def _lowered(headers: Mapping[str, object]) -> dict[str, object]:
    return {name.lower(): value for name, value in headers.items()}


def _texts(expected: Mapping[str, object]) -> dict[str, object]:
    """Turn expected numbers into their digits, for comparison with text."""
    return {
        name: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in expected.items()
    }


def _shown_headers(headers: Mapping[str, object]) -> dict[str, object]:
    """Render headers for reports: those that are recorded, and fingerprints of the others."""
    texts = {name: value for name, value in headers.items() if isinstance(value, str)}
    recorded = {name.lower(): value for name, value in recorded_headers(texts)}
    kept = {name: recorded.get(name.lower(), fingerprint(value)) for name, value in texts.items()}
    return {name: kept.get(name, _plain(value)) for name, value in headers.items()}


def _plain(value: object) -> JSON:
    try:
        decoder.dumps(value)
    except TypeError:
        return repr(value)
    return value
