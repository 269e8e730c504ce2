"""The journals: each tenant's, and that of unmatched requests."""

from functools import partial
from http import HTTPStatus
from typing import Any

from fakeping.control.journal_query import PAGE, Assertion, JournalQuery, asserted, parsed_query
from fakeping.control.surface import HEADERS, ControlCall, answer, row, tenant_of
from fakeping.core.exchange import Reply
from fakeping.core.operation import NDJSON, TEXT, Operation
from fakeping.core.parameter import Parameter
from fakeping.core.problem import Invalid
from fakeping.core.problem_document import problem_document
from fakeping.journal.assertion import Unmet
from fakeping.journal.entry import Exchange
from fakeping.journal.journal import Journal
from fakeping.journal.unmatched import hinted

_FILTERS = {
    "operation": Parameter(says="An operation's name, or a pattern such as pingone.resource.*"),
    "op": Parameter(says="The same as operation"),
    "status": Parameter(
        says="A status, such as 201, or a hundred of them: 2xx",
        schema={"type": "string", "pattern": "^([1-5]xx|[0-9]{3})$"},
    ),
    "caller": Parameter(says="A subject or a client"),
    "rule": Parameter(says="The rule that decided"),
    "cause": Parameter(says="Why the caller was not authenticated, such as expired"),
    "fault": Parameter(says="The scripted failure that was applied"),
    "since": Parameter(
        says="Those after this number alone", schema={"type": "integer", "minimum": 0}
    ),
}
_LIMIT = "At most so many: the first with since, the newest without"
_READ = {
    **_FILTERS,
    "limit": Parameter(
        says=f"{_LIMIT}; {PAGE:,} where it is left out",
        schema={"type": "integer", "minimum": 1, "default": PAGE},
    ),
    "wait": Parameter(
        says="Seconds to wait for a match, where there is none yet; more than 60 are 60",
        schema={"type": "number", "minimum": 0},
    ),
}
_WRITTEN = {**_FILTERS, "limit": Parameter(says=_LIMIT, schema={"type": "integer", "minimum": 1})}


def _tenants(call: ControlCall) -> Journal:
    journal: Journal = tenant_of(call).journal
    return journal


def _unmatched(call: ControlCall) -> Journal:
    return call.store.unmatched


def read_journal(call: ControlCall) -> Reply:
    """List a tenant's exchanges, or wait for one."""
    return _read(_tenants(call), call)


def read_unmatched(call: ControlCall) -> Reply:
    """List unmatched requests: those for no tenant or no operation, with the nearest one."""
    return _read(_unmatched(call), call)


def clear_journal(call: ControlCall) -> Reply:
    """Clear a tenant's journal."""
    _tenants(call).clear()
    return Reply(204)


def clear_unmatched(call: ControlCall) -> Reply:
    """Clear the journal of unmatched requests."""
    _unmatched(call).clear()
    return Reply(204)


def write_har(call: ControlCall) -> Reply:
    """Export a tenant's exchanges as HAR 1.2."""
    return answer(_tenants(call).to_har(_chosen(call)))


def write_curl(call: ControlCall) -> Reply:
    """Export a tenant's requests as curl commands."""
    return _text(_tenants(call).to_curl(_chosen(call)), TEXT)


def write_jsonl(call: ControlCall) -> Reply:
    """Export a tenant's exchanges as JSON Lines."""
    return _text(_tenants(call).to_jsonl(_chosen(call)), NDJSON)


def write_pytest(call: ControlCall) -> Reply:
    """Export a tenant's requests as a pytest test for a fresh tenant."""
    return _text(_tenants(call).to_pytest(_chosen(call)), TEXT)


def assert_called(call: ControlCall) -> Reply:
    """Assert that a tenant was called as expected, or wait until it was."""
    journal, wanted = _tenants(call), asserted(call.body)
    return call.store.waiters.wait(
        wanted.watch(journal),
        seconds=call.body.get("wait", 0),
        is_settled=wanted.is_settled,
        reply=partial(_verdict, journal, wanted),
        meanwhile=partial(problem_document, HTTPStatus.CONFLICT, "it is not so yet", {}),
    )


def _read(journal: Journal, call: ControlCall) -> Reply:
    query = parsed_query(call.query, _READ)
    listed = partial(_listed, journal, query)
    if not query.wait:
        return listed()
    return call.store.waiters.wait(
        query.watch(journal), seconds=query.wait, is_settled=bool, reply=listed, meanwhile=listed
    )


def _listed(journal: Journal, query: JournalQuery) -> Reply:
    found = query.page(journal)
    document = {
        "exchanges": [each.document() for each in hinted(found.exchanges)],
        "more": found.more,
        "position": found.position,
        "evicted": journal.gone(query.since),
    }
    return answer(document)


def _verdict(journal: Journal, wanted: Assertion) -> Reply:
    try:
        found = wanted.holds(journal)
    except Unmet as unmet:
        return problem_document(HTTPStatus.CONFLICT, str(unmet), {})
    except Invalid as invalid:  # told while it waited, which nobody renders any more
        return problem_document(HTTPStatus.BAD_REQUEST, str(invalid), {})
    return answer({"exchanges": [each.document() for each in found]})


def _chosen(call: ControlCall) -> tuple[Exchange, ...]:
    return parsed_query(call.query, _WRITTEN).chosen(_tenants(call))


def _text(written: str, media: str) -> Reply:
    headers = {**HEADERS, "Content-Type": f"{media}; charset=utf-8"}
    return Reply(200, written.encode(), headers)


_JOURNAL = "/tenants/{tenant_id}/journal"
_BUSY = {503: "control/problem"}
_LISTED = {200: "control/journal", **_BUSY}

OPERATIONS: tuple[Operation[Any], ...] = (
    row("journal.read", f"GET {_JOURNAL}", read_journal, _LISTED, query=_READ),
    row("journal.clear", f"DELETE {_JOURNAL}", clear_journal, {204: None}),
    row("journal.har", f"GET {_JOURNAL}.har", write_har, {200: "control/har"}, query=_WRITTEN),
    row("journal.curl", f"GET {_JOURNAL}.curl", write_curl, {200: TEXT}, query=_WRITTEN),
    row("journal.jsonl", f"GET {_JOURNAL}.jsonl", write_jsonl, {200: NDJSON}, query=_WRITTEN),
    row("journal.pytest", f"GET {_JOURNAL}.py", write_pytest, {200: TEXT}, query=_WRITTEN),
    row(
        "journal.assert",
        f"POST {_JOURNAL}/assert",
        assert_called,
        {200: "control/matches", 409: "control/problem", **_BUSY},
        "control/expectation",
    ),
    # `/strays` is the older path, kept for one release.
    row(
        "unmatched.list",
        "GET /unmatched",
        read_unmatched,
        _LISTED,
        query=_READ,
        also=(("GET", "/strays"),),
    ),
    row(
        "unmatched.clear",
        "DELETE /unmatched",
        clear_unmatched,
        {204: None},
        also=(("DELETE", "/strays"),),
    ),
)
