"""Views: the part of a history that concerns some entities.

A view is small, so that a contradiction in it is found and shown soon.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from fakeping.contract.linearizability.entities import id_of
from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.model import Key

_REFUSED = 400


def by_id(acts: Sequence[Act]) -> Iterator[frozenset[Key]]:
    """Each entity's id."""
    yield from dict.fromkeys(ids for each in acts if (ids := id_of(each)))


def by_name(acts: Sequence[Act], fold: Callable[[str], str] = str) -> Iterator[frozenset[Key]]:
    """For each name, the entities that may have had it."""
    yield from (frozenset(each) for name, each in _takers(acts, fold).items() if name is not None)


def about(
    acts: Sequence[Act], ids: frozenset[Key], fold: Callable[[str], str] = str
) -> Iterator[Act]:
    """The acts that concern some entities only."""
    takers = _takers(acts, fold)
    # A list may show an id that nobody knows.
    unsure = any(not each.known and _name(each, fold) and not id_of(each) for each in acts)
    for act in acts:
        if act.operation == "list":
            if act.known and not unsure:
                yield replace(act, result=(act.status, act.value & ids))
        elif id_of(act) <= ids and not (
            act.status == _REFUSED and takers.get(_name(act, fold), set()) - ids
        ):
            yield act


def _takers(acts: Sequence[Act], fold: Callable[[str], str]) -> Mapping[str | None, set[Key]]:
    """The entities that may have had each name."""
    found: dict[str | None, set[Key]] = defaultdict(set)
    for act in acts:
        if act.status != _REFUSED:
            found[_name(act, fold)] |= id_of(act)
    return found


def _name(act: Act, fold: Callable[[str], str]) -> str | None:
    name = act.arguments.get("name")
    return None if name is None else fold(name)
