"""The statuses that each operation of an edition can answer with, and the rules that decide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fakeping.core.family import Family
from fakeping.core.operation import Operation
from fakeping.core.rules import Rule

# Statuses that no request provokes by itself: a slow body, a scripted limit; 5xx are bugs.
_NOT_ASKED_FOR = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One operation's possible statuses, and the rules that can decide."""

    operation: str
    statuses: frozenset[int]
    rules: frozenset[str]


def promises(family: Family[Any], edition: str) -> Iterator[Promise]:
    """The promise of each operation of an edition."""
    for operation in family.operations:
        if not operation.editions or edition in operation.editions:
            yield _promise(operation, family.rules, edition)


def _promise(operation: Operation[Any], rules: Iterable[Rule], edition: str) -> Promise:
    refusing = [
        each
        for each in rules
        if each.refuses(operation.name, edition)
        and not each.incidental
        and _is_asked_for(each.statuses)
    ]
    refusals = (status for each in refusing for status in each.statuses)
    # A rule can refuse one operation by a redirect, and others by an error.
    statuses = {*operation.replies, *(each for each in refusals if each >= HTTPStatus.BAD_REQUEST)}
    named = {each.name for each in refusing}
    if operation.rule is not None:
        named.add(operation.rule.name)
    return Promise(
        operation=operation.name,
        statuses=frozenset(filter(_is_plain, statuses)),
        rules=frozenset(named),
    )


def _is_asked_for(statuses: Iterable[int]) -> bool:
    return any(map(_is_plain, statuses))


def _is_plain(status: int) -> bool:
    return status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _NOT_ASKED_FOR
