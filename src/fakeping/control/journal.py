"""The journals: a tenant's, and that of the requests which went astray."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from time import monotonic
from typing import Any

from fakeping.control.problems import problem_document
from fakeping.control.surface import HEADERS, ControlCall, answer, row, tenant_of
from fakeping.control.wishes import Wish, asserted, wish_of
from fakeping.core.entry import Exchange
from fakeping.core.exchange import JSON, Hold, Reply
from fakeping.core.failure import Unmet
from fakeping.core.journal import Journal
from fakeping.core.operation import NDJSON, TEXT, Operation
from fakeping.core.parameter import Parameter

_FILTERS = {
    "operation": Parameter(says="An operation's name, or a pattern such as pingone.resource.*"),
    "status": Parameter(
        says="A status, such as 201, or a hundred of them: 2xx",
        schema={"type": "string", "pattern": "^([1-5]xx|[0-9]{3})$"},
    ),
    "caller": Parameter(says="A subject or a client"),
    "rule": Parameter(says="The rule that decided"),
    "fault": Parameter(says="The scripted failure that was applied"),
    "since": Parameter(
        says="Those after this number alone", schema={"type": "integer", "minimum": 0}
    ),
    "limit": Parameter(
        says="At most so many: the first with since, the newest without",
        schema={"type": "integer", "minimum": 1},
    ),
    "wait": Parameter(
        says="Seconds to wait for a match, where there is none yet; more than 60 are 60",
        schema={"type": "number", "minimum": 0},
    ),
}
_WRITTEN = {name: value for name, value in _FILTERS.items() if name != "wait"}


def _tenants(call: ControlCall) -> Journal:
    journal: Journal = tenant_of(call).journal
    return journal


def _strays(call: ControlCall) -> Journal:
    return call.store.strays


def read_journal(call: ControlCall) -> Reply:
    """List a tenant's exchanges, or wait for one."""
    return _read(_tenants(call), call)


def read_strays(call: ControlCall) -> Reply:
    """List the requests that met no tenant or no operation, with the nearest one."""
    return _read(_strays(call), call)


def clear_journal(call: ControlCall) -> Reply:
    """Forget a tenant's exchanges."""
    _tenants(call).clear()
    return Reply(204)


def clear_strays(call: ControlCall) -> Reply:
    """Forget the requests that went astray."""
    _strays(call).clear()
    return Reply(204)


def write_har(call: ControlCall) -> Reply:
    """Write a tenant's exchanges as HAR 1.2."""
    return answer(_tenants(call).to_har(_chosen(call)))


def write_curl(call: ControlCall) -> Reply:
    """Write a tenant's requests as lines for a shell."""
    return _text(_tenants(call).to_curl(_chosen(call)), TEXT)


def write_jsonl(call: ControlCall) -> Reply:
    """Write a tenant's exchanges as a JSON document a line."""
    return _text(_tenants(call).to_jsonl(_chosen(call)), NDJSON)


def write_pytest(call: ControlCall) -> Reply:
    """Write a test that asks a fresh tenant the same."""
    return _text(_tenants(call).to_pytest(_chosen(call)), TEXT)


def assert_called(call: ControlCall) -> Reply:
    """Say whether a tenant was called as expected, or wait until it was."""
    journal = _tenants(call)
    return _held(partial(_verdict, journal, call.body), journal, call.body.get("wait", 0))


def _read(journal: Journal, call: ControlCall) -> Reply:
    wish = wish_of(call.query, _FILTERS)
    return _held(partial(_listed, journal, wish), journal, wish.wait)


def _held(look: Callable[[], tuple[bool, Reply]], journal: Journal, wait: float) -> Reply:
    """What there is; where that is not enough, kept back until it is, or for so many seconds."""
    enough, reply = look()
    if wait and not enough:
        deadline = monotonic() + wait
        reply.hold = Hold(
            remaining=lambda: 0.0 if look()[0] else deadline - monotonic(),
            listen=journal.listen,
            reply=lambda: look()[1],
        )
    return reply


def _listed(journal: Journal, wish: Wish) -> tuple[bool, Reply]:
    found = wish.chosen(journal)
    document = {
        "exchanges": [each.document() for each in found],
        "position": journal.position,
        "evicted": journal.gone(wish.since),
    }
    return bool(found), answer(document)


def _verdict(journal: Journal, wanted: JSON) -> tuple[bool, Reply]:
    try:
        found = asserted(journal, wanted)
    except Unmet as unmet:
        return False, problem_document(HTTPStatus.CONFLICT, str(unmet), {})
    return True, answer({"exchanges": [each.document() for each in found]})


def _chosen(call: ControlCall) -> tuple[Exchange, ...]:
    return wish_of(call.query, _WRITTEN).chosen(_tenants(call))


def _text(written: str, media: str) -> Reply:
    headers = {**HEADERS, "Content-Type": f"{media}; charset=utf-8"}
    return Reply(200, written.encode(), headers)


_JOURNAL = "/tenants/{tenant_id}/journal"
_LISTED = {200: "control/journal"}

OPERATIONS: tuple[Operation[Any], ...] = (
    row("journal.read", f"GET {_JOURNAL}", read_journal, _LISTED, query=_FILTERS),
    row("journal.clear", f"DELETE {_JOURNAL}", clear_journal, {204: None}),
    row("journal.har", f"GET {_JOURNAL}.har", write_har, {200: "control/har"}, query=_WRITTEN),
    row("journal.curl", f"GET {_JOURNAL}.curl", write_curl, {200: TEXT}, query=_WRITTEN),
    row("journal.jsonl", f"GET {_JOURNAL}.jsonl", write_jsonl, {200: NDJSON}, query=_WRITTEN),
    row("journal.pytest", f"GET {_JOURNAL}.py", write_pytest, {200: TEXT}, query=_WRITTEN),
    row(
        "journal.assert",
        f"POST {_JOURNAL}/assert",
        assert_called,
        {200: "control/matches", 409: "control/problem"},
        "control/expectation",
    ),
    row("stray.list", "GET /strays", read_strays, _LISTED, query=_FILTERS),
    row("stray.clear", "DELETE /strays", clear_strays, {204: None}),
)
