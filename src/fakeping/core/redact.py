"""What is never shown: a record holds what is on these lists, and nothing else.

Allow-lists, because a list of secrets' names always lacks one. What repeats is kept once: clients
send the same headers again and again.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, unquote_plus, urlencode, urlsplit, urlunsplit

from fakeping.core.limits import limit
from fakeping.core.text import utf8, words_of, writable

#: The request headers that are kept as they came.
RECORDED_HEADERS = (
    "Host",
    "Content-Type",
    "Content-Encoding",
    "Accept",
    "Accept-API-Version",
    "If-Match",
    "If-None-Match",
    "User-Agent",
    "Correlation-Id",
    "X-OpenAM-Username",
)

AUTHORIZATION = "Authorization"

#: Those of which only a fingerprint is kept: whoever reads of a request knows that it had one.
CREDENTIALS = (AUTHORIZATION, "X-OpenAM-Password", "iPlanetDirectoryPro", "Cookie")

#: The reply headers that are kept; of a `Location`, not what its query and fragment carry.
RECORDED_REPLY_HEADERS = (
    "Location",
    "Content-Type",
    "ETag",
    "WWW-Authenticate",
    "Retry-After",
    "Allow",
)

#: What no client needs longer values for, and no record has room for.
MAX_HEADER = limit(
    "journal.header",
    256,
    unit="characters",
    bounds="a header's value in the journal",
    past="its beginning is kept",
)
MAX_TARGET = limit(
    "journal.target",
    2048,
    unit="characters",
    bounds="a path with its query, and a Location, in the journal",
    past="its beginning is kept",
)

#: Shorter secrets are words, which would be replaced in every sentence.
LEAST_SECRET = 6

# Characters of headers that are remembered together: longer ones are looked at anew each time.
_MAX_REMEMBERED = 4096

Fields = tuple[tuple[str, str], ...]

# What stands for each name of a list, in that order.
_Values = tuple[str | None, ...]

_ASKED = (*RECORDED_HEADERS, *CREDENTIALS)
_SPELLED = {name.lower(): name for name in _ASKED}

_SCHEMES = frozenset({"basic", "bearer"})

# Parameters that an operation understands, and whose values are somebody's secret or proof.
_SECRET_PARAMETERS = frozenset(
    {"access_token", "code", "code_challenge", "id_token_hint", "ticket", "token", "rpt"}
)

# What a redirect may say as it is; the rest of what it carries shows as a fingerprint.
_SAID_IN_REDIRECTS = frozenset({"error", "error_description", "iss", "token_type", "expires_in"})

FINGERPRINT = re.compile("sha256:[0-9a-f]{8}")
# What stands between the parts of a path and of a query, and of a path's own parts.
_PARTS = re.compile(r"[/?&=;,]")
_PART = re.compile(r"[^/;=,]+")

_DIGIT = re.compile("[0-9]")

# A signed token, wherever it stands: its header is an object, in base64url like the rest of it.
_SIGNED = re.compile(r"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*", re.ASCII)

# The parts of a cookie.
_COOKIE = re.compile(r"=\"?([^;,\s\"]+)")

# A text that spells a credential out, and how it does.
_SPELLED_OUT = re.compile(r"""[={\[]|["']\s*:|bearer|basic""", re.IGNORECASE)
_IN_A_SCHEME = re.compile(r"\b(bearer|basic)(\s+)([\w~+/.=-]{8,})", re.IGNORECASE)
_FORM = re.compile(r"[\w.\[\]-]+=[^\s&]*(?:&[\w.\[\]-]+=[^\s&]*)+")

_NAMES = (
    r"(?:access|refresh|id|subject|claim|bearer|session|sso)?[_-]?token(?:_?id|_hint)?",
    r"(?:client[_-]?)?secret",
    r"(?:client_)?assertion",
    r"pass(?:word|wd|phrase|code)",
    r"(?:private|api)[_-]?key",
    r"code_verifier|authorization|cookie|ticket|rpt|pct|pat",
)
_NAME = re.compile("|".join(_NAMES), re.IGNORECASE)
# The same in front of a value, in a text.
_NAMED = re.compile(
    rf"""((?:{"|".join(_NAMES)})["']?\s*(?:=|(?<=["'])\s*:)\s*["']?)([^\s"'&,;}}]+)""",
    re.IGNORECASE,
)

# What the families' refusals call the reason.
_REASONS = frozenset({"error", "error_description", "code", "reason", "message"})

# Shorter segments are words, numbers and names.
_LEAST_CREDENTIAL = 24

# What is as long as this and has neither spaces nor hyphens is no id of either API, nor a word.
_LEAST_DIGEST = 32


# Longer names than these are none of them.
_LONGEST_NAME = 32


class Excerpt(bytes):
    """The beginning of a body that was longer than the journal keeps."""

    __slots__ = ()


class Withheld(bytes):
    """What stands for a body that may hold secrets, and was not recorded."""

    __slots__ = ()


#: Instead of a body that is not recorded.
WITHHELD: Final = Withheld()


# What is longer than a token is not remembered: the cache is bounded in bytes, too.
_LONGEST_REMEMBERED = 2048


def fingerprint(secret: str) -> str:
    """Tell one secret from another without showing it: `sha256:` and 8 hex digits.

    A fingerprint is its own, so that what is recorded can be held against what was sent.
    """
    return _remembered(secret) if len(secret) <= _LONGEST_REMEMBERED else _fingerprint(secret)


def _fingerprint(secret: str) -> str:
    if FINGERPRINT.fullmatch(secret):
        return secret
    return f"sha256:{hashlib.sha256(utf8(secret)).hexdigest()[:8]}"


_remembered = lru_cache(maxsize=1024)(_fingerprint)


# Clients send the same headers again and again: one tuple serves them all, also where what is not
# recorded differs.
_MAX_SENT = 512
_SENT: "dict[Fields, Sent]" = {}


class Sent(NamedTuple):
    """The headers of a request, as they may be kept."""

    fields: Fields
    #: The words in them, where a secret may stand: not those of credentials.
    words: frozenset[bytes]
    #: The secrets that the request itself came with, save signed tokens, which show by themselves.
    own: tuple[str, ...]


def is_secret(name: str) -> bool:
    """Whether a member of that name holds a secret."""
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None


def sent_headers(headers: Mapping[str, str]) -> Sent:
    """The headers that may be kept; a credential shows as its scheme and a fingerprint.

    Where an `Authorization` says who calls, no other credential is of interest. What else is in
    it of a secret that the request came with is a fingerprint, too.
    """
    fields = tuple(headers.items())
    sent = _SENT.get(fields)
    if sent is None:
        sent = _sent(fields)
        if sum([len(name) + len(value) for name, value in fields]) <= _MAX_REMEMBERED:
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


def recorded_reply_headers(headers: Mapping[str, str]) -> Fields:
    """The headers of a reply that may be kept."""
    location, *others = map(headers.get, RECORDED_REPLY_HEADERS)
    told = _told(tuple(others))
    # What was made has a URL of its own: remembering it would push the others out.
    return told if location is None else (("Location", _location(location)), *told)


def without_tokens(text: str) -> str:
    """A text, with a fingerprint for each signed token in it."""
    return _SIGNED.sub(lambda found: fingerprint(found[0]), text) if "eyJ" in text else text


def recorded_query(
    query: str, names: Container[str], hide: Callable[[str], str] = without_tokens
) -> str:
    """The query string, with only the parameters that the operation understands."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return urlencode(
        [
            (name, fingerprint(value) if name in _SECRET_PARAMETERS else hide(value))
            for name, value in pairs
            if name in names
        ]
    )


def may_spell(body: bytes) -> bool:
    """Whether a text in a JSON document may spell a credential out; no is certain.

    Quick, for most documents have none: two quotes with a bracket behind stand only in a text.
    """
    if b"=" in body or b"\\" in body or b'"[' in body or b'"{' in body:
        return True
    if b'" ' in body or b"':" in body or b"' :" in body:
        return True
    small = body.lower()
    return b"bearer " in small or b"basic " in small


def without_spelled(text: str) -> str:
    """A text that a client wrote, without what looks like a credential spelled out in it.

    `Bearer ...` and `Basic ...` lose what stands behind, and a text that is a JSON document or a
    form is a fingerprint as a whole: who knows what its members are.
    """
    if _SPELLED_OUT.search(text) is None:
        return text
    if _FORM.fullmatch(text) or _is_json(text):
        return fingerprint(text)
    return _NAMED.sub(_hidden_value, _IN_A_SCHEME.sub(_hidden_credential, text))


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _hidden_credential(found: re.Match[str]) -> str:
    value = found[3]
    if value.isalpha() and (value.islower() or value.istitle()):
        return found[0]  # a word, as in "basic photography"
    return f"{found[1]}{found[2]}{fingerprint(value)}"


def _hidden_value(found: re.Match[str]) -> str:
    return f"{found[1]}{fingerprint(found[2])}"


def recorded_refusal(body: bytes) -> bytes:
    """Of an answer that may hold secrets, what says why the request was refused."""
    try:
        document = json.loads(body)
    except ValueError:
        return b""
    said = document.items() if isinstance(document, dict) else ()
    kept = {name: value for name, value in said if name in _REASONS and _is_plain(value)}
    return json.dumps(kept).encode() if kept else b""


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int)


def recorded_path(path: str, is_secret: Callable[[str], bool] | None = None) -> str:
    """The path, with a fingerprint in place of what looks like a token, or is known to be one."""
    if len(path) < _LEAST_CREDENTIAL and is_secret is None:
        return path
    return hidden_parts(path, is_secret or looks_like_a_token)


def hidden_parts(path: str, is_secret: Callable[[str], bool]) -> str:
    """The path, with a fingerprint for each part that is a secret or holds one."""
    return _PART.sub(lambda part: fingerprint(part[0]) if is_secret(part[0]) else part[0], path)


def hidden_of(path: str, query: str, *, shown: str) -> Iterator[str]:
    """The tokens of a URL, for an answer may repeat them; `shown` is the path as it is recorded."""
    pairs = zip(_PART.findall(path), _PART.findall(shown), strict=False)
    parts = [part for part, instead in pairs if part != instead]
    parts += [each for each in _PARTS.split(query) if looks_like_a_token(each)]
    for each in parts:
        yield from {each, unquote(each)}


def looks_like_a_token(segment: str) -> bool:
    """Whether it is as long as a token, and mixes letters and digits as no word or id does."""
    if len(segment) < _LEAST_CREDENTIAL:
        return False
    text = unquote(segment)
    if len(text) >= _LEAST_DIGEST and text.isalnum() and not text.isalpha():
        return not text.isdecimal()
    upper = sum(map(str.isupper, text))
    if not upper or not any(map(str.islower, text)):
        return False
    return _DIGIT.search(text) is not None or upper * 4 > len(text)


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
    return Sent(fields, frozenset(words_of(utf8(said))), own)


def _secrets_in(headers: Mapping[str, str]) -> Iterator[str]:
    """Every secret that is a credential of a request, in all its spellings."""
    scheme, _, secret = headers.get(AUTHORIZATION, "").partition(" ")
    said = [secret.strip(), *_basic(secret.strip())] if secret else [scheme]
    for name in CREDENTIALS[1:]:
        value = headers.get(name, "")
        said += [value, *_COOKIE.findall(value)]
    yield from (each for each in said if len(each) >= LEAST_SECRET and not _SIGNED.fullmatch(each))


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
    return _cut(without_spelled(text))


@lru_cache(maxsize=1024)
def _told(values: _Values) -> Fields:
    return tuple(
        (name, _cut(value))
        for name, value in zip(RECORDED_REPLY_HEADERS[1:], values, strict=True)
        if value is not None
    )


def _cut(value: str) -> str:
    text = writable(value)
    return text if len(text) <= MAX_HEADER else f"{text[:MAX_HEADER]}..."


def credential(name: str, value: str) -> str:
    """A header that is a credential: a fingerprint, behind the scheme of an `Authorization`."""
    if name.lower() != "authorization":
        return fingerprint(value)
    scheme, _, secret = value.partition(" ")
    if not secret or scheme.lower() not in _SCHEMES:  # who knows what it is
        scheme, secret = "", value
    return f"{scheme} {fingerprint(secret)}".lstrip()


def _location(url: str) -> str:
    url = writable(url)
    if len(url) > MAX_TARGET:
        url = f"{url[:MAX_TARGET]}..."
    if "?" not in url and "#" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:  # its host is none
        return fingerprint(url)
    return urlunsplit(
        parts._replace(query=_carried(parts.query), fragment=_carried(parts.fragment))
    )


def _carried(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return urlencode(
        [
            (name, value if name in _SAID_IN_REDIRECTS else fingerprint(value))
            for name, value in pairs
        ],
        safe=":",
    )
