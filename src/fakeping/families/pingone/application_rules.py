"""The rules of applications, their secrets and their attributes."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_TERRAFORM = "The tests of Terraform's PingOne provider, which record the live service"
_SDK = "PingOne's Go SDK, the model of an application"

_WRITES = ("pingone.application.create", "pingone.application.update")

APPLICATION_DEFAULTS = Rule(
    name="pingone.application.defaults",
    says="An application is disabled unless `enabled` is true. It has `pkceEnforcement` and"
    " `parRequirement` OPTIONAL, `parTimeout` 60, `deviceTimeout` 600, `devicePollingInterval` 5,"
    " replay protection, and a `refreshTokenDuration` of 30 days if it may refresh tokens.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Applications, and the answer in Getting started, simple SSO workflow",
)
APPLICATION_REQUIRED = Rule(
    name="pingone.application.required",
    says="An application needs a `type`, a `protocol` and a `tokenEndpointAuthMethod`: without one,"
    " 400 INVALID_DATA, REQUIRED_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source=_SDK,
    operations=_WRITES,
    statuses=(400,),
)
#: Members with a least and a greatest value, or a form.
BOUNDED = (
    "parTimeout",
    "devicePathId",
    "devicePollingInterval",
    "deviceTimeout",
    "refreshTokenDuration",
    "refreshTokenRollingDuration",
    "refreshTokenRollingGracePeriodDuration",
)

APPLICATION_RANGE = Rule(
    name="pingone.application.range",
    says="A number that is too small or too large is 400 INVALID_DATA, OUT_OF_RANGE, with both"
    " limits: `parTimeout` 1-600, `devicePollingInterval` 1-60, `deviceTimeout` 1-3600,"
    " `refreshTokenDuration` and `refreshTokenRollingDuration` 60-2147483647,"
    " `refreshTokenRollingGracePeriodDuration` 0-86400. `devicePathId` has at most 50 letters,"
    " digits, `_` and `-`, or it is INVALID_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_SDK}. The errors: as for a resource's accessTokenValiditySeconds",
    operations=_WRITES,
    statuses=(400,),
)
APPLICATION_UNKNOWN = Rule(
    name="pingone.application.unknown",
    says="An unknown application is 404 NOT_FOUND, 'Unable to find Application with ID ...'; where"
    " its secret is asked for, the message is the usual one.",
    evidence=Evidence.OBSERVED,
    source=_TERRAFORM,
    operations=(
        "pingone.application.*",
        "pingone.application_secret.*",
        "pingone.grant.*",
        "pingone.sign_on_policy_assignment.*",
        "pingone.application_attribute.*",
        "pingone.application_role_assignment.*",
    ),
    statuses=(404,),
)
APPLICATION_TYPE = Rule(
    name="pingone.application.type",
    says="A PUT with another `type` or `protocol` is 400 INVALID_DATA, INVALID_VALUE.",
    evidence=Evidence.UNSPECIFIED,
    source="Terraform's provider makes another application instead",
    operations=("pingone.application.update",),
    statuses=(400,),
)
APPLICATION_BUILT_IN = Rule(
    name="pingone.application.built-in",
    says="An environment has PingOne's console, portal and self-service applications, which its"
    " list starts with. They, and the environment's own worker, can't be deleted, nor the console"
    " be changed: 400 REQUEST_FAILED. Another of their types is 400 INVALID_DATA.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Applications: a sample list; the provider's tests. The errors, and the"
    " worker: unspecified",
    operations=(
        "pingone.application.create",
        "pingone.application.update",
        "pingone.application.delete",
    ),
    statuses=(400,),
)
APPLICATION_REDIRECT_URI = Rule(
    name="pingone.application.redirect-uri",
    says="A redirect URI is https or of a scheme of its own; plain http leads to `localhost` or"
    " 127.0.0.1 only. Else it is 400 INVALID_DATA.",
    evidence=Evidence.INFERRED,
    source="The pattern in Terraform's PingOne provider",
    operations=_WRITES,
    statuses=(400,),
)
APPLICATION_WILDCARD = Rule(
    name="pingone.application.wildcard",
    says="A `*` in a redirect URI without `allowWildcardInRedirectUris` is 400 INVALID_DATA, and"
    " the message begins 'Wildcards are not allowed in redirect URIs.'",
    evidence=Evidence.OBSERVED,
    source="Terraform's PingOne provider, which looks for the message",
    operations=_WRITES,
    statuses=(400,),
)
APPLICATION_REFRESH = Rule(
    name="pingone.application.refresh-duration",
    says="A `refreshTokenDuration` above `refreshTokenRollingDuration` is 400 INVALID_DATA.",
    evidence=Evidence.DOCUMENTED,
    source=_SDK,
    operations=_WRITES,
    statuses=(400,),
)
APPLICATION_REQUEST_OBJECT = Rule(
    name="pingone.application.request-object",
    says="`supportUnsignedRequestObject` and `requireSignedRequestObject` together are 400"
    " INVALID_DATA.",
    evidence=Evidence.DOCUMENTED,
    source=_SDK,
    operations=_WRITES,
    statuses=(400,),
)
APPLICATION_KEYS = Rule(
    name="pingone.application.keys",
    says="PRIVATE_KEY_JWT without `jwks` or `jwksUrl` is 400 INVALID_DATA.",
    evidence=Evidence.DOCUMENTED,
    source=_SDK,
    operations=_WRITES,
    statuses=(400,),
)
APPLICATION_ROLES = Rule(
    name="pingone.application.actor-roles",
    says="A WORKER inherits the roles of who creates it, unless `assignActorRoles` is false.",
    evidence=Evidence.DOCUMENTED,
    source="docs.pingidentity.com, Configure roles for a worker application",
)
APPLICATION_DISABLED = Rule(
    name="pingone.application.disabled",
    says="A disabled application gets no token, `invalid_client`; at the authorization endpoint it"
    " is as unknown.",
    evidence=Evidence.UNSPECIFIED,
    source="No source shows either answer",
    operations=("pingone.token", "pingone.authorize", "pingone.par"),
    statuses=(400, 401),
)

APPLICATION_EXPAND = Rule(
    name="pingone.application.expand",
    says="`expand=attributes` on a creation puts the attributes into the answer's `_embedded`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Create application; the form: inferred",
    operations=("pingone.application.create",),
    statuses=(201, 400),
)

RULES = (
    APPLICATION_DEFAULTS,
    APPLICATION_REQUIRED,
    APPLICATION_RANGE,
    APPLICATION_UNKNOWN,
    APPLICATION_TYPE,
    APPLICATION_BUILT_IN,
    APPLICATION_REDIRECT_URI,
    APPLICATION_WILDCARD,
    APPLICATION_REFRESH,
    APPLICATION_REQUEST_OBJECT,
    APPLICATION_KEYS,
    APPLICATION_ROLES,
    APPLICATION_DISABLED,
    APPLICATION_EXPAND,
)
