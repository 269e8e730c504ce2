"""The headers of a request, as they may be kept."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from fakeping.core.text import utf8, words_of, writable
from fakeping.redaction.redact import (
    AUTHORIZATION,
    CREDENTIALS,
    LEAST_SECRET,
    RECORDED_HEADERS,
    SIGNED,
    Fields,
    credential,
    cut,
    fingerprint,
    without_tokens,
)
from fakeping.redaction.spelled import without_spelled

# Characters of headers that are remembered together: longer ones are looked at anew each time.
_MAX_REMEMBERED = 4096

_ASKED = (*RECORDED_HEADERS, *CREDENTIALS)

_SPELLED = {name.lower(): name for name in _ASKED}

# The parts of a cookie.
_COOKIE = re.compile(r"=\"?([^;,\s\"]+)")

# Clients send the same headers again and again: one tuple serves them all, also where what is not
# recorded differs.
_MAX_SENT = 512

_SENT: "dict[Fields, Sent]" = {}


@dataclass(frozen=True, slots=True, eq=False)  # one for all requests that are the same
class Sent:
    """The headers of a request, as they may be kept."""

    fields: Fields
    #: The words in them, where a secret may stand: not those of credentials.
    words: frozenset[bytes]
    #: The secrets that the request itself came with, save signed tokens, which show by themselves.
    own: tuple[str, ...]
    #: Characters of the headers as they came.
    size: int


def sent_headers(headers: Mapping[str, str]) -> Sent:
    """The headers that may be kept; a credential shows as its scheme and a fingerprint.

    Where an `Authorization` says who calls, no other credential is of interest. What else is in
    it of a secret that the request came with is a fingerprint, too.
    """
    fields = tuple(headers.items())
    sent = _SENT.get(fields)
    if sent is None:
        sent = _sent(fields)
        if sent.size <= _MAX_REMEMBERED:
            if len(_SENT) >= _MAX_SENT:
                _SENT.clear()
            _SENT[fields] = sent
    return sent


def recorded_headers(headers: Mapping[str, str]) -> Fields:
    """The headers of a request that may be kept, whoever it is for."""
    return sent_headers(headers).fields


def all_headers(headers: Mapping[str, str]) -> Fields:
    """All headers as they came, for whoever wants the secrets too."""
    return tuple(
        [(_SPELLED.get(name.lower(), writable(name)), writable(headers[name])) for name in headers]
    )


def _sent(sent: Fields) -> Sent:
    first: dict[str, str] = {}
    for name, value in sent:
        first.setdefault(name.lower(), value)
    by_name = {name: first[key] for key, name in _SPELLED.items() if key in first}
    own = tuple(dict.fromkeys(_secrets_in(by_name)))
    fields = tuple(
        (name, credential(name, each) if name in CREDENTIALS else _plain(each, own))
        for name, each in by_name.items()
        if name not in CREDENTIALS or name == AUTHORIZATION or not by_name.get(AUTHORIZATION)
    )
    said = " ".join(value for name, value in fields if name not in CREDENTIALS)
    size = sum([len(name) + len(value) for name, value in sent])
    return Sent(fields, frozenset(words_of(utf8(said))), own, size)


def _secrets_in(headers: Mapping[str, str]) -> Iterator[str]:
    """Every secret that is a credential of a request, in all its spellings."""
    scheme, _, secret = headers.get(AUTHORIZATION, "").partition(" ")
    said = [secret.strip(), *_basic(secret.strip())] if secret else [scheme]
    for name in CREDENTIALS[1:]:
        value = headers.get(name, "")
        said += [value, *_COOKIE.findall(value)]
    yield from (each for each in said if len(each) >= LEAST_SECRET and not SIGNED.fullmatch(each))


def _basic(value: str) -> Iterator[str]:
    """The secret behind a user's name, in base64 as Basic has it."""
    try:
        pair = base64.b64decode(value, validate=True).decode()
    except ValueError:
        return
    if ":" in pair:
        secret = pair.partition(":")[2]
        yield from (pair, secret, unquote_plus(secret))


def _plain(value: str, own: Iterable[str]) -> str:
    """A header that is no credential, without those that came beside it."""
    text = without_tokens(value)
    for each in own:
        text = text.replace(each, fingerprint(each))
    return cut(without_spelled(text))
