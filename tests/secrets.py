"""What is secret in a request and its reply, found by looking at both as an attacker would."""

import base64
import json
import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from fakeping.core.exchange import Headers

#: What a member, a field or a parameter is called that holds a secret.
NAMES = {
    "access_token",
    "assertion",
    "claim_token",
    "client_assertion",
    "client_secret",
    "code_verifier",
    "id_token",
    "id_token_hint",
    "password",
    "pct",
    "refresh_token",
    "rpt",
    "secret",
    "subject_token",
    "ticket",
    "token",
    "tokenId",
    "IDToken2",
    "actor_token",
    "currentPassword",
    "newPassword",
}
# Where `code` is an authorization code, and not the code of an error.
_CODES = NAMES | {"code"}

_SENT_IN = ("X-OpenAM-Password", "iPlanetDirectoryPro")

# What nobody would take for a word: others stand in a text by chance.
_RANDOM = re.compile(r"(?!sha256:)(?=.*[0-9])(?=.*[A-Za-z])\S{8,}")


def found_in(request, reply):
    """Every secret that came or went."""
    found = {*_of_headers(request.headers), *_of_pairs(request.query)}
    found |= _of_members(request.body) or _of_form(request.body)
    sent = Headers(reply.headers)
    for cookie in re.findall(r"=([^;,\s]+)", sent.get("Set-Cookie", "").split(";")[0]):
        found.add(cookie)
    where = urlsplit(sent.get("Location", ""))
    found |= {*_of_pairs(where.query), *_of_pairs(where.fragment)} | _of_members(reply.body)
    for each in re.findall(rb'name="(?:code|\w*token)" value="([^"]+)"', reply.body):
        found.add(each.decode())
    # What also stands where nobody keeps a secret is none.
    found -= {*_open(request.query), *_open(_text(request.body)), *_basic(request.headers)[:1]}
    return {each for each in found if _RANDOM.fullmatch(each)}


def _of_headers(headers):
    headers = Headers(headers)
    scheme, _, credential = headers.get("Authorization", "").partition(" ")
    if credential and scheme.lower() in {"bearer", "basic"}:
        yield credential
    yield from _basic(headers)[1:]
    yield from re.findall(r"=([^;,\s]+)", headers.get("Cookie", ""))
    yield from (headers[each] for each in _SENT_IN if each in headers)


def _basic(headers):
    """The name and the password of Basic authentication, or nothing."""
    scheme, _, credential = Headers(headers).get("Authorization", "").partition(" ")
    with suppress(ValueError):
        name, colon, password = base64.b64decode(credential).decode().partition(":")
        if scheme.lower() == "basic" and colon:
            return [unquote(name), unquote(password)]
    return []


def _open(text):
    """What stands where nobody keeps a secret."""
    return [value for name, value in parse_qsl(text) if name not in _CODES] if text else []


@lru_cache(maxsize=10_000)
def _text(body):
    return body.decode("utf-8", "replace")


def _of_pairs(text):
    return [value for name, value in parse_qsl(text) if name in _CODES] if text else []


@lru_cache(maxsize=10_000)  # clients and servers say the same again and again
def _of_form(body):
    try:
        return frozenset(_of_pairs(body.decode()))
    except (UnicodeDecodeError, ValueError):
        return frozenset()


@lru_cache(maxsize=10_000)
def _of_members(body):
    try:
        return frozenset(_texts(json.loads(body)))
    except (ValueError, RecursionError):
        return frozenset()


def _texts(document):
    if isinstance(document, dict):
        for name, value in document.items():
            if name in NAMES and isinstance(value, str):
                yield value
            elif name == "password" and isinstance(value, dict):  # of a user that is made with one
                yield from [value["value"]] if isinstance(value.get("value"), str) else []
            elif isinstance(value, dict | list):
                yield from _texts(value)
    elif isinstance(document, list):
        for each in document:
            yield from _texts(each)
