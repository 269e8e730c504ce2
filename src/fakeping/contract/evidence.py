"""Render exchanges as curl commands and answers, without secrets.

A secret shows as its fingerprint, wherever it turns up: every credential that was sent, whatever
an answer calls a token or a secret, and all that looks like one.
"""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

from fakeping.contract.target import HttpExchange
from fakeping.core.outside import json_text
from fakeping.redaction.redact import (
    credential,
    fingerprint,
    looks_like_a_token,
    recorded_reply_headers,
)

# What answers call their secrets; `code` is what PingOne calls the kind of an error.
_SECRET_MEMBERS = frozenset(
    {
        "access_token",
        "authId",
        "claim_token",
        "client_secret",
        "id_token",
        "password",
        "pct",
        "refresh_token",
        "rpt",
        "secret",
        "ticket",
        "token",
        "tokenId",
    }
)

# What forms and queries call them.
_SECRET_PARAMETERS = _SECRET_MEMBERS | {
    "assertion",
    "code",
    "code_verifier",
    "csrf",
    "id_token_hint",
}

_SECRET_HEADERS = frozenset(
    {"cookie", "set-cookie", "iplanetdirectorypro", "x-openam-password", "authorization"}
)

_JWT = re.compile(r"eyJ[\w-]*\.[\w-]+\.?[\w-]*")
_WORD = re.compile(r"[\w~+-]{24,}")

# Control characters, but for tabs and ends of lines, and halves of surrogate pairs.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

# A secret that is as short as a word would be replaced in every sentence.
_SHORTEST = 6

# Characters of a body: what is longer helps nobody.
_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExchange:
    """One exchange, redacted and rendered."""

    curl: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


def shown(exchanges: Iterable[HttpExchange]) -> list[ShownExchange]:
    """Redact and render exchanges."""
    exchanges = list(exchanges)
    hidden = _Secrets(exchanges)
    return [
        ShownExchange(
            curl=hidden.out_of(_curl(each)),
            status=each.answer.status,
            headers=tuple(
                (name, hidden.out_of(value))
                for name, value in recorded_reply_headers(_titled(each.answer.headers))
            ),
            body=hidden.out_of(_text(each.answer.body)),
        )
        for each in exchanges
    ]


def without_secrets(text: str, exchanges: Iterable[HttpExchange]) -> str:
    """Replace the secrets of exchanges in a text by fingerprints."""
    return _Secrets(exchanges).out_of(text)


class _Secrets:
    """All secrets of some exchanges, to replace each one wherever it occurs."""

    def __init__(self, exchanges: Iterable[HttpExchange]) -> None:
        found = {secret for each in exchanges for secret in _secrets_of(each)}
        # The longest first, for one may be a part of another.
        self._known = sorted((each for each in found if len(each) >= _SHORTEST), key=len)[::-1]

    def out_of(self, text: str) -> str:
        """Replace the secrets in a text by fingerprints."""
        for each in self._known:
            text = text.replace(each, fingerprint(each))
        text = _JWT.sub(lambda found: fingerprint(found[0]), text)
        return writable(_WORD.sub(_hidden_word, text))


def writable(text: str) -> str:
    """Escape characters that can't be printed or would control the terminal."""
    return _UNWRITABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def _hidden_word(found: re.Match[str]) -> str:
    word = found[0]
    return fingerprint(word) if looks_like_a_token(word) else word


def _secrets_of(exchange: HttpExchange) -> Iterator[str]:
    for headers in (exchange.headers, exchange.answer.headers):
        for name, value in headers.items():
            if name.lower() in _SECRET_HEADERS:
                yield from (value.partition(" ")[2], value)
    forms = (
        exchange.body.decode("utf-8", "replace"),
        urlsplit(exchange.url).query,
        urlsplit(exchange.answer.headers.get("Location", "")).query,
    )
    for name, value in (pair for each in forms for pair in parse_qsl(each)):
        if name in _SECRET_PARAMETERS:
            yield from (value, quote_plus(value), quote(value, safe=""))
    for body in (exchange.body, exchange.answer.body):
        yield from _secret_members(_json(body))


def _secret_members(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for name, value in document.items():
            if name in _SECRET_MEMBERS and isinstance(value, str):
                yield value
            yield from _secret_members(value)
    if isinstance(document, list):
        for each in document:
            yield from _secret_members(each)


def _json(body: bytes) -> Any:
    try:
        return json_text(body)
    except ValueError:
        return None


def _curl(exchange: HttpExchange) -> str:
    words = ["curl", "--request", exchange.method, "--path-as-is", shlex.quote(exchange.url)]
    for name, value in exchange.headers.items():
        said = credential(name, value) if name.lower() == "authorization" else value
        if name.lower() in _SECRET_HEADERS - {"authorization"}:
            said = fingerprint(value)
        words.append(f"--header {shlex.quote(f'{name}: {said}')}")
    if exchange.body:
        words.append(f"--data-raw {shlex.quote(_text(exchange.body))}")
    return " ".join(words)


def _titled(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers in their usual letter case."""
    usual = {"etag": "ETag", "www-authenticate": "WWW-Authenticate"}
    return {usual.get(name.lower(), name.title()): value for name, value in headers.items()}


def _text(body: bytes) -> str:
    text = body.decode("utf-8", "backslashreplace")
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}... ({len(body)} bytes in all)"
