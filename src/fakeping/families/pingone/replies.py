"""Replies with an entity, or with a collection of them."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from fakeping.core.exchange import JSON, Parts, Reply, encoded
from fakeping.core.table import Table
from fakeping.families.pingone import paging, rules

E = TypeVar("E")

_HEADERS = {"Content-Type": "application/json"}


def reply(body: bytes) -> Reply:
    """Reply with an entity."""
    return Reply(200, body, _HEADERS)


def created(body: bytes, url: str) -> Reply:
    """Reply 201 with an entity and its URL."""
    return Reply(201, body, {**_HEADERS, "Location": url})


def collection(
    table: Table[str, E],
    *,
    url: str,
    embedded: str,
    form: str,
    base_url: str,
    render: Callable[[E], JSON],
) -> Reply:
    """Reply with all entities of a table. Raises `TooLong`."""
    paging.require_short(len(table), table.size)
    items = table.joined(form=form, base_url=base_url, render=render)
    parts = table.parts(form=form, base_url=base_url) or (items,)
    return _collection({"self": url}, embedded, items, parts, count=len(table), size=len(table))


def page(
    found: paging.Page[E],
    *,
    url: str,
    query: Mapping[str, str],
    embedded: str,
    render: Callable[[E], JSON],
) -> Reply:
    """Reply with as many of the `found` entities as one reply may list."""
    items: list[bytes] = []
    left = paging.MAX_BYTES
    for each in found.entities:
        items.append(encoded(render(each)))
        left -= len(items[-1])
        if left < 0:
            if found.whole:
                paging.require_short(found.total, paging.MAX_BYTES - left)
            break
    reply = _collection(
        paging.links(url, query, found.after(len(items))),
        embedded,
        b",".join(items),
        tuple(items),
        count=found.total,
        size=len(items),
    )
    reply.rule = rules.COLLECTION_PAGE.name if found.cut else paging.decided(query)
    return reply


def _collection(
    links: Mapping[str, str],
    embedded: str,
    items: bytes,
    parts: tuple[bytes, ...],
    *,
    count: int,
    size: int,
) -> Reply:
    head = b'{"_links":%b,"_embedded":{%b:[' % (
        encoded({name: {"href": url} for name, url in links.items()}),
        encoded(embedded),
    )
    tail = b']},"count":%d,"size":%d}' % (count, size)
    body = b"".join((head, items, tail))
    return Reply(200, body, _HEADERS, parts=Parts(body, (head, *parts, tail)))
