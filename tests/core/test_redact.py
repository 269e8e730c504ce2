import pytest

from fakeping.core.exchange import Headers
from fakeping.core.redact import (
    RECORDED_HEADERS,
    fingerprint,
    recorded_headers,
    recorded_query,
)


def test_one_secret_is_told_from_another_without_showing_it():
    assert fingerprint("a") == "sha256:ca978112"
    assert fingerprint("b") == "sha256:3e23e816"


def test_a_secret_need_not_be_utf_8():
    assert fingerprint("\udcff") == "sha256:a8100ae6"


def test_only_listed_headers_are_kept():
    sent = dict.fromkeys(RECORDED_HEADERS, "kept") | {"Cookie": "no", "X-Api-Key": "no"}

    assert dict(recorded_headers(Headers(sent))) == dict.fromkeys(RECORDED_HEADERS, "kept")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("Bearer abc", "Bearer sha256:ba7816bf", id="bearer"),
        pytest.param("basic abc", "basic sha256:ba7816bf", id="basic"),
        pytest.param("abc", "sha256:ba7816bf", id="no scheme"),
        pytest.param("abc def", fingerprint("abc def"), id="who knows which is the secret"),
    ],
)
def test_a_credential_is_a_scheme_and_a_fingerprint(sent, kept):
    assert dict(recorded_headers(Headers({"authorization": sent}))) == {"Authorization": kept}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        pytest.param("", "", id="none"),
        pytest.param("expand=scopes", "expand=scopes", id="listed"),
        pytest.param("expand=scopes&access_token=secret", "expand=scopes", id="another"),
        pytest.param("secret", "", id="a bare name"),
        pytest.param("expand=%FF&expand=", "expand=%EF%BF%BD&expand=", id="odd values"),
    ],
)
def test_only_listed_parameters_are_kept(query, kept):
    assert recorded_query(query, ("expand",)) == kept
