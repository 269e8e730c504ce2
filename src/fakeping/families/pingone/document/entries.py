"""An entity of a kind as an entry of the state document, which `given` takes as well."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, TypeVar

from fakeping.core import schemas
from fakeping.core.entry import plain
from fakeping.core.exchange import JSON
from fakeping.core.problem import Invalid, Violation
from fakeping.families.pingone.collection import Collection, Entity
from fakeping.families.pingone.document.gaps import Gaps
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.kind import Kind
from fakeping.families.pingone.record import Said

E = TypeVar("E", bound=Entity)

# The members of an entry that a request does not have.
_PARTS = frozenset(
    {
        "id", "scopes", "attributes", "secret", "actions", "createdAt", "updatedAt", "builtIn",
        "deleted",
    }
)  # fmt: skip


def entry(kind: Kind[E], entity: E, edition: Edition, *, amends: bool = False) -> JSON:
    """An entity's entry: as a request for it, with its id and dates.

    One that `amends` a built-in entity has its name instead, and the date of the change.
    """
    dated: Any = entity
    said = kind.record.dump(entity, edition)
    if amends:
        return {**said, "updatedAt": dated.updated_at}
    return {"id": entity.id, **said, "createdAt": dated.created_at, "updatedAt": dated.updated_at}


def changed(
    kind: Kind[E], entities: Iterable[E], built_in: Iterable[E], edition: Edition
) -> Iterator[JSON]:
    """The entries of what was added, and of built-in entities that were changed."""
    first = {each.id: each for each in built_in}
    for each in entities:
        if first.get(each.id) != each:
            yield entry(kind, each, edition, amends=each.id in first)


def free_name(collection: Collection[E], entity: E) -> None:
    """Free the name of a built-in entity that a document changes: another may have it there."""
    named: Any = entity
    collection.put(replace(named, name=entity.id))


def said(kind: Kind[E], collection: Collection[E], document: JSON) -> Said:
    """The values of an entry. Raises `Invalid` for what a request for the same must not say."""
    body = {name: value for name, value in document.items() if name not in _PARTS}
    return read(kind, collection, body, schema=f"{kind.schema(collection.edition.name)}_request")


def read(kind: Kind[E], collection: Collection[E], body: JSON, *, schema: str) -> Said:
    """The values of a request's body. Raises `Invalid`, for a member that it lacks, too."""
    require_known(kind, body, schemas.document(schema)["properties"])
    schemas.validate(schema, body)
    return kind.record.read(body, collection.edition)


def create(kind: Kind[E], collection: Collection[E], **members: JSON) -> E:
    """Add an entity of these members; `None` stands for one that is left out."""
    given = {name: value for name, value in members.items() if value is not None}
    return collection.create(said(kind, collection, plain(given, kind.name)))


def add(kind: Kind[E], collection: Collection[E], document: JSON, gaps: Gaps, *within: str) -> E:
    """Add an entity. One that is part of another may name a built-in one, which is changed."""
    values = said(kind, collection, document)
    table, updated_at = collection.table, document.get("updatedAt")
    if kind.parent is not None:
        found = table.get(table.holder(collection.edition.folded(document["name"])) or "")
        if found is not None and collection.is_builtin(found):
            return collection.update(found.id, values, updated_at=updated_at)
    stamp = gaps.stamp(document, table.get, kind.name, *within, document["name"])
    return collection.create(values, stamp=stamp)


def require_known(kind: Kind[E], body: JSON, known: Iterable[str]) -> None:
    """Raise `Invalid` for a member that the edition lacks."""
    for name in body:
        if name not in known:
            there = sorted({*known, *kind.parts})
            near = get_close_matches(name, there, n=1)
            meant = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(there)}"
            message = f"{kind.a} has no {name!r}{meant}"
            violation = Violation(keyword="additionalProperties", target=name, message=message)
            raise Invalid(message, violations=(violation,))
