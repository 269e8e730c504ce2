"""Lies that are data of the fake's own: a field of an edition, a keyword of a request's schema."""

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any

from fakeping.core import schemas
from tests.contract.lies import documents
from tests.contract.lies.lie import Lie

# What schemas say to readers, or about themselves.
_NOTES = {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default"}


@dataclass(frozen=True, slots=True, order=True)
class Flip(Lie):
    """A field of an edition has another value, for the fake and whoever asks its editions."""

    editions: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    value: object = field(default=None, compare=False)

    @contextmanager
    def planted(self):
        name = self.edition.partition(".")[2]
        edition = self.editions[name]
        self.editions[name] = replace(edition, **{self.about.partition(" ")[2]: self.value})
        try:
            yield
        finally:
            self.editions[name] = edition


def flips(family, edition):
    """Every field of an edition with every value that is near to its own."""
    editions = family.behaviour
    own = editions[edition]
    for each in fields(own):
        for what, value in () if each.name == "name" else _others(getattr(own, each.name)):
            yield Flip(
                edition=f"{family.name}.{edition}",
                about=f"edition {each.name}",
                act=what,
                editions=editions,
                value=value,
            )


def _others(value):
    """Near values of a field: the other truth, and a collection without one of its items."""
    if isinstance(value, bool):
        yield f"is {not value}", not value
    elif isinstance(value, int):
        yield f"is {value + 1}", value + 1
    elif isinstance(value, str):
        yield "is None", None
        yield "is another text", documents.near(value)
    elif isinstance(value, frozenset | tuple):
        for item in value if isinstance(value, tuple) else sorted(value):
            yield f"lacks {item}", type(value)(each for each in value if each != item)
            others = (documents.near(each) if each == item else each for each in value)
            yield f"has another {item}", type(value)(others)
    elif isinstance(value, Mapping):
        for name, held in value.items():
            yield f"lacks {name}", {key: of for key, of in value.items() if key != name}
            for what, other in _others(held):
                yield f"at {name} {what}", {**value, name: other}


@dataclass(frozen=True, slots=True, order=True)
class Unasked(Lie):
    """A keyword of a schema is not asked of what is sent."""

    schema: str = ""
    path: tuple[str | int, ...] = ()

    @contextmanager
    def planted(self):
        *above, last = self.path
        holder = schemas.document(self.schema)
        for each in above:
            holder = holder[each]
        kept = holder.copy()
        if isinstance(holder, list):
            holder.remove(last)
        else:
            del holder[last]
        _forget()
        try:
            yield
        finally:
            holder.clear()
            (holder.extend if isinstance(holder, list) else holder.update)(kept)
            _forget()


def _forget():
    for cached in (schemas.validator, schemas._registry, schemas._acceptance):
        cached.cache_clear()


def keywords(edition, schema):
    """Every keyword of a schema, each name that it requires by itself, and each of its members."""
    for path in _keywords(schemas.document(schema)):
        yield Unasked(
            edition=edition,
            about=f"schema {schema}",
            act="without",
            place=".".join(map(str, path)),
            schema=schema,
            path=path,
        )


def _keywords(part, path=()):
    if isinstance(part, list):
        for index, each in enumerate(part):
            yield from _keywords(each, (*path, index))
    if not isinstance(part, dict):
        return
    for name, value in part.items():
        if name in {"properties", "$defs"}:
            for member, held in value.items():
                if name == "properties":
                    yield (*path, name, member)
                yield from _keywords(held, (*path, name, member))
        elif name == "required":
            yield from ((*path, name, each) for each in value)
        elif name not in _NOTES:
            yield (*path, name)
            yield from _keywords(value, (*path, name))


def referred(schema):
    """A schema's name, and those of all that it refers to."""
    found, todo = [], [schema]
    while todo:
        name = todo.pop()
        if name not in found:
            found.append(name)
            todo += _references(schemas.document(name))
    return found


def _references(part):
    if isinstance(part, list):
        for each in part:
            yield from _references(each)
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref" and value.startswith(schemas.URN):
                yield value.partition("#")[0].removeprefix(schemas.URN).replace(":", "/")
            else:
                yield from _references(value)
