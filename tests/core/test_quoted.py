"""What is quoted of a value begins as the value does, and no more is looked at."""

from hypothesis import given
from hypothesis import strategies as st

from fakeping.core import quoted, schemas

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(max_size=5), inside),
)


@given(VALUES)
def test_a_small_value_is_quoted_whole(value):
    whole = repr(value)

    assert repr(quoted.shortly(value)) == whole or len(whole) > quoted.MOST


@given(VALUES.map(lambda value: [value] * 600))
def test_a_large_value_is_quoted_by_its_beginning(value):
    shown = repr(quoted.shortly(value))

    assert repr(value).startswith(shown)
    assert len(shown) > quoted.MOST


def test_no_message_is_made_of_all_of_a_value(monkeypatch):
    """It took most of the time for which a body of 1 MiB of deep lists held everybody up."""
    asked = []

    class Counting(int):
        def __repr__(self):
            asked.append(1)
            return "1"

    instance = {"previous": [Counting(1)] * 10_000}
    assert list(schemas._found("pingone/current/secret_request", instance))

    assert len(asked) <= 2 * quoted.MOST
