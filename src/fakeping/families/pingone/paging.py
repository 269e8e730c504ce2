"""Filter, order and page a collection."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode
from zlib import crc32

from fakeping.core.limits import limit
from fakeping.core.parameter import Parameter, Parameters
from fakeping.core.rules import Rule
from fakeping.families.filters.dialects import MAX_LENGTH
from fakeping.families.pingone import rules
from fakeping.families.pingone.filtering import Fields, field_of, filtering
from fakeping.families.pingone.problems import BadParameter, TooLong

E = TypeVar("E")

#: The query parameters of every collection.
PARAMETERS = ("limit", "cursor", "filter", "order")

# The rule of each query parameter.
_RULES: Mapping[str, Rule] = {
    "cursor": rules.COLLECTION_CURSOR,
    "limit": rules.COLLECTION_LIMIT,
    "filter": rules.COLLECTION_FILTER,
    "order": rules.COLLECTION_ORDER,
}

MAX_PAGE = limit(
    "pingone.page",
    100,
    unit="entities",
    bounds="a page of a collection, in an edition that has pages",
    past="`_links.next` leads to the rest",
    change="the switch `pingone.bounded_pages`",
)
MAX_WHOLE = limit(
    "pingone.whole",
    10_000,
    unit="entities",
    bounds="a collection that is listed without pages, and what `limit` may ask for there",
    past="400 in the platform's envelope; what `limit` asks for is cut to that",
)
MAX_BYTES = limit(
    "pingone.list",
    64 * 1024**2,
    unit="bytes",
    bounds="the entities of one answer",
    past="a page ends early, after one entity at least; without pages it is 400",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[E]):
    """A part of a collection, and the cursor of the next."""

    entities: list[E]
    #: The number of matches on all pages.
    total: int
    #: The cursor of the next page, if only so many of these entities are shown.
    after: Callable[[int], str | None]
    #: Whether the largest page size cut it short.
    cut: bool
    #: Whether the collection has no pages: it is listed whole, or refused.
    whole: bool


def parameters(fields: Fields[E]) -> Parameters:
    """The query parameters of a collection that can be filtered by these members."""
    pages = {
        "limit": Parameter(
            says="At most so many entities on a page", schema={"type": "integer", "minimum": 1}
        ),
        "cursor": Parameter(says="Where a page starts, as `_links.next` has it"),
    }
    if not fields:
        return pages
    names = "|".join(re.escape(each) for each in fields)
    term = rf"\s*-?\+?({names})\s*"
    return {
        **pages,
        "filter": Parameter(
            says="A SCIM filter with eq, ne, sw, ew, co and pr, of " + ", ".join(fields),
            schema={"type": "string", "maxLength": MAX_LENGTH},
        ),
        "order": Parameter(
            says="The members to sort by, with commas between them; `-` in front reverses",
            schema={"type": "string", "pattern": f"^{term}(,{term})*$"},
        ),
    }


#: The rules that can decide a collection's reply.
DECIDING = (*_RULES.values(), rules.COLLECTION_PAGE)


def deciding(parameters: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that can decide a collection's reply, with these query parameters."""
    found = tuple(rule for name, rule in _RULES.items() if name in parameters)
    return (*found, rules.COLLECTION_PAGE) if found else ()


def decided(query: Mapping[str, str]) -> str | None:
    """The rule of the first query parameter; `None` for a request without any."""
    return next((rule.name for name, rule in _RULES.items() if name in query), None)


def understood(query: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The query parameters that the edition knows; it ignores others."""
    return {name: value for name, value in query.items() if name in names}


def page(
    entities: Iterable[E],
    query: Mapping[str, str],
    *,
    id_of: Callable[[E], str],
    fields: Fields[E],
    bounded: bool,
) -> Page[E]:
    """The part of a collection that a request asks for; with `bounded`, one page at most.

    Raises `BadParameter` and `BadFilter` for what is not understood, `TooLong` for too much.
    """
    found = list(entities)
    if "filter" in query:
        matches = filtering(query["filter"], fields)
        found = [each for each in found if matches(each)]
    if "order" in query:
        found = _ordered(found, query["order"], fields)
    start = _start(found, id_of, query.get("cursor"))
    asked = _limit(query.get("limit"))
    most = MAX_PAGE if bounded else MAX_WHOLE
    limit = most if asked is None else min(asked, most)
    whole = asked is None and not bounded
    if whole:
        require_short(len(found) - start)
    shown = found[start : start + limit]

    def after(count: int) -> str | None:
        end = start + count
        if not count or end >= len(found):
            return None
        return _cursor(end, before=id_of(found[end - 1]), after=id_of(found[end]))

    cut = len(found) - start > limit != asked
    return Page(entities=shown, total=len(found), after=after, cut=cut, whole=whole)


def fits(count: int, bounded: bool) -> bool:  # noqa: FBT001 - as an edition says
    """Whether a whole collection fits on one page, or has no pages."""
    return not bounded or count <= MAX_PAGE


def require_short(count: int, size: int = 0) -> None:
    """Raise `TooLong` for more entities, or bytes, than one reply may list."""
    if count > MAX_WHOLE or size > MAX_BYTES:
        raise TooLong(
            f"The collection has {count:,} entities, in {size:,} bytes: at most {MAX_WHOLE:,} and"
            f" {MAX_BYTES:,} are listed where there are no pages."
            if size
            else f"The collection has {count:,} entities: at most {MAX_WHOLE:,} are listed where"
            " there are no pages."
        )


def links(url: str, query: Mapping[str, str], cursor: str | None) -> dict[str, str]:
    """The `self` link of a page and, unless it is the last, the `next` one."""
    found = {"self": f"{url}?{urlencode(query)}" if query else url}
    if cursor is not None:
        found["next"] = f"{url}?{urlencode({**query, 'cursor': cursor})}"
    return found


def _limit(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:9]) < 1:
        raise BadParameter(
            "The limit is a positive integer.", target="limit", rule=rules.COLLECTION_LIMIT
        )
    return int(text[:9])


def _cursor(position: int, *, before: str, after: str) -> str:
    text = f"{position}:{before}:{after}"
    text += f":{crc32(text.encode()):08x}"  # so that an altered cursor is recognized
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _start(found: list[E], id_of: Callable[[E], str], cursor: str | None) -> int:
    """The position of a cursor, even if the entity before or after it was deleted."""
    if cursor is None:
        return 0
    position, before, after = _border(cursor)
    if position < len(found) and id_of(found[position]) == after:
        return position  # the usual case, in constant time
    ids = [id_of(each) for each in found]
    if after in ids:
        return ids.index(after)
    return ids.index(before) + 1 if before in ids else position


def _border(cursor: str) -> tuple[int, str, str]:
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
        position, before, after, _ = text.split(":")
        border = int(position), before, after
    except (ValueError, binascii.Error):
        border = -1, "", ""
    if border[0] < 0 or _cursor(border[0], before=border[1], after=border[2]) != cursor:
        raise BadParameter(
            "The cursor was not made by this server.",
            target="cursor",
            rule=rules.COLLECTION_CURSOR,
        )
    return border


def _ordered(entities: list[E], order: str, fields: Fields[E]) -> list[E]:
    backwards: dict[str, bool] = {}
    for term in order.split(","):
        name = term.strip().removeprefix("-").removeprefix("+")
        if name not in fields:
            raise BadParameter(
                f"The order is by {', '.join(fields)}.", target="order", rule=rules.COLLECTION_ORDER
            )
        backwards.setdefault(name, term.strip().startswith("-"))
    for name, reverse in reversed(backwards.items()):
        entities = sorted(entities, key=field_of(fields[name]).rank, reverse=reverse)
    return entities
