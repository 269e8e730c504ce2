"""Subtler bugs: each was once found by no check, or by one of another rule."""

from tests.contract.pingam.mutants import _bug

ACCESS = (
    _bug("auth.token", "tokens:Tokens.caller", "or token.refreshes", ""),
    _bug("auth.token", "tokens:bearer", 'if scheme.lower() == "bearer" else None', "", "8.1"),
    _bug("error.method", "refusals:_crest", '{"Allow": allow} if allow else {}', "{}"),
    _bug("introspect.protected", "operations.oauth:introspect", "token and _may_see", "_may_see"),
    _bug(
        "revoke.silent",
        "operations.oauth:revoke",
        "and token.caller.client == call.caller.client",
        "",
    ),
    _bug("rpt.introspect", "edition:Edition.id_member", "if self.uma1 else", "or"),
)

FORMS = (
    _bug("answer.form", "wire.crest:request", '"_rev": str(java_hash(document)),', ""),
    _bug("answer.form", "wire.crest:results", '"pagedResultsCookie": None,', ""),
    _bug("answer.form", "wire.oauth:token_info", '"grant_type": ', '"kind": '),
    _bug("answer.form", "operations.oauth:userinfo", '"subname": subject,', ""),
    _bug("answer.form", "wire.crest:callbacks", '"stage": "DataStore1",', '"stage": 1,'),
    _bug(
        "ticket.issued",
        "operations.permissions:request",
        '{"Content-Type": "application/json"}',
        "{}",
    ),
    _bug("policy.created", "wire.crest:answer", "**_HEADERS, ", ""),
)

NAMES = (
    _bug(
        "resource_set.name-unique",
        "resource_sets:ResourceSets.update",
        "self._count_name(current, -1)",
        "pass",
    ),
    _bug(
        "resource_set.name-unique",
        "resource_sets:ResourceSets.update",
        "self._count_name(updated, +1)",
        "pass",
    ),
    _bug(
        "resource_set.deleted",
        "pending:PendingRequests.remove_for",
        "if each.resource_id == resource_id",
        "",
    ),
)

TOKENS = (
    _bug("token.grant-type", "operations.grants:_may_use", "not secretless and", ""),
    _bug("token.refresh", "operations.grants:refresh_token", "or not token.refreshes", ""),
    _bug(
        "token.refresh",
        "operations.grants:refresh_token",
        "or token.caller.client != client.client_id",
        "",
    ),
    _bug(
        "token.refresh",
        "operations.grants:refresh_token",
        "if not wanted <= token.caller.scopes:",
        "if False:",
    ),
    _bug(
        "token.refresh",
        "operations.grants:refresh_token",
        "scopes=wanted)",
        "scopes=token.caller.scopes)",
    ),
    _bug("token.scope", "operations.grants:scopes_of", "if not scopes:", "if False:"),
    _bug("token.scope", "operations.authorize:decide", "_scopes(asked, client)\n", "pass\n"),
    _bug(
        "token.scope",
        "operations.authorize:_refused",
        '"error": problem.error,',
        '"error": "access_denied",',
    ),
    _bug("token.id-token", "wire.oauth:id_claims", '"nonce": code.nonce if code else None,', ""),
    _bug("token.id-token", "wire.oauth:id_claims", '"at_hash": _half_hash(token.value),', ""),
    _bug("token.id-token", "wire.oauth:id_claims", '"iss": issuer,', ""),
    _bug("token.id-token", "wire.oauth:_half_hash", ":16", ":15"),
    _bug("token.code", "operations.authorize:_scopes", 'not asked.get("code_challenge")', "False"),
)

BROWSERS = (
    _bug("authorize.redirect", "operations.authorize:authorize", '"goto": goto', '"to": goto'),
    _bug(
        "authorize.redirect",
        "operations.authorize:authorize",
        '"realm": realm(call)',
        '"realm": "/"',
    ),
    _bug(
        "authorize.redirect",
        "operations.authorize:_scopes",
        'if asked.get("response_type") != "code":',
        "if False:",
    ),
    _bug("authorize.redirect", "operations.authorize:_refused", '"state": asked.get("state"),', ""),
    _bug(
        "authorize.redirect",
        "operations.authorize:_client",
        'or next(iter(client.redirect_uris), "")',
        'or ""',
    ),
    _bug(
        "authorize.consent",
        "operations.authorize:authorize",
        'csrf=sso_token(call.request) or ""',
        'csrf=""',
    ),
    _bug("authorize.consent", "operations.authorize:decide", "session is None or", ""),
)

SESSIONS = (
    _bug("authenticate.failed", "people:People.user", "if name == OWNER else None", ""),
    _bug(
        "authenticate.headers",
        "operations.session:authenticate",
        "name is None or password is None",
        "name is None",
    ),
    _bug(
        "authenticate.headers",
        "operations.session:authenticate",
        'if "callbacks" not in body:',
        "if False:",
    ),
    _bug(
        "crest.action", "operations.pending:act_on_request", 'elif action == "deny":', "elif True:"
    ),
    _bug("session.info", "operations.session:act", "Successfully logged out", "Bye"),
)

UMA = (
    _bug("rpt.issued", "operations.rpt:_widened", "if scope in found.resource_scopes", ""),
    _bug(
        "rpt.issued",
        "operations.rpt:_widened",
        "if found is None:",
        "if found is None:\n        return of\n    if False:",
    ),
    _bug("rpt.issued", "policies:lets", "bool(shares) and", ""),
    _bug("rpt.upgrade", "operations.rpt:_upgraded", "rpt.permissions or ()", "rpt.permissions"),
    _bug("rpt.need-info", "tokens:Tokens.claims", 'claims["realm"] == realm and', ""),
    _bug("rpt.need-info", "tokens:Tokens.claims", 'and now < claims["exp"]', ""),
    _bug("rpt.need-info", "operations.rpt:_rpt", "token and not token.refreshes", "token"),
    _bug("rpt.need-info", "operations.rpt:_need_info", "[wire.ID_TOKEN_FORMAT]", "[]"),
    _bug("rpt.need-info", "operations.rpt:_need_info", '"issuer": [issuer(call)],', ""),
    _bug(
        "rpt.request-submitted",
        "store:AccessManager.submit",
        "or self.lets(party, each, owner=ticket.owner)",
        "",
    ),
)

OWNERS = (
    _bug("query.filter", "operations.owned:query_sets", "if matches(each)", ""),
    _bug("query.filter", "operations.pending:query_requests", "if matches(each)", ""),
    _bug("query.filter", "filters:_value", """if literal.startswith("'"):""", "if False:"),
    _bug("query.filter", "filters:_found", "isinstance(each, dict) and", ""),
    _bug(
        "pending_request.missing",
        "pending:PendingRequests.of",
        "if (each.realm, each.owner) == (realm, owner)",
        "",
    ),
    _bug(
        "pending_request.approved",
        "operations.pending:_approve",
        "if not isinstance(scopes, list) or",
        "if",
    ),
    _bug(
        "pending_request.approved",
        "operations.pending:_approve",
        "not all(isinstance(each, str) for each in scopes)",
        "False",
    ),
    _bug(
        "pending_request.approved",
        "operations.pending:act_on_requests",
        "body.get(each.id) or body",
        "body",
    ),
    _bug(
        "pending_request.approved",
        "operations.pending:act_on_requests",
        "body.get(each.id) or body",
        "body.get(each.id) or {}",
    ),
    _bug(
        "pending_request.approved",
        "operations.pending:act_on_requests",
        'if action == "approveAll":',
        "if True:",
    ),
    _bug(
        "pending_request.approved",
        "operations.pending:act_on_requests",
        "call.store.requests.remove(each.id)",
        "pass",
    ),
    _bug(
        "pending_request.approved",
        "store:AccessManager.approve",
        "policies.members(current) if current else {}",
        "{}",
    ),
    _bug(
        "pending_request.approved",
        "store:AccessManager.approve",
        "current.expires_at if current else None",
        "None",
    ),
    _bug(
        "pending_request.approved",
        "store:AccessManager.approve",
        "if each.subject != request.user]",
        "]",
    ),
)

BUGS = (*ACCESS, *FORMS, *NAMES, *TOKENS, *BROWSERS, *SESSIONS, *UMA, *OWNERS)
