"""Secrets in documents: a digest that a store can check what is sent against, and nobody can use.

A held secret is either in clear or sealed, which its look tells: `sha256:` and 64 hex digits.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cached_property

from fakeping.core.text import utf8

_SEALED = re.compile(r"sha256:[0-9a-f]{64}")

#: How a secret is shown: sealed, or as it is to whoever may use it.
Show = Callable[[str], str]


def sealed(secret: str) -> str:
    """The seal of a secret; of one that is sealed already, itself."""
    if is_sealed(secret):
        return secret
    return f"sha256:{hashlib.sha256(utf8(secret)).hexdigest()}"


def is_sealed(secret: str) -> bool:
    """Whether this is a seal, and no secret."""
    return _SEALED.fullmatch(secret) is not None


def in_clear(secret: str) -> str:
    """The secret as it is."""
    return secret


def matches(held: str, sent: str) -> bool:
    """Whether what was sent is the secret that is held, in a time that does not tell.

    Nobody gets in by a seal.
    """
    from hmac import compare_digest  # noqa: PLC0415 - brings OpenSSL in, which start-up need not

    if is_sealed(sent):
        return False
    mine = sealed(sent) if is_sealed(held) else sent
    return compare_digest(held.encode("utf-8", "replace"), mine.encode("utf-8", "replace"))


class Opened:
    """Gives the secret that a seal is of, where it is one of those that are known."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = list(known)

    def __call__(self, secret: str) -> str:
        """The secret in clear, if it can be had; else what was given."""
        return self._by_seal.get(secret, secret) if is_sealed(secret) else secret

    @cached_property
    def _by_seal(self) -> dict[str, str]:
        return {sealed(each): each for each in self._known if not is_sealed(each)}
