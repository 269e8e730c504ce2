"""A history, as far as it is about one name: an order of all of it is an order of each view.

A view is small, so that a contradiction in it is found and shown soon. What is about other names
is called after its entity there, where it can't be in anybody's way.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fakeping.contract.linearizability.entities import id_of, listed_within, owned
from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.model import Key

_REFUSED = 400


def by_name(acts: Sequence[Act], fold: Callable[[str], str] = str) -> Iterator[list[Act]]:
    """One view for each name that an act asks for."""
    named = [each for each in acts if each.arguments.get("name") is not None]
    for name in sorted({fold(each.arguments["name"]) for each in named}):
        had = [each for each in named if fold(each.arguments["name"]) == name]
        ids = frozenset[Key]().union(*map(id_of, had))
        yield list(_view(acts, ids, _Is(name, fold)))


def about(
    acts: Sequence[Act], ids: frozenset[Key], fold: Callable[[str], str] = str
) -> Iterator[Act]:
    """What is about some entities alone: what another one may explain is left out."""
    takers = _takers(acts, fold)
    unsure = any(not each.known and not id_of(each) and each.arguments for each in acts)
    for act in acts:
        if act.operation == "list":
            if not unsure:
                yield listed_within(act, ids)
        elif id_of(act) <= ids and not (
            act.status == _REFUSED and _name(act, fold) and takers[_name(act, fold)] - ids
        ):
            yield act


def _takers(acts: Sequence[Act], fold: Callable[[str], str]) -> Mapping[str | None, set[Key]]:
    """Which entities may have had a name."""
    found: dict[str | None, set[Key]] = defaultdict(set)
    for act in acts:
        if act.status != _REFUSED:
            found[_name(act, fold)] |= id_of(act)
    return found


def _name(act: Act, fold: Callable[[str], str]) -> str | None:
    name = act.arguments.get("name")
    return None if name is None else fold(name)


@dataclass(frozen=True, slots=True)
class _Is:
    name: str
    fold: Callable[[str], str]

    def __call__(self, other: str) -> bool:
        return self.fold(other) == self.name


def _view(acts: Sequence[Act], ids: frozenset[Key], is_it: Callable[[str], bool]) -> Iterator[Act]:
    unsure = any(not each.known and not id_of(each) and _asks(each, is_it) for each in acts)
    for act in acts:
        if act.operation == "list":
            if not unsure:  # it may show an id that nobody knows
                yield listed_within(act, ids)
        elif _asks(act, is_it):
            yield act
        elif (own := id_of(act)) & ids and not (act.status == _REFUSED and "name" in act.arguments):
            yield _renamed(act, next(iter(own)), is_it)


def _asks(act: Act, is_it: Callable[[str], bool]) -> bool:
    name = act.arguments.get("name")
    return name is not None and is_it(name)


def _renamed(act: Act, id_: Key, is_it: Callable[[str], bool]) -> Act:
    """An act with names that are the entity's own, unless they are the one that it is about."""

    def own(name: str | None) -> str | None:
        return name if name is None or is_it(name) else owned(name, id_)

    arguments, result = act.arguments, act.result
    if "name" in arguments:
        arguments = {**arguments, "name": own(arguments["name"])}
    if act.operation == "read" and act.value is not None:
        result = (act.status, (own(act.value[0]), *act.value[1:]))
    return replace(act, arguments=arguments, result=result)
