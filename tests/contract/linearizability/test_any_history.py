"""Histories that Hypothesis makes: what a serial run could have been is taken, a lie is not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fakeping.contract.linearizability import Act, NotLinearizable, Resources, ResourceSets, check

NAMES = st.sampled_from("abc")
KINDS = st.sampled_from(["create", "create", "read", "update", "delete", "list"])


class Serial:
    """A server that one client asks: it says what comes, act by act."""

    def __init__(self) -> None:
        self.there: dict[str, tuple[str, str | None]] = {}
        self.made = 0

    def create(self, name: str) -> tuple[int, str | None]:
        if name in {each for each, _ in self.there.values()}:
            return 400, None
        self.made += 1
        self.there[str(self.made)] = (name, None)
        return 201, str(self.made)

    def read(self, id_: str) -> tuple[Any, ...]:
        return (200, self.there[id_]) if id_ in self.there else (404, None)

    def update(self, id_: str, name: str, description: str | None) -> tuple[int, None]:
        if id_ not in self.there:
            return 404, None
        if any(each == name and other != id_ for other, (each, _) in self.there.items()):
            return 400, None
        self.there[id_] = (name, description)
        return 200, None

    def delete(self, id_: str) -> tuple[int, None]:
        return (204, None) if self.there.pop(id_, None) else (404, None)

    def list(self) -> tuple[int, frozenset[str]]:
        return 200, frozenset(self.there)


@st.composite
def histories(draw: Callable[..., Any], *, size: int = 12) -> list[Act]:
    """A serial run, each act of which lasts from somewhat before its moment to somewhat after."""
    server, acts = Serial(), []
    for number in range(draw(st.integers(1, size))):
        kind = draw(KINDS)
        arguments = {}
        if kind in {"read", "update", "delete"}:
            arguments["id"] = str(draw(st.integers(1, 4)))
        if kind in {"create", "update"}:
            arguments["name"] = draw(NAMES)
        if kind == "update":
            arguments["description"] = draw(st.sampled_from([None, "x", "y"]))
        result = getattr(server, kind)(*arguments.values())
        # Moments are 10 apart; an act that began first may well happen last.
        before, after = draw(st.integers(0, 40)), draw(st.integers(0, 40))
        acts.append(
            Act(
                number=number + 1,
                client=f"client {number}",
                operation=kind,
                arguments=arguments,
                result=result,
                began=10 * number - before,
                ended=10 * number + after,
            )
        )
    return acts


#: Results that an operation may have had instead.
LIES: dict[str, list[tuple[int, Any]]] = {
    "create": [(201, "1"), (201, "2"), (400, None)],
    "read": [(200, ("a", None)), (200, ("b", "x")), (404, None)],
    "update": [(200, None), (400, None), (404, None)],
    "delete": [(204, None), (404, None)],
    "list": [(200, frozenset()), (200, frozenset("1")), (200, frozenset("12"))],
}


@given(histories(size=25))
def test_a_serial_run_whose_calls_overlap_is_explained(acts: list[Act]) -> None:
    order = check(acts, Resources())

    assert set(order) == set(acts)
    assert explains(order)


@given(histories(size=6), st.data())
def test_a_result_that_is_another_is_refused_where_no_order_has_it(
    acts: list[Act], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(acts) - 1))
    lie = data.draw(st.sampled_from(LIES[acts[index].operation]))
    acts[index] = replace(acts[index], result=lie)
    created = [each.result for each in acts if each.result[0] == 201]
    possible = len(set(created)) == len(created) and any(map(explains, orders(acts)))

    if possible:
        assert explains(check(acts, Resources()))
        return
    with pytest.raises(NotLinearizable) as refused:
        check(acts, Resources())
    assert set(refused.value.window) <= set(acts)
    assert str(refused.value)


@given(histories(size=12))
def test_a_part_that_never_meets_another_is_ordered_by_itself(acts: list[Act]) -> None:
    """The very same run under other names and ids, at the same time."""
    acts = [each for each in acts if each.operation != "list"]
    others = [elsewhere(each) for each in acts]

    order = check([*acts, *others], Resources())

    assert set(order) == {*acts, *others}


def elsewhere(act: Act) -> Act:
    arguments = {name: value and f"{value}'" for name, value in act.arguments.items()}
    status, value = act.result
    if isinstance(value, str):
        value += "'"
    if isinstance(value, tuple):
        value = tuple(each and f"{each}'" for each in value)
    return replace(act, number=-act.number, arguments=arguments, result=(status, value))


def orders(acts: list[Act]) -> Iterator[tuple[Act, ...]]:
    """Every order that keeps what ended before what began later: the definition, by brute force."""
    for each in permutations(acts):
        if all(
            later.ended >= act.began for place, act in enumerate(each) for later in each[place:]
        ):
            yield each


def explains(order: Sequence[Act]) -> bool:
    """Whether a single server, asked in this order, would have answered all of it."""
    there: dict[str, tuple[str | None, str | None]] = {}
    for act in order:
        name, description = act.arguments.get("name"), act.arguments.get("description")
        id_ = act.arguments.get("id")
        holder = next((each for each, value in there.items() if value[0] == name), None)
        if act.operation == "create":
            good = (holder is None) == (act.result[0] == 201)
            if act.result[0] == 201:
                good &= act.result[1] not in there
                there[act.result[1]] = (name, None)
        elif act.operation == "read":
            good = act.result == ((200, there[id_]) if id_ in there else (404, None))
        elif act.operation == "list":
            good = act.result == (200, frozenset(there))
        elif id_ not in there:
            good = act.result[0] == 404
        elif act.operation == "delete":
            good = act.result[0] == 204
            del there[id_]
        else:
            good = act.result[0] == (200 if holder in {None, id_} else 400)
            if good and act.result[0] == 200:
                there[id_] = (name, description)
        if not good:
            return False
    return True


@st.composite
def tagged(draw: Callable[..., Any]) -> list[Act]:
    """A serial run of one resource set that many write to, with tags."""
    tag, acts, number = 0, [], 0
    acts.append(row(0, "register", {"name": "a"}, (201, ("1", "0")), -5, 5))
    there: tuple[str, str | None, str] = ("a", None, "0")
    for number in range(1, draw(st.integers(2, 15))):
        kind = draw(st.sampled_from(["read", "update", "update"]))
        moment = 10 * number
        began, ended = moment - draw(st.integers(0, 30)), moment + draw(st.integers(0, 30))
        if kind == "read":
            acts.append(row(number, "read", {"id": "1"}, (200, there), max(began, 6), ended))
            continue
        if_match = draw(st.sampled_from([str(tag), str(max(tag - 1, 0)), None]))
        arguments = {"id": "1", "name": "b", "description": str(number), "if_match": if_match}
        result: tuple[int, str | None] = (412, None)
        if if_match in {None, str(tag)}:
            tag += 1
            there = ("b", str(number), str(tag))
            result = (200, str(tag))
        acts.append(row(number, "update", arguments, result, max(began, 6), ended))
    return acts


def row(
    number: int,
    operation: str,
    arguments: dict[str, Any],
    result: tuple[Any, ...],
    began: float,
    ended: float,
) -> Act:
    return Act(
        number=number,
        client=f"client {number}",
        operation=operation,
        arguments=arguments,
        result=result,
        began=began,
        ended=ended,
    )


@given(tagged())
def test_writes_under_tags_are_explained(acts: list[Act]) -> None:
    assert set(check(acts, ResourceSets())) == set(acts)


@given(tagged(), st.data())
def test_a_write_that_its_tag_forbids_is_refused(acts: list[Act], data: st.DataObject) -> None:
    written = {each.arguments.get("if_match") for each in acts if each.result[0] == 200} - {None}
    stale = [each for each in acts if each.result == (412, None)]
    # Two can't both have found the one tag, whose write makes another.
    rivals = [each for each in stale if each.arguments["if_match"] in written]
    assume(rivals)
    lie = data.draw(st.sampled_from(rivals))
    acts[acts.index(lie)] = replace(lie, result=(200, "of nobody"))

    with pytest.raises(NotLinearizable):
        check(acts, ResourceSets())
