"""Password policies: the built-in ones of an environment, which can be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.fixed import FixedCollection
from fakeping.families.pingone.record import Record, member

# The name and the description of each; the first is the default.
_BUILT_IN = (
    ("Standard", "A standard policy that incorporates industry best practices"),
    ("Basic", "A relaxed standard policy to allow for maximum customer flexibility"),
    ("Passphrase", "A policy that encourages the use of passphrases"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """What passwords must be like. fakeping enforces none of it."""

    id: str
    environment_id: str
    name: str
    description: str
    default: bool
    excludes_commonly_used: bool
    excludes_profile_data: bool
    not_similar_to_current: bool
    created_at: str
    updated_at: str


PASSWORD_POLICY = Record(
    member("name"),
    member("description"),
    member("default"),
    member("excludesCommonlyUsed"),
    member("excludesProfileData"),
    member("notSimilarToCurrent"),
)


class PasswordPolicies(FixedCollection[PasswordPolicy]):
    """Password policies by id."""

    kind = "passwordPolicy"

    def builtins(self) -> Iterator[PasswordPolicy]:
        """The policies."""
        near = self.surroundings
        for place, (name, description) in enumerate(_BUILT_IN):
            strict = name == "Standard"
            yield PasswordPolicy(
                id=derived_uuid(near.environment_id, "password policy", name),
                environment_id=near.environment_id,
                name=name,
                description=description,
                default=place == 0,
                excludes_commonly_used=strict,
                excludes_profile_data=strict,
                not_similar_to_current=strict,
                created_at=near.created_at,
                updated_at=near.created_at,
            )
