"""The state machine's driver: an adapter for a client, one method for each operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from fakeping.contract.pingone.model import ModelCall
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON, Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of an operation, as a client shows it.

    `document` is the entity, all entities of a collection as a list, the error, or `None`
    without a body. A client that hides headers leaves them out.
    """

    status: int
    document: Any = None
    headers: Mapping[str, str] = field(default_factory=Headers)
    #: What was asked, for sentences.
    asked: str = ""

    @property
    def json(self) -> Any:
        """The document."""
        return self.document


class PingOneDriver(Protocol):
    """Calls the operations of one environment. A refusal is an outcome too, not an exception.

    Attributes and users are today's: of the edition `p14c` nobody asks for them.
    """

    def list_resources(self) -> Outcome:
        """Every resource, page after page."""

    def create_resource(self, body: JSON) -> Outcome:
        """Add a resource."""

    def read_resource(self, resource_id: str) -> Outcome:
        """Read a resource."""

    def update_resource(self, resource_id: str, body: JSON) -> Outcome:
        """Replace a resource."""

    def delete_resource(self, resource_id: str) -> Outcome:
        """Remove a resource."""

    def list_scopes(self, resource_id: str) -> Outcome:
        """Every scope of a resource."""

    def create_scope(self, resource_id: str, body: JSON) -> Outcome:
        """Add a scope to a resource."""

    def read_scope(self, resource_id: str, scope_id: str) -> Outcome:
        """Read a scope."""

    def update_scope(self, resource_id: str, scope_id: str, body: JSON) -> Outcome:
        """Replace a scope."""

    def delete_scope(self, resource_id: str, scope_id: str) -> Outcome:
        """Remove a scope."""

    def list_attributes(self, resource_id: str) -> Outcome:
        """Every attribute of a resource."""

    def create_attribute(self, resource_id: str, body: JSON) -> Outcome:
        """Add an attribute to a resource."""

    def read_attribute(self, resource_id: str, attribute_id: str) -> Outcome:
        """Read an attribute."""

    def update_attribute(self, resource_id: str, attribute_id: str, body: JSON) -> Outcome:
        """Replace an attribute."""

    def delete_attribute(self, resource_id: str, attribute_id: str) -> Outcome:
        """Remove an attribute."""

    def list_users(self) -> Outcome:
        """Every user, page after page."""

    def create_user(self, body: JSON) -> Outcome:
        """Add a user."""

    def read_user(self, user_id: str) -> Outcome:
        """Read a user."""

    def update_user(self, user_id: str, body: JSON) -> Outcome:
        """Replace a user."""

    def patch_user(self, user_id: str, body: JSON) -> Outcome:
        """Change what a body says of a user."""

    def delete_user(self, user_id: str) -> Outcome:
        """Remove a user."""


@runtime_checkable
class EntityDriver(Protocol):
    """A driver that also calls the operations of today's other kinds of entities.

    Without `call`, the machine takes no steps for applications, their secrets, grants and
    assignments, for resources' secrets, for sign-on policies, and for roles of users.
    """

    def call(self, act: ModelCall) -> Outcome:
        """Call an operation of a kind: `rotate` is a secret's POST."""


def called(driver: PingOneDriver, act: ModelCall) -> Outcome:
    """What an operation answers."""
    if act.kind in PATHS and isinstance(driver, EntityDriver):
        return driver.call(act)
    ids = [each for each in (act.within, act.id) if each]
    plural = "s" if act.operation == "list" else ""
    outcome: Outcome = getattr(driver, f"{act.operation}_{act.kind}{plural}")(*ids, *body_of(act))
    return outcome


def body_of(act: ModelCall) -> list[JSON]:
    """The body of a call, if it has one."""
    has = act.operation in {"create", "update", "patch", "rotate"}
    return [dict(act.said)] if has else []


#: Where the collection of each kind is that `EntityDriver` calls, in an environment. Roles are in
#: none.
PATHS = {
    "application": "applications",
    "grant": "applications/{within}/grants",
    "sign_on_policy": "signOnPolicies",
    "sign_on_policy_action": "signOnPolicies/{within}/actions",
    "sign_on_policy_assignment": "applications/{within}/signOnPolicyAssignments",
    "role": "roles",
    "user_role_assignment": "users/{within}/roleAssignments",
    "secret": "resources/{within}/secret",
    "application_secret": "applications/{within}/secret",
}
METHODS = {
    "create": "POST",
    "rotate": "POST",
    "update": "PUT",
    "patch": "PATCH",
    "delete": "DELETE",
}


def path_of(act: ModelCall) -> str:
    """The path of an entity, or of its collection, in an environment."""
    path = PATHS[act.kind].format(within=act.within)
    return f"{path}/{act.id}" if act.id else path


@dataclass(frozen=True, slots=True)
class TargetDriver:
    """A driver for a target, in process or over HTTP."""

    target: PingOneTarget

    def list_resources(self) -> Outcome:
        """Every resource, page after page."""
        return self._list("", "resources")

    def create_resource(self, body: JSON) -> Outcome:
        """Add a resource."""
        return self._ask("POST", "", body)

    def read_resource(self, resource_id: str) -> Outcome:
        """Read a resource."""
        return self._ask("GET", f"/{resource_id}")

    def update_resource(self, resource_id: str, body: JSON) -> Outcome:
        """Replace a resource."""
        return self._ask("PUT", f"/{resource_id}", body)

    def delete_resource(self, resource_id: str) -> Outcome:
        """Remove a resource."""
        return self._ask("DELETE", f"/{resource_id}")

    def list_scopes(self, resource_id: str) -> Outcome:
        """Every scope of a resource."""
        return self._list(f"/{resource_id}/scopes", "scopes")

    def create_scope(self, resource_id: str, body: JSON) -> Outcome:
        """Add a scope to a resource."""
        return self._ask("POST", f"/{resource_id}/scopes", body)

    def read_scope(self, resource_id: str, scope_id: str) -> Outcome:
        """Read a scope."""
        return self._ask("GET", f"/{resource_id}/scopes/{scope_id}")

    def update_scope(self, resource_id: str, scope_id: str, body: JSON) -> Outcome:
        """Replace a scope."""
        return self._ask("PUT", f"/{resource_id}/scopes/{scope_id}", body)

    def delete_scope(self, resource_id: str, scope_id: str) -> Outcome:
        """Remove a scope."""
        return self._ask("DELETE", f"/{resource_id}/scopes/{scope_id}")

    def list_attributes(self, resource_id: str) -> Outcome:
        """Every attribute of a resource."""
        return self._list(f"/{resource_id}/attributes", "attributes")

    def create_attribute(self, resource_id: str, body: JSON) -> Outcome:
        """Add an attribute to a resource."""
        return self._ask("POST", f"/{resource_id}/attributes", body)

    def read_attribute(self, resource_id: str, attribute_id: str) -> Outcome:
        """Read an attribute."""
        return self._ask("GET", f"/{resource_id}/attributes/{attribute_id}")

    def update_attribute(self, resource_id: str, attribute_id: str, body: JSON) -> Outcome:
        """Replace an attribute."""
        return self._ask("PUT", f"/{resource_id}/attributes/{attribute_id}", body)

    def delete_attribute(self, resource_id: str, attribute_id: str) -> Outcome:
        """Remove an attribute."""
        return self._ask("DELETE", f"/{resource_id}/attributes/{attribute_id}")

    def list_users(self) -> Outcome:
        """Every user, page after page."""
        return self._listed(self.target.users_url, "users")

    def create_user(self, body: JSON) -> Outcome:
        """Add a user."""
        return self._user("POST", "", body)

    def read_user(self, user_id: str) -> Outcome:
        """Read a user."""
        return self._user("GET", user_id)

    def update_user(self, user_id: str, body: JSON) -> Outcome:
        """Replace a user."""
        return self._user("PUT", user_id, body)

    def patch_user(self, user_id: str, body: JSON) -> Outcome:
        """Change what a body says of a user."""
        return self._user("PATCH", user_id, body)

    def delete_user(self, user_id: str) -> Outcome:
        """Remove a user."""
        return self._user("DELETE", user_id)

    def call(self, act: ModelCall) -> Outcome:
        """Call an operation of another kind."""
        within = self.target.api_url if act.kind == "role" else self.target.environment_url
        url = f"{within}/{path_of(act)}"
        if act.operation == "list":
            return self._listed(url, url.rpartition("/")[2])
        said: dict[str, Any] = dict(zip(["json"], body_of(act), strict=False))
        return _outcome(self.target.ask(METHODS.get(act.operation, "GET"), url, **said))

    def _ask(self, method: str, path: str, *body: JSON) -> Outcome:
        said: dict[str, Any] = {"json": body[0]} if body else {}
        return _outcome(self.target.ask(method, self.target.resources_url + path, **said))

    def _user(self, method: str, user_id: str, *body: JSON) -> Outcome:
        url = f"{self.target.users_url}/{user_id}" if user_id else self.target.users_url
        said: dict[str, Any] = {"json": body[0]} if body else {}
        return _outcome(self.target.ask(method, url, **said))

    def _list(self, path: str, kind: str) -> Outcome:
        return self._listed(self.target.resources_url + path, kind)

    def _listed(self, url: str, kind: str) -> Outcome:
        first = self.target.ask("GET", url)
        if first.status != 200:  # noqa: PLR2004 - HTTP's own
            return _outcome(first)
        found = self.target.listed(url, kind) if _has_more(first) else None
        if found is None:
            found = first.json["_embedded"][self.target.expected.embedded.get(kind, kind)]
        return _outcome(first, lambda _: found)


def _has_more(page: Answer) -> bool:
    return "next" in page.json["_links"]


def _outcome(answer: Answer, shown: Callable[[JSON], Any] = lambda said: said) -> Outcome:
    try:
        document = answer.json
    except ValueError:
        document = answer.body.decode(errors="replace")
    return Outcome(
        status=answer.status,
        document=shown(document),
        headers=answer.headers,
        asked=answer.asked,
    )
