"""What the model expects to be wrong with a body: names that are taken, and what it names."""

from collections.abc import Iterator
from typing import Any

from fakeping.contract.pingone.model.answers import Fault
from fakeping.contract.pingone.model.calls import ModelCall
from fakeping.contract.pingone.model.entities import is_at, those
from fakeping.contract.states import Entities
from fakeping.families.pingone import grant_rules, role_rules, sign_on_rules

_TAKEN, _INVALID = "UNIQUENESS_VIOLATION", "INVALID_VALUE"


def of_grant(state: Entities, act: ModelCall) -> Iterator[Fault]:
    """A resource that is unknown, granted already or another; scopes that are none, or clash."""
    resource_id = act.said["resource"]["id"]
    if not is_at(state, "resource", "", resource_id):
        yield (_INVALID, "resource"), grant_rules.GRANT_UNKNOWN
        return
    others = those(state, "grant", act.within)
    own = others.pop(act.id, None)
    if own is not None and own.document["resource"]["id"] != resource_id:
        yield (_INVALID, "resource"), grant_rules.GRANT_RESOURCE
    elif any(each.document["resource"]["id"] == resource_id for each in others.values()):
        yield (_TAKEN, "resource"), grant_rules.GRANT_ONE
    scopes = [each["id"] for each in act.said["scopes"]]
    if not all(is_at(state, "scope", resource_id, each) for each in scopes):
        yield (_INVALID, "scopes"), grant_rules.GRANT_UNKNOWN
    elsewhere = {
        _name(state, scope["id"])
        for each in others.values()
        if each.document["resource"]["id"] != resource_id
        for scope in each.document["scopes"]
    }
    known = [each for each in scopes if is_at(state, "scope", resource_id, each)]
    if any(_name(state, each) in elsewhere for each in known):
        yield (_TAKEN, "scopes"), grant_rules.GRANT_NAMES


def of_assignment(state: Entities, act: ModelCall) -> Iterator[Fault]:
    """A policy that is another, unknown, assigned already, or without an action."""
    policy_id = act.said["signOnPolicy"]["id"]
    others = those(state, "sign_on_policy_assignment", act.within)
    own = others.pop(act.id, None)
    assigned = [each.document["signOnPolicy"]["id"] for each in others.values()]
    if own is not None and own.document["signOnPolicy"]["id"] != policy_id:
        yield (_INVALID, "signOnPolicy"), sign_on_rules.ASSIGNED_SAME
    elif not is_at(state, "sign_on_policy", "", policy_id):
        yield (_INVALID, "signOnPolicy"), sign_on_rules.ASSIGNED_UNKNOWN
    elif policy_id in assigned:
        yield (_TAKEN, "signOnPolicy"), sign_on_rules.ASSIGNED_ONCE
    elif not those(state, "sign_on_policy_action", policy_id):
        yield ("CONSTRAINT_VIOLATION", "signOnPolicy"), sign_on_rules.ASSIGNED_ACTION


def of_role_assignment(state: Entities, act: ModelCall) -> Iterator[Fault]:
    """A scope that is unknown, or that the user has the role with already."""
    scope = act.said["scope"]
    if not is_at(state, "application", "", scope["id"]):
        yield (_INVALID, "scope"), role_rules.ROLE_SCOPE
    elif any(
        each.document["scope"] == scope for each in those(state, act.kind, act.within).values()
    ):
        yield (_TAKEN, "role"), role_rules.ROLE_TWICE


def _name(state: Entities, id_: str) -> Any:
    return state[id_].document["name"]
