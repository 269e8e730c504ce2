import base64
import hashlib
import hmac
import json
from random import Random

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from fakeping.core.keys import Keys
from fakeping.core.sources import Ids
from tests import few_keys

CLAIMS = {"sub": "alice", "exp": 4_000_000_000, "env": "e"}


def part(document):
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text):
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


@pytest.fixture(scope="module", autouse=True)
def _made_anew():
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(Keys, "_make", few_keys.made_anew)
        yield


@pytest.fixture(scope="module")
def keys():
    return Keys(Ids(Random(1)).uuid)


@pytest.fixture(scope="module")
def token(keys):
    return keys.sign(CLAIMS)


def test_what_it_signed_it_knows(keys, token):
    assert keys.verify(token) == CLAIMS


def test_a_token_names_its_algorithm_and_its_key(keys, token):
    header, _, _ = token.split(".")

    assert decoded(header) == {"alg": "RS256", "kid": keys.public()["kid"], "typ": "JWT"}


def test_the_public_half_has_nothing_of_the_private(keys):
    public = keys.public()

    assert set(public) == {"kty", "kid", "use", "alg", "n", "e"}
    assert (public["kty"], public["use"], public["alg"]) == ("RSA", "sig", "RS256")


def test_a_key_is_made_when_it_is_first_needed():
    keys = Keys(Ids(Random(1)).uuid)

    assert (keys.verify("e30.e30.e30"), "_key" in vars(keys)) == (None, False)


def test_each_server_has_a_key_of_its_own(token):
    other = Keys(Ids(Random(2)).uuid)
    other.sign({})

    assert other.verify(token) is None


# Forgeries: each is made from the key that is attacked and a token that it signed.


def none(keys, token):
    return f"{part({'alg': 'none', 'kid': keys.public()['kid']})}.{part(CLAIMS)}."


def none_signed(keys, token):
    return none(keys, token) + token.rpartition(".")[2]


def no_algorithm(keys, token):
    return f"{part({'kid': keys.public()['kid']})}.{token.split('.', 1)[1]}"


def _hs256(keys, secret):
    head = f"{part({'alg': 'HS256', 'kid': keys.public()['kid']})}.{part(CLAIMS)}"
    return f"{head}.{part(hmac.digest(secret, head.encode(), hashlib.sha256))}"


def hs256_with_the_pem(keys, token):
    return _hs256(keys, keys._key.as_pem(private=False))


def hs256_with_the_der(keys, token):
    return _hs256(keys, keys._key.as_der(private=False))


def hs256_with_the_jwk(keys, token):
    return _hs256(keys, json.dumps(keys.public()).encode())


def hs256_with_the_modulus(keys, token):
    return _hs256(keys, keys.public()["n"].encode())


def hs256_with_nothing(keys, token):
    return _hs256(keys, b"")


def another_key_with_the_same_kid(keys, token):
    stranger = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "kid": keys.public()["kid"]}, CLAIMS, stranger)


def another_key_that_comes_along(keys, token):
    stranger = RSAKey.generate_key(2048)
    header = {
        "alg": "RS256",
        "kid": keys.public()["kid"],
        "jwk": stranger.as_dict(private=False),
    }
    return jwt.encode(header, CLAIMS, stranger)


def another_kid(keys, token):
    return jwt.encode({"alg": "RS256", "kid": "../../etc/passwd"}, CLAIMS, keys._key)


def no_kid(keys, token):
    return jwt.encode({"alg": "RS256"}, CLAIMS, keys._key)


def another_algorithm_of_the_same_key(keys, token):
    header = {"alg": "RS512", "kid": keys.public()["kid"]}
    private = keys._key.as_dict(private=True) | {"alg": "RS512"}
    return jwt.encode(header, CLAIMS, RSAKey.import_key(private), algorithms=["RS512"])


def critical_extension(keys, token):
    header = {"alg": "RS256", "kid": keys.public()["kid"], "crit": ["x"], "x": 1}
    unchecked = f"{part(header)}.{part(CLAIMS)}"
    return f"{unchecked}.{token.rpartition('.')[2]}"


def other_claims(keys, token):
    header, _, signature = token.split(".")
    return f"{header}.{part(CLAIMS | {'sub': 'mallory'})}.{signature}"


def other_header(keys, token):
    _, rest = token.split(".", 1)
    return f"{part({'alg': 'RS256', 'kid': keys.public()['kid'], 'x': 1})}.{rest}"


def no_signature(keys, token):
    return token.rpartition(".")[0] + "."


def zero_signature(keys, token):
    return token.rpartition(".")[0] + "." + part(b"\0" * 256)


def symmetric(keys, token):
    secret = OctKey.import_key("secret-of-at-least-32-octets-long")
    return jwt.encode({"alg": "HS256", "kid": keys.public()["kid"]}, CLAIMS, secret)


FORGERIES = [
    none,
    none_signed,
    no_algorithm,
    hs256_with_the_pem,
    hs256_with_the_der,
    hs256_with_the_jwk,
    hs256_with_the_modulus,
    hs256_with_nothing,
    another_key_with_the_same_kid,
    another_key_that_comes_along,
    another_kid,
    no_kid,
    another_algorithm_of_the_same_key,
    critical_extension,
    other_claims,
    other_header,
    no_signature,
    zero_signature,
    symmetric,
]


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forgery_is_nobodys(keys, token, forge):
    assert keys.verify(forge(keys, token)) is None


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param("", id="nothing"),
        pytest.param(".", id="a dot"),
        pytest.param("..", id="two"),
        pytest.param("a.b.c.d.e", id="five parts"),
        pytest.param("e30.e30.e30", id="empty objects"),
        pytest.param(f"{part([])}.{part({})}.x", id="an array for a header"),
        pytest.param(f"{part(b'1')}.{part({})}.x", id="a number for a header"),
        pytest.param(f"{part(b'null')}.{part({})}.x", id="null for a header"),
        pytest.param(f"{part({'alg': []})}.{part({})}.x", id="an array for an algorithm"),
        pytest.param(f"{part({'alg': None})}.{part({})}.x", id="null for an algorithm"),
        pytest.param(f"{part({'alg': 'RS256', 'kid': []})}.{part({})}.x", id="an array for a kid"),
        pytest.param(f"{part({'alg': 'RS256', 'crit': 1})}.{part({})}.x", id="a number for crit"),
        pytest.param(f"{part(b'[' * 5000)}.e30.x", id="a deep header"),
        pytest.param(f"{part(b'1' * 5000)}.e30.x", id="a header of 5,000 digits"),
        pytest.param(f"{part(b'{')}.e30.x", id="half a header"),
        pytest.param("\x00.\xff.\u20ac", id="what base64 has not"),
        pytest.param("\udcff.e30.e30", id="what UTF-8 has not"),
    ],
)
def test_garbage_is_nobodys(keys, token, garbage):
    assert keys.verify(garbage) is None


def test_a_signed_text_that_is_no_object_is_nobodys(keys, token):
    from joserfc import jws  # noqa: PLC0415

    header = {"alg": "RS256", "kid": keys.public()["kid"]}

    for payload in (b"[]", b"1", b"null", b"\xff"):
        assert keys.verify(jws.serialize_compact(header, payload, keys._key)) is None


def test_no_bit_of_a_token_can_be_turned(keys, token):
    raw = base64.urlsafe_b64decode(token.rpartition(".")[2] + "==")

    for at in range(0, len(raw), 16):
        turned = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        assert keys.verify(f"{token.rpartition('.')[0]}.{part(turned)}") is None
