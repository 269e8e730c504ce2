"""The actions of a sign-on policy: what it asks of users, one after the other."""

from collections.abc import Iterator

from fakeping.core.sources import derived_uuid
from fakeping.families.pingone import sign_on_rules as rules
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.model import Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, refuse
from fakeping.families.pingone.record import Record, Said, member
from fakeping.families.pingone.sign_on import SignOnPolicy, SignOnPolicyAction

_MOST = 20

#: The members of each type of action, besides the type and the priority.
_MEMBERS = (
    "condition",
    # LOGIN, IDENTIFIER_FIRST, IDENTITY_PROVIDER
    "acrValues", "confirmIdentityProviderAttributes", "discoveryRules",
    "enforceLockoutForIdentityProviders", "identityProvider", "newUserProvisioning",
    "passUserContext", "recovery", "registration", "socialProviders",
    # MULTI_FACTOR_AUTHENTICATION
    "applications", "authenticator", "boundBiometrics", "deviceAuthenticationPolicy", "email",
    "noDevicesMode", "securityKey", "sms", "voice",
    # AGREEMENT
    "agreement", "disableDeclineOption",
    # PROGRESSIVE_PROFILING
    "attributes", "preventMultiplePromptsPerFlow", "promptIntervalSeconds", "promptText",
    # PINGID_AUTHENTICATION, PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION
    "offlineMode", "uniqueUserAttribute",
)  # fmt: skip

SIGN_ON_POLICY_ACTION = Record(
    member("type"),
    member("priority", read=int),
    kept=_MEMBERS,
)


class SignOnPolicyActions(Collection[SignOnPolicyAction]):
    """The actions of one sign-on policy, in the order in which they were added."""

    kind = "sign_on_policy_action"

    def __init__(
        self, surroundings: Surroundings, policy: SignOnPolicy, *, types: tuple[str, ...]
    ) -> None:
        """`types` are those of the actions that a built-in policy has at first."""
        super().__init__(surroundings)
        self._policy = policy
        self._types = types

    def builtins(self) -> Iterator[SignOnPolicyAction]:
        """The actions that the policy has at first."""
        for place, type_ in enumerate(self._types, start=1):
            yield SignOnPolicyAction(
                id=derived_uuid(self._policy.id, "action", type_),
                environment_id=self._policy.environment_id,
                sign_on_policy_id=self._policy.id,
                type=type_,
                priority=place,
                created_at=self.surroundings.created_at,
                updated_at=self.surroundings.created_at,
            )

    def is_builtin(self, entity: SignOnPolicyAction) -> bool:
        """Whether the policy has it at first."""
        return any(each.id == entity.id for each in self.builtins())

    def new(self, stamp: Stamp, said: Said) -> SignOnPolicyAction:
        """Make an action."""
        return SignOnPolicyAction(
            environment_id=self._policy.environment_id,
            sign_on_policy_id=self._policy.id,
            **said,
            **stamp.members,
        )

    def require_open(self) -> None:
        """Raise `Unfit` if the policy has as many actions as it may."""
        if len(self.table) >= _MOST:
            error = FieldError(
                target="actions",
                message=f"A sign-on policy has at most {_MOST} actions.",
                rule=rules.ACTION_LIMIT,
                code="SIZE_LIMIT_EXCEEDED",
            )
            refuse([error])

    def require_removable(self, entity: SignOnPolicyAction) -> None:
        """Raise `PlatformOwned` for the only action that is left."""
        del entity
        if len(self.table) == 1:
            raise PlatformOwned("Cannot delete last action from the policy", rule=rules.ACTION_LAST)
