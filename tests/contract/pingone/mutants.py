"""One bug, or more, for each rule of PingOne: with it the fake does not keep the rule."""

from dataclasses import dataclass
from typing import Any

_F = "fakeping.families.pingone"

# The editions that most bugs are looked for in.
P14C, CURRENT = "p14c", "current"


@dataclass(frozen=True)
class Bug:
    """At a function, what stands there, and what stands there instead."""

    rule: str
    place: str
    old: Any
    new: Any
    edition: str = P14C

    def __str__(self):
        return f"{self.rule}-{self.place.rpartition(':')[2]}-{self.edition}"


def _bug(rule, place, old, new, edition=P14C):
    module = f"{_F}.{place}".replace("._check_media", ":_check_media")
    return Bug(f"pingone.{rule}", module, old, new, edition)


def _core(rule, place, old, new, edition=P14C):
    return Bug(f"pingone.{rule}", f"fakeping.core.{place}", old, new, edition)


def _deaf(rule, target, edition=CURRENT, *, keyword=None):
    """The schemas' word on one member is not heard."""
    heard = f"each.target.startswith({target!r})"
    if keyword:
        heard += f" and each.keyword == {keyword!r}"
    kept = (
        f"    found = {{key: each for key, each in found.items() if not ({heard})}}\n    if found:"
    )
    return _core(rule, "schemas:validate", "    if found:", kept, edition)


def _envelope(rule, problem, reply, edition=P14C):
    """Another status, code or message for a kind of problem."""

    def with_another(envelopes):
        [kind] = [each for each in envelopes if each.__name__ == problem]
        return {**envelopes, kind: (*reply, *envelopes[kind][len(reply) :])}

    return _bug(rule, "problems:_ENVELOPES", ..., with_another, edition)


def _without(*names):
    def rest(members):
        return {name: value for name, value in members.items() if name not in names}

    return rest


CALLING = (
    _bug("error.rate-limit", "failures:envelope", '"REQUEST_LIMITED"', '"ACCESS_FAILED"'),
    _bug("error.rate-limit", "problems:_details", '"LIMIT_EXCEEDED"', '"TOO_MANY"'),
    _bug(
        "auth.token",
        "tokens:_with_one_of",
        "if token is None:",
        'if request.method == "DELETE":\n        return _worker(store)\n    if token is None:',
    ),
    _bug(
        "auth.token",
        "tokens:Tokens.find",
        "self._clock.timestamp() >= known.expires_at or",
        "",
    ),
    _bug(
        "auth.challenge", "problems:render_problem", '["WWW-Authenticate"] = "Bearer"', '["X"] = ""'
    ),
    _bug("auth.role", "tokens:_with_one_of", "and not opens", "and False"),
    _bug("auth.role", "tokens:_with_one_of", "store.edition.denied_status", "401", CURRENT),
    _bug("token.claims", "tokens:Tokens.issue", '"p1.rid": token_id,', ""),
    _bug("token.claims", "tokens:Tokens.issue", '"env": caller.issuer,', '"env": "",'),
    _bug("error.method", "problems:render_problem", 'headers["Allow"] = ', "allow = "),
    _envelope("error.method", "NotAllowed", (404,)),
    _core(
        "path.slashes",
        "router:_segments",
        'return [each for each in path.split("/") if each]',
        'return path.split("/")[1:]',
    ),
    _bug("headers", "headers:finish", '"Correlation-Id": ids.serial()', '"Correlation-Id": "one"'),
    _bug("headers", "headers:_STANDARD", ..., _without("Cache-Control")),
    _bug("headers", "headers:_STANDARD", ..., _without("Access-Control-Allow-Origin")),
    _bug("headers", "problems:_is_preflight", 'request.method == "OPTIONS"', "False"),
)

BODIES = (
    _bug("environment.read", "wire:resource", '{"href": environment}}', '{"href": url}}'),
    _bug(
        "environment.unknown",
        "strays:stray",
        "if home.edition.unknown_environment_forbidden:",
        "if True:",
    ),
    _envelope("error.not-found", "NotFound", (404, "NOT_FOUND", "Not found.")),
    _envelope("error.not-found", "NotFound", (400,)),
    _envelope("error.no-route", "NoRoute", (500,)),
    _core("error.malformed", "body:_unique", "if len(document) != len(pairs):", "if False:"),
    _core(
        "error.malformed", "body:_no_constant", 'raise _Refused(f"{text} is not JSON")', "return 1"
    ),
    _envelope("error.malformed", "Malformed", (400, "INVALID_DATA")),
    _bug("error.invalid-type", "violations:_UNREADABLE", ..., frozenset()),
    _deaf("error.invalid-type", "description", P14C, keyword="type"),
    _core(
        "error.invalid-data",
        "schemas:validate",
        "for key in sorted(found)",
        "for key in sorted(found)[:1]",
    ),
    _envelope("error.too-large", "TooLarge", (400,)),
    _bug("error.media-type", "_check_media", "require_json(request.headers)", "pass"),
    _bug("error.media-type", "_check_media", "require_identity(request.headers)", "pass"),
    _envelope("error.media-type", "UnsupportedMedia", (400,)),
)

_REFUSES_THE_UNKNOWN = """
    if "colour" in call.body:
        raise BadParameter("unknown", target="colour", rule=rules.READ_ONLY)
    url"""

ENTITIES = (
    _bug("entity.read-only", "handlers:create_resource", "\n    url", _REFUSES_THE_UNKNOWN),
    _bug(
        "entity.read-only",
        "resources:Resources.create",
        "created_at=stamp.created_at,",
        'created_at="1970-01-01T00:00:00.000Z",',
    ),
    _bug(
        "entity.put-clears",
        "resources:Resources.update",
        "description=said.description,",
        "description=said.description or current.description,",
    ),
    _bug(
        "entity.put-clears",
        "resources:Resources.update_scope",
        "description=said.description,",
        "description=said.description or current.description,",
    ),
    _bug(
        "entity.put-clears",
        "wire:resource",
        "**_unless_unset(description=entity.description)",
        '"description": entity.description',
        CURRENT,
    ),
    _bug("entity.created", "replies:created", "Reply(201", "Reply(200"),
    _bug("entity.created", "replies:created", '{**_HEADERS, "Location": url}', "_HEADERS"),
    _bug("entity.created", "handlers:create_scope", "/scopes/{created.id}", "/scopes"),
    _bug("entity.deleted", "handlers:delete_resource", "Reply(204)", "Reply(200)"),
    _bug("entity.deleted", "handlers:delete_scope", "Reply(204)", 'Reply(204, b"{}")'),
    _bug("entity.deleted", "resources:Resources.delete", "self.table.remove(id_)", "pass"),
    _deaf("entity.name-required", "name", P14C, keyword="pattern"),
    _deaf("entity.name-required", "name", P14C, keyword="required"),
    _deaf("entity.name-length", "name", P14C, keyword="maxLength"),
    _bug(
        "resource.name-unique",
        "resources:Resources._check_name",
        "not in {None, besides}",
        "in {besides}",
    ),
    _bug(
        "resource.name-unique",
        "resources:Resources.folded",
        "if self.edition.names_fold_case",
        "if True",
    ),
    _bug(
        "scope.name-unique",
        "resources:Resources._name_faults",
        "not in {None, besides} for",
        "in {besides} for",
    ),
    _bug(
        "scope.name-unique",
        "resources:Resources._name_faults",
        "if edition.scope_names_unique_in_environment:",
        "if True:",
    ),
)

RESOURCES = (
    _bug("resource.listed", "wire:listed_resource", "if edition.listed is None:", "if True:"),
    _bug("resource.listed", "wire:resource", '"createdAt": entity.created_at,', "", CURRENT),
    _bug(
        "resource.expand",
        "handlers:list_resources",
        '{"scopes": shown}',
        '{"scopes": shown[:1]}',
    ),
    _bug(
        "resource.expand-unknown",
        "handlers:list_resources",
        'if expand not in {None, "scopes"}:',
        "if False:",
    ),
    _bug("resource.built-in", "builtins:_SCOPES", ..., lambda scopes: {**scopes, "openid": {}}),
    _bug("resource.built-in", "builtins:resources", "type=type_,", 'type="CUSTOM",'),
    _bug(
        "resource.built-in-fixed",
        "resources:Resources.custom",
        "if found.type != CUSTOM:",
        "if False:",
    ),
    _bug("resource.documented-ids", "builtins:_DOCUMENTED", ..., {}),
    _deaf("resource.token-validity", "accessToken", keyword="minimum"),
    _deaf("resource.token-validity", "accessToken", keyword="exclusiveMaximum"),
    _bug("resource.token-validity", "wire:_DEFAULT_VALIDITY", ..., 7200, CURRENT),
    _deaf("resource.audience", "audience"),
    _bug(
        "resource.audience",
        "wire:resource_description",
        'body.get("audience") or body["name"]',
        'body.get("audience")',
        CURRENT,
    ),
    _deaf("resource.introspect-method", "introspect"),
    _bug("resource.introspect-method", "wire:_DEFAULT_INTROSPECTION", ..., "NONE", CURRENT),
    _bug(
        "resource.permissions",
        "wire:resource_description",
        'permissions.get("claimEnabled") or False',
        'permissions.get("claimEnabled", True)',
        CURRENT,
    ),
    _bug(
        "resource.defaults-reset",
        "resources:Resources.update",
        "settings=said.settings,",
        "settings=current.settings,",
        CURRENT,
    ),
    _deaf("resource.type-custom", "type"),
)

SCOPES = (
    _bug(
        "scope.platform-fixed",
        "resources:Resources.delete_scope",
        ".platform:",
        ".platform and False:",
    ),
    _bug(
        "scope.platform-fixed",
        "resources:Resources._amended",
        "if changeable is None or said.name != current.name:",
        "if changeable is None:",
        CURRENT,
    ),
    _bug(
        "scope.platform-fixed",
        "resources:Resources.update_scope",
        "if current.platform:",
        "if False:",
    ),
    _bug(
        "scope.on-built-in",
        "resources:Resources.create_scope",
        "resource = self.get(resource_id)",
        "resource = self.custom(resource_id)",
    ),
    _bug(
        "scope.name-characters",
        "resources:Resources._name_faults",
        "re.fullmatch(pattern, said.name)",
        "(re.fullmatch(pattern, said.name) or not api)",
        CURRENT,
    ),
    _bug(
        "scope.api-name",
        "resources:Resources._name_faults",
        "edition.api_scope_name if api",
        "edition.scope_name if api",
        CURRENT,
    ),
    _bug("scope.schema-attributes", "attributes:_schema_faults", "and alone", "", CURRENT),
    _bug("scope.schema-attributes", "attributes:_schema_faults", "on_api and", "", CURRENT),
    _bug(
        "scope.schema-attributes",
        "resources:Resources._schema_attributes",
        '(("*",) if',
        "(None if",
        CURRENT,
    ),
    _bug(
        "scope.mapped-claims",
        "attributes:Attributes.mapping_faults",
        "resource.type == edition.openid[1] and",
        "",
        CURRENT,
    ),
    _bug(
        "scope.mapped-claims",
        "attributes:Attributes.mapping_faults",
        "each is not None and each.type == CUSTOM for",
        "each is not None for",
        CURRENT,
    ),
    _bug(
        "scope.platform-changed",
        "resources:Resources._amended",
        "return replace(current, mapped_claims=said.mapped_claims)",
        "return replace(current, mapped_claims=said.mapped_claims, description=said.description)",
        CURRENT,
    ),
    _bug(
        "scope.platform-changed",
        "resources:Resources._amended",
        "if changeable is None",
        'if current.name != "email"',
        CURRENT,
    ),
)

ATTRIBUTES = (
    _bug("attribute.core", "builtins:_SUBJECT", ..., {}, CURRENT),
    _bug("attribute.core", "builtins:_ATTRIBUTES", ..., _without("email"), CURRENT),
    _bug(
        "attribute.fixed",
        "attributes:Attributes._faults",
        "if said.name != current.name:",
        "if False:",
        CURRENT,
    ),
    _bug("attribute.fixed", "attributes:Attributes.delete", "!= CUSTOM:", "is None:", CURRENT),
    _bug(
        "attribute.place",
        "attributes:Attributes._faults",
        "said.id_token is False and said.user_info is False",
        "False",
        CURRENT,
    ),
    _bug(
        "attribute.place",
        "attributes:Attributes._faults",
        "if place is not None:",
        "if False:",
        CURRENT,
    ),
    _bug(
        "attribute.place",
        "attributes:Attributes.create",
        "if resource.type == self._resources.edition.api[1]:",
        "if False:",
        CURRENT,
    ),
    _bug("attribute.reserved", "attributes:_RESERVED", ..., frozenset(), CURRENT),
    _bug(
        "attribute.reserved",
        "attributes:Attributes._name_faults",
        "if reserved and self._is_openid(resource):",
        "if reserved:",
        CURRENT,
    ),
    _bug(
        "attribute.value-required",
        "attributes:Attributes._faults",
        "if not said.value:",
        "if False:",
        CURRENT,
    ),
    _bug(
        "attribute.name-unique",
        "attributes:Attributes._name_faults",
        "not in {None, besides}",
        "in {besides}",
        CURRENT,
    ),
)

SECRETS = (
    _bug(
        "secret.form",
        "secret:Secrets._new",
        "~{self._ids.opaque()}.{self._ids.opaque()}",
        "",
        CURRENT,
    ),
    _bug("secret.form", "handlers:rotate_secret", "replies.reply(", "Reply(201, ", CURRENT),
    _bug(
        "secret.built-in",
        "secret:Secrets.get",
        "if self._resources.get(resource_id).type != CUSTOM:",
        "if False:",
        CURRENT,
    ),
    _bug("secret.previous", "secret:_SHORTEST", ..., -7200, CURRENT),
    _bug("secret.previous", "secret:_LONGEST", ..., 10**9, CURRENT),
    _bug(
        "secret.previous",
        "secret:Secrets.rotate",
        "previous=current.secret,",
        "previous=self._new(),",
        CURRENT,
    ),
    _bug(
        "secret.previous",
        "secret:Secrets.get",
        "self._clock.timestamp() >= found.previous_expires",
        "False",
        CURRENT,
    ),
)

ENVIRONMENTS = (
    _bug(
        "environment.name-unique",
        "store:Platform.check_environment_name",
        "if self._named.get(name) not in {None, besides}:",
        "if False:",
        CURRENT,
    ),
    _deaf("environment.required", "license"),
    _deaf("environment.required", "region", keyword="required"),
    _bug("environment.type", "store:Platform.update_environment", "type=kept.type,", "", CURRENT),
    _bug(
        "environment.type", "store:Platform.update_environment", "region=kept.region,", "", CURRENT
    ),
    _bug(
        "environment.bill-of-materials",
        "environments:create_environment",
        ', bill_in="billOfMaterials"',
        "",
        CURRENT,
    ),
    _deaf("environment.bill-of-materials", "products.0.bookmarks"),
    _bug(
        "environment.created",
        "populations:Populations.built_in",
        "default=True,",
        "default=False,",
        CURRENT,
    ),
    _bug(
        "environment.kept",
        "store:Platform.delete_environment",
        'or current.said.type == "PRODUCTION"',
        "",
        CURRENT,
    ),
    _bug(
        "environment.kept",
        "store:Platform.delete_environment",
        "current is self.home or",
        "",
        CURRENT,
    ),
    _bug(
        "population.name-unique",
        "populations:Populations._check_name",
        "not in {None, besides}",
        "in {besides}",
        CURRENT,
    ),
    _bug(
        "population.default",
        "populations:Populations.delete",
        ".default:",
        ".default and False:",
        CURRENT,
    ),
)

COLLECTIONS = (
    _core(
        "collection.order",
        "table:Table.joined",
        "for id_ in self._by_id]",
        "for id_ in reversed(self._by_id)]",
    ),
    _core(
        "collection.order",
        "table:Table._keep",
        "self._by_id[id_] = entity",
        "self._by_id.pop(id_, None)\n    self._by_id[id_] = entity",
    ),
    _bug("collection.count", "replies:collection", "size=len(table)", "size=1"),
    _bug(
        "collection.count",
        "replies:page",
        "count=found.total",
        "count=len(found.entities)",
        CURRENT,
    ),
    _bug("collection.limit", "paging:_limit", "< 1", "< 0", CURRENT),
    _bug("collection.limit", "paging:links", "if cursor is not None:", "if False:", CURRENT),
    _bug(
        "collection.cursor",
        "paging:_border",
        "if border[0] < 0 or",
        "if border[0] < -1 and",
        CURRENT,
    ),
    _bug(
        "collection.cursor",
        "paging:_start",
        "return ids.index(after)",
        "return ids.index(after) + 1",
        CURRENT,
    ),
    _bug(
        "collection.filter",
        "paging:_comparison",
        "wanted = str(node.comp_value.value).casefold()",
        "wanted = str(node.comp_value.value)",
        CURRENT,
    ),
    _bug(
        "collection.filter",
        "paging:_OPERATORS",
        ...,
        lambda known: {**known, "gt": known["eq"]},
        CURRENT,
    ),
    _bug(
        "collection.order-by",
        "paging:_ordered",
        'reverse=term.strip().startswith("-")',
        "reverse=False",
        CURRENT,
    ),
    _bug(
        "collection.order-by",
        "paging:_ordered",
        "if value is None:",
        "if value is None and name:",
        CURRENT,
    ),
)

CLIENTS = (
    _bug("token.client-credentials", "signin.issue:_answer", "if access.names else {}", "", P14C),
    _bug("token.client-credentials", "signin.issue:_answer", '"Bearer"', '"bearer"', CURRENT),
    _bug(
        "token.scope",
        "signin.issue:_answer",
        "if access.names else {}",
        "if not access.names else {}",
    ),
    _bug(
        "token.no-store",
        "signin.token:_HEADERS",
        ...,
        lambda headers: {**headers, "Cache-Control": "max-age=60"},
    ),
    _bug(
        "token.no-store", "signin.problems:_answer", "**NO_STORE,", '"Cache-Control": "max-age=60",'
    ),
    _bug(
        "token.client-invalid",
        "signin.clients:_application",
        "not matches(found.client_secret, shown.secret)",
        "False",
    ),
    _bug(
        "token.client-invalid",
        "signin.problems:render_problem",
        '"Correlation-Id": correlation',
        '"Correlation-Id": "x"',
    ),
    _bug(
        "token.client-method",
        "signin.clients:_application",
        "if shown.method not in found.auth_methods:",
        "if False:",
    ),
    _bug("token.client-method", "signin.clients:_UNSUPPORTED", ..., "Request denied"),
    _bug(
        "token.worker-methods",
        "signin.clients:_application",
        "if shown.method not in found.auth_methods:",
        "if shown.method != BASIC:",
    ),
    _bug(
        "token.worker-methods",
        "signin.clients:_application",
        "if shown.method not in found.auth_methods:",
        "if found.type != 'WORKER' and shown.method not in found.auth_methods:",
    ),
    _bug(
        "token.lenient",
        "signin.clients:authenticate",
        'if store.auth == "strict":',
        'if store.auth != "off":',
    ),
    _bug(
        "signin.request-invalid", "signin.parameters:required", "if name not in said:", "if False:"
    ),
    _bug(
        "signin.request-invalid",
        "signin.authorize:_seconds",
        "if not text.isascii() or not text.isdigit() or len(text) > 9:",
        "if not text.isdigit():\n        return None\n    if False:",
    ),
    _core(
        "signin.request-invalid",
        "body:read_form",
        "if len(pairs) != len(dict(pairs)):",
        "if False:",
    ),
    _bug(
        "signin.request-invalid",
        "signin.authorize:_prompts",
        'or ("none" in asked and len(asked) > 1)',
        "",
    ),
    _bug(
        "token.grant-unsupported",
        "signin.token:token",
        '"unsupported_grant_type"',
        '"invalid_request"',
    ),
    _bug(
        "token.grant-unauthorized",
        "signin.token:token",
        "if name not in application.grant_types:",
        "if False:",
    ),
    _bug(
        "token.grant-unauthorized",
        "signin.authorize:_response_types",
        "if not application.response_types.issuperset(asked) or",
        "if False and",
    ),
)

GRANTS = (
    _bug(
        "token.grant-invalid",
        "signin.token:authorization_code",
        'if call.body.get("redirect_uri") != request.redirect_uri:',
        "if False:",
    ),
    _bug(
        "token.grant-invalid",
        "signin.token:authorization_code",
        'check_verifier(request, call.body.get("code_verifier"))',
        "pass",
    ),
    _bug(
        "token.grant-invalid",
        "signin.token:authorization_code",
        "or authorization.request.client_id != application.client_id",
        "",
    ),
    _bug(
        "token.grant-invalid",
        "signin.token:refresh_token",
        "or authorization.request.client_id != application.client_id",
        "",
    ),
    _bug(
        "token.code-once", "signin.token:authorization_code", "authorizations.spend(code)", "pass"
    ),
    _bug("token.code-once", "signin.token:_spent_or_unknown", "issue.end(call, spent.id)", "pass"),
    _bug("token.code-once", "signin.authorizations:CODE_LIFETIME", ..., 600),
    _bug("token.code-once", "signin.authorizations:CODE_LIFETIME", ..., 30),
    _bug(
        "token.refresh-rotation",
        "signin.token:refresh_token",
        "authorizations.spend(presented)",
        "pass",
    ),
    _bug(
        "token.refresh-rotation",
        "signin.token:_spent_or_unknown",
        "issue.end(call, spent.id)",
        "pass",
    ),
    _bug(
        "token.refresh-lifetime",
        "signin.issue:for_user",
        "if REFRESH_TOKEN in application.grant_types:",
        'if "offline_access" in access.openid:',
    ),
    _bug(
        "token.refresh-lifetime",
        "signin.issue:for_user",
        "lifetime=application.refresh_lifetime",
        "lifetime=3600",
    ),
    _bug(
        "token.refresh-lifetime",
        "signin.issue:for_user",
        "lifetime=application.refresh_lifetime",
        "lifetime=10**9",
    ),
)

GRANTED = (
    _bug("scope.granted", "signin.scopes:_grants", "if one.id in each.scope_ids)", ")"),
    _bug(
        "scope.granted",
        "signin.scopes:_granted",
        "if REFRESH_TOKEN in application.grant_types:",
        "if True:",
    ),
    _bug(
        "scope.granted",
        "signin.scopes:_granted",
        "implicit = {OPENID}",
        'implicit = {OPENID, "profile"}',
    ),
    _bug(
        "scope.one-resource",
        "signin.scopes:_several",
        '"May not request scopes for multiple resources"',
        '"No"',
    ),
    _bug(
        "scope.one-resource",
        "signin.scopes:access",
        "if scopes.issuperset(wanted):",
        "if scopes.intersection(wanted):",
    ),
    _bug(
        "scope.self-management",
        "signin.scopes:_granted",
        "elif user or resource != environment.resources.api:",
        "else:",
    ),
    _bug(
        "scope.self-management",
        "signin.scopes:_granted",
        "openid |= scopes if user else frozenset()",
        "openid |= scopes",
    ),
    _bug("scope.default", "signin.scopes:_default", "if len(granted) == 1:", "if False:"),
    _bug(
        "scope.default",
        "signin.scopes:_default",
        "return Access(openid=(OPENID,))",
        'return Access(openid=(OPENID, "profile"))',
    ),
    _bug(
        "scope.default",
        "signin.scopes:_default",
        "if granted:\n        raise _several()",
        "if granted:\n        return Access()",
    ),
)

CLAIMS = (
    _bug(
        "token.audience",
        "signin.issue:_audience",
        "resource.settings.audience or resource.name",
        '"https://api.pingone.com"',
    ),
    _bug("token.audience", "signin.issue:_audience", "resource.settings.audience or", "", CURRENT),
    _bug(
        "token.audience",
        "signin.issue:_lifetime",
        "resource.settings.access_token_validity or",
        "",
        CURRENT,
    ),
    _bug(
        "token.user-claims",
        "signin.issue:access_token",
        "**claims.in_access_token(environment, user, resource),",
        "",
        CURRENT,
    ),
    _bug("token.user-claims", "signin.issue:access_token", '"sid": session.id,', ""),
    _bug("token.id-token", "signin.issue:id_token", '"nonce": nonce,', ""),
    _bug("token.id-token", "signin.issue:id_token", "_half_hash(access_token)", "_half_hash(code)"),
    _bug(
        "token.id-token",
        "signin.issue:id_token",
        "**claims.in_id_token(environment, user, access.openid),",
        "",
    ),
    _bug(
        "token.id-token",
        "signin.issue:id_token",
        "access.openid),",
        '("openid", "email", "profile")),',
    ),
    _bug("token.id-token", "signin.issue:for_user", "if OPENID in access.openid:", "if True:"),
    _core("jwks", "keys:Keys.public", "private=False", "private=True"),
    _core("jwks", "keys:Keys.sign", '"kid": self._key.kid', '"kid": "another"'),
    _bug(
        "discovery",
        "signin.discovery:discovery",
        '"jwks_uri": f"{issuer}/jwks"',
        '"jwks_uri": f"{issuer}/keys"',
    ),
    _bug(
        "discovery",
        "signin.discovery:discovery",
        '"issuer": issuer,',
        '"issuer": "https://auth.pingone.com",',
    ),
    _bug(
        "userinfo.claims",
        "signin.claims:in_user_info",
        "each.user_info is not False",
        "True",
        CURRENT,
    ),
    _bug("userinfo.claims", "signin.claims:_scope_of", "_SCOPE_OF.get(name, OPENID)", "OPENID"),
    _bug("userinfo.scope", "signin.userinfo:userinfo", "or OPENID not in call.caller.scopes", ""),
    _bug(
        "userinfo.scope",
        "signin.userinfo:authenticate",
        'raise Unauthenticated("no bearer token")',
        'raise Forbidden("no bearer token")',
    ),
)

AUTHORIZE = (
    _bug(
        "authorize.sample",
        "signin.parameters:parameters",
        'if request.method == "POST":',
        "if False:",
    ),
    _bug(
        "authorize.sample",
        "signin.authorize:_members",
        '["state"] = request.state',
        '["state"] = None',
    ),
    _bug(
        "authorize.redirect",
        "signin.authorize:_redirect_uri",
        "if uri not in application.redirect_uris:",
        "if not uri.startswith(application.redirect_uris):",
    ),
    _bug(
        "authorize.redirect", "signin.authorize:authorize", 'state=said.get("state")', "state=None"
    ),
    _bug(
        "authorize.page",
        "signin.pages:choose",
        "map(_button, ordered)",
        "map(_button, ordered[:1])",
    ),
    _bug("authorize.page", "signin.authorize:signon", '"access_denied"', '"login_required"'),
    _bug(
        "authorize.page", "signin.authorize:_signed_in", "if new_cookie is not None:", "if False:"
    ),
    _bug(
        "authorize.at-once",
        "signin.authorize:_answer",
        "if directory.at_once is not None:",
        "if False:",
    ),
    _bug(
        "authorize.prompt", "signin.authorize:_answer", 'if "none" in request.prompts:', "if False:"
    ),
    _bug(
        "authorize.prompt",
        "signin.authorize:_holds",
        'if request.prompts & {"login", "select_account"}:',
        "if False:",
    ),
    _bug(
        "authorize.prompt",
        "signin.authorize:_holds",
        "request.max_age is None or age <= request.max_age",
        "True",
    ),
    _bug("authorize.acr", "signin.authorize:_POLICY", ..., "None"),
    _bug(
        "authorize.acr",
        "signin.authorize:_request",
        'next(iter(words(said, "acr_values")), _POLICY)',
        "_POLICY",
    ),
    _bug(
        "authorize.pkce",
        "signin.pkce:check_challenge",
        "if enforcement != PKCE_OPTIONAL:",
        "if False:",
    ),
    _bug(
        "authorize.pkce",
        "signin.pkce:check_challenge",
        "if enforcement == PKCE_S256_REQUIRED and method != S256:",
        "if False:",
    ),
    _bug(
        "authorize.pkce",
        "signin.pkce:check_challenge",
        "if not _FORM.fullmatch(challenge):",
        "if False:",
    ),
    _bug(
        "authorize.pkce",
        "signin.pkce:check_challenge",
        "if method not in {PLAIN, S256}:",
        "if False:",
    ),
    _bug(
        "signon.once",
        "signin.sessions:Sessions.chosen",
        "self._waiting.take(flow)",
        "self._waiting.get(flow)",
    ),
    _bug(
        "signin.environment-unknown",
        "strays:_asks_for_a_token",
        'request.path.lstrip("/").startswith("v1/")',
        "True",
    ),
)

ABOUT = (
    _bug(
        "introspect.auth",
        "signin.introspect:_check",
        "if shown.method != method:",
        "if False:",
        CURRENT,
    ),
    _bug("introspect.auth", "signin.introspect:_check", "if not accepted:", "if False:", CURRENT),
    _bug(
        "introspect.auth",
        "signin.clients:_application",
        "not matches(found.client_secret, shown.secret)",
        "False",
    ),
    _bug(
        "introspect.auth",
        "secret:Secrets.accepts",
        "matches(held.secret, secret) or previous",
        "previous",
        CURRENT,
    ),
    _bug(
        "introspect.active",
        "signin.introspect:_inactive",
        '{"active": False}',
        '{"active": False, "reason": "x"}',
    ),
    _bug(
        "introspect.active",
        "signin.introspect:_concerns",
        "return token.caller.client == asks",
        "return True",
    ),
    _bug(
        "introspect.active",
        "signin.introspect:_concerns",
        "in token.audience",
        "not in ()",
        CURRENT,
    ),
    _bug(
        "introspect.active",
        "signin.introspect:introspect",
        "refresh is not None and refresh.request.client_id == call.caller.client",
        "refresh is not None",
    ),
    _bug(
        "revoke",
        "signin.introspect:revoke",
        "call.store.tokens.revoke(found.id, expires_at=found.expires_at)",
        "pass",
    ),
    _bug("revoke", "signin.introspect:revoke", "issue.end(call, refresh.id)", "pass"),
    _bug(
        "revoke",
        "signin.introspect:revoke",
        "if refresh.request.client_id == call.caller.client:",
        "if True:",
    ),
    _bug(
        "revoke",
        "signin.introspect:revoke",
        "if (found.caller.client, found.caller.issuer) ==",
        "if True or () ==",
    ),
    _bug("signoff", "signin.signoff:signoff", 'hint.get("sid", "")', '""'),
    _bug("signoff", "signin.signoff:signoff", "(cookie=cookie(call), ", "(cookie=None, "),
    _bug("signoff", "signin.signoff:_where", "uri in each.post_logout_redirect_uris", "uri"),
    _bug("signoff", "signin.signoff:signoff", '"state": said.get("state")', '"state": None'),
)

BUGS = (
    *CALLING,
    *BODIES,
    *ENTITIES,
    *RESOURCES,
    *SCOPES,
    *ATTRIBUTES,
    *SECRETS,
    *ENVIRONMENTS,
    *COLLECTIONS,
    *CLIENTS,
    *GRANTS,
    *GRANTED,
    *CLAIMS,
    *AUTHORIZE,
    *ABOUT,
)
