"""Export of exchanges as curl commands."""

import re
import shlex
from collections.abc import Iterable, Iterator

from fakeping.core.exchange import AUTHORIZATION
from fakeping.core.plain import shown
from fakeping.journal.recorded import Recorded
from fakeping.redaction.redact import CREDENTIALS, FINGERPRINT, Excerpt, Withheld

# Headers that curl sends by itself, or that do not affect the answer.
_LEFT_OUT = frozenset({"host", "user-agent", "correlation-id", "content-length", "connection"})

_ODD_PATH = re.compile(r"//|/\.")
_PLAIN = re.compile(r"[A-Za-z0-9-]+: (?:[A-Za-z0-9_-]+ )?")
_GLOB = re.compile(r"[\[\]{}]")


def lines_of(exchanges: Iterable[Recorded]) -> str:
    """One command for each exchange. Tokens are variables: `$TOKEN`, `$TOKEN_2`."""
    tokens: dict[str, str] = {}
    return "\n".join(_line(each, tokens) for each in exchanges)


def _line(exchange: Recorded, tokens: dict[str, str]) -> str:
    url = _quoted(exchange.url.encode("utf-8", "surrogateescape"))
    words = ["curl", *_method(exchange), *_flags(exchange), url]
    notes = []
    for name, value in exchange.headers.items():
        if name in CREDENTIALS and FINGERPRINT.search(value):
            variable = _variable(value, tokens)
            scheme = f"{value.split()[0]} " if " " in value else ""
            said = _quoted(f"{name}: {scheme}".encode("utf-8", "replace"))
            plain = _PLAIN.fullmatch(f"{name}: {scheme}")
            worded = f'"{name}: {scheme}${variable}"' if plain else f'{said}"${variable}"'
            words.append(f"--header {worded}")
            who = f", {exchange.caller}" if exchange.caller and name == AUTHORIZATION else ""
            notes.append(f"${variable} is {value.split()[-1]}{who}")
        elif name.lower() not in _LEFT_OUT and (name, value) != ("Accept", "*/*"):
            # curl omits a header without a value, unless it ends in a semicolon.
            header = f"{name}: {value}" if value else f"{name};"
            words.append(f"--header {_quoted(header.encode('utf-8', 'surrogateescape'))}")
    body = exchange.request_body
    if not body:
        before = ""
    elif b"\0" in body or body.endswith(b"\n"):  # which no argument holds, or no substitution
        before = f"printf '{_octal(body)}' | "
        words += [*_without_type(exchange), "--data-binary @-"]
    else:
        before = ""
        words += [*_without_type(exchange), "--data-raw", _quoted(body)]
    notes += _gaps(exchange)
    comment = f"  # {shown('; '.join(notes))}" if notes else ""
    return f"{before}{' '.join(words)}{comment}"


def _method(exchange: Recorded) -> list[str]:
    if exchange.method == "HEAD":
        return ["--head"]
    said = "POST" if exchange.request_body else "GET"
    method = exchange.method.encode("utf-8", "replace")
    return [] if exchange.method == said else ["--request", _quoted(method)]


def _flags(exchange: Recorded) -> Iterator[str]:
    if _ODD_PATH.search(exchange.path):
        yield "--path-as-is"
    if _GLOB.search(exchange.url):
        yield "--globoff"


def _variable(value: str, tokens: dict[str, str]) -> str:
    number = len(tokens) + 1
    return tokens.setdefault(value, "TOKEN" if number == 1 else f"TOKEN_{number}")


def _without_type(exchange: Recorded) -> list[str]:
    """Keep curl from adding a form's `Content-Type` where the request had none."""
    named = any(each.lower() == "content-type" for each in exchange.headers)
    return [] if named else ["--header 'Content-Type:'"]


def _gaps(exchange: Recorded) -> Iterator[str]:
    body = exchange.request_body
    if isinstance(body, Withheld):
        yield "its body was not recorded, for it may hold secrets"
    if isinstance(body, Excerpt):
        yield "its body was longer than what was recorded"


def _quoted(value: bytes) -> str:
    """Quote a word for a POSIX shell, in one line even if it has line ends."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = ""
    if text and text.isprintable():
        return shlex.quote(text)
    return f"\"$(printf '{_octal(value)}')\"" if value else "''"


def _octal(value: bytes) -> str:
    """Escape bytes for `printf` in single quotes."""
    return "".join(
        chr(each) if 0x20 <= each < 0x7F and chr(each) not in "-\\'%" else f"\\{each:03o}"  # noqa: PLR2004 - ASCII's printable ones
        for each in value
    )
