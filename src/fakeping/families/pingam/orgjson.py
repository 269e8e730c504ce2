"""The JSON of org.json, the parser of AM's open-source ancestor: lenient, with its own errors.

It takes single quotes, names without quotes, `;` for `,` and a comma too many; it wants an
object, and refuses a name that stands twice. Its refusals name the character that it had read.
"""

import re
from typing import NoReturn

from fakeping.core.body import MAX_DEPTH, read_json
from fakeping.core.exchange import JSON, encoded
from fakeping.core.limits import limit
from fakeping.core.problem import Malformed

# Bounded, since reading goes character by character.
MAX_LENIENT = limit(
    "pingam.lenient-json",
    64 * 1024,
    unit="bytes",
    bounds="a body that the ancestor's parser takes and that is no JSON",
    past="400: such a body is read as JSON, and refused as that",
)

# Runs of characters that need no second look.
_BLANK = re.compile(r"[\x00-\x20]*")
_PLAIN = {quote: re.compile(rf"[^{quote}\\\n\r]*") for quote in "'\""}
_WORD = re.compile(r'[^\x00-\x1f,:\]}/\\"\[{;=#]*')
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def read(raw: bytes) -> JSON:
    """Decode a body as org.json would. Raises `Malformed` with its wording.

    Valid JSON is decoded as such; only the rest is read in the ancestor's way.
    """
    try:
        document = read_json(raw)
        if isinstance(document, dict):
            return document
    except Malformed:
        if len(raw) > MAX_LENIENT:
            raise
    try:
        members = _Reader(raw.decode("utf-8")).object()
    except UnicodeDecodeError as error:
        raise Malformed(f"the body is not UTF-8: {error.reason} at byte {error.start}") from None
    return read_json(encoded(members))  # which refuses what can't be written back


def refusal(raw: bytes) -> str | None:
    """org.json's error for a body; `None` for a valid one, or past `MAX_LENIENT` bytes."""
    if len(raw) > MAX_LENIENT:
        return None
    try:
        read(raw)
    except Malformed as problem:
        return problem.detail
    return None


class _Reader:
    """A text, and the position up to which it has been read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def object(self) -> dict[str, JSON]:
        if self._clean() != "{":
            self._refuse("A JSONObject text must begin with '{'")
        self._deeper()
        members: dict[str, JSON] = {}
        while (first := self._clean()) != "}":
            if not first:
                self._refuse("A JSONObject text must end with '}'")
            self._at -= 1
            name = str(self._value())
            if self._clean() != ":":
                self._refuse("Expected a ':' after a key")
            if members.get(name) is not None:
                self._refuse(f'Duplicate key "{name}"')
            members[name] = self._value()
            if not self._goes_on("}", "Expected a ',' or '}'"):
                break
        self._depth -= 1
        return members

    def _array(self) -> list[JSON]:
        self._deeper()
        items: list[JSON] = []
        while (first := self._clean()) != "]":
            if not first:
                self._refuse("Expected a ',' or ']'")
            self._at -= 1
            # An empty element between two commas is a null.
            items.append(None if first == "," else self._value())
            if not self._goes_on("]", "Expected a ',' or ']'"):
                break
        self._depth -= 1
        return items

    def _goes_on(self, end: str, expected: str) -> bool:
        match self._clean():
            case "," | ";":
                return True
            case found if found == end:
                return False
            case _:
                return self._refuse(expected)

    def _value(self) -> JSON:
        match self._clean():
            case "'" | '"' as quote:
                return self._string(quote)
            case "{":
                self._at -= 1
                return self.object()
            case "[":
                return self._array()
            case first:
                return self._word(first)

    def _word(self, first: str) -> JSON:
        start = self._at - len(first)
        self._run(_WORD)
        if self._at >= len(self._text):
            self._at += 1  # the end counts as read
        word = self._text[start : self._at].strip()
        if not word:
            self._refuse("Missing value")
        if word.lower() in _WORDS:
            return _WORDS[word.lower()]
        return read_json(word.encode()) if _NUMBER.fullmatch(word) else word

    def _string(self, quote: str) -> str:
        parts: list[str] = []
        while True:
            parts.append(self._run(_PLAIN[quote]))
            each = self._next()
            if each == quote:
                break
            if each != "\\":
                self._refuse("Unterminated string")
            parts.append(self._escape())
        return _paired("".join(parts))

    def _escape(self) -> str:
        match self._next():
            case "u":
                digits = self._text[self._at : self._at + 4]
                self._at += len(digits)
                if not re.fullmatch(r"[0-9a-fA-F]{4}", digits):
                    self._refuse("Illegal escape.")
                return chr(int(digits, 16))
            case "'" | '"' | "\\" | "/" as itself:
                return itself
            case other if other in _ESCAPES:
                return _ESCAPES[other]
            case _:
                return self._refuse("Illegal escape.")

    def _next(self) -> str:
        each = self._text[self._at : self._at + 1]
        self._at += 1
        return each

    def _run(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None or self._at > len(self._text):  # past the end, where reading counts on
            return ""
        self._at = found.end()
        return found[0]

    def _clean(self) -> str:
        self._run(_BLANK)
        return self._next()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Malformed(f"the body is nested more than {MAX_DEPTH} levels deep")

    def _refuse(self, sentence: str) -> NoReturn:
        read = self._text[: self._at]
        line = read.count("\n") + 1
        character = len(read) - (read.rfind("\n") + 1) + 1
        raise Malformed(f"{sentence} at {self._at} [character {character} line {line}]")


def _paired(text: str) -> str:
    """Join UTF-16 surrogate pairs that were escaped one by one."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise Malformed("the body has half of a surrogate pair") from None
