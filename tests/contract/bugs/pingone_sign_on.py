"""Bugs of PingOne's sign-on policies: what may be the default, what goes, and what is lost."""

from dataclasses import replace

from fakeping.families.pingone import sign_on_actions, sign_on_policies
from fakeping.families.pingone.collection import Collection
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.record import Record
from fakeping.families.pingone.sign_on_actions import SignOnPolicyActions
from fakeping.families.pingone.sign_on_assignments import SignOnPolicyAssignments
from fakeping.families.pingone.sign_on_policies import SignOnPolicies
from tests.contract.bugs.seams import bugs, exchanged, instead, nothing

current = bugs("pingone.current")


def as_an_old_one(right, policies, said, current):
    return right(policies, said, current or policies.default)


def given_up(right, policies, current, said):
    return {**right(policies, current, said), "default": said["default"]}


def default_by_text(right, record, body, edition):
    said = right(record, body, edition)
    return {**said, "default": bool(body.get("default"))} if "default" in said else said


def forgetful(right, record, entity):
    return {name: value for name, value in right(record, entity).items() if name != "recovery"}


def one_action(right, actions):
    return list(right(actions))[:1]


def merged(right, collection, current, said, **more):
    kept = getattr(current, "kept", None)
    return right(collection, current, {**said, "kept": kept} if kept else said, **more)


def second_default(right, policies, entity):
    before = policies.default
    right(policies, entity)
    if entity.default and before.id != entity.id:
        policies.table.put(before.id, replace(before, default=True))
    return entity


def no_errors(right, *asked):
    return []


def the_first(right, environment, application):
    made = list(environment.sign_on_policy_assignments.made(application.id))
    names = right(environment, application)
    if not made:
        return names
    first = environment.sign_on_policies.get(made[0].sign_on_policy_id).name
    return [first, *names]


BUGS = (
    current(
        "the default sign-on policy goes",
        instead(SignOnPolicies, "require_removable", nothing),
        "sign_on_policy.default",
    ),
    current(
        "two sign-on policies are the default",
        instead(SignOnPolicies, "put", second_default),
        "sign_on_policy.default",
    ),
    current(
        "no sign-on policy is the default",
        instead(SignOnPolicies, "changes", given_up),
        "sign_on_policy.default",
    ),
    current(
        "a new sign-on policy is the default",
        instead(SignOnPolicies, "errors", as_an_old_one),
        "sign_on_policy.default-later",
    ),
    current(
        "any text makes a sign-on policy the default",
        instead(Record, "read", default_by_text),
        "sign_on_policy.default-text",
    ),
    current(
        "a sign-on policy is called anything",
        exchanged(sign_on_policies, "_PLAIN", "(?s:.*)"),
        "sign_on_policy.name",
    ),
    current(
        "a sign-on policy is called by what is no URI",
        exchanged(sign_on_policies, "_URI", "(?s:.*)"),
        "sign_on_policy.name",
    ),
    current(
        "Multi_Factor has one action",
        instead(SignOnPolicyActions, "builtins", one_action),
        "sign_on_policy.built-in",
    ),
    current(
        "the last action goes",
        instead(SignOnPolicyActions, "require_removable", nothing),
        "sign_on_policy_action.last",
    ),
    current(
        "a policy has a hundred actions",
        exchanged(sign_on_actions, "_MOST", 100),
        "sign_on_policy_action.limit",
    ),
    current(
        "a member of an action is lost",
        instead(Record, "_sent", forgetful),
        "sign_on_policy_action.kept",
    ),
    current(
        "a PUT leaves an action's members",
        instead(Collection, "changed", merged),
        "sign_on_policy_action.kept",
    ),
    current(
        "a policy's assignments stay",
        instead(SignOnPolicyAssignments, "forget_policy", nothing),
        "sign_on_policy_assignment.gone",
    ),
    current(
        "anything is assigned",
        instead(SignOnPolicyAssignments, "errors", no_errors),
        "sign_on_policy_assignment.unknown sign_on_policy_assignment.once"
        " sign_on_policy_assignment.same sign_on_policy_assignment.action",
    ),
    current(
        "a user signs on by the policy that was assigned first",
        instead(Environment, "policies_of", the_first),
        "authorize.acr",
    ),
)
