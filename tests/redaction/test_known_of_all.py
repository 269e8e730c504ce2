"""The secrets of all tenants, which are taken in when somebody first looks."""

import pytest

from fakeping.redaction import known_of_all
from fakeping.redaction.known import Known
from fakeping.redaction.known_of_all import KnownOfAll

SECRET = "a-secret-0f1e2d"
TEXT = f"it says {SECRET}"


@pytest.fixture
def everybodys():
    return KnownOfAll()


@pytest.fixture
def tenants(everybodys):
    return [Known(everybodys, owner=each) for each in ("first", "second")]


#: Every way to look, and what each says of a secret and of one that nobody has.
LOOKS = {
    "contains": (lambda known: SECRET in known, True, False),
    "owners": (lambda known: known.owners(SECRET), ["first"], []),
    "is_clean": (lambda known: known.is_clean(TEXT), False, True),
    "are_clean": (lambda known: known.are_clean((TEXT.encode(),)), False, True),
    "looks_clean": (lambda known: known.looks_clean(TEXT), False, True),
    "saw": (lambda known: known.saw(TEXT), False, True),
    "saw_all": (lambda known: known.saw_all((TEXT,)), False, True),
    "has_none": (lambda known: known.has_none([b"0f1e2d", b"secret"]), False, True),
    "hidden": (lambda known: known.hidden(TEXT) == TEXT, False, True),
}


@pytest.mark.parametrize(("look", "there", "gone"), LOOKS.values(), ids=LOOKS)
def test_whoever_looks_sees_what_was_learnt_before(everybodys, tenants, look, there, gone):
    assert everybodys.is_clean(TEXT)  # and this is remembered
    tenants[0].learn(SECRET)

    assert look(everybodys) == there

    tenants[0].clear()
    everybodys.is_clean(TEXT)
    assert look(everybodys) == gone


@pytest.mark.parametrize("seen", [False, True], ids=["nobody-looked", "somebody-looked"])
def test_a_tenant_takes_its_own_secrets_back_and_no_others(everybodys, tenants, seen):
    for each in tenants:
        each.learn(SECRET)
        each.learn(f"{SECRET}-of-{each._owner}")
    if seen:
        assert everybodys.owners(SECRET) == ["first", "second"]

    tenants[0].clear()

    assert everybodys.owners(SECRET) == ["second"]
    assert f"{SECRET}-of-first" not in everybodys
    assert f"{SECRET}-of-second" in everybodys


def test_a_tenant_that_learns_on_takes_all_of_it_back(everybodys, tenants):
    tenants[0].learn(SECRET)
    assert SECRET in everybodys
    tenants[0].learn("another-secret")

    tenants[0].clear()

    assert SECRET not in everybodys
    assert "another-secret" not in everybodys


def test_owners_stand_in_the_order_in_which_they_came_by_a_secret(everybodys, tenants):
    tenants[0].learn("another-secret")
    tenants[1].learn(SECRET)
    tenants[0].learn(SECRET)

    assert everybodys.owners(SECRET) == ["second", "first"]


def test_no_more_than_some_wait(everybodys, tenants, monkeypatch):
    monkeypatch.setattr(known_of_all, "_MAX_WAITING", 10)

    for number in range(35):
        tenants[number % 2].learn(f"{SECRET}-{number}")

    assert sum(map(len, everybodys._waiting.values())) < 10
