"""Expiry of all access tokens at once, in the middle of a client's flow."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from fakeping.core.exchange import JSON, Reply
from fakeping.core.family import Family
from fakeping.core.incident import Incident
from fakeping.core.problem import Scripted
from fakeping.core.sources import Ids
from fakeping.faults.attempt import OperationAttempt
from fakeping.faults.effect import Momentary
from fakeping.faults.figures import count
from fakeping.redaction.redact import fingerprint


class Expiry(Momentary):
    """Expires every access token issued so far, after `after` requests with a token.

    If tokens that the fake did not issue are accepted, those seen before expire too, or without
    any, the first one seen.
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
        # Fingerprints of the tokens seen before, which other servers may have issued.
        self._used: set[str] = set()
        self._expired = False
        if not self._left:
            self._expire()

    def watch(self, attempt: OperationAttempt) -> None:  # noqa: ARG002 - whatever it is
        """Expire the tokens before the first request that is not spared."""
        if not self._left:
            self._expire()

    def apply(self, attempt: OperationAttempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Count a request with a token, or answer 401 if its token has expired."""
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
        """Make the tokens valid again that would be without the fault."""
        for family, part in self._parts.items():
            if family in self._stores:
                part.end(self._stores[family])

    def document(self) -> Mapping[str, JSON]:
        """The number of requests to spare."""
        return {"after": self._after}

    def _expire(self) -> None:
        if self._expired:
            return
        self._expired = True
        for family, part in self._parts.items():
            if family in self._stores:  # otherwise it has issued nothing
                part.begin(self._stores[family])

    def _is_over(self, attempt: OperationAttempt, token: str) -> bool:
        shown = fingerprint(token)
        if not self._used and not self._issued[attempt.family](attempt.store, token):
            self._used.add(shown)
        return shown in self._used or self._parts[attempt.family].refuse(attempt, 0) is not None
