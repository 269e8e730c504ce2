"""What has changed since somebody looked last: one stream for all that a page shows.

An event says which journals, states, faults and clocks are no longer as they were, and not how:
whoever shows one of them asks for it. So a stream costs the same however much happens.
"""

import hashlib
import json
from secrets import token_hex
from time import monotonic
from typing import Any

from fakeping.control.journal_query import number_in
from fakeping.control.surface import HEADERS, ControlCall, ControlledServer, answer, row
from fakeping.core.exchange import JSON, Hold, Reply, Stream
from fakeping.core.limits import limit
from fakeping.core.operation import EVENTS
from fakeping.core.parameter import Parameter
from fakeping.core.problem_document import problem_document

#: Tenants that an event lists.
TENANTS = limit(
    "control.tenants-shown",
    200,
    unit="tenants",
    bounds="the tenants that one event lists, the newest of them",
    past="`tenant_count` says how many there are",
)

STREAMS = limit(
    "control.streams",
    100,
    unit="requests",
    bounds="streams of events that are open, and requests that wait for one, at the same time",
    past="503 with Retry-After, as a problem",
)

#: Seconds between two looks, and between two signs of life of a stream without events.
_LOOK = 0.25
_BEAT = 10.0
_MOST_PATIENT = 60.0

#: Tells that a server was started anew, when its page finds it again.
_STARTED = token_hex(6)

_QUERY = {"tenant": Parameter(says="The id of the tenant to tell about")}
_POLL = {
    **_QUERY,
    "after": Parameter(says="`after` of the event that came last"),
    "wait": Parameter(
        says="Seconds to wait for a change; more than 60 are 60",
        schema={"type": "number", "minimum": 0},
    ),
}


def read_event(call: ControlCall) -> Reply:
    """Tell what changed after an event, or wait until something does."""
    host, tenant = call.store, call.query.get("tenant", "")
    after, wait = call.query.get("after", ""), number_in(call.query, "wait", float, least=0)
    deadline = monotonic() + min(wait or 0.0, _MOST_PATIENT)

    def reply() -> Reply:
        return answer(_event(host, tenant, after=after))

    def remaining() -> float:
        changed = _event(host, tenant, after=after)["after"] != after
        return 0.0 if changed or host.waiters.closed else deadline - monotonic()

    made = reply()
    if remaining() > 0:
        if host.waiters.stream_count >= STREAMS:
            return _too_many()
        made.hold = Hold(
            remaining=remaining,
            listen=host.waiters.enter_stream,
            reply=reply,
            pause=lambda: _LOOK,
        )
    return made


def stream_events(call: ControlCall) -> Reply:
    """Tell what changes, as server-sent events, until the client leaves."""
    host, tenant = call.store, call.query.get("tenant", "")
    if host.waiters.stream_count >= STREAMS:
        return _too_many()
    after, told_at = "", float("-inf")

    def part() -> bytes:
        nonlocal after, told_at
        event = _event(host, tenant, after=after)
        if event["after"] != after:
            after, told_at = event["after"], monotonic()
            return f"data: {json.dumps(event)}\n\n".encode()
        if monotonic() - told_at >= _BEAT:
            told_at = monotonic()
            return b": still here\n\n"
        return b""

    headers = {**HEADERS, "Content-Type": EVENTS, "X-Accel-Buffering": "no"}
    made = Reply(200, part(), headers)
    made.stream = Stream(
        part=part,
        pause=_LOOK,
        is_over=lambda: host.waiters.closed,
        listen=host.waiters.enter_stream,
    )
    return made


def _too_many() -> Reply:
    busy = f"{STREAMS} streams of events are open already, and no more may"
    return problem_document(503, busy, {"Retry-After": "1"})


def _event(host: ControlledServer, tenant_id: str, *, after: str) -> JSON:
    """The event for whoever has seen the one called `after`; lists tenants if those changed."""
    tenants = f"{_STARTED}.{host.revision}"
    told = _of_tenant(host, tenant_id)
    event: dict[str, Any] = {
        "started": _STARTED,
        "unmatched": host.unmatched.position,
        "tenant": told,
    }
    marks = json.dumps([event["unmatched"], told and {**told, "clock": _mark(host, tenant_id)}])
    event["after"] = f"{tenants}.{hashlib.sha256(marks.encode()).hexdigest()[:16]}"
    if not after.startswith(f"{tenants}."):
        everyone = host.all()
        event["tenants"] = [host.summarize(each) for each in everyone[-TENANTS:]]
        event["tenant_count"] = len(everyone)
    return event


def _of_tenant(host: ControlledServer, tenant_id: str) -> JSON:
    tenant = host.find(tenant_id)
    if tenant is None:
        return None
    journal, clock, faults = tenant.journal, tenant.clock, tenant.faults
    return {
        "id": tenant.id,
        "journal": journal.position,
        "kept": len(journal),
        "evicted": journal.gone(0),
        "state": host.revision_of(tenant),
        "faults": [[each.id, each.matched, each.fired, each.active] for each in faults],
        "clock": {"now": clock.text(), "frozen": clock.frozen, "ahead": round(clock.ahead, 3)},
    }


def _mark(host: ControlledServer, tenant_id: str) -> JSON:
    """What a clock is set to: its time changes without anybody's doing."""
    tenant = host.find(tenant_id)
    return None if tenant is None else tenant.clock.capture()


OPERATIONS = (
    row(
        "event.read",
        "GET /events",
        read_event,
        {200: "control/event", 503: "control/problem"},
        query=_POLL,
    ),
    row(
        "event.stream",
        "GET /events/stream",
        stream_events,
        {200: EVENTS, 503: "control/problem"},
        query=_QUERY,
    ),
)
