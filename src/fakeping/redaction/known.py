"""Index of all secrets that a tenant issued or was given, for finding them in texts.

Each secret is indexed by one of its words (runs of letters and digits), and a text is searched
by its words, so that the cost does not depend on the number of secrets.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from threading import RLock
from typing import Any, Protocol
from urllib.parse import quote, quote_plus, unquote_to_bytes

from fakeping.core.limits import limit
from fakeping.core.text import utf8, words_of
from fakeping.redaction.redact import LEAST_SECRET, fingerprint, without_tokens
from fakeping.redaction.secret_digest import is_digest
from fakeping.redaction.spelled import may_spell

MAX_SECRETS = limit(
    "journal.secrets",
    50_000,
    unit="secrets",
    bounds="the secrets of one tenant that are looked for in what is recorded",
    past="the oldest are no longer looked for in bodies; tokens in paths still are",
)

# Texts without secrets are cached until the set of secrets changes.
_MAX_CLEAN = limit(
    "journal.clean",
    512 * 1024,
    unit="bytes",
    bounds="the texts and bodies of a tenant that are known to hold no secret",
    past="all are looked at again as they come",
)
_MAX_CLEAN_SIZE = 64 * 1024
# Approximate overhead of a cached text in bytes.
_EACH = 64

# Most secrets indexed by one word, where another word will do.
_MANY = 8

_JWT = b"eyJ"
_PERCENT = ord("%")


class Beyond(Protocol):
    """The secrets of all tenants, with their owners."""

    def learn_for(self, secret: str, owner: object, *, hide: bool) -> None:
        """Add a secret of a tenant's."""

    def forget_for(self, secret: str, owner: object) -> None:
        """Remove a secret of a tenant that has too many to track all."""

    def forget_all_of(self, owner: object, secrets: Collection[str]) -> None:
        """Remove the secrets of a tenant: all that it has."""


class Known:
    """A set of secrets that can be searched for in texts.

    `beyond` is that of all tenants: it also gets each secret with its owner, and each removal.
    """

    __slots__ = (
        "_beyond", "_by_word", "_clean", "_clean_size", "_lock", "_owner", "_secrets", "_unhidden",
    )  # fmt: skip

    def __init__(self, beyond: Beyond | None = None, *, owner: object = None) -> None:
        self._beyond = beyond
        self._owner = owner
        #: The word by which each secret is indexed, in order of addition.
        self._secrets: dict[str, bytes] = {}
        self._by_word: dict[bytes, tuple[str, ...]] = {}
        #: Digests and short secrets, which records may show; kept to find their owners.
        self._unhidden: dict[str, None] = {}
        self._clean: set[Hashable] = set()
        self._clean_size = 0
        # Tests seed from threads of their own, and all tenants share one `beyond`.
        self._lock = RLock()

    def __contains__(self, secret: object) -> bool:
        """Whether the text is one of the secrets."""
        return secret in self._secrets

    def learn(self, secret: str) -> None:
        """Add a secret. A short one or a digest is not searched for."""
        self._learn(secret, hide=len(secret) >= LEAST_SECRET and not is_digest(secret))

    def learn_from_afar(self, secret: str) -> None:
        """Add another issuer's credential, sent to a tenant."""
        if self._beyond is not None:
            self.learn(secret)

    def learn_of(self, entity: object) -> None:
        """Add the secrets of an entity: its fields with `repr=False`."""
        for each, is_plain in _secrets_of(entity):
            if is_plain:
                self._learn(each, hide=False)
            else:
                self.learn(each)

    def clear(self) -> None:
        """Remove all secrets, also from `beyond`, and detach from it."""
        with self._lock:
            if self._beyond is not None:
                self._beyond.forget_all_of(self._owner, [*self._secrets, *self._unhidden])
            self._secrets.clear()
            self._by_word.clear()
            self._unhidden.clear()
            self._look_again()
            self._beyond = self._owner = None

    def is_clean(self, said: bytes | str) -> bool:
        """Whether a text has no secret and no signed token; bytes, also nothing like `token=...`.

        For repeated texts: the result is cached if true.
        """
        if said in self._clean:
            return True
        if not self.looks_clean(said):
            return False
        self.found_clean(said, len(said))
        return True

    def are_clean(self, parts: Iterable[bytes]) -> bool:
        """Whether all are clean; fast if all are cached."""
        return self._clean.issuperset(parts) or all(map(self.is_clean, parts))

    def looks_clean(self, said: bytes | str) -> bool:
        """`is_clean` without the cache, for texts that are not repeated."""
        if isinstance(said, bytes):
            return said.find(_JWT) < 0 and not may_spell(said) and self.has_none(_words(said))
        return "eyJ" not in said and self.has_none(_words(utf8(said)))

    def saw(self, said: object) -> bool:
        """Whether the cache has this as clean."""
        return said in self._clean

    def saw_all(self, said: Iterable[Hashable]) -> bool:
        """Whether the cache has all of these as clean."""
        return self._clean.issuperset(said)

    def found_clean(self, said: Hashable, size: int) -> None:
        """Cache this as clean, with its size in bytes, until the set of secrets changes."""
        if size <= _MAX_CLEAN_SIZE:
            if self._clean_size > _MAX_CLEAN:
                self._look_again()
            self._clean.add(said)
            self._clean_size += size + _EACH

    def has_none(self, words: Iterable[bytes]) -> bool:
        """Whether no secret is indexed by one of these words."""
        return self._by_word.keys().isdisjoint(words)

    def hidden(self, text: str, own: Iterable[str] = ()) -> str:
        """Replace each secret in a text, and each of `own`, by its fingerprint."""
        text = without_tokens(text)
        found = {each for word in _words(utf8(text)) for each in self._by_word.get(word, ())}
        for each in sorted({*found, *own}, key=len, reverse=True):  # one may be a part of another
            for spelled in (each, quote(each, safe=""), quote_plus(each)):
                text = text.replace(spelled, fingerprint(each))
        return text

    def _learn(self, secret: str, *, hide: bool) -> None:
        with self._lock:
            kept: dict[str, Any] = self._secrets if hide else self._unhidden
            if not secret or secret in kept:
                return
            if self._beyond is not None:
                self._beyond.learn_for(secret, self._owner, hide=hide)
                if len(kept) >= MAX_SECRETS:
                    oldest = next(iter(kept))
                    self._beyond.forget_for(oldest, self._owner)
                    self._forget(oldest)
            self._keep(secret, hide=hide)

    def _keep(self, secret: str, *, hide: bool) -> None:
        if not hide:
            self._unhidden[secret] = None
        elif secret not in self._secrets:
            key = self._secrets[secret] = self._key(secret)
            self._by_word[key] = (*self._by_word.get(key, ()), secret)
            self._look_again()

    def _forget(self, secret: str) -> None:
        self._unhidden.pop(secret, None)
        key = self._secrets.pop(secret, None)
        if key is not None:
            left = tuple(each for each in self._by_word.pop(key) if each != secret)
            if left:
                self._by_word[key] = left
            self._look_again()  # a request may come with it, which is its own now

    def _look_again(self) -> None:
        if self._clean_size:
            self._clean.clear()
            self._clean_size = 0

    def _key(self, secret: str) -> bytes:
        """Choose the word to index a secret by: the longest that few others have."""
        words = words_of(utf8(secret))
        if len(words) == 1:
            return words[0]
        words.sort(key=len, reverse=True)
        rare = (each for each in words if len(self._by_word.get(each, ())) < _MANY)
        return next(rare, words[0] if words else b"")


def _words(raw: bytes) -> list[bytes]:
    """The words of a text, and those of its percent-decoded form."""
    return words_of(raw) if _PERCENT not in raw else words_of(raw + b" " + unquote_to_bytes(raw))


def _secrets_of(entity: object) -> Iterator[tuple[str, bool]]:
    """An entity's secrets, each with whether a plain field shows it too, such as a user name."""
    names = _secret_fields(type(entity))  # type: ignore[arg-type]  # a type can be hashed
    if names:
        plain, hidden = names
        shown = set(plain(entity))
        yield from ((each, each in shown) for each in hidden(entity) if isinstance(each, str))


@cache
def _secret_fields(kind: type) -> tuple[Any, Any] | None:
    """Getters of the plain fields of a class and of its secret ones, as tuples."""
    if not is_dataclass(kind):
        return None
    hidden = [each.name for each in fields(kind) if not each.repr]
    plain = [each.name for each in fields(kind) if each.repr and each.type in {str, "str"}]
    return (_all_of(plain), _all_of(hidden)) if hidden else None


def _all_of(names: list[str]) -> Any:
    """Make a getter of these fields that returns a tuple for any number of them."""
    return attrgetter(*names, "__class__") if names else lambda entity: ()  # noqa: ARG005
