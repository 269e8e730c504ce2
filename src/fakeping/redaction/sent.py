"""The headers of a request, as they may be kept."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

from fakeping.core.limits import limit
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

# The values in a cookie, or in a credential with parameters.
_VALUES = re.compile(r"""(?:^|[=\s,:{\[])([^;,\s"'{}\[\]]+)""")
_QUOTED = re.compile(r"""["']([^"']+)["']""")

# Other headers than those that this server reads bring secrets, too.
_CREDENTIAL = re.compile("auth|token|secret|key|cookie|session|password|credential")

MAX_OWN = limit(
    "journal.own",
    64,
    unit="secrets",
    bounds="the secrets that one request comes with and that are looked for in the rest of it",
    past="the longest are",
)

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
    credentials = {
        name: each for name, each in first.items() if each and _CREDENTIAL.search(name)
    } | {name.lower(): by_name[name] for name in CREDENTIALS if by_name.get(name)}
    own = tuple(_secrets_in(credentials))
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
    said: set[str] = set()
    for name, value in headers.items():
        scheme, behind = (*value.split(None, 1), "", "")[:2]
        secret = behind if behind and name in _WITH_A_SCHEME else value
        said.update((secret, secret.strip(), *_values(secret), *_values(unquote(secret))))
        if scheme.lower() == "basic":
            said.update(_basic(secret))
    found = [each for each in said if len(each) >= LEAST_SECRET and not SIGNED.fullmatch(each)]
    yield from sorted(found, key=lambda each: (-len(each), each))[:MAX_OWN]


_WITH_A_SCHEME = frozenset({"authorization", "proxy-authorization"})


def _values(text: str) -> list[str]:
    """The values in a credential; the name of a cookie or a parameter is none."""
    plain = [each.rpartition("=")[2] or each for each in _VALUES.findall(text)]
    return [each for each in (*plain, *_QUOTED.findall(text)) if not each.startswith("/")]


def _basic(value: str) -> Iterator[str]:
    """The secret behind a user's name, in base64 as Basic has it, or as people take it to be."""
    coded = value.strip().rstrip("=").translate(_OF_URLS)
    try:
        raw = base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True)
    except ValueError:
        return
    for pair in (raw.decode("utf-8", "replace"), raw.decode("latin-1")):
        user, colon, secret = pair.partition(":")
        if colon:
            yield from (pair, secret or user, unquote_plus(secret))


_OF_URLS = str.maketrans("-_", "+/")


def _plain(value: str, own: Iterable[str]) -> str:
    """A header that is no credential, without those that came beside it."""
    text = without_tokens(value)
    for each in own:
        text = text.replace(each, fingerprint(each))
    return cut(without_spelled(text))
