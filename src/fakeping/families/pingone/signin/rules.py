"""The behaviours of PingOne's sign-in: each has a name, and says how we know it."""

from fakeping.core.causes import OF_CLIENTS
from fakeping.core.rules import Evidence, Rule
from fakeping.families.pingone.rules import FORMS

_DOC = "PingOne for Customers API, Resources"
_PLATFORM = "PingOne Platform API, OpenID Connect/OAuth 2"
_THIRD = "Answers of auth.pingone.com as quoted by third parties"

# The operations that take scopes.
_SCOPED = (
    "pingone.token",
    "pingone.authorize",
    "pingone.par",
    "pingone.device_authorization",
)

TOKEN_CLIENT_CREDENTIALS = Rule(
    name="pingone.token.client-credentials",
    says="`client_credentials` answers `access_token`, `token_type` Bearer and `expires_in`; a"
    " worker's answer has no `scope`, and its roles decide what the token opens.",
    evidence=Evidence.OBSERVED,
    source=f"{_PLATFORM}, Get a PingOne admin access token: its sample answer",
)
TOKEN_SCOPE = Rule(
    name="pingone.token.scope",
    says="Where scopes were granted, the answer names them in `scope`.",
    evidence=Evidence.DOCUMENTED,
    source=f"RFC 6749, section 5.1; {_PLATFORM}, Token",
)
TOKEN_NO_STORE = Rule(
    name="pingone.token.no-store",
    says="The token endpoint's answers carry `Cache-Control: no-store` and `Pragma: no-cache`.",
    evidence=Evidence.DOCUMENTED,
    source="RFC 6749, section 5.1",
)
CLIENT_INVALID = Rule(
    name="pingone.token.client-invalid",
    says="An unknown client or a wrong secret is `invalid_client`, 'Request denied: Invalid client"
    " credentials (Correlation ID: ...)', with `WWW-Authenticate: Basic` for who used that.",
    evidence=Evidence.OBSERVED,
    source=f"{_THIRD}: the test of a command-line client; the status 401 is RFC 6749's",
    operations=("pingone.token", "pingone.par", "pingone.introspect", "pingone.revoke"),
    statuses=(401,),
    causes=OF_CLIENTS,
)
CLIENT_METHOD = Rule(
    name="pingone.token.client-method",
    says="A client that says who it is in another way than it is registered for is"
    " `invalid_client`, 'Request denied: Unsupported authentication method'.",
    evidence=Evidence.OBSERVED,
    source="The Go SDK, which waits for this sentence to go away on a new application",
    operations=("pingone.token", "pingone.par", "pingone.introspect", "pingone.revoke"),
    statuses=(401,),
)
CLIENT_WORKER_METHODS = Rule(
    name="pingone.token.worker-methods",
    says="The worker that each environment has from the start takes its secret by Basic and in"
    " the form; every other application in the one way that it is registered for.",
    evidence=Evidence.UNSPECIFIED,
    source="An administrator would choose one; clients of both kinds work from the start here",
)
CLIENT_LENIENT = Rule(
    name="pingone.token.lenient",
    says="When the server was told to let anybody in, a client with wrong credentials is taken for"
    " the environment's worker.",
    evidence=Evidence.UNSPECIFIED,
    source="fakeping's own switch: `auth` other than `strict`",
)
REQUEST_INVALID = Rule(
    name="pingone.signin.request-invalid",
    says="A parameter that is missing, stands twice or makes no sense is `invalid_request`, and so"
    " is a client's secret in the form beside Basic.",
    evidence=Evidence.DOCUMENTED,
    source="RFC 6749, sections 3.1, 3.2, 4.1.2.1 and 5.2",
    operations=FORMS,
    statuses=(302, 400),
)
GRANT_UNSUPPORTED = Rule(
    name="pingone.token.grant-unsupported",
    says="A `grant_type` that is not `client_credentials`, `authorization_code`, `refresh_token`"
    " or, in `current`, token exchange is `unsupported_grant_type`.",
    evidence=Evidence.INFERRED,
    source=f"RFC 6749, section 5.2; {_PLATFORM} has further grants, which fakeping has not",
    operations=("pingone.token",),
    statuses=(400,),
)
GRANT_UNAUTHORIZED = Rule(
    name="pingone.token.grant-unauthorized",
    says="A grant or response type that the application is not registered for is"
    " `unauthorized_client`.",
    evidence=Evidence.INFERRED,
    source="RFC 6749, sections 4.1.2.1 and 5.2",
    operations=("pingone.token", "pingone.authorize", "pingone.par"),
    statuses=(302, 400),
)
GRANT_INVALID = Rule(
    name="pingone.token.grant-invalid",
    says="A code or refresh token that is unknown, expired, used, another client's, or comes with"
    " another `redirect_uri` or a wrong `code_verifier` is `invalid_grant`.",
    evidence=Evidence.DOCUMENTED,
    source="RFC 6749, section 5.2; RFC 7636, section 4.6",
    operations=("pingone.token",),
    statuses=(400,),
)
CODE_ONCE = Rule(
    name="pingone.token.code-once",
    says="An authorization code works once, within 60 seconds. A second use is refused, and what"
    " the first one brought is revoked.",
    evidence=Evidence.INFERRED,
    source="RFC 6749, section 4.1.2; the lifetime is unspecified",
)
REFRESH_ROTATION = Rule(
    name="pingone.token.refresh-rotation",
    says="Each use of a refresh token brings a new one and ends the old one; when an ended one"
    " comes again, everything that it brought is revoked.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Applications: refreshTokenRollingDuration; RFC 9700, section 4.14",
)
REFRESH_LIFETIME = Rule(
    name="pingone.token.refresh-lifetime",
    says="An application with the grant `refresh_token` gets refresh tokens, good for 30 days;"
    " where a grant of it has the scope `offline_access`, only when it asks for that.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, OpenID Connect/OAuth 2: authorize; Applications: refreshTokenDuration"
    " defaults to 2592000",
)
SCOPE_GRANTED = Rule(
    name="pingone.scope.granted",
    says="An application may ask for the scopes that were granted to it; any other is"
    " `invalid_scope`. `openid` needs no grant, nor does `offline_access` with refresh tokens.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Application resource grants; the wording of the error is unspecified",
    operations=_SCOPED,
    statuses=(302, 400),
)
SCOPE_ONE_RESOURCE = Rule(
    name="pingone.scope.one-resource",
    says="A token is for one custom resource, or PingOne's API, besides OpenID Connect's scopes;"
    " more is `invalid_scope`, 'May not request scopes for multiple resources', unless the"
    " application has `requestScopesForMultipleResourcesEnabled`.",
    evidence=Evidence.OBSERVED,
    source=f"{_THIRD}. The member: PingOne's Go SDK; `aud` then has all audiences: inferred",
    operations=_SCOPED,
    statuses=(302, 400),
)
SCOPE_TARGET = Rule(
    name="pingone.scope.target",
    says="`resource` (RFC 8707) at the token and authorization endpoints is the audience of a"
    " resource that is granted to the application, and asks for it alone; another is"
    " `invalid_target`.",
    evidence=Evidence.OBSERVED,
    source=f"{_THIRD}: it narrows a token to one resource. The error: RFC 8707, section 2",
    operations=_SCOPED,
    statuses=(302, 400),
)
SCOPE_SELF = Rule(
    name="pingone.scope.self-management",
    says="`client_credentials` has no user: scopes of PingOne's own API and of OpenID Connect are"
    " `invalid_scope`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Access services through scopes and roles",
    operations=("pingone.token",),
    statuses=(400,),
)
SCOPE_DEFAULT = Rule(
    name="pingone.scope.default",
    says="Without `scope`, a worker's token acts by roles; another application's has all scopes of"
    " the one resource that is granted to it, or else `openid` alone where a user signs in.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_PLATFORM}, Authorize: the parameter is not required, and no default is named",
    operations=_SCOPED,
    statuses=(302, 400),
)
TOKEN_AUDIENCE = Rule(
    name="pingone.token.audience",
    says="`aud` is the resource's audience, or its name where it has none; `expires_in` is its"
    " accessTokenValiditySeconds, or 3600.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resources: audience and accessTokenValiditySeconds",
)
TOKEN_USER_CLAIMS = Rule(
    name="pingone.token.user-claims",
    says="A user's access token has `sub`, `acr`, `auth_time` and `sid` besides, and the"
    " attributes of its custom resource.",
    evidence=Evidence.OBSERVED,
    source="Payloads of tokens, published by third parties; attributes as documented",
)
ID_TOKEN = Rule(
    name="pingone.token.id-token",
    says="With `openid` an RS256 ID token comes along, for the client as its audience: `nonce` as"
    " it was sent, `at_hash`, `sid`, and the claims of the granted scopes.",
    evidence=Evidence.DOCUMENTED,
    source=f"OpenID Connect Core, sections 2 and 3.1.3.3; {_PLATFORM}, ID tokens",
)
AUTHORIZE = Rule(
    name="pingone.authorize.sample",
    says="The authorization endpoint takes `scope` with one name or several, and `acr_values`, by"
    " GET and by POST.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: the two authorization requests",
)
AUTHORIZE_RESPONSE = Rule(
    name="pingone.authorize.response",
    says="`response_type` is made of code, token and id_token, and just that comes back: in the"
    " query, or, as soon as a token is in it, in the fragment. `response_mode` is query, fragment"
    " or form_post. An error goes the same way.",
    evidence=Evidence.DOCUMENTED,
    source="PingOne Platform API, Authorize: response_type, response_mode; OAuth 2.0 Multiple"
    " Response Type Encoding Practices, section 5. That form_post brings errors in the query:"
    " unspecified",
)
AUTHORIZE_REDIRECT = Rule(
    name="pingone.authorize.redirect",
    says="`redirect_uri` is one of the application's, letter for letter. When it or the client is"
    " wrong the answer is a 400 and never a redirect; any other error is sent there.",
    evidence=Evidence.DOCUMENTED,
    source="RFC 6749, section 4.1.2.1; the body of the 400 is unspecified",
    operations=("pingone.authorize", "pingone.par"),
    statuses=(400,),
)
AUTHORIZE_PAGE = Rule(
    name="pingone.authorize.page",
    says="Whoever has no session meets a page that lists the users: a choice signs that user in,"
    " without a password.",
    evidence=Evidence.UNSPECIFIED,
    source="fakeping's own page, in the place of PingOne's sign-on flow",
)
AUTHORIZE_AT_ONCE = Rule(
    name="pingone.authorize.at-once",
    says="After `given.sign_in(user)` the authorization endpoint answers for that user at once.",
    evidence=Evidence.UNSPECIFIED,
    source="fakeping's own switch, for tests without a browser",
)
AUTHORIZE_PROMPT = Rule(
    name="pingone.authorize.prompt",
    says="`prompt=none` without a session is `login_required`; `prompt=login`, or a session older"
    " than `max_age`, asks again.",
    evidence=Evidence.DOCUMENTED,
    source=f"OpenID Connect Core, section 3.1.2.1; {_PLATFORM}, Authorize",
    operations=("pingone.authorize", "pingone.signon"),
    statuses=(302, 400),
)
AUTHORIZE_PKCE = Rule(
    name="pingone.authorize.pkce",
    says="PKCE with S256 and plain; an application may require it, or require S256.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Applications: pkceEnforcement; RFC 7636",
    operations=("pingone.authorize", "pingone.par", "pingone.token"),
    statuses=(302, 400),
)
SIGNON_ONCE = Rule(
    name="pingone.signon.once",
    says="A choice on the page counts once, for the request that brought the page.",
    evidence=Evidence.UNSPECIFIED,
    source="fakeping's own page",
    operations=("pingone.signon", "pingone.signon.page"),
    statuses=(400,),
)
USERINFO = Rule(
    name="pingone.userinfo.claims",
    says="`userinfo` answers `sub` and the attributes of the openid resource whose scopes the token"
    " has and that may stand there.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: the userinfo endpoint; OpenID Connect Core, section 5.4",
)
USERINFO_SCOPE = Rule(
    name="pingone.userinfo.scope",
    says="A token without `openid`, or without a user, meets 403 at `userinfo`.",
    evidence=Evidence.INFERRED,
    source="RFC 6750, section 3.1: insufficient_scope; the body is the platform's",
    operations=("pingone.userinfo",),
    statuses=(403,),
)
JWKS = Rule(
    name="pingone.jwks",
    says="`jwks` has the public half of the one key that signs.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Discovery; RFC 7517",
)
DISCOVERY = Rule(
    name="pingone.discovery",
    says="The discovery document names the issuer and the endpoints that this server has, by the"
    " name that the request calls it; `scopes_supported` is openid, profile, email, address and"
    " phone.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Discovery: openid-configuration",
)
INTROSPECT_AUTH = Rule(
    name="pingone.introspect.auth",
    says="A resource server introspects with its resource's id and secret, as"
    " introspectEndpointAuthMethod says; an application with its own credentials.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Token introspection; Resources: introspectEndpointAuthMethod",
)
INTROSPECT_ACTIVE = Rule(
    name="pingone.introspect.active",
    says="What is expired, revoked, unknown, or not for that resource or from that application is"
    ' `{"active": false}` and nothing else.',
    evidence=Evidence.DOCUMENTED,
    source="RFC 7662, section 2.2; whose tokens an application may ask about is unspecified",
)
REVOKE = Rule(
    name="pingone.revoke",
    says="A revoked token is 401 from then on; revoking a refresh token ends the access tokens of"
    " its authorization too. Whatever is not the client's changes nothing; the answer is 200.",
    evidence=Evidence.DOCUMENTED,
    source="RFC 7009, sections 2.1 and 2.2",
)
SIGNOFF = Rule(
    name="pingone.signoff",
    says="`signoff` ends the session of the cookie or of `id_token_hint`, and redirects to a"
    " `post_logout_redirect_uri` that the application registered; without one it is a page.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Signoff; OpenID Connect RP-Initiated Logout",
    operations=("pingone.signoff",),
    statuses=(400,),
)
ENVIRONMENT_UNKNOWN = Rule(
    name="pingone.signin.environment-unknown",
    says="At the sign-in endpoints of an environment of nobody the answer is 404 NOT_FOUND.",
    evidence=Evidence.INFERRED,
    source="They ask for no token of the platform, so there is nothing else to refuse",
    operations=(
        *FORMS,
        "pingone.flow.*",
        "pingone.userinfo",
        "pingone.jwks",
        "pingone.discovery",
    ),
    statuses=(404,),
)

RULES = tuple(each for each in list(globals().values()) if isinstance(each, Rule))
