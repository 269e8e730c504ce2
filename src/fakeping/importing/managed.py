"""What Terraform manages of an environment, put together from its resources."""

import re
from collections.abc import Mapping
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.importing.summary import ImportSummary

#: Attributes that say where a resource is, or that repeat another.
PLACES = frozenset(
    {"environment_id", "application_id", "resource_id", "resource_type", "custom_resource_id",
     "sign_on_policy_id", "user_id", "client_id", "default_population", "default_population_id",
     "timeouts", "organization_id", "status"}
)  # fmt: skip

# The names and types of the built-in resources.
_TYPES = {"openid": "OPENID_CONNECT", "PingOne API": "PINGONE_API"}

#: The values of a resource, in Terraform's spelling.
Values = Mapping[str, Any]


class Managed:
    """What a state has of each kind, put together once all is read."""

    def __init__(self, summary: ImportSummary) -> None:
        self.summary = summary
        self.environment: JSON = {}
        #: The ids of environments, in their order.
        self.environments: dict[str, None] = {}
        self.kinds: dict[str, dict[str, JSON]] = {
            "populations": {},
            "resources": {},
            "signOnPolicies": {},
            "applications": {},
            "users": {},
        }
        #: The names of what the state refers to and does not manage, by id.
        self.named: dict[str, str] = {}
        # Parts by the collection, the id and the member of what they are of.
        self.parts: list[tuple[str, str, str, str, JSON]] = []

    def built_in(self, id_: str, environment_id: str, name: str | None) -> None:
        """A built-in resource, which a state refers to and does not manage."""
        if name in _TYPES:
            said = {"id": id_, "name": name, "type": _TYPES[name], "environmentId": environment_id}
            self.kinds["resources"].setdefault(id_, said)

    def documents(self) -> dict[str, Any]:
        """The documents of the first environment, with their parts."""
        first, *others = self.environments
        for each in others:
            self.summary.leave(f"environment {each}", "a seed is made of the first one")
        for environment, kind, owner, member, part in self.parts:
            if environment not in {first, ""}:
                continue
            holder = self.kinds[kind].setdefault(owner, {"id": owner, "unknown": True})
            holder.setdefault(member, []).append(part)
        found: dict[str, Any] = {"id": first, "named": self.named}
        if self.environment:
            found["environment"] = self.environment
        for kind, entities in self.kinds.items():
            found[kind] = [
                each
                for each in entities.values()
                if self.is_known(kind, each) and each.pop("environmentId", first) == first
            ]
        return found

    def is_known(self, kind: str, entity: JSON) -> bool:
        """Whether an entity is in the state, and not only something that is said of it."""
        if entity.get("unknown"):
            self.summary.leave(f"what belongs to {kind} {entity['id']}", "that is not in the state")
        return not entity.get("unknown")

    def said(self, values: Values, dropped: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The values that are said, in the API's spelling."""
        return {
            camel(name): _spelled(value)
            for name, value in values.items()
            if value is not None and value != [] and name not in PLACES | dropped
        }

    def entity(self, kind: str, values: Values, said: JSON) -> None:
        """Take an entity of an environment."""
        place = {"environmentId": values["environment_id"]}
        self.kinds[kind][values["id"]] = {**said, **place}

    def part(self, kind: str, owner: str, member: str, values: Values, said: JSON) -> None:
        """Take a part of an entity, which may come later."""
        where = str(values.get("environment_id", ""))
        self.parts.append((where, kind, str(values.get(owner, "")), member, said))


def camel(name: str) -> str:
    """An attribute's name in the API's spelling: `redirect_uris` is `redirectUris`."""
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def _spelled(value: Any) -> Any:
    if isinstance(value, dict):
        return {camel(name): _spelled(each) for name, each in value.items() if each is not None}
    return [_spelled(each) for each in value] if isinstance(value, list) else value


def one(value: Any) -> Values:
    """A nested object: the provider's older versions have a list of one."""
    if isinstance(value, list):
        value = value[0] if value else {}
    return value if isinstance(value, dict) else {}
