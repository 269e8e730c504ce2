"""Requesting party tokens: who gets one, and what it shows."""

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.rules import uma as rules

#: Seconds that an ID token holds.
_HOUR = 3600


@CHECKS.of(rules.RPT)
def a_party_gets_what_is_shared(target: PingAMTarget) -> None:
    """All that the ticket and `scope` name, or nothing."""
    made, party = steps.resource_set(target, "view", "edit", "share"), target.other()
    steps.shared(target, made, party.name, "view", "edit")
    who = steps.claim(target, party)
    for scopes, more, status in (
        (("view",), "", 200),
        (("view", "edit"), "", 200),
        (("share",), "", 403),
        (("view", "share"), "", 403),
        (("view",), "edit", 200),
        (("view",), "share", 403),
    ):
        form = who | ({"scope": more} if more else {})
        answer = steps.rpt_for(target, steps.ticket(target, made, *scopes), **form)
        expect(answer, status)
        if status == 403:  # noqa: PLR2004 - what nobody shares
            refused(answer, status, "request_submitted")
        else:
            expect(answer, status, {"access_token": str, "token_type": "Bearer"})
            shown = steps.allowed(target, answer.json["access_token"])
            ensure_same(shown, {made.id: {*scopes, *more.split()}}, "what an RPT allows")


@CHECKS.of(rules.RPT)
def a_party_needs_a_policy_for_each(target: PingAMTarget) -> None:
    """Of two resource sets, one of which is shared, it gets neither."""
    one, other, party = steps.resource_set(target), steps.resource_set(target), target.other()
    steps.shared(target, one, party.name, "view")
    steps.shared(target, other, target.name("somebody"), "view")
    said = [steps.wanted(target, one, "view"), steps.wanted(target, other, "view")]
    ticket = steps.had(steps.ask_permission(target, said), 201, "a ticket for two")["ticket"]
    refused(steps.rpt_for(target, ticket, **steps.claim(target, party)), 403, "request_submitted")


@CHECKS.of(rules.RPT)
def owners_may_have_their_own(target: PingAMTarget) -> None:
    """Without a policy."""
    made = steps.resource_set(target)
    ticket = steps.ticket(target, made, "view", "edit")
    answer = steps.rpt_for(target, ticket, **steps.claim(target, target.owner))
    expect(answer, 200, {"access_token": str, "token_type": "Bearer", "expires_in": int})


@CHECKS.of(rules.RPT)
def what_nobody_shares_is_for_nobody(target: PingAMTarget) -> None:
    """Not even a ticket for none of its scopes."""
    made, party = steps.resource_set(target), target.other()
    steps.shared(target, made, target.name("somebody"), "view")
    ticket = steps.ticket(target, made)
    refused(steps.rpt_for(target, ticket, **steps.claim(target, party)), 403, "request_submitted")


@CHECKS.of(rules.RPT)
def what_is_deleted_brings_no_rpt(target: PingAMTarget) -> None:
    """Whatever was asked for before."""
    made = steps.resource_set(target)
    ticket = steps.ticket(target, made, "view")
    steps.had(steps.delete(target, made), 204, "a deletion")
    answer = steps.rpt_for(target, ticket, **steps.claim(target, target.owner))
    refused(answer, 400, "invalid_grant")


@CHECKS.of(rules.PARTY)
def a_token_says_who_asks(target: PingAMTarget) -> None:
    """The RPT that comes along, or the bearer token that the client came with."""
    made = steps.resource_set(target)
    rpt = steps.rpt(target, made, target.owner, "view")
    answer = steps.rpt_for(target, steps.ticket(target, made, "edit"), rpt=rpt)
    expect(answer, 200, {"access_token": str})
    token = target.pat(target.owner, scope="openid")
    answer = steps.rpt_for(target, steps.ticket(target, made, "edit"), token=token)
    expect(answer, 200, {"access_token": str})


@CHECKS.of(rules.PARTY)
def whose_token_it_is_decides(target: PingAMTarget) -> None:
    """Somebody else's is somebody else."""
    made = steps.resource_set(target)
    token = target.pat(target.other(), scope="openid")
    answer = steps.rpt_for(target, steps.ticket(target, made, "edit"), token=token)
    refused(answer, 403, "request_submitted")


@CHECKS.of(rules.NEED_INFO)
def nobody_is_asked_who_they_are(target: PingAMTarget) -> None:
    """With a ticket to come back with, and the claims that are wanted."""
    made = steps.resource_set(target)
    ticket = steps.ticket(target, made, "view")
    for claim in ({}, {"claim_token": "nonsense", "claim_token_format": steps.ID_TOKEN_FORMAT}):
        answer = steps.rpt_for(target, ticket, **claim)
        refused(answer, 403, "need_info")
        expect(answer, 403, {"ticket": str, "required_claims": list})
        ensure(answer.json["ticket"] != ticket, f"{answer.asked}: the ticket is the old one")
        formats, issuers = [steps.ID_TOKEN_FORMAT], [target.issuer]
        wanted = {"name": "sub", "claim_token_format": formats, "issuer": issuers}
        ensure_same(answer.json["required_claims"], [wanted], f"{answer.asked}: the claims wanted")
        ticket = answer.json["ticket"]
    expect(steps.rpt_for(target, ticket, **steps.claim(target, target.owner)), 200)


@CHECKS.of(rules.NEED_INFO)
def what_is_no_id_token_tells_nobody_who_asks(target: PingAMTarget) -> None:
    """A ticket is signed too, and a refresh token is for its client alone."""
    made = steps.resource_set(target)
    tokens = target.password(target.owner, scope="openid")
    for form in (
        {"claim_token": steps.ticket(target, made, "view")},
        {"claim_token": tokens["access_token"]},
        {"rpt": tokens["refresh_token"]},
    ):
        said = form if "rpt" in form else form | {"claim_token_format": steps.ID_TOKEN_FORMAT}
        answer = steps.rpt_for(target, steps.ticket(target, made, "view"), **said)
        refused(answer, 403, "need_info")


@CHECKS.of(rules.NEED_INFO)
def an_id_token_that_has_expired_tells_nobody_who_asks(target: PingAMTarget) -> None:
    """It holds for an hour."""
    with target.steered().at_a_standstill():
        made, who = steps.resource_set(target), steps.claim(target, target.owner)
        for seconds, status in ((_HOUR - 2, 200), (2, 403)):
            target.advance(seconds)
            expect(steps.rpt_for(target, steps.ticket(target, made, "view"), **who), status)


@CHECKS.of(rules.NEED_INFO)
def another_realms_id_token_tells_nobody_who_asks(target: PingAMTarget) -> None:
    """Though the name may be known here too."""
    made = steps.resource_set(target)
    below = f"{target.url}/oauth2/{path_of(target.new_realm())}/access_token"
    form = {"grant_type": "password", "scope": "openid"}
    form |= {"username": target.owner.name, "password": target.owner.secret or ""}
    form |= {"client_id": target.client.name, "client_secret": target.client.secret or ""}
    tokens = steps.had(target.ask("POST", below, form=form, token=None), 200, "an ID token")
    who = {"claim_token": tokens["id_token"], "claim_token_format": steps.ID_TOKEN_FORMAT}
    answer = steps.rpt_for(target, steps.ticket(target, made, "view"), **who)
    refused(answer, 403, "need_info")


@CHECKS.of(rules.CLAIM_FORMAT)
def a_claim_has_its_format(target: PingAMTarget) -> None:
    """Without it, or with another, the ticket is spent."""
    made, who = steps.resource_set(target), steps.claim(target, target.owner)
    for format_ in ("", "urn:ietf:params:oauth:token-type:jwt"):
        ticket = steps.ticket(target, made, "view")
        form = {"claim_token": who["claim_token"], "claim_token_format": format_}
        answer = steps.rpt_for(target, ticket, **form)
        refused(answer, 400, "invalid_request")
        refused(steps.rpt_for(target, ticket, **who), 400, "invalid_grant")


@CHECKS.of(rules.REQUEST_SUBMITTED)
def what_is_not_shared_is_asked_for(target: PingAMTarget) -> None:
    """Once, however often; with a ticket to come back with."""
    made, party = steps.resource_set(target), target.other()
    ticket = steps.ticket(target, made, "view")
    for _ in range(2):
        answer = steps.rpt_for(target, ticket, **steps.claim(target, party))
        refused(answer, 403, "request_submitted")
        expect(answer, 403, {"ticket": str, "access_token": ABSENT})
        ensure(answer.json["ticket"] != ticket, f"{answer.asked}: the ticket is the old one")
        ticket = answer.json["ticket"]
    waiting = [(each["user"], each["permissions"]) for each in steps.pending(target, made)]
    ensure_same(waiting, [(party.name, ["view"])], "what waits for the owner")
    steps.shared(target, made, party.name, "view")
    expect(steps.rpt_for(target, ticket, **steps.claim(target, party)), 200)


@CHECKS.of(rules.REQUEST_SUBMITTED)
def only_what_is_not_shared_is_asked_for(target: PingAMTarget) -> None:
    """Of two resource sets, one of which is shared; what has no name goes by its id."""
    shared, other = steps.resource_set(target), steps.resource_set(target)
    party = target.other()
    steps.shared(target, shared, party.name, "view")
    said = [steps.wanted(target, each, "view") for each in (shared, other)]
    ticket = steps.had(steps.ask_permission(target, said), 201, "a ticket for two")["ticket"]
    refused(steps.rpt_for(target, ticket, **steps.claim(target, party)), 403, "request_submitted")
    ensure_same(steps.pending(target, shared), [], "what waits of what is shared")
    ensure_same(len(steps.pending(target, other)), 1, "what waits of what is not")
