"""Read a PingOne environment, as its API shows it: documents, with their parts in them."""

from collections.abc import Callable, Collection
from typing import Any

from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.importing.asking import NotShown, document, elements
from fakeping.importing.summary import ImportSummary

#: What can be chosen, as the state document calls it.
KINDS = (
    "environment", "populations", "resources", "signOnPolicies", "applications", "users",
    "roleAssignments",
)  # fmt: skip

# The parts of each kind of entity.
_PARTS = {
    "resources": ("attributes", "scopes"),
    "signOnPolicies": ("actions",),
    "applications": ("grants", "attributes", "signOnPolicyAssignments", "roleAssignments"),
    "users": ("roleAssignments",),
}

# Collections of an environment that fakeping has, but that nobody can change there.
_BUILT_IN = ("passwordPolicies", "themes", "languages")

# Further collections of PingOne, which fakeping does not have.
_UNMODELLED = (
    "groups", "identityProviders", "gateways", "certificates", "keys", "schemas", "agreements",
    "branding", "customDomains", "emailDomains", "deviceAuthenticationPolicies", "fido2Policies",
    "notificationsPolicies", "notificationsSettings", "riskPolicySets", "flowPolicies", "webhooks",
    "subscriptions", "variables", "forms", "alertChannels",
)  # fmt: skip


def read(target: PingOneTarget, kinds: Collection[str], summary: ImportSummary) -> dict[str, Any]:
    """An environment's documents by kind. Raises `NotShown` for one that can't be read at all."""
    reading = _Reading(target, summary)
    environment = dict(document(target.ask("GET", target.environment_url)))
    found: dict[str, Any] = {"id": target.environment_id}
    if "environment" in kinds:
        found["environment"] = environment
        bill = reading.whole("billOfMaterials")
        found["environment"]["billOfMaterials"] = bill
        summary.read["environment"] += 1
    roles = "roleAssignments" in kinds
    # Grants and assignments name resources and policies by their ids.
    for name in ("populations", "resources", "signOnPolicies", "applications", "users"):
        needed = {"resources": "applications", "signOnPolicies": "applications"}.get(name)
        if name in kinds or needed in kinds or (roles and name in {"applications", "users"}):
            found[name] = reading.collection(name, roles=roles)
    if roles:
        url = f"{target.environment_url.partition('/environments/')[0]}/roles"
        found["roles"] = reading.all("roles", url)
    reading.others(_BUILT_IN, "every environment of fakeping has its own")
    reading.others(_UNMODELLED, "fakeping has no such collection, and it was not read")
    return found


class _Reading:
    def __init__(self, target: PingOneTarget, summary: ImportSummary) -> None:
        self._target = target
        self._summary = summary

    def all(self, what: str, url: str, summary: ImportSummary | None = None) -> list[JSON]:
        """All entities of a collection; none, and why, where it is not shown."""
        found: list[JSON] = self._tried(
            what, lambda: list(elements(self._target, url)), [], summary
        )
        return found

    def whole(self, part: str) -> JSON:
        """A document of the environment; nothing, and why, where it is not shown."""
        url = f"{self._target.environment_url}/{part}"
        return self._tried(part, lambda: dict(document(self._target.ask("GET", url))), {})

    def collection(self, name: str, *, roles: bool) -> list[JSON]:
        """The entities of a kind, each with its parts."""
        url = f"{self._target.environment_url}/{name}"
        found = self.all(name, url)
        for each in found:
            for part in _PARTS.get(name, ()):
                if part == "roleAssignments" and not roles:
                    continue
                if name == "applications" and not _has_parts(each):
                    continue
                if name == "resources" and part == "attributes" and _is_platform(each):
                    continue
                summary = (
                    ImportSummary() if _is_built_in(each) else self._summary
                )  # some have no parts
                where = f"{url}/{each['id']}/{part}"
                each[part] = self.all(f"{part} of {name}", where, summary)
        return found

    def others(self, names: Collection[str], why: str) -> None:
        """Tell of collections that are not read."""
        self._summary.leave(", ".join(names), why)

    def _tried(
        self, what: str, ask: Callable[[], Any], instead: Any, summary: ImportSummary | None = None
    ) -> Any:
        try:
            return ask()
        except NotShown as reason:
            (summary or self._summary).leave(what, str(reason))
            return instead


def _has_parts(application: JSON) -> bool:
    """Whether an application is asked for its parts: others than OpenID Connect are left out."""
    return bool(application.get("protocol") == "OPENID_CONNECT")


def _is_built_in(entity: JSON) -> bool:
    return str(entity.get("type", "")).startswith("PING_ONE_")


def _is_platform(resource: JSON) -> bool:
    return bool(resource.get("type") == "PINGONE_API")
