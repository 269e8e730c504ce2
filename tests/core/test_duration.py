"""How long, and until when."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.core import duration


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (0, 0),
        (90, 90),
        (0.25, 0.25),
        (-3, -3),
        (timedelta(hours=1, milliseconds=5), 3_600.005),
        ("1h30m", 5_400),
        ("45s", 45),
        ("250ms", 0.25),
        ("2d", 172_800),
        ("1d 2h 3m 4s 5ms", 93_784.005),
        ("1.5h", 5_400),
        ("90m", 5_400),
        ("0s", 0),
    ],
)
def test_a_length_is_said_in_numbers_or_in_words(said, seconds):
    assert duration.seconds(said) == seconds


@pytest.mark.parametrize(
    "said",
    ["", " ", "1", "s", "1x", "1h30", "30m1h", "-1h", "1e3s", "1h1h", "h1", "1 hour", "1.h", ".5s"],
)
def test_words_that_say_no_length_are_refused(said):
    with pytest.raises(ValueError, match="not a length of time"):
        duration.seconds(said)


@pytest.mark.parametrize("said", [float("nan"), float("inf"), -float("inf"), True, None, [], b"1s"])
def test_what_is_no_finite_number_is_refused(said):
    with pytest.raises(ValueError, match="finite number of seconds"):
        duration.seconds(said)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 9_999))
def test_words_add_up(hours, minutes, seconds, milliseconds):
    said = f"{hours}h{minutes}m{seconds}s{milliseconds}ms"

    assert duration.seconds(said) == pytest.approx(
        timedelta(
            hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds
        ).total_seconds()
    )


def test_a_wait_is_not_negative():
    assert duration.wait("1s") == 1
    with pytest.raises(ValueError, match="a window is not negative"):
        duration.wait(-1, what="a window")


@pytest.mark.parametrize(("said", "whole"), [(None, None), (0, 0), (0.1, 1), (3, 3), ("1m", 60)])
def test_whole_seconds_are_rounded_up(said, whole):
    assert duration.whole(said) == whole


@pytest.mark.parametrize(
    "said",
    [
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))),
        "2026-01-01T00:00:00Z",
        "2026-01-01T02:00:00+02:00",
        "2026-01-01T00:00:00.000Z",
    ],
)
def test_an_instant_is_a_datetime_or_a_text(said):
    assert duration.instant(said) == 1_767_225_600


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("tomorrow", "not an instant: .*; write 2026-01-01T00:00:00Z"),
        ("", "not an instant: .*; write 2026-01-01T00:00:00Z"),
        ("2026-02-30T00:00:00Z", "not an instant: .*; write 2026-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00", "aware datetime"),
        (datetime(2026, 1, 1), "aware datetime"),  # noqa: DTZ001 - that is the point
        ("1899-12-31T23:59:59Z", "the years 1900 to 9998"),
        ("9999-01-01T00:00:00Z", "the years 1900 to 9998"),
    ],
)
def test_what_is_no_instant_is_refused(said, why):
    with pytest.raises(ValueError, match=why):
        duration.instant(said)
