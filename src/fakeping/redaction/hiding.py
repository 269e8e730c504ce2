"""Redaction of the texts of one exchange."""

from urllib.parse import unquote

from fakeping.core.exchange import Parts
from fakeping.core.text import utf8
from fakeping.redaction.known import Known
from fakeping.redaction.redact import hidden_parts
from fakeping.redaction.shape import Shape
from fakeping.redaction.spelled import without_named, without_spelled


class Hiding:
    """Redacts the tenant's secrets in texts, and the credentials of the request itself."""

    __slots__ = ("_credentials", "_known", "own")

    def __init__(self, known: Known, own: tuple[str, ...]) -> None:
        self._known = known
        self._credentials = own
        #: The request's credentials that the tenant does not know, and hidden parts of its URL.
        self.own = own

    def is_clean(self, said: bytes | str, shape: Shape | None = None) -> bool:
        """Whether a text holds no secret and, given a shape, a body no unknown member."""
        clean = self._known.is_clean(said) if shape is None else self._known.saw((said, shape))
        return clean and (not self.own or self._is_without_own(said))

    def are_clean(self, said: Parts) -> bool:
        """`is_clean` for a body joined from parts."""
        return self._known.are_clean(said.parts) and (
            not self.own or self._is_without_own(said.body)
        )

    def _is_without_own(self, said: bytes | str) -> bool:
        raw = said if isinstance(said, bytes) else utf8(said)
        found = [each for each in self.own if utf8(each) in raw]
        for each in found:  # the changes show it too, and are redacted later
            if each in self._credentials:
                self._known.learn_from_afar(each)
        return not found

    def looks_clean(self, said: bytes) -> bool:
        """`is_clean` without the cache, for bodies that are not repeated."""
        return self._known.looks_clean(said) and self._is_without_own(said)

    def found_clean(self, said: bytes, shape: Shape | None) -> None:
        """Cache that a body is clean, for any request."""
        self._known.found_clean(said if shape is None else (said, shape), len(said))

    def plain(self, text: str) -> str:
        """Replace secrets in a text."""
        return text if self.is_clean(text) else self._known.hidden(text, self.own)

    def written(self, text: str) -> str:
        """Replace secrets in a client's text, both known ones and such as `password=...`."""
        return without_spelled(self.plain(text))

    def path(self, path: str) -> str:
        """Replace secrets in a path; each of its parts is decoded and checked separately."""
        path = without_named(path)
        if self.is_clean(path) and ("%" not in path or self._is_plain(unquote(path))):
            return path
        return hidden_parts(path, lambda part: not self._is_plain(unquote(part)))

    def _is_plain(self, said: str) -> bool:
        return self.is_clean(said) and without_spelled(said) == said
