"""How resource sets are registered: each behaviour has a name, and says how we know it."""

from fakeping.core.rules import Evidence, Rule

_DOC = "PingAM 8.1, /uma/resource_set"
_LIVE = "Recordings of a running OpenAM, PingAM's open ancestor"
_SPEC = "Federated Authorization for UMA 2.0"

AUTH_TOKEN = Rule(
    name="pingam.auth.token",
    says="Without a PAT that this realm issued and that has not expired, the answer is 401"
    " `invalid_token`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: no token, unknown token. For PingAM's own endpoint: inferred",
)
AUTH_NO_CHALLENGE = Rule(
    name="pingam.auth.no-challenge",
    says="A 401 carries no `WWW-Authenticate`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}",
)
AUTH_SCOPE = Rule(
    name="pingam.auth.scope",
    says="A token without the scope `uma_protection` is answered with 403 `insufficient_scope`.",
    evidence=Evidence.INFERRED,
    source=f"{_SPEC}, section 3: the API is protected by the PAT's scope; the ancestor's own answer"
    " on its permission endpoint. The ancestor does not look here: `enforce_pat_scope` is off in"
    " `openam`",
)
CLIENT_PAT = Rule(
    name="pingam.auth.client-pat",
    says="What a client registered with a token of its own can be deleted; in `openam` that is 400"
    " `server_error`.",
    evidence=Evidence.INFERRED,
    source=f"{_LIVE}, for `openam`. PingAM 8.1, UMA resources: a PAT comes from any grant except"
    " client credentials, yet UMA clients register with it. Switch `delete_with_client_pat`",
)
REALM_PATH = Rule(
    name="pingam.realm.path",
    says="The path names every realm of the hierarchy, from `realms/root` on. `realms/alpha`, the"
    " bare `alpha` of older versions and `?realm=/alpha`, which wins, name it too.",
    evidence=Evidence.OBSERVED,
    source=f"{_DOC}: 'addressing the specific realm'. The other forms: {_LIVE}",
)
REALM_UNKNOWN = Rule(
    name="pingam.realm.unknown",
    says="A realm that does not exist is 404 in the form of AM's own REST endpoints, before"
    " authentication.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: an unknown realm",
)
NO_ROUTE = Rule(
    name="pingam.error.no-route",
    says="A path with no operation is 404 in the form of AM's own REST endpoints, before"
    " authentication; of two segments too many the first is taken for a realm.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: an extra path segment, an unknown endpoint. A slash behind a resource set's"
    " id: inferred",
)
SCOPES_REQUIRED = Rule(
    name="pingam.resource_set.scopes-required",
    says="`resource_scopes` is the only required member of a description; an empty array will do.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: 'the only required object'. The error: observed in the ancestor, with the"
    " member's name of UMA 2.0. The empty array: observed",
)
DESCRIPTION_TYPES = Rule(
    name="pingam.resource_set.description",
    says="`resource_scopes` and `labels` are arrays of strings, `name`, `type` and `description`"
    " strings, `icon_uri` a URI; the first that is not is named in a 400 `bad_request`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}; for `description` inferred from {_SPEC}, section 3.1",
)
NAME_LENGTH = Rule(
    name="pingam.resource_set.name-length",
    says="A name has at most 4096 characters.",
    evidence=Evidence.UNSPECIFIED,
    source="No source names a limit",
)
NULL_IS_ABSENT = Rule(
    name="pingam.resource_set.null-is-absent",
    says="A member that is null counts as absent.",
    evidence=Evidence.OBSERVED,
    source="Source of OpenAM, ResourceSetDescriptionValidator",
)
UNKNOWN_KEPT = Rule(
    name="pingam.resource_set.unknown-kept",
    says="Unknown members are kept and come back on read; `_id` and `user_access_policy_uri` in a"
    " body are the server's to say.",
    evidence=Evidence.OBSERVED,
    source="Source of OpenAM; the reference resource server of AM 6 sends them back on PUT",
)
MEDIA_IGNORED = Rule(
    name="pingam.body.media-ignored",
    says="The request's media type is ignored; a charset or content encoding that is not taken is"
    " 415.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: text/plain, application/xml and none all register. The 415: unspecified",
)
MALFORMED = Rule(
    name="pingam.body.malformed",
    says="A body that is not a JSON object is 400 `bad_request`; none at all counts as `{}`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}, with the parser's own words and the place where it stopped",
)
LENIENT = Rule(
    name="pingam.body.lenient",
    says="A body is JSON; in `openam` single quotes, names without quotes and a comma too many pass"
    " as well.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_LIVE}, for `openam`; nobody has seen what 8.1 takes. Switch `lenient_json`",
)
NAME_REQUIRED = Rule(
    name="pingam.resource_set.name-required",
    says="In `openam` a description must have a name.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. {_DOC} requires `resource_scopes` alone. Switch `require_name`",
)
EDITION_OPENAM = Rule(
    name="pingam.edition.openam",
    says="The edition `openam` is PingAM's open ancestor: UMA 1 at `/oauth2/.../resource_set`, with"
    " `scopes`, `uri` and `resource_set_id` where UMA 2 has `resource_scopes` and `resource_id`.",
    evidence=Evidence.OBSERVED,
    source=_LIVE,
)
POST_TO_ONE = Rule(
    name="pingam.resource_set.post-to-one",
    says="A `POST` to a resource set registers another one, with an id of its own.",
    evidence=Evidence.OBSERVED,
    source=_LIVE,
)
PATCH = Rule(
    name="pingam.resource_set.patch",
    says="`PATCH` is `PUT`: it replaces the whole description.",
    evidence=Evidence.OBSERVED,
    source=_LIVE,
)
LOCATION = Rule(
    name="pingam.resource_set.location",
    says="A registration's `Location` is absolute; `openam` sends none.",
    evidence=Evidence.INFERRED,
    source=f"{_SPEC}, section 3.2.1, and the reference resource server of AM 6, which takes the id"
    " from it. Switch `location`",
)
LABELS = Rule(
    name="pingam.resource_set.labels",
    says="A read shows the resource server's labels in its order, then the owner's own; `PUT`"
    " without `labels` wipes the resource server's.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. There the order is a hash set's, so that a registration's tag may be stale at"
    " once; here it never is",
)
REGISTERED = Rule(
    name="pingam.resource_set.registered",
    says="A registration answers 201 with `_id` and `user_access_policy_uri` alone, an `ETag` and"
    " the URL in `Location`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}; `Location`: {_SPEC}, section 3.2.1, and the reference resource server of AM"
    " 6, which takes the id from it",
)
POLICY_URI = Rule(
    name="pingam.resource_set.policy-uri",
    says="`user_access_policy_uri` is `{deployment}/XUI/?realm={realm}#uma/share/{id}`,"
    " computed once.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}; samples of AM 6. For a sub-realm of 8.1: inferred",
)
READ = Rule(
    name="pingam.resource_set.read",
    says="A read answers every registered member, `_id`, `user_access_policy_uri`, `labels` even"
    " when there are none, and an `ETag`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}; the reference resource server of AM 6",
)
LISTED = Rule(
    name="pingam.resource_set.listed",
    says="A list is a JSON array of the ids that this owner has registered through this client in"
    " this realm, in the order of registration.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}; the order is unspecified there",
)
UPDATED = Rule(
    name="pingam.resource_set.updated",
    says="An update replaces the whole description, labels too, and answers 200 with `_id` and"
    " `user_access_policy_uri` and a new `ETag`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}",
)
DELETED = Rule(
    name="pingam.resource_set.deleted",
    says="A deletion answers 204 without a body, and takes the policy and the pending requests"
    " along.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. The policy: source of OpenAM. The requests: inferred",
)
HEAD = Rule(
    name="pingam.resource_set.head",
    says="`HEAD` is `GET` without its body, with the length that it would have.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}, without `Content-Length`, which RFC 9110 leaves open",
)
ISOLATED = Rule(
    name="pingam.resource_set.isolated",
    says="What an owner can't see does not exist: 404 `not_found`, never 403. Another client of the"
    " same owner may read, update and delete.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: another owner's id. Another client: source of OpenAM",
)
NAME_UNIQUE = Rule(
    name="pingam.resource_set.name-unique",
    says="A second registration of a name, for one owner, client and realm, is 400 `Bad Request`;"
    " an update does not check.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. That 8.1, where names are optional, still checks: inferred. Switch"
    " `unique_names`",
)
ID_FORM = Rule(
    name="pingam.resource_set.id-form",
    says="An id is a UUID with a decimal counter behind it.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: the sample's `126615ba-b7fd-4660-b281-bae81aa45f7c0`",
)
ETAG = Rule(
    name="pingam.resource_set.etag",
    says="An `ETag` is weak: a signed 32-bit hash over id, client, policy URI and description.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: the algorithm reproduces a recorded tag",
)
CONDITIONS = Rule(
    name="pingam.conditions",
    says="`If-Match` and `If-None-Match` are honoured on every method, before the body is read: 412"
    " `precondition_failed`. A read's 412 carries what there is.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. `If-None-Match: *` on a write to a resource set: unspecified, as RFC 9110",
)
CONDITION_REQUIRED = Rule(
    name="pingam.conditions.required",
    says="`If-Match` is optional; in `openam` a write without it is 400 `server_error`.",
    evidence=Evidence.INFERRED,
    source=f"{_SPEC} has no such header, and the reference resource server of AM 6 sends none;"
    f" `openam`: {_LIVE}. Switch `require_if_match`",
)
COLLECTION_WRITE = Rule(
    name="pingam.conditions.collection",
    says="A write to the collection is 412 with a tag, 400 `server_error` with `If-Match: *`, and"
    " 405 without one, where `If-Match` is optional.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. The 405: {_SPEC}, section 3.2",
)
METHOD = Rule(
    name="pingam.error.method",
    says="A method that is not supported is 405 `unsupported_method_type` with `Allow: POST, PUT,"
    " GET, DELETE`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: OPTIONS, PROPFIND",
)
TOO_LARGE = Rule(
    name="pingam.error.too-large",
    says="A body over the server's limit is 413 `bad_request`.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 9110, section 15.5.14",
)
TOO_SLOW = Rule(
    name="pingam.error.too-slow",
    says="A body that does not arrive is 408 `bad_request`.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 9110, section 15.5.9",
)
CRASH = Rule(
    name="pingam.error.crash",
    says="A bug of fakeping is 500 `server_error`, and fails the test that met it.",
    evidence=Evidence.UNSPECIFIED,
    source="The ancestor answers 400 `server_error` to its own; a test should not take it for that",
)
