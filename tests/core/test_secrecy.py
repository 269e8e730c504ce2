"""Secrets by the name of the member that they stand under."""

import json

import pytest

from fakeping.core.redact import WITHHELD, fingerprint
from fakeping.core.secrecy import is_secret, without_secrets


@pytest.mark.parametrize(
    "name",
    [
        "access_token",
        "accessToken",
        "ACCESS_TOKEN",
        "token",
        "tokenId",
        "id_token_hint",
        "client_secret",
        "clientSecret",
        "secret",
        "password",
        "passwd",
        "api_key",
        "apiKey",
        "code_verifier",
        "client_assertion",
        "ticket",
        "rpt",
    ],
)
def test_a_secrets_name_is_known_in_every_spelling(name):
    assert is_secret(name)
    body = json.dumps({"a": [{name: "hush"}]}).encode()

    assert json.loads(without_secrets(body)) == {"a": [{name: fingerprint("hush")}]}


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "description",
        "accessTokenValiditySeconds",
        "introspectEndpointAuthMethod",
        "token_endpoint",
        "token_type",
        "keys",
        "passenger",
        "code",
    ],
)
def test_what_only_sounds_like_one_is_none(name):
    assert not is_secret(name)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(b'{ "name":"a" }', b'{ "name":"a" }', id="as it came"),
        pytest.param(b'{ "tokens": 1 }', b'{ "tokens": 1 }', id="only a part of a name"),
        pytest.param(b'{"token": 1}', b'{"token": 1}', id="a number"),
        pytest.param(b'{"name": "the token"}', b'{"name": "the token"}', id="a value"),
        pytest.param(
            b'{"token": ["a", {"name": "b"}]}',
            b'{"token": ["%b", {"name": "b"}]}' % fingerprint("a").encode(),
            id="a list",
        ),
        pytest.param(
            b'{"pass\\u0077ord": "a"}',
            b'{"password": "%b"}' % fingerprint("a").encode(),
            id="an escaped name",
        ),
        pytest.param(
            '{"secret": "a", "name": "é"}'.encode(),
            '{"secret": "%s", "name": "é"}'.replace("%s", fingerprint("a")).encode(),
            id="beside other letters",
        ),
        pytest.param(b"{'password': 'a'}", WITHHELD, id="other quotes"),
        pytest.param(b'{"password": "a', WITHHELD, id="what can't be read"),
        pytest.param(b'{"password": ' + b"[" * 100_000, WITHHELD, id="what is too deep"),
    ],
)
def test_a_body_is_kept_without_its_secrets(body, kept):
    assert without_secrets(body) == kept
