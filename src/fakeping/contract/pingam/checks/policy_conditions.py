"""Policies' conditions: until when they hold, and for which clients."""

from typing import Any

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.checks.policies import at, put
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import owner as rules


@CHECKS.of(rules.POLICY_CLIENTS)
def a_policy_is_for_the_clients_that_it_names(target: PingAMTarget) -> None:
    """And for no other; what it says of them is kept."""
    party, other = target.other(), target.new_client()
    made = steps.resource_set(target)
    who = steps.claim(target, party)
    condition = {"type": "clientId", "clientIds": [other.name]}
    steps.shared(target, made, party.name, "view", conditions=[condition])
    expect(target.own("GET", at(made)), 200, {"conditions": [condition]})
    for client, status in ((None, 403), (other, 200)):
        ticket = steps.ticket(target, made, "view")
        expect(steps.rpt_for(target, ticket, client=client, **who), status)
    ticket, own = steps.ticket(target, made, "view"), steps.claim(target, target.owner)
    expect(steps.rpt_for(target, ticket, **own), 200)


@CHECKS.of(rules.POLICY_CLIENTS)
def a_policy_may_name_no_client(target: PingAMTarget) -> None:
    """Then no client gets anything by it."""
    party, made = target.other(), steps.resource_set(target)
    condition = {"type": "clientId", "clientIds": []}
    steps.shared(target, made, party.name, "view", conditions=[condition])
    ticket = steps.ticket(target, made, "view")
    expect(steps.rpt_for(target, ticket, **steps.claim(target, party)), 403)


_OVER = {"type": "Expiration", "expirationDate": "1000000000"}
_LATER = {"type": "Expiration", "expirationDate": "99999999999"}
_NO_CLIENT: dict[str, Any] = {"type": "clientId", "clientIds": []}


@CHECKS.of(rules.POLICY_CONDITIONS)
def all_conditions_hold_or_any(target: PingAMTarget) -> None:
    """As the policy's `type` says; all, where it says nothing."""
    party = target.other()
    who = steps.claim(target, party)
    own = {"type": "clientId", "clientIds": [target.client.name]}
    cases: tuple[tuple[list[dict[str, Any]], dict[str, int]], ...] = (
        ([own, _LATER], {"": 200, "AND": 200, "OR": 200}),
        ([own, _OVER], {"": 403, "AND": 403, "OR": 200}),
        ([_NO_CLIENT, _LATER], {"": 403, "AND": 403, "OR": 200}),
        ([_NO_CLIENT, _OVER], {"AND": 403, "OR": 403}),
        ([_LATER, _OVER], {"AND": 403, "OR": 200}),
        ([_OVER, _LATER], {"AND": 403, "OR": 200}),
        ([own, _NO_CLIENT], {"AND": 403, "OR": 200}),
        ([_NO_CLIENT, own], {"AND": 403, "OR": 200}),
        ([], {"AND": 200, "OR": 200}),
    )
    made = steps.resource_set(target)
    for conditions, outcomes in cases:
        for type_, status in outcomes.items():
            members: dict[str, Any] = {"type": type_} if type_ else {}
            said = steps.policy(made, (party.name, ["view"]), conditions=conditions, **members)
            shared = put(target, made, said)
            ensure(shared.status in {200, 201}, f"{shared.asked}: {shared.status}")
            told = members | {"conditions": conditions}
            expect(shared, shared.status, told if shared.status == 200 else {"_id": made.id})  # noqa: PLR2004 - an update
            expect(target.own("GET", at(made)), 200, told)
            ticket = steps.ticket(target, made, "view")
            answer = steps.rpt_for(target, ticket, **who)
            ensure_same(answer.status, status, f"an RPT with {type_ or 'no type'} of {conditions}")


@CHECKS.of(rules.POLICY_CONDITIONS)
def a_condition_that_is_not_known_is_told(target: PingAMTarget) -> None:
    """And one that lacks what it is about; nothing is shared then."""
    made, party = steps.resource_set(target), target.name("party")
    wrong: tuple[dict[str, Any], ...] = (
        {"conditions": [{"type": "Weather"}]},
        {"conditions": [{}]},
        {"conditions": [{"type": "clientId"}]},
        {"conditions": [{"type": "clientId", "clientIds": "all"}]},
        {"conditions": [{"type": "clientId", "clientIds": [1]}]},
        {"conditions": [{"type": "Expiration"}]},
        {"conditions": [_LATER], "type": "XOR"},
        {"type": "or"},
    )
    for members in wrong:
        denied(put(target, made, steps.policy(made, (party, ["view"]), **members)), 400)
    expect(target.own("GET", at(made)), 404)
