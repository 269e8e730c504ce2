import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.redaction.secret_digest import Opened, digest_of, is_digest, matches

SECRETS = st.text(min_size=1).filter(lambda text: not is_digest(text))


@given(SECRETS)
def test_a_seal_matches_the_secret_and_never_itself(secret):
    digest = digest_of(secret)

    assert is_digest(digest)
    assert matches(digest, secret)
    assert not matches(digest, digest)
    assert digest_of(digest) == digest


@given(SECRETS, SECRETS)
def test_a_secret_in_clear_matches_itself_alone(held, sent):
    assert matches(held, sent) == (held.encode(errors="replace") == sent.encode(errors="replace"))


@pytest.mark.parametrize("sent", ["", "other", "sha256:", "sha256:" + "0" * 64])
def test_a_seal_matches_nothing_else(sent):
    assert not matches(digest_of("secret"), sent)


def test_a_seal_is_opened_by_whoever_holds_the_secret():
    opened = Opened(["one", "two", digest_of("three")])

    assert [opened(digest_of("two")), opened(digest_of("three")), opened("clear")] == [
        "two",
        digest_of("three"),
        "clear",
    ]
