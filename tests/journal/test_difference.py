import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.journal.difference import differences, shown


class Even:
    """A matcher of a test's own."""

    def __eq__(self, other):
        return other % 2 == 0

    def __hash__(self):
        return 0

    def __repr__(self):
        return "Even()"


def says(actual, expected):
    return list(differences("json", actual, expected))


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        pytest.param({"a": 1, "b": 2}, {"a": 1}, id="an object in part"),
        pytest.param([{"a": 1, "b": 2}], [{"a": 1}], id="objects in a list in part"),
        pytest.param("photos", re.compile("^ph"), id="a pattern that is found"),
        pytest.param(4, Even(), id="an == of its own"),
        pytest.param(4, range(3, 5), id="a range"),
        pytest.param("b", {"a", "b"}, id="one of several"),
        pytest.param({"x": 1}, [{"x": 1}][0], id="the same object"),
        pytest.param(["b", "a"], {"a", "b"}, id="elements in any order"),
        pytest.param("x", str, id="a type"),
        pytest.param("xyz", lambda text: len(text) == 3, id="a function"),
        pytest.param("xyz", partial(str.startswith, "xyz"), id="a partial function"),
        pytest.param(None, None, id="null"),
        pytest.param(None, ..., id="anything"),
        pytest.param({"id": "5"}, {"id": ...}, id="a member, whatever it is"),
        pytest.param([], [...], id="any elements, and there are none"),
        pytest.param([1, 2, 3], [..., 2, ...], id="an element somewhere"),
        pytest.param([1, 2, 3], [1, ...], id="the first elements"),
        pytest.param([1, 2, 3], [..., 3], id="the last elements"),
        pytest.param([1, 2, 3, 4], [1, ..., 3, ...], id="elements in order"),
        pytest.param([1, 2, 1, 3], [..., 1, 3], id="a run that begins twice"),
        pytest.param([{"a": 1, "b": 2}], [..., {"a": 1}, ...], id="an object in part, somewhere"),
    ],
)
def test_equal_values_have_no_difference(actual, expected):
    assert says(actual, expected) == []


@pytest.mark.parametrize(
    ("actual", "expected", "says_"),
    [
        pytest.param({}, {"a": ...}, "json.a: missing, expected ...", id="no such member"),
        pytest.param("x", re.compile("y"), 'json: "x", expected /y/', id="a pattern"),
        pytest.param(5, re.compile("5"), "json: 5, expected /5/", id="a pattern of no text"),
        pytest.param(3, Even(), "json: 3, expected Even()", id="an == of its own"),
        pytest.param(5, range(3, 5), "json: 5, expected range(3, 5)", id="a range"),
        pytest.param(True, range(2), "json: true, expected range(0, 2)", id="no number"),
        pytest.param(True, 1, "json: true, expected 1", id="true is not 1"),
        pytest.param(0, False, "json: 0, expected false", id="0 is not false"),
        pytest.param("x", int, 'json: "x", expected int', id="a type"),
        pytest.param("c", {"a"}, "json: \"c\", expected {'a'}", id="none of several"),
        pytest.param([{}], {"a"}, "json: [{}], expected {'a'}", id="elements in any order"),
        pytest.param([1], {"x": 1}, 'json: [1], expected {"x": 1}', id="a list is no object"),
        pytest.param([1, 2], [1], "json: [1, 2], expected [1]", id="more elements"),
        pytest.param([1], [..., 2], "json: [1], expected [..., 2]", id="not the last"),
        pytest.param([1], [1, ..., 1], "json: [1], expected [1, ..., 1]", id="not twice"),
        pytest.param([2, 1], [..., 1, ..., 2, ...], None, id="not in that order"),
        pytest.param([2], [1, ...], "json: [2], expected [1, ...]", id="not the first"),
    ],
)
def test_a_difference_names_what_was_expected(actual, expected, says_):
    said = says(actual, expected)

    assert said if says_ is None else said == [says_]


def test_a_function_is_named_where_people_read_of_it():
    def is_short(text):
        return len(text) < 3

    assert says("long", is_short) == ['json: "long", expected is_short']


def test_a_long_value_is_cut():
    assert shown("x" * 300) == f'"{"x" * 199}... (300 characters)'


def test_an_objects_difference_shows_only_expected_members():
    assert shown({"a": [..., re.compile("b")], "c": str}) == '{"a": [..., /b/], "c": str}'


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=8,
)


@given(documents)
def test_a_document_is_what_it_is(document):
    assert says(document, document) == []


@given(st.dictionaries(st.text(max_size=2), documents), st.data())
def test_members_may_be_left_out_and_not_be_others(document, data):
    names = data.draw(st.sets(st.sampled_from(sorted(document))) if document else st.just(set()))
    part = {name: document[name] for name in names}

    assert says(document, part) == []
    assert says(part, document) == [
        f"json.{name}: missing, expected {shown(value)}"
        for name, value in document.items()
        if name not in part
    ]


@given(st.lists(st.integers(0, 3), max_size=6), st.lists(st.integers(0, 3) | st.just(...)))
def test_dots_in_a_list_are_what_a_star_is_in_a_pattern(actual, expected):
    pattern = "".join("[0-9]*" if each is ... else str(each) for each in expected)
    model = re.fullmatch(pattern, "".join(map(str, actual))) is not None

    assert (not says(actual, expected)) is model
