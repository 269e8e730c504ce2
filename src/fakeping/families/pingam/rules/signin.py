"""How users and clients sign in, and what tokens they get."""

from fakeping.core.causes import OF_CLIENTS, OF_TOKENS
from fakeping.core.rules import Evidence, Rule

_DOC = "PingAM 8.1"
_LIVE = "Recordings of a running OpenAM, PingAM's open ancestor"

CLIENT_AUTH = Rule(
    name="pingam.token.client",
    says="A client says who it is by Basic or in the form; one without a secret by its id alone. A"
    " wrong one, and `client_assertion`, is 401 `invalid_client` with `WWW-Authenticate: Basic"
    ' realm="..."`.',
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. An assertion, which PingAM 8.1 takes: unspecified",
    operations=("pingam.token", "pingam.introspect*"),
    statuses=(401,),
    causes=OF_CLIENTS + OF_TOKENS,
)
ONE_METHOD = Rule(
    name="pingam.token.one-method",
    says="Basic beside a `client_id` in the form is 400 `invalid_request`, whichever it names.",
    evidence=Evidence.INFERRED,
    source="Source of OpenAM; RFC 6749, section 5.2. Switch `one_client_method`",
    operations=("pingam.token", "pingam.introspect", "pingam.revoke"),
    statuses=(400,),
)
CREDENTIALS = Rule(
    name="pingam.signin.credentials",
    says="The tenant's own client and user are known in each of its realms, others in the one that"
    " they were added to.",
    evidence=Evidence.UNSPECIFIED,
    source="fakeping's own",
)
GRANT_TYPE = Rule(
    name="pingam.token.grant-type",
    says="An unknown grant is 400 `unsupported_grant_type`; one that the client may not use is 400"
    " `unauthorized_client`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. The second, and a missing `grant_type`: RFC 6749, section 5.2",
    operations=("pingam.token",),
    statuses=(400,),
)
PARAMETER = Rule(
    name="pingam.token.parameter",
    says="A missing parameter is 400 `invalid_request`, `Missing parameter, 'name'`, and at the"
    " revocation endpoint `Missing parameter: token`.",
    evidence=Evidence.INFERRED,
    source=f"Source of OpenAM. A revocation: {_LIVE}",
    operations=("pingam.token", "pingam.introspect*", "pingam.revoke"),
    statuses=(400,),
)
CONTENT_TYPE = Rule(
    name="pingam.token.content-type",
    says="What is no form is 400 `invalid_request`, `Invalid Content Type`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: authorize",
    operations=("pingam.token", "pingam.introspect", "pingam.revoke", "pingam.authorize.decide"),
    statuses=(400,),
)
GRANT = Rule(
    name="pingam.token.grant",
    says="A wrong password, and a code, refresh token or ticket that is unknown, spent or over, are"
    " 400 `invalid_grant`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, UMA grant flow: a ticket. Others: inferred",
    operations=("pingam.token",),
    statuses=(400,),
)
SCOPE = Rule(
    name="pingam.token.scope",
    says="A scope that the client may not have is `invalid_scope`; without `scope` it gets its"
    " default ones, and `invalid_scope` where it has none.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: authorize",
    operations=("pingam.token", "pingam.authorize", "pingam.authorize.decide"),
    statuses=(302, 400),
)
ISSUED = Rule(
    name="pingam.token.issued",
    says="A token answer has `Cache-Control: no-store`, `Pragma: no-cache`, and an `expires_in` of"
    " 3599; a user's has a `refresh_token` too.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}; {_DOC}, UMA grant flow",
)
REFRESH = Rule(
    name="pingam.token.refresh",
    says="A refresh token is spent by its use, and a new one comes back; it is its client's, and"
    " brings no more scopes than it had.",
    evidence=Evidence.INFERRED,
    source="Source of OpenAM, where a setting decides",
    operations=("pingam.token",),
    statuses=(400,),
)
CODE = Rule(
    name="pingam.token.code",
    says="A code holds for 120 seconds and once, for its client, redirect URI and PKCE verifier;"
    " used twice, what it brought is revoked.",
    evidence=Evidence.INFERRED,
    source="RFC 6749, section 4.1.2; RFC 7636",
    operations=("pingam.token", "pingam.authorize", "pingam.authorize.decide"),
    statuses=(302, 400),
)
ID_TOKEN = Rule(
    name="pingam.token.id-token",
    says="With the scope `openid` a user's token comes with an ID token, RS256, whose `sub` is the"
    " user's name.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}, with HS256; newer versions of PingAM may write `(usr!name)`",
)
METHOD = Rule(
    name="pingam.oauth.method",
    says="Another method is 405 `method_not_allowed`, `Required Method: POST found: GET`, with"
    " `Allow`; so is `HEAD` of authorize.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. `Allow`: RFC 9110, section 15.5.6; the ancestor sends none",
    statuses=(405,),
)
INTROSPECT = Rule(
    name="pingam.introspect.protected",
    says="Introspection is a `POST` of a form, by a PAT or by a client. A token that does not hold"
    ' is `{"active":false}`.',
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, /oauth2/introspect",
)
INTROSPECT_GET = Rule(
    name="pingam.introspect.get",
    says="Introspection by `GET`, with `token` in the query, serves in `openam`; in `8.1` it is"
    " 405. In the query of a `POST` the `token` counts for nothing.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, /oauth2/introspect: `GET` and `token` in the query are refused since 7.2"
    " unless a setting allows them. Older versions: PingAM 7, UMA grant flow. The 405: inferred; a"
    " `POST`: unspecified. Switch `introspect_by_get`",
    operations=("pingam.introspect.get",),
    statuses=(405,),
)
INTROSPECT_OWN = Rule(
    name="pingam.introspect.own-tokens",
    says="A client learns of its own tokens and of RPTs; others are not active to it.",
    evidence=Evidence.INFERRED,
    source=f"{_DOC}: the scope `am-introspect-all-tokens`. Switch `introspect_all_tokens`",
)
REVOKE = Rule(
    name="pingam.revoke.silent",
    says="Revoking answers 200, also for a token that is not there, or another client's, which"
    " stays; a refresh token takes its access tokens along.",
    evidence=Evidence.INFERRED,
    source="RFC 7009, section 2.2",
)
REVOKE_CLIENT = Rule(
    name="pingam.revoke.client",
    says="The revocation endpoint refuses a client that it does not know, or whose secret is wrong,"
    " by 400 `invalid_client`, without a challenge.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. For 8.1, where RFC 6749 would have a 401: inferred",
    operations=("pingam.revoke",),
    statuses=(400,),
)
JWKS = Rule(
    name="pingam.jwks",
    says="The keys are one RSA key, made when it is first needed.",
    evidence=Evidence.UNSPECIFIED,
    source="fakeping's own",
)
DISCOVERY = Rule(
    name="pingam.discovery.openid",
    says="OpenID discovery names the endpoints that are served, below the issuer: the realm's own"
    " path, and in `openam` its older form, `/oauth2` for the root realm.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, endpoint configuration. `openam`: {_LIVE}; of other realms: source of OpenAM",
)
BEARER = Rule(
    name="pingam.userinfo.bearer",
    says="`userinfo` and `tokeninfo` want an access token of this realm: else 401 `invalid_token`.",
    evidence=Evidence.OBSERVED,
    source=_LIVE,
    operations=("pingam.userinfo", "pingam.tokeninfo"),
    statuses=(401,),
    causes=OF_TOKENS,
)
AUTHORIZE = Rule(
    name="pingam.authorize.redirect",
    says="Whoever is signed in is sent back with `code`, `scope`, `iss`, `state` and `client_id`;"
    " others are sent to sign in, and from there back. What is wrong with the rest of a request is"
    " sent back too, as `error`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. That the way to the sign-in is a 302 to `/XUI/`: inferred",
    operations=("pingam.authorize", "pingam.authorize.decide"),
    statuses=(302,),
)
RESPONSE_MODE = Rule(
    name="pingam.authorize.response-mode",
    says="`response_mode` sends an answer or an error in the query, the fragment or, with"
    " `form_post`, by a form in a page, 200, which posts it; without it in the query. Another mode"
    " is `invalid_request`, in the query.",
    evidence=Evidence.INFERRED,
    source=f"{_DOC}, /oauth2/authorize: 'the mechanism for returning response parameters'; OAuth"
    " 2.0 Form Post Response Mode. The ancestor's form posts to a URI that has the answer too, and"
    " sends errors in the query: source of OpenAM. Another mode: unspecified",
    operations=("pingam.authorize", "pingam.authorize.decide"),
    statuses=(302,),
)
PROMPT = Rule(
    name="pingam.authorize.prompt",
    says="`prompt=login`, or a session older than `max_age`, sends the user to sign in again;"
    " `consent` asks for consent; with `none` these are `interaction_required` and"
    " `consent_required`. Any other text, and `none` with another, is `invalid_request`.",
    evidence=Evidence.INFERRED,
    source="Source of OpenAM; OpenID Connect Core 1.0, section 3.1.2.1, which has `login_required`",
    operations=("pingam.authorize", "pingam.authorize.decide"),
    statuses=(302,),
)
CHALLENGE = Rule(
    name="pingam.authorize.challenge",
    says="A `code_challenge_method` but `plain` and `S256` is `invalid_request`.",
    evidence=Evidence.INFERRED,
    source="RFC 7636, section 4.4.1",
    operations=("pingam.authorize", "pingam.authorize.decide"),
    statuses=(302,),
)
OBJECTS = Rule(
    name="pingam.authorize.request-object",
    says="`request` is `request_not_supported`, `request_uri` is `request_uri_not_supported`, as"
    " discovery says, and `authorization_details` is `invalid_authorization_details`.",
    evidence=Evidence.INFERRED,
    source="OpenID Connect Core 1.0, section 3.1.2.6; RFC 9396, section 5."
    f" {_DOC}, /oauth2/authorize, takes the last with remote consent alone",
    operations=("pingam.authorize", "pingam.authorize.decide"),
    statuses=(302,),
)
AUTHORIZE_UNTRUSTED = Rule(
    name="pingam.authorize.untrusted",
    says="An unknown client, or a redirect URI that it did not register, is a 400 page and never a"
    " redirection.",
    evidence=Evidence.OBSERVED,
    source=_LIVE,
    operations=("pingam.authorize", "pingam.authorize.decide"),
    statuses=(400,),
)
CONSENT = Rule(
    name="pingam.authorize.consent",
    says="A client that asks for consent gets its code by a `POST` with `decision=allow` and the"
    " SSO token as `csrf`; anything else is `access_denied`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, /oauth2/authorize",
    operations=("pingam.authorize.decide",),
    statuses=(302, 400),
)
PASSWORD = Rule(
    name="pingam.authenticate.failed",
    says="A wrong name or password is 401, `Authentication Failed`.",
    evidence=Evidence.OBSERVED,
    source=_LIVE,
    operations=("pingam.authenticate", "pingam.login"),
    statuses=(401,),
    causes=("wrong-password",),
)
AUTHENTICATE = Rule(
    name="pingam.authenticate.headers",
    says="`X-OpenAM-Username` and `X-OpenAM-Password`, or callbacks filled in, bring a `tokenId`"
    " and its cookie. In `openam` the callbacks come with the header `Sign in to OpenAM`, and with"
    " `infoText`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Log in to AM over REST; callbacks: {_LIVE}",
)
SSO = Rule(
    name="pingam.session.required",
    says="Without the SSO token of a session that lasts, an owner's endpoint is 401, `Access"
    " Denied`. A session lasts two hours, or thirty minutes unused.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. The times: PingAM's defaults",
    operations=(
        "pingam.policy.*",
        "pingam.pending_request.*",
        "pingam.owner_resource_set.*",
        "pingam.label.*",
        "pingam.history.query",
        "pingam.session.act",
    ),
    statuses=(401,),
    causes=("no-session", "unknown-session"),
)
SSO_OWNER = Rule(
    name="pingam.session.owner",
    says="Another user's endpoints are 403, but for an administrator: `amadmin`, in any letter"
    " case, and whom a seed makes one. Their session is good in the realms below their own too.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, UMA policies: 'or to an administrative user', of the query. The others:"
    " source of OpenAM, ResourceOwnerOrSuperUserAuthzModule. Realms below: inferred",
    operations=(
        "pingam.policy.*",
        "pingam.pending_request.*",
        "pingam.owner_resource_set.*",
        "pingam.label.*",
        "pingam.history.query",
    ),
    statuses=(403,),
)
