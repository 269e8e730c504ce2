"""The clock's short ways."""

import pytest

INSTANT = "2030-01-01T00:00:00.000Z"


def test_a_tick_is_a_second(tenant):
    clock = tenant.clock
    clock.freeze(INSTANT)

    clock.tick()
    clock.tick(0.5)
    clock.tick("1m")

    assert clock.text() == "2030-01-01T00:01:01.500Z"
    with pytest.raises(ValueError, match="is back"):
        clock.tick(-1)


@pytest.mark.parametrize("way", ["freeze", "at"])
@pytest.mark.parametrize("frozen", [False, True])
def test_a_block_has_a_time_of_its_own(tenant, way, frozen):
    clock = tenant.clock
    clock.advance(hours=1)
    if frozen:
        clock.freeze()
    before = clock.ahead

    with getattr(clock, way)(INSTANT) as same:
        assert same is clock
        assert clock.frozen is (frozen or way == "freeze")
        assert clock.text().startswith("2030-01-01T00:00:0")
        clock.advance(days=1)

    assert clock.frozen is frozen
    assert clock.ahead == pytest.approx(before, abs=2)
    assert clock.ahead > 3_000


def test_without_a_block_it_stays(tenant):
    clock = tenant.clock
    clock.freeze(INSTANT)
    assert (clock.text(), clock.frozen) == (INSTANT, True)
    clock.unfreeze()
    clock.at("2031-01-01T00:00:00Z")
    assert clock.text().startswith("2031-01-01T00:00:0")
    with clock.freeze() as stopped:
        assert stopped.text() == clock.text()
    assert not clock.frozen


@pytest.mark.parametrize("instant", ["tomorrow", "2030-01-01T00:00:00", "1066-10-14T09:00:00Z"])
@pytest.mark.parametrize("way", ["freeze", "at"])
def test_an_instant_that_is_none_changes_nothing(tenant, way, instant):
    with pytest.raises(ValueError, match=r"."):
        getattr(tenant.clock, way)(instant)

    assert not tenant.clock.frozen
    assert tenant.clock.ahead == pytest.approx(0, abs=1)
