"""What holds wherever a realm is asked for something: tokens, paths, bodies, methods."""

from fakeping.core.causes import OF_TOKENS
from fakeping.core.rules import Evidence, Rule

_DOC = "PingAM 8.1, /uma/resource_set"
_LIVE = "Recordings of a running OpenAM, PingAM's open ancestor"
_SPEC = "Federated Authorization for UMA 2.0"

# The operations that read a JSON body, and those that read a form.
_BODIES = (
    "pingam.resource_set.register",
    "pingam.resource_set.update",
    "pingam.permission_request",
    "pingam.policy.create",
    "pingam.policy.put",
    "pingam.owner_resource_set.update",
    "pingam.label.create",
    "pingam.label.put",
    "pingam.pending_request.decide*",
    "pingam.authenticate",
    "pingam.session.act",
)
_FORMS = (
    "pingam.token",
    "pingam.introspect",
    "pingam.revoke",
    "pingam.authorize.decide",
    "pingam.login",
)

AUTH_TOKEN = Rule(
    name="pingam.auth.token",
    says="Without a PAT that this realm issued and that has not expired, the answer is 401"
    " `invalid_token`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: no token, unknown token. For PingAM's own endpoint: inferred",
    operations=("pingam.resource_set.*", "pingam.permission_request", "pingam.introspect*"),
    statuses=(401,),
    causes=OF_TOKENS,
)
FORM = Rule(
    name="pingam.answer.form",
    says="Every answer has the members that its operation promises, of their types, and is declared"
    " as JSON; what a deployment says besides counts for nothing.",
    evidence=Evidence.DOCUMENTED,
    source=f"PingAM 8.1, the sample answers; {_LIVE}",
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
    operations=("pingam.resource_set.*", "pingam.permission_request", "pingam.introspect*"),
    statuses=(403,),
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
    operations=("pingam.*",),
    statuses=(404,),
)
NO_ROUTE = Rule(
    name="pingam.error.no-route",
    says="A path with no operation is 404 in the form of AM's own REST endpoints, before"
    " authentication; of two segments too many the first is taken for a realm.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: an extra path segment, an unknown endpoint. A slash behind a resource set's"
    " id: inferred",
    statuses=(404,),
)
MEDIA_IGNORED = Rule(
    name="pingam.body.media-ignored",
    says="The request's media type is ignored; a charset or content encoding that is not taken is"
    " 415.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: text/plain, application/xml and none all register. The 415: unspecified",
    operations=_BODIES,
    statuses=(415,),
)
MALFORMED = Rule(
    name="pingam.body.malformed",
    says="A body that is not a JSON object is 400 `bad_request`; none at all counts as `{}`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}, with the parser's own words and the place where it stopped",
    operations=(*_BODIES, *_FORMS),
    statuses=(400,),
)
LENIENT = Rule(
    name="pingam.body.lenient",
    says="A body is JSON; in `openam` single quotes, names without quotes and a comma too many pass"
    " as well.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_LIVE}, for `openam`; nobody has seen what 8.1 takes. Switch `lenient_json`",
)
EDITION_OPENAM = Rule(
    name="pingam.edition.openam",
    says="The edition `openam` is PingAM's open ancestor: UMA 1 at `/oauth2/.../resource_set`, with"
    " `scopes`, `uri` and `resource_set_id` where UMA 2 has `resource_scopes` and `resource_id`.",
    evidence=Evidence.OBSERVED,
    source=_LIVE,
    editions=("openam",),
)
METHOD = Rule(
    name="pingam.error.method",
    says="A method that is not supported is 405 `unsupported_method_type` with `Allow: POST, PUT,"
    " GET, DELETE`.",
    evidence=Evidence.OBSERVED,
    source=f"{_LIVE}: OPTIONS, PROPFIND",
    operations=("pingam.resource_set.update", "pingam.resource_set.delete"),
    statuses=(405,),
)
TOO_LARGE = Rule(
    name="pingam.error.too-large",
    says="A body over the server's limit is 413 `bad_request`.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 9110, section 15.5.14",
    operations=(*_BODIES, *_FORMS),
    statuses=(413,),
)
TOO_SLOW = Rule(
    name="pingam.error.too-slow",
    says="A body that does not arrive is 408 `bad_request`.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 9110, section 15.5.9",
    operations=(*_BODIES, *_FORMS),
    statuses=(408,),
)
TWICE = Rule(
    name="pingam.error.twice",
    says="A header field that is no list, a cookie or a query parameter that the operation heeds,"
    " which stands more than once, is 400 `bad_request` or `invalid_request`. Lists may be"
    " written in several lines.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 9110, section 5.3; RFC 6265, section 5.4; RFC 6749, section 3.1",
    operations=("pingam.*",),
    statuses=(400,),
    incidental=True,
)
STORE_FULL = Rule(
    name="pingam.store.full",
    says="What adds to a tenant that holds as much as it may is 507 `server_error`, and changes"
    " nothing. Reading and deleting go on, and deleting makes room; for signing in a little is"
    " left.",
    evidence=Evidence.UNSPECIFIED,
    source="RFC 4918, section 11.5; what the service bounds, it bounds for each kind",
    operations=(
        "pingam.resource_set.register",
        "pingam.resource_set.update",
        "pingam.permission_request",
        "pingam.policy.create",
        "pingam.policy.put",
        "pingam.owner_resource_set.update",
        "pingam.label.create",
        "pingam.label.put",
        "pingam.pending_request.decide*",
        "pingam.authenticate",
        "pingam.token",
        "pingam.authorize*",
        "pingam.login",
    ),
    statuses=(507,),
    incidental=True,
)
SCRIPTED = Rule(
    name="pingam.error.scripted",
    says="A failure that a test scripts has the status that it asks for, in the form of the"
    " endpoint: `error` and `error_description`, or `code`, `reason` and `message`.",
    evidence=Evidence.UNSPECIFIED,
    source="The forms are the ancestor's; which names it has for 409, 429 and 503, nobody has seen",
)
CRASH = Rule(
    name="pingam.error.crash",
    says="A bug of fakeping is 500 `server_error`, and fails the test that met it.",
    evidence=Evidence.UNSPECIFIED,
    source="The ancestor answers 400 `server_error` to its own; a test should not take it for that",
    operations=("pingam.*",),
    statuses=(500,),
)
ACTION = Rule(
    name="pingam.crest.action",
    says="An unknown `_action` is 400.",
    evidence=Evidence.UNSPECIFIED,
    source="The ancestor answers 501",
    operations=(
        "pingam.policy.create",
        "pingam.label.create",
        "pingam.pending_request.decide",
        "pingam.pending_request.decide_all",
        "pingam.session.act",
    ),
    statuses=(400,),
)
