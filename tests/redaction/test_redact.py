import ast
from pathlib import Path

import pytest

import fakeping
from fakeping.core.exchange import Headers
from fakeping.redaction.redact import (
    CREDENTIALS,
    RECORDED_HEADERS,
    fingerprint,
    recorded_path,
    recorded_query,
    recorded_refusal,
    recorded_reply_headers,
)
from fakeping.redaction.sent import recorded_headers


def test_one_secret_is_told_from_another_without_showing_it():
    assert fingerprint("a") == "sha256:ca978112"
    assert fingerprint("b") == "sha256:3e23e816"


def test_a_secret_need_not_be_utf_8():
    assert fingerprint("\udcff") == "sha256:a8100ae6"


def test_only_listed_headers_are_kept():
    sent = dict.fromkeys(RECORDED_HEADERS, "kept") | {"X-Forwarded-For": "no", "X-Api-Key": "no"}

    assert dict(recorded_headers(Headers(sent))) == dict.fromkeys(RECORDED_HEADERS, "kept")


def _read_headers(tree):
    """The names of headers that a module looks up."""
    for each in ast.walk(tree):
        match each:
            case (
                ast.Call(
                    func=ast.Attribute(value=where, attr="get"), args=[ast.Constant(value=name), *_]
                )
                | ast.Compare(left=ast.Constant(value=name), ops=[ast.In()], comparators=[where])
            ):
                if ast.unparse(where).rpartition(".")[2] == "headers":
                    yield name


def test_a_header_that_decides_an_answer_is_recorded():
    """Or a replay asks something else."""
    package = Path(fakeping.__file__).parent
    read = {
        name
        for room in ("core", "families", "engine")
        for file in (package / room).rglob("*.py")
        for name in _read_headers(ast.parse(file.read_text("utf-8")))
    }

    assert {"If-Match", "Content-Type"} <= read
    assert read <= {*RECORDED_HEADERS, *CREDENTIALS}


@pytest.mark.parametrize("name", [each for each in CREDENTIALS if each != "Authorization"])
def test_of_a_credential_a_fingerprint_is_kept(name):
    assert recorded_headers(Headers({name.upper(): "a b"})) == ((name, fingerprint("a b")),)


def test_beside_an_authorization_no_other_credential_is_kept():
    sent = {"Authorization": "Bearer abc", "Cookie": "a=b", "X-OpenAM-Username": "alice"}

    assert dict(recorded_headers(Headers(sent))) == {
        "X-OpenAM-Username": "alice",
        "Authorization": "Bearer sha256:ba7816bf",
    }


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


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        pytest.param(b'{"error":"e","ticket":"t"}', b'{"error": "e"}', id="the reason alone"),
        pytest.param(b'{"code":401,"reason":{"a":1}}', b'{"code": 401}', id="what is plain"),
        pytest.param(b"<html>", b"", id="no JSON"),
        pytest.param(b"[1]", b"", id="no object"),
        pytest.param(b'{"ticket":"t"}', b"", id="no reason"),
    ],
)
def test_of_a_secret_refusal_the_reason_is_kept(body, kept):
    assert recorded_refusal(body) == kept


JWT = "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        pytest.param("/v1/short", "/v1/short", id="short"),
        pytest.param(f"/v1/{JWT}/x", f"/v1/{fingerprint(JWT)}/x", id="a JWT"),
        pytest.param(
            "/x/0QIKFdntF-PMDpXujRA-08xmfpc",
            f"/x/{fingerprint('0QIKFdntF-PMDpXujRA-08xmfpc')}",
            id="an opaque token",
        ),
        pytest.param(
            "/x/0271641f-2d74-4bb0-b416-4a39b8714261",
            "/x/0271641f-2d74-4bb0-b416-4a39b8714261",
            id="an id",
        ),
        pytest.param(
            "/x/applicationResourcePermissions", "/x/applicationResourcePermissions", id="words"
        ),
        pytest.param(
            "/x/openid-configuration-of-old", "/x/openid-configuration-of-old", id="lower case"
        ),
        pytest.param(f"/x/{'0a' * 16}", f"/x/{fingerprint('0a' * 16)}", id="hexadecimal"),
        pytest.param(f"/x/{'0A' * 16}", f"/x/{fingerprint('0A' * 16)}", id="in capitals"),
        pytest.param(f"/x/{'0' * 32}", f"/x/{'0' * 32}", id="a number"),
        pytest.param(f"/x/{'a' * 32}", f"/x/{'a' * 32}", id="a long word"),
        pytest.param(f"/x;a=1;t={JWT}", f"/x;a=1;t={fingerprint(JWT)}", id="a segment's parameter"),
        pytest.param(
            f"/x/%65{JWT[1:]}", f"/x/{fingerprint('%65' + JWT[1:])}", id="percent-encoded"
        ),
    ],
)
def test_what_looks_like_a_token_is_not_kept_in_a_path(path, kept):
    assert recorded_path(path) == kept


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        pytest.param("https://a/b", "https://a/b", id="plain"),
        pytest.param(
            "https://a/b?code=c&error=e", f"https://a/b?code={fingerprint('c')}&error=e", id="query"
        ),
        pytest.param(
            "https://a/b#access_token=t&token_type=Bearer",
            f"https://a/b#access_token={fingerprint('t')}&token_type=Bearer",
            id="fragment",
        ),
    ],
)
def test_a_redirect_keeps_no_proof(url, kept):
    headers = {"Location": url, "Set-Cookie": "a=b", "ETag": "1"}

    assert recorded_reply_headers(headers) == (("Location", kept), ("ETag", "1"))


def test_a_fingerprint_is_its_own():
    assert fingerprint(fingerprint("a")) == fingerprint("a")
