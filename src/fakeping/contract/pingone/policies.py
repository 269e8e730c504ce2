"""Sign-on policies of a deployment under check: where they are, and how they are made."""

from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON


def policies_url(target: PingOneTarget) -> str:
    """Where the environment's sign-on policies are listed."""
    return f"{target.environment_url}/signOnPolicies"


def actions_url(target: PingOneTarget, policy: JSON) -> str:
    """Where a sign-on policy's actions are listed."""
    return f"{policies_url(target)}/{policy['id']}/actions"


def policies_elsewhere(target: PingOneTarget) -> str:
    """The URL of a new environment's policies: which is the default matters to all users."""
    return f"{target.environments_url}/{target.environment()['id']}/signOnPolicies"


def new_policy(target: PingOneTarget, **members: JSON) -> JSON:
    """A new sign-on policy, without an action."""
    return target.had(policies_url(target), {"name": target.name("policy")}, **members)


def new_action(target: PingOneTarget, policy: JSON, **members: JSON) -> JSON:
    """A new action of a sign-on policy."""
    said = {"type": "LOGIN", "priority": 1}
    return target.had(actions_url(target, policy), said, **members)


def assignments_url(target: PingOneTarget, application: JSON) -> str:
    """Where the sign-on policies that are assigned to an application are listed."""
    return f"{target.applications_url}/{application['id']}/signOnPolicyAssignments"


def new_assignment(
    target: PingOneTarget, application: JSON, policy: JSON, priority: int = 1
) -> JSON:
    """Assign a policy to an application."""
    said = {"signOnPolicy": {"id": policy["id"]}, "priority": priority}
    return target.had(assignments_url(target, application), said)
