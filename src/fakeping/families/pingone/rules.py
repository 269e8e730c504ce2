"""PingOne's behaviours: each has a name, and says how we know it."""

from fakeping.core.causes import OF_TOKENS
from fakeping.core.rules import Evidence, Rule

_DOC = "PingOne for Customers API, Resources"
_PLATFORM = "PingOne Platform API"

# Operations, where many rules have them in common.
_PARTS = (
    "pingone.resource.*",
    "pingone.scope.*",
    "pingone.attribute.*",
    "pingone.secret.*",
    "pingone.bill_of_materials.*",
    "pingone.population.*",
    "pingone.application.*",
    "pingone.application_secret.*",
    "pingone.grant.*",
    "pingone.user.*",
    "pingone.password.*",
    "pingone.password_policy.*",
    "pingone.theme.*",
    "pingone.language.*",
    "pingone.sign_on_policy.*",
    "pingone.sign_on_policy_action.*",
    "pingone.sign_on_policy_assignment.*",
    "pingone.application_attribute.*",
    "pingone.role.*",
    "pingone.application_role_assignment.*",
    "pingone.user_role_assignment.*",
)
_ENVIRONMENT = (
    "pingone.environment.read",
    "pingone.environment.update",
    "pingone.environment.update_type",
    "pingone.environment.delete",
)
_BELOW = (
    "pingone.resource.read",
    "pingone.resource.update",
    "pingone.resource.delete",
    "pingone.scope.*",
    "pingone.attribute.*",
    "pingone.secret.*",
    "pingone.population.read",
    "pingone.population.update",
    "pingone.population.delete",
    "pingone.application_secret.*",
    "pingone.grant.*",
    "pingone.user.read",
    "pingone.user.read_*",
    "pingone.user.update",
    "pingone.user.update_*",
    "pingone.user.patch",
    "pingone.user.account",
    "pingone.user.delete",
    "pingone.password.*",
    "pingone.password_policy.read",
    "pingone.theme.read",
    "pingone.language.read",
    "pingone.sign_on_policy.read",
    "pingone.sign_on_policy.update",
    "pingone.sign_on_policy.delete",
    "pingone.sign_on_policy_action.*",
    "pingone.sign_on_policy_assignment.read",
    "pingone.sign_on_policy_assignment.update",
    "pingone.sign_on_policy_assignment.delete",
    "pingone.application_attribute.*",
    "pingone.role.read",
    "pingone.application_role_assignment.read",
    "pingone.application_role_assignment.delete",
    "pingone.user_role_assignment.*",
)
_ATTRIBUTE_WRITES = (
    "pingone.attribute.create",
    "pingone.attribute.update",
    "pingone.application_attribute.create",
    "pingone.application_attribute.update",
)
_STORING = (
    "pingone.*.create",
    "pingone.*.update",
    "pingone.environment.update_type",
    "pingone.user.patch",
    "pingone.user.account",
    "pingone.user.update_*",
    "pingone.password.update",
    "pingone.password.check",
    "pingone.secret.rotate",
    "pingone.application_secret.rotate",
)
_BODIES = (*_STORING, "pingone.flow.act")
MANAGED = (*_PARTS, "pingone.environment.*")

#: The sign-in endpoints that take a form, or a query in its place.
FORMS = (
    "pingone.token",
    "pingone.authorize",
    "pingone.par",
    "pingone.device_authorization",
    "pingone.device",
    "pingone.device.application",
    "pingone.signon",
    "pingone.signon.page",
    "pingone.resume",
    "pingone.introspect",
    "pingone.revoke",
    "pingone.signoff",
)

AUTH_TOKEN = Rule(
    name="pingone.auth.token",
    says="Without a token that this environment issued and that has not expired, the answer is 401"
    " ACCESS_FAILED with the detail INVALID_TOKEN, before anything else about the request counts.",
    evidence=Evidence.OBSERVED,
    source="Responses of auth.pingone.com as quoted by third parties; the document's 401",
    operations=(*MANAGED, "pingone.userinfo"),
    statuses=(401,),
    causes=(*OF_TOKENS, "revoked"),
)
AUTH_CHALLENGE = Rule(
    name="pingone.auth.challenge",
    says="A 401 carries `WWW-Authenticate: Bearer`.",
    evidence=Evidence.INFERRED,
    source="RFC 6750, section 3; no recording shows the header or its absence",
)
AUTH_ROLE = Rule(
    name="pingone.auth.role",
    says="The resources endpoints take the Client Application Developer role, in `current`"
    " Environment Admin too; environments are changed with Environment Admin or Organization Admin,"
    " users with Environment Admin or Identity Data Admin, and sign-on policies with Environment"
    " Admin alone. Role assignments take any of the three roles of administrators that can assign"
    " some; `/v1/roles` takes the Client Application Developer too."
    " A worker's roles count, or its user's, in a token for the platform's API. Else the answer is"
    " 401 ACCESS_FAILED with the detail INSUFFICIENT_PERMISSIONS; in `current` 403.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: 'You need the Client Application Developer role', and response code 401",
    operations=MANAGED,
    statuses=(401, 403),
)
TOKEN_CLAIMS = Rule(
    name="pingone.token.claims",
    says="An access token is an RS256 JWT with `kid`, an array `aud`, `client_id`, `env`, `exp`,"
    " `iat`, `iss`, `jti`, `org` and `p1.rid`.",
    evidence=Evidence.OBSERVED,
    source="The payload of a client_credentials token, published by a third party",
)
ENVIRONMENT_READ = Rule(
    name="pingone.environment.read",
    says="The `environment` link of every entity resolves to the environment.",
    evidence=Evidence.INFERRED,
    source=f"{_DOC}: the samples' `_links.environment`; {_PLATFORM}, Environments",
)
ENVIRONMENT_UNKNOWN = Rule(
    name="pingone.environment.unknown",
    says="In an environment that does not exist a token of this server meets 404 NOT_FOUND, any"
    " other 401. The switch `pingone.unknown_environment_forbidden` makes it 403. In the edition"
    " `current` the message for the environment itself is 'Unable to find environment with ID:"
    " ...', in quotes; for its parts it is the usual one.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_DOC} lists 400, 401 and 404 only; the live service has been seen to answer 403."
    " The message: observed by the Terraform provider's tests",
    operations=(*_PARTS, *_ENVIRONMENT),
    statuses=(403, 404),
)
NOT_FOUND = Rule(
    name="pingone.error.not-found",
    says="An unknown id, of whatever form, is 404 NOT_FOUND: 'The request could not be completed."
    " The requested resource was not found.'",
    evidence=Evidence.OBSERVED,
    source="Acceptance tests of the Terraform provider; for ids that are no UUID: unspecified",
    operations=_BELOW,
    statuses=(404,),
)
NO_ROUTE = Rule(
    name="pingone.error.no-route",
    says="A path with no operation is 404 NOT_FOUND, and never a 5xx, which clients retry.",
    evidence=Evidence.INFERRED,
    source="PingOne Go SDK: 404 and 405 end a call, 5xx is repeated ten times",
    statuses=(404,),
)
METHOD = Rule(
    name="pingone.error.method",
    says="A method that a path does not have is 405 with `Allow`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Foundations: unsupported methods. The body's code is unspecified",
    statuses=(405,),
)
MALFORMED = Rule(
    name="pingone.error.malformed",
    says="A body that is not a JSON text in UTF-8, with each member once, is 400 INVALID_REQUEST.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Error codes: 'The request was malformed or invalid.'",
    operations=_BODIES,
    statuses=(400,),
)
INVALID_TYPE = Rule(
    name="pingone.error.invalid-type",
    says="A member of a wrong type is 400 INVALID_REQUEST with the detail INVALID_VALUE.",
    evidence=Evidence.OBSERVED,
    source=f"{_PLATFORM}, Foundations: the sample for `priority`",
    operations=_BODIES,
    statuses=(400,),
)
INVALID_DATA = Rule(
    name="pingone.error.invalid-data",
    says="A body that breaks a rule of the data model is 400 INVALID_DATA, with every violation in"
    " `details`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Error codes",
    operations=_BODIES,
    statuses=(400,),
)
TOO_LARGE = Rule(
    name="pingone.error.too-large",
    says="A body over the server's limit is 413 INVALID_REQUEST.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 9110, section 15.5.14",
    operations=(*_BODIES, *FORMS),
    statuses=(413,),
)
TOO_SLOW = Rule(
    name="pingone.error.too-slow",
    says="A body that does not arrive is 408 INVALID_REQUEST.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 9110, section 15.5.9",
    operations=(*_BODIES, *FORMS),
    statuses=(408,),
)
MEDIA_TYPE = Rule(
    name="pingone.error.media-type",
    says="A body that is not declared as `application/json`, or as a media type of the"
    " operation's own, in UTF-8 and without a content encoding, is 415 INVALID_REQUEST.",
    evidence=Evidence.OBSERVED,
    source=f"{_PLATFORM}, Foundations: content type; the typed errors of Ping's own Go client; its"
    " sentence: notes of somebody who called the live service",
    operations=(*_BODIES, *FORMS),
    statuses=(415,),
)
RATE_LIMIT = Rule(
    name="pingone.error.rate-limit",
    says="Too many requests are 429 REQUEST_LIMITED with the detail LIMIT_EXCEEDED and a"
    " `Retry-After` in seconds. fakeping counts none: a test asks for it.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Foundations: rate limits; the typed errors of Ping's own Go client",
    operations=("pingone.*",),
    statuses=(429,),
)
TWICE = Rule(
    name="pingone.error.twice",
    says="A header field that is no list, a cookie or a query parameter that the operation heeds,"
    " which stands more than once, is 400 INVALID_REQUEST or `invalid_request`. Lists may be"
    " written in several lines.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 9110, section 5.3; RFC 6265, section 5.4; RFC 6749, section 3.1",
    operations=("pingone.*",),
    statuses=(400,),
    incidental=True,
)
STORE_FULL = Rule(
    name="pingone.store.full",
    says="What adds to a tenant that holds as much as it may is 507 REQUEST_FAILED, and changes"
    " nothing. Reading and deleting go on, and deleting makes room; for signing in a little is"
    " left.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 4918, section 11.5; what the service bounds, it bounds for each kind",
    operations=(
        *_STORING,
        "pingone.token",
        "pingone.authorize",
        "pingone.par",
        "pingone.device_authorization",
        "pingone.device",
        "pingone.device.application",
        "pingone.signon",
        "pingone.resume",
    ),
    statuses=(507,),
    incidental=True,
)
SCRIPTED = Rule(
    name="pingone.error.scripted",
    says="A failure that a test scripts has the status that it asks for, in the platform's"
    " envelope: with the code and the details that go with the status, where they are known, and"
    " UNEXPECTED_ERROR from 500 on. `Retry-After` is a date on 503, else seconds.",
    evidence=Evidence.INFERRED,
    source="The typed errors of Ping's own Go client, and how it reads `Retry-After`",
)
CRASH = Rule(
    name="pingone.error.crash",
    says="A bug of fakeping is 500 UNEXPECTED_ERROR, and fails the test that met it.",
    evidence=Evidence.UNSPECIFIED,
    source="The typed errors of Ping's own Go client",
    operations=("pingone.*",),
    statuses=(500,),
)
SLASHES = Rule(
    name="pingone.path.slashes",
    says="Doubled slashes and a slash at the end of a path change nothing, and nothing redirects.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: samples with `//v1`, `v1//environments` and `/scopes/{{scopeId}}/`",
)
READ_ONLY = Rule(
    name="pingone.entity.read-only",
    says="Members of a body that a client can't set, and unknown ones, are ignored.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Foundations: data model legend. For unknown ones: unspecified",
)
PUT_CLEARS = Rule(
    name="pingone.entity.put-clears",
    says="PUT clears what is not in its body; what is cleared is absent, never null.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Update resources and Update scopes",
)
CREATED = Rule(
    name="pingone.entity.created",
    says="A creation answers 201 with the whole entity and its URL in `Location`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Response codes; {_PLATFORM}, Foundations: `Location`",
)
DATES = Rule(
    name="pingone.entity.dates",
    says="`createdAt` is when an entity was made, and stays; `updatedAt` is when it was last"
    " replaced.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resources data model: createdAt, updatedAt",
)
FORM = Rule(
    name="pingone.entity.form",
    says="Every answer has the members that its operation promises, of their types, and is declared"
    " as JSON; what a deployment says besides counts for nothing.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, data models and sample responses",
)
DELETED = Rule(
    name="pingone.entity.deleted",
    says="A deletion answers 204 without a body; the entity and what it holds is gone.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Delete resources. For a resource with scopes: acceptance tests of Terraform",
)
LISTED = Rule(
    name="pingone.resource.listed",
    says="A listed resource has `_links`, `id`, `name` and `description`; a single one has every"
    " member of the data model.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Get resources: the sample. For a single one: the data model",
)
ORDER = Rule(
    name="pingone.collection.order",
    says="Collections list the built-in entities first, then others in the order of creation.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_DOC}, Get resources: the sample's order",
)
EXPAND = Rule(
    name="pingone.resource.expand",
    says="`?expand=scopes` puts each listed resource's scopes into its `_embedded.scopes`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Get scopes for a resource: the note. The place in each item: inferred",
)
EXPAND_UNKNOWN = Rule(
    name="pingone.resource.expand-unknown",
    says="Any other `expand` is 400 INVALID_REQUEST with the detail INVALID_PARAMETER.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_DOC} names `scopes` alone",
    operations=("pingone.resource.list", "pingone.environment.read", "pingone.environment.list"),
    statuses=(400,),
)
BUILT_IN = Rule(
    name="pingone.resource.built-in",
    says="Each environment has the resources `https://api.pingone.com` and `openid`, of the type"
    " PLATFORM, with the platform's scopes.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Get resources: the sample. Which scopes: the self-management scopes page",
)
BUILT_IN_FIXED = Rule(
    name="pingone.resource.built-in-fixed",
    says="A built-in resource can't be modified or deleted: 400 REQUEST_FAILED.",
    evidence=Evidence.INFERRED,
    source=f"{_DOC}: 'platform scopes ... cannot be modified or deleted'; the error is unspecified",
    operations=("pingone.resource.update", "pingone.resource.delete"),
    statuses=(400,),
)
PLATFORM_SCOPE_FIXED = Rule(
    name="pingone.scope.platform-fixed",
    says="A platform scope can't be modified or deleted: 400 REQUEST_FAILED.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: 'platform scopes ... cannot be modified or deleted'; the error is unspecified",
    operations=("pingone.scope.update", "pingone.scope.delete"),
    statuses=(400,),
)
PLATFORM_SCOPE_ADDED = Rule(
    name="pingone.scope.on-built-in",
    says="Custom scopes may be created on the built-in resources too.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_DOC}: a custom scope's URL 'requires an environment ID and a resource ID'",
)
RESOURCE_NAME_UNIQUE = Rule(
    name="pingone.resource.name-unique",
    says="A resource's name is unique in its environment, letter case included: 400 INVALID_DATA"
    " with the detail UNIQUENESS_VIOLATION. The switch `pingone.names_fold_case` sets letter case"
    " aside, of scopes too.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Create resources. Letter case and the detail's message: unspecified",
    operations=("pingone.resource.create", "pingone.resource.update"),
    statuses=(400,),
)
SCOPE_NAME_UNIQUE = Rule(
    name="pingone.scope.name-unique",
    says="A scope's name is unique in its resource: 400 INVALID_DATA with the detail"
    " UNIQUENESS_VIOLATION. The switch `pingone.scope_names_unique_in_environment` makes it"
    " unique in the environment.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Create scopes: 'unique within the specified environment resource', which may"
    " also mean the whole environment",
    operations=("pingone.scope.create", "pingone.scope.update"),
    statuses=(400,),
)
NAME_REQUIRED = Rule(
    name="pingone.entity.name-required",
    says="A resource and a scope need a name, on PUT too: 400 INVALID_DATA with the detail"
    " REQUIRED_VALUE, or EMPTY_VALUE for one of white space alone.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Create resources and Create scopes. The details: inferred",
    operations=("pingone.*.create", "pingone.*.update"),
    statuses=(400,),
)
NAME_LENGTH = Rule(
    name="pingone.entity.name-length",
    says="A name has at most 256 characters: 400 INVALID_DATA with the detail INVALID_VALUE.",
    evidence=Evidence.UNSPECIFIED,
    source="The Terraform provider's limit for scopes of the PingOne API resource",
    operations=("pingone.*.create", "pingone.*.update"),
    statuses=(400,),
)
DOCUMENTED_IDS = Rule(
    name="pingone.resource.documented-ids",
    says="In the environment of the document's samples the built-in resources have the samples'"
    " ids.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, Get resources: the sample",
)

TOKEN_VALIDITY = Rule(
    name="pingone.resource.token-validity",
    says="`accessTokenValiditySeconds` is between 300 and 2592000, 3600 when it is not said; what"
    " stands behind a decimal point is cut off. Else 400 INVALID_DATA with the detail"
    " OUT_OF_RANGE, which tells both limits.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resources data model; Foundations: floats. The detail: inferred",
    operations=("pingone.resource.create", "pingone.resource.update"),
    statuses=(400,),
    editions=("current",),
)
AUDIENCE = Rule(
    name="pingone.resource.audience",
    says="`audience` is the name when it is not said, and may be said to be the name. Any other has"
    " no `#` and no `@`, and neither `pingone` nor `pingidentity` in it: else 400 INVALID_DATA with"
    " the detail INVALID_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resources data model. The error: inferred. That every name may be an"
    " audience, so that a PUT of what was read works: unspecified",
    operations=("pingone.resource.create", "pingone.resource.update"),
    statuses=(400,),
    editions=("current",),
)
INTROSPECT_METHOD = Rule(
    name="pingone.resource.introspect-method",
    says="`introspectEndpointAuthMethod` is NONE, CLIENT_SECRET_BASIC or CLIENT_SECRET_POST, the"
    " second when it is not said.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resources data model; the Terraform provider's schema",
    operations=("pingone.resource.create", "pingone.resource.update"),
    statuses=(400,),
    editions=("current",),
)
PERMISSIONS = Rule(
    name="pingone.resource.permissions",
    says="`applicationPermissionsSettings.claimEnabled` is false when it is not said.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resources data model",
    operations=("pingone.resource.create", "pingone.resource.update"),
    statuses=(400,),
    editions=("current",),
)
DEFAULTS_RESET = Rule(
    name="pingone.resource.defaults-reset",
    says="What a PUT does not say and has a default goes back to it.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Update resource: 'reset to the default value of 3600'",
    editions=("current",),
)
TYPE_CUSTOM = Rule(
    name="pingone.resource.type-custom",
    says="Only a resource of the type CUSTOM can be created; another `type` is 400 INVALID_DATA"
    " with the detail INVALID_VALUE.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_PLATFORM}, Resources data model: only custom ones; the answer is not told",
    operations=("pingone.resource.create",),
    statuses=(400,),
    editions=("current",),
)
SCOPE_NAME_CHARACTERS = Rule(
    name="pingone.scope.name-characters",
    says="A scope's name has the characters of a scope token: printable ASCII without space, quote"
    " and backslash.",
    evidence=Evidence.INFERRED,
    source="RFC 6749, section 3.3; the Terraform provider's pattern for the PingOne API resource",
    operations=("pingone.scope.create", "pingone.scope.update"),
    statuses=(400,),
    editions=("current",),
)
API_SCOPE_NAME = Rule(
    name="pingone.scope.api-name",
    says="A scope that is added to the PingOne API resource is called `p1:read:user` or"
    " `p1:update:user` with `:suffix` behind it.",
    evidence=Evidence.OBSERVED,
    source="The Terraform provider's pattern. The error: inferred",
    operations=("pingone.scope.create", "pingone.scope.update"),
    statuses=(400,),
    editions=("current",),
)
SCHEMA_ATTRIBUTES = Rule(
    name="pingone.scope.schema-attributes",
    says="`schemaAttributes` stands on `p1:read:user`, `p1:update:user` and their suffixed ones"
    " alone: paths, or `*` on its own. The two predefined have `*` unless a PUT says otherwise;"
    " an added one has none unless it is said.",
    evidence=Evidence.OBSERVED,
    source=f"{_PLATFORM}, Scopes data model; PingOne Go SDK. The error: inferred",
    operations=("pingone.scope.create", "pingone.scope.update"),
    statuses=(400,),
    editions=("current",),
)
MAPPED_CLAIMS = Rule(
    name="pingone.scope.mapped-claims",
    says="`mappedClaims` names custom attributes of the scope's resource, which is openid or a"
    " custom one; predefined ones are never listed.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Scopes data model; Get a token for custom resource access, which lists"
    " them for custom resources. The error: inferred",
    operations=("pingone.scope.create", "pingone.scope.update"),
    statuses=(400,),
    editions=("current",),
)
PLATFORM_SCOPE_CHANGED = Rule(
    name="pingone.scope.platform-changed",
    says="Today PUT sets `schemaAttributes` of `p1:read:user` and `p1:update:user`, and"
    " `mappedClaims` of the five OpenID Connect scopes; their name and description stay.",
    evidence=Evidence.OBSERVED,
    source="PingOne Go SDK, the PUT example; the Terraform provider",
    editions=("current",),
)
ATTRIBUTE_CORE = Rule(
    name="pingone.attribute.core",
    says="Each custom resource has the core attribute `sub` from the start; openid has 24"
    " predefined ones.",
    evidence=Evidence.OBSERVED,
    source="The Terraform provider, resource attributes and their default values",
    editions=("current",),
)
ATTRIBUTE_FIXED = Rule(
    name="pingone.attribute.fixed",
    says="A core or predefined attribute takes a new value, but no new name, and can't be deleted:"
    " 400.",
    evidence=Evidence.OBSERVED,
    source="The Terraform provider resets them and never deletes them. The error: unspecified",
    operations=("pingone.attribute.update", "pingone.attribute.delete"),
    statuses=(400,),
    editions=("current",),
)
ATTRIBUTE_PLACE = Rule(
    name="pingone.attribute.place",
    says="Attributes of openid stand in the ID token, in the user info or in both; those of other"
    " resources don't say, and the PingOne API resource takes none.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resource attributes data model; PingOne Go SDK. The errors: inferred",
    operations=("pingone.attribute.create", "pingone.attribute.update"),
    statuses=(400,),
    editions=("current",),
)
ATTRIBUTE_RESERVED = Rule(
    name="pingone.attribute.reserved",
    says="On openid the registered claims' names and `p1.` are reserved: 400 INVALID_DATA with the"
    " detail INVALID_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resource attributes. The error: inferred",
    operations=("pingone.attribute.create", "pingone.attribute.update"),
    statuses=(400,),
    editions=("current",),
)
ATTRIBUTE_VALUE = Rule(
    name="pingone.attribute.value-required",
    says="A custom attribute needs a value; a predefined one may be emptied. An application's"
    " attribute always needs one.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resource attributes data model; the Terraform provider's defaults",
    operations=_ATTRIBUTE_WRITES,
    statuses=(400,),
    editions=("current",),
)
ATTRIBUTE_NAME_UNIQUE = Rule(
    name="pingone.attribute.name-unique",
    says="An attribute's name is unique in its resource or application.",
    evidence=Evidence.INFERRED,
    source="The Terraform provider looks attributes up by name; of an application's the PingOne Go"
    " SDK says so",
    operations=_ATTRIBUTE_WRITES,
    statuses=(400,),
    editions=("current",),
)
SECRET_FORM = Rule(
    name="pingone.secret.form",
    says="A secret has at least 64 characters out of `a-zA-Z0-9-._~`; POST answers 200.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resource secret",
    editions=("current",),
)
SECRET_BUILT_IN = Rule(
    name="pingone.secret.built-in",
    says="A built-in resource has no secret: 404.",
    evidence=Evidence.OBSERVED,
    source="Acceptance tests of the Terraform provider",
    operations=("pingone.secret.*",),
    statuses=(404,),
    editions=("current",),
)
SECRET_PREVIOUS = Rule(
    name="pingone.secret.previous",
    says="A rotation keeps the old secret until `previous.expiresAt`, one minute to 30 days from"
    " now, or lets it die at once.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Resource secret. The error: inferred",
    operations=("pingone.secret.rotate", "pingone.application_secret.rotate"),
    statuses=(400,),
    editions=("current",),
)
ENVIRONMENT_NAME_UNIQUE = Rule(
    name="pingone.environment.name-unique",
    says="An environment's name is unique among the tenant's environments.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Environments data model",
    operations=("pingone.environment.create", "pingone.environment.update"),
    statuses=(400,),
    editions=("current",),
)
ENVIRONMENT_REQUIRED = Rule(
    name="pingone.environment.required",
    says="An environment needs a name, a type, a region and a license: 400.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Create environment: request model",
    operations=(
        "pingone.environment.create",
        "pingone.environment.update",
        "pingone.environment.update_type",
    ),
    statuses=(400,),
    editions=("current",),
)
ENVIRONMENT_REGION = Rule(
    name="pingone.environment.region",
    says="A new environment in a region that the organization lacks is 400 INVALID_DATA,"
    " INVALID_VALUE, target `region`, with the organization's regions in `allowedValues`. It has"
    " the regions of its environments; a state document gives it more.",
    evidence=Evidence.INFERRED,
    source="The Terraform provider reads the target and `innerError.allowedValues`; which regions"
    " an organization has: unspecified",
    operations=("pingone.environment.create",),
    statuses=(400,),
    editions=("current",),
)
ENVIRONMENT_TYPE = Rule(
    name="pingone.environment.type",
    says="PUT leaves an environment's region and type as they are; the type has a PUT of its own.",
    evidence=Evidence.OBSERVED,
    source="The Terraform provider changes the type with a call of its own. The region: inferred",
    editions=("current",),
)
BILL_OF_MATERIALS = Rule(
    name="pingone.environment.bill-of-materials",
    says="A bill of materials lists products, each with an id, its type, at most five bookmarks,"
    " and `description`, `console`, `deployment`, `softwareLicense` and `tags` as they were sent;"
    " `solutionType` is said once, at the creation, whose answer has the whole bill.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Bill of materials data model; the Terraform provider reads it from"
    " the creation",
    operations=(
        "pingone.environment.create",
        "pingone.environment.update",
        "pingone.bill_of_materials.update",
    ),
    statuses=(400,),
    editions=("current",),
)
ENVIRONMENT_BUILT_IN = Rule(
    name="pingone.environment.created",
    says="A new environment comes with its built-in resources, a default population and a worker.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Environments. The worker is fakeping's own",
    editions=("current",),
)
ENVIRONMENT_KEPT = Rule(
    name="pingone.environment.kept",
    says="A production environment, and the tenant's own, can't be deleted: 400 REQUEST_FAILED.",
    evidence=Evidence.INFERRED,
    source="The Terraform provider makes a production environment a sandbox before it deletes it",
    operations=("pingone.environment.delete",),
    statuses=(400,),
    editions=("current",),
)
POPULATION_NAME_UNIQUE = Rule(
    name="pingone.population.name-unique",
    says="A population's name is unique in its environment.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Populations",
    operations=("pingone.population.create", "pingone.population.update"),
    statuses=(400,),
    editions=("current",),
)
POPULATION_DEFAULT = Rule(
    name="pingone.population.default",
    says="Each environment has one default population, which can't be deleted; another takes its"
    " place by a `default` of true.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Populations. The error: unspecified",
    operations=("pingone.population.delete",),
    statuses=(400,),
    editions=("current",),
)
COLLECTION_LIMIT = Rule(
    name="pingone.collection.limit",
    says="`limit` cuts a collection into pages with `_links.next`."
    " What is no positive integer is 400 INVALID_REQUEST with the detail INVALID_PARAMETER.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Paging",
    operations=("pingone.*.list",),
    statuses=(400,),
    editions=("current",),
)
COLLECTION_PAGE = Rule(
    name="pingone.collection.page",
    says="A page has at most 100 entities, whatever `limit` says and without it; `_links.next`"
    " leads to the rest. The switch `bounded_pages` is about it.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_PLATFORM}, Paging: limits that are asked for are not always honoured, and clients"
    " that can't ask for one follow `_links.next`. How much is on a page: chosen",
    editions=("current",),
)
COLLECTION_WHOLE = Rule(
    name="pingone.collection.whole",
    says="A collection that has no pages is listed whole, up to 10,000 entities and 64 MiB; a"
    " longer one is 400 REQUEST_FAILED with the detail SIZE_LIMIT_EXCEEDED.",
    evidence=Evidence.UNSPECIFIED,
    source="The document's lists have no pages; how long they get, it does not say",
    operations=("pingone.*.list",),
    statuses=(400,),
    incidental=True,
)
COLLECTION_CURSOR = Rule(
    name="pingone.collection.cursor",
    says="`cursor` is opaque; one that this server did not make is 400 INVALID_REQUEST with the"
    " detail INVALID_PARAMETER.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Paging. The error: inferred",
    operations=("pingone.*.list",),
    statuses=(400,),
    editions=("current",),
)
COLLECTION_COUNT = Rule(
    name="pingone.collection.count",
    says="`count` is how many entities match in all, `size` how many are on the page.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Paging",
)
COLLECTION_FILTER = Rule(
    name="pingone.collection.filter",
    says="`filter` is a SCIM filter with eq, ne, sw, ew, co and pr, letter case aside, joined by"
    " and, or, not and parentheses; and binds closer than or. What is not supported is 400"
    " INVALID_REQUEST with the detail INVALID_FILTER.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, SCIM operators; RFC 7644, 3.4.2.2. Which attributes resources and scopes"
    " take: unspecified",
    operations=("pingone.*.list",),
    statuses=(400,),
    editions=("current",),
)
COLLECTION_ORDER = Rule(
    name="pingone.collection.order-by",
    says="`order` sorts by members, `-` in front reverses; others are 400 INVALID_REQUEST with the"
    " detail INVALID_PARAMETER.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Ordering. Which members: unspecified",
    operations=("pingone.*.list",),
    statuses=(400,),
    editions=("current",),
)
HEADERS = Rule(
    name="pingone.headers",
    says="Every reply has a `Correlation-Id`, says that it must not be cached, and, where no cookie"
    " counts, may be read by scripts of any origin.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Foundations: response headers, CORS",
)
CORS_TRUSTED = Rule(
    name="pingone.cors.trusted",
    says="In `current`, authorize, resume and signoff, which go by the session's cookie, may be"
    " read by scripts of the origins in the `corsSettings` of the request's application, with"
    " credentials, and by no others.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Application Operations: Cross-origin resource sharing; without settings"
    " no origin: the Terraform provider, `cors_settings`, which names /as/token too. How `*` in an"
    " origin matches: inferred",
    editions=("current",),
)

RULES = tuple(each for each in globals().values() if isinstance(each, Rule))
