"""An entity's members: their names on the wire and in Python, and their defaults."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple, Self

from fakeping.core.exchange import JSON

# Tenants may have editions of their own: beyond this number the cache is cleared.
_MOST_EDITIONS = 16

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

    __slots__ = ("_editions", "_kept", "_members")

    def __init__(self, *members: Member, kept: tuple[str, ...] = ()) -> None:
        self._members = members
        self._kept = kept
        # Cache of the members of each edition, by its identity, with the edition itself, so that
        # no other one gets that.
        self._editions: dict[int, tuple[Any, _Chosen]] = {}

    def read(self, body: JSON, edition: Any = None) -> dict[str, Any]:
        """The values that a validated body asks for. Members that no client can set are ignored."""
        said: dict[str, Any] = {}
        for name, to, read, default, follows in self._chosen(edition).read:
            given = body.get(name)
            if given is not None:
                said[to] = given if read is None else read(given)
            else:
                said[to] = default(said) if follows else default
        if self._kept:
            sent = {name: body.get(name) for name in self._kept}
            said["kept"] = tuple(
                (name, json.dumps(value)) for name, value in sent.items() if value is not None
            )
        return said

    def write(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        """The members of an entity in an answer; unset ones are absent."""
        return _written(self._chosen(edition).written, entity) | self._sent(entity)

    def dump(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        """The members of a request that would create the same entity."""
        return _written(self._chosen(edition).dumped, entity) | self._sent(entity)

    def _chosen(self, edition: Any) -> "_Chosen":
        known = self._editions.get(id(edition))
        if known is None:
            if len(self._editions) >= _MOST_EDITIONS:
                self._editions.clear()
            members = [each for each in self._members if each.only(edition)]
            known = self._editions[id(edition)] = edition, _Chosen.of(members)
        return known[1]

    def _sent(self, entity: Any) -> dict[str, JSON]:
        kept: Kept = entity.kept if self._kept else ()
        return {name: json.loads(text) for name, text in kept}

    def getters(self, *names: str) -> dict[str, Callable[[Any], Any]]:
        """How to get the wire's value of the members of these names from an entity."""
        known = {each.name: each for each in self._members}
        return {name: _getter(known[name]) for name in names}


class _Written(NamedTuple):
    """The members of an answer: how to get all their values, and what to do with each."""

    values: Callable[[Any], tuple[Any, ...]]
    #: Name, `write` unless it changes nothing, and `terse`.
    members: tuple[tuple[str, Callable[[Any], JSON] | None, bool], ...]

    @classmethod
    def of(cls, members: Iterable[Member]) -> Self:
        known = tuple(members)
        return cls(
            # With one name more, it returns a tuple even for one member.
            attrgetter(*(each.to for each in known), "__class__"),
            tuple((each.name, _unless_same(each.write), each.terse) for each in known),
        )


class _Chosen(NamedTuple):
    """The members that an edition has, ready for use."""

    #: Name, attribute, `read` unless it changes nothing, `default`, and whether that is a function.
    read: tuple[tuple[str, str, Callable[[JSON], Any] | None, Any, bool], ...]
    written: _Written
    dumped: _Written

    @classmethod
    def of(cls, members: Iterable[Member]) -> Self:
        known = tuple(members)
        settable = tuple(each for each in known if each.settable)
        return cls(
            tuple(
                (each.name, each.to, _unless_same(each.read), each.default, callable(each.default))
                for each in settable
            ),
            _Written.of(known),
            _Written.of(settable),
        )


def _unless_same(function: Callable[[Any], Any]) -> Callable[[Any], Any] | None:
    return None if function is _same else function


def _written(how: _Written, entity: Any) -> dict[str, JSON]:
    written = {}
    for (name, write, terse), value in zip(how.members, how.values(entity), strict=False):
        if value is None or (terse and not value):
            continue
        said = value if write is None else write(value)
        if said is not None:
            written[name] = said
    return written


def _getter(of: Member) -> Callable[[Any], Any]:
    def get(entity: Any) -> Any:
        value = getattr(entity, of.to)
        return None if value is None else of.write(value)

    return get
