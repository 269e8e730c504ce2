"""Patterns from elsewhere: they find what `re` finds, and take no time to speak of."""

import re
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.core import patterns
from fakeping.core.patterns import BadPattern, Patience, Patient, Pattern, patience_of
from fakeping.journal import difference
from fakeping.journal.difference import alike
from tests.control.test_control import TENANTS
from tests.drive import ask
from tests.hostile.work import growth, steps

# Each takes `re` a lifetime, or its text to the square or worse.
HOSTILE = [
    r"^(a+)+$",
    r"(a*)*b",
    r"(a|aa)+$",
    r"(a|a?)+$",
    r"(.*a){15}b",
    r"(x+x+)+y|(a+a+)+y",
    r"([a-z]+)*!",
    r"a*a*a*a*a*a*a*b",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_pattern_takes_long(text):
    before = thread_time()

    assert Pattern(text).search("a" * patterns.TEXT + "!") is False  # too long to look into
    Pattern(text).search("a" * (patterns.TEXT - 1) + "!")

    assert thread_time() - before < 20


ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", "é", "(ab)", "(a|b)", "^", "$", ""])
QUANTITIES = st.sampled_from(["", "", "*", "+", "?", "{2}", "*?"])
PATTERNS = st.lists(st.tuples(ATOMS.filter(lambda each: each not in {"^", "$", ""}), QUANTITIES))


@given(
    PATTERNS.map(lambda parts: "".join(a + q for a, q in parts)),
    st.booleans(),
    st.text(alphabet="abé1", max_size=8),
)
def test_it_finds_what_re_finds(pattern, anchored, text):
    pattern = f"^{pattern}$" if anchored else pattern

    assert Pattern(pattern).search(text) is (re.search(pattern, text) is not None)


@pytest.mark.parametrize(
    "text",
    ["(", "(?=a)", r"(a)\1", "a" * 1_001, "(.{100}){10}", r"\p{L}{50}", "\udcff", 5, None, ["a"]],
)
def test_what_is_no_pattern_or_too_much_of_one_is_refused(text):
    with pytest.raises(BadPattern):
        Pattern(text)


def test_one_that_has_taken_too_long_finds_nothing_any_more(monkeypatch):
    clock = iter([0.0, 0.3, 1.0, 1.3, 2.0])
    monkeypatch.setattr(patterns, "thread_time", lambda: next(clock))
    patience = Patience(0.5)
    one, other = Pattern("a", patience=patience), Pattern("b", patience=patience)

    assert [one.search("a"), other.search("b"), one.search("a")] == [True, True, False]
    assert patience.is_spent
    assert patience_of({"name": [1, [one]], "other": other}) == {patience}


def test_a_list_is_compared_in_time_that_grows_with_it():
    def compare(size):
        numbers = list(range(size))

        def act():
            assert alike(numbers, frozenset(reversed(numbers)))
            assert not alike([*numbers[:-1], []], frozenset(numbers))
            assert not alike(numbers, [..., -1, ...])
            assert alike(numbers, [0, ..., size // 2, ..., size - 1])

        return act

    assert growth(compare, 200) < 3


def test_a_part_that_begins_everywhere_and_ends_nowhere_takes_no_long(monkeypatch):
    monkeypatch.setattr(difference, "SPREAD", 1_000)
    actual, expected = [1] * 800, [..., *[1] * 400, 2, ...]

    # Some 160,000 comparisons, of which there are 5,800.
    assert steps(lambda: alike(actual, expected)) < 400_000  # and not 4 million

    assert not alike(actual, expected)
    assert not alike([1], Patient([...], Patience(-1)))  # when it is spent, nobody looks
    assert alike(actual, [1, ..., 1, ...])


def asking(text):
    """A pattern wherever the control API takes one."""
    matches = {"$matches": text}
    everywhere = {
        "json": {"name": [matches]},
        "query": {"limit": matches},
        "headers": {"Accept": matches},
        "caller": matches,
    }
    assertion = {"operation": "*", **everywhere, "reply": matches, "rule": matches}
    yield "journal/assert", assertion
    yield "faults", {"fault": "next", **everywhere}


@pytest.mark.parametrize("text", ["(", "(?=a)", "a" * 1_001, 5])
def test_the_asker_is_told_what_is_wrong_with_it(server, tenant, text):
    for path, document in asking(text):
        reply = ask(server, "POST", f"{TENANTS}/{tenant.id}/{path}", document)

        assert (reply.status, "$matches" in reply.json["detail"]) == (400, True), reply.json


@pytest.mark.parametrize("text", HOSTILE)
def test_nobody_waits_for_a_hostile_one(server, tenant, text):
    token, url = tenant.pingone.token(), f"{tenant.pingone.url}/environments"
    url += f"/{tenant.pingone.environment_id}/resources"
    body = {"name": "a" * 200 + "!"}
    before = thread_time()
    matches = {"name": {"$matches": text}}
    ask(server, "POST", f"{TENANTS}/{tenant.id}/faults", {"fault": "next", "json": matches})

    ask(server, "POST", url, body, token=token)
    verdict = ask(
        server,
        "POST",
        f"{TENANTS}/{tenant.id}/journal/assert",
        {"operation": "*", "json": matches},
    )

    assert verdict.status in {200, 409}
    assert thread_time() - before < 20


def test_an_assertion_whose_patterns_take_too_long_says_so(server, tenant, monkeypatch):
    monkeypatch.setattr(Patience, "is_spent", True)
    wanted = {"operation": "*", "json": {"name": {"$matches": "a"}}}

    reply = ask(server, "POST", f"{TENANTS}/{tenant.id}/journal/assert", {**wanted, "wait": 60})

    assert reply.status == 400
    assert "takes too long" in reply.json["detail"]


@pytest.mark.parametrize("op", ["a" * 1_001, ["pingone.*"] * 1_001, "[*]" * 400])
def test_operations_are_named_within_reason(server, tenant, op):
    said = {"fault": "next", "op": op}

    assert ask(server, "POST", f"{TENANTS}/{tenant.id}/faults", said).status == 400
    if isinstance(op, str):
        url = f"{TENANTS}/{tenant.id}/journal?operation={op}"
        assert ask(server, "GET", url).status == 400
