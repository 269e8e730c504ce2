"""Administrators: what belongs to an owner is theirs to use, but for creating a policy."""

from collections.abc import Iterator
from typing import Any

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.checks.policies import at, shares
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import FAMILY, SSO, PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.rules import signin

_LABELS = "oauth2/resources/labels"
_NEW = {"If-None-Match": "*"}


def administrators(target: PingAMTarget) -> Iterator[Account]:
    """One that a test has made, and AM's own by each of its names. Raises `NotRun`."""
    yield target.new_user("admin", administrator=True)
    for name in ("amadmin", "amAdmin"):
        secret = target.name("secret")
        target.steered().given(FAMILY, "user", name=name, password=secret)
        yield Account(name=name, secret=secret)


def acting(target: PingAMTarget, who: Account, method: str, path: str, **how: Any) -> Answer:
    """Ask an endpoint of the target's owner's, as somebody else."""
    headers = {SSO: target.session(who), **how.pop("headers", {})}
    return target.own(method, path, headers=headers, **how)


@CHECKS.of(signin.SSO_OWNER)
def an_administrator_may_what_an_owner_may(target: PingAMTarget) -> None:
    """Read, query, update and delete."""
    for admin in administrators(target):
        made, party = steps.resource_set(target), target.other()
        steps.shared(target, made, party.name, "view")
        for path in (at(made), f"oauth2/resources/sets/{made.id}"):
            ensure_same(acting(target, admin, "GET", path).json, target.own("GET", path).json, path)
        for kind in ("uma/policies", "oauth2/resources/sets"):
            found = acting(target, admin, "GET", f"{kind}?_queryFilter=true")
            expect(found, 200, {"result": list})
            ensure(made.id in str(found.json), f"{found.asked}: it lacks {made.id}")
        said = steps.policy(made, (party.name, ["edit"]))
        changed = acting(target, admin, "PUT", at(made), json=said, headers={"If-Match": "*"})
        expect(changed, 200, said)
        ensure_same(shares(target, made), {party.name: {"edit"}}, "with whom it is shared")
        label = acting(target, admin, "POST", _LABELS, json={"name": "x", "type": "USER"})
        expect(label, 201)
        expect(acting(target, admin, "DELETE", f"{_LABELS}/{label.json['_id']}"), 200)
        expect(acting(target, admin, "DELETE", at(made)), 200)
        expect(target.own("GET", at(made)), 404)


@CHECKS.of(signin.SSO_OWNER)
def an_administrator_decides_for_an_owner(target: PingAMTarget) -> None:
    """What somebody asked the owner for."""
    for admin in administrators(target):
        made, party = steps.resource_set(target), target.other()
        request = steps.submitted(target, made, party, "view")
        path = f"uma/pendingrequests/{request['_id']}"
        expect(acting(target, admin, "GET", path), 200, request)
        expect(acting(target, admin, "POST", f"{path}?_action=approve"), 200)
        ensure_same(shares(target, made), {party.name: {"view"}}, "what was approved")


@CHECKS.of(signin.SSO_OWNER)
def an_administrator_is_one_below(target: PingAMTarget) -> None:
    """In the realms below theirs; another user's session is good in one realm."""
    path = path_of(target.new_realm())
    url = f"{target.url}/json/{path}/users/{target.owner.name}/uma/policies?_queryFilter=true"
    for admin in administrators(target):
        headers = {SSO: target.session(admin)}
        expect(target.ask("GET", url, headers=headers, token=None), 200, {"result": []})
    headers = {SSO: target.session(target.owner)}
    denied(target.ask("GET", url, headers=headers, token=None), 401)


@CHECKS.of(rules.POLICY_OWNER)
def only_an_owner_creates_a_policy(target: PingAMTarget) -> None:
    """Whatever asks an administrator to do it for them."""
    sentence = "Only resource owner of resource set can create UMA policies for it."
    for admin in administrators(target):
        made = steps.resource_set(target)
        said = steps.policy(made, (target.name("party"), ["view"]))
        for how in ({"headers": _NEW}, {}):
            answer = acting(target, admin, "PUT", at(made), json=said, **how)
            denied(answer, 403, naming=sentence)
        for query in ("?_action=create", ""):
            answer = acting(target, admin, "POST", f"uma/policies{query}", json=said)
            denied(answer, 403, naming=sentence)
        expect(target.own("GET", at(made)), 404)
        expect(target.own("PUT", at(made), json=said, headers=_NEW), 201)
