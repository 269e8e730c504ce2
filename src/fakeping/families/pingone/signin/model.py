"""What sign-in remembers: frozen values, with the vendor's own words for their kinds."""

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

# How an application, or a resource server, says who it is.
BASIC = "client_secret_basic"
POST = "client_secret_post"
NONE = "none"

# Whether an application must prove with PKCE that it is the one that asked.
PKCE_OPTIONAL = "OPTIONAL"
PKCE_REQUIRED = "REQUIRED"
PKCE_S256_REQUIRED = "S256_REQUIRED"

#: Seconds: 30 days, a new application's default.
REFRESH_LIFETIME = 2_592_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application that may ask for tokens; a worker acts by its own roles."""

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
    #: The one that each environment has takes its secret in either place.
    auth_methods: frozenset[str] = frozenset({BASIC, POST})
    pkce: str = PKCE_OPTIONAL
    #: Seconds.
    refresh_lifetime: int = REFRESH_LIFETIME


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who signs in."""

    id: str
    environment_id: str
    population_id: str
    username: str
    email: str | None
    given_name: str | None
    family_name: str | None
    #: What roles they act by through a worker application.
    roles: frozenset[str]
    #: Anything else about them: a path such as `address.locality`, and its value.
    attributes: tuple[tuple[str, str], ...]
    created_at: str
    updated_at: str
    #: As the two dates, in seconds.
    updated: int

    @property
    def name(self) -> str:
        """What a person calls them."""
        return " ".join(filter(None, (self.given_name, self.family_name))) or self.username


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The scopes of one resource that an application may ask for."""

    client_id: str
    resource_id: str
    scope_ids: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a token is for: one resource, `None` for the platform's own API, and scopes."""

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
    """Somebody who has signed in, in one browser."""

    #: What tokens call it. Its cookie's value is another.
    id: str
    user_id: str
    #: Seconds of the tenant's clock.
    auth_time: int
    acr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """What an application asked the authorization endpoint for, checked."""

    client_id: str
    redirect_uri: str
    #: Of `code`, `token` and `id_token`.
    response_types: frozenset[str]
    #: `query`, `fragment` or `form_post`.
    response_mode: str
    access: Access
    state: str | None
    nonce: str | None
    #: PKCE's, and how it was made: `plain` or `S256`.
    #: With the method `plain` it is the verifier itself.
    challenge: str | None = field(repr=False)
    challenge_method: str
    prompts: frozenset[str]
    acr: str
    #: How long ago, in seconds, the user may have signed in.
    max_age: int | None
    login_hint: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """A user's consent: what an authorization code, and then refresh tokens, stand for."""

    id: str
    session: Session
    request: AuthorizationRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A code or a refresh token: what it is for, until when, and whether it was used."""

    authorization: Authorization
    expires_at: float
    used: bool = False
