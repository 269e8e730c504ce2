"""The quick look at an exchange keeps back nothing that is as expected."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping import FakePing, called
from fakeping.journal.entry import Entry
from fakeping.redaction.redact import fingerprint
from tests.drive import ask

TEXTS = st.text(max_size=8) | st.sampled_from(["ä", 'a"b', "a\\b", "a/b", "\x7f", "\u2028", "name"])
VALUES = st.none() | st.booleans() | st.integers() | TEXTS
DOCUMENTS = st.recursive(
    VALUES,
    lambda within: st.lists(within, max_size=3) | st.dictionaries(TEXTS, within, max_size=3),
    max_leaves=8,
)


@st.composite
def parts(draw, document):
    """What expects that document, in part."""
    if draw(st.booleans()) and draw(st.booleans()):
        return ...
    if isinstance(document, dict):
        kept = {name: each for name, each in document.items() if draw(st.booleans())}
        return {name: draw(parts(each)) for name, each in kept.items()}
    if isinstance(document, list):
        return [draw(parts(each)) for each in document]
    if isinstance(document, str) and draw(st.booleans()):
        return {document, "another"}
    return document


def entry(body):
    return Entry(0j, "/", body, body, "x", "GET", 200, None, "", (), (), None, None, 0)


@given(data=st.data(), document=DOCUMENTS, ascii_=st.booleans(), slash=st.booleans())
def test_a_body_that_is_as_expected_passes(data, document, ascii_, slash):
    text = json.dumps(document, ensure_ascii=ascii_)
    body = (text.replace("/", "\\/") if slash else text).encode("utf-8", "surrogatepass")
    wanted = data.draw(parts(document))

    for sieve in (called(json=wanted).sieve(), called(reply=wanted).sieve()):
        assert sieve is None or sieve(entry(body))


def test_a_text_that_is_hidden_passes():
    hidden = json.dumps({fingerprint("pass-word"): fingerprint("hush-hush")}).encode()

    sieve = called(json={"pass-word": "hush-hush"}).sieve()

    assert sieve(entry(hidden))
    assert not sieve(entry(b'{"pass-word": "hush"}'))


@pytest.mark.parametrize("name", ["trip", "Tür", 'a "trip"', "C:\\trip", "eyJ/x"])
def test_what_a_client_sent_is_found(name):
    server = FakePing()
    tenant = server.tenant()
    body = {"resource_scopes": ["view"], "name": name, "secret_word": "hush-hush"}
    for ascii_ in (True, False):
        raw = json.dumps(body, ensure_ascii=ascii_).encode()
        ask(server, "POST", tenant.pingam.resource_set_url, raw=raw, token=tenant.pingam.pat())

    found = tenant.journal.assert_called("*", json=body, count=2)

    assert [each.json["name"] for each in found] == [name, name]
