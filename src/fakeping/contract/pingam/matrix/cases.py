"""An authorization server's matrix: each operation on each resource set, with each token."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fakeping.contract.pingam.matrix.bearers import Bearer, TokenKind, distinct, subsets
from fakeping.core.rules import Rule
from fakeping.families.pingam.edition import AM_8_1, Edition, switched
from fakeping.families.pingam.rules import everywhere, registration, uma

LIST = "pingam.resource_set.list"
REGISTER = "pingam.resource_set.register"
READ = "pingam.resource_set.read"
UPDATE = "pingam.resource_set.update"
DELETE = "pingam.resource_set.delete"
PERMISSION = "pingam.permission_request"

_DONE = {LIST: 200, REGISTER: 201, READ: 200, UPDATE: 200, DELETE: 204, PERMISSION: 201}
_RULES = {
    LIST: registration.LISTED,
    REGISTER: registration.REGISTERED,
    READ: registration.READ,
    UPDATE: registration.UPDATED,
    DELETE: registration.DELETED,
    PERMISSION: uma.TICKET,
}
_STRANGERS = frozenset(
    {TokenKind.NONE, TokenKind.GARBAGE, TokenKind.EXPIRED, TokenKind.ANOTHER_REALM}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request, and the answer that it must get."""

    operation: str
    #: Whose resource set it is about: an owner, by name.
    owner: str
    bearer: Bearer
    status: int
    #: The `error` of a refusal; `None` where it is told in the form of AM's own endpoints.
    error: str | None = None
    #: Of a list: whether the owner's resource set is in it.
    shown: bool | None = None
    rule: Rule

    def __str__(self) -> str:
        """`read alice's with bob's PAT: 404`."""
        return (
            f"{self.operation.rpartition('.')[2]} {self.owner}'s with {self.bearer}: {self.status}"
        )


def matrix(
    *,
    owners: Iterable[str] = ("alice", "bob"),
    scopes: Iterable[str] = ("view", "edit"),
    edition: str = AM_8_1.name,
    switches: Mapping[str, bool] | None = None,
) -> tuple[Case, ...]:
    """Every request across these owners, with the answer of an edition.

    A token without `uma_protection` opens nothing, save where nobody looks. Raises `ValueError`
    for no owner or scope, or one that is named twice.
    """
    names, every = distinct(owners, "owners"), distinct(scopes, "scopes")
    behaviour = switched(edition, switches or {})
    bearers = tuple(_bearers(names, every))
    return tuple(
        _case(operation, owner, bearer, behaviour)
        for bearer in bearers
        for operation in _DONE
        for owner in (names if operation != REGISTER else names[:1])
    )


def _bearers(owners: tuple[str, ...], scopes: tuple[str, ...]) -> Iterator[Bearer]:
    yield Bearer(kind=TokenKind.NONE)
    yield Bearer(kind=TokenKind.GARBAGE)
    for owner in owners:
        for kind in (TokenKind.PAT, TokenKind.UNSCOPED, TokenKind.EXPIRED, TokenKind.ANOTHER_REALM):
            yield Bearer(kind=kind, owner=owner)
        for some in subsets(scopes):
            yield Bearer(kind=TokenKind.RPT, owner=owner, scopes=some)


def _case(operation: str, owner: str, bearer: Bearer, behaviour: Edition) -> Case:
    def case(
        status: int, rule: Rule, error: str | None = None, *, shown: bool | None = None
    ) -> Case:
        return Case(
            operation=operation,
            owner=owner,
            bearer=bearer,
            status=status,
            error=error,
            shown=shown,
            rule=rule,
        )

    crest = operation == PERMISSION
    if bearer.kind in _STRANGERS:
        rule = uma.TICKET_AUTH if crest else everywhere.AUTH_TOKEN
        return case(401, rule, None if crest else "invalid_token")
    if bearer.kind is not TokenKind.PAT and behaviour.enforce_pat_scope:
        return case(403, everywhere.AUTH_SCOPE, None if crest else "insufficient_scope")
    # From here on a token opens what whoever it stands for has: an RPT's party has nothing.
    own = bearer.owner == owner and bearer.kind is not TokenKind.RPT
    if operation == LIST:
        return case(200, registration.LISTED, shown=own)
    if own or operation == REGISTER:
        return case(_DONE[operation], _RULES[operation])
    if crest:
        return case(400, uma.TICKET_RESOURCE, f"invalid_{behaviour.id_member}")
    return case(404, registration.ISOLATED, "not_found")
