import pytest

from fakeping.journal.count import Count, counted


@pytest.mark.parametrize(
    ("said", "count", "text"),
    [
        pytest.param({}, Count(least=1), "at least once", id="nothing"),
        pytest.param({"count": 1}, Count(least=1, most=1), "exactly once", id="once"),
        pytest.param({"count": 0}, Count(least=0, most=0), "exactly 0 times", id="never"),
        pytest.param(
            {"count": range(2, 5)}, Count(least=2, most=4), "from 2 to 4 times", id="range"
        ),
        pytest.param({"count": range(1, 2)}, Count(least=1, most=1), "exactly once", id="of one"),
        pytest.param({"at_least": 2}, Count(least=2), "at least 2 times", id="at least"),
        pytest.param({"at_most": 2}, Count(least=0, most=2), "at most 2 times", id="at most"),
        pytest.param(
            {"at_least": 1, "at_most": 2}, Count(least=1, most=2), "from 1 to 2 times", id="both"
        ),
    ],
)
def test_a_count_can_be_given_in_several_ways(said, count, text):
    made = counted(**({"count": None, "at_least": None, "at_most": None} | said))

    assert (made, str(made)) == (count, text)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"count": 1, "at_least": 1}, id="twice"),
        pytest.param({"count": range(0)}, id="a range of nothing"),
        pytest.param({"count": range(1, 9, 2)}, id="a range with holes"),
        pytest.param({"at_least": 3, "at_most": 2}, id="more than at most"),
        pytest.param({"at_least": range(1, 3)}, id="at least a range"),
        pytest.param({"at_most": range(1, 3)}, id="at most a range"),
    ],
)
def test_an_impossible_count_is_refused(said):
    with pytest.raises(ValueError, match=r"often|nothing|is a whole number"):
        counted(**({"count": None, "at_least": None, "at_most": None} | said))


@pytest.mark.parametrize(
    ("count", "holds"),
    [
        pytest.param(Count(least=2), [False, False, True, True], id="at least"),
        pytest.param(Count(least=1, most=2), [False, True, True, False], id="between"),
        pytest.param(Count(least=0, most=0), [True, False, False, False], id="never"),
    ],
)
def test_it_holds_from_the_least_to_the_most(count, holds):
    assert [count.holds(found) for found in range(4)] == holds
