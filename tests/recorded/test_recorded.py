"""The fake answers as the real services were seen to answer, or the recording says why not."""

import pytest

from fakeping import FakePing
from fakeping.core.rules import Evidence
from fakeping.families import FAMILIES
from tests.recorded.comparison import differences
from tests.recorded.recordings import KINDS, recordings
from tests.recorded.replay import faults, replay
from tests.recorded.situations import SITUATIONS

EVIDENCE = {rule.name: rule.evidence for family in FAMILIES for rule in family.rules}
ALL = [pytest.param(each, id=each.id) for each in recordings()]
HELD = [each for each in ALL if not each.values[0].unserved]


@pytest.fixture(scope="module")
def server():
    server = FakePing(ids_seed=7)
    yield server
    assert server.crashes == ()


@pytest.mark.parametrize("recording", HELD)
def test_the_fake_answers_as_recorded(server, recording):
    reply = replay(server, recording)

    if recording.differs:
        assert faults(recording, reply), "it agrees by now: take its `differs` away"
        return
    assert faults(recording, reply) == []
    if EVIDENCE.get(reply.rule, Evidence.UNSPECIFIED) is not Evidence.UNSPECIFIED:
        assert reply.rule in recording.rules


@pytest.mark.parametrize("recording", ALL)
def test_a_recording_says_where_it_is_from_and_what_it_shows(recording):
    operations = {each.name: family for family in FAMILIES for each in family.operations}
    editions = {family.name: family.editions for family in FAMILIES}
    source = recording.source

    assert source.kind in KINDS
    assert source.where.startswith("https://")
    assert source.edition in editions[source.family]
    assert recording.shows.endswith(".")
    assert recording.operation in {*operations, ""}
    assert set(recording.rules) <= EVIDENCE.keys()
    assert set(recording.given) <= SITUATIONS.keys()
    assert not (recording.differs and recording.unserved)


def test_no_answer_is_there_twice():
    seen = [each.id for each in recordings()]

    assert len(seen) == len(set(seen))


def test_there_are_as_many_as_was_promised():
    answers = recordings()

    assert len(answers) >= 150
    assert len({each.source.where for each in answers}) >= 40


@pytest.mark.parametrize(
    ("recorded", "answered", "more", "found"),
    [
        pytest.param({"a": 1}, {"a": 1}, {}, [], id="the same"),
        pytest.param({"a": 1}, {"a": 2}, {}, ["a: 2, not 1"], id="another value"),
        pytest.param({"a": 1}, {}, {}, ["a is missing"], id="a member less"),
        pytest.param({}, {"a": 1}, {}, ["a was not recorded"], id="a member more"),
        pytest.param({}, {"a": 1}, {"part": True}, [], id="a member more than a part"),
        pytest.param([1], [1, 2], {}, [": 2 elements, not 1"], id="an element more"),
        pytest.param([{"a": 1}], [{"a": 2}], {"varies": ("[].a",)}, [], id="what varies"),
        pytest.param(
            {"a": 1}, {"a": ""}, {"varies": ("a",)}, ["a: '', which is of another type than 1"],
            id="what varies in its type",
        ),
        pytest.param(
            "http://am.example.org/openam/x/0271641f-2d74-4bb0-b416-4a39b871426112",
            "http://127.0.0.1:8900/am/x/0271641f-2d74-4bb0-b416-4a39b8714262",
            {},
            [],
            id="hosts and ids",
        ),
    ],
)  # fmt: skip
def test_how_answers_are_compared(recorded, answered, more, found):
    assert list(differences(recorded, answered, **more)) == found
