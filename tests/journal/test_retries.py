"""A write whose answer was lost: what asking again did."""

from dataclasses import replace
from threading import RLock

import pytest

from fakeping.core.caller import Caller
from fakeping.core.change import Change
from fakeping.core.exchange import Headers, Reply, Request
from fakeping.journal import retries
from fakeping.journal.assertion import Evicted, Unmet
from fakeping.journal.journal import Journal
from fakeping.journal.limits import JournalLimits
from tests.journal.test_journal import WRITE

ALICE = Caller(subject="alice", client="app")
BOB = Caller(subject="bob", client="app")
MADE = (Change("thing", "1", None, "a"),)
MADE_AGAIN = (Change("thing", "2", None, "a"),)
UPDATED = (Change("thing", "1", "a", "b"),)
REMOVED = (Change("thing", "1", "a", None),)
LOST = Reply(201, b"{}", fault="after_commit", cut="drop")
HIDDEN = Reply(503, b"{}", fault="after_commit")
DONE = Reply(201, b"{}")
REFUSED = Reply(409, b"{}", rule="thing.name-unique")


@pytest.fixture
def kept():
    return Journal(lock=RLock())


def write(kept, reply, changes=(), *, caller=ALICE, body=b'{"a":1}', path="/things", method="POST"):
    kept.record(
        at=0.0,
        duration=0.0,
        operation=WRITE,
        path=path,
        request=Request(method=method, path=path, headers=Headers({}), body=body),
        reply=replace(reply),
        caller=caller,
        changes=changes,
    )


def fates(kept, **said):
    return [each.fate for each in kept.assert_no_duplicate_effects(**said)]


def test_a_request_after_an_answer_is_no_retry(kept):
    write(kept, DONE, MADE)
    write(kept, DONE, MADE_AGAIN)

    assert fates(kept) == []


def test_a_lost_answer_without_a_retry_is_reported(kept):
    write(kept, LOST, MADE)

    [retry] = kept.assert_no_duplicate_effects()

    assert (retry.fate, retry.first.number, retry.again) == ("not retried", 1, ())
    assert str(retry) == (
        "#1 POST /things -> 201, never sent  write  (fault: after_commit)\n"
        "      thing 1 created\n"
        "    The answer was lost (after_commit); the write was not.\n"
        "    Nobody asked again."
    )


@pytest.mark.parametrize("lost", [LOST, HIDDEN, Reply(201, cut="truncate")])
def test_a_retry_that_took_effect_again_fails(kept, lost):
    write(kept, lost, MADE)
    write(kept, DONE, MADE_AGAIN)

    with pytest.raises(Unmet) as failure:
        kept.assert_no_duplicate_effects()

    assert [each.number for each in failure.value.found] == [1]
    assert [each.number for each in failure.value.nearest] == [2]
    assert "1 took effect twice." in str(failure.value)


def test_a_retry_that_tripped_over_the_first_reads_like_this(kept):
    write(kept, LOST, MADE)
    write(kept, REFUSED)

    with pytest.raises(Unmet) as failure:
        kept.assert_no_duplicate_effects()

    assert (
        str(failure.value)
        == """\
Of the writes whose answers were lost and that were tried again, 1 tripped over what the first had \
done.

#1 POST /things -> 201, never sent  write  (fault: after_commit)
      thing 1 created
    The answer was lost (after_commit); the write was not.
  again as #2 POST /things -> 409  write  [thing.name-unique]
    The retry tripped over what the first had done, and was refused.

A client that looks before it tries again, or takes the refusal for a success, is safe: for that, \
say allow_refused=True."""
    )
    assert fates(kept, allow_refused=True) == ["refused"]


@pytest.mark.parametrize(
    ("changes", "reply", "again", "method"),
    [
        pytest.param(UPDATED, DONE, UPDATED, "PUT", id="an update twice"),
        pytest.param(REMOVED, Reply(404), (), "DELETE", id="removed already"),
    ],
)
def test_what_may_be_done_twice_is_fine(kept, changes, reply, again, method):
    write(kept, LOST, changes, method=method)
    write(kept, reply, again, method=method)

    assert fates(kept) == ["as it was"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"caller": BOB}, id="another caller"),
        pytest.param({"body": b'{"a":2}'}, id="another body"),
        pytest.param({"path": "/others"}, id="another path"),
        pytest.param({"method": "PUT"}, id="another method"),
    ],
)
def test_another_request_is_no_retry(kept, other):
    write(kept, LOST, MADE)
    write(kept, DONE, MADE_AGAIN, **other)

    assert fates(kept) == ["not retried"]


def test_several_retries_are_one_story(kept):
    write(kept, LOST, MADE)
    write(kept, LOST, MADE_AGAIN)
    write(kept, DONE, (Change("thing", "3", None, "a"),))
    write(kept, DONE, (Change("thing", "4", None, "a"),))

    with pytest.raises(Unmet) as failure:
        kept.assert_no_duplicate_effects()

    assert [each.number for each in failure.value.nearest] == [2, 3]


def test_a_failure_before_the_write_is_no_effect(kept):
    write(kept, Reply(503, fault="next"))
    write(kept, DONE, MADE)

    assert fates(kept) == []


def test_what_had_to_make_room_may_have_been_one():
    kept = Journal(lock=RLock(), limits=JournalLimits(entries=1))
    write(kept, LOST, MADE)
    write(kept, DONE, MADE_AGAIN)

    with pytest.raises(Evicted):
        kept.assert_no_duplicate_effects()


def test_only_later_ones_can_be_asked_about(kept):
    write(kept, LOST, MADE)

    assert fates(kept, since=1) == []


def test_each_exchange_is_looked_at_once_however_many_writes_are_lost(kept, monkeypatch):
    looked = []

    def until_answered(again, *, until=retries._up_to_an_answer):
        return until(looked.append(each) or each for each in again)

    monkeypatch.setattr(retries, "_up_to_an_answer", until_answered)
    for number in range(100):
        write(kept, LOST, MADE, body=b"%d" % number)
    for number in range(100):
        write(kept, LOST, MADE, body=b"0")
        write(kept, DONE, body=b"%d" % number)

    found = kept.retries()

    assert len(found) == 101
    assert len(looked) == 199
