"""Counted work tells a square from a proportion, wherever limits are."""

import pytest

from tests.hostile.work import SIZES, STEEP, steepening, steps


def turns(count):
    """An act that takes some three steps for each turn."""

    def act():
        for _ in range(count):
            pass

    return act


def of(work):
    return lambda size: turns(int(work(size)))


IN_PROPORTION = {
    "nothing": lambda _: 5,
    "as long": lambda size: size,
    "twice as long": lambda size: 2 * size + 1_000,
    "refused from a length on": lambda size: min(size, 3_000),
    "more from a length on": lambda size: size + 4_000 * (size > 2_500),
    "less from a length on": lambda size: 10 if size > 4_500 else size,
    "dearer once a cache is full": lambda size: size + 0.5 * max(0, size - 4_000),
    "cheaper once it is known": lambda size: 3 * size - 2 * max(0, size - 4_000),
    "refused from late on": lambda size: min(size, 25_000),
    "with its logarithm": lambda size: size * size.bit_length() / 8,
}

SQUARES = {
    "a square": lambda size: size**2 / 2_000,
    "small beside the rest": lambda size: 5 * size + size**2 / 500,
    "smaller still beside the rest": lambda size: 5 * size + size**2 / 900,
    "beside its logarithm": lambda size: size * size.bit_length() / 8 + size**2 / 3_000,
    "of pairs": lambda size: (size // 30) * (size // 30 - 1) / 2,
    "a cube beside the rest": lambda size: size + (size / 300) ** 3,
    "with a limit": lambda size: size**2 / 2_000 + 4_000 * (size > 2_500),
    "of what comes late": lambda size: size + max(0, size - 3_500) ** 2 / 1_000,
    "that makes a jump first": lambda size: 9_000 * (size > 1_700) + size**2 / 2_000,
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", IN_PROPORTION)
def test_what_is_in_proportion_is_far_from_steep(name, size):
    assert steepening(of(IN_PROPORTION[name]), size) < STEEP - 0.4


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SQUARES)
def test_a_square_is_far_from_in_proportion(name, size):
    assert steepening(of(SQUARES[name]), size) > STEEP + 0.1


def test_a_turn_of_a_comprehension_is_a_step():
    few, many = (steps(lambda n=n: [each + 1 for each in range(n)]) for n in (100, 1_100))

    assert 1_000 <= many - few <= 3_000


def test_a_turn_of_a_generator_is_a_step():
    few, many = (steps(lambda n=n: sum(each + 1 for each in range(n))) for n in (100, 1_100))

    assert 1_000 <= many - few <= 3_000
