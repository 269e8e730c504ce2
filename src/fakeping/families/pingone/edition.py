"""The editions of PingOne's API, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from fakeping.core.rules import Rule
from fakeping.families.pingone import rules, sign_on_rules

DEVELOPER = "Client Application Developer"
ENVIRONMENT_ADMIN = "Environment Admin"
IDENTITY_ADMIN = "Identity Data Admin"
ORGANIZATION_ADMIN = "Organization Admin"

#: For a platform scope that can be changed, the members that a PUT sets.
Changeable = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A named set of behaviour switches. `rules` says what each stands for."""

    name: str
    #: The name and the type of the two built-in resources.
    api: tuple[str, str]
    openid: tuple[str, str]
    #: The member of `_embedded` that lists entities of a kind.
    embedded: Mapping[str, str]
    #: Any of these roles opens the resources endpoints.
    roles: frozenset[str]
    #: The roles of the worker application that each environment has.
    worker_roles: frozenset[str]
    #: The status for a caller without such a role.
    denied_status: int
    #: Whether a role opens no more than the scope of its assignment.
    role_scopes: bool = False
    #: Whether scope names are unique in the whole environment, not only in their resource.
    scope_names_unique_in_environment: bool = False
    #: Whether names are compared case-insensitively.
    names_fold_case: bool = False
    #: Whether `acr_values` of which none is assigned to the application are an error.
    acr_strict: bool = False
    #: Whether an unknown environment is 403 rather than 404.
    unknown_environment_forbidden: bool = False
    #: The query parameters that collections understand, beside `expand`.
    parameters: frozenset[str] = frozenset()
    #: Whether collections have pages, of a bounded size.
    bounded_pages: bool = False
    #: Members of a listed resource; `None` where it has them all.
    listed: frozenset[str] | None = None
    #: The links of a resource to its parts.
    resource_parts: tuple[str, ...] = ()
    #: The links of a scope, beside `self`.
    scope_links: tuple[str, ...]
    #: The pattern of a scope's name; `None` allows any.
    scope_name: str | None = None
    #: The pattern of a custom scope's name on the platform's API.
    api_scope_name: str | None = None
    #: Whether resources have an audience, a token lifetime and the like, attributes and a secret.
    settings: bool
    #: Whether the platform's own scopes have dates.
    platform_dates: bool
    #: Whether sign-in has flows, for clients without a browser, token exchange and PAR.
    flows: bool = False
    #: Platform scopes that may be changed, by the type of their resource.
    changeable: Mapping[str, Changeable] = field(default_factory=lambda: MappingProxyType({}))

    def folded(self, name: str) -> str:
        """A name as it is compared."""
        return name.casefold() if self.names_fold_case else name


P14C = Edition(
    name="p14c",
    api=("https://api.pingone.com", "PLATFORM"),
    openid=("openid", "PLATFORM"),
    embedded={"resources": "items", "scopes": "items", "environments": "environments"},
    roles=frozenset({DEVELOPER}),
    worker_roles=frozenset({DEVELOPER}),
    denied_status=401,
    listed=frozenset({"_links", "id", "name", "description"}),
    scope_links=("resource", "environment"),
    settings=False,
    platform_dates=False,
)

_SCHEMA = frozenset({"schema_attributes"})
_CLAIMS = frozenset({"mapped_claims"})

CURRENT = Edition(
    name="current",
    api=("PingOne API", "PINGONE_API"),
    openid=("openid", "OPENID_CONNECT"),
    embedded={
        "resources": "resources",
        "scopes": "scopes",
        "attributes": "attributes",
        "environments": "environments",
        "populations": "populations",
        "applications": "applications",
        "grants": "grants",
        "users": "users",
        "passwordPolicies": "passwordPolicies",
        "themes": "themes",
        "languages": "languages",
        "signOnPolicies": "signOnPolicies",
        "signOnPolicyAssignments": "signOnPolicyAssignments",
        "actions": "actions",
        "roles": "roles",
        "roleAssignments": "roleAssignments",
    },
    roles=frozenset({DEVELOPER, ENVIRONMENT_ADMIN}),
    worker_roles=frozenset({DEVELOPER, ENVIRONMENT_ADMIN, ORGANIZATION_ADMIN}),
    denied_status=403,
    role_scopes=True,
    parameters=frozenset({"limit", "cursor", "filter", "order"}),
    bounded_pages=True,
    resource_parts=("scopes", "attributes", "secret"),
    scope_links=("resource",),
    scope_name=r"[\x21\x23-\x5B\x5D-\x7E]+",
    api_scope_name=r"p1:(read|update):user(:[\x21\x23-\x5B\x5D-\x7E]+)*",
    settings=True,
    platform_dates=True,
    flows=True,
    changeable={
        "PINGONE_API": {"p1:read:user": _SCHEMA, "p1:update:user": _SCHEMA},
        "OPENID_CONNECT": dict.fromkeys(
            ("openid", "profile", "email", "address", "phone"), _CLAIMS
        ),
    },
)

EDITIONS = {each.name: each for each in (P14C, CURRENT)}

#: The switches of a tenant, where the sources can be read in two ways, each with its rule.
SWITCHES: Mapping[str, Rule] = MappingProxyType(
    {
        "acr_strict": sign_on_rules.AUTHORIZE_ACR,
        "bounded_pages": rules.COLLECTION_PAGE,
        "names_fold_case": rules.RESOURCE_NAME_UNIQUE,
        "scope_names_unique_in_environment": rules.SCOPE_NAME_UNIQUE,
        "unknown_environment_forbidden": rules.ENVIRONMENT_UNKNOWN,
    }
)


def chosen(name: str, switches: Mapping[str, bool]) -> Edition:
    """An edition with some switches overridden."""
    edition = EDITIONS[name]
    return replace(edition, **switches) if switches else edition  # type: ignore[arg-type]  # of booleans alone
