"""One exchange: as the journal keeps it, a tuple, and as it gives it out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from fakeping.core.change import Change
from fakeping.core.exchange import Cut, Reply
from fakeping.core.operation import Caller
from fakeping.journal import curl, har
from fakeping.journal.change import ShownChange
from fakeping.journal.recorded import Advise, Recorded
from fakeping.redaction.document import Hide
from fakeping.redaction.redact import Fields


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

#: Whether an entry may matter, by what can be told from it at once.
Sieve = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Exchange(Recorded):
    """One request and its answer, without their secrets."""

    def to_har(self) -> dict[str, Any]:
        """The exchange as a HAR 1.2 document, with this entry alone."""
        return har.log_of([self])

    def to_curl(self) -> str:
        """The request as one line for a shell; a token is `$TOKEN`."""
        return curl.lines_of([self])


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


def _listed(
    changes: Change | tuple[Change, ...] | None, hide: Hide | None
) -> tuple[ShownChange, ...]:
    if changes is None:
        return ()
    listed = (changes,) if isinstance(changes, Change) else changes
    return tuple(ShownChange.to(each, hide) for each in listed)


def _caller(caller: Caller | None, hide: Hide | None) -> Caller | None:
    """A caller by names that may be shown: a client says itself what it is called."""
    if caller is None or hide is None:
        return caller
    subject = caller.subject and hide(caller.subject)
    client = hide(caller.client)
    if (subject, client) == (caller.subject, caller.client):
        return caller
    return replace(caller, subject=subject, client=client)
