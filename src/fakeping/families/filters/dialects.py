"""What SCIM and Common REST write differently, as data."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from fakeping.core.limits import limit
from fakeping.families.filters.tree import Path

#: Most characters of a filter.
MAX_LENGTH = limit(
    "filter.length",
    2_000,
    unit="characters",
    bounds="a filter in a query",
    past="400, as for a filter that can't be parsed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one of the two languages writes a filter."""

    name: str
    #: Matches the next token, as the group `mark`, `text` (with its quotes), `word` or `end`.
    token: re.Pattern[str]
    #: The word that negates what follows.
    negation: str
    #: Whether only a group in parentheses can be negated.
    negates_groups_only: bool
    #: Whether `true` and `false` are filters.
    has_constants: bool
    #: Whether `member[filter]` is one.
    has_elements: bool
    #: Most levels of parentheses and brackets.
    nesting: int
    #: Matches `true`, `false` and, if there is such a literal, `null`.
    constant: re.Pattern[str]
    #: Each raises `ValueError`: a member's path, a number, the characters between quotes.
    path: Callable[[str], Path]
    number: Callable[[str], int | float]
    text: Callable[[str], str]


_MEMBER = r"[a-zA-Z$][a-zA-Z0-9_$-]*"
_SCIM_PATH = re.compile(rf"{_MEMBER}(\.{_MEMBER})*")
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LONG = re.compile(r"[+-]?[0-9]+")
_DOUBLE = re.compile(r"[+-]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_LONGS = range(-(2**63), 2**63)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def _scim_path(word: str) -> Path:
    if not _SCIM_PATH.fullmatch(word):
        raise ValueError(word)
    return tuple(word.split("."))


def _json_number(word: str) -> int | float:
    if not (found := _JSON_NUMBER.fullmatch(word)):
        raise ValueError(word)
    return float(word) if found[2] or found[3] else int(word)


def _json_text(quoted: str) -> str:
    text: str = json.loads(quoted)
    return text


def pointer(word: str) -> Path:
    """The path of a JSON pointer (RFC 6901); the first `/` may be missing."""
    if word in {"", "/"}:
        return ()
    steps = word.removeprefix("/").split("/")
    return tuple(each.replace("~1", "/").replace("~0", "~") for each in steps)


def pointer_to(path: Path) -> str:
    """The JSON pointer of a path, with its first `/`."""
    return "".join("/" + each.replace("~", "~0").replace("/", "~1") for each in path) or "/"


def _java_number(word: str) -> int | float:
    if _LONG.fullmatch(word) and int(word) in _LONGS:
        return int(word)
    if _DOUBLE.fullmatch(word):
        return float(word)
    raise ValueError(word)


def _unescaped(quoted: str) -> str:
    return _ESCAPED.sub(r"\1", quoted[1:-1])


#: RFC 7644, section 3.4.2.2.
SCIM = Dialect(
    name="SCIM",
    token=re.compile(
        r"[ \t]*(?:(?P<mark>[()\[\]])"
        r'|(?P<text>"(?:[^"\\]|\\.)*")'
        r'|(?P<word>[^ \t()\[\]"]+)'
        r"|(?P<end>\Z))",
        re.DOTALL,
    ),
    negation="not",
    negates_groups_only=True,
    has_constants=False,
    has_elements=True,
    nesting=limit(
        "filter.scim.nesting",
        50,
        unit="levels",
        bounds="parentheses and brackets in a SCIM filter",
        past="400, as for a filter that can't be parsed",
    ),
    constant=re.compile("true|false|null"),
    path=_scim_path,
    number=_json_number,
    text=_json_text,
)

#: ForgeRock's Common REST, as its QueryFilterParser reads it.
COMMON_REST = Dialect(
    name="Common REST",
    token=re.compile(
        r" *(?:(?P<mark>[()])"
        r"""|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
        r"""|(?P<word>[^ ()"'][^ ()]*)"""
        r"|(?P<end>\Z))",
        re.DOTALL,
    ),
    negation="!",
    negates_groups_only=False,
    has_constants=True,
    has_elements=False,
    # The parser's 256 expressions within each other: each parenthesis is four of them.
    nesting=limit(
        "filter.common_rest.nesting",
        63,
        unit="levels",
        bounds="parentheses in a `_queryFilter`",
        past="400, as for a filter that can't be parsed",
    ),
    constant=re.compile("true|false", re.IGNORECASE),
    path=pointer,
    number=_java_number,
    text=_unescaped,
)
