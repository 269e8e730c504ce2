"""Digests of secrets for documents: a store can verify a secret by one, but none logs in with it.

A stored secret is either in clear or a digest, which has the form `sha256:` and 64 hex digits.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cached_property

from fakeping.core.text import utf8

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

#: Renders a secret: `digest_of`, or `in_clear` for a reader who may use it.
Show = Callable[[str], str]


def digest_of(secret: str) -> str:
    """The digest of a secret; a digest is returned unchanged."""
    if is_digest(secret):
        return secret
    return f"sha256:{hashlib.sha256(utf8(secret)).hexdigest()}"


def is_digest(secret: str) -> bool:
    """Whether the text is a digest."""
    return _DIGEST.fullmatch(secret) is not None


def in_clear(secret: str) -> str:
    """Return the secret unchanged."""
    return secret


def matches(held: str, sent: str) -> bool:
    """Compare a sent secret with a stored one, or with its digest, in constant time.

    False for a digest that is sent as the secret.
    """
    from hmac import compare_digest  # noqa: PLC0415 - brings OpenSSL in, which start-up need not

    if is_digest(sent):
        return False
    mine = digest_of(sent) if is_digest(held) else sent
    return compare_digest(held.encode("utf-8", "replace"), mine.encode("utf-8", "replace"))


class Opened:
    """Looks up the secret of a digest among known ones."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = list(known)

    def __call__(self, secret: str) -> str:
        """The secret of a digest; the argument if it is not known, or no digest."""
        return self._by_digest.get(secret, secret) if is_digest(secret) else secret

    @cached_property
    def _by_digest(self) -> dict[str, str]:
        return {digest_of(each): each for each in self._known if not is_digest(each)}
