"""What became of each entity of a history, and what every order must therefore keep.

Only what is certain counts. An entity that something may have happened to that nobody knows of
has no life here, and no more is said of a name than is sure.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from fakeping.contract.linearizability.entities import id_of
from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.precedence import Constraint, Option, Pair

_OK, _CREATED, _DELETED, _REFUSED, _MISSING = 200, 201, 204, 400, 404

# Of so many acts it is said whether they come before or after; of more only what is sure, for
# each doubles the ways.
_UNSETTLED = 8


@dataclass(slots=True)
class Life:
    """Which acts made an entity, wrote it (its making is the first), and ended it."""

    id: Hashable
    writes: list[Act] = field(default_factory=list)
    ends: list[Act] = field(default_factory=list)

    @property
    def made(self) -> Act:
        """The act that made it."""
        return self.writes[0]


Tells = Callable[[Act, Life], Iterable[Constraint]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """The entities of a history. `name` is the one that an act takes, when it matters."""

    acts: Sequence[Act]
    name: Callable[[Act], Hashable]
    #: Whether the name that an act takes must have been free.
    looks: Callable[[Act], bool]
    #: What an act tells besides of the entity that it met.
    tells: Tells
    by_id: dict[Hashable, Life]
    taken: dict[Hashable, list[tuple[Act, Life]]]
    #: Names that others may have had.
    vague: frozenset[Hashable]

    def constraints(self) -> Iterator[Constraint]:
        """What every order must keep."""
        for life in self.by_id.values():
            yield from _in_time(life)
        for each in self.taken.values():
            yield from self._one_by_one(each)
        for act in self.acts:
            if act.operation == "list":
                yield from self._listed(act)
            elif act.status == _MISSING:
                yield from self._missed(act)
            else:
                yield from self._met(act)
            if act.status == _REFUSED and "name" in act.arguments:
                yield from self._refused(act)

    def _one_by_one(self, takers: Sequence[tuple[Act, Life]]) -> Iterator[Constraint]:
        """Of two entities that have one name, one gives it up before the other takes it."""
        for (one, its), (other, others) in combinations(takers, 2):
            if its is not others and (self.looks(one) or self.looks(other)):
                yield [*self._then(one, its, other), *self._then(other, others, one)]

    def _then(self, one: Act, its: Life, other: Act) -> Iterator[Option]:
        if not self.looks(other):
            yield ((one.number, other.number),)
            return
        for each in self._releases(its, self.name(one)):
            yield (one.number, each.number), (each.number, other.number)

    def _releases(self, life: Life, name: Hashable) -> list[Act]:
        return [each for each in life.writes if self.name(each) != name] + life.ends

    def _listed(self, act: Act) -> Iterator[Constraint]:
        for id_, life in self.by_id.items():
            yield _during(act, life) if id_ in act.value else _outside(act, life)

    def _missed(self, act: Act) -> Iterator[Constraint]:
        life = self.by_id.get(act.arguments["id"])
        if life:
            yield _outside(act, life)

    def _met(self, act: Act) -> Iterator[Constraint]:
        life = self.by_id.get(act.arguments.get("id"))
        if life:
            yield _during(act, life)
            yield from self.tells(act, life)

    def _refused(self, act: Act) -> Iterator[Constraint]:
        """Another one had the name."""
        name, own = self.name(act), act.arguments.get("id")
        if name not in self.vague:
            had = [each for each in self.taken.get(name, ()) if each[1].id != own]
            yield _some([(one, self._releases(its, name)) for one, its in had], act)


def lives(
    acts: Sequence[Act],
    unsure: frozenset[int],
    *,
    name: Callable[[Act], Hashable],
    looks: Callable[[Act], bool],
    tells: Tells,
) -> Lives:
    """Look through a history, in which acts with these numbers may have happened or not."""
    known: dict[Hashable, Life] = {}
    vague_ids, vague_names = set[Hashable](), set[Hashable]()
    for act in filter(_writes, acts):
        if act.number in unsure:
            vague_ids |= id_of(act)
            vague_names.add(_taken(act, name))
            continue
        (id_,) = id_of(act)
        life = known.setdefault(id_, Life(id_))
        place = life.ends if act.operation == "delete" else life.writes
        place.insert(0 if act.status == _CREATED else len(place), act)
    taken: dict[Hashable, list[tuple[Act, Life]]] = defaultdict(list)
    for id_, life in known.items():
        if id_ in vague_ids or not _once(life):
            vague_names |= {name(each) for each in life.writes}
            continue
        for each in life.writes:
            if name(each) is not None:
                taken[name(each)].append((each, life))
    whole = {id_: life for id_, life in known.items() if id_ not in vague_ids and _once(life)}
    return Lives(
        acts=[each for each in acts if each.number not in unsure],
        name=name,
        looks=looks,
        tells=tells,
        by_id=whole,
        taken=dict(taken),
        vague=frozenset(vague_names),
    )


def _writes(act: Act) -> bool:
    happens = act.status in {_OK, _CREATED, _DELETED} or not act.known
    return happens and act.operation not in {"read", "list"}


def _taken(act: Act, name: Callable[[Act], Hashable]) -> Hashable:
    return None if act.operation == "delete" else name(act)


def _once(life: Life) -> bool:
    """Whether it was made once, and ended once at the most."""
    made = sum(each.status == _CREATED for each in life.writes)
    return made == 1 and len(life.ends) <= 1


def _in_time(life: Life) -> Iterator[Constraint]:
    """Writes come one by one."""
    for one, other in combinations(life.writes[1:], 2):
        yield [((one.number, other.number),), ((other.number, one.number),)]


def _during(act: Act, life: Life) -> Constraint:
    """What meets an entity comes after it is made and before it ends."""
    made = [] if act is life.made else [(life.made.number, act.number)]
    return [(*made, *((act.number, each.number) for each in life.ends if each is not act))]


def _outside(act: Act, life: Life) -> Constraint:
    ended: list[Option] = [((each.number, act.number),) for each in life.ends]
    return [((act.number, life.made.number),), *ended]


def _some(sources: Sequence[tuple[Act, Sequence[Act]]], act: Act) -> Constraint:
    """After one of some acts, with none of those in between that would undo it."""
    ways: list[Option] = []
    for source, undone in sources:
        if _may_precede(source, act):
            ways += _undisturbed(source, undone, act)
    return ways


def _undisturbed(source: Act, undone: Sequence[Act], act: Act) -> Iterator[Option]:
    first = (source.number, act.number)
    sides = [_either(source, each, act) for each in undone if each is not source]
    if len([each for each in sides if len(each) > 1]) > _UNSETTLED and all(sides):
        yield first, *(each[0] for each in sides if len(each) == 1)
        return
    for chosen in product(*sides):
        yield first, *chosen


def _either(source: Act, undoing: Act, act: Act) -> list[Pair]:
    """Before the one or after the other, as far as the clock lets it."""
    before = [(undoing.number, source.number)] if _may_precede(undoing, source) else []
    after = [(act.number, undoing.number)] if _may_precede(act, undoing) else []
    return before + after


def _may_precede(one: Act, other: Act) -> bool:
    return one.began <= other.ended


def undisturbed(act: Act, life: Life, sources: Iterable[Act]) -> Iterator[Constraint]:
    """An act that meets what one of these wrote, and nobody has written over."""
    found = list(sources)
    others = [each for each in life.writes if each is not act]
    if len(found) == 1:
        (source,) = found
        yield [((source.number, act.number),)]
        for each in others:
            if each is not source:
                yield [((each.number, source.number),), ((act.number, each.number),)]
        return
    yield _some([(each, [other for other in others if other is not each]) for each in found], act)


def overwritten(act: Act, life: Life, sources: Iterable[Act]) -> Iterator[Constraint]:
    """An act that meets nothing that one of these wrote, or something that is written over it."""
    for source in sources:
        over = [each for each in life.writes if each is not source and each is not act]
        yield [
            ((act.number, source.number),),
            *(((source.number, each.number), (each.number, act.number)) for each in over),
        ]
