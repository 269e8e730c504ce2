import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.redaction.secret_digest import Opened, is_sealed, matches, sealed

SECRETS = st.text(min_size=1).filter(lambda text: not is_sealed(text))


@given(SECRETS)
def test_a_seal_matches_the_secret_and_never_itself(secret):
    seal = sealed(secret)

    assert is_sealed(seal)
    assert matches(seal, secret)
    assert not matches(seal, seal)
    assert sealed(seal) == seal


@given(SECRETS, SECRETS)
def test_a_secret_in_clear_matches_itself_alone(held, sent):
    assert matches(held, sent) == (held.encode(errors="replace") == sent.encode(errors="replace"))


@pytest.mark.parametrize("sent", ["", "other", "sha256:", "sha256:" + "0" * 64])
def test_a_seal_matches_nothing_else(sent):
    assert not matches(sealed("secret"), sent)


def test_a_seal_is_opened_by_whoever_holds_the_secret():
    opened = Opened(["one", "two", sealed("three")])

    assert [opened(sealed("two")), opened(sealed("three")), opened("clear")] == [
        "two",
        sealed("three"),
        "clear",
    ]
