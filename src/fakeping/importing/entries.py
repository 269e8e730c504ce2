"""An environment's documents, as the API shows them, as a state document."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from fakeping.core import schemas
from fakeping.core.exchange import JSON
from fakeping.importing.people import users
from fakeping.importing.summary import ImportSummary

# What answers have beside the members that are set: links, ids of what an entity is part of, and
# what follows from the rest.
_FOLLOWS = frozenset(
    {"_links", "_embedded", "environment", "application", "user", "resource", "signOnPolicy",
     "clientId", "type", "mappingType", "readOnly", "userCount", "account", "organization"}
)  # fmt: skip

_CUSTOM = "CUSTOM"
_OWN_SCOPES = frozenset({"ORGANIZATION", "ENVIRONMENT"})

#: An environment's documents by kind; see `pingone.read`.
Documents = Mapping[str, Any]


def state(found: Documents, new: Documents, kinds: Collection[str], summary: ImportSummary) -> JSON:
    """PingOne's part of a state document.

    `new` is what an environment of the same id has in fakeping unasked, read in the same way.
    """
    writing = _Writing(found, new, summary)
    written: dict[str, JSON] = {}
    if "environment" in kinds and found.get("environment"):
        written |= writing.environment(found["environment"])
    parts: dict[str, Callable[[], Iterable[JSON]]] = {
        "populations": writing.populations,
        "resources": writing.resources,
        "signOnPolicies": writing.policies,
        "applications": writing.applications,
        "users": lambda: users(found.get("users", ()), writing.names, summary),
    }
    for name, write in parts.items():
        if name in kinds:
            written[name] = list(write())
    if "applications" in kinds:
        written["signOnPolicyAssignments"] = list(writing.assignments())
    if "roleAssignments" in kinds:
        written["roleAssignments"] = list(writing.roles(kinds))
    return {name: each for name, each in (written | writing.worker).items() if each != []}


class _Writing:
    def __init__(self, found: Documents, new: Documents, summary: ImportSummary) -> None:
        self._found, self._new, self._summary = found, new, summary
        self._own_ids = {
            each["id"] for kind in _LISTED for each in new.get(kind, ()) if isinstance(each, dict)
        }
        #: The member of the environment's own worker, where it is listed.
        self.worker: dict[str, JSON] = {}
        #: The names of entities by their ids.
        self.names = {
            each["id"]: each["name"]
            for kind in ("populations", "resources", "signOnPolicies", "roles")
            for each in (*new.get(kind, ()), *found.get(kind, ()))
            if "id" in each and "name" in each
        }
        self._parts = {
            part["id"]: part["name"]
            for kind in (new, found)
            for each in kind.get("resources", ())
            for part in (*each.get("scopes", ()), *each.get("attributes", ()))
            if "id" in part
        }
        self.names |= found.get("named", {})
        self._parts |= found.get("named", {})
        # In fakeping the built-in resources have names of their own.
        own = {each["type"]: each["name"] for each in new.get("resources", ())}
        self.names |= {
            each["id"]: own[each["type"]]
            for each in found.get("resources", ())
            if "id" in each and each.get("type", _CUSTOM) != _CUSTOM and each["type"] in own
        }

    def environment(self, said: JSON) -> JSON:
        """The members that describe the environment."""
        document = self._known("environment", said, drop=("status", "id"))
        bill = said.get("billOfMaterials") or {}
        bill = {name: bill[name] for name in ("solutionType", "products") if name in bill}
        return {**document, **({"billOfMaterials": bill} if bill.get("products") else {})}

    def populations(self) -> Iterator[JSON]:
        """The populations; fakeping's own goes where the environment has another."""
        listed = self._found.get("populations", ())
        if listed and not any(each.get("id") in self._own_ids for each in listed):
            yield {"builtIn": True, "deleted": True}
        for each in listed:
            self._count("populations")
            document = self._known("population", each, drop=())
            yield self._stamped(each, document, built_in=True)

    def policies(self) -> Iterator[JSON]:
        """The sign-on policies; fakeping's own two go where the environment has others."""
        listed = self._found.get("signOnPolicies", ())
        there = {each.get("id") for each in listed}
        for each in self._new.get("signOnPolicies", ()) if listed else ():
            if each["id"] not in there:
                yield {"builtIn": each["name"], "deleted": True}
        own = {each["id"]: each["name"] for each in self._new.get("signOnPolicies", ())}
        for each in listed:
            self._count("signOnPolicies")
            document = self._known("sign_on_policy", each, drop=("actions",))
            entry = self._stamped(each, document, built_in=own.get(each.get("id")))
            actions = []
            for action in each.get("actions", ()):
                self._count("sign-on policies' actions")
                known = self._known("sign_on_policy_action", action, drop=())
                actions.append(self._stamped(action, {**known, "type": action.get("type")}))
            yield {**entry, **({"actions": actions} if actions else {})}

    def resources(self) -> Iterator[JSON]:
        """Custom resources, and what built-in ones have on top."""
        for each in self._found.get("resources", ()):
            self._count("resources")
            custom = each.get("type", _CUSTOM) == _CUSTOM
            own = {} if custom else self._own(each)
            if not custom and not own:
                self._summary.leave(f"resource of the type {each['type']}", "fakeping has none")
                continue
            entry = {"name": own["name"]} if own else self._resource(each)
            attributes = self._changed("attribute", each, own, "attributes")
            scopes = self._changed("scope", each, own, "scopes")
            for scope in scopes:
                if "mappedClaims" in scope:
                    claims = scope["mappedClaims"]
                    scope["mappedClaims"] = [self._parts.get(claim, claim) for claim in claims]
            parts = {"attributes": attributes, "scopes": scopes}
            entry |= {name: listed for name, listed in parts.items() if listed}
            if custom or len(entry) > 1:
                yield entry

    def _own(self, resource: JSON) -> JSON:
        """The built-in resource of fakeping for another environment's."""
        listed = self._new.get("resources", ())
        return next((each for each in listed if each["type"] == resource["type"]), {})

    def _resource(self, each: JSON) -> JSON:
        document = self._known("resource", each, drop=("scopes", "attributes", "secret"))
        return self._stamped(each, document)

    def _changed(self, kind: str, each: JSON, own: JSON, part: str) -> list[JSON]:
        """The entries of an entity's parts, but for those that a new environment has so, too."""
        there = {
            one["name"]: self._known(kind, one, drop=(), told=False) for one in own.get(part, ())
        }
        entries = []
        for one in each.get(part, ()):
            self._count(f"{part} of resources")
            document = self._known(kind, one, drop=())
            if there.get(one.get("name")) == document:
                continue
            entries.append(self._stamped(one, document))
        return entries

    def applications(self) -> Iterator[JSON]:
        """Applications with their grants and attributes; the worker of fakeping has its own."""
        own = {each["id"]: each for each in self._new.get("applications", ())}
        for each in self._found.get("applications", ()):
            type_, protocol = each.get("type", ""), each.get("protocol", "")
            if protocol != "OPENID_CONNECT":
                self._summary.leave(f"application of the protocol {protocol}", "fakeping has none")
                continue
            self._count("applications")
            first = own.get(each.get("id"))
            if first is None and type_.startswith("PING_ONE_"):
                self._summary.leave(f"application {type_}", "fakeping has its own")
                continue
            if first is None:
                document = {**self._application(each), "type": type_}
                yield {**self._stamped(each, document), **self.parts_of(each)}
                continue
            if self._application(each) != self._application(first):
                self._summary.leave(f"changes of the application {type_}", "it is built in")
            there = _Writing(self._new, self._new, ImportSummary()).parts_of(first)
            parts = self.parts_of(each)
            changed = {name: each for name, each in parts.items() if each != there.get(name)}
            if type_ == "WORKER":
                self.worker = {"worker": changed} if changed else {}
            elif changed:
                self._summary.leave(f"grants of the application {type_}", "it is built in")

    def _application(self, each: JSON) -> JSON:
        parts = ("grants", "attributes", "signOnPolicyAssignments", "roleAssignments", "secret")
        return self._known("application", each, drop=parts)

    def parts_of(self, each: JSON) -> dict[str, JSON]:
        """The grants and the attributes of an application."""
        grants = []
        for grant in each.get("grants", ()):
            self._count("grants")
            resource = _id(grant, "resource")
            scopes = [scope.get("id") for scope in grant.get("scopes", ())]
            document = {
                "resource": self.names.get(resource, resource),
                "scopes": [self._parts.get(scope, scope) for scope in scopes],
            }
            grants.append(self._stamped(grant, document))
        attributes = []
        for one in each.get("attributes", ()):
            self._count("attributes of applications")
            document = self._known("application_attribute", one, drop=())
            if "oidcScopes" in document:
                document["oidcScopes"] = [
                    self._parts.get(scope, scope) for scope in document["oidcScopes"]
                ]
            attributes.append(self._stamped(one, document))
        parts = {"grants": grants, "attributes": attributes}
        return {name: listed for name, listed in parts.items() if listed}

    def assignments(self) -> Iterator[JSON]:
        """The sign-on policies of applications."""
        for each in self._found.get("applications", ()):
            for one in each.get("signOnPolicyAssignments", ()):
                self._count("signOnPolicyAssignments")
                policy = _id(one, "signOnPolicy")
                named = {
                    "application": each["id"],
                    "signOnPolicy": self.names.get(policy, policy),
                    "priority": one.get("priority", 1),
                }
                yield self._stamped(one, named)

    def roles(self, kinds: Collection[str]) -> Iterator[JSON]:
        """The roles of applications and users."""
        for kind, member in (("applications", "application"), ("users", "user")):
            for each in self._found.get(kind, ()) if kind in kinds else ():
                for one in each.get("roleAssignments", ()):
                    self._count("roleAssignments")
                    if each["id"] not in self._own_ids:
                        yield self._role(one, {member: each["id"]})
                        continue
                    first = [_role_of(own) for own in self._roles_of(each["id"])]
                    if _role_of(one) not in first:
                        yield self._role(one, {member: each["id"]})

    def _roles_of(self, id_: str) -> list[JSON]:
        listed = self._new.get("applications", ())
        return next((each.get("roleAssignments", []) for each in listed if each["id"] == id_), [])

    def _role(self, one: JSON, owner: JSON) -> JSON:
        role, scope = _id(one, "role"), one.get("scope", {})
        whole = {"type": scope.get("type")}
        if scope.get("type") not in _OWN_SCOPES or self._is_elsewhere(scope):
            whole["id"] = scope.get("id")
        stated = {"id": one["id"]} if "id" in one else {}
        return {**stated, **owner, "role": self.names.get(role, role), "scope": whole}

    def _is_elsewhere(self, scope: JSON) -> bool:
        """Whether a scope is another environment, which has another id in fakeping as well."""
        return bool(scope["type"] == "ENVIRONMENT" and scope.get("id") != self._found["id"])

    def _known(
        self, kind: str, said: JSON, *, drop: Collection[str], told: bool = True
    ) -> dict[str, JSON]:
        """The members that a request for an entity has; the others are told of."""
        known = schemas.document(f"pingone/current/{kind}_request")["properties"]
        kept = {}
        for name, value in said.items():
            if name in known and name not in _SHOWN_TWICE.get(kind, ()):
                if value is not None:
                    kept[name] = value
            elif told and name not in {*_FOLLOWS, *_STAMP, *drop, *known}:
                self._summary.leave(f"{name} of {kind.replace('_', ' ')}s", "it is not modelled")
        return kept

    def _stamped(
        self, said: JSON, entry: Mapping[str, JSON], *, built_in: JSON = None
    ) -> dict[str, JSON]:
        """An entry with its id and dates, or with the word for an entity of fakeping's own."""
        dates = {name: said[name] for name in ("createdAt", "updatedAt") if said.get(name)}
        if built_in and said.get("id") in self._own_ids:
            return {"builtIn": built_in, **entry, **dates}
        return {**({"id": said["id"]} if said.get("id") else {}), **entry, **dates}

    def _count(self, what: str) -> None:
        self._summary.read[what] += 1


_LISTED = ("populations", "resources", "signOnPolicies", "applications", "users")
_STAMP = frozenset({"id", "createdAt", "updatedAt"})
# Members that are written otherwise.
_SHOWN_TWICE: Mapping[str, Collection[str]] = {"environment": ("billOfMaterials",)}


def _id(said: JSON, member: str) -> str:
    inner = said.get(member)
    return str(inner.get("id", "")) if isinstance(inner, dict) else ""


def _role_of(said: JSON) -> tuple[str, str]:
    return _id(said, "role"), str(said.get("scope", {}).get("type"))
