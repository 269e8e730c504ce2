"""Run the matrices: owners with a resource set each, and tokens of every kind."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Self

from fakeping.contract.check import ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.matrix.access import AccessAttempt
from fakeping.contract.pingam.matrix.bearers import Bearer, TokenKind, distinct
from fakeping.contract.pingam.matrix.cases import (
    DELETE,
    LIST,
    PERMISSION,
    READ,
    REGISTER,
    Case,
)
from fakeping.contract.pingam.refusals import denied, refused
from fakeping.contract.pingam.target import FAMILY, PingAMTarget
from fakeping.contract.target import Control, Differs, NotRun
from fakeping.contract.transport import Answer, OverHttp
from fakeping.server.tenant import Tenant

#: Asks a resource server for a scope of a resource, by its id, with a token or without one.
#: Returns the status that it answers.
Ask = Callable[[str, str, str | None], int]

#: What a resource server may answer to whom it does not let in.
REFUSALS = frozenset({401, 403, 404})

# Seconds: an RPT's life, and half of it, in which nothing that is needed besides runs out.
_LIFE = 3600
_HALF = _LIFE // 2


class MatrixTarget:
    """A target with the owners and scopes of a matrix.

    `resources` are the ids under which a resource server has registered each owner's; without
    them a resource set is registered for each. `party` is who asks; a fake makes one up. The
    owners are the target's own, its second one, and more where a fake can make them.
    """

    def __init__(
        self,
        target: PingAMTarget,
        *,
        owners: Iterable[str] = ("alice", "bob"),
        scopes: Iterable[str] = ("view", "edit"),
        resources: Mapping[str, str] | None = None,
        party: Account | None = None,
    ) -> None:
        self.target = target
        self.scopes = distinct(scopes, "scopes")
        self.owners = dict(zip(distinct(owners, "owners"), self._accounts(), strict=False))
        self._party = party
        self._given = dict(resources or {})
        self._made: dict[str, steps.RegisteredSet] = {}
        self._shared: set[str] = set()
        self._tokens: dict[Bearer, str | None] = {}

    @classmethod
    def of(
        cls,
        tenant: Tenant,
        *,
        switches: Mapping[str, bool] | None = None,
        control_key: str | None = None,
        **more: Any,
    ) -> Self:
        """A tenant of a running fake; `more` are the other arguments of the class.

        `switches` are the tenant's, if it has any; `control_key` is the server's, if it has one.
        """
        one, am = tenant.pingone, tenant.pingam
        control_url = f"{one.url.removesuffix('/v1')}/__fakeping/tenants/{tenant.id}"
        transport, known = OverHttp(), am.credentials
        target = PingAMTarget(
            transport=transport,
            edition=am.edition,
            switches=switches or {},
            control=Control(transport=transport, url=control_url, key=control_key),
            url=am.url,
            realm=am.realm,
            client=Account(name=known.client_id, secret=known.client_secret),
            owner=Account(name=known.username, secret=known.password),
        )
        return cls(target, **more)

    def hold(self, case: Case) -> None:
        """Check an authorization server on a case. Raises `Differs`, or `NotRun` if it can't."""
        made = self._fresh(case.owner)
        answer = self._ask(case, made, self.token(case.bearer))
        try:
            _check(case, answer)
            if case.shown is not None:
                ensure_same(made.id in answer.json, case.shown, f"whether {made.id} is listed")
        except Differs as difference:
            raise Differs(
                f"{case}\n  {difference}\n  {case.rule.name}: {case.rule.says}"
                f" ({case.rule.evidence}: {case.rule.source})"
            ) from None

    def hold_server(self, access: AccessAttempt, ask: Ask) -> None:
        """Check a resource server on a case. Raises `Differs`, or `NotRun` if it can't."""
        id_ = self.resource(access.owner).id
        if access.bearer.kind is TokenKind.OUTLIVED_RPT:
            status = self._outlived(access, ask)
        else:
            status = ask(id_, access.scope, self.token(access.bearer))
        _let(access, status)

    def resource(self, owner: str) -> steps.RegisteredSet:
        """An owner's resource set: the resource server's own, or a new one."""
        if owner not in self._made:
            self._made[owner] = self._theirs(owner) if owner in self._given else self._fresh(owner)
        return self._made[owner]

    def token(self, bearer: Bearer) -> str | None:
        """The token of a case. Raises `NotRun` if it can't be had."""
        if bearer not in self._tokens:
            self._tokens[bearer] = self._new_token(bearer)
        return self._tokens[bearer]

    def _accounts(self) -> Iterable[Account]:
        yield self.target.owner
        yield self.target.other()
        while True:
            yield self.target.new_user("owner")

    def _fresh(self, owner: str) -> steps.RegisteredSet:
        return steps.resource_set(self.target, *self.scopes, owner=self.owners[owner])

    def _theirs(self, owner: str) -> steps.RegisteredSet:
        id_, account = self._given[owner], self.owners[owner]
        return steps.RegisteredSet(
            id=id_,
            url=self.target.url_of(id_),
            etag="",
            policy_uri="",
            owner=account,
            said={},
            token=self.target.pat(account),
        )

    def _new_token(self, bearer: Bearer) -> str | None:
        match bearer.kind:
            case TokenKind.NONE:
                return None
            case TokenKind.GARBAGE:
                return self.target.name("nobody-issued-this")
            case TokenKind.RPT:
                return self._rpt(bearer)
            case TokenKind.EXPIRED_RPT:
                return self._issued_before(_LIFE + 1, bearer)
        return self._owners_token(bearer.kind, self.owners[bearer.owner or ""])

    def _owners_token(self, kind: TokenKind, owner: Account) -> str:
        if kind is TokenKind.PAT:
            return self.target.pat(owner)
        if kind is TokenKind.UNSCOPED:
            return self.target.pat(owner, scope="openid")
        control = self.target.steered()
        if kind is TokenKind.EXPIRED:
            return control.token(FAMILY, owner=owner.name, expired=True)
        return control.token(FAMILY, owner=owner.name, realm=self._another_realm)

    @cached_property
    def _another_realm(self) -> str:
        return self.target.new_realm()

    def _rpt(self, bearer: Bearer) -> str:
        had: dict[str, str] = {}
        if bearer.besides is not None:
            owner, scopes = bearer.besides
            had["rpt"] = self._allowed(owner, scopes, {})
        return self._allowed(bearer.owner or "", bearer.scopes, had)

    def _allowed(self, owner: str, scopes: tuple[str, ...], form: Mapping[str, str]) -> str:
        made = self.resource(owner)
        if owner not in self._shared:
            said = steps.policy(made, (self.party.name, self.scopes))
            path = f"uma/policies/{made.id}"
            answer = self.target.own("PUT", path, user=made.owner, json=said)
            if answer.status not in {200, 201}:
                raise NotRun(f"{owner} can't share: {answer.asked} is {answer.status}")
            self._shared.add(owner)
        return steps.rpt(self.target, made, self.party, *scopes, **form)

    @property
    def party(self) -> Account:
        """The requesting party."""
        if self._party is None:
            self._party = self.target.new_user("party")
        return self._party

    def _issued_before(self, seconds: float, bearer: Bearer) -> str:
        """An RPT that appears to be issued earlier; nothing else ages."""
        self._rpt(bearer)  # what must be there for it is made now
        self.target.advance(-seconds)
        try:
            return self._rpt(bearer)
        finally:
            self.target.advance(seconds)

    def _outlived(self, access: AccessAttempt, ask: Ask) -> int:
        """The status of an RPT's second use, after it has expired."""
        id_ = self.resource(access.owner).id
        token = self._issued_before(_HALF, access.bearer)
        first = ask(id_, access.scope, token)
        if not _lets(first):
            raise Differs(f"{access}\n  it refuses what the RPT allows: {first} while it held")
        self.target.advance(_HALF + 1)
        try:
            return ask(id_, access.scope, token)
        finally:
            self.target.advance(-_HALF - 1)

    def _ask(self, case: Case, made: steps.RegisteredSet, token: str | None) -> Answer:
        target, operation = self.target, case.operation
        how: dict[str, Any] = {"token": token}
        if operation == LIST:
            return target.ask("GET", target.resource_set_url, **how)
        if operation == REGISTER:
            return target.register(steps.description(target), **how)
        if operation == READ:
            return target.ask("GET", made.url, **how)
        if operation == DELETE:
            return steps.delete(target, made, **how)
        if operation == PERMISSION:
            said = steps.wanted(target, made, *self.scopes[:1])
            return steps.ask_permission(target, said, **how)
        return steps.put(target, made, dict(made.said), **how)


def _check(case: Case, answer: Answer) -> None:
    if case.error is not None:
        refused(answer, case.status, case.error)
    elif case.status >= 400:  # noqa: PLR2004 - what HTTP calls an error
        denied(answer, case.status)
    else:
        expect(answer, case.status)


def _let(access: AccessAttempt, status: int) -> None:
    if access.allowed and not _lets(status):
        raise Differs(f"{access}\n  {access.fault}: {status}, expected a success")
    if not access.allowed and _lets(status):
        raise Differs(f"{access}\n  {access.fault}: {status}, expected a refusal")
    if not access.allowed and status not in REFUSALS:
        expected = ", ".join(map(str, sorted(REFUSALS)))
        raise Differs(f"{access}\n  it does not say no: {status}, expected one of {expected}")


def _lets(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004 - HTTP's successes
