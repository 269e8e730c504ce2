"""The secrets of all tenants of a server: for requests without a tenant, and for paths."""

from collections.abc import Collection, Hashable, Iterable
from itertools import count
from typing import Any

from fakeping.redaction.known import Known
from fakeping.redaction.owners import Owners
from fakeping.redaction.secret_digest import digest_of, is_digest

# Most secrets that have yet to be taken in, roughly.
_MAX_WAITING = 1_000


class KnownOfAll(Known):
    """The secrets of all tenants, with their owners; a `Beyond`.

    Few requests ask for these, so new ones wait until one does: a tenant that is dropped before
    takes its own back. At most `_MAX_WAITING` wait, so that nobody waits long for them.
    """

    __slots__ = ("_numbers", "_owners", "_waiting")

    def __init__(self) -> None:
        super().__init__()
        self._owners = Owners()
        #: By owner: the number of each in the order of addition, and whether it is hidden.
        self._waiting: dict[object, list[tuple[int, str, bool]]] = {}
        self._numbers = count(1)

    def learn_for(self, secret: str, owner: object, *, hide: bool) -> None:
        """Add a secret of a tenant's."""
        with self._lock:
            number = next(self._numbers)
            self._waiting.setdefault(owner, []).append((number, secret, hide))
            if not number % _MAX_WAITING:
                self._catch_up()

    def forget_for(self, secret: str, owner: object) -> None:
        """Remove a secret of a tenant that has too many to track all."""
        with self._lock:
            self._remove(secret, owner)
            self._owners.is_too_many(owner)

    def forget_all_of(self, owner: object, secrets: Collection[str]) -> None:
        """Remove the secrets of a tenant: all that it has."""
        with self._lock:
            waiting = self._waiting.pop(owner, ())
            if len(waiting) < len(secrets):
                for each in secrets:
                    self._remove(each, owner)
            self._owners.forget(owner)

    def owners(self, text: str) -> list[Any]:
        """The tenants that may have issued or been given this secret, oldest first; a few at most.

        Tenants with too many secrets to track are always included.
        """
        with self._lock:
            self._catch_up()
            return self._owners.of(text, *(() if is_digest(text) else (digest_of(text),)))

    def _remove(self, secret: str, owner: object) -> None:
        self._catch_up()
        if self._owners.remove(secret, owner):
            self._forget(secret)

    def _catch_up(self) -> None:
        """Take in what waits."""
        if self._waiting:
            with self._lock:
                for _, owner, secret, hide in sorted(
                    (number, owner, secret, hide)
                    for owner, those in self._waiting.items()
                    for number, secret, hide in those
                ):
                    self._owners.add(secret, owner)
                    self._keep(secret, hide=hide)
                self._waiting.clear()

    # Whatever looks at the secrets takes in first what waits.

    def __contains__(self, secret: object) -> bool:
        """Whether the text is one of the secrets."""
        self._catch_up()
        return super().__contains__(secret)

    def is_clean(self, said: bytes | str) -> bool:
        """As of a single tenant's."""
        self._catch_up()
        return super().is_clean(said)

    def are_clean(self, parts: Iterable[bytes]) -> bool:
        """As of a single tenant's."""
        self._catch_up()
        return super().are_clean(parts)

    def looks_clean(self, said: bytes | str) -> bool:
        """As of a single tenant's."""
        self._catch_up()
        return super().looks_clean(said)

    def saw(self, said: object) -> bool:
        """As of a single tenant's."""
        self._catch_up()
        return super().saw(said)

    def saw_all(self, said: Iterable[Hashable]) -> bool:
        """As of a single tenant's."""
        self._catch_up()
        return super().saw_all(said)

    def has_none(self, words: Iterable[bytes]) -> bool:
        """As of a single tenant's."""
        self._catch_up()
        return super().has_none(words)

    def hidden(self, text: str, own: Iterable[str] = ()) -> str:
        """As of a single tenant's."""
        self._catch_up()
        return super().hidden(text, own)
