"""A resource server's matrix: each scope of each owner's resource, with each token."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fakeping.contract.pingam.matrix.bearers import Bearer, TokenKind, distinct, subsets

ANY_BEARER = "it takes any bearer token for an RPT"
ASKS_NOBODY = "it serves whoever comes without a token"
IGNORES_SCOPE = "it ignores which scopes an RPT allows"
IGNORES_RESOURCE = "it ignores which owner's resource set an RPT is for"
MIXES = "it takes the scopes that an RPT allows of one resource set for another's"
IGNORES_END = "it takes an RPT that has expired"
KEEPS = "it keeps what it learned of an RPT for longer than that holds"
REFUSES = "it refuses what the RPT allows"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessAttempt:
    """One request to a resource server, and whether it must be allowed."""

    #: Whose resource is asked for: an owner, by name.
    owner: str
    #: The scope that the request needs.
    scope: str
    bearer: Bearer
    allowed: bool
    #: What is wrong with a server that does the other thing.
    fault: str

    def __str__(self) -> str:
        """`view alice's with bob's RPT for view: refused`."""
        outcome = "allowed" if self.allowed else "refused"
        return f"{self.scope} {self.owner}'s with {self.bearer}: {outcome}"


def access_matrix(
    *, owners: Iterable[str] = ("alice", "bob"), scopes: Iterable[str] = ("view", "edit")
) -> tuple[AccessAttempt, ...]:
    """Every request for a scope of an owner's resource, with every possible token.

    Raises `ValueError` for no owner or scope, or one that is named twice.
    """
    names, every = distinct(owners, "owners"), distinct(scopes, "scopes")
    return tuple(
        each
        for owner in names
        for scope in every
        for each in _accesses(owner, scope, owners=names, scopes=every)
    )


def _accesses(
    owner: str, scope: str, *, owners: tuple[str, ...], scopes: tuple[str, ...]
) -> Iterator[AccessAttempt]:
    def access(bearer: Bearer, fault: str, *, allowed: bool = False) -> AccessAttempt:
        return AccessAttempt(owner=owner, scope=scope, bearer=bearer, allowed=allowed, fault=fault)

    yield access(Bearer(kind=TokenKind.NONE), ASKS_NOBODY)
    yield access(Bearer(kind=TokenKind.GARBAGE), ANY_BEARER)
    for kind in (TokenKind.PAT, TokenKind.UNSCOPED):
        yield access(Bearer(kind=kind, owner=owner), ANY_BEARER)
    for some in subsets(scopes):
        bearer = Bearer(kind=TokenKind.RPT, owner=owner, scopes=some)
        lets = scope in some
        yield access(bearer, REFUSES if lets else IGNORES_SCOPE, allowed=lets)
    yield access(Bearer(kind=TokenKind.EXPIRED_RPT, owner=owner, scopes=scopes), IGNORES_END)
    yield access(Bearer(kind=TokenKind.OUTLIVED_RPT, owner=owner, scopes=scopes), KEEPS)
    rest = tuple(each for each in scopes if each != scope)
    for other in owners:
        if other != owner:
            yield access(Bearer(kind=TokenKind.RPT, owner=other, scopes=scopes), IGNORES_RESOURCE)
            both = Bearer(kind=TokenKind.RPT, owner=owner, scopes=rest, besides=(other, scopes))
            yield access(both, MIXES)
