"""The values of sign-in: applications, sessions, authorizations."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakeping.core.exchange import JSON
from fakeping.core.guided import Value
from fakeping.families.oauth import DEVICE_CODE, PLAIN, TOKEN_EXCHANGE
from fakeping.families.pingone.roles import RoleAssignment, names

# Types of applications.
WORKER = "WORKER"
WEB = "WEB_APP"
SPA = "SINGLE_PAGE_APP"
NATIVE = "NATIVE_APP"
SERVICE = "SERVICE"
CUSTOM = "CUSTOM_APP"

#: The protocol of every application here.
OPENID_CONNECT = "OPENID_CONNECT"

# Grant types that the token endpoint spells otherwise than an application.
_SPELLED: Mapping[str, str] = {"TOKEN_EXCHANGE": TOKEN_EXCHANGE, "DEVICE_CODE": DEVICE_CODE}

#: What the URI of a pushed authorization request begins with (RFC 9126).
REQUEST_URI = "urn:ietf:params:oauth:request_uri:"

#: The response mode of a client that signs a user in without a browser.
PI_FLOW = "pi.flow"

#: In the place of a response mode: a device that polls for its tokens.
DEVICE = "device"

# Whether an application must use PKCE (RFC 7636).
PKCE_OPTIONAL = "OPTIONAL"
PKCE_REQUIRED = "REQUIRED"
PKCE_S256_REQUIRED = "S256_REQUIRED"

#: Seconds: 30 days, a new application's default.
REFRESH_LIFETIME = 2_592_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Value):
    """An application that can request tokens; a worker has roles of its own."""

    #: Its client id, too.
    id: str
    environment_id: str
    #: Its members as on the wire, those with a default included.
    said: Mapping[str, JSON] = field(hash=False)
    client_secret: str = field(repr=False)
    #: The secret before the last rotation, which holds until then: RFC 3339.
    previous: str | None = field(default=None, repr=False)
    previous_expires_at: str | None = None
    #: The roles that it has, each with its scope.
    assignments: tuple[RoleAssignment, ...] = ()
    #: Methods of client authentication beside the one that it is registered for.
    further_methods: frozenset[str] = frozenset()
    #: Whether it was there from the start.
    built_in: bool = False
    #: RFC 3339, in UTC, with milliseconds.
    created_at: str
    updated_at: str

    @property
    def client_id(self) -> str:
        """Its id, as the token endpoint calls it."""
        return self.id

    @property
    def name(self) -> str:
        """What people call it."""
        name: str = self.said["name"]
        return name

    @property
    def type(self) -> str:
        """`WEB_APP`, `WORKER` or another type."""
        type_: str = self.said["type"]
        return type_

    @property
    def roles(self) -> frozenset[str]:
        """The names of the roles that it has."""
        return names(self.assignments)

    @property
    def enabled(self) -> bool:
        """Whether it may be used."""
        return bool(self.said.get("enabled"))

    @property
    def grant_types(self) -> frozenset[str]:
        """Its grants, as the token endpoint's parameter spells them."""
        return frozenset(
            _SPELLED.get(each, each.lower()) for each in self.said.get("grantTypes", ())
        )

    @property
    def response_types(self) -> frozenset[str]:
        """Of `code`, `token` and `id_token`."""
        return frozenset(each.lower() for each in self.said.get("responseTypes", ()))

    @property
    def redirect_uris(self) -> tuple[str, ...]:
        """Where the authorization endpoint may send the answer."""
        return tuple(self.said.get("redirectUris", ()))

    @property
    def post_logout_redirect_uris(self) -> tuple[str, ...]:
        """Where the sign-off endpoint may send the user."""
        return tuple(self.said.get("postLogoutRedirectUris", ()))

    @property
    def auth_methods(self) -> frozenset[str]:
        """Its methods of client authentication, such as `client_secret_basic`."""
        method: str = self.said["tokenEndpointAuthMethod"]
        return self.further_methods | {method.lower()}

    @property
    def pkce(self) -> str:
        """Whether it must use PKCE: `OPTIONAL`, `REQUIRED` or `S256_REQUIRED`."""
        enforcement: str = self.said["pkceEnforcement"]
        return enforcement

    @property
    def refresh_lifetime(self) -> int:
        """How long a refresh token lasts, in seconds."""
        seconds: int = self.said.get("refreshTokenDuration", REFRESH_LIFETIME)
        return seconds

    @property
    def several_resources(self) -> bool:
        """Whether one request may ask for scopes of several resources."""
        return bool(self.said.get("requestScopesForMultipleResourcesEnabled"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Value):
    """The scopes of one resource that an application may request."""

    id: str
    environment_id: str
    application_id: str
    resource_id: str
    scope_ids: tuple[str, ...]
    #: RFC 3339, in UTC, with milliseconds.
    created_at: str
    updated_at: str

    @property
    def client_id(self) -> str:
        """The application's id, as the token endpoint calls it."""
        return self.application_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAttribute(Value):
    """A claim that an application gets beside, or instead of, those of `openid`."""

    id: str
    environment_id: str
    application_id: str
    name: str
    value: str
    #: Whether an ID token without a value for it is refused.
    required: bool
    #: `CORE` or `CUSTOM`.
    mapping_type: str
    id_token: bool
    user_info: bool
    #: The granted scopes of `openid` that bring it; `None` for any.
    oidc_scopes: tuple[str, ...] | None = None
    #: Of use to SAML only.
    name_format: str | None = None
    #: RFC 3339, in UTC, with milliseconds.
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The scopes and resource of a token; no resource for the platform's own API."""

    resource_id: str | None = None
    #: Other resources, for an application that may ask for several at once.
    further_ids: tuple[str, ...] = ()
    #: The scopes of these resources, in the order in which they were asked for.
    scopes: tuple[str, ...] = ()
    #: The OpenID Connect scopes beside them.
    openid: tuple[str, ...] = ()

    @property
    def resource_ids(self) -> tuple[str, ...]:
        """The ids of all resources; none for the platform's own API."""
        return (self.resource_id, *self.further_ids) if self.resource_id is not None else ()

    @property
    def names(self) -> tuple[str, ...]:
        """All scopes, OpenID Connect's first."""
        return self.openid + self.scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in user, in one browser."""

    #: The `sid` of tokens. The cookie's value is another.
    id: str
    user_id: str
    #: Seconds of the tenant's clock.
    auth_time: int
    acr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """A validated request to the authorization endpoint, or what stands for one."""

    client_id: str
    redirect_uri: str = ""
    #: Of `code`, `token` and `id_token`.
    response_types: frozenset[str]
    #: `query`, `fragment`, `form_post`, `pi.flow`, or `device`.
    response_mode: str
    access: Access
    state: str | None = None
    nonce: str | None = None
    #: PKCE's challenge, and its method: `plain` or `S256`.
    #: With the method `plain` it is the verifier itself.
    challenge: str | None = field(default=None, repr=False)
    challenge_method: str = PLAIN
    prompts: frozenset[str] = frozenset()
    acr: str
    #: The longest time since the user signed in, in seconds.
    max_age: int | None = None
    login_hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """A user's consent, for which codes and refresh tokens stand."""

    id: str
    session: Session
    request: AuthorizationRequest
