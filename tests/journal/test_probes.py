"""Who waits is compared with what it may match alone, however many others wait."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping import called
from fakeping.core.caller import Caller
from fakeping.core.patterns import Pattern
from fakeping.journal.entry import Entry, exchange_of
from fakeping.journal.probes import ProbeIndex
from fakeping.redaction.redact import Excerpt, Withheld, fingerprint
from tests.hostile.work import steps
from tests.journal.test_sieve import DOCUMENTS, parts

# Few values, so that much matches.
SCALARS = st.sampled_from(["a", "1", 1, 1.0, True, None])
HIDDEN = SCALARS | SCALARS.map(
    lambda value: fingerprint(value if isinstance(value, str) else json.dumps(value))
)
NAMES = st.sampled_from(["a", "b", fingerprint("a")])
BODIES = st.recursive(
    HIDDEN, lambda inside: st.dictionaries(NAMES, inside, max_size=3) | st.lists(inside, max_size=2)
)
WANTED = st.recursive(
    SCALARS
    | st.sampled_from([Pattern("a|b"), Pattern("(?P<x>^1)"), Pattern(r"\Q1"), Pattern(r"\Qz\E|^a")])
    | st.sampled_from([..., {"a", 1}, str, int])
    | st.sets(st.sampled_from(["a", "b", 1]), max_size=2),
    lambda inside: st.dictionaries(NAMES, inside, max_size=3) | st.lists(inside, max_size=2),
)
KINDS = (bytes, Excerpt, lambda _: Withheld())


def entry(
    *, asked=b"", answered=b"", target="/", caller=None, status=200, outcome=None, headers=()
):
    return Entry(
        0j, target, asked, answered, "x", "GET", status, caller, "", headers, (), outcome, None, 0
    )


@st.composite
def expectations(draw):
    said = {}
    for name, values in {
        "json": WANTED,
        "reply": WANTED,
        "query": st.dictionaries(st.sampled_from(["a", "b"]), SCALARS, max_size=2),
        "headers": st.dictionaries(
            st.sampled_from(["User-Agent", "Accept", "authorization", "Other"]), SCALARS, max_size=2
        ),
        "status": st.sampled_from([200, 404, range(200, 300)]),
        "caller": st.sampled_from(["alice", "app", Pattern("a")]),
        "rule": st.sampled_from(["r", "s", Pattern("r")]),
    }.items():
        if draw(st.integers(0, 3)) == 0:
            said[name] = draw(values)
    return called(**said)


@st.composite
def entries(draw):
    def body():
        return draw(st.sampled_from(KINDS))(json.dumps(draw(BODIES)).encode())

    return entry(
        asked=body(),
        answered=body(),
        target=draw(st.sampled_from(["/", "/?a=a", "/?a=1&b=", "/?b=a&b=b&a=True"])),
        caller=draw(st.sampled_from([None, Caller(subject="alice", client="app")])),
        status=draw(st.sampled_from([200, 404])),
        outcome=draw(st.sampled_from([None, "r"])),
        headers=draw(st.sampled_from([(), (("User-Agent", "a"), ("Accept", "1"))])),
    )


@given(wanted=st.lists(expectations(), min_size=4, max_size=8), sent=entries())
def test_what_matches_is_a_candidate(wanted, sent):
    candidates = ProbeIndex(enumerate(wanted)).candidates(sent)

    assert len(candidates) == len(set(candidates))
    exchange = exchange_of(sent, number=1, advise=None)
    matching = {place for place, each in enumerate(wanted) if each.matches(exchange)}
    assert matching <= set(candidates)


@given(data=st.data(), documents=st.lists(DOCUMENTS, min_size=4, max_size=6))
def test_who_expects_a_part_of_a_body_is_a_candidate(data, documents):
    wanted = [called(reply=data.draw(parts(each))) for each in documents]
    index = ProbeIndex(enumerate(wanted))

    for place, each in enumerate(documents):
        sent = entry(answered=json.dumps(each).encode())
        if wanted[place].matches(exchange_of(sent, number=1, advise=None)):
            assert place in index.candidates(sent)


#: What fifty may wait for, each for another.
DIFFERENT = {
    "json": lambda each: {"json": {"name": f"n{each}"}},
    "reply": lambda each: {"reply": {"id": each}},
    "an object inside": lambda each: {"json": {"in": {"side": [..., each]}}},
    "patterns": lambda each: {"reply": {"name": Pattern(f"^n{each}$")}},
    "query": lambda each: {"query": {"limit": each}},
    "headers": lambda each: {"headers": {"User-Agent": f"client/{each}"}},
    "callers": lambda each: {"caller": f"c{each}", "status": 200},
    "statuses": lambda each: {"status": 500 + each},
    "rules": lambda each: {"rule": f"r{each}"},
}


@pytest.mark.parametrize("said", DIFFERENT.values(), ids=DIFFERENT)
def test_an_exchange_costs_as_much_however_many_wait_for_others(said):
    sent = entry(
        asked=b'{"name": "another", "type": "t"}',
        answered=b'{"name": "another", "id": 1000}',
        target="/?limit=1000",
        caller=Caller(subject="alice", client="app"),
        headers=(("User-Agent", "a"),),
        outcome="r",
    )

    def cost(number):
        index = ProbeIndex((each, called(**said(each))) for each in range(number))
        assert index.candidates(sent) == []
        return steps(lambda: index.candidates(replaced(sent)))

    assert cost(100) <= cost(10)


def replaced(sent):
    """An equal one whose bodies nobody has decoded."""
    return sent._replace(request_body=bytes(bytearray(sent.request_body)))


def test_who_asks_what_all_ask_is_found_by_what_is_rare():
    wanted = [called(json={"type": "t", "name": f"n{each}"}) for each in range(10)]

    assert ProbeIndex(enumerate(wanted)).candidates(entry(asked=b'{"type":"t","name":"n3"}')) == [3]


def test_no_text_that_is_long_is_searched_for_together():
    """Each one's own budget of CPU time pays for that."""
    wanted = [called(json={"name": Pattern(f"n{each}x")}) for each in range(10)]
    index = ProbeIndex(enumerate(wanted))

    assert index.candidates(entry(asked=b'{"name":"n"}')) == []
    assert len(index.candidates(entry(asked=b'{"name":"' + b"n" * 5_000 + b'"}'))) == 10


@pytest.mark.parametrize(
    ("expected", "recorded"),
    [
        ({"a": "x"}, {"a": fingerprint("x")}),
        ({"a": "x"}, {fingerprint("a"): fingerprint("x")}),
        ({"a": {"b": 1.5}}, {fingerprint("a"): {fingerprint("b"): fingerprint("1.5")}}),
        ({"a": Pattern("x")}, {fingerprint("a"): "x"}),
        ({"a": str}, {fingerprint("a"): "x"}),
    ],
)
def test_what_is_hidden_is_a_candidate(expected, recorded):
    others = [called(json={"a": f"n{each}"}) for each in range(10)]
    index = ProbeIndex(enumerate([called(json=expected), *others]))

    assert index.candidates(entry(asked=json.dumps(recorded).encode())) == [0]


@pytest.mark.parametrize("name", ["zz", "a", "q"])
def test_a_pattern_with_a_quotation_that_does_not_end_is_searched_for(name):
    said = [r"\Qzz", r"\Qy\E|^a", "^q", "(?P<x>^r)", "(?P<x>^s)"]
    wanted = [called(json={"name": Pattern(each)}) for each in said]
    sent = entry(asked=json.dumps({"name": name}).encode())

    [place] = [at for at, each in enumerate(said) if Pattern(each).search(name)]
    assert place in ProbeIndex(enumerate(wanted)).candidates(sent)


def test_few_are_compared_one_by_one():
    wanted = [called(json={"name": f"n{each}"}) for each in range(3)]

    assert ProbeIndex(enumerate(wanted)).candidates(entry(asked=b"{")) == [0, 1, 2]
