"""A journal as rows without bodies, for a list that a person looks through."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from fakeping.control.journal_query import JournalQuery, number_in, parsed_query
from fakeping.control.surface import ControlCall, answer, row, tenant_of
from fakeping.core.exchange import JSON, Reply
from fakeping.core.parameter import Parameter
from fakeping.journal.entry import Entry, Exchange
from fakeping.journal.journal import Journal
from fakeping.journal.search import found_in

#: Rows of one answer.
_MOST = 200

_QUERY = {
    "operation": Parameter(says="An operation's name, or a pattern such as pingone.resource.*"),
    "status": Parameter(
        says="A status, such as 201, or a hundred of them: 2xx",
        schema={"type": "string", "pattern": "^([1-5]xx|[0-9]{3})$"},
    ),
    "caller": Parameter(says="A subject or a client"),
    "rule": Parameter(says="The rule that decided"),
    "fault": Parameter(says="The scripted failure that was applied"),
    "text": Parameter(
        says="A text in the path, the query, the operation, the rule or a body, in any case"
    ),
    "since": Parameter(says="Those after this number", schema={"type": "integer", "minimum": 0}),
    "before": Parameter(says="Those before this number", schema={"type": "integer", "minimum": 1}),
    "limit": Parameter(
        says=f"At most so many of the newest; {_MOST} where it is left out",
        schema={"type": "integer", "minimum": 1, "maximum": _MOST},
    ),
}


def read_rows(call: ControlCall) -> Reply:
    """List a tenant's exchanges as rows without bodies, the newest first."""
    return _rows(tenant_of(call).journal, call)


def read_unmatched_rows(call: ControlCall) -> Reply:
    """List unmatched requests as rows without bodies, the newest first."""
    return _rows(call.store.unmatched, call)


def _rows(journal: Journal, call: ControlCall) -> Reply:
    said = dict(call.query)
    before = number_in(said, "before", int, least=1)
    text = said.pop("text", "")
    said.pop("before", None)
    names = _QUERY.keys() - {"text", "before"}
    query = replace(parsed_query(said, names), wait=0.0)
    most = min(query.limit or _MOST, _MOST)
    found = list(islice(_matches(journal, query, text=text, before=before), most + 1))
    return answer(
        {
            "rows": [_row(each) for each in found[:most]],
            "more": len(found) > most,
            "position": journal.position,
            "kept": len(journal),
            "evicted": journal.gone(0),
        }
    )


def _matches(
    journal: Journal, query: JournalQuery, *, text: str, before: int | None
) -> Iterator[Exchange]:
    """The matches, the newest first."""
    entries, _ = journal.entries_after(query.since)
    entries.reverse()
    if before is not None:
        entries = [each for each in entries if each[0] < before]
    sought = text.casefold()
    if sought:
        entries = [each for each in entries if _may_hold(each[1], sought)]
    for entry, number, made in found_in(journal, query.wanted(journal), entries):
        exchange = made or journal.shown(entry, number)
        if not sought or _holds(exchange, sought):
            yield exchange


def _may_hold(entry: Entry, sought: str) -> bool:
    """Whether an exchange may have a text: quick, and false for most."""
    if not sought.isascii():
        return True
    needle = sought.encode()
    return (
        needle in entry.request_body.lower()
        or needle in entry.reply_body.lower()
        or sought in entry.target.lower()
        or any(sought in each.lower() for each in _names(entry))
    )


def _names(entry: Entry) -> Iterator[str]:
    yield entry.method
    yield entry.operation or ""
    outcome = entry.outcome
    yield outcome if isinstance(outcome, str) else str(outcome)


def _holds(exchange: Exchange, sought: str) -> bool:
    told = (
        *(exchange.method, exchange.target, exchange.operation, exchange.rule, exchange.fault),
        exchange.request_body.decode("utf-8", "replace"),
        exchange.reply_body.decode("utf-8", "replace"),
    )
    return any(sought in each.casefold() for each in told if each)


def _row(exchange: Exchange) -> JSON:
    return {
        "number": exchange.number,
        "at": exchange.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "duration": exchange.duration,
        "method": exchange.method,
        "target": exchange.target,
        "status": exchange.status,
        "operation": exchange.operation,
        "rule": exchange.rule,
        "cause": exchange.cause,
        "fault": exchange.fault,
        "cut": exchange.cut,
        "caller": str(exchange.caller) if exchange.caller else None,
        "changes": len(exchange.changes),
    }


_LISTED = {200: "control/journal_rows"}

OPERATIONS = (
    row(
        "journal.rows",
        "GET /tenants/{tenant_id}/journal/rows",
        read_rows,
        _LISTED,
        query=_QUERY,
    ),
    row("unmatched.rows", "GET /unmatched/rows", read_unmatched_rows, _LISTED, query=_QUERY),
)
