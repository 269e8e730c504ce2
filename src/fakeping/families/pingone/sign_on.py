"""The values of sign-on policies."""

from dataclasses import dataclass

from fakeping.core.guided import Value

LOGIN = "LOGIN"
MULTI_FACTOR = "MULTI_FACTOR_AUTHENTICATION"

#: The types of actions of each built-in policy, by its name. The first one is the default.
BUILT_IN = {"Single_Factor": (LOGIN,), "Multi_Factor": (LOGIN, MULTI_FACTOR)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnPolicy(Value):
    """How users sign on to applications; its actions say what they are asked for."""

    id: str
    environment_id: str
    name: str
    description: str | None
    #: Whether it is the one of applications that have none assigned.
    default: bool
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnPolicyAction(Value):
    """A step of a sign-on policy."""

    id: str
    environment_id: str
    sign_on_policy_id: str
    #: `LOGIN`, `MULTI_FACTOR_AUTHENTICATION` ...
    type: str
    #: The action with the lowest one comes first.
    priority: int
    #: The members of its type as they were sent: a name, and the value as a JSON text.
    kept: tuple[tuple[str, str], ...] = ()
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnPolicyAssignment(Value):
    """A sign-on policy that users of an application sign on by."""

    id: str
    environment_id: str
    application_id: str
    sign_on_policy_id: str
    #: The policy with the lowest one comes first.
    priority: int
    created_at: str
    updated_at: str
