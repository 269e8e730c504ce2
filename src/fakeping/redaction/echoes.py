"""Redaction of error replies that repeat hidden parts of their request."""

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from fakeping.core.body import read_json
from fakeping.core.exchange import encoded
from fakeping.core.problem import Malformed
from fakeping.core.text import utf8, words_of
from fakeping.redaction.redact import WITHHELD, fingerprint
from fakeping.redaction.secrecy import names

_ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")

# Shorter words are not redacted: they are English, not a client's.
_LEAST_WORD = 4

# An error may truncate what it repeats: from this length on, prefixes of words match as well.
_LEAST_BEGINNING = 8


#: What was hidden of a request: texts of its document, or the whole body if that is withheld;
#: `None` if it is too long to search for.
Hidden = list[str] | bytes | None


def without_echoes(body: bytes, hidden: Hidden) -> bytes:
    """Replace what was hidden of the request by fingerprints in an error's body."""
    if hidden is None:
        return WITHHELD
    texts = [] if isinstance(hidden, bytes) else sorted(set(hidden), key=len, reverse=True)
    raw = hidden if isinstance(hidden, bytes) else utf8(" ".join(texts))
    said = {each for each in words_of(_unescaped(raw)) if len(each) >= _LEAST_WORD}
    said -= {utf8(each) for name in names() for each in (name, *name.split("_"))}

    ordered = sorted(said)

    def is_said(word: bytes) -> bool:
        if word in said:
            return True
        at = bisect_left(ordered, word) if len(word) >= _LEAST_BEGINNING else len(ordered)
        return at < len(ordered) and ordered[at].startswith(word)

    try:
        document = read_json(body)
    except Malformed:
        return WITHHELD
    # A request may hide thousands of texts, and its error have as many: few are in both.
    whole = "\n".join(_strings(document))
    repeated = [each for each in texts if len(each) >= _LEAST_WORD and each in whole]

    def show(text: str) -> str:
        for each in repeated:
            if each in text:
                text = text.replace(each, fingerprint(each))
        for word in set(words_of(utf8(text))):
            if is_said(word):
                text = text.replace(word.decode(), fingerprint(word.decode()))
        return text

    return encoded(everywhere(document, show))


def _unescaped(raw: bytes) -> bytes:
    r"""A body, followed by its form with escapes such as `\u0041` decoded."""
    if b"\\u" not in raw:
        return raw
    return raw + b" " + _ESCAPE.sub(lambda found: utf8(chr(int(found[1], 16))), raw)


def _strings(document: Any) -> list[str]:
    """Every string of a document, member names included."""
    found: list[str] = []

    def add(text: str) -> str:
        found.append(text)
        return text

    everywhere(document, add)
    return found


def everywhere(value: Any, show: Callable[[str], str]) -> Any:
    """Apply `show` to every string of a document, member names included."""
    if isinstance(value, str):
        return show(value)
    if isinstance(value, dict):
        return {show(name): everywhere(each, show) for name, each in value.items()}
    return [everywhere(each, show) for each in value] if isinstance(value, list) else value
