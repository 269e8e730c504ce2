"""One exchange in its two forms: an `Entry` for storage, and an `Exchange` for readers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from fakeping.core.caller import Caller
from fakeping.core.causes import Cause
from fakeping.core.change import Change
from fakeping.core.exchange import Cut, Reply
from fakeping.journal import curl, har
from fakeping.journal.change import ShownChange
from fakeping.journal.recorded import Advise, FindUnread, Recorded, ServedAs
from fakeping.redaction.document import Hide
from fakeping.redaction.redact import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How a reply came about: what decided, a fault, an early end, a bad token or address."""

    rule: str | None
    fault: str | None
    cut: Cut | None
    cause: Cause | None
    #: For an unknown address: the family, and the address.
    unknown_address: tuple[str, str] | None


class Entry(NamedTuple):
    """One exchange as the journal keeps it: a tuple, for it is made for each and there are many.

    Most of it is shared with other entries, or `None`.
    """

    #: When it began, and how many seconds it took: two numbers in one object, which saves 24 bytes.
    at_and_duration: complex
    #: Path and query.
    target: str
    request_body: bytes
    reply_body: bytes
    operation: str | None
    method: str
    status: int
    caller: Caller | None
    base_url: str
    request_headers: Fields
    reply_headers: Fields
    #: The rule alone, in most.
    outcome: str | Decision | None
    #: The only one, in most.
    changes: Change | tuple[Change, ...] | None
    #: Its bytes, as the journal's limit counts them.
    size: int


#: Cheap filter: false if an entry certainly does not match.
Sieve = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Exchange(Recorded):
    """One request and its reply, redacted."""

    def to_har(self) -> har.Har:
        """Export as a HAR 1.2 document with this entry only."""
        return har.log_of([self])

    def to_curl(self) -> str:
        """Export the request as a curl command; a token is `$TOKEN`."""
        return curl.lines_of([self])


def outcome_of(reply: Reply, *, unknown_address: tuple[str, str] | None) -> Decision:
    """Take the outcome from a reply."""
    return Decision(
        rule=reply.rule,
        fault=reply.fault,
        cut=reply.cut,
        cause=reply.cause,
        unknown_address=unknown_address,
    )


def decided(outcome: str | Decision | None) -> Decision:
    """Unpack an entry's outcome."""
    if isinstance(outcome, Decision):
        return outcome
    return Decision(rule=outcome, fault=None, cut=None, cause=None, unknown_address=None)


def changes_of(changes: Sequence[Change]) -> Change | tuple[Change, ...]:
    """Pack changes: a single one without a tuple."""
    return changes[0] if len(changes) == 1 else tuple(changes)


def exchange_of(
    entry: Entry,
    *,
    number: int,
    advise: Advise | None,
    hide: Hide | None = None,
    unread: FindUnread | None = None,
    served_as: ServedAs | None = None,
) -> Exchange:
    """Unpack an entry to an exchange."""
    path, _, query = entry.target.partition("?")
    outcome = decided(entry.outcome)
    return Exchange(
        number=number,
        at=datetime.fromtimestamp(entry.at_and_duration.real, UTC),
        duration=entry.at_and_duration.imag,
        operation=entry.operation,
        method=entry.method,
        path=path,
        query_string=query,
        status=entry.status,
        caller=caller_of(entry.caller, hide),
        rule=outcome.rule,
        headers=dict(entry.request_headers),
        request_body=entry.request_body,
        reply_body=entry.reply_body,
        reply_headers=dict(entry.reply_headers),
        base_url=entry.base_url,
        fault=outcome.fault,
        cut=outcome.cut,
        cause=outcome.cause,
        changes=_listed(entry.changes, hide),
        unknown_address=outcome.unknown_address,
        served_as=served_as,
        _advise=advise,
        _find_unread=unread,
    )


def _listed(
    changes: Change | tuple[Change, ...] | None, hide: Hide | None
) -> tuple[ShownChange, ...]:
    if changes is None:
        return ()
    listed = (changes,) if isinstance(changes, Change) else changes
    return tuple(ShownChange.to(each, hide) for each in listed)


def caller_of(caller: Caller | None, hide: Hide | None) -> Caller | None:
    """Redact a caller's names, as clients choose their own."""
    if caller is None or hide is None:
        return caller
    subject = caller.subject and hide(caller.subject)
    client = hide(caller.client)
    if (subject, client) == (caller.subject, caller.client):
        return caller
    return replace(caller, subject=subject, client=client)
