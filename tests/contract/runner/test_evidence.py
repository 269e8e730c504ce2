"""What is shown of exchanges: enough to ask again, and no secret."""

import json

import pytest

from fakeping.contract.evidence import shown, without_secrets
from fakeping.contract.target import HttpExchange
from fakeping.contract.transport import Answer
from fakeping.core.exchange import Headers

SECRET = "s3cr3t-Of-Mine"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"


def exchange(
    method: str = "GET",
    url: str = "http://there",
    *,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    answer: Answer | None = None,
) -> HttpExchange:
    return HttpExchange(
        method=method,
        url=url,
        headers=headers or {},
        body=body,
        answer=answer or Answer(status=200),
    )


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(exchange(headers={"Authorization": f"Bearer {SECRET}"}), id="a bearer token"),
        pytest.param(exchange(headers={"Authorization": SECRET}), id="an odd authorization"),
        pytest.param(exchange(headers={"iPlanetDirectoryPro": SECRET}), id="an SSO token"),
        pytest.param(exchange(headers={"X-OpenAM-Password": SECRET}), id="a password header"),
        pytest.param(exchange(body=f"a=b&password={SECRET}".encode()), id="a form"),
        pytest.param(exchange(url=f"http://there/?code={SECRET}&a=b"), id="a query"),
        pytest.param(exchange(body=json.dumps({"password": SECRET}).encode()), id="a member"),
    ],
)
def test_a_secret_that_was_sent_shows_nowhere(asked: HttpExchange) -> None:
    echo = exchange(
        url=f"http://there/me/{SECRET}",
        answer=Answer(
            status=200,
            headers=Headers({"Location": f"http://there/{SECRET}", "ETag": SECRET}),
            body=json.dumps({"echo": SECRET, "name": "photos"}).encode(),
        ),
    )

    for each in shown([asked, echo]):
        assert SECRET not in "\n".join([each.curl, *map(str, each.headers), each.body])
    assert SECRET not in without_secrets(f"expected {SECRET}", [asked])


def test_a_cookie_is_a_fingerprint() -> None:
    [told] = shown([exchange(headers={"Cookie": f"iPlanetDirectoryPro={SECRET}"})])

    assert (
        told.curl
        == "curl --request GET --path-as-is http://there --header 'Cookie: sha256:10f38734'"
    )


@pytest.mark.parametrize(
    "name",
    ["access_token", "refresh_token", "id_token", "ticket", "secret", "tokenId", "rpt", "authId"],
)
def test_a_secret_that_was_answered_shows_nowhere(name: str) -> None:
    document = json.dumps({"_embedded": {"items": [{name: SECRET}]}, "name": "photos"}).encode()
    first = exchange(answer=Answer(status=200, body=document))
    second = exchange(url=f"http://there/{SECRET}")

    told = shown([first, second])

    assert SECRET not in told[0].body + told[1].curl
    assert '"name": "photos"' in told[0].body
    assert "sha256:" in told[0].body


def test_whatever_looks_like_a_token_is_hidden() -> None:
    text = without_secrets(f"{JWT} and fUr7HX9kLMnop2QRstUVwx4Z but no-word-or-name-of-ours", [])

    assert "eyJ" not in text
    assert "fUr7" not in text
    assert "no-word-or-name-of-ours" in text


def test_the_kind_of_an_error_is_no_secret() -> None:
    document = b'{"code":"INVALID_DATA","details":[{"code":"UNIQUENESS_VIOLATION"}]}'
    [told] = shown([exchange("POST", answer=Answer(status=400, body=document))])

    assert told.body == document.decode()


def test_a_line_for_a_shell_asks_the_same_again() -> None:
    [told] = shown(
        [
            exchange(
                method="PUT",
                url="http://there//it's",
                headers={"Content-Type": "application/json", "Authorization": "Bearer abcdefgh"},
                body='{"name":"it\'s ä"}'.encode(),
            )
        ]
    )

    assert told.curl == (
        "curl --request PUT --path-as-is 'http://there//it'\"'\"'s'"
        " --header 'Content-Type: application/json'"
        " --header 'Authorization: Bearer sha256:9c56cc51'"
        ' --data-raw \'{"name":"it\'"\'"\'s ä"}\''
    )


def test_a_long_body_is_cut() -> None:
    [told] = shown([exchange(answer=Answer(status=200, body=b"word " * 1000))])

    assert told.body.endswith("... (5000 bytes in all)")
    assert len(told.body) < 2100
