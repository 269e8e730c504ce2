"""Descriptions of exchanges that a test expects, and how an exchange differs from one."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any, TypedDict, Unpack

from fakeping.core.caller import Caller
from fakeping.core.editions import KnownOperations
from fakeping.core.limits import limit
from fakeping.core.patterns import GLOB, Patience, patience_of
from fakeping.core.problem import Refused
from fakeping.journal.difference import ANYTHING, Say, alike, differences, shown, unsaid
from fakeping.journal.entry import Exchange, Sieve, decided
from fakeping.journal.needles import may_hold, needles_of
from fakeping.journal.recorded import decoded_body
from fakeping.literals.names import Op
from fakeping.redaction.redact import CREDENTIALS, RECORDED_HEADERS, Excerpt, Withheld, credential

#: Headers of which a fingerprint is compared.
GUARDED = frozenset(each.lower() for each in CREDENTIALS)
_RECORDED = GUARDED | {each.lower() for each in RECORDED_HEADERS}


class Expected(TypedDict, total=False):
    """Keyword arguments that describe an exchange, besides its operation; see `Expectation`."""

    json: Any
    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    status: Any
    caller: Any
    rule: Any
    cause: Any
    fault: Any
    reply: Any


#: Most differences reported of one exchange; the nearest ones have fewer.
MAX_DIFFERENCES = limit(
    "expectation.misses",
    50,
    unit="differences",
    bounds="what a failed assertion tells of one exchange",
    past="the first are listed",
)

_MEMBERS = tuple(Expected.__annotations__)

_OF_ASSERTIONS = ("count", "at_least", "at_most", "since", "timeout")

# What people call these.
_ALSO = {
    **dict.fromkeys(("times", "n", "number", "exactly", "once"), "count"),
    **dict.fromkeys(("body", "data", "payload", "request"), "json"),
    **dict.fromkeys(("response", "answer", "reply_json"), "reply"),
    "params": "query",
    **dict.fromkeys(("status_code", "code"), "status"),
    **dict.fromkeys(("subject", "user", "client", "owner"), "caller"),
}


class NoSuchExpectation(TypeError):
    """An unknown keyword argument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A description of exchanges. Omitted fields match everything."""

    #: A name, or a pattern such as `pingone.resource.*`; `*` matches unmatched requests, too.
    operation: str = "*"
    json: Any = ANYTHING
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    status: Any = None
    caller: Any = None
    #: The rule that refused.
    rule: Any = None
    #: Why the caller was not authenticated.
    cause: Any = None
    #: The scripted failure that was applied.
    fault: Any = None
    #: The reply's body.
    reply: Any = ANYTHING

    def names(self, operation: str | None) -> bool:
        """Whether its operation matches."""
        if self.operation in {"*", operation}:
            return True
        return operation is not None and fnmatchcase(operation, self.operation)

    def differences(self, exchange: Exchange, *, say: Say = shown) -> list[str]:
        """The first differences of an exchange; empty if it matches."""
        if not self.names(exchange.operation):
            return [f"it is {exchange.operation or 'no operation'}"]
        return list(islice(self._differences(exchange, say=say), MAX_DIFFERENCES))

    def matches(self, exchange: Exchange) -> bool:
        """Whether an exchange fits the description."""
        if not self.names(exchange.operation):
            return False
        return next(self._differences(exchange, say=unsaid), None) is None

    def sieve(self) -> Sieve | None:
        """A cheap filter for entries of its operations; `None` if all pass.

        Rejected entries do not match; others may not match either, unless `is_plain`.
        """
        tests: list[Sieve] = []
        if (statuses := _plain_values(self.status, int | range)) is not None:
            tests.append(lambda entry: entry.status in statuses)
        if (callers := _plain_values(self.caller, str)) is not None:
            tests.append(lambda entry: _is_one_of(entry.caller, callers))
        if (rules := _plain_values(self.rule, str)) is not None:
            tests.append(lambda entry: decided(entry.outcome).rule in rules)
        if (causes := _plain_values(self.cause, str)) is not None:
            tests.append(lambda entry: decided(entry.outcome).cause in causes)
        if (faults := _plain_values(self.fault, str)) is not None:
            tests.append(lambda entry: decided(entry.outcome).fault in faults)
        if needles := needles_of(self.json):
            tests.append(lambda entry: may_hold(entry.request_body, needles))
        if answered := needles_of(self.reply):
            tests.append(lambda entry: may_hold(entry.reply_body, answered))
        if len(tests) <= 1:
            return tests[0] if tests else None
        return lambda entry: all(each(entry) for each in tests)

    def patience(self) -> frozenset[Patience]:
        """The budgets of CPU time of its patterns: once one is spent, matches are unknown."""
        return frozenset[Patience]().union(*(patience_of(getattr(self, each)) for each in _MEMBERS))

    @property
    def is_plain(self) -> bool:
        """Whether operation and sieve decide, without decoding the exchange."""
        decision = (self.rule, self.cause, self.fault)
        plain = (self.status, int | range), *((each, str) for each in decision)
        return (
            self.json is ANYTHING
            and self.reply is ANYTHING
            and not self.query
            and not self.headers
            and all(
                value is None or _plain_values(value, kinds) is not None
                for value, kinds in (*plain, (self.caller, str))
            )
        )

    def __str__(self) -> str:
        """The operation, and the other conditions."""
        asked = [
            f"json {shown(self.json)}" if self.json is not ANYTHING else "",
            f"query {shown(dict(self.query))}" if self.query else "",
            f"headers {shown(_guarded(self.headers))}" if self.headers else "",
            *[
                f"{name} {value if isinstance(value, str) else shown(value)}"
                for name in ("status", "caller", "rule", "cause", "fault")
                if (value := getattr(self, name)) is not None
            ],
            f"reply {shown(self.reply)}" if self.reply is not ANYTHING else "",
        ]
        return " with ".join(filter(None, [self.operation, ", ".join(filter(None, asked))]))

    def _differences(self, exchange: Exchange, *, say: Say = shown) -> Iterator[str]:
        if self.status is not None:
            yield from differences("status", exchange.status, self.status, say=say)
        for name in ("rule", "cause", "fault"):
            wanted = getattr(self, name)
            if wanted is not None:
                yield from differences(name, getattr(exchange, name), wanted, say=say)
        if self.caller is not None and not _is_by(exchange, self.caller):
            yield f"caller: {exchange.caller or 'nobody'}, expected {_plain(self.caller)}"
        # Bodies are decoded only if needed: that takes most of the time.
        if self.json is not ANYTHING:
            yield from _body("json", exchange.request_body, self.json, say)
        if self.query:
            yield from differences("query", exchange.query, texts(self.query), say=say)
        if self.headers:
            yield from self._headers(exchange)
        if self.reply is not ANYTHING:
            yield from _body("reply", exchange.reply_body, self.reply, say)

    def _headers(self, exchange: Exchange) -> Iterator[str]:
        headers = {name.lower(): value for name, value in exchange.headers.items()}
        for name, value in texts(self.headers).items():
            field_ = name.lower()
            if field_ not in _RECORDED and field_ not in headers:
                yield f"headers.{field_}: not recorded, for it may hold secrets"
            elif field_ in GUARDED and isinstance(value, str):
                sent = {field_: credential(field_, headers.get(field_, ""))}
                yield from differences("headers", sent, {field_: credential(field_, value)})
            else:
                yield from differences("headers", headers, {field_: value})


def _plain_values(wanted: Any, kinds: Any) -> Container[Any] | None:
    """The matching values if they can be listed, else `None`."""
    if isinstance(wanted, bool) or not isinstance(wanted, kinds):
        return None
    return wanted if isinstance(wanted, range) else (wanted,)


def _is_one_of(who: Caller | None, names: Container[Any]) -> bool:
    return who is not None and (who.subject in names or who.client in names)


class _Reader:
    """Decodes bodies and caches the last one: all who wait for an exchange decode the same."""

    def __init__(self) -> None:
        self._last: tuple[bytes, Any] = (b"", None)

    def __call__(self, body: bytes) -> Any:
        last, document = self._last
        if last is not body:
            document = decoded_body(body)
            self._last = (body, document)
        return document


#: One for each side, as comparisons alternate between the two.
READERS = {"json": _Reader(), "reply": _Reader()}


def _body(at: str, body: bytes, expected: Any, say: Say) -> Iterator[str]:
    if isinstance(body, Withheld):
        yield f"{at}: not recorded, for it may hold secrets; record_secrets=True keeps it"
    elif isinstance(body, Excerpt):
        yield f"{at}: longer than the {len(body)} bytes that the journal keeps of a body"
    else:
        yield from differences(at, READERS[at](body), expected, say=say)


def _is_by(exchange: Exchange, caller: Any) -> bool:
    who = exchange.caller
    if who is None:
        return False
    names = [each for each in (who.subject, who.client) if each is not None]
    return any(alike(each, caller) for each in names)


def texts(expected: Mapping[str, Any]) -> dict[str, Any]:
    """Turn expected numbers into their digits, for comparison with text."""
    return {
        name: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in expected.items()
    }


def _guarded(headers: Mapping[str, Any]) -> dict[str, Any]:
    """Replace credentials in expected headers by fingerprints, for messages."""
    return {
        name: credential(name, value)
        if name.lower() in GUARDED and isinstance(value, str)
        else value
        for name, value in headers.items()
    }


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else shown(value)


def called(operation: Op = "*", **expected: Unpack[Expected]) -> Expectation:
    """Describe exchanges, for a step of `Journal.assert_order` or for `in journal`.

    Raises `NoSuchExpectation`, a `TypeError`, for an unknown keyword.
    """
    for name in expected:
        if name not in _MEMBERS:
            also = [_ALSO[name]] if name in _ALSO else []
            near = also or get_close_matches(name, (*_MEMBERS, *_OF_ASSERTIONS), n=1)
            meant = f"; did you mean {near[0]}? There" if near else ": there"
            raise NoSuchExpectation(
                f"an exchange has no {name!r}{meant} are {', '.join(_MEMBERS)}, and for assertions"
                f" {', '.join(_OF_ASSERTIONS)}"
            )
    for name in ("query", "headers"):
        if not isinstance(expected.get(name, {}), Mapping):
            raise Refused(f"{name} is a mapping, not {expected[name]!r:.100}")  # type: ignore[literal-required]  # they are
    return Expectation(operation=operation, **expected)


def fits(wanted: object, exchange: Exchange) -> bool:
    """Whether an exchange fits a description, or equals an exchange."""
    return wanted.matches(exchange) if isinstance(wanted, Expectation) else wanted == exchange


def require_known(wanted: Expectation, known: KnownOperations | None) -> Expectation:
    """Return the description. Raises `ValueError` if its operation is not among the known."""
    name = wanted.operation
    if not isinstance(name, str):
        raise Refused(f"an operation is named by text, not by {name!r:.100}")
    if len(name) > GLOB:
        raise Refused(f"an operation's name has no more than {GLOB} characters")
    if known is not None and name != "*" and not known.named(name):
        raise Refused(known.mistake(name))
    return wanted
