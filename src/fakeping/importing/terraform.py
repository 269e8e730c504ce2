"""Read Terraform's state of PingOne, as `terraform show -json` writes it, without asking anybody.

The provider's attributes are the API's members in another spelling, but for those that this
module names. A resource of a type that fakeping has nothing for is told as left out.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.core.outside import contents, json_text
from fakeping.importing.managed import PLACES, Managed, Values, camel, one
from fakeping.importing.summary import ImportSummary

_PROVIDER = "pingidentity/pingone"

# The block of an action of a sign-on policy, by what makes it of its type.
_ACTIONS = {
    "login": "LOGIN",
    "mfa": "MULTI_FACTOR_AUTHENTICATION",
    "identifier_first": "IDENTIFIER_FIRST",
    "identity_provider": "IDENTITY_PROVIDER",
    "agreement": "AGREEMENT",
    "progressive_profiling": "PROGRESSIVE_PROFILING",
    "pingid": "PINGID_AUTHENTICATION",
    "pingid_windows_login_passwordless": "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION",
}


class NoState(ValueError):
    """Raised for a file that is no output of `terraform show -json`, or of no PingOne."""


def read(file: Path, summary: ImportSummary) -> dict[str, Any]:
    """The documents of the environment in a state. Raises `NoState`, and `OSError`."""
    try:
        state = json_text(contents(file))
        root = (state.get("values") or state["planned_values"])["root_module"]
        listed = list(_resources(root))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NoState(f"{file}: it is no output of `terraform show -json`") from None
    found = _Found(summary)
    for each in listed:
        if str(each.get("provider_name", _PROVIDER)).endswith(_PROVIDER):
            found.add(each["type"], each.get("values") or {}, mode=each.get("mode", "managed"))
        else:
            summary.leave(f"resource {each['type']}", "it is another provider's")
    if not found.environments:
        raise NoState(f"{file}: it has no resource of {_PROVIDER}")
    return found.documents()


def _resources(module: JSON) -> Iterator[JSON]:
    yield from module.get("resources", ())
    for each in module.get("child_modules", ()):
        yield from _resources(each)


class _Found(Managed):
    """What a state has, by the provider's types."""

    def add(self, type_: str, values: Values, *, mode: str) -> None:
        """Take a resource, or a data source, which names what others refer to."""
        read = _READ.get(type_)
        if read is None:
            what = "data source" if mode == "data" else "resource"
            self.summary.leave(f"{what} {type_}", "fakeping has nothing for it")
            return
        id_ = values.get("id" if type_ == "pingone_environment" else "environment_id")
        if id_:
            self.environments[id_] = None
        if mode == "data":
            self.named[str(values.get("id"))] = str(values.get("name"))
            if type_ == "pingone_resource":
                self.built_in(values["id"], values["environment_id"], values.get("name"))
            return
        if type_ in _BUILT_IN:
            environment_id = values["environment_id"]
            self.built_in(str(values.get("resource_id")), environment_id, _BUILT_IN[type_])
        read(self, values)

    # What each type says.

    def home(self, values: Values) -> None:
        """The environment, with its default population."""
        if not self.environment:
            said = self.said(values, _ENVIRONMENTS_OWN)
            said["license"] = {"id": values["license_id"]}
            services = [
                one["type"] for one in values.get("services") or values.get("service") or ()
            ]
            if services:
                self.summary.leave("services of environment", "their products have other names")
            self.environment = said
            self.environments = {values["id"]: None, **self.environments}
        for each in values.get("default_population") or ():
            id_ = str(values.get("default_population_id"))
            said = {"id": id_, "name": each.get("name") or "Default", "default": True}
            described = {"description": each["description"]} if each.get("description") else {}
            self.kinds["populations"][id_] = said | described

    def nothing(self, values: Values) -> None:
        """A type that is only referred to."""

    def population(self, values: Values) -> None:
        """A population."""
        said = self.said(values, frozenset({"password_policy_id", "theme", "password_policy"}))
        for name in ("password_policy_id", "theme"):
            if values.get(name):
                self.summary.leave(f"{name} of populations", "fakeping has its own")
        self.entity("populations", values, said)

    def resource(self, values: Values) -> None:
        """A resource."""
        self.entity("resources", values, self.said(values, frozenset({"client_secret"})))

    def scope(self, values: Values) -> None:
        """A scope, of any resource."""
        said = self.said(values)
        owner = "custom_resource_id" if values.get("custom_resource_id") else "resource_id"
        self.part("resources", owner, "scopes", values, said)

    def attribute(self, values: Values) -> None:
        """An attribute of a resource."""
        said = self.said(values, frozenset({"id_token_enabled", "userinfo_enabled"}))
        for name, member in (("id_token_enabled", "idToken"), ("userinfo_enabled", "userInfo")):
            if values.get(name) is not None:
                said[member] = values[name]
        owner = "custom_resource_id" if values.get("custom_resource_id") else "resource_id"
        self.part("resources", owner, "attributes", values, said)

    def application(self, values: Values) -> None:
        """An application of OpenID Connect."""
        options = one(values.get("oidc_options"))
        if not options:
            self.summary.leave("application without oidc_options", "fakeping has none")
            return
        own = frozenset({"oidc_options", "access_control_role_type"})
        inner = frozenset({"mobile_app", "client_secret", "type"})
        said = {**self.said(values, own), **self.said(options, inner)}
        role = values.get("access_control_role_type")
        if role:
            said["accessControl"] = {"role": {"type": role}}
        if options.get("mobile_app"):
            self.summary.leave("mobile_app of applications", "it may hold keys")
        said |= {"protocol": "OPENID_CONNECT", "type": options.get("type")}
        self.entity("applications", values, said)

    def application_attribute(self, values: Values) -> None:
        """An attribute of an application."""
        said = self.said(values, frozenset({"oidc_scopes", "saml_subject_nameformat"}))
        for name, member in (
            ("oidc_id_token_enabled", "idToken"),
            ("oidc_userinfo_enabled", "userInfo"),
        ):
            said.pop(camel(name), None)
            if values.get(name) is not None:
                said[member] = values[name]
        if values.get("oidc_scopes"):
            said["oidcScopes"] = list(values["oidc_scopes"])
        self.part("applications", "application_id", "attributes", values, said)

    def grant(self, values: Values) -> None:
        """Scopes of a resource that an application has."""
        said = {
            "id": values.get("id"),
            "resource": {"id": values.get("resource_id") or values.get("custom_resource_id")},
            "scopes": [{"id": each} for each in values.get("scopes") or ()],
        }
        self.part("applications", "application_id", "grants", values, said)

    def policy(self, values: Values) -> None:
        """A sign-on policy."""
        self.entity("signOnPolicies", values, self.said(values))

    def action(self, values: Values) -> None:
        """An action of a sign-on policy."""
        type_ = next((each for each in _ACTIONS if values.get(each)), "login")
        said: JSON = {
            "id": values.get("id"),
            "type": _ACTIONS[type_],
            "priority": values.get("priority", 1),
        }
        block = one(values.get(type_))
        if "recovery_enabled" in block:
            said["recovery"] = {"enabled": block["recovery_enabled"]}
        if "no_device_mode" in block:
            said["noDevicesMode"] = block["no_device_mode"]
        taken = {"recovery_enabled", "no_device_mode"}
        left = {f"{type_}.{name}" for name, of in block.items() if of and name not in taken}
        known = {"id", "priority", type_, *PLACES}
        left |= {name for name, of in values.items() if of and name not in known}
        for each in left:
            self.summary.leave(f"{each} of sign-on policies' actions", "it is not translated")
        self.part("signOnPolicies", "sign_on_policy_id", "actions", values, said)

    def assignment(self, values: Values) -> None:
        """A sign-on policy that is assigned to an application."""
        said = {
            "id": values.get("id"),
            "signOnPolicy": {"id": values.get("sign_on_policy_id")},
            "priority": values.get("priority", 1),
        }
        self.part("applications", "application_id", "signOnPolicyAssignments", values, said)

    def user(self, values: Values) -> None:
        """A user, whose name and address are in the API's members already."""
        said = self.said(values, frozenset({"population_id", "password", "user_lifecycle"}))
        said["population"] = {"id": values["population_id"]}
        lifecycle = one(values.get("user_lifecycle") or values.get("lifecycle"))
        said |= {"lifecycle": {"status": lifecycle["status"]}} if lifecycle.get("status") else {}
        if "enabled" not in said and values.get("status") is not None:
            said["enabled"] = values["status"] == "ENABLED"
        self.entity("users", values, said)

    def role_of_application(self, values: Values) -> None:
        """A role of an application."""
        self.assigned("applications", "application_id", values)

    def role_of_user(self, values: Values) -> None:
        """A role of a user."""
        self.assigned("users", "user_id", values)

    def assigned(self, kind: str, owner: str, values: Values) -> None:
        types = ("organization", "environment", "population", "application")
        scopes = (
            {"type": each.upper(), "id": values[f"scope_{each}_id"]}
            for each in types
            if values.get(f"scope_{each}_id")
        )
        said = {
            "id": values.get("id"),
            "role": {"id": values.get("role_id")},
            "scope": next(scopes, {"type": None}),
        }
        self.part(kind, owner, "roleAssignments", values, said)


# Resources that are of a built-in one.
_BUILT_IN = {
    "pingone_resource_scope_openid": "openid",
    "pingone_resource_scope_pingone_api": "PingOne API",
}

_ENVIRONMENTS_OWN = frozenset({"license_id", "services", "service", "solution"})

_READ: Mapping[str, Callable[[_Found, Values], None]] = {
    "pingone_environment": _Found.home,
    "pingone_population": _Found.population,
    "pingone_population_default": _Found.population,
    "pingone_resource": _Found.resource,
    "pingone_resource_scope": _Found.scope,
    "pingone_resource_scope_openid": _Found.scope,
    "pingone_resource_scope_pingone_api": _Found.scope,
    "pingone_resource_attribute": _Found.attribute,
    "pingone_application": _Found.application,
    "pingone_application_attribute_mapping": _Found.application_attribute,
    "pingone_application_resource_grant": _Found.grant,
    "pingone_application_role_assignment": _Found.role_of_application,
    "pingone_application_sign_on_policy_assignment": _Found.assignment,
    "pingone_sign_on_policy": _Found.policy,
    "pingone_sign_on_policy_action": _Found.action,
    "pingone_user": _Found.user,
    "pingone_user_role_assignment": _Found.role_of_user,
    "pingone_role": _Found.nothing,
}
