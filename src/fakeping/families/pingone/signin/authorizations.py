"""What users allowed: authorization codes, refresh tokens, and all that came of them."""

from dataclasses import dataclass, field
from typing import Any

from fakeping.core.counted import Counted
from fakeping.core.expiry import MOST, Sweep
from fakeping.core.family import Seat
from fakeping.families.pingone.signin.model import Authorization
from fakeping.families.pingone.signin.pending import Pending
from fakeping.redaction.secret_digest import is_sealed, sealed

#: Seconds in which a code must be exchanged.
CODE_LIFETIME = 60


@dataclass(slots=True)
class _Chain:
    """What one authorization has brought so far."""

    refresh_tokens: set[str] = field(default_factory=set)
    #: The ids of access tokens, and when they expire.
    tokens: dict[str, float] = field(default_factory=dict)
    #: When the last of all that expires.
    ends: float = 0.0
    #: How many ids of tokens there are when expired ones are looked for.
    due: int = 1

    def lasts(self, until: float) -> None:
        """Note when something that it brought expires."""
        self.ends = max(self.ends, until)


@dataclass(frozen=True, slots=True)
class Kept:
    """An authorization, with all that came of it and still counts."""

    authorization: Authorization
    #: Secrets or their seals, and when each dies.
    refresh_tokens: list[tuple[str, float]] = field(default_factory=list)
    #: Codes and refresh tokens that have worked, or their seals.
    spent: list[str] = field(default_factory=list)
    #: The ids of access tokens, and when they expire.
    tokens: dict[str, float] = field(default_factory=dict)


class Authorizations:
    """Codes and refresh tokens: each works once, and who repeats one ends the authorization."""

    __slots__ = (
        "_chains", "_clock", "_codes", "_learn", "_refresh", "_spent", "_sweep_chains",
        "_sweep_spent",
    )  # fmt: skip

    def __init__(self, seat: Seat) -> None:
        self._clock = seat.clock
        self._learn = seat.learn
        now, new_name = seat.clock.timestamp, seat.ids.opaque
        self._codes: Pending[Authorization] = Pending(
            now=now,
            new_name=new_name,
            learn=seat.learn,
            kind="authorization_code",
            changed=seat.changed,
        )
        self._refresh: Pending[Authorization] = Pending(
            now=now,
            new_name=new_name,
            learn=seat.learn,
            kind="refresh_token",
            changed=seat.changed,
        )
        self._chains: dict[str, _Chain] = {}
        #: Codes and refresh tokens that have worked.
        self._spent: Counted[str, Authorization] = Counted(seat.changed.grew)  # or seals of those
        self._sweep_chains: Sweep[_Chain] = Sweep(now=now, ends=lambda each: each.ends)
        # Nothing is left to be ended of an authorization that has no chain.
        self._sweep_spent: Sweep[Authorization] = Sweep(
            now=now, ends=lambda each: self._chains[each.id].ends if each.id in self._chains else 0
        )
        seat.changed.expires(lambda: self._sweep_spent.drop_expired(self._spent))

    def new_code(self, authorization: Authorization) -> str:
        """A code for an authorization."""
        return self._codes.put(authorization, lifetime=CODE_LIFETIME)

    def code(self, code: str) -> Authorization | None:
        """What a code is for, while it works."""
        return self._codes.get(code)

    def new_refresh_token(self, authorization: Authorization, *, lifetime: float) -> str:
        """A refresh token for an authorization."""
        token = self._refresh.put(authorization, lifetime=lifetime)
        chain = self._chain(authorization.id)
        chain.refresh_tokens.add(token)
        chain.lasts(self._clock.timestamp() + lifetime)
        return token

    def refresh_token(self, token: str) -> Authorization | None:
        """What a refresh token is for, while it works."""
        return self._refresh.get(token)

    def spend(self, secret: str) -> None:
        """Let a code or a refresh token work no more."""
        found = self._codes.take(secret) or self._refresh.take(secret)
        if found is not None:
            self._chain(found.id).refresh_tokens -= {secret, sealed(secret)}
            self._sweep_spent(self._spent)
            self._spent[secret] = found

    def spent_for(self, secret: str) -> Authorization | None:
        """The authorization that a code or refresh token was spent for, if it was."""
        return (
            None if is_sealed(secret) else self._spent.get(secret, self._spent.get(sealed(secret)))
        )

    def brought(self, authorization_id: str, *, token_id: str, expires_at: float) -> None:
        """Note an access token that came of an authorization."""
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
        """End an authorization. Return its access tokens' ids, and when they expire."""
        chain = self._chain(authorization_id)
        for each in chain.refresh_tokens:
            self._refresh.drop(each)
        chain.refresh_tokens.clear()
        return chain.tokens

    def all(self) -> list[Kept]:
        """Every authorization that refreshes, or could be ended by whoever repeats a secret."""
        found: dict[str, Kept] = {}
        for secret, each, expires_at in self._refresh.items():
            found.setdefault(each.id, self._kept(each)).refresh_tokens.append((secret, expires_at))
        for secret, each in self._spent.items():
            found.setdefault(each.id, self._kept(each)).spent.append(secret)
        return list(found.values())

    def put_back(self, kept: Kept) -> None:
        """Let an authorization be that was given before."""
        id_ = kept.authorization.id
        for secret, expires_at in kept.refresh_tokens:
            self._refresh.lay(secret, kept.authorization, expires_at=expires_at)
        for each in kept.spent:
            self._learn(each)
        self._spent |= dict.fromkeys(kept.spent, kept.authorization)
        until = dict(kept.refresh_tokens)
        ends = max([*until.values(), *kept.tokens.values()], default=0.0)
        self._chains[id_] = _Chain(set(until), dict(kept.tokens), ends)

    def forget(self) -> None:
        """Let nothing be allowed any more."""
        self._refresh.restore({})
        self._chains = {}
        self._spent.clear()

    def _kept(self, authorization: Authorization) -> Kept:
        tokens = self._chains[authorization.id].tokens if authorization.id in self._chains else {}
        return Kept(authorization, tokens=dict(tokens))

    def capture(self) -> Any:
        """What was allowed by now, and what came of it."""
        chains = {
            id_: (frozenset(each.refresh_tokens), dict(each.tokens), each.ends)
            for id_, each in self._chains.items()
        }
        return self._codes.capture(), self._refresh.capture(), chains, self._spent.copy()

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        codes, refresh, chains, spent = memento
        self._spent.hold(spent)
        self._codes.restore(codes)
        self._refresh.restore(refresh)
        self._chains = {
            id_: _Chain(set(of), dict(brought), ends) for id_, (of, brought, ends) in chains.items()
        }

    def rejoin(self, memento: Any) -> None:
        """Hold what was allowed then and what has been since, but for codes."""
        codes, refresh, chains, spent = memento
        self._codes.restore(codes)
        self._refresh.rejoin(refresh)
        for id_, (of, brought, ends) in chains.items():
            self._chains.setdefault(id_, _Chain(set(of), dict(brought), ends))
        self._spent.hold({**spent, **self._spent})

    def _chain(self, authorization_id: str) -> _Chain:
        found = self._chains.get(authorization_id)
        if found is None:
            self._sweep_chains(self._chains)
            found = self._chains[authorization_id] = _Chain()
        return found
