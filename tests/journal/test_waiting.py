"""Whoever waits for an exchange hears of it at once, and stops nobody else."""

import asyncio
from threading import RLock, Thread
from time import sleep

import pytest
import trio

from fakeping.core.editions import KnownOperations
from fakeping.journal.assertion import Evicted, Unmet
from fakeping.journal.journal import Journal
from fakeping.journal.limits import JournalLimits
from tests.journal.test_journal import record


@pytest.fixture
def kept():
    return Journal(
        lock=RLock(), operations=KnownOperations(names=frozenset({"read", "write"}), elsewhere={})
    )


def later(act, *, after=0.02):
    """Act in another thread, in a moment."""
    thread = Thread(target=lambda: (sleep(after), act()))
    thread.start()
    return thread


def test_what_comes_later_is_waited_for(kept):
    thread = later(lambda: record(kept))

    [found] = kept.wait_for("read", timeout=300)

    thread.join()
    assert found.number == 1


def test_a_recorded_match_satisfies_wait_for(kept):
    record(kept)

    assert len(kept.wait_for("read", timeout=0)) == 1


def test_since_leaves_out_earlier_exchanges(kept):
    record(kept)
    before = kept.position
    thread = later(lambda: record(kept))

    [found] = kept.wait_for("read", timeout=300, since=before)

    thread.join()
    assert found.number == 2


def test_as_many_are_waited_for_as_are_wanted(kept):
    thread = later(lambda: [record(kept) for _ in range(3)])

    found = kept.wait_for("read", count=3, timeout=300)

    thread.join()
    assert [each.number for each in found] == [1, 2, 3]


def test_others_do_not_end_the_wait(kept):
    thread = later(lambda: [record(kept, path="/b"), record(kept, None)])

    with pytest.raises(Unmet) as failure:
        kept.wait_for("write", timeout=0.1)

    thread.join()
    assert str(failure.value).startswith("write was called 0 times of 1 within 0.1 s.\n")


def test_time_out_names_what_came_nearest(kept):
    record(kept, path="/a")

    with pytest.raises(Unmet) as failure:
        kept.wait_for("read", timeout=0, status=201)

    assert (
        str(failure.value)
        == """\
read with status 201 was called 0 times of 1 within 0 s.

Nearest of 1 call of read:
  #1 GET /a -> 200  read
      status: 200, expected 201

Nothing else was called."""
    )


def test_what_had_to_make_room_may_have_been_it():
    kept = Journal(lock=RLock(), limits=JournalLimits(entries=1))
    record(kept)
    record(kept)

    with pytest.raises(Evicted):
        kept.wait_for("write", timeout=0)


def test_no_listener_remains_after_a_wait(kept):
    record(kept)
    kept.wait_for("read")
    with pytest.raises(Unmet):
        kept.wait_for("write", timeout=0)

    assert kept._listeners == ()


def test_two_may_wait_at_once(kept):
    found = []
    threads = [Thread(target=lambda: found.extend(kept.wait_for("read"))) for _ in range(2)]
    for each in threads:
        each.start()

    while len(kept._listeners) < 2:
        sleep(0.001)
    record(kept)
    for each in threads:
        each.join()

    assert [each.number for each in found] == [1, 1]


def test_a_coroutine_of_asyncio_waits_while_others_go_on(kept):
    ticks = []

    async def tick():
        while True:
            ticks.append(1)
            await asyncio.sleep(0.001)

    async def run():
        ticking = asyncio.create_task(tick())
        thread = later(lambda: record(kept))
        found = await kept.wait_for_async("read", timeout=300)
        ticking.cancel()
        thread.join()
        return found

    [found] = asyncio.run(run())

    assert found.number == 1
    assert len(ticks) > 2
    assert kept._listeners == ()


@pytest.mark.parametrize("run", [asyncio.run, lambda waiting: trio.run(lambda: waiting)])
def test_an_event_loop_with_nothing_else_to_do_is_woken(kept, run):
    thread = later(lambda: record(kept))

    [found] = run(kept.wait_for_async("read", timeout=300))

    thread.join()
    assert found.number == 1


def test_a_coroutine_of_trio_waits_while_others_go_on(kept):
    ticks = []

    async def tick():
        while True:
            ticks.append(1)
            await trio.sleep(0.001)

    async def run():
        async with trio.open_nursery() as nursery:
            nursery.start_soon(tick)
            thread = later(lambda: [record(kept, path="/other"), record(kept, path="/it")])
            found = await kept.wait_for_async("read", timeout=300, count=2)
            nursery.cancel_scope.cancel()
        thread.join()
        return found

    assert [each.path for each in trio.run(run)] == ["/other", "/it"]
    assert len(ticks) > 2
    assert kept._listeners == ()


@pytest.mark.parametrize("run", [asyncio.run, lambda started: trio.run(lambda: started)])
def test_wait_for_async_raises_on_a_timeout(kept, run):
    with pytest.raises(Unmet, match=r"^read was called 0 times of 1 within 0.01 s\."):
        run(kept.wait_for_async("read", timeout=0.01))

    assert kept._listeners == ()


async def test_a_wait_that_stops_the_event_loop_says_so(kept):
    with pytest.raises(Unmet, match="stopped this thread's event loop meanwhile: await wait_for"):
        kept.wait_for("read", timeout=0)


def test_a_listener_hears_of_each_exchange_until_it_does_not_want_to(kept):
    heard = []
    unlisten = kept.listen(lambda: heard.append(kept.position))

    record(kept)
    record(kept)
    unlisten()
    record(kept)

    assert heard == [1, 2]
