"""The shortcuts that redacting a request's headers takes, which change nothing."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from fakeping.redaction import sent
from fakeping.redaction.redact import fingerprint
from fakeping.redaction.sent import recorded_headers


@given(st.from_regex(sent._WHOLE, fullmatch=True))
def test_a_credential_without_parts_has_no_value_but_itself(text):
    values = {text.strip(), *sent._values(text), *sent._values(unquote(text))}

    assert values == {text}


def test_a_header_that_came_before_is_looked_at_for_the_requests_own_credential():
    said = {"User-Agent": "agent of s3cr3t-0f1e2d"}
    assert dict(recorded_headers(said)) == said

    shown = dict(recorded_headers({**said, "Authorization": "Bearer s3cr3t-0f1e2d"}))

    assert shown["User-Agent"] == f"agent of {fingerprint('s3cr3t-0f1e2d')}"
