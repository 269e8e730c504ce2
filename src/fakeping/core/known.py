"""Every secret that a tenant issued or was given, so that no record shows one of them.

A text is looked up by its words, so that it costs the same however many secrets there are: each
secret is kept under a run of letters and digits in it.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from threading import RLock
from typing import Any
from urllib.parse import quote, quote_plus, unquote_to_bytes

from fakeping.core.limits import limit
from fakeping.core.redact import LEAST_SECRET, fingerprint, without_tokens
from fakeping.core.seal import is_sealed
from fakeping.core.spelled import may_spell
from fakeping.core.text import utf8, words_of

MAX_SECRETS = limit(
    "journal.secrets",
    50_000,
    unit="secrets",
    bounds="the secrets of one tenant that are looked for in what is recorded",
    past="the oldest are no longer looked for",
)

# What was found to hold none is not looked at again, until a secret comes.
_MAX_CLEAN = 64
_MAX_CLEAN_SIZE = 4096

# So many under one word are looked for one by one.
_MANY = 8

_JWT = b"eyJ"


class Known:
    """Secrets, and whether a text holds one. `beyond` is told of each too, and of its end."""

    __slots__ = ("_beyond", "_by_word", "_clean", "_lock", "_secrets")

    def __init__(self, beyond: "Known | None" = None) -> None:
        self._beyond = beyond
        #: In the order in which they came: the word that each is kept under and, of several
        #: tenants' together, how often it came.
        self._secrets: dict[str, tuple[bytes, int]] = {}
        self._by_word: dict[bytes, tuple[str, ...]] = {}
        self._clean: set[Hashable] = set()
        # Tests seed from threads of their own, and all tenants tell the same one.
        self._lock = RLock()

    def __contains__(self, secret: object) -> bool:
        """Whether that is one of them."""
        return secret in self._secrets

    def learn(self, secret: str) -> None:
        """Look for this secret from now on. A short one and a seal are none."""
        if len(secret) < LEAST_SECRET or is_sealed(secret):
            return
        with self._lock:
            if self._beyond is not None:
                if secret in self._secrets:
                    return
                self._beyond.learn(secret)
                if len(self._secrets) >= MAX_SECRETS:
                    self._forget(next(iter(self._secrets)))
            key, times = self._secrets.get(secret, (b"", 0))
            if not times:
                key = self._key(secret)
                self._by_word[key] = (*self._by_word.get(key, ()), secret)
                self._clean.clear()
            self._secrets[secret] = key, times + 1

    def learn_from_afar(self, secret: str) -> None:
        """Look for a secret that somebody else issued, where a tenant is asked with it."""
        if self._beyond is not None:
            self.learn(secret)

    def learn_of(self, entity: object) -> None:
        """Look for the secrets of an entity: the fields that its class keeps out of its `repr`."""
        for each in _secrets_of(entity):
            self.learn(each)

    def clear(self) -> None:
        """Look for none of them any more."""
        for each in list(self._secrets):
            self._forget(each)

    def is_clean(self, said: bytes | str) -> bool:
        """Whether a text holds no secret, nor a signed token; a body spells none out either.

        For what is said again and again: a clean one is remembered.
        """
        if said in self._clean:
            return True
        if not self.looks_clean(said):
            return False
        self.found_clean(said, len(said))
        return True

    def looks_clean(self, said: bytes | str) -> bool:
        """`is_clean`, for what is said once."""
        if isinstance(said, bytes):
            return _JWT not in said and not may_spell(said) and self.has_none(_words(said))
        return "eyJ" not in said and self.has_none(_words(utf8(said)))

    def saw(self, said: object) -> bool:
        """Whether this was found clean, and no secret has come since."""
        return said in self._clean

    def found_clean(self, said: Hashable, size: int) -> None:
        """Take this for clean, of that many bytes, until another secret comes."""
        if size <= _MAX_CLEAN_SIZE:
            if len(self._clean) >= _MAX_CLEAN:
                self._clean.clear()
            self._clean.add(said)

    def has_none(self, words: Iterable[bytes]) -> bool:
        """Whether no secret is known by one of these words."""
        return self._by_word.keys().isdisjoint(words)

    def hidden(self, text: str, own: Iterable[str] = ()) -> str:
        """A text with a fingerprint for each secret in it, and for each of `own`."""
        text = without_tokens(text)
        found = {each for word in _words(utf8(text)) for each in self._by_word.get(word, ())}
        for each in sorted({*found, *own}, key=len, reverse=True):  # one may be a part of another
            for spelled in (each, quote(each, safe=""), quote_plus(each)):
                text = text.replace(spelled, fingerprint(each))
        return text

    def _forget(self, secret: str) -> None:
        if self._beyond is not None:
            self._beyond._forget(secret)  # noqa: SLF001 - its own kind
        with self._lock:
            key, times = self._secrets.pop(secret)
            if times > 1:
                self._secrets[secret] = key, times - 1
                return
            left = tuple(each for each in self._by_word.pop(key) if each != secret)
            if left:
                self._by_word[key] = left

    def _key(self, secret: str) -> bytes:
        """The word that a secret is kept under: its longest that few others are kept under."""
        words = sorted(words_of(utf8(secret)), key=len, reverse=True)
        rare = (each for each in words if len(self._by_word.get(each, ())) < _MANY)
        return next(rare, words[0] if words else b"")


def _words(raw: bytes) -> list[bytes]:
    """The words in a text, and in what it says where it is percent-encoded."""
    return words_of(raw) if b"%" not in raw else words_of(raw + b" " + unquote_to_bytes(raw))


def _secrets_of(entity: object) -> Iterator[str]:
    names = _secret_fields(type(entity))  # type: ignore[arg-type]  # a type can be hashed
    if names:
        plain, hidden = names
        shown = set(plain(entity))
        # A password that is the user's name is no secret.
        yield from (each for each in hidden(entity) if isinstance(each, str) and each not in shown)


@cache
def _secret_fields(kind: type) -> tuple[Any, Any] | None:
    """What gives the plain fields of an entity, and what gives its secret ones, as tuples."""
    if not is_dataclass(kind):
        return None
    hidden = [each.name for each in fields(kind) if not each.repr]
    plain = [each.name for each in fields(kind) if each.repr and each.type in {str, "str"}]
    return (_all_of(plain), _all_of(hidden)) if hidden else None


def _all_of(names: list[str]) -> Any:
    """Gives these fields of an entity, as a tuple whatever their number."""
    return attrgetter(*names, "__class__") if names else lambda entity: ()  # noqa: ARG005
