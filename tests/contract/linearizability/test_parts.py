"""What is about some entities alone is ordered by itself, and shows what contradicts itself."""

from collections.abc import Callable
from dataclasses import replace
from math import inf
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.contract.linearizability import (
    UNKNOWN,
    NotLinearizable,
    Resources,
    ResourceSets,
    Undecided,
    check,
)
from fakeping.contract.linearizability.history import Act
from tests.contract.linearizability.test_any_history import Serial, histories, row


class SerialSets:
    """A server of resource sets that one client asks. A tag is what is said of a set, or new."""

    def __init__(self, *, hashed: bool) -> None:
        self.there: dict[str, tuple[str | None, str | None, str]] = {}
        self.made = 0
        self.hashed = hashed

    def register(self, name: str | None) -> tuple[Any, ...]:
        if name is not None and name in {each[0] for each in self.there.values()}:
            return 400, None
        self.made += 1
        self.there[str(self.made)] = (name, None, self.tag(name, None))
        return 201, (str(self.made), self.there[str(self.made)][2])

    def read(self, id_: str) -> tuple[Any, ...]:
        return (200, self.there[id_]) if id_ in self.there else (404, None)

    def update(
        self, id_: str, name: str | None, description: str | None, if_match: str | None
    ) -> tuple[int, str | None]:
        if status := self.refused(id_, if_match):
            return status, None
        self.there[id_] = (name, description, self.tag(name, description))
        return 200, self.there[id_][2]

    def delete(self, id_: str, if_match: str | None) -> tuple[int, None]:
        if status := self.refused(id_, if_match):
            return status, None
        del self.there[id_]
        return 204, None

    def list(self) -> tuple[int, frozenset[str]]:
        return 200, frozenset(self.there)

    def refused(self, id_: str, if_match: str | None) -> int | None:
        if id_ not in self.there:
            return 404
        return 412 if if_match not in {None, self.there[id_][2]} else None

    def tag(self, name: str | None, description: str | None) -> str:
        self.made += 0 if self.hashed else 100
        return f"{name} {description}" if self.hashed else str(self.made)


@st.composite
def set_histories(draw: Callable[..., Any], *, size: int = 20) -> list[Act]:
    """A serial run, each act of which lasts from before its moment to after it."""
    server, acts = SerialSets(hashed=draw(st.booleans())), []
    names = st.sampled_from(["a", "b", None])
    for number in range(1, draw(st.integers(1, size)) + 1):
        kind = draw(st.sampled_from(["register", "read", "update", "update", "delete", "list"]))
        arguments = {}
        if kind in {"read", "update", "delete"}:
            arguments["id"] = draw(st.sampled_from([*server.there, "1"]))
        if kind in {"register", "update"}:
            arguments["name"] = draw(names)
        if kind == "update":
            arguments["description"] = draw(st.sampled_from([None, "x", "y"]))
        if kind in {"update", "delete"}:
            tags = [each[2] for each in server.there.values()]
            arguments["if_match"] = draw(st.sampled_from([None, "no tag", *tags]))
        result = getattr(server, kind)(*arguments.values())
        before, after = draw(st.integers(0, 40)), draw(st.integers(0, 40))
        acts.append(row(number, kind, arguments, result, 10 * number - before, 10 * number + after))
    return acts


@given(set_histories())
def test_a_serial_run_of_resource_sets_is_explained(acts: list[Act]) -> None:
    assert set(check(acts, ResourceSets())) == set(acts)


@given(histories(size=20), st.sets(st.sampled_from("1234")), st.data())
def test_what_is_about_some_entities_is_explained_where_all_of_it_is(
    acts: list[Act], ids: set[str], data: st.DataObject
) -> None:
    ids_known = [each for each in acts if each.status != 201]
    lost = data.draw(st.sets(st.sampled_from(ids_known), max_size=3)) if ids_known else ()
    acts = [replace(each, result=UNKNOWN, ended=inf) if each in lost else each for each in acts]

    about = list(Resources().about(acts, frozenset(ids)))

    check(about, Resources())
    assert {each.arguments["id"] for each in about if "id" in each.arguments} <= ids


def crowd(seed: int, *, clients: int = 64, calls: int = 25, names: int = 24) -> list[Act]:
    """What so many clients of one server see at once: each call happens at some moment of its."""
    random, server, acts, free = Random(seed), Serial(), [], [0.0] * clients
    for number in range(1, clients * calls + 1):
        who = min(range(clients), key=free.__getitem__)
        began = free[who]
        took = random.expovariate(1)
        acts.append((began + random.random() * took, number, began, began + took))
        free[who] = began + took
    done = []
    for _, number, began, ended in sorted(acts):
        kind = random.choice(["create", "create", "read", "update", "update", "delete", "list"])
        id_ = str(max(1, server.made - random.randrange(12)))
        arguments = {
            "create": {"name": f"{random.randrange(names)}"},
            "update": {"id": id_, "name": f"{random.randrange(names)}", "description": f"{number}"},
            "list": {},
        }.get(kind, {"id": id_})
        result = getattr(server, kind)(*arguments.values())
        done.append(row(number, kind, arguments, result, began, ended))
    return done


def test_two_calls_are_shown_of_a_crowd_that_contradict_each_other() -> None:
    acts = crowd(0, clients=32)
    deleted = {each.arguments["id"] for each in acts if each.status == 204}
    reads = [each for each in acts if each.operation == "read" and each.status == 200]
    seen = [each for each in reads if each.arguments["id"] not in deleted][-1]
    acts[acts.index(seen)] = missed = replace(seen, result=(404, None))

    with pytest.raises(NotLinearizable) as refused:
        check(acts, Resources())

    assert missed in refused.value.window
    assert len(refused.value.window) < 5


def test_a_crowd_with_calls_that_had_no_answer_is_decided() -> None:
    acts = crowd(1, clients=16)
    ids_known = [each for each in acts if each.status != 201]
    lost = {each.number for each in Random(1).sample(ids_known, 10)}
    acts = [
        replace(each, result=UNKNOWN, ended=inf) if each.number in lost else each for each in acts
    ]

    order = check(acts, Resources(), steps=100_000)

    assert {each for each in acts if each.known} <= set(order)


def test_what_is_not_decided_is_not_approved() -> None:
    with pytest.raises(Undecided):
        check(crowd(0), Resources(), steps=5_000)
