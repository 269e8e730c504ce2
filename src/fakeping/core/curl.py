"""Exchanges as lines for a shell, to be asked again by hand."""

import re
import shlex
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fakeping.core.redact import AUTHORIZATION, CREDENTIALS, FINGERPRINT, Excerpt, Withheld

if TYPE_CHECKING:
    from fakeping.core.entry import Exchange

# What curl sends by itself, or what says nothing of the question.
_LEFT_OUT = frozenset({"host", "user-agent", "correlation-id", "content-length", "connection"})

_ODD_PATH = re.compile(r"//|/\.")
_GLOB = re.compile(r"[\[\]{}]")


def lines_of(exchanges: "Iterable[Exchange]") -> str:
    """One line for each exchange. A token is a variable: `$TOKEN`, `$TOKEN_2` for another."""
    tokens: dict[str, str] = {}
    return "\n".join(_line(each, tokens) for each in exchanges)


def _line(exchange: "Exchange", tokens: dict[str, str]) -> str:
    words = ["curl", *_method(exchange), *_flags(exchange), shlex.quote(exchange.url)]
    notes = []
    for name, value in exchange.headers.items():
        if name in CREDENTIALS and FINGERPRINT.search(value):
            variable = _variable(value, tokens)
            scheme = f"{value.split()[0]} " if " " in value else ""
            words.append(f'--header "{name}: {scheme}${variable}"')
            who = f", {exchange.caller}" if exchange.caller and name == AUTHORIZATION else ""
            notes.append(f"${variable} is {value.split()[-1]}{who}")
        elif name.lower() not in _LEFT_OUT and (name, value) != ("Accept", "*/*"):
            words.append(f"--header {_quoted(f'{name}: {value}'.encode())}")
    words += _data(exchange)
    notes += _gaps(exchange)
    return " ".join(words) + (f"  # {'; '.join(notes)}" if notes else "")


def _method(exchange: "Exchange") -> list[str]:
    if exchange.method == "HEAD":
        return ["--head"]
    said = "POST" if exchange.request_body else "GET"
    return [] if exchange.method == said else ["--request", shlex.quote(exchange.method)]


def _flags(exchange: "Exchange") -> Iterator[str]:
    if _ODD_PATH.search(exchange.path):
        yield "--path-as-is"
    if _GLOB.search(exchange.url):
        yield "--globoff"


def _variable(value: str, tokens: dict[str, str]) -> str:
    number = len(tokens) + 1
    return tokens.setdefault(value, "TOKEN" if number == 1 else f"TOKEN_{number}")


def _data(exchange: "Exchange") -> list[str]:
    body = exchange.request_body
    if not body or b"\0" in body:
        return []
    data = ["--data-raw", _quoted(body)]
    named = any(each.lower() == "content-type" for each in exchange.headers)
    return data if named else ["--header 'Content-Type:'", *data]


def _gaps(exchange: "Exchange") -> Iterator[str]:
    body = exchange.request_body
    if isinstance(body, Withheld):
        yield "its body was not recorded, for it may hold secrets"
    if isinstance(body, Excerpt):
        yield "its body was longer than what was recorded"
    if b"\0" in body:
        yield "its body holds a NUL, which no argument can"


def _quoted(value: bytes) -> str:
    """A word for bash and zsh, in one line whatever is in it."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = ""
    if text and text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(map(_escaped, value)) + "'"


def _escaped(byte: int) -> str:
    if chr(byte) in "\\'":
        return f"\\{chr(byte)}"
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}"  # noqa: PLR2004 - ASCII's printable ones
