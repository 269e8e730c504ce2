"""Sign-on policies: how users sign on to applications; two are built in."""

import re
from collections.abc import Iterator
from dataclasses import replace

from fakeping.core.exchange import JSON
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone import sign_on_rules as rules
from fakeping.families.pingone.collection import Collection
from fakeping.families.pingone.model import Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, taken
from fakeping.families.pingone.record import Record, Said, member
from fakeping.families.pingone.sign_on import BUILT_IN, SignOnPolicy

_PLAIN = r"[a-zA-Z0-9_. -]+"
# RFC 3986, section 4.3: without a fragment.
_URI = r"[a-zA-Z][a-zA-Z0-9+.-]*:[a-zA-Z0-9._~:/?\[\]@!$&'()*+,;=%-]+"


def _truth(value: JSON) -> bool:
    return value in (True, "true")


SIGN_ON_POLICY = Record(
    member("name"),
    member("description"),
    member("default", default=False, read=_truth),
)


class SignOnPolicies(Collection[SignOnPolicy]):
    """Sign-on policies by id. Names are unique; the default one cannot be deleted."""

    kind = "sign_on_policy"

    def builtins(self) -> Iterator[SignOnPolicy]:
        """The two policies of a new environment."""
        near = self.surroundings
        for name, id_ in self.builtin_ids().items():
            yield SignOnPolicy(
                id=id_,
                environment_id=near.environment_id,
                name=name,
                description=None,
                default=name == next(iter(BUILT_IN)),
                created_at=near.created_at,
                updated_at=near.created_at,
            )

    def builtin_ids(self) -> dict[str, str]:
        """The ids of the built-in policies, by their first names."""
        environment_id = self.surroundings.environment_id
        return {name: derived_uuid(environment_id, "sign-on policy", name) for name in BUILT_IN}

    def key(self, entity: SignOnPolicy) -> str:
        """The name."""
        return entity.name

    def is_builtin(self, entity: SignOnPolicy) -> bool:
        """Whether a new environment has it."""
        return entity.id in self.builtin_ids().values()

    def new(self, stamp: Stamp, said: Said) -> SignOnPolicy:
        """Make a sign-on policy."""
        environment_id = self.surroundings.environment_id
        return SignOnPolicy(environment_id=environment_id, **said, **stamp.members)

    @property
    def default(self) -> SignOnPolicy:
        """The policy of applications that have none assigned."""
        return next(each for each in self.table if each.default)

    def errors(self, said: Said, current: SignOnPolicy | None) -> Iterator[FieldError]:
        """A name that is taken or has the wrong form; a new policy that is the default."""
        name = said["name"]
        pattern = _URI if ":" in name else _PLAIN
        if not re.fullmatch(pattern, name):
            yield FieldError(
                target="name",
                message="The name has letters, digits, '_', '-' and '.', or is an absolute URI.",
                rule=rules.POLICY_NAME,
                inner={"allowedPattern": f"^{pattern}$"},
            )
        if self.table.holder(name) not in {None, current and current.id}:
            yield taken("A sign-on policy", rule=rules.POLICY_NAME_UNIQUE)
        if current is None and said["default"]:
            yield FieldError(
                target="default",
                message="A new sign-on policy cannot be the default.",
                rule=rules.POLICY_DEFAULT_LATER,
            )

    def changes(self, current: SignOnPolicy, said: Said) -> Said:
        """Everything that was said; the default one stays so until another is."""
        return {**said, "default": said["default"] or current.default}

    def make_default(self, policy: SignOnPolicy) -> SignOnPolicy:
        """Make a policy the default one, without a change of its date."""
        return self.put(replace(policy, default=True))

    def put(self, entity: SignOnPolicy) -> SignOnPolicy:
        """Hold a policy. A default one replaces the previous default."""
        before = self.default
        if entity.default and before.id != entity.id:
            super().put(replace(before, default=False))
        return super().put(entity)

    def require_removable(self, entity: SignOnPolicy) -> None:
        """Raise `PlatformOwned` for the default one."""
        if entity.default:
            raise PlatformOwned("Cannot delete a default policy", rule=rules.POLICY_DEFAULT)

    def first_types(self, policy: SignOnPolicy) -> tuple[str, ...]:
        """The types of the actions that a built-in policy has at first; none for a custom one."""
        names = {id_: name for name, id_ in self.builtin_ids().items()}
        return BUILT_IN[names[policy.id]] if policy.id in names else ()

    def named(self, name: str) -> SignOnPolicy | None:
        """The policy of that name."""
        return self.table.get(self.table.holder(name) or "")
