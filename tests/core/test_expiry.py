from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from fakeping.core import expiry
from fakeping.core.expiry import Sweep

STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "wait"]), st.integers(min_value=1, max_value=20)),
    max_size=200,
)


@patch.object(expiry, "_FEW", 4)
@given(steps=STEPS)
def test_what_lives_is_held_and_no_more_than_twice_as_much_as_ever_lived_at_once(steps):
    now, most = 0, 0
    held, ends = {}, {}
    sweep = Sweep(now=lambda: now, ends=lambda each: each)
    for step, length in steps:
        if step == "wait":
            now += length
            continue
        sweep(held)
        held[len(ends)] = ends[len(ends)] = now + length

        living = {key for key, end in ends.items() if now < end}
        most = max(most, len(living))
        assert living <= set(held)
        assert len(held) <= max(4, 2 * most)


def test_past_the_limit_what_expires_first_is_forgotten(monkeypatch):
    monkeypatch.setattr(expiry, "MOST", 20)
    held = {}
    monkeypatch.setattr(expiry, "_FEW", 20)
    sweep = Sweep(now=lambda: 0, ends=lambda each: each)

    held.update({end: end for end in range(40, 20, -1)})
    swept = sweep(held)

    assert swept
    assert sorted(held) == list(range(23, 41))
