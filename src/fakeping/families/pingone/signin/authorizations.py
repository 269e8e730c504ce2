"""Authorizations: their codes, refresh tokens and access tokens."""

from dataclasses import dataclass, field
from typing import Any

from fakeping.core.expiry import MOST, Sweep
from fakeping.core.store_config import StoreConfig
from fakeping.core.table import Table
from fakeping.families.pingone.signin.model import Authorization
from fakeping.families.pingone.signin.pending import Pending
from fakeping.redaction.secret_digest import digest_of, is_digest

#: Seconds in which a code must be exchanged.
CODE_LIFETIME = 60


@dataclass(slots=True)
class _Chain:
    """The tokens that one authorization has led to."""

    refresh_tokens: set[str] = field(default_factory=set)
    #: The ids of access tokens, and when they expire.
    tokens: dict[str, float] = field(default_factory=dict)
    #: When the last of these tokens expires.
    ends: float = 0.0
    #: The number of access tokens at which the expired ones are removed.
    due: int = 1

    def lasts(self, until: float) -> None:
        """Extend the time for which the chain is kept."""
        self.ends = max(self.ends, until)


@dataclass(frozen=True, slots=True)
class Kept:
    """An authorization with its tokens, as documents store it."""

    authorization: Authorization
    #: Refresh tokens or their digests, and when each expires.
    refresh_tokens: list[tuple[str, float]] = field(default_factory=list)
    #: Used codes and refresh tokens, or their digests.
    spent: list[str] = field(default_factory=list)
    #: The ids of access tokens, and when they expire.
    tokens: dict[str, float] = field(default_factory=dict)


class Authorizations:
    """Codes and refresh tokens. Each works once; a second use ends the authorization."""

    __slots__ = (
        "_chains", "_clock", "_codes", "_learn", "_refresh", "_sweep_chains", "_sweep_used",
        "_used",
    )  # fmt: skip

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        self._learn = config.learn
        now = config.clock.timestamp
        self._codes: Pending[Authorization] = Pending(config, "authorization_code")
        self._refresh: Pending[Authorization] = Pending(config, "refresh_token")
        self._chains: dict[str, _Chain] = {}
        #: Used codes and refresh tokens, or their digests.
        self._used: Table[str, Authorization] = Table(
            changed=config.changed, ends=self._last_used, now=now
        )
        self._sweep_chains: Sweep[_Chain] = Sweep(now=now, ends=lambda each: each.ends)

    def _last_used(self, authorization: Authorization) -> float:
        """Until when a second use revokes a token: without a chain there is none left."""
        chain = self._chains.get(authorization.id)
        return chain.ends if chain else 0

    def new_code(self, authorization: Authorization) -> str:
        """Issue a code for an authorization."""
        return self._codes.put(authorization, lifetime=CODE_LIFETIME)

    def code(self, code: str) -> Authorization | None:
        """The authorization of an unexpired, unused code."""
        return self._codes.get(code)

    def new_refresh_token(self, authorization: Authorization, *, lifetime: float) -> str:
        """Issue a refresh token for an authorization."""
        token = self._refresh.put(authorization, lifetime=lifetime)
        chain = self._chain(authorization.id)
        chain.refresh_tokens.add(token)
        chain.lasts(self._clock.timestamp() + lifetime)
        return token

    def refresh_token(self, token: str) -> Authorization | None:
        """The authorization of an unexpired, unused refresh token."""
        return self._refresh.get(token)

    def use(self, secret: str) -> None:
        """Mark a code or a refresh token as used."""
        found = self._codes.take(secret) or self._refresh.take(secret)
        if found is not None:
            self._chain(found.id).refresh_tokens -= {secret, digest_of(secret)}
            self._used.keep(secret, found)

    def used_for(self, secret: str) -> Authorization | None:
        """The authorization of a used code or refresh token, or `None`."""
        if is_digest(secret):
            return None
        return self._used.get(secret) or self._used.get(digest_of(secret))

    def brought(self, authorization_id: str, *, token_id: str, expires_at: float) -> None:
        """Add an access token to an authorization."""
        chain = self._chain(authorization_id)
        tokens = chain.tokens
        now = self._clock.timestamp()
        if len(tokens) >= chain.due:
            for each in [one for one, until in tokens.items() if until <= now]:
                del tokens[each]
            chain.due = 2 * len(tokens) + 1
        if len(tokens) >= MOST:
            del tokens[next(iter(tokens))]
        tokens[token_id] = expires_at
        chain.lasts(expires_at)

    def end(self, authorization_id: str) -> dict[str, float]:
        """Revoke an authorization's refresh tokens. Return its access tokens' ids and expiry."""
        chain = self._chain(authorization_id)
        for each in chain.refresh_tokens:
            self._refresh.drop(each)
        chain.refresh_tokens.clear()
        return chain.tokens

    def forget_user(self, user_id: str) -> None:
        """Remove the codes and refresh tokens of a user who is deleted."""
        for pending in (self._codes, self._refresh):
            for key, each, _ in pending.items():
                if each.session.user_id == user_id:
                    pending.drop(key)
                    self._chains.pop(each.id, None)
        for key in [key for key, each in self._used.items() if each.session.user_id == user_id]:
            self._used.drop(key)

    def all(self) -> list[Kept]:
        """Every authorization with a refresh token, or with a used secret that may be repeated."""
        found: dict[str, Kept] = {}
        for secret, each, expires_at in self._refresh.items():
            found.setdefault(each.id, self._kept(each)).refresh_tokens.append((secret, expires_at))
        for secret, each in self._used.items():
            found.setdefault(each.id, self._kept(each)).spent.append(secret)
        return list(found.values())

    def load(self, kept: Kept) -> None:
        """Restore an authorization from a document."""
        id_ = kept.authorization.id
        until = dict(kept.refresh_tokens)
        ends = max([*until.values(), *kept.tokens.values()], default=0.0)
        self._chains[id_] = _Chain(set(until), dict(kept.tokens), ends)
        for secret, expires_at in kept.refresh_tokens:
            self._refresh.load(secret, kept.authorization, expires_at=expires_at)
        for each in kept.spent:
            self._learn(each)
            self._used.keep(each, kept.authorization)

    def forget(self) -> None:
        """Remove every authorization."""
        self._refresh.forget()
        self._chains = {}
        self._used.clear()

    def _kept(self, authorization: Authorization) -> Kept:
        tokens = self._chains[authorization.id].tokens if authorization.id in self._chains else {}
        return Kept(authorization, tokens=dict(tokens))

    def capture(self) -> Any:
        """A snapshot, for `restore` and `restore_keeping_new`."""
        chains = {
            id_: (frozenset(each.refresh_tokens), dict(each.tokens), each.ends)
            for id_, each in self._chains.items()
        }
        return self._codes.capture(), self._refresh.capture(), chains, self._used.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        codes, refresh, chains, used = snapshot
        self._used.restore(used)
        self._codes.restore(codes)
        self._refresh.restore(refresh)
        self._chains = {
            id_: _Chain(set(of), dict(brought), ends) for id_, (of, brought, ends) in chains.items()
        }

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the authorizations since; codes are those of then."""
        codes, refresh, chains, used = snapshot
        self._codes.restore(codes)
        self._refresh.restore_keeping_new(refresh)
        for id_, (of, brought, ends) in chains.items():
            self._chains.setdefault(id_, _Chain(set(of), dict(brought), ends))
        self._used.restore_keeping_new(used)

    def _chain(self, authorization_id: str) -> _Chain:
        found = self._chains.get(authorization_id)
        if found is None:
            self._sweep_chains(self._chains)
            found = self._chains[authorization_id] = _Chain()
        return found
