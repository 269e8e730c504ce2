"""One bug, or more, for each rule of PingAM: with it the fake does not keep the rule."""

from dataclasses import dataclass, field
from typing import Any

_F = "fakeping.families.pingam"


@dataclass(frozen=True)
class Bug:
    """At a function, what stands there, and what stands there instead."""

    rule: str
    place: str
    old: Any
    new: Any
    edition: str = "8.1"
    switches: dict[str, bool] = field(default_factory=dict)

    def __str__(self):
        return f"{self.rule}-{self.place.rpartition(':')[2]}-{self.edition}"


def _bug(rule, place, old, new, edition="8.1", **switches):
    return Bug(
        f"pingam.{rule}",
        _F + (f":{place}" if place.startswith("_") else f".{place}"),
        old,
        new,
        edition,
        switches,
    )


def _core(rule, place, old, new):
    return Bug(f"pingam.{rule}", f"fakeping.{place}", old, new)


_NO_RAISE = "pass  # "

ACCESS = (
    _bug(
        "auth.token",
        "tokens:authenticate",
        'raise Unauthenticated("no bearer token")',
        "return _anyone()",
    ),
    _bug(
        "auth.token", "tokens:Tokens._is_over", ">= token.expires_at", ">= token.expires_at + 7200"
    ),
    _bug(
        "auth.token",
        "tokens:Tokens._get",
        "self._known.get((realm, value)) or",
        "next((each for (_, known), each in self._known.items() if known == value), None) or",
    ),
    _bug(
        "auth.no-challenge",
        "refusals:thrown",
        '{"Content-Type": "application/json"}',
        '{"Content-Type": "application/json", "WWW-Authenticate": "Bearer"}',
    ),
    _bug("auth.scope", "tokens:authenticate", "UMA_PROTECTION not in caller.scopes", "False"),
    _bug("auth.scope", "tokens:authenticate", "and store.edition.enforce_pat_scope", "", "openam"),
    _bug("realm.path", "realms:addressed", "if request.query and", "if False and"),
    _bug("realm.path", "realms:_consumed", "elif hierarchical:", "elif True:"),
    _bug(
        "realm.unknown", "refusals:thrown", "case p.NoRoute() | p.NoTenant():", "case p.NoRoute():"
    ),
    _bug(
        "error.no-route",
        "refusals:thrown",
        "case p.NoRoute() | p.NoTenant():",
        "case p.NoTenant():",
    ),
    _bug("error.no-route", "realms:lost", "if len(rest) > 1 else None", "if False else None"),
    _bug("error.method", "refusals:thrown", '"POST, PUT, GET, DELETE"', '"POST, PUT, GET"'),
    _bug("edition.openam", "edition:Edition.id_member", "if self.uma1", "if False", "openam"),
)
BODIES = (
    _bug("body.media-ignored", "_check_media", "if charset not in _CHARSETS:", "if False:"),
    _bug(
        "body.media-ignored",
        "_check_media",
        "require_identity(request.headers)",
        'if "xml" in content_type(request.headers)[0]:\n        raise UnsupportedMedia("")',
    ),
    _bug("body.media-ignored", "_check_media", "require_identity(request.headers)", "pass"),
    _bug("body.malformed", "descriptions:_object", "if not raw:", "if False:"),
    _bug(
        "body.malformed", "descriptions:_object", "if not isinstance(document, dict):", "if False:"
    ),
    _bug("body.lenient", "descriptions:_object", "if lenient:", "if True:"),
    _bug("body.lenient", "descriptions:_object", "if lenient:", "if False:", "openam"),
    _bug(
        "error.too-large",
        "refusals:thrown",
        "headers =",
        "status = min(status, 412)\n    headers =",
    ),
)
DESCRIPTIONS = (
    _bug(
        "resource_set.scopes-required",
        "descriptions:parse",
        "return said",
        "return {store.edition.scopes_member: [], **said}",
    ),
    _bug(
        "resource_set.description",
        "descriptions:parse",
        "return said",
        'return {name: str(value) if name == "type" else value for name, value in said.items()}',
    ),
    _bug(
        "resource_set.description",
        "descriptions:_first",
        "return sentence, rules.DESCRIPTION_TYPES",
        'return "A member is wrong.", rules.DESCRIPTION_TYPES',
    ),
    _core(
        "resource_set.name-length",
        "core.schemas:validate",
        "    if found:",
        "    if [each for each in found.values() if each.keyword != 'maxLength']:",
    ),
    _bug(
        "resource_set.null-is-absent",
        "descriptions:parse",
        "{name: value for name, value in document.items() if value is not None}",
        '{name: "" if value is None else value for name, value in document.items()}',
    ),
    _bug(
        "resource_set.unknown-kept",
        "wire.resource_sets:description",
        "name not in _SERVERS",
        'name in {"resource_scopes", "name", "type"}',
    ),
    _bug(
        "resource_set.name-required",
        "descriptions:parse",
        "if store.edition.require_name and",
        "if False and",
        "openam",
    ),
    _bug(
        "resource_set.name-required",
        "descriptions:parse",
        "if store.edition.require_name and",
        "if True and",
    ),
)
REGISTERING = (
    _bug(
        "auth.client-pat",
        "store:AccessManager.delete",
        "if caller.subject is None and",
        "if False and",
        "openam",
    ),
    _bug(
        "auth.client-pat",
        "store:AccessManager.delete",
        "and not self.edition.delete_with_client_pat",
        "",
    ),
    _bug(
        "resource_set.post-to-one",
        "operations.registration:register",
        "edition = call.store.edition",
        'if "id" in call.params:\n        return update(call)\n    edition = call.store.edition',
    ),
    _bug(
        "resource_set.location",
        "wire.resource_sets:registered",
        "if edition.location:",
        "if True:",
        "openam",
    ),
    _bug(
        "resource_set.location", "wire.resource_sets:registered", "deployment, realm=", '"", realm='
    ),
    _bug(
        "resource_set.registered",
        "wire.resource_sets:registered",
        "entity.reference",
        "entity.document",
    ),
    _bug(
        "resource_set.registered",
        "wire.resource_sets:registered",
        '{**_JSON, "ETag": entity.etag}',
        "{**_JSON}",
    ),
    _bug("resource_set.policy-uri", "wire.resource_sets:policy_uri", "#uma/share/", "#share/"),
    _bug(
        "resource_set.policy-uri",
        "resource_sets:ResourceSets.update",
        "policy_uri=current.user_access_policy_uri",
        'policy_uri=current.user_access_policy_uri + "?"',
    ),
    _bug(
        "resource_set.id-form",
        "resource_sets:ResourceSets.new_id",
        "{self._prefix}{self.counter}",
        "{self._prefix}-{self.counter}",
    ),
    _bug(
        "resource_set.etag",
        "wire.resource_sets:resource_set",
        "client=identity.client",
        "client=identity.owner",
    ),
    _bug("resource_set.etag", "etag:etag", """W/"{total}\"""", '"{total}"'),
    _bug(
        "resource_set.name-unique",
        "resource_sets:ResourceSets._check_name",
        "if self._edition.unique_names and",
        "if False and",
    ),
    _bug(
        "resource_set.name-unique",
        "resource_sets:ResourceSets._check_name",
        "if self._edition.unique_names and",
        "if",
        unique_names=False,
    ),
    _bug(
        "resource_set.name-unique",
        "resource_sets:ResourceSets.delete",
        "self._count_name(current, -1)",
        "pass",
    ),
    _bug(
        "resource_set.name-unique",
        "resource_sets:ResourceSets.update",
        "self._count_name(current, -1)",
        "self._check_name(description.name, current.identity)\n    self._count_name(current, -1)",
    ),
)
KEEPING = (
    _bug(
        "resource_set.patch",
        "operations.registration:update",
        "updated = call.store.resource_sets.update(",
        'if call.request.method == "PATCH":\n        raise NotAllowed("")\n'
        "    updated = call.store.resource_sets.update(",
    ),
    _bug(
        "resource_set.labels",
        "wire.resource_sets:resource_set",
        "(*description.labels, *owner_labels)",
        "(*owner_labels, *description.labels)",
    ),
    _bug(
        "resource_set.labels",
        "resource_sets:ResourceSets.update",
        "owner_labels=current.owner_labels",
        "owner_labels=current.labels + current.owner_labels",
    ),
    _bug("resource_set.read", "wire.resource_sets:read", '{**_JSON, "ETag": entity.etag}', "_JSON"),
    _bug(
        "resource_set.read",
        "wire.resource_sets:resource_set",
        "encoded(members | reference)",
        "encoded({name: of for name, of in (members | reference).items() if of != []})",
    ),
    _bug(
        "resource_set.listed",
        "resource_sets:ResourceSets.ids",
        "list(self._by_identity.get(identity, ()))",
        "list(self._by_identity.get(identity, ()))[::-1]",
    ),
    _bug(
        "resource_set.listed",
        "resource_sets:ResourceSets.ids",
        "list(self._by_identity.get(identity, ()))",
        "[each.id for each in self._by_id.values() if each.identity.owner == identity.owner]",
    ),
    _bug(
        "resource_set.listed",
        "resource_sets:ResourceSets.ids",
        "list(self._by_identity.get(identity, ()))",
        "[each.id for each in self._by_id.values() if each.identity.client == identity.client]",
    ),
    _bug(
        "resource_set.updated", "wire.resource_sets:updated", "entity.reference", "entity.document"
    ),
    _bug(
        "resource_set.updated",
        "operations.registration:update",
        "reply = wire.updated(updated)",
        "reply = wire.updated(updated)\n    reply.status, reply.body = 204, b''",
    ),
    _bug("resource_set.deleted", "store:AccessManager.delete", "self.policies.remove(id_)", "pass"),
    _bug(
        "resource_set.deleted",
        "store:AccessManager.delete",
        "self.requests.remove_for(id_)",
        "pass",
    ),
    _bug("resource_set.deleted", "wire.resource_sets:deleted", '204, b""', '200, b"{}"'),
    _core("resource_set.head", "core.world:_without_body", "str(len(reply.body))", '"0"'),
    _bug(
        "resource_set.isolated",
        "resource_sets:ResourceSets.find",
        "(found.identity.realm, found.identity.owner) != (realm, owner)",
        "found.identity.realm != realm",
    ),
    _bug(
        "resource_set.isolated",
        "operations.registration:_addressed",
        "return call",
        'sets, id_ = call.store.resource_sets, call.params["id"]\n'
        "    if sets.has(id_) and not sets.find(id_, realm=realm(call), owner=owner(call)):\n"
        '        raise NotAllowed("")\n    return call',
    ),
)
CONDITIONS = (
    _bug(
        "conditions",
        "operations.registration:unchanged",
        'if "If-Match" not in headers and "If-None-Match" not in headers:',
        "if True:",
    ),
    _bug("conditions", "conditions:_is_among", "_ANY in wanted or", ""),
    _bug(
        "conditions",
        "conditions:_is_among",
        "for _, each in wanted",
        "for weak, each in wanted if weak",
    ),
    _bug("conditions", "conditions:_is_held", "return (True, said) in held", "return False"),
    _bug("conditions", "conditions:_is_held", "return (True, said) in held", "return True"),
    _bug("conditions", "conditions:_is_held", "return held[0] == _ANY", "return False"),
    _bug("conditions", "conditions:_is_held", "return _ANY in held or", "return"),
    _bug(
        "conditions",
        "operations.registration:read",
        "412 if verdict is Verdict.FAILS else 200",
        "200",
    ),
    _bug(
        "conditions",
        "operations.registration:list_",
        "412 if verdict is Verdict.FAILS else 200",
        "200",
    ),
    _bug("conditions", "wire.resource_sets:held", "304", "200"),
    _bug(
        "conditions.malformed",
        "operations.registration:may_be_written",
        'if wrong and "id" in call.params',
        "if False",
    ),
    _bug(
        "conditions.malformed",
        "conditions:malformed",
        'for name in ("If-Match", "If-None-Match"):',
        'for name in ("If-Match",):',
    ),
    _bug(
        "conditions.required",
        "operations.registration:may_be_written",
        "and call.store.edition.require_if_match",
        "and False",
        "openam",
    ),
    _bug(
        "conditions.required",
        "operations.registration:may_be_written",
        "and call.store.edition.require_if_match",
        "",
    ),
    _bug(
        "conditions.collection",
        "operations.registration:may_be_written",
        'Unserved("a write to the collection") if wanted else',
        "",
    ),
    _bug(
        "conditions.collection",
        "operations.registration:may_be_written",
        'if wanted else NotAllowed("no such method")',
        "",
    ),
)
TOKENS = (
    _bug(
        "token.client",
        "people:People.authenticated",
        "if not matches(",
        "if False and not matches(",
    ),
    _bug(
        "token.client", "refusals:oauth", 'headers["WWW-Authenticate"]', 'headers["X-Authenticate"]'
    ),
    _bug(
        "token.client",
        "clients:_form",
        "return None if client_id is None",
        "return None if not form.get('client_secret')",
    ),
    _bug(
        "signin.credentials",
        "people:People.user",
        "self._users.get((realm, name), own)",
        "next((each for (_, known), each in self._users.items() if known == name), own)",
    ),
    _bug(
        "token.grant-type",
        "operations.grants:access_token",
        "if not _may_use(client, grant_type):",
        "if False:",
    ),
    _bug(
        "token.grant-type",
        "operations.grants:access_token",
        '"unsupported_grant_type"',
        '"invalid_grant"',
    ),
    _bug(
        "token.parameter",
        "operations.call:required",
        "Missing parameter, '{name}'",
        "A parameter is missing",
    ),
    _bug(
        "token.content-type",
        "refusals:oauth",
        '400, "invalid_request", "Invalid Content Type"',
        '415, "invalid_request", "Invalid Content Type"',
    ),
    _bug("token.grant", "operations.rpt:invalid_grant", '"invalid_grant"', '"invalid_request"'),
    _bug("token.scope", "operations.grants:scopes_of", "not scopes <= client.scopes", "False"),
    _bug("token.scope", "operations.grants:scopes_of", "or frozenset(client.default_scopes)", ""),
    _bug("token.issued", "wire.oauth:tokens", " - 1,", ","),
    _bug("token.issued", "wire.oauth:tokens", "_SECRET)", "_JSON)"),
    _bug(
        "token.refresh",
        "operations.grants:refresh_token",
        "call.store.tokens.revoke(token)",
        "pass",
    ),
    _bug(
        "token.code",
        "codes:Codes.redeem",
        "self._open.take((realm, value))",
        "self._open.get((realm, value))",
    ),
    _bug("token.code", "codes:Codes.redeem", "or self._clock.timestamp() >= code.expires_at", ""),
    _bug("token.code", "codes:proves", "return verifier == code.challenge", "return True"),
    _bug(
        "token.code",
        "codes:proves",
        'base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == code.challenge',
        "True",
    ),
    _bug("token.code", "operations.grants:authorization_code", "or not same_uri", ""),
    _bug(
        "token.code",
        "operations.grants:authorization_code",
        "code.client != client.client_id or",
        "",
    ),
    _bug(
        "token.code",
        "operations.grants:authorization_code",
        "call.store.tokens.revoke_grant(grant_id)",
        "pass",
    ),
    _bug("token.id-token", "wire.oauth:id_claims", '"sub": subject', '"sub": f"(usr!{subject})"'),
    _bug("token.id-token", "operations.grants:_issue", "if OPENID in caller.scopes:", "if True:"),
    _bug("oauth.method", "refusals:oauth", '"method_not_allowed"', '"invalid_request"'),
    _bug("oauth.method", "refusals:oauth", 'headers["Allow"]', 'headers["X-Allow"]'),
)
ABOUT_TOKENS = (
    _bug(
        "introspect.protected",
        "wire.oauth:introspection",
        '{"active": False}',
        '{"active": False, "token_type": "none"}',
    ),
    _bug(
        "introspect.protected",
        "clients:client_or_pat",
        "return client(request, store, params)",
        'return Caller(subject=None, client="UMA-Resource-Server")',
    ),
    _bug(
        "introspect.protected",
        "tokens:Tokens.find",
        "not self._is_over(token)",
        "True",
    ),
    _bug("introspect.own-tokens", "operations.oauth:_may_see", "return own or", "return True or"),
    _bug(
        "introspect.own-tokens",
        "operations.oauth:_may_see",
        "or call.store.edition.introspect_all_tokens",
        "",
        "openam",
    ),
    _bug(
        "introspect.own-tokens", "operations.oauth:_may_see", "or token.permissions is not None", ""
    ),
    _bug("revoke.silent", "tokens:Tokens.revoke", "if token.refreshes:", "if False:"),
    _bug("revoke.silent", "tokens:Tokens.revoke", "if token.refreshes:", "if True:"),
    _bug("revoke.silent", "operations.oauth:revoke", "if token is not None and", "if"),
    _bug(
        "jwks",
        "operations.discovery:keys",
        "[call.store.keys.public()]",
        "[call.store.keys.public()] * 2",
    ),
    _bug("discovery.openid", "wire.oauth:configuration", "{base}/connect/jwk_uri", "{base}/jwks"),
    _bug("discovery.openid", "wire.oauth:issuer", "/oauth2/", "/oauth2//"),
    _bug("userinfo.bearer", "operations.oauth:_bearer", "or found.refreshes", ""),
    _bug("userinfo.bearer", "operations.oauth:userinfo", '{"sub": subject,', '{"user": subject,'),
)
BROWSERS = (
    _bug("authorize.redirect", "operations.authorize:_code", '"state": asked.get("state"),', ""),
    _bug(
        "authorize.redirect",
        "operations.authorize:authorize",
        "if session is None:",
        "if session is None:\n        raise Untrusted('', '', rule=rules.AUTHORIZE)\n    if False:",
    ),
    _bug(
        "authorize.untrusted",
        "operations.authorize:_client",
        "if known and uri not in known:",
        "if False:",
    ),
    _bug(
        "authorize.untrusted",
        "operations.authorize:_client",
        "if not _is_absolute(uri):",
        "if False:",
    ),
    _bug(
        "authorize.untrusted",
        "operations.authorize:refuse",
        "return Reply(400,",
        "return Reply(401,",
    ),
    _bug(
        "authorize.consent",
        "operations.authorize:decide",
        'asked.get("decision") != "allow"',
        "False",
    ),
    _bug(
        "authorize.consent",
        "operations.authorize:decide",
        'not matches(session.id, asked.get("csrf", ""))',
        "False",
    ),
    _bug(
        "authorize.consent",
        "operations.authorize:authorize",
        "if client.asks_consent:",
        "if False:",
    ),
)
SESSIONS = (
    _bug(
        "authenticate.failed",
        "people:People.signed_in",
        "or not matches(user.password, password)",
        "",
    ),
    _bug("authenticate.failed", "people:People.signed_in", '"Authentication Failed"', '"No"'),
    _bug(
        "authenticate.headers",
        "wire.crest:signed_in",
        'f"{SSO}={session.id}; ',
        'f"sso={session.id}; ',
    ),
    _bug("authenticate.headers", "operations.session:_filled_in", 'str(said["IDToken2"])', '""'),
    _bug(
        "session.required",
        "sessions:_ends",
        "session.used + IDLE",
        "session.used + LONGEST",
    ),
    _bug(
        "session.required",
        "sessions:_ends",
        "session.began + LONGEST",
        "session.used + LONGEST",
    ),
    _bug(
        "session.required",
        "sessions:owner",
        'raise Unauthenticated("Access Denied", rule=rules.SSO)',
        "return Caller(subject=user, client=SSO)",
    ),
    _bug("session.owner", "sessions:owner", "if session.user != user:", "if False:"),
    _bug(
        "crest.action",
        "operations.session:act",
        "raise unknown_action(call)",
        "return crest.answer({})",
    ),
    _bug("crest.action", "operations.policies:create_policy", "raise unknown_action(call)", "pass"),
    _bug("session.info", "operations.session:_named", 'call.query.get("tokenId") or', ""),
    _bug("session.info", "operations.session:_named", 'body.get("tokenId") or', ""),
    _bug(
        "session.info",
        "operations.session:act",
        "call.store.sessions.end(_named(call).id)",
        "_named(call)",
    ),
)
UMA = (
    _bug("discovery.uma", "wire.oauth:uma_configuration", "{uma}/resource_set", "{uma}/resources"),
    _bug("discovery.uma", "wire.oauth:uma1_configuration", '"rpt_endpoint"', '"rpt"', "openam"),
    _bug(
        "ticket.issued",
        "tickets:Tickets.use",
        "self._open.take((realm, value))",
        "self._open.get((realm, value))",
    ),
    _bug(
        "ticket.issued",
        "tickets:Tickets.use",
        "ticket and self._clock.timestamp() < ticket.expires_at",
        "True",
    ),
    _bug(
        "ticket.issued",
        "operations.permissions:request",
        "call.body if isinstance(call.body, list) else [call.body]",
        "call.body[:1] if isinstance(call.body, list) else []",
    ),
    _bug("ticket.issued", "operations.permissions:request", "Reply(201,", "Reply(200,"),
    _bug(
        "ticket.resource",
        "operations.permissions:_permission",
        "if found is None:",
        "if found is None:\n        return Permission(resource_id=id_, scopes=())\n    if False:",
    ),
    _bug(
        "ticket.resource",
        "resource_sets:ResourceSets.find",
        "(found.identity.realm, found.identity.owner) != (realm, owner)",
        "found.identity.realm != realm",
    ),
    _bug(
        "ticket.scope",
        "operations.permissions:_permission",
        "if not set(scopes) <= set(found.resource_scopes):",
        "if False:",
    ),
    _bug(
        "ticket.scope",
        "operations.permissions:_permission",
        "not set(scopes) <= set(found.resource_scopes)",
        "not set(scopes) & set(found.resource_scopes)",
    ),
    _bug(
        "ticket.auth",
        "refusals:uma",
        "return _crest(401, _BAD_TOKEN,",
        "return thrown(problem, request, ids) or _crest(401, _BAD_TOKEN,",
    ),
    _bug(
        "ticket.auth",
        "refusals:uma",
        "case p.Forbidden() | p.NotAllowed():",
        "case p.NotAllowed():",
    ),
    _bug("rpt.issued", "store:AccessManager.lets", "party == owner or", ""),
    _bug(
        "rpt.issued",
        "policies:lets",
        "set(permission.scopes) <=",
        "True or set(permission.scopes) <=",
    ),
    _bug("rpt.issued", "policies:lets", "if each.subject == party", ""),
    _bug("rpt.issued", "operations.rpt:uma_ticket", "if not all(", "if not any("),
    _bug("rpt.issued", "operations.rpt:_widened", "if scope in found.resource_scopes", "if False"),
    _bug("rpt.upgrade", "operations.rpt:_upgraded", "return rpt.permissions or ()", "return ()"),
    _bug(
        "rpt.upgrade",
        "operations.rpt:_upgraded",
        "(rpt.caller.subject, rpt.caller.client) != (caller.subject, caller.client)",
        "False",
    ),
    _bug("rpt.party", "operations.rpt:_party", "or call.caller.subject", ""),
    _bug("rpt.party", "operations.rpt:_party", "(rpt.caller.subject if rpt else None) or", ""),
    _bug(
        "rpt.need-info",
        "operations.rpt:_need_info",
        '"ticket": _again(call, ticket)',
        '"ticket": ticket.value',
    ),
    _bug("rpt.need-info", "operations.rpt:_need_info", '"required_claims": [claim]', ""),
    _bug(
        "rpt.claim-format",
        "operations.rpt:_claimed",
        'call.body.get("claim_token_format") != wire.ID_TOKEN_FORMAT',
        "False",
    ),
    _bug(
        "rpt.claim-format",
        "operations.rpt:_claimed",
        'OAuthProblem("invalid_request"',
        'OAuthProblem("invalid_grant"',
    ),
    _bug(
        "rpt.request-submitted",
        "operations.rpt:uma_ticket",
        "call.store.submit(wanted, party)",
        "pass",
    ),
    _bug(
        "rpt.request-submitted",
        "pending:PendingRequests.submit",
        "if _wish(request) not in self._wishes:",
        "if True:",
    ),
    _bug(
        "rpt.request-submitted",
        "operations.rpt:uma_ticket",
        '{"ticket": _again(call, ticket)}',
        "{}",
    ),
    _bug(
        "rpt.introspect",
        "store:AccessManager.there",
        "if self.resource_sets.has(each.resource_id)",
        "",
    ),
    _bug("rpt.introspect", "wire.oauth:introspection", '| {"exp": int(token.expires_at)}', ""),
)
OWNERS = (
    _bug(
        "policy.missing",
        "policies:Policies.get",
        "UMA Policy not found, {id_}",
        "There is no policy {id_}",
    ),
    _bug(
        "policy.missing",
        "policies:Policies.get",
        "or (found.realm, found.owner) != (realm, owner)",
        "",
    ),
    _bug(
        "policy.missing",
        "policies:Policies.of",
        "if (each.realm, each.owner) == (realm, owner)",
        "",
    ),
    _bug("policy.exists", "policies:Policies.create", "if policy.id in self._by_id:", "if False:"),
    _bug(
        "policy.scopes",
        "policies:_check_scopes",
        "if not set(wanted) <= set(resource_set.resource_scopes):",
        "if False:",
    ),
    _bug(
        "policy.scopes",
        "policies:_check_scopes",
        "not set(wanted) <= set(resource_set.resource_scopes)",
        "not set(wanted) & set(resource_set.resource_scopes)",
    ),
    _bug(
        "policy.resource",
        "store:AccessManager.share",
        '"Invalid ResourceSet UID"',
        '"There is none"',
    ),
    _bug(
        "policy.resource",
        "store:AccessManager.share",
        "found = self.resource_sets.find(id_, realm=realm, owner=owner)",
        "found = self.resource_sets._by_id.get(id_)",
    ),
    _bug(
        "policy.id", "operations.policies:_policy", 'if call.body["policyId"] != id_:', "if False:"
    ),
    _bug("policy.shape", "operations.owner:_sentence", "if key in found:", "if False:"),
    _bug("policy.created", "operations.policies:put_policy", "status=201", "status=200"),
    _bug("policy.created", "operations.policies:put_policy", 'and "If-Match" not in headers', ""),
    _bug(
        "policy.created",
        "operations.policies:put_policy",
        "crest.policy(call.store.policies.put(policy))",
        "crest.policy(before)",
    ),
    _bug(
        "policy.revision",
        "operations.policies:_check_revision",
        'if wanted not in {"*", current.revision}:',
        "if False:",
    ),
    _bug(
        "policy.revision",
        "operations.policies:delete_policy",
        "_check_revision(call.request.headers, found)",
        "pass",
    ),
    _bug("policy.expires", "policies:lets", "and now >= policy.expires_at", "and False"),
    _bug("policy.expires", "wire.crest:expiration", 'float(each["expirationDate"])', "0.0"),
    _bug(
        "query.filter",
        "filters:query_filter",
        "if text is None:",
        "if text is None:\n        return lambda _: True\n    if False:",
    ),
    _bug(
        "query.filter",
        "filters:query_filter",
        "return lambda document: all(",
        "return lambda document: any(",
    ),
    _bug("query.filter", "filters:query_filter", "if not all(parts):", "if False:"),
    _bug(
        "pending_request.missing",
        "pending:PendingRequests.get",
        "or (found.realm, found.owner) != (realm, owner)",
        "",
    ),
    _bug(
        "pending_request.approved",
        "store:AccessManager.approve",
        "self.requests.remove(request.id)",
        "pass",
    ),
    _bug("pending_request.approved", "store:AccessManager.approve", "(*had, *scopes)", "scopes"),
    _bug(
        "pending_request.approved", "store:AccessManager.approve", "[*others, allowed]", "[allowed]"
    ),
    _bug(
        "pending_request.approved",
        "operations.pending:_approve",
        'body.get("scopes", list(request.scopes))',
        "list(request.scopes)",
    ),
    _bug(
        "pending_request.approved",
        "operations.pending:act_on_request",
        "call.store.requests.remove(request.id)",
        "_approve(call, request, body)",
    ),
    _bug(
        "owner_resource_set.labels",
        "wire.crest:resource_set",
        '"labels": list(of.owner_labels)',
        '"labels": list(of.labels)',
    ),
    _bug(
        "owner_resource_set.labels",
        "resource_sets:ResourceSets.label",
        "wire.labelled(resource_set, owner_labels)",
        "resource_set",
    ),
    _bug(
        "owner_resource_set.missing",
        "operations.owned:_set",
        "No resource set with uid, {id_}, found.",
        "There is no {id_}.",
    ),
    _bug(
        "owner_resource_set.missing",
        "operations.owned:_set",
        "found = call.store.resource_sets.find(id_, realm=realm(call), owner=owner(call))",
        "found = call.store.resource_sets._by_id.get(id_)",
    ),
)

BUGS = (
    *ACCESS,
    *BODIES,
    *DESCRIPTIONS,
    *REGISTERING,
    *KEEPING,
    *CONDITIONS,
    *TOKENS,
    *ABOUT_TOKENS,
    *BROWSERS,
    *SESSIONS,
    *UMA,
    *OWNERS,
)
