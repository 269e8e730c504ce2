import pytest

from fakeping.core import sources
from fakeping.core.sources import derived_uuid
from tests.mutation import planted


def test_a_planted_bug_is_met_by_whoever_has_the_function_and_is_gone_afterwards():
    before = derived_uuid("a")

    with planted("fakeping.core.sources:derived_uuid", '"\\n"', '"-"'):
        assert derived_uuid("a", "b") != before
        assert derived_uuid is sources.derived_uuid
        other = derived_uuid("a", "b")

    assert derived_uuid("a") == before
    assert derived_uuid("a", "b") != other


def test_a_method_of_a_class_can_be_broken(tenant):
    with planted("fakeping.core.sources:Clock.now", "UTC)", "None)"):
        assert tenant.clock.now().tzinfo is None

    assert tenant.clock.now().tzinfo is not None


def test_a_bug_that_cannot_be_planted_is_not_passed_over():
    with (
        pytest.raises(AssertionError, match="stands 0 times"),
        planted("fakeping.core.sources:Clock.now", "nowhere", ""),
    ):
        pass
