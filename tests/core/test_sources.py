import re
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.core.sources import Clock, Ids, derived_uuid

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
PINGONE_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Real:
    """A real clock, as far as a `Clock` can tell."""

    def __init__(self, at=1_000.0):
        self.at = at

    def __call__(self):
        return self.at


def test_it_follows_the_real_one():
    real = Real()
    clock = Clock(real)

    real.at += 5

    assert (clock.timestamp(), clock.now()) == (1_005.0, EPOCH + timedelta(seconds=1_005))


@pytest.mark.parametrize("step", [10, 10.5, timedelta(hours=1)])
def test_it_moves_by_seconds_or_a_timedelta_and_goes_on(step):
    real = Real()
    clock = Clock(real)

    clock.advance(step)
    real.at += 1

    seconds = step.total_seconds() if isinstance(step, timedelta) else step
    assert clock.timestamp() == 1_001.0 + seconds


def test_frozen_it_stands_still_and_can_still_be_moved():
    real = Real()
    clock = Clock(real)

    clock.freeze()
    real.at += 5
    clock.advance(2)

    assert clock.timestamp() == 1_002.0


def test_it_is_set_to_an_instant_and_goes_on():
    real = Real()
    clock = Clock(real)

    clock.set(datetime(2026, 1, 1, tzinfo=UTC))
    real.at += 1

    assert clock.now() == datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC)


def test_frozen_it_is_set_and_stays_frozen():
    real = Real()
    clock = Clock(real)

    clock.freeze()
    clock.set(datetime(2026, 1, 1, tzinfo=UTC))
    real.at += 1

    assert clock.now() == datetime(2026, 1, 1, tzinfo=UTC)


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="aware datetime"):
        Clock(Real()).set(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_it_is_set_to_a_text():
    clock = Clock(Real())
    clock.freeze()

    clock.set("2026-01-01T02:00:00+02:00")

    assert clock.now() == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("by", "said", "seconds"),
    [
        pytest.param("1h30m", {}, 5_400, id="words"),
        pytest.param(0, {"seconds": 2}, 2, id="seconds"),
        pytest.param(0, {"minutes": 2}, 120, id="minutes"),
        pytest.param(0, {"hours": 2}, 7_200, id="hours"),
        pytest.param(0, {"days": 2}, 172_800, id="days"),
        pytest.param(1, {"days": 1, "hours": 1, "minutes": 1, "seconds": 1}, 90_062, id="all"),
        pytest.param(3_600, {"minutes": -1}, 3_540, id="less than an hour"),
    ],
)
def test_it_moves_by_words_and_by_keywords(by, said, seconds):
    clock = Clock(Real())

    clock.advance(by, **said)

    assert clock.timestamp() == 1_000.0 + seconds


@pytest.mark.parametrize(
    "move",
    [
        pytest.param(lambda clock: clock.advance(float("nan")), id="by nothing that is a number"),
        pytest.param(lambda clock: clock.advance(hours=float("inf")), id="for ever"),
        pytest.param(lambda clock: clock.advance("soon"), id="soon"),
        pytest.param(lambda clock: clock.advance(1e12), id="out of the calendar"),
        pytest.param(lambda clock: clock.advance(-3_600), id="back"),
        pytest.param(lambda clock: clock.advance(timedelta(days=-1)), id="a day back"),
        pytest.param(lambda clock: clock.set("soon"), id="to soon"),
    ],
)
@pytest.mark.parametrize("frozen", [True, False])
def test_nonsense_is_refused_and_it_stays(move, frozen):
    clock = Clock(Real())
    if frozen:
        clock.freeze()

    with pytest.raises(ValueError, match=r".+"):
        move(clock)

    assert (clock.timestamp(), clock.frozen) == (1_000.0, frozen)


@pytest.mark.parametrize("go_on", [Clock.unfreeze, Clock.resume])
def test_it_goes_on_from_where_it_stood(go_on):
    real = Real()
    clock = Clock(real)
    clock.freeze()
    clock.advance(10)
    real.at += 500

    go_on(clock)
    real.at += 1

    assert (clock.timestamp(), clock.frozen) == (1_011.0, False)


def test_to_go_on_changes_nothing_when_it_goes():
    clock = Clock(Real())
    clock.advance(10)

    clock.unfreeze()

    assert clock.timestamp() == 1_010.0


def test_who_listens_hears_of_every_move_until_they_go():
    heard = []
    clock = Clock(Real())
    first = clock.listen(lambda: heard.append(("first", clock.timestamp())))
    clock.listen(lambda: heard.append(("second", clock.frozen)))

    clock.advance(5)
    first()
    clock.freeze()
    clock.set("2026-01-01T00:00:00Z")
    clock.unfreeze()

    assert heard == [
        ("first", 1_005.0),
        ("second", False),
        ("second", True),
        ("second", True),
        ("second", False),
    ]


def test_a_move_that_was_refused_is_no_news():
    heard = []
    clock = Clock(Real())
    clock.listen(lambda: heard.append(1))

    with pytest.raises(ValueError, match="not a length"):
        clock.advance("soon")

    assert heard == []


@pytest.mark.parametrize("frozen", [True, False])
def test_moves_from_many_threads_add_up(frozen):
    clock = Clock(Real())
    if frozen:
        clock.freeze()

    def move():
        for _ in range(500):
            clock.advance(1)

    threads = [Thread(target=move) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert clock.timestamp() == 5_000.0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2022-06-13T20:44:02.066Z", id="the reference's own"),
        pytest.param("1970-01-01T00:00:00.000Z", id="the epoch"),
        pytest.param("1969-12-31T23:59:59.500Z", id="before it"),
        pytest.param("2099-12-31T23:59:59.999Z", id="the last millisecond of a second"),
    ],
)
def test_its_text_is_the_instant_that_it_was_set_to(text):
    clock = Clock(Real())
    clock.freeze()

    clock.set(datetime.fromisoformat(text))

    assert clock.text() == text


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_instant_has_its_text(instant):
    clock = Clock(Real())
    clock.freeze()
    clock.set(instant)

    read = datetime.fromisoformat(clock.text())

    assert abs(read - instant) <= timedelta(milliseconds=1)


def test_its_text_may_be_of_later():
    clock = Clock(Real(0.0))

    assert (clock.text(after=3600), clock.text()) == (
        "1970-01-01T01:00:00.000Z",
        "1970-01-01T00:00:00.000Z",
    )


@given(st.integers())
def test_the_same_seed_gives_the_same_ids(seed):
    one, other = Ids(Random(seed)), Ids(Random(seed))

    assert [one.uuid(), one.opaque(), one.uuid()] == [other.uuid(), other.opaque(), other.uuid()]


@given(st.integers())
def test_ids_look_like_the_vendors(seed):
    ids = Ids(Random(seed))

    assert UUID.fullmatch(ids.uuid())
    assert PINGONE_ID.fullmatch(ids.uuid())
    assert re.fullmatch(r"[A-Za-z0-9_-]{27}", ids.opaque())


def test_ids_differ():
    ids = Ids(Random(1))

    assert len({ids.uuid() for _ in range(1000)} | {ids.opaque() for _ in range(1000)}) == 2000


@given(st.lists(st.text(min_size=1), min_size=1))
def test_a_derived_id_follows_from_its_names(names):
    assert derived_uuid(*names) == derived_uuid(*names)
    assert UUID.fullmatch(derived_uuid(*names))


def test_derived_ids_of_different_names_differ():
    assert len({derived_uuid(a, b) for a in "abc" for b in "xyz"}) == 9
