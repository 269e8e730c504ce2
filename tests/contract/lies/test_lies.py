"""A sample of the lies, in every edition; `make lies` tells them all."""

import pytest

from tests import checked, sample
from tests.contract.lies.ratchet import Ratchet, write
from tests.contract.lies.traffic import EDITIONS, recorded
from tests.contract.lies.trial import Outcome, Trial


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_lie_is_noticed_or_there_is_a_reason(edition):
    traffic, ratchet = recorded(edition), Ratchet()
    told = sorted(filter(ratchet.tells, traffic.touched), key=str)
    trial = Trial(traffic)

    unexcused = list(ratchet.unexcused(map(trial.of, sample.some(told, one_of=600))))
    checked.BROKEN.clear()  # a lie in the fake's own data may break its promises

    assert unexcused == []


LISTED = """
[rules]
"pingone.a.never" = "no lie can"

[[untold]]
says = "there are too many"
lies = ["*: turn *"]

[survivors.texts]
says = "texts are nobody's promise"
lies = ["*: change message", "*: change reason"]
but = ["*: named *: change message"]
"""


@pytest.fixture
def ratchet(tmp_path):
    listed, counts = tmp_path / "survivors.toml", tmp_path / "counts.toml"
    listed.write_text(LISTED)
    write({"texts": {"x.1": 2}}, counts)
    return Ratchet(listed, counts)


def outcome(lie, *, noticed=False):
    return Outcome(lie, "a.rule", *(("a_check", "a.rule") if noticed else ()))


def test_what_survives_without_a_reason_is_told(ratchet):
    found = ratchet.unexcused(
        [
            outcome("x.1: create 400 a.rule: change message"),
            outcome("x.1: named 400 a.rule: change message", noticed=True),
            outcome("x.1: named 401 a.rule: change message"),
        ]
    )

    assert list(found) == ["no check notices: x.1: named 401 a.rule: change message"]


def test_as_many_survive_as_are_counted(ratchet):
    lies = [f"x.1: {each} 400 a.rule: change message" for each in ("create", "read", "update")]

    assert list(ratchet.miscounted(map(outcome, lies[:2]))) == []
    assert list(ratchet.miscounted(map(outcome, lies))) == [
        "3 lies survive, 2 are listed: texts in x.1"
    ]
    assert list(ratchet.miscounted([outcome(lies[0])])) == [
        "1 lies survive, 2 are listed: texts in x.1"
    ]
    assert list(ratchet.miscounted([outcome("x.2: create 400 a: change reason")])) == [
        "0 lies survive, 2 are listed: texts in x.1",
        "1 lies survive, 0 are listed: texts in x.2",
    ]


def test_what_is_not_worth_telling_is_not_told(ratchet):
    assert ratchet.tells("x.1: create 400 a.rule: change message")
    assert not ratchet.tells("x.1: create 400 a.rule: turn message")


def test_a_pattern_that_nothing_has_and_a_rule_that_is_listed_in_vain_are_told(ratchet):
    found = [
        outcome("x.1: create 400 a.rule: change message"),
        outcome("x.1: create 400 a.rule: change reason", noticed=True),
    ]

    assert list(ratchet.idle(found)) == ["listed, though no such lie survives: *: change reason"]
    assert list(ratchet.rules({"pingone.b.never"})) == [
        "no lie breaks a rule: pingone.b.never",
        "listed, though a lie breaks it: pingone.a.never",
    ]
