"""A deployment that lies: each lie turns an honest answer into one that no check expects."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from fakeping.contract.transport import Answer, InProcess
from fakeping.core.exchange import JSON, Headers

_NOT_OF_ITS_TYPE: tuple[JSON, ...] = (
    None,
    True,
    0,
    -1.5,
    10**30,
    "",
    "x",
    "\x00\ud800",
    [],
    {},
    [[]],
    {"a": {}},
)
_STATUSES = (200, 201, 204, 206, 299, 302, 304, 400, 401, 403, 404, 405, 409, 500, 503, 599)
_TYPES = ("text/html", "application/jsonx", "", "application/json; charset=bogus", "json", ";")
_PLACES = ("", "::::", "http://[::1", "//", "http://x/%", "https://x.invalid/?code=%ff&error", "é")
_BODIES = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b"0",
    b'""',
    b"NaN",
    b"1e999",
    b"[null]",
    b"[[]]",
    b"{",
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
    b'{"a": 1, "a": 2}',
    b'"\\ud800"',
    b"9" * 5_000,
    b"[" * 100_000,
    b'{"_embedded":' * 2_000,
    b"<!DOCTYPE html><html><body>Sign in</body></html>",
    b"x" * 1_000_000,
)


def _spots(value: JSON, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document, the whole included."""
    yield path
    named = value.items() if isinstance(value, dict) else ()
    for at, each in named or (enumerate(value) if isinstance(value, list) else ()):
        yield from _spots(each, (*path, at))


def _at(value: dict[str, Any], path: tuple[Any, ...]) -> JSON:
    for each in path:
        value = value[each]
    return value


def _changed(
    answer: Answer, random: Random, fits: Callable[..., Any], change: Callable[..., Any]
) -> Answer:
    """An answer with one place of its document changed, of those that fit."""
    try:
        document = json.loads(answer.body)
    except ValueError:
        return answer
    spots = [each for each in _spots(document) if fits(_at(document, each), each)]
    if not spots:
        return answer
    path = random.choice(spots)
    changed = change(_at(document, path))
    if not path:
        document = changed
    else:
        parent = _at(document, path[:-1])
        if changed is _GONE:
            del parent[path[-1]]
        else:
            parent[path[-1]] = changed
    return replace(answer, body=json.dumps(document).encode())


_GONE = object()


def no_items(answer: Answer, random: Random) -> Answer:
    return _changed(answer, random, lambda value, _: isinstance(value, list), lambda _: [])


def an_item_less(answer: Answer, random: Random) -> Answer:
    fits = lambda value, _: isinstance(value, list) and value  # noqa: E731
    return _changed(answer, random, fits, lambda value: value[:-1])


def an_item_twice(answer: Answer, random: Random) -> Answer:
    fits = lambda value, _: isinstance(value, list) and value  # noqa: E731
    return _changed(answer, random, fits, lambda value: [*value, value[0]])


def a_member_less(answer: Answer, random: Random) -> Answer:
    fits = lambda _, path: path and isinstance(path[-1], str)  # noqa: E731
    return _changed(answer, random, fits, lambda _: _GONE)


def another_value(answer: Answer, random: Random) -> Answer:
    return _changed(answer, random, lambda *_: True, lambda _: random.choice(_NOT_OF_ITS_TYPE))


def a_longer_text(answer: Answer, random: Random) -> Answer:
    fits = lambda value, _: isinstance(value, str)  # noqa: E731
    return _changed(answer, random, fits, lambda value: value + "x" * 100_000)


def another_text(answer: Answer, random: Random) -> Answer:
    fits = lambda value, _: isinstance(value, str)  # noqa: E731
    return _changed(answer, random, fits, lambda _: random.choice(_PLACES))


def the_first_page_again(answer: Answer, random: Random) -> Answer:
    """Its links lead to where they are."""
    following = {"next": {"href": answer.asked}}
    fits = lambda value, path: isinstance(value, dict) and path[-1:] == ("_links",)  # noqa: E731
    return _changed(answer, random, fits, lambda value: {**value, **following})


def another_status(answer: Answer, random: Random) -> Answer:
    return replace(answer, status=random.choice(_STATUSES))


def another_body(answer: Answer, random: Random) -> Answer:
    return replace(answer, body=random.choice(_BODIES))


def cut_short(answer: Answer, random: Random) -> Answer:
    return replace(answer, body=answer.body[: random.randrange(len(answer.body) + 1)])


def bytes_turned(answer: Answer, random: Random) -> Answer:
    body = bytearray(answer.body)
    for _ in range(3 if body else 0):
        body[random.randrange(len(body))] = random.randrange(256)
    return replace(answer, body=bytes(body))


def another_type(answer: Answer, random: Random) -> Answer:
    return replace(answer, headers=_with(answer, "Content-Type", random.choice(_TYPES)))


def no_headers(answer: Answer, random: Random) -> Answer:
    return replace(answer, headers=Headers())


def a_header_less(answer: Answer, random: Random) -> Answer:
    kept = dict(answer.headers.items())
    if kept:
        del kept[random.choice(sorted(kept))]
    return replace(answer, headers=Headers(kept))


def another_header(answer: Answer, random: Random) -> Answer:
    names = [*answer.headers, "Location", "ETag", "WWW-Authenticate", "Set-Cookie", "Allow"]
    value = random.choice([*_PLACES, "Bearerx", "x" * 9_000, "\x00", 'Bearer error="'])
    return replace(answer, headers=_with(answer, random.choice(names), value))


def a_redirect(answer: Answer, random: Random) -> Answer:
    headers = _with(answer, "Location", random.choice(_PLACES))
    return replace(answer, status=random.choice((301, 302, 303, 307, 308)), headers=headers)


def nothing(answer: Answer, random: Random) -> None:
    raise ConnectionError("nobody answers")


def _with(answer: Answer, name: str, value: str) -> Headers:
    kept = {each: said for each, said in answer.headers.items() if each.lower() != name.lower()}
    return Headers({**kept, name: value})


LIES = {
    each.__name__: each
    for each in (
        no_items,
        an_item_less,
        an_item_twice,
        a_member_less,
        another_value,
        a_longer_text,
        another_text,
        the_first_page_again,
        another_status,
        another_body,
        cut_short,
        bytes_turned,
        another_type,
        no_headers,
        a_header_less,
        another_header,
        a_redirect,
        nothing,
    )
}


@dataclass(frozen=True, kw_only=True)
class Lying(InProcess):
    """A transport that tells one lie, in one answer or in every one from there on."""

    lie: Any
    random: Any
    #: Which answer it begins with, from 0.
    at: int
    #: Whether it goes on.
    always: bool
    _asked: list[str] = field(default_factory=list)

    def __call__(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Ask in process, and lie about it. The control API is no part of a deployment."""
        answer = InProcess.__call__(self, method, url, headers=headers, body=body)
        answer = replace(answer, asked=url)
        if "/__fakeping/" in url:
            return answer
        number = len(self._asked)
        self._asked.append(url)
        lies = number == self.at or (self.always and number > self.at)
        return self.lie(answer, self.random) if lies else answer
