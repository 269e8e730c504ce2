"""Redaction of request headers."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, unquote_plus

from fakeping.core.exchange import AUTHORIZATION
from fakeping.core.limits import limit
from fakeping.core.text import utf8, words_of, writable
from fakeping.redaction.redact import (
    CREDENTIALS,
    LEAST_SECRET,
    MAX_HEADER,
    RECORDED_HEADERS,
    SIGNED,
    Fields,
    credential,
    cut,
    fingerprint,
    without_tokens,
)
from fakeping.redaction.spelled import without_spelled

# Most characters of a cached set of headers; longer ones are redacted each time.
_MAX_REMEMBERED = 4096

_FORM = "application/x-www-form-urlencoded"

_IDENTITY = frozenset({"", "identity"})

_ASKED = (*RECORDED_HEADERS, *CREDENTIALS)

_SPELLED = {name.lower(): name for name in _ASKED}

# Values in a cookie, or in a credential with parameters.
_VALUES = re.compile(r"""(?:^|[=\s,:{\[])([^;,\s"'{}\[\]]+)""")
_QUOTED = re.compile(r"""["']([^"']+)["']""")

# A credential without parts, as most are: no blank, no escape, and nothing that separates.
_WHOLE = re.compile(r"[\w.~+-]+", re.ASCII)

# Headers that this server does not read may hold secrets, too.
_CREDENTIAL = re.compile("auth|token|secret|key|cookie|session|password|credential")

MAX_OWN = limit(
    "journal.own",
    64,
    unit="secrets",
    bounds="the secrets that one request comes with and that are looked for in the rest of it",
    past="the longest are",
)

# Clients send the same headers again and again: the cache has one object for all of them.
_MAX_SENT = 512

_SENT: "dict[Fields, Sent]" = {}


@dataclass(frozen=True, slots=True, eq=False)  # one for all requests that are the same
class Sent:
    """The redacted headers of a request."""

    fields: Fields
    #: The words in which secrets may occur: those of all headers but credentials.
    words: frozenset[bytes]
    #: The request's credentials, except signed tokens, which are recognized anywhere.
    own: tuple[str, ...]
    #: Whether the body may be JSON: neither compressed nor declared as a form.
    is_json: bool
    #: Characters of the original headers.
    size: int


def sent_headers(headers: Mapping[str, str]) -> Sent:
    """Redact a request's headers; a credential becomes its scheme and a fingerprint.

    With an `Authorization`, other credentials are dropped. Copies of a credential in other
    headers become fingerprints, too.
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
    """The redacted headers as name and value pairs."""
    return sent_headers(headers).fields


def all_headers(headers: Mapping[str, str]) -> Fields:
    """All headers unredacted, for `secrets=True`."""
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
    return Sent(fields, frozenset(words_of(utf8(said))), own, _is_json(first), size)


def _is_json(headers: Mapping[str, str]) -> bool:
    packing, media_type = headers.get("content-encoding", ""), headers.get("content-type", "")
    return packing.strip().lower() in _IDENTITY and not media_type.lower().startswith(_FORM)


def _secrets_in(headers: Mapping[str, str]) -> Iterator[str]:
    """Every credential of a request, in all its spellings."""
    said: set[str] = set()
    for name, value in headers.items():
        scheme, behind = (*value.split(None, 1), "", "")[:2]
        secret = behind if behind and name in _WITH_A_SCHEME else value
        said.add(secret)
        if not _WHOLE.fullmatch(secret):
            said.update((secret.strip(), *_values(secret), *_values(unquote(secret))))
        if scheme.lower() == "basic":
            said.update(_basic(secret))
    found = [each for each in said if len(each) >= LEAST_SECRET and not SIGNED.fullmatch(each)]
    yield from sorted(found, key=lambda each: (-len(each), each))[:MAX_OWN]


_WITH_A_SCHEME = frozenset({"authorization", "proxy-authorization"})


def _values(text: str) -> list[str]:
    """The values in a cookie or a credential, without the names of cookies or parameters."""
    plain = [each.rpartition("=")[2] or each for each in _VALUES.findall(text)]
    return [each for each in (*plain, *_QUOTED.findall(text)) if not each.startswith("/")]


def _basic(value: str) -> Iterator[str]:
    """Decode a Basic credential to its secret (RFC 7617), also from base64url or Latin-1."""
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
    """Redact a header that is no credential."""
    if len(value) <= MAX_HEADER and not any(each in value for each in own):
        return _without_own(value)
    text = without_tokens(value)
    for each in own:
        text = text.replace(each, fingerprint(each))
    return cut(without_spelled(text))


@lru_cache(maxsize=512)
def _without_own(value: str) -> str:
    """`_plain` of a header without the request's credentials: tests change those alone."""
    return cut(without_spelled(without_tokens(value)))
