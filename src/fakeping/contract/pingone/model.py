"""A reference of PingOne's resources: documents by id, and no cleverer than the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fakeping.contract.check import ABSENT
from fakeping.core.exchange import JSON
from fakeping.families.pingone.edition import Edition

_LIFETIME = 3600
_BY_BASIC = "CLIENT_SECRET_BASIC"


@dataclass(slots=True)
class Held:
    """A resource of ours and what it holds: documents as they are expected, by id."""

    document: JSON
    scopes: dict[str, JSON] = field(default_factory=dict)
    attributes: dict[str, JSON] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Model:
    """What an environment should have: what it had before, and what was done since."""

    edition: Edition
    #: The names of resources that are not ours.
    others: frozenset[str] = frozenset()
    resources: dict[str, Held] = field(default_factory=dict)

    def name_is_taken(self, name: str, *, besides: str | None = None) -> bool:
        """Whether a resource has this name, besides the one with that id."""
        ours = {id_: each.document for id_, each in self.resources.items()}
        return self._has(ours, name, besides) or self._folded(name) in map(
            self._folded, self.others
        )

    def scope_name_is_taken(
        self, resource_id: str, name: str, *, besides: str | None = None
    ) -> bool:
        """Whether a scope has this name where scopes' names are unique."""
        places: Iterable[Held] = [self.resources[resource_id]]
        if self.edition.scope_names_unique_in_environment:
            places = self.resources.values()
        return any(self._has(each.scopes, name, besides) for each in places)

    def attribute_name_is_taken(
        self, resource_id: str, name: str, *, besides: str | None = None
    ) -> bool:
        """Whether an attribute of a resource has this name; letter case counts."""
        attributes = self.resources[resource_id].attributes.items()
        return any(each["name"] == name and id_ != besides for id_, each in attributes)

    def _has(self, documents: Mapping[str, JSON], name: str, besides: str | None) -> bool:
        wanted = self._folded(name)
        return any(
            self._folded(each["name"]) == wanted and id_ != besides
            for id_, each in documents.items()
        )

    def _folded(self, name: str) -> str:
        return name.casefold() if self.edition.names_fold_case else name

    # What is expected of what was said.

    def resource(self, said: JSON) -> JSON:
        """A custom resource of these words: what has a default gets it."""
        document = {"name": said["name"], "description": _unless_null(said, "description")}
        if not self.edition.settings:
            return {**document, "type": "CUSTOM"}
        permissions = said.get("applicationPermissionsSettings") or {}
        return {
            **document,
            "type": "CUSTOM",
            "audience": said.get("audience") or said["name"],
            "accessTokenValiditySeconds": int(said.get("accessTokenValiditySeconds") or _LIFETIME),
            "introspectEndpointAuthMethod": said.get("introspectEndpointAuthMethod") or _BY_BASIC,
            "applicationPermissionsSettings": {
                "claimEnabled": permissions.get("claimEnabled") or False
            },
        }

    def scope(self, resource_id: str, said: JSON) -> JSON:
        """A scope of these words."""
        return {
            "name": said["name"],
            "description": _unless_null(said, "description"),
            "resource": {"id": resource_id},
        }

    def attribute(self, resource_id: str, said: JSON, *, type_: str) -> JSON:
        """An attribute of these words."""
        return {
            "name": said["name"],
            "value": said["value"],
            "type": type_,
            "idToken": ABSENT,
            "userInfo": ABSENT,
            "resource": {"id": resource_id},
        }


def _unless_null(said: JSON, name: str) -> JSON:
    value = said.get(name)
    return ABSENT if value is None else value
