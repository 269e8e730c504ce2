"""How resource sets are registered: each behaviour has a name, and says how we know it."""

from fakeping.core.rules import Evidence, Rule

_DOC = "PingAM 8.1, /uma/resource_set"
_LIVE = "Recordings of a running OpenAM, PingAM's open ancestor"
_SPEC = "Federated Authorization for UMA 2.0"

CLIENT_PAT = Rule(
    name="pingam.auth.client-pat",
    says="What a client registered with a token of its own can be deleted; in `openam` that is 400"
    " `server_error`.",
    evidence=Evidence.INFERRED,
    source=f"{_LIVE}, for `openam`. PingAM 8.1, UMA resources: a PAT comes from any grant except"
    " client credentials, yet UMA clients register with it. Switch `delete_with_client_pat`",
    operations=("pingam.resource_set.delete",),
    statuses=(400,),
)
SCOPES_REQUIRED = Rule(
    name="pingam.resource_set.scopes-required",
    says="`resource_scopes` is the only required member of a description; an empty array will do.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: 'the only required object'. The error: observed in the ancestor, with the"
    " member's name of UMA 2.0. The empty array: observed",
    operations=("pingam.resource_set.register", "pingam.resource_set.update"),
    statuses=(400,),
)
DESCRIPTION_TYPES = Rule(
    name="pingam.resource_set.description",
    says="`resource_scopes` and `labels` are arrays of strings, `name`, `type` and `description`"
    " strings, `icon_uri` a URI; the first that is not is named in a 400 `bad_request`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}; for `description` inferred from {_SPEC}, section 3.1",
    operations=(
        "pingam.resource_set.register",
        "pingam.resource_set.update",
        "pingam.permission_request",
    ),
    statuses=(400,),
)
NAME_LENGTH = Rule(
    name="pingam.resource_set.name-length",
    says="A name has at most 4096 characters.",
    evidence=Evidence.UNSPECIFIED,
    source="No source names a limit",
    operations=("pingam.resource_set.register", "pingam.resource_set.update"),
    statuses=(400,),
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
NAME_REQUIRED = Rule(
    name="pingam.resource_set.name-required",
    says="In `openam` a description must have a name.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. {_DOC} requires `resource_scopes` alone. Switch `require_name`",
    operations=("pingam.resource_set.register", "pingam.resource_set.update"),
    statuses=(400,),
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
    operations=(
        "pingam.resource_set.read",
        "pingam.resource_set.update",
        "pingam.resource_set.delete",
        "pingam.resource_set.register",
    ),
    statuses=(404,),
)
NAME_UNIQUE = Rule(
    name="pingam.resource_set.name-unique",
    says="A second registration of a name, for one owner, client and realm, is 400 `Bad Request`;"
    " an update does not check.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. That 8.1, where names are optional, still checks: inferred. Switch"
    " `unique_names`",
    operations=("pingam.resource_set.register",),
    statuses=(400,),
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
    operations=("pingam.resource_set.*",),
    statuses=(412,),
)
CONDITION_REQUIRED = Rule(
    name="pingam.conditions.required",
    says="`If-Match` is optional; in `openam` a write without it is 400 `server_error`.",
    evidence=Evidence.INFERRED,
    source=f"{_SPEC} has no such header, and the reference resource server of AM 6 sends none;"
    f" `openam`: {_LIVE}. Switch `require_if_match`",
    operations=("pingam.resource_set.update", "pingam.resource_set.delete"),
    statuses=(400,),
)
CONDITION_MALFORMED = Rule(
    name="pingam.conditions.malformed",
    says="Where `If-Match` is optional, a write with an `If-Match` or `If-None-Match` that is"
    " neither `*` nor a list of entity tags is 400 `bad_request`, and changes nothing.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 9110, sections 13.1.1 and 13.1.2. The ancestor takes such a header as none, and"
    " refuses a write without one; 8.1 does not want one, and would overwrite what is newer",
    operations=("pingam.resource_set.update", "pingam.resource_set.delete"),
    statuses=(400,),
)
COLLECTION_WRITE = Rule(
    name="pingam.conditions.collection",
    says="A write to the collection is 412 with a tag, 400 `server_error` with `If-Match: *`, and"
    " 405 without one, where `If-Match` is optional.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}. The 405: {_SPEC}, section 3.2",
    operations=("pingam.resource_set.update", "pingam.resource_set.delete"),
    statuses=(400,),
)
