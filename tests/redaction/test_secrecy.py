"""What of a document is shown: the members that its schema knows."""

from time import thread_time

import pytest

from fakeping.redaction.redact import fingerprint
from fakeping.redaction.secrecy import Redactor
from fakeping.redaction.shape import shape_of
from fakeping.redaction.spelled import is_secret, without_spelled


def hush(text):
    return fingerprint(text) if text == "hush" else text


def shown(document, *schemas):
    made = Redactor(hush)
    kept = made.document(document, shape_of(*schemas))
    assert made.changed == (kept != document)
    return kept, made.hidden


A, N, X = fingerprint("a"), fingerprint("1"), fingerprint("x")


@pytest.mark.parametrize(
    ("document", "kept", "hidden"),
    [
        pytest.param({"name": "a"}, {"name": "a"}, [], id="known"),
        pytest.param({"name": "hush"}, {"name": fingerprint("hush")}, [], id="a secret in it"),
        pytest.param({"name": ["a", 1, None]}, {"name": ["a", 1, None]}, [], id="another type"),
        pytest.param({"x": "a"}, {X: A}, ["x", "a"], id="unknown"),
        pytest.param({"x": 1}, {X: N}, ["x", "1"], id="a number"),
        pytest.param({"x": [True, None]}, {X: [True, None]}, ["x"], id="what tells nothing"),
        pytest.param({"password": {"x": 1}}, {"password": {X: N}}, ["x", "1"], id="a usual name"),
        pytest.param({"resource_scopes": "a"}, {"resource_scopes": "a"}, [], id="no list"),
        pytest.param({"labels": [{"a": 1}]}, {"labels": [{A: N}]}, ["a", "1"], id="in a list"),
        pytest.param({"name": {"name": "a"}}, {"name": {"name": A}}, ["a"], id="too deep"),
        pytest.param("a", A, ["a"], id="a text alone"),
        pytest.param(["a"], [A], ["a"], id="a list alone"),
        pytest.param(None, None, [], id="null"),
        pytest.param({X: A}, {X: A}, [], id="hidden already"),
    ],
)
def test_only_what_the_schema_knows_is_shown(document, kept, hidden):
    assert shown(document, "pingam/resource_set_request") == (kept, hidden)


@pytest.mark.parametrize(
    ("document", "schemas"),
    [
        pytest.param(
            {"previous": {"expiresAt": "x"}}, ["pingone/current/secret_request"], id="deep"
        ),
        pytest.param(
            {"conditions": [{"expirationDate": "1"}]}, ["pingam/policy_request"], id="then"
        ),
        pytest.param({"result": [{"_id": "x"}]}, ["pingam/policy_list"], id="another schema"),
        pytest.param(["x"], ["pingam/resource_set_list"], id="a list"),
        pytest.param({"error": "x", "code": 1}, ["pingam/error"], id="one of several"),
        pytest.param(
            {"uri": "x", "description": "y"},
            ["pingam/resource_set_request", "pingam/uma1_resource_set_request"],
            id="two schemas",
        ),
    ],
)
def test_what_a_schema_refers_to_is_known_as_well(document, schemas):
    assert shown(document, *schemas) == (document, [])


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
    assert without_spelled(f"{name}=hush, a") == f"{name}={fingerprint('hush')}, a"


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
        "password" * 1000,
    ],
)
def test_what_only_sounds_like_one_is_none(name):
    assert not is_secret(name)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("Bearer abcdefgh1", f"Bearer {fingerprint('abcdefgh1')}", id="a token"),
        pytest.param("basic photography", "basic photography", id="words"),
        pytest.param('{"a": 1}', fingerprint('{"a": 1}'), id="a document"),
        pytest.param("[draft] a", "[draft] a", id="no document"),
        pytest.param("[" * 100_000, fingerprint("[" * 100_000), id="too deep a document"),
        pytest.param("a=b&c=", fingerprint("a=b&c="), id="a form"),
        pytest.param("https://a/?b=c&d=e", "https://a/?b=c&d=e", id="a URL"),
        pytest.param("a=b", "a=b", id="a pair"),
        pytest.param("password:x", f"password:{X}", id="no blank behind the colon"),
        pytest.param("old-password:x;pwd:x", f"old-password:{X};pwd:{X}", id="two of them"),
        pytest.param("api_key:x1", f"api_key:{fingerprint('x1')}", id="a key"),
        pytest.param("token:write", "token:write", id="a scope"),
        pytest.param("p1:read:secret:all", "p1:read:secret:all", id="a scope of many parts"),
        pytest.param("urn:ietf:params:oauth:token-type:id_token", None, id="a URN"),
        pytest.param("monkey:5 at 12:30", None, id="no name of a secret"),
        pytest.param("pwd 'password': 'x'", f"pwd 'password': '{X}'", id="a member"),
    ],
)
def test_a_credential_that_a_text_spells_out_is_hidden(text, kept):
    kept = text if kept is None else kept
    assert without_spelled(text) == kept
    assert without_spelled(kept) == kept


@pytest.mark.parametrize(
    "unit",
    [
        "x",
        "a.",
        "-",
        "--password ",
        "password",
        "password ",
        "token ",
        "token:",
        "password:",
        "://a:",
        "=",
        ": ",
        "a=b ",
    ],
)
def test_the_work_of_looking_for_one_is_in_proportion_to_the_text(unit):
    def took(size):
        text, before = unit * (size // len(unit)), thread_time()
        without_spelled(text)
        return thread_time() - before

    def growth():
        return took(100_000) / max(took(25_000), 1e-4)

    # 4 where it is in proportion, 16 where it is a square; a busy machine may be in the way once.
    assert min(growth() for _ in range(3)) < 9
