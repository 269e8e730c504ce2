"""The quick look at a body misses no credential that is spelled out in it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.core import body
from fakeping.redaction.spelled import may_spell, without_spelled
from tests.drive import ask

WORDS = ["a", "Password", "pwd", "secret", "token", "otp", "session-id", "key", "authorization"]
SIGNS = [" ", ":", ": ", "=", "=>", "\\", "'", '"', "@", "<", ">", "/", "--", "{", "[", "&", "\n"]
WHOLE = [
    "Bearer hunter22",
    "basic\tHunter22",
    "DPoP hunter22",
    "token hunter22",
    "token\N{NO-BREAK SPACE}hunter22",
    "basic\N{NO-BREAK SPACE}hunter22",
    "https://u:hunter22@",
    "x=y",
    "é",
    "12",
    ' eq "x"',
]
PIECES = st.sampled_from([*WORDS, *SIGNS, *WHOLE])


@given(pieces=st.lists(PIECES, max_size=7), ascii_=st.booleans(), close=st.booleans())
def test_what_is_hidden_is_looked_into(pieces, ascii_, close):
    text = "".join(pieces)
    separators = (",", ":") if close else (", ", ": ")
    raw = json.dumps({"n": text}, ensure_ascii=ascii_, separators=separators).encode()

    assert without_spelled(text) == text or may_spell(raw)


#: One for each way to spell a credential out.
SPELLED = [
    *("Bearer hunter22", "basic hunter22", "DPOP hunter22", "negotiate hunter22", "Token hunter22"),
    *("password=hunter22", "token => hunter22", "{'secret': 'x'}", "{'pwd'\n:'x'}", '{"pin":1}'),
    *("cookie: hunter22", "otp: 123456", "<token>hunter22</token>", "--token hunter22"),
    *("pwd:hunter22", "session_id:hunter22", "api-key:hunter22", "https://u:hunter22@a.example"),
    *('password.value eq "hunter22"', 'active eq true and secret co "a hunter"'),
    *('["hunter22"]', '{"a": "hunter22"}', "?code=hunter22", "a=b&c=d"),
]


@pytest.mark.parametrize("text", SPELLED)
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_each_way_is_looked_into(text, separators):
    assert without_spelled(text) != text
    assert may_spell(json.dumps({"n": text}, separators=separators).encode())


@pytest.mark.parametrize("close", [True, False])
def test_what_most_bodies_are_is_not_looked_into(close):
    said = {
        "name": "Photos of 12:30",
        "in": ["https://a.example.com/x"],
        "é": None,
        "email": "a@b.example",
        "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
    }
    separators = (",", ":") if close else (", ", ": ")

    assert not may_spell(json.dumps(said, ensure_ascii=False, separators=separators).encode())


def test_a_body_is_decoded_once(tenant, server, monkeypatch):
    decoded = []
    decode = body._decoded
    monkeypatch.setattr(body, "_decoded", lambda text: decoded.append(text) or decode(text))
    monkeypatch.setattr("tests.checked._told", lambda *_: ())
    said = {"resource_scopes": ["view"], "name": "a", "type": None}

    ask(server, "POST", tenant.pingam.resource_set_url, said, token=tenant.pingam.pat())

    assert decoded == [json.dumps(said)]
    assert tenant.journal[-1].json == said
