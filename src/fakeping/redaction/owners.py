"""Lookup of tenants by secret, in constant time for any number of tenants."""

from typing import Any

from fakeping.core.limits import limit

#: A secret that many tenants were given, such as a shared password, identifies none of them.
MOST = limit(
    "tokens.owners",
    100,
    unit="tenants",
    bounds="the tenants that are asked whether a token is theirs, of those who were given it",
    past="the later ones are not asked: the request is in the server's edition",
)


class Owners:
    """Maps each secret to its owners. An owner with too many secrets may own any."""

    __slots__ = ("_by_secret", "_too_many")

    def __init__(self) -> None:
        #: The owner, as nearly always, or a dictionary of several.
        self._by_secret: dict[str, Any] = {}
        self._too_many: dict[object, None] = {}

    def add(self, secret: str, owner: object) -> None:
        """Add an owner of a secret."""
        those = self._by_secret.setdefault(secret, owner)
        if isinstance(those, dict):
            those[owner] = None
        elif those is not owner:
            self._by_secret[secret] = {those: None, owner: None}

    def remove(self, secret: str, owner: object) -> bool:
        """Remove an owner of a secret; return whether that was the last."""
        those = self._by_secret.get(secret)
        if isinstance(those, dict):
            those.pop(owner, None)
        if those is owner or those == {}:
            self._by_secret.pop(secret, None)
            return True
        return False

    def is_too_many(self, owner: object) -> None:
        """Mark an owner of whose secrets not all are tracked."""
        self._too_many[owner] = None

    def forget(self, owner: object) -> None:
        """Unmark an owner, whose secrets were removed."""
        self._too_many.pop(owner, None)

    def of(self, *secrets: str) -> list[Any]:
        """Possible owners of any of these secrets, oldest first; at most `MOST` for each."""
        found: dict[Any, None] = {}
        for each in secrets:
            those = self._by_secret.get(each)
            if isinstance(those, dict):
                found.update(zip(those, [None] * MOST, strict=False))
            elif those is not None:
                found[those] = None
        return list(found | self._too_many)
