from tests import sample
from tests.sample import some


def test_a_part_is_drawn_and_always_the_same(monkeypatch):
    monkeypatch.setattr(sample, "EVERY", False)
    drawn = some(range(1_000), one_of=10)

    assert 50 < len(drawn) < 200
    assert some(reversed(range(1_000)), one_of=10) == drawn[::-1]
    assert some(map(str, range(1_000)), one_of=10) == [str(each) for each in drawn]


def test_of_few_one_is_drawn(monkeypatch):
    monkeypatch.setattr(sample, "EVERY", False)

    assert {len(some([each], one_of=1_000)) for each in range(50)} == {1}


def test_every_case_is_run_when_asked_for(monkeypatch):
    monkeypatch.setattr(sample, "EVERY", True)

    assert some(range(1_000), one_of=10) == list(range(1_000))
