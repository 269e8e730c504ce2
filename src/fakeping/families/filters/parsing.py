"""Parse a filter into its syntax tree, in time that grows with its length alone."""

import re
from typing import NamedTuple

from fakeping.families.filters.dialects import MAX_LENGTH, Dialect
from fakeping.families.filters.tree import (
    Comparison,
    Conjunction,
    Constant,
    Disjunction,
    Element,
    FilterError,
    Literal,
    Negation,
    Node,
    Path,
    Presence,
)

#: The operators that filters compare with; Common REST has no `ne` and no `ew`.
OPERATORS = frozenset({"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"})

_OPERATOR = re.compile("[a-zA-Z0-9_.]+")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def parse(text: str, dialect: Dialect) -> Node:
    """The syntax tree of a filter. Raises `FilterError`.

    A comparison may have any operator and any member: only who compares knows which are served.
    """
    if len(text) > MAX_LENGTH:
        raise FilterError(f"more than {MAX_LENGTH:,} characters", at=MAX_LENGTH)
    return _Parser(text, dialect).whole()


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def _tokens(text: str, dialect: Dialect) -> list[_Token]:
    """The tokens of a filter; the last is its end."""
    found: list[_Token] = []
    at = 0
    while not found or found[-1].kind != "end":
        token = dialect.token.match(text, at)
        if token is None or token.lastgroup is None:
            begins = len(text) - len(text[at:].lstrip(" \t"))
            raise FilterError("a text without an end", at=begins)
        found.append(_Token(token.lastgroup, token[token.lastgroup], token.start(token.lastgroup)))
        at = token.end()
    return found


class _Parser:
    """Recursive descent: two frames for each level of parentheses."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self._dialect = dialect
        self._tokens = iter(_tokens(text, dialect))
        self._ahead = next(self._tokens)

    def whole(self) -> Node:
        found = self._filter(0)
        if self._ahead.kind != "end":
            raise FilterError("`and` or `or` expected", at=self._ahead.at)
        return found

    def _filter(self, nesting: int) -> Node:
        """`a and b or c`: `and` binds closer."""
        either: list[Node] = []
        every = [self._term(nesting)]
        while True:
            if self._takes("and"):
                every.append(self._term(nesting))
            elif self._takes("or"):
                either.append(_joined(Conjunction, every))
                every = [self._term(nesting)]
            else:
                return _joined(Disjunction, [*either, _joined(Conjunction, every)])

    def _term(self, nesting: int) -> Node:
        negated = self._takes(self._dialect.negation)
        grouped = self._ahead.kind == "mark" and self._ahead.text == "("
        if negated and self._dialect.negates_groups_only and not grouped:
            raise FilterError("`(` expected", at=self._ahead.at)
        found = self._within(")", self._take(), nesting) if grouped else self._leaf(nesting)
        return Negation(found) if negated else found

    def _within(self, closing: str, opening: _Token, nesting: int) -> Node:
        if nesting >= self._dialect.nesting:
            raise FilterError(f"more than {self._dialect.nesting} levels", at=opening.at)
        found = self._filter(nesting + 1)
        token = self._take()
        if token.kind != "mark" or token.text != closing:
            raise FilterError(f"`{closing}` expected", at=token.at)
        return found

    def _leaf(self, nesting: int) -> Node:
        name = self._take()
        if name.kind != "word":
            raise FilterError("a member expected", at=name.at)
        if self._dialect.has_constants and self._dialect.constant.fullmatch(name.text):
            return Constant(_CONSTANTS[name.text.lower()] is True)
        path = self._path(name)
        operator = self._take()
        if operator.kind == "mark" and operator.text == "[" and self._dialect.has_elements:
            return Element(path, self._within("]", operator, nesting), at=name.at)
        if operator.kind != "word" or not _OPERATOR.fullmatch(operator.text):
            raise FilterError("an operator expected", at=operator.at)
        known = operator.text.lower()
        if known == "pr":
            return Presence(path, at=name.at)
        said = known if known in OPERATORS else operator.text
        return Comparison(path, said, self._literal(), at=name.at)

    def _path(self, token: _Token) -> Path:
        try:
            return self._dialect.path(token.text)
        except ValueError:
            raise FilterError("a member expected", at=token.at) from None

    def _literal(self) -> Literal:
        token = self._take()
        try:
            if token.kind == "text":
                return self._dialect.text(token.text)
            if token.kind == "word" and self._dialect.constant.fullmatch(token.text):
                return _CONSTANTS[token.text.lower()]
            return self._dialect.number(token.text)
        except ValueError:
            raise FilterError("a value expected", at=token.at) from None

    def _takes(self, word: str) -> bool:
        """Take the next token if it is this word, in any letter case."""
        found = self._ahead.kind == "word" and self._ahead.text.lower() == word
        if found:
            self._take()
        return found

    def _take(self) -> _Token:
        token = self._ahead
        self._ahead = next(self._tokens, token)
        return token


def _joined(kind: type[Conjunction | Disjunction], nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else kind(tuple(nodes))
