"""Checks of permission requests and tickets."""

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import denied, refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import uma as rules

#: Seconds that a ticket holds.
_TICKET_LASTS = 120


@CHECKS.of(rules.TICKET)
def a_permission_request_brings_a_ticket(target: PingAMTarget) -> None:
    """A ticket is a JWT, for one or several resource sets."""
    one, other = steps.resource_set(target), steps.resource_set(target)
    both = [steps.wanted(target, one, "view"), steps.wanted(target, other, "edit")]
    for said in (both[0], both[:1], both):
        answer = steps.ask_permission(target, said)
        expect(answer, 201, {"ticket": str})
        _, claims = jwt.opened(answer.json["ticket"])
        ensure_same(claims["iss"], target.issuer, "the issuer of a ticket")
        who = steps.claim(target, target.owner)
        rpt = steps.rpt_for(target, answer.json["ticket"], **who)
        expect(rpt, 200)
        named = said if isinstance(said, list) else [said]
        ids, scopes = target.behaviour.id_member, target.behaviour.scopes_member
        asked = {each[ids]: set(each[scopes]) for each in named}
        ensure_same(steps.allowed(target, rpt.json["access_token"]), asked, "what a ticket is for")


@CHECKS.of(rules.TICKET)
def a_ticket_holds_once(target: PingAMTarget) -> None:
    """A ticket is invalid after its first use, whatever the result."""
    made = steps.resource_set(target)
    ticket = steps.ticket(target, made, "view")
    expect(steps.rpt_for(target, ticket, **steps.claim(target, target.owner)), 200)
    again = steps.rpt_for(target, ticket, **steps.claim(target, target.owner))
    refused(again, 400, "invalid_grant")


@CHECKS.of(rules.TICKET)
def a_ticket_holds_for_two_minutes(target: PingAMTarget) -> None:
    """A ticket expires after two minutes."""
    with target.steered().at_a_standstill():
        made = steps.resource_set(target)
        for seconds, status in ((_TICKET_LASTS - 1, 200), (_TICKET_LASTS, 400)):
            ticket = steps.ticket(target, made, "view")
            target.advance(seconds)
            asked = steps.rpt_for(target, ticket, **steps.claim(target, target.owner))
            expect(asked, status)


@CHECKS.of(rules.TICKET_RESOURCE)
def a_ticket_is_for_what_there_is(target: PingAMTarget) -> None:
    """An unknown, missing or deleted resource set is refused, by name."""
    made = steps.resource_set(target)
    gone = steps.resource_set(target)
    steps.had(steps.delete(target, gone), 204, "a deletion")
    error, member = f"invalid_{target.behaviour.id_member}", target.behaviour.id_member
    unknown = steps.wanted(target, made, "view") | {member: target.name("nothing")}
    unnamed = {target.behaviour.scopes_member: ["view"]}
    for said in (unknown, unnamed, steps.wanted(target, gone, "view"), [unknown]):
        refused(steps.ask_permission(target, said), 400, error)
    refused(steps.ask_permission(target, [steps.wanted(target, made), unknown]), 400, error)


@CHECKS.of(rules.TICKET_RESOURCE)
def a_ticket_is_for_ones_own(target: PingAMTarget) -> None:
    """Another owner's resource set is treated like an unknown one."""
    theirs = steps.resource_set(target, owner=target.other())
    answer = steps.ask_permission(target, steps.wanted(target, theirs, "view"))
    refused(answer, 400, f"invalid_{target.behaviour.id_member}")


@CHECKS.of(rules.TICKET_SCOPE)
def a_ticket_is_for_the_resources_scopes(target: PingAMTarget) -> None:
    """An unregistered scope is refused, and so is an empty list."""
    made = steps.resource_set(target, "view")
    without = {target.behaviour.id_member: made.id}
    for said in (
        steps.wanted(target, made, "share"),
        steps.wanted(target, made, "view", "share"),
        without,
    ):
        refused(steps.ask_permission(target, said), 400, "invalid_scope")


@CHECKS.of(rules.TICKET_AUTH)
def a_ticket_is_for_a_pat(target: PingAMTarget) -> None:
    """Another token is refused in AM's own form, without a challenge."""
    made = steps.resource_set(target)
    said = steps.wanted(target, made, "view")
    for token in (None, target.name("nothing")):
        answer = steps.ask_permission(target, said, token=token)
        denied(answer, 401)
        expect(answer, 401, WWW_Authenticate=ABSENT)
    token = target.pat(target.owner, scope="openid")
    answer = steps.ask_permission(target, said, token=token)
    if target.behaviour.enforce_pat_scope:
        denied(answer, 403)
    else:
        expect(answer, 201)
