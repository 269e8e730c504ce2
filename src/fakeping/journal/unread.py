"""The members of a recorded request's body that nothing read, such as misspelt ones."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from http import HTTPStatus
from itertools import islice
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.core.limits import limit
from fakeping.core.operation import TEXTS, Operation
from fakeping.journal.recorded import FindUnread, Recorded
from fakeping.redaction.redact import Excerpt, Withheld
from fakeping.redaction.shape import Shape, shape_of

MOST = limit(
    "journal.unread",
    100,
    unit="members",
    bounds="the members of a request that are told as unread",
    past="the others are not told",
)

_Operations = Mapping[str, list[Operation[Any]]]


class Unread:
    """Finds unread members, on demand: a request's own schema and its reply's know the read ones.

    Members of the reply are known, as a client that puts back what it read sends them, too.
    """

    def __init__(self, families: Iterable[Family[Any]]) -> None:
        self._operations: _Operations = {}
        for family in families:
            if family.ignores_unknown:
                for each in family.operations:
                    self._operations.setdefault(each.name, []).append(each)
        self._shape = lru_cache(maxsize=None)(self._new_shape)

    def of(self, editions: Iterable[str]) -> FindUnread:
        """The function for a tenant of these editions."""
        chosen = frozenset(editions)
        return lambda exchange: self._found(exchange, chosen)

    def _found(self, exchange: Recorded, editions: frozenset[str]) -> tuple[str, ...]:
        name, body = exchange.operation, exchange.request_body
        if name not in self._operations or exchange.status >= HTTPStatus.BAD_REQUEST or not body:
            return ()
        if isinstance(body, Withheld | Excerpt):
            return ()
        shape = self._shape(name, editions)
        return () if shape is None else tuple(islice(_unread(exchange.json, shape), MOST))

    def _new_shape(self, name: str, editions: frozenset[str]) -> Shape | None:
        for each in self._operations[name]:
            if each.body_schema and (not each.editions or each.editions & editions):
                replies = (reply for reply in each.replies.values() if reply not in {None, *TEXTS})
                further = [each.body_read] if each.body_read else []
                return shape_of(each.body_schema, *further, *(str(reply) for reply in replies))
        return None


def _unread(document: JSON, shape: Shape) -> Iterator[str]:
    """The paths of members that a shape does not have."""
    if isinstance(document, dict) and shape.members and not shape.takes_others:
        for name, value in document.items():
            if name in shape.members:
                yield from (f"{name}{rest}" for rest in _inside(value, shape.members[name]))
            elif not name.startswith("_"):  # HAL's own, which no request sets
                yield name
    elif isinstance(document, list) and shape.items is not None:
        for place, value in enumerate(document):
            yield from (f"{place}{rest}" for rest in _inside(value, shape.items))


def _inside(value: JSON, shape: Shape) -> Iterator[str]:
    return (f".{each}" for each in _unread(value, shape))
