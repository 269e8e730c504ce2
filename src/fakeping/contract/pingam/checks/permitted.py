"""What an RPT allows: scopes that are asked for, earlier RPTs, and what is left of it."""

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import uma as rules

#: Seconds that an RPT holds.
_HOUR = 3600

#: What UMA 2.0 calls the members of a permission, and what UMA 1 called them.
_NEW = ("resource_id", "resource_scopes")
_OLD = ("resource_set_id", "scopes")


@CHECKS.of(rules.SCOPE)
def a_scope_that_no_resource_set_has_is_told(target: PingAMTarget) -> None:
    """Of the ticket's; the ticket is spent."""
    made, who = steps.resource_set(target, "view", "edit"), steps.claim(target, target.owner)
    for scope in ("fly", "view fly"):
        ticket = steps.ticket(target, made, "view")
        refused(steps.rpt_for(target, ticket, scope=scope, **who), 400, "invalid_scope")
        refused(steps.rpt_for(target, ticket, **who), 400, "invalid_grant")


@CHECKS.of(rules.SCOPE)
def a_scope_that_one_of_them_has_is_for_that_one(target: PingAMTarget) -> None:
    """Of several resource sets in a ticket."""
    one, other = steps.resource_set(target, "view"), steps.resource_set(target, "view", "edit")
    said = [steps.wanted(target, each, "view") for each in (one, other)]
    ticket = steps.had(steps.ask_permission(target, said), 201, "a ticket for two")["ticket"]
    answer = steps.rpt_for(target, ticket, scope="edit", **steps.claim(target, target.owner))
    expect(answer, 200, {"access_token": str, "upgraded": ABSENT})
    shown = steps.allowed(target, answer.json["access_token"])
    ensure_same(shown, {one.id: {"view"}, other.id: {"view", "edit"}}, "what an RPT allows")


@CHECKS.of(rules.SCOPE)
def a_scope_that_is_not_the_clients_is_not_considered(target: PingAMTarget) -> None:
    """Although the party may have it, and the ticket names what it may."""
    client = target.new_client(scopes=["view", "openid"])
    made, who = steps.resource_set(target, "view", "edit"), steps.claim(target, target.owner)
    for asked, more, allowed in (("edit", "view", {"edit", "view"}), ("view", "edit", {"view"})):
        ticket = steps.ticket(target, made, asked)
        answer = steps.rpt_for(target, ticket, client=client, scope=more, **who)
        expect(answer, 200, {"access_token": str})
        shown = steps.allowed(target, answer.json["access_token"])
        ensure_same(shown, {made.id: allowed}, f"what an RPT for {asked} and {more} allows")


@CHECKS.of(rules.RPT_UPGRADE)
def an_rpt_is_added_to(target: PingAMTarget) -> None:
    """What the old one allowed is in the new one."""
    one, other, who = steps.resource_set(target), steps.resource_set(target), target.owner
    first = steps.rpt(target, one, who, "view")
    ticket = steps.ticket(target, other, "edit")
    answer = steps.rpt_for(target, ticket, rpt=first, **steps.claim(target, who))
    expect(answer, 200, {"access_token": str, "upgraded": True})
    shown = steps.allowed(target, answer.json["access_token"])
    ensure_same(shown, {one.id: {"view"}, other.id: {"edit"}}, "what an RPT allows")
    alone = steps.rpt_for(target, steps.ticket(target, one, "view"), **steps.claim(target, who))
    expect(alone, 200, {"upgraded": ABSENT})


@CHECKS.of(rules.RPT_UPGRADE)
def what_is_no_rpt_is_not_upgraded(target: PingAMTarget) -> None:
    """Nor what nobody issued, or was revoked."""
    made, who = steps.resource_set(target), steps.claim(target, target.owner)
    revoked = steps.rpt(target, made, target.owner, "edit")
    steps.had(target.post("token/revoke", {"token": revoked}), 200, "a revocation")
    for rpt in (target.name("nothing"), "", revoked, who["claim_token"]):
        answer = steps.rpt_for(target, steps.ticket(target, made, "view"), rpt=rpt, **who)
        expect(answer, 200, {"access_token": str, "upgraded": ABSENT})
        shown = steps.allowed(target, answer.json["access_token"])
        ensure_same(shown, {made.id: {"view"}}, "what an RPT allows")


@CHECKS.of(rules.RPT_UPGRADE)
def an_rpt_that_has_expired_is_not_upgraded(target: PingAMTarget) -> None:
    """What it allowed is asked for again."""
    with target.steered().at_a_standstill():
        made = steps.resource_set(target)
        old = steps.rpt(target, made, target.owner, "edit")
        target.advance(_HOUR)
        ticket, who = steps.ticket(target, made, "view"), steps.claim(target, target.owner)
        answer = steps.rpt_for(target, ticket, rpt=old, **who)
        expect(answer, 200, {"access_token": str, "upgraded": ABSENT})
        shown = steps.allowed(target, answer.json["access_token"])
        ensure_same(shown, {made.id: {"view"}}, "what an RPT allows")


@CHECKS.of(rules.RPT_UPGRADE)
def an_rpt_is_added_to_scope_by_scope(target: PingAMTarget) -> None:
    """Of the same resource set, too."""
    made, who = steps.resource_set(target), target.owner
    first = steps.rpt(target, made, who, "view")
    second = steps.rpt(target, made, who, "edit", rpt=first)
    ensure_same(steps.allowed(target, second), {made.id: {"view", "edit"}}, "what an RPT allows")


@CHECKS.of(rules.RPT_UPGRADE)
def anothers_rpt_adds_nothing(target: PingAMTarget) -> None:
    """Nor does one of another client's."""
    made, party = steps.resource_set(target), target.other()
    steps.shared(target, made, party.name, "view")
    theirs = steps.rpt(target, made, target.owner, "edit")
    mine = steps.rpt(target, made, party, "view", rpt=theirs)
    ensure_same(
        steps.allowed(target, mine), {made.id: {"view"}}, "what another party's RPT adds to"
    )
    token = target.pat(party, scope="openid")
    who = steps.claim(target, party)
    for rpt in (token, theirs):
        answer = steps.rpt_for(target, steps.ticket(target, made, "view"), rpt=rpt, **who)
        expect(answer, 200, {"access_token": str, "upgraded": ABSENT})
    shown = steps.allowed(target, answer.json["access_token"])
    ensure_same(shown, {made.id: {"view"}}, "what a token that is no RPT adds")


@CHECKS.of(rules.RPT_INTROSPECT)
def an_rpt_shows_its_permissions(target: PingAMTarget) -> None:
    """Each with when it ends, and none of what was deleted."""
    one, other, who = steps.resource_set(target), steps.resource_set(target), target.owner
    behaviour = target.behaviour
    rpt = steps.rpt(target, other, who, "edit", rpt=steps.rpt(target, one, who, "view"))
    seen = steps.introspected(target, rpt, token=target.own_token())
    expected = {"active": True, "permissions": list, "exp": int, "iss": str}
    ensure_same({name for name in expected if name not in seen}, set(), "what an RPT does not show")
    for each in seen["permissions"]:
        ensure(isinstance(each.get("exp"), int), f"a permission without `exp`: {each}")
        ensure_same(set(each), {"exp", *(_OLD if behaviour.uma1 else _NEW)}, "a permission")
    steps.had(steps.delete(target, one), 204, "a deletion")
    ensure_same(steps.allowed(target, rpt), {other.id: {"edit"}}, "what is left of an RPT")


@CHECKS.of(rules.RPT_INTROSPECT)
def an_rpt_shows_what_is_registered_alone(target: PingAMTarget) -> None:
    """A scope that an update took is not among what it allows; one that comes back is."""
    one, other, who = steps.resource_set(target), steps.resource_set(target), target.owner
    rpt = steps.rpt(target, one, who, "view", "edit")
    rpt = steps.rpt(target, other, who, "view", rpt=rpt)
    scopes = target.behaviour.scopes_member
    for registered, allowed in (
        (["edit", "share"], {one.id: {"edit"}, other.id: {"view"}}),
        (["share"], {other.id: {"view"}}),
        (["view", "edit"], {one.id: {"view", "edit"}, other.id: {"view"}}),
    ):
        steps.had(steps.put(target, one, {**one.said, scopes: registered}), 200, "an update")
        ensure_same(steps.allowed(target, rpt), allowed, f"what is left with {registered}")


@CHECKS.of(rules.RPT)
def what_a_resource_set_lost_is_not_brought(target: PingAMTarget) -> None:
    """By a ticket that was asked for before an update took a scope; one for no other is void."""
    made, who = steps.resource_set(target), steps.claim(target, target.owner)
    both, one = steps.ticket(target, made, "view", "edit"), steps.ticket(target, made, "view")
    scopes = target.behaviour.scopes_member
    steps.had(steps.put(target, made, {**made.said, scopes: ["edit"]}), 200, "an update")
    answer = steps.rpt_for(target, both, **who)
    expect(answer, 200, {"access_token": str})
    refused(steps.rpt_for(target, one, **who), 400, "invalid_grant")
    steps.had(steps.put(target, made, dict(made.said)), 200, "an update")
    shown = steps.allowed(target, answer.json["access_token"])
    ensure_same(shown, {made.id: {"edit"}}, "what an RPT allows, when the scope is there again")
