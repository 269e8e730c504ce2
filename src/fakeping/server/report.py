"""The report of a failed test: the exchanges of its tenants. Imported only then."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from http import HTTPStatus
from textwrap import wrap
from types import MappingProxyType
from typing import Any

from fakeping.core.causes import MEANINGS
from fakeping.core.plain import short_ids, shown, without_ids
from fakeping.core.rules import Rule
from fakeping.families import FAMILIES
from fakeping.journal.curl import lines_of
from fakeping.journal.entry import Exchange
from fakeping.journal.unmatched import besides, gathered, line_of
from fakeping.server.tenant import Tenant

# The numbers of exchanges, and of changes of each, that a report shows.
_SHOWN = 20
_CHANGES = 5
_EXCERPT = 300

# Text wrapped below an exchange's line.
_BELOW: Any = {
    "width": 100,
    "initial_indent": "     ",
    "subsequent_indent": "     ",
    "break_long_words": False,
    "break_on_hyphens": False,
}

#: The number of the last exchange that is not reported, by a tenant's id.
Since = Mapping[str, int]
NOTHING_BEFORE: Since = MappingProxyType({})

# A clock within this many seconds of the real one has not been moved.
_NOT_MOVED = 1.0


def journal(
    tenants: Sequence[Tenant], unmatched: Sequence[Exchange], *, since: Since = NOTHING_BEFORE
) -> str:
    """Tenants' exchanges with what decided them, and the unmatched requests meanwhile.

    The newest are shown, and no secret. A tenant of which there is nothing to tell is left out.
    `since` has the number of the last exchange before, by a tenant's id.
    """
    lines: list[str] = []
    printed: set[str] = set()
    called = bool(unmatched)
    for tenant in tenants:
        exchanges = recorded(tenant, since)
        called = called or bool(exchanges)
        told = [*_tenant(tenant, exchanges, printed)]
        if told and len(tenants) > 1:
            told.insert(0, _heading(tenant))
        lines += ["", *told] if lines and told else told
    if not called:
        lines.insert(0, "Nothing was called.")
    if unmatched:
        lines += ["", "For an environment or realm of nobody, or no operation at all:"]
        for group in gathered(unmatched)[-_SHOWN:]:
            first, *more = _exchange(group[0], printed, line=line_of(group[0]))
            lines += [f"{first}{_place(group[0], tenants, since)}", *more]
            lines += [f"     {each}" for each in besides(group)]
    return "\n".join(lines).strip("\n")


def recorded(tenant: Tenant, since: Since) -> tuple[Exchange, ...]:
    """A tenant's exchanges after the number that `since` has for it."""
    return tenant.journal.after(since.get(tenant.id, 0))


def curl(
    tenants: Sequence[Tenant], unmatched: Sequence[Exchange], *, since: Since = NOTHING_BEFORE
) -> str:
    """A curl command for each exchange that `journal` shows."""
    groups = [recorded(each, since)[-_SHOWN:] for each in tenants]
    others = tuple(group[0] for group in gathered(unmatched)[-_SHOWN:])
    return "\n".join(lines_of(each) for each in [*groups, others] if each)


def _heading(tenant: Tenant) -> str:
    said = (
        f"{each.product} {tenant.handle(each).edition} {tenant.address(each)}" for each in FAMILIES
    )
    return f"{', '.join(said)}:"


def _tenant(tenant: Tenant, exchanges: Sequence[Exchange], printed: set[str]) -> Iterator[str]:
    if len(exchanges) > _SHOWN:
        yield f"... {len(exchanges) - _SHOWN} earlier exchanges"
    for group in _alike(exchanges[-_SHOWN:]):
        lines = [*_exchange(group[0], printed), *(f"     {each}" for each in besides(group))]
        yield from map(short_ids, lines)
    yield from _circumstances(tenant)


def _alike(exchanges: Sequence[Exchange]) -> Iterator[list[Exchange]]:
    """Exchanges that follow each other and are the same, together."""
    group: list[Exchange] = []
    for each in exchanges:
        if group and (each.changes or _told(each) != _told(group[0])):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _told(exchange: Exchange) -> tuple[object, ...]:
    """What is told of an exchange; of a refused one, without the ids in its path."""
    line = str(exchange).partition(" ")[2]
    if exchange.status >= HTTPStatus.BAD_REQUEST:
        line = without_ids(line)
    return line, exchange.request_body, exchange.changes


def _place(unmatched: Exchange, tenants: Sequence[Tenant], since: Since) -> str:
    """After which exchange an unmatched request came, unless the clocks can't tell."""
    if len(tenants) != 1 or abs(tenants[0].clock.ahead) > _NOT_MOVED or tenants[0].clock.frozen:
        return ""
    exchanges = recorded(tenants[0], since)
    before = [each.number for each in exchanges if each.at <= unmatched.at]
    if before:
        return f"  (after #{before[-1]})"
    return f"  (before #{exchanges[0].number})" if exchanges else ""


def _exchange(exchange: Exchange, printed: set[str], *, line: str = "") -> Iterator[str]:
    """An exchange on a line, followed by its rule, its bodies and its changes.

    A rule, a cause and an answer are printed in full where they come for the first time.
    """
    yield line or str(exchange)
    if exchange.status >= HTTPStatus.BAD_REQUEST:
        rule = _rules().get(exchange.rule or "")
        if rule is not None and rule.name not in printed:
            printed.add(rule.name)
            yield from wrap(f"{rule.says} ({rule.evidence})", **_BELOW)
        if exchange.cause is not None and exchange.cause not in printed:
            printed.add(exchange.cause)
            yield from wrap(f"{exchange.cause}: {MEANINGS[exchange.cause]}", **_BELOW)
        if exchange.request_body:
            yield from wrap(f"sent: {_excerpt(exchange.request_body)}", **_BELOW)
        answered = f"answered: {_excerpt(exchange.reply_body)}" if exchange.reply_body else ""
        if answered and without_ids(answered) not in printed:
            printed.add(without_ids(answered))
            yield from wrap(answered, **_BELOW)
    for change in exchange.changes[:_CHANGES]:
        yield f"     {change}"
    if len(exchange.changes) > _CHANGES:
        yield f"     ... and {len(exchange.changes) - _CHANGES} more changes"


def _circumstances(tenant: Tenant) -> Iterator[str]:
    """The active and fired faults, and a clock that was moved or frozen."""
    faults = [repr(each).strip("<>") for each in tenant.faults if each.active or each.fired]
    clock = tenant.clock
    moved = [f"{_length(clock.ahead)} of the real one"] if abs(clock.ahead) > _NOT_MOVED else []
    moved += ["frozen"] if clock.frozen else []
    if faults or moved:
        yield ""
    yield from faults
    if moved:
        yield f"the clock shows {clock.text()}: {', '.join(moved)}"


def _length(seconds: float) -> str:
    whole = timedelta(seconds=round(abs(seconds)))
    return f"{whole} {'ahead' if seconds > 0 else 'behind'}"


def _excerpt(body: bytes) -> str:
    text = " ".join(body.decode("utf-8", "replace").split())
    text = shown(text)
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}..."


@cache
def _rules() -> dict[str, Rule]:
    return {rule.name: rule for family in FAMILIES for rule in family.rules}
