"""Tokens that expire all at once, in the middle of what their clients do."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from fakeping.core.exchange import JSON, Reply
from fakeping.core.family import Family
from fakeping.core.incident import Incident
from fakeping.core.problem import Scripted
from fakeping.core.sources import Ids
from fakeping.faults.attempt import Attempt
from fakeping.faults.effect import Momentary
from fakeping.faults.figures import count
from fakeping.redaction.redact import fingerprint


class Expiry(Momentary):
    """Every access token that was issued so far expires, once `after` requests have come with one.

    Where any token is taken, so do those that came along, or else the first that comes.
    """

    name = "token_expired"

    def __init__(
        self,
        *,
        after: object,
        parts: Sequence[tuple[Family[Any], Incident]],
        stores: Mapping[str, Any],
        ids: Ids,
    ) -> None:
        self._left = self._after = count(after, at="after", least=0)
        self._issued = {family.name: family.issued for family, _ in parts}
        self._parts = {family.name: part for family, part in parts}
        self._stores = stores
        self._ids = ids
        # Fingerprints of what came along, or came first: nobody need have issued it.
        self._used: set[str] = set()
        self._struck = False
        if not self._left:
            self._strike()

    def watch(self, attempt: Attempt) -> None:  # noqa: ARG002 - whatever it is
        """Let the tokens expire before whatever comes behind the last that was spared."""
        if not self._left:
            self._strike()

    def apply(self, attempt: Attempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Count a request that comes with a token, or turn it away as one that has expired."""
        if attempt.bearer is None:
            return None
        if self._left:
            self._left -= 1
            self._used.add(fingerprint(attempt.bearer))
            return None
        if not self._is_over(attempt, attempt.bearer):
            return None
        expired = Scripted("the token has expired", status=401)
        return attempt.render(expired, attempt.request, self._ids)

    def end(self) -> None:
        """Let the tokens hold that would hold without it."""
        for family, part in self._parts.items():
            if family in self._stores:
                part.end(self._stores[family])

    def document(self) -> Mapping[str, JSON]:
        """How many were to be spared."""
        return {"after": self._after}

    def _strike(self) -> None:
        if self._struck:
            return
        self._struck = True
        for family, part in self._parts.items():
            if family in self._stores:  # otherwise it has issued nothing
                part.begin(self._stores[family])

    def _is_over(self, attempt: Attempt, token: str) -> bool:
        shown = fingerprint(token)
        if not self._used and not self._issued[attempt.family](attempt.store, token):
            self._used.add(shown)
        return shown in self._used or self._parts[attempt.family].refuse(attempt, 0) is not None
