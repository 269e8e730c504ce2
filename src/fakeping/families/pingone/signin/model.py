"""The values of sign-in: applications, sessions, authorizations."""

from dataclasses import dataclass, field

# Types of applications.
WORKER = "WORKER"
WEB = "WEB_APP"
SPA = "SINGLE_PAGE_APP"
NATIVE = "NATIVE_APP"
SERVICE = "SERVICE"

# Grant types, as the token endpoint's parameter spells them.
CLIENT_CREDENTIALS = "client_credentials"
AUTHORIZATION_CODE = "authorization_code"
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the name of a grant
IMPLICIT = "implicit"

# Methods of client authentication.
BASIC = "client_secret_basic"
POST = "client_secret_post"
NONE = "none"

# Whether an application must use PKCE (RFC 7636).
PKCE_OPTIONAL = "OPTIONAL"
PKCE_REQUIRED = "REQUIRED"
PKCE_S256_REQUIRED = "S256_REQUIRED"

#: Seconds: 30 days, a new application's default.
REFRESH_LIFETIME = 2_592_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application that can request tokens; a worker has roles of its own."""

    client_id: str
    client_secret: str = field(repr=False)
    roles: frozenset[str] = frozenset()
    name: str = "Worker"
    type: str = WORKER
    grant_types: frozenset[str] = frozenset({CLIENT_CREDENTIALS})
    #: Of `code`, `token` and `id_token`.
    response_types: frozenset[str] = frozenset()
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    #: The built-in worker accepts its secret in the header or the form.
    auth_methods: frozenset[str] = frozenset({BASIC, POST})
    pkce: str = PKCE_OPTIONAL
    #: Seconds.
    refresh_lifetime: int = REFRESH_LIFETIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The scopes of one resource that an application may request."""

    client_id: str
    resource_id: str
    scope_ids: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The scopes and resource of a token; no resource for the platform's own API."""

    resource_id: str | None = None
    #: The scopes of that resource, in the order in which they were asked for.
    scopes: tuple[str, ...] = ()
    #: The OpenID Connect scopes beside them.
    openid: tuple[str, ...] = ()

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
    """A validated request to the authorization endpoint."""

    client_id: str
    redirect_uri: str
    #: Of `code`, `token` and `id_token`.
    response_types: frozenset[str]
    #: `query`, `fragment` or `form_post`.
    response_mode: str
    access: Access
    state: str | None
    nonce: str | None
    #: PKCE's challenge, and its method: `plain` or `S256`.
    #: With the method `plain` it is the verifier itself.
    challenge: str | None = field(repr=False)
    challenge_method: str
    prompts: frozenset[str]
    acr: str
    #: The longest time since the user signed in, in seconds.
    max_age: int | None
    login_hint: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """A user's consent, for which codes and refresh tokens stand."""

    id: str
    session: Session
    request: AuthorizationRequest
