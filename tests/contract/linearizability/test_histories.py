"""Recorded histories: those that some order explains, and those that none does."""

import itertools
from typing import Any

import pytest

from fakeping.contract.linearizability import (
    UNKNOWN,
    Act,
    NotLinearizable,
    Resources,
    ResourceSets,
    check,
)


def history(*rows: tuple[Any, ...]) -> list[Act]:
    """Acts out of rows: when it began and ended, what was asked, what came."""
    return [
        Act(
            number=number,
            client=f"client {number}",
            operation=operation,
            arguments=arguments,
            result=result,
            began=began,
            ended=float("inf") if result is UNKNOWN else ended,
        )
        for number, (began, ended, operation, arguments, result) in enumerate(rows, 1)
    ]


def create(name: str, came: tuple[int, str | None]) -> tuple[Any, ...]:
    return "create", {"name": name}, came


def read(id_: str, came: tuple[Any, ...]) -> tuple[Any, ...]:
    return "read", {"id": id_}, came


def update(id_: str, name: str, came: tuple[int, str | None], **more: str) -> tuple[Any, ...]:
    return "update", {"id": id_, "name": name, **more}, came


def delete(id_: str, came: tuple[int, None]) -> tuple[str, dict[str, str], tuple[int, None]]:
    return "delete", {"id": id_}, came


def listed(*ids: str) -> tuple[Any, ...]:
    return "list", {}, (200, frozenset(ids))


def register(name: str, came: tuple[Any, ...]) -> tuple[Any, ...]:
    return "register", {"name": name}, came


DONE, TAKEN, MISSING, DELETED, STALE = (
    (200, None),
    (400, None),
    (404, None),
    (204, None),
    (412, None),
)

EXPLAINED = [
    pytest.param([], id="nothing"),
    pytest.param(
        [(0, 1, *create("a", (201, "1"))), (2, 3, *read("1", (200, ("a", None))))],
        id="one after the other",
    ),
    pytest.param(
        [(0, 9, *create("a", (201, "1"))), (1, 2, *create("a", TAKEN))],
        id="a refusal that ends before the creation does",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 9, *delete("1", DELETED)),
            (3, 8, *create("a", (201, "2"))),
            (4, 5, *listed("2")),
        ],
        id="a name that is free again",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 9, *update("1", "b", DONE)),
            (3, 4, *read("1", (200, ("b", None)))),
            (5, 6, *create("a", (201, "2"))),
        ],
        id="an update that shows before it ends",
    ),
    pytest.param(
        [
            (0, 9, *create("a", (201, "1"))),
            (0, 9, *create("b", (201, "2"))),
            (1, 5, *listed("2")),
            (2, 8, *listed("1", "2")),
        ],
        id="lists while things are created",
    ),
    pytest.param(
        [(0, 0, *create("a", UNKNOWN)), (2, 3, *create("a", TAKEN))],
        id="a creation without an answer that happened",
    ),
    pytest.param(
        [(0, 0, *create("a", UNKNOWN)), (2, 3, *create("a", (201, "1")))],
        id="a creation without an answer that did not happen",
    ),
    pytest.param(
        [(0, 0, *create("a", UNKNOWN)), (1, 2, *listed()), (3, 4, *listed("9"))],
        id="a creation without an answer that happened late",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 2, *delete("1", UNKNOWN)),
            (3, 4, *listed("1")),
            (5, 6, *read("1", MISSING)),
        ],
        id="a deletion without an answer that happened late",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 2, *update("1", "b", UNKNOWN)),
            (3, 4, *read("1", (200, ("b", None)))),
        ],
        id="an update without an answer",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (0, 2, *read("1", UNKNOWN)),
            (0, 2, "list", {}, UNKNOWN),
        ],
        id="reads without an answer",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 2, *create("a", UNKNOWN)),
            (3, 4, *delete("1", DELETED)),
            (5, 6, *create("a", TAKEN)),
        ],
        id="a creation without an answer that was not possible at first",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 9, *update("1", "a", DONE)),
            (3, 4, *update("1", "b", DONE)),
            (5, 6, *create("b", TAKEN)),
            (10, 11, *read("1", (200, ("a", None)))),
        ],
        id="an update that changed nothing where it began",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 3, *delete("2", MISSING)),
            (2, 3, *update("2", "c", MISSING)),
            (4, 5, *create("b", (201, "2"))),
            (6, 7, *update("2", "a", TAKEN)),
            (8, 9, *update("2", "b", DONE)),
        ],
        id="what is not there, and a name of one's own",
    ),
]


@pytest.mark.parametrize("rows", EXPLAINED)
def test_a_history_that_some_order_explains(rows: list[tuple[Any, ...]]) -> None:
    acts = history(*rows)

    order = check(acts, Resources())

    assert {each for each in acts if each.known} <= set(order) <= set(acts)
    for before, after in itertools.pairwise(order):
        assert before.began <= after.ended


CONTRADICTORY = [
    pytest.param(
        [
            (0, 1, *create("x", (201, "0"))),
            (0, 5, *create("a", (201, "1"))),
            (1, 6, *create("a", (201, "2"))),
        ],
        {2, 3},
        "create(name='a') -> 201 '2' can't be",
        id="one name twice",
    ),
    pytest.param(
        [(0, 1, *create("a", TAKEN)), (2, 3, *create("a", (201, "1")))],
        {1},
        "create(name='a') -> 400 can't be",
        id="taken before it was",
    ),
    pytest.param(
        [(0, 1, *create("a", (201, "1"))), (2, 3, *read("1", MISSING))],
        {1, 2},
        "read(id='1') -> 404 can't be",
        id="a read that misses what is there",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 3, *update("1", "b", DONE)),
            (4, 5, *read("1", (200, ("a", None)))),
            (6, 7, *listed("1")),
        ],
        {2, 3},
        "1: ('b', None)",
        id="a stale read",
    ),
    pytest.param(
        [(0, 1, *create("a", (201, "1"))), (2, 3, *create("b", (201, "2"))), (4, 5, *listed("2"))],
        {1, 3},
        "list() -> 200 {} can't be",
        id="a list that lost one",
    ),
    pytest.param(
        [
            (0, 9, *create("a", (201, "1"))),
            (0, 9, *create("b", (201, "2"))),
            (1, 5, *listed("2")),
            (6, 8, *listed("1")),
        ],
        {3, 4},
        "list() -> 200 {} can't be",
        id="a list that goes back",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 6, *delete("1", DELETED)),
            (3, 7, *delete("1", DELETED)),
        ],
        {2, 3},
        "delete(id='1') -> 204 can't be",
        id="deleted twice",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 3, *create("b", (201, "2"))),
            (4, 9, *update("1", "c", DONE)),
            (5, 8, *update("2", "c", DONE)),
        ],
        {3, 4},
        "update(id='2', name='c') -> 200 can't be",
        id="two renamed to one name",
    ),
    pytest.param(
        [(0, 1, *create("a", (201, "1"))), (2, 3, *create("b", (201, "1")))],
        {1, 2},
        "create(name='b') -> 201 '1' can't be",
        id="one id twice",
    ),
    pytest.param(
        [
            (0, 1, *create("a", (201, "1"))),
            (2, 3, *delete("1", DELETED)),
            (4, 5, *create("a", (201, "1"))),
        ],
        {2, 3},
        "create(name='a') -> 201 '1' can't be",
        id="an id that is given again",
    ),
    pytest.param(
        [(0, 0, *create("a", UNKNOWN)), (1, 2, *listed("9")), (3, 4, *listed())],
        {2, 3},
        "list() -> 200 {} can't be",
        id="a creation without an answer that came and went",
    ),
]


@pytest.mark.parametrize(("rows", "window", "words"), CONTRADICTORY)
def test_a_history_that_no_order_explains_is_shown_by_its_fewest_calls(
    rows: list[tuple[Any, ...]], window: set[int], words: str
) -> None:
    with pytest.raises(NotLinearizable) as refused:
        check(history(*rows), Resources())

    assert {each.number for each in refused.value.window} == window
    assert words in str(refused.value)


def test_what_a_person_sees() -> None:
    rows = [
        (0, 1_000_000, *create("other", (201, "0"))),
        (2_000_000, 4_000_000, *create("a", (201, "1"))),
        (3_000_000, 6_000_000, *create("a", (201, "2"))),
        (1_500_000, 1_600_000, *listed("0")),
    ]

    with pytest.raises(NotLinearizable) as refused:
        check(history(*rows), Resources())

    assert (
        str(refused.value)
        == """\
No client alone could have seen what is marked, whatever the order and all the rest:

* client 2  |---------------|                 create(name='a') -> 201 '1'
* client 3          |----------------------|  create(name='a') -> 201 '2'
            0                       4.000 ms

One order leaves
  1: ('a', None)
where create(name='a') -> 201 '2' can't be."""
    )


def test_letter_case_can_be_set_aside() -> None:
    rows = history((0, 1, *create("a", (201, "1"))), (2, 3, *create("A", TAKEN)))

    check(rows, Resources(names_fold_case=True))

    with pytest.raises(NotLinearizable):
        check(rows, Resources())


SETS_EXPLAINED = [
    pytest.param(
        [
            (0, 1, *register("a", (201, ("1", "e1")))),
            (2, 9, *update("1", "b", (200, "e2"), if_match="e1")),
            (3, 8, *update("1", "c", STALE, if_match="e1")),
            (10, 11, *read("1", (200, ("b", None, "e2")))),
            (12, 13, *update("1", "c", (200, "e3"))),
            (14, 15, *listed("1")),
            (16, 17, "delete", {"id": "1", "if_match": "e3"}, DELETED),
            (18, 19, *read("1", MISSING)),
            (18, 19, *update("1", "c", MISSING)),
            (18, 19, *delete("1", MISSING)),
        ],
        id="of two updates with one tag, one",
    ),
    pytest.param(
        [
            (0, 5, *register("a", (201, ("1", "e1")))),
            (1, 2, *register("a", TAKEN)),
            (6, 7, *update("1", "b", (200, "e2"))),
            (8, 9, *register("b", TAKEN)),
            (8, 9, "delete", {"id": "1", "if_match": "e1"}, STALE),
        ],
        id="a name that is taken",
    ),
    pytest.param(
        [
            (0, 1, *register("a", (201, ("1", "e1")))),
            (2, 2, *update("1", "b", UNKNOWN)),
            (3, 4, *read("1", (200, ("b", None, "e2")))),
            (5, 6, *update("1", "c", (200, "e3"), if_match="e2")),
        ],
        id="an update without an answer, whose tag is read",
    ),
    pytest.param(
        [
            (0, 0, *register("a", UNKNOWN)),
            (1, 2, *listed("7")),
            (3, 4, *register("a", TAKEN)),
            (3, 3, *register("a", UNKNOWN)),
            (3, 3, *read("7", UNKNOWN)),
            (5, 6, *listed("7")),
            (7, 7, "list", {}, UNKNOWN),
            (8, 8, *delete("5", UNKNOWN)),
        ],
        id="a registration without an answer",
    ),
]


@pytest.mark.parametrize("rows", SETS_EXPLAINED)
def test_resource_sets_that_some_order_explains(rows: list[tuple[Any, ...]]) -> None:
    check(history(*rows), ResourceSets())


SETS_CONTRADICTORY = [
    pytest.param(
        [
            (0, 1, *register("a", (201, ("1", "e1")))),
            (2, 9, *update("1", "b", (200, "e2"), if_match="e1")),
            (3, 8, *update("1", "c", (200, "e3"), if_match="e1")),
        ],
        {2, 3},
        id="a lost update",
    ),
    pytest.param(
        [
            (0, 1, *register("a", (201, ("1", "e1")))),
            (2, 3, *update("1", "b", (200, "e2"))),
            (4, 5, *read("1", (200, ("b", None, "e1")))),
        ],
        {3},
        id="a tag that is stale",
    ),
    pytest.param(
        [(0, 1, *register("a", (201, ("1", "e1")))), (2, 3, *register("b", (201, ("1", "e2"))))],
        {1, 2},
        id="one id twice",
    ),
    pytest.param(
        [
            (0, 1, *register("a", (201, ("1", "e1")))),
            (2, 3, "delete", {"id": "1", "if_match": "e0"}, DELETED),
        ],
        {2},
        id="deleted in spite of its tag",
    ),
    pytest.param(
        [(0, 1, *register("a", (201, ("1", "e1")))), (2, 3, *listed())],
        {1, 2},
        id="a list that lacks one",
    ),
    pytest.param(
        [(0, 1, *register("a", TAKEN))],
        {1},
        id="taken by nobody",
    ),
    pytest.param(
        [(0, 1, *read("1", (200, ("a", None, "e1"))))],
        {1},
        id="read before it was there",
    ),
]


@pytest.mark.parametrize(("rows", "window"), SETS_CONTRADICTORY)
def test_resource_sets_that_no_order_explains(
    rows: list[tuple[Any, ...]], window: set[int]
) -> None:
    with pytest.raises(NotLinearizable) as refused:
        check(history(*rows), ResourceSets())

    assert {each.number for each in refused.value.window} == window


def test_names_need_not_be_unique() -> None:
    rows = history(
        (0, 1, *register("a", (201, ("1", "e1")))), (2, 3, *register("a", (201, ("2", "e2"))))
    )

    check(rows, ResourceSets(unique_names=False))

    with pytest.raises(NotLinearizable):
        check(rows, ResourceSets())
