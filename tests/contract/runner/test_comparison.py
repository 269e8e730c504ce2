"""Answers are compared as to what they say: not their ids, dates, hosts and secrets."""

import json
import uuid
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.contract.comparison import Normal, differences, unlike
from fakeping.contract.target import HttpExchange
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON, Headers


def answered(
    status: int = 200, document: JSON = None, *, body: bytes | None = None, **headers: str
) -> HttpExchange:
    return HttpExchange(
        method="GET",
        url="http://here/a",
        headers={},
        body=b"",
        answer=Answer(
            status=status,
            headers=Headers({name.replace("_", "-"): value for name, value in headers.items()}),
            body=body if body is not None else json.dumps(document).encode(),
        ),
    )


def told(
    one: HttpExchange, other: HttpExchange, **more: tuple[dict[str, str], dict[str, str]]
) -> list[str]:
    return [each.says for each in differences([one], [other], **more)]


ONE, OTHER = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))

ALIKE = [
    pytest.param({"id": ONE}, {"id": OTHER}, id="ids"),
    pytest.param({"_id": f"{ONE}0"}, {"_id": f"{OTHER}17"}, id="ids with a counter"),
    pytest.param({"id": ONE, "up": ONE}, {"id": OTHER, "up": OTHER}, id="an id twice"),
    pytest.param(
        {"at": "2026-01-01T00:00:00Z"}, {"at": "2019-05-05T10:10:10.123+02:00"}, id="dates"
    ),
    pytest.param(
        {"_links": {"self": {"href": f"https://api.pingone.eu/v1/a/{ONE}?b=c"}}},
        {"_links": {"self": {"href": f"http://127.0.0.1:8900/v1/a/{OTHER}?b=c"}}},
        id="hosts",
    ),
    pytest.param({"access_token": "a", "exp": 1}, {"access_token": "b", "exp": 2}, id="secrets"),
    pytest.param({"updated_at": 1797930587}, {"updated_at": 1797930588}, id="dates in seconds"),
    pytest.param([ONE, "a"], ["a", OTHER], id="an order that nobody promises"),
    pytest.param(
        [{"id": ONE, "name": "a"}, {"id": OTHER, "name": "b"}],
        [{"id": ONE, "name": "b"}, {"id": OTHER, "name": "a"}],
        id="entities in another order",
    ),
    pytest.param({"why": "version '-1035886471'"}, {"why": "version '1375559693'"}, id="revisions"),
    pytest.param({ONE: 1}, {OTHER: 1}, id="ids that are members' names"),
    pytest.param(
        {"to": "https://here/back?a=b#code=xyz&state=s"},
        {"to": "https://there/back?a=b#code=abc&state=s"},
        id="codes in a fragment",
    ),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_is_a_deployments_own_makes_no_difference(one: JSON, other: JSON) -> None:
    assert told(answered(document=one), answered(document=other)) == []


UNLIKE = [
    pytest.param({"id": ONE, "up": ONE}, {"id": OTHER, "up": ONE}, "body.up: ", id="another id"),
    pytest.param({"a": 1}, {}, "body.a: only here", id="a member here"),
    pytest.param({}, {"a": 1}, "body.a: only there", id="a member there"),
    pytest.param({"a": None}, {}, "body.a: only here", id="null, and nothing"),
    pytest.param({"a": None}, {"a": "2026-01-01T00:00:00Z"}, "body.a: null here", id="no date"),
    pytest.param({"a": [1]}, {"a": [1, 2]}, "body.a: 1 items here, 2 there", id="fewer"),
    pytest.param({"a": ["x"]}, {"a": ["y"]}, 'body.a[0]: "x" here, "y" there', id="an item"),
    pytest.param({"a": {"b": 1}}, {"a": {"b": 2}}, "body.a.b: 1 here, 2 there", id="deep down"),
    pytest.param(
        {"href": "http://here/v1/a"}, {"href": "http://there/v2/a"}, "body.href: ", id="a path"
    ),
]


@pytest.mark.parametrize(("one", "other", "words"), UNLIKE)
def test_what_says_something_else_is_told(
    one: dict[str, Any], other: dict[str, Any], words: str
) -> None:
    [difference] = told(answered(document=one), answered(document=other))

    assert difference.startswith(f"GET <host>/a: {words}")


def test_statuses_headers_and_bodies_that_are_no_json_are_compared() -> None:
    here = answered(200, body=b"<p>a</p>", Allow="GET", ETag="1", Date="today")
    there = answered(404, body=b"<p>b</p>", Allow="PUT", Date="then")

    assert told(here, there) == [
        "GET <host>/a: status: 200 here, 404 there",
        'GET <host>/a: header.Allow: "GET" here, "PUT" there',
        "GET <host>/a: header.ETag: only here",
        'GET <host>/a: body: "<p>a</p>" here, "<p>b</p>" there',
    ]


def test_what_a_deployment_calls_its_own_is_told_beforehand() -> None:
    here = answered(document={"realm": "/alpha", "name": "ours-ab12-photo-1"}, Location="/alpha/1")
    there = answered(document={"realm": "/beta", "name": "ours-cd34-photo-7"}, Location="/beta/1")

    names = ({"alpha": "<realm>", "ab12": "<run>"}, {"beta": "<realm>", "cd34": "<run>"})
    assert told(here, there, names=names) == []
    assert len(told(here, there)) == 3


def test_a_name_with_the_run_in_it_is_known_in_capitals_and_as_a_member() -> None:
    here = answered(document={"ours-ab12-claim-1": 1, "told": "OURS-AB12-CLAIM-1"})
    there = answered(document={"ours-cd34-claim-1": 1, "told": "OURS-CD34-CLAIM-1"})

    assert told(here, there, names=({"ab12": "<run>"}, {"cd34": "<run>"})) == []


def test_a_url_ends_at_no_name_that_is_in_it() -> None:
    def page(run: str, cursor: str) -> HttpExchange:
        asked = f"http://here/a?filter=name%20sw%20%22ours-{run}%22&limit=2&cursor={cursor}"
        return answered(document={"next": asked})

    names = ({"ab12": "<run>"}, {"cd34": "<run>"})
    assert told(page("ab12", "one"), page("cd34", "another"), names=names) == []


def test_what_a_page_has_a_browser_send_back_is_its_own() -> None:
    page = '<form><input type="hidden" name="csrf" value="%s"><button value="%s"></form>'

    assert (
        told(answered(body=(page % (1, 2)).encode()), answered(body=(page % (3, 2)).encode())) == []
    )
    assert (
        len(told(answered(body=(page % (1, 2)).encode()), answered(body=(page % (1, 3)).encode())))
        == 1
    )


def test_after_a_difference_ids_are_still_renamed_alike() -> None:
    here = [answered(document=1), answered(document={"id": ONE})]
    there = [answered(document=2), answered(document={"id": OTHER})]
    here[0] = replace(here[0], url=f"http://here/{ONE}")
    there[0] = replace(there[0], url=f"http://there/{OTHER}")

    assert [each.place for each in differences(here, there)] == [0]


def test_the_place_of_a_difference_counts_requests() -> None:
    same, other = answered(document=1), answered(document=2)

    [found] = differences([same, same, other], [same, same, same, same])

    assert found.place == 2


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=5) | st.just(ONE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner),
    max_leaves=12,
)


@given(documents, st.randoms())
def test_the_order_of_lists_makes_no_difference(document: JSON, chance: Random) -> None:
    def shuffled(value: JSON) -> JSON:
        if isinstance(value, dict):
            return {name: shuffled(each) for name, each in value.items()}
        if isinstance(value, list):
            return chance.sample([shuffled(each) for each in value], len(value))
        return value

    assert unlike(Normal().document(document), Normal().document(shuffled(document))) == []


@given(documents, documents)
def test_two_are_alike_just_when_they_are_the_same(one: JSON, other: JSON) -> None:
    mine, its = Normal().document(one), Normal().document(other)

    assert (unlike(mine, its) == []) == (json.dumps(mine) == json.dumps(its)) or mine == its
