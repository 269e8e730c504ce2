"""An entity's members: their names on the wire and in Python, and their defaults."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from fakeping.core.exchange import JSON

#: The values of an entity's members, by the names of its attributes in Python.
Said = Mapping[str, Any]


def _same(value: Any) -> Any:
    return value


def _always(_: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an entity."""

    #: On the wire.
    name: str
    #: The entity's attribute in Python.
    to: str
    #: Stands for a member that is absent or null: a value, or a function of those before it.
    #: `None` leaves the member unset, and out of answers.
    default: Any = None
    #: Whether an edition has the member.
    only: Callable[[Any], bool] = _always
    #: From the wire's value to the attribute's, which is immutable, and back; `None` leaves it out.
    read: Callable[[JSON], Any] = _same
    write: Callable[[Any], JSON] = _same
    #: Whether a client can set it.
    settable: bool = True
    #: Whether it is left out where it is false or empty.
    terse: bool = False

    def value(self, body: JSON, said: Said) -> Any:
        """The attribute's value in a request."""
        given = body.get(self.name)
        if given is not None:
            return self.read(given)
        return self.default(said) if callable(self.default) else self.default


def member(name: str, *, to: str | None = None, **more: Any) -> Member:
    """A member whose attribute is its name with underscores, unless `to` says otherwise."""
    return Member(name=name, to=to or re.sub(r"([A-Z])", r"_\1", name).lower(), **more)


def texts(name: str, *, to: str | None = None, **more: Any) -> Member:
    """A member that is a list of strings, and a tuple in Python."""
    return member(name, to=to, read=tuple, write=list, **more)


#: Members as they were sent: a name, and the value as a JSON text, which cannot change.
Kept = tuple[tuple[str, str], ...]


class Record:
    """The members of a kind of entity, in the order in which answers list them.

    Those named in `kept` come back as they were sent; the entity has them in its `kept`.
    """

    __slots__ = ("_kept", "_members", "_settable")

    def __init__(self, *members: Member, kept: tuple[str, ...] = ()) -> None:
        self._members = members
        self._settable = tuple(each for each in members if each.settable)
        self._kept = kept

    def read(self, body: JSON, edition: Any = None) -> dict[str, Any]:
        """The values that a validated body asks for. Members that no client can set are ignored."""
        said: dict[str, Any] = {}
        for each in self._settable:
            if each.only(edition):
                said[each.to] = each.value(body, said)
        if self._kept:
            sent = {name: body.get(name) for name in self._kept}
            said["kept"] = tuple(
                (name, json.dumps(value)) for name, value in sent.items() if value is not None
            )
        return said

    def write(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        """The members of an entity in an answer; unset ones are absent."""
        return _written(self._members, entity, edition) | self._sent(entity)

    def dump(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        """The members of a request that would create the same entity."""
        return _written(self._settable, entity, edition) | self._sent(entity)

    def _sent(self, entity: Any) -> dict[str, JSON]:
        kept: Kept = entity.kept if self._kept else ()
        return {name: json.loads(text) for name, text in kept}

    def getters(self, *names: str) -> dict[str, Callable[[Any], Any]]:
        """How to get the wire's value of the members of these names from an entity."""
        known = {each.name: each for each in self._members}
        return {name: _getter(known[name]) for name in names}


def _written(members: Collection[Member], entity: Any, edition: Any) -> dict[str, JSON]:
    written = {}
    for each in members:
        value = getattr(entity, each.to)
        if value is None or (each.terse and not value) or not each.only(edition):
            continue
        value = each.write(value)
        if value is not None:
            written[each.name] = value
    return written


def _getter(of: Member) -> Callable[[Any], Any]:
    def get(entity: Any) -> Any:
        value = getattr(entity, of.to)
        return None if value is None else of.write(value)

    return get
