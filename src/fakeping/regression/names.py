"""Variables of a generated test, for values that differ in each tenant."""

import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from fakeping.redaction.redact import FINGERPRINT

_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T")


class VariablesByText:
    """The variables of a test, by the text that each one replaces."""

    def __init__(self, *, environment_id: str, realm: str) -> None:
        self._names = {environment_id: "environment_id"}
        # A realm's name may be any word: it is only one where a path has it.
        self._realm = re.compile(rf"(?<=realms/){re.escape(realm)}(?=/|$)")

    def __contains__(self, text: str) -> bool:
        """Whether a variable replaces this text."""
        return text in self._names

    def add(self, text: str, *, like: str) -> str:
        """Add a variable for a text, and return its name."""
        taken = sum(each.startswith(like) for each in self._names.values())
        name = self._names[text] = like if not taken else f"{like}_{taken + 1}"
        return name

    def text(self, text: str) -> str:
        """The source of a text: a variable, an f-string with variables, or a literal."""
        if text in self._names:
            return self._names[text]
        pieces = list(self._pieces(text))
        if all(plain for plain, _ in pieces):
            return repr(text)
        inside = "".join(_literal(each) if plain else f"{{{each}}}" for plain, each in pieces)
        return f'f"{inside}"'

    def source(self, value: Any) -> str:
        """A JSON document's source."""
        match value:
            case str():
                return self.text(value)
            case list():
                return f"[{', '.join(map(self.source, value))}]"
            case dict():
                members = (
                    f"{self.text(name)}: {self.source(each)}" for name, each in value.items()
                )
                return f"{{{', '.join(members)}}}"
        if isinstance(value, float) and not isfinite(value):
            return f"float({str(value)!r})"
        return repr(value)

    def unknown(self, text: str) -> str | None:
        """The first id in a text without a variable."""
        left = "".join(each for plain, each in self._pieces(text) if plain)
        return next(iter(_UUID.findall(left)), None)

    def is_stable(self, value: Any) -> bool:
        """Whether a text is the same in every tenant, apart from its variables."""
        if not isinstance(value, str):
            return value is None or isinstance(value, bool | int | float)
        another = _DATE.search(value) or FINGERPRINT.search(value) or "://" in value
        return self.unknown(value) is None and not another

    def _pieces(self, text: str) -> Iterator[tuple[bool, str]]:
        """Split a text into plain pieces and variables."""
        known = "|".join(map(re.escape, self._names))
        at = 0
        for found in re.finditer(f"{known}|{self._realm.pattern}", text):
            if found.start() > at:
                yield True, text[at : found.start()]
            yield False, self._names.get(found[0], "realm")
            at = found.end()
        if at < len(text):
            yield True, text[at:]


def _literal(text: str) -> str:
    """A text escaped for an f-string in double quotes."""
    escaped = text.encode("unicode_escape").decode().replace('"', '\\"')
    return escaped.replace("{", "{{").replace("}", "}}")
