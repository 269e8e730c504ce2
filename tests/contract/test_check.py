import re
from typing import Any

import pytest

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect, unlike
from fakeping.contract.target import Differs
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON, Headers


@pytest.mark.parametrize(
    ("actual", "expected", "differences"),
    [
        pytest.param({"a": 1, "b": 2}, {"a": 1}, [], id="an object with more members"),
        pytest.param({}, {"a": ...}, ["body.a is missing"], id="a member that is missing"),
        pytest.param({"a": None}, {"a": ...}, ["body.a is missing"], id="one that is null"),
        pytest.param({}, {"a": None}, [], id="null, or nothing"),
        pytest.param({}, {"a": ABSENT}, [], id="nothing"),
        pytest.param(
            {"a": None},
            {"a": ABSENT},
            ["body.a: null, expected nothing, not even null"],
            id="null where nothing is expected",
        ),
        pytest.param({"a": "x"}, {"a": str}, [], id="any value of a type"),
        pytest.param("abc", re.compile("a.c"), [], id="a pattern"),
        pytest.param([1], [1, 2], ["body: [1], expected [1, 2]"], id="lists of two lengths"),
        pytest.param([1, 3], [1, 2], ["body[1]: 3, expected 2"], id="an item"),
        pytest.param(1, str, ["body: 1, expected a string"], id="another type"),
        pytest.param(
            "b", re.compile("a.c"), ['body: "b", expected "what matches a.c"'], id="no match"
        ),
    ],
)
def test_what_is_unlike_is_told(actual: JSON, expected: Any, differences: list[str]) -> None:
    assert unlike(actual, expected) == differences


def test_a_failure_says_what_was_asked_and_what_came() -> None:
    answer = Answer(
        status=404, headers=Headers({"Allow": "GET"}), body=b"no", asked="GET http://there/a"
    )

    with pytest.raises(Differs) as failure:
        expect(answer, 200, {"id": str}, Allow="PUT", Location=ABSENT)

    assert str(failure.value) == (
        "GET http://there/a: status 404, expected 200; body: no JSON: 'no', expected"
        ' {"id": "a string"}; header Allow: "GET", expected "PUT"'
    )


def test_json_is_declared_as_such() -> None:
    answer = Answer(status=200, body=b'{"id": "1"}', asked="GET http://there/a")

    with pytest.raises(Differs, match="header Content-Type: nothing, expected JSON's"):
        expect(answer, 200, {"id": str})


def test_a_sentence_is_raised_unless_it_holds() -> None:
    ensure("a value", "never said")
    ensure_same([1], [1], "never said")

    with pytest.raises(Differs, match="the sky is green"):
        ensure("", "the sky is green")
    with pytest.raises(Differs, match=r"the ids: \[1\], expected \[2\]"):
        ensure_same([1], [2], "the ids")
