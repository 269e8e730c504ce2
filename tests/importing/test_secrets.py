"""Whatever a deployment answers, no secret is written: neither into a seed nor a recording."""

import json
from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fakeping import FakePing
from fakeping.contract.transport import in_process
from tests.importing import CURRENT, environ, in_force, run
from tests.importing.test_import import FULL
from tests.importing.test_record import SCRIPT

SERVER = FakePing()
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~"
SECRETS = st.text(ALPHABET, min_size=12, max_size=40).map("zQ9~{}".format)
NAMES = st.sampled_from(
    ["clientSecret", "client_secret", "secret", "apiKey", "password", "passcode", "private_key",
     "decryptionKey", "refresh_token", "otp", "bindCredentials", "serviceAccountCredentialsJson"]
)  # fmt: skip
SIGNED = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmVkLWJ5LXNvbWVib2R5"
PRIVATE = "-----BEGIN PRIVATE KEY-----\\nMIIEvQ-somebody\\n-----END PRIVATE KEY-----"
JWK = '{"keys": [{"kty": "RSA", "n": "abc", "d": "private-exponent"}]}'
KEY = {"kty": "RSA", "n": "abc", "d": "another-exponent"}


def leaking(handle, name, secret, own):
    """A deployment each of whose answers has secrets in every object, under many names."""
    asked = in_process(handle)

    def planted(value):
        if isinstance(value, list):
            return [planted(each) for each in value]
        if not isinstance(value, dict):
            return value
        whole = {each: planted(one) for each, one in value.items()}
        if "description" in value or "name" in value:
            whole["description"] = f"it was {own}, and {secret}"
        more = {name: secret, "extra": {name: [secret]}, "title": SIGNED, "jwks": JWK, "key": KEY}
        return {**whole, **more, "nickname": PRIVATE, f"x-{secret}": "by name"}

    def answer(method, url, *, headers, body):
        reply = asked(method, url, headers=headers, body=body)
        if not reply.body or "/as/" in url:
            return reply
        return replace(reply, body=json.dumps(planted(reply.json)).encode())

    return lambda **_: answer


@settings(
    max_examples=4,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(name=NAMES, secret=SECRETS)
def test_no_secret_of_an_answer_is_written(monkeypatch, tmp_path, name, secret):
    with SERVER.tenant(edition=CURRENT, seed={"pingone": FULL}) as tenant:
        in_force(monkeypatch, environ(tenant))
        own = tenant.pingone.credentials.client_secret
        over = leaking(SERVER.tenants.world.handle, name, secret, own)
        monkeypatch.setattr("fakeping.importing.importing.OverHttp", over)
        monkeypatch.setattr("fakeping.importing.recording.OverHttp", over)
        script = tmp_path / "script.json"
        script.write_text(json.dumps(SCRIPT), "utf-8")
        target = ("--target", SERVER.tenants.base_url.replace("http:", "https:"))

        ran = [run("seed", "import", *target), run("record", script, *target)]

        assert [each.code for each in ran] == [0, 0], [each.err for each in ran]
        assert json.loads(ran[0].out)["pingone"]["users"]
        for each in (
            secret,
            own,
            SIGNED,
            "MIIEvQ-somebody",
            "private-exponent",
            "another-exponent",
        ):
            for one in ran:
                assert each not in one.out, each
                assert each not in one.err, each
