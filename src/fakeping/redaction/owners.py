"""Whose a secret is: found by the secret, however many tenants there are."""

from typing import Any

from fakeping.core.limits import limit

#: A secret that many tenants were given, such as a password of everybody's, tells nobody's name.
MOST = limit(
    "tokens.owners",
    100,
    unit="tenants",
    bounds="the tenants that are asked whether a token is theirs, of those who were given it",
    past="the later ones are not asked: the request is in the server's edition",
)


class Owners:
    """Whose each secret is. Whoever has too many secrets to tell may own any."""

    __slots__ = ("_by_secret", "_too_many")

    def __init__(self) -> None:
        #: One, as nearly always, or a dictionary of several.
        self._by_secret: dict[str, Any] = {}
        self._too_many: dict[object, None] = {}

    def add(self, secret: str, owner: object) -> None:
        """Note that it is somebody's."""
        those = self._by_secret.setdefault(secret, owner)
        if isinstance(those, dict):
            those[owner] = None
        elif those is not owner:
            self._by_secret[secret] = {those: None, owner: None}

    def remove(self, secret: str, owner: object) -> bool:
        """Note that it is somebody's no longer; whether it is nobody's now."""
        those = self._by_secret.get(secret)
        if isinstance(those, dict):
            those.pop(owner, None)
        if those is owner or those == {}:
            self._by_secret.pop(secret, None)
            return True
        return False

    def is_too_many(self, owner: object) -> None:
        """Note that not all of somebody's are known."""
        self._too_many[owner] = None

    def forget(self, owner: object) -> None:
        """Note that somebody has gone, whose secrets were removed."""
        self._too_many.pop(owner, None)

    def of(self, *secrets: str) -> list[Any]:
        """Who may own one of these: the first to have it first, and so many at most."""
        found: dict[Any, None] = {}
        for each in secrets:
            those = self._by_secret.get(each)
            if isinstance(those, dict):
                found.update(zip(those, [None] * MOST, strict=False))
            elif those is not None:
                found[those] = None
        return list(found | self._too_many)
