"""Subtler bugs: each was once found by no check, or by one of another rule."""

from tests.contract.pingone.mutants import CURRENT, _bug

LIVES = (
    _bug(
        "entity.created",
        "handlers:create_attribute",
        'f"{of_resource}/attributes/{created.id}"',
        '"/"',
        CURRENT,
    ),
    _bug("entity.created", "replies:created", "**_HEADERS, ", ""),
    _bug(
        "entity.deleted",
        "attributes:Attributes.delete",
        "self.table(resource_id).remove(id_)",
        "pass",
        CURRENT,
    ),
    _bug(
        "entity.deleted",
        "populations:Populations.delete",
        "self.table.remove(id_)",
        "pass",
        CURRENT,
    ),
    _bug(
        "error.not-found",
        "attributes:Attributes.get",
        'raise NotFound(f"no attribute {id_} on resource {resource_id}")',
        "return next(iter(self.table(resource_id)))",
        CURRENT,
    ),
    _bug(
        "error.not-found",
        "populations:Populations.get",
        'raise NotFound(f"no population {id_}")',
        "return self.default",
        CURRENT,
    ),
    _bug("entity.put-clears", "attributes:Attributes.update", "name=said.name,", "", CURRENT),
    _bug(
        "entity.put-clears", "populations:Populations.update", "self._put(updated)", "pass", CURRENT
    ),
    _bug("entity.put-clears", "populations:Populations.update", "name=name,", "", CURRENT),
    _bug("entity.dates", "resources:Resources.update", "updated_at=self._clock.text(),", ""),
    _bug(
        "entity.dates",
        "resources:Resources.update_scope",
        "updated_at or self._clock.text()",
        "current.updated_at",
    ),
    _bug(
        "entity.dates",
        "attributes:Attributes.update",
        "updated_at=updated_at or self._clock.text(),",
        "",
        CURRENT,
    ),
    _bug(
        "entity.dates",
        "populations:Populations.update",
        "updated_at=updated_at or self._clock.text(),",
        "",
        CURRENT,
    ),
    _bug(
        "entity.dates",
        "store:Platform._say",
        "environment.updated_at = self.clock.text()",
        "pass",
        CURRENT,
    ),
)

FORMS = (
    _bug(
        "entity.form", "wire:resource", 'links[part] = {"href": f"{url}/{part}"}', "pass", CURRENT
    ),
    _bug("entity.form", "wire:resource", '"environment": {"id": entity.environment_id},', ""),
    _bug("entity.form", "wire:scope", '"resource": {"id": entity.resource_id},', ""),
    _bug(
        "entity.form",
        "wire:attribute",
        '"type": entity.type,',
        '"type": entity.type.lower(),',
        CURRENT,
    ),
    _bug("entity.form", "wire:population", '"userCount": 0,', "", CURRENT),
    _bug(
        "entity.form", "wire:environment", '"organization": {"id": organization_id},', "", CURRENT
    ),
    _bug("entity.form", "wire:secret", '"environment": {"id": environment_id},', "", CURRENT),
    _bug("entity.form", "wire:bill_of_materials", '"createdAt": entity.created_at,', "", CURRENT),
    _bug("entity.form", "signin.discovery:discovery", '"claims_supported"', '"claims"'),
)

PLACES = (
    _bug(
        "scope.mapped-claims",
        "resources:Resources.update_scope",
        "mapped_claims=said.mapped_claims,",
        "",
        CURRENT,
    ),
    _bug(
        "scope.schema-attributes",
        "resources:Resources.update_scope",
        "schema_attributes=self._schema_attributes(resource, said),",
        "",
        CURRENT,
    ),
    _bug(
        "environment.bill-of-materials",
        "store:Platform.update_environment",
        "products=kept.products,",
        "",
        CURRENT,
    ),
    _bug(
        "environment.bill-of-materials",
        "environments:_expansion",
        '"_embedded" if expand else None',
        "None",
        CURRENT,
    ),
    _bug(
        "resource.expand-unknown",
        "environments:_expansion",
        'if expand not in {None, "billOfMaterials"}:',
        "if False:",
        CURRENT,
    ),
    _bug(
        "population.default",
        "populations:Populations._put",
        "if population.default and before.id != population.id:",
        "if False:",
        CURRENT,
    ),
    _bug(
        "population.default",
        "populations:Populations.update",
        "default=default or current.default,",
        "default=default,",
        CURRENT,
    ),
    _bug(
        "population.default",
        "populations:Populations.update",
        "default=default or current.default,",
        "default=current.default,",
        CURRENT,
    ),
    _bug("collection.limit", "paging:_limit", "text.isascii() and", "", CURRENT),
    _bug("collection.limit", "paging:links", "**query, ", "", CURRENT),
    _bug(
        "collection.limit", "handlers:list_resources", 'query["expand"] = expand', "pass", CURRENT
    ),
    _bug(
        "collection.filter",
        "paging:_comparison",
        'f".{path.sub_attr.value}" if path.sub_attr else ""',
        '""',
        CURRENT,
    ),
)

RESPONSES = (
    _bug(
        "authorize.response",
        "signin.authorize:authorize",
        'fragment = mode == "fragment" or',
        "fragment =",
    ),
    _bug(
        "authorize.response",
        "signin.authorize:authorize",
        "not mode and _implicit",
        "False and _implicit",
    ),
    _bug(
        "authorize.response", "signin.authorize:send_back", '"error_description": error.detail,', ""
    ),
    _bug(
        "authorize.response",
        "signin.authorize:_response_mode",
        '"fragment" if _implicit(types) else "query"',
        '"query"',
    ),
    _bug(
        "authorize.response",
        "signin.authorize:_response_mode",
        'or (mode == "query" and _implicit(types))',
        "",
    ),
    _bug("authorize.response", "signin.authorize:_implicit", '"token" in types or', ""),
    _bug("authorize.response", "signin.authorize:_implicit", 'or "id_token" in types', ""),
    _bug(
        "authorize.response",
        "signin.authorize:_signed_in",
        'if request.response_mode == "form_post":',
        "if False:",
    ),
    _bug(
        "authorize.response",
        "signin.authorize:_members",
        'if "code" in request.response_types:',
        "if True:",
    ),
    _bug(
        "authorize.response",
        "signin.authorize:_members",
        'if "token" in request.response_types:',
        "if False:",
    ),
    _bug(
        "authorize.response",
        "signin.authorize:_members",
        'if "id_token" in request.response_types:',
        "if False:",
    ),
    _bug("authorize.response", "signin.authorize:_members", 'code=members.get("code"),', ""),
    _bug(
        "authorize.response",
        "signin.authorize:_members",
        'access_token=members.get("access_token"),',
        "",
    ),
    _bug("authorize.redirect", "signin.problems:redirect_url", "'&' if '?' in uri else '?'", "'?'"),
    _bug("authorize.at-once", "signin.authorize:_holds", "at_once is not None and", "False and"),
    _bug("signin.request-invalid", "signin.authorize:_request", "if name in said:", "if False:"),
    _bug(
        "signin.request-invalid",
        "signin.authorize:_request",
        '"id_token" in types and scopes.OPENID not in access.openid',
        "False",
    ),
    _bug(
        "signin.request-invalid",
        "signin.authorize:_prompts",
        "not _PROMPTS.issuperset(asked) or",
        "",
    ),
    _bug("signin.request-invalid", "signin.authorize:_seconds", "or len(text) > 9", ""),
    _bug(
        "signin.request-invalid",
        "signin.clients:credentials",
        'if said.get("client_id", client_id) != client_id:',
        "if False:",
    ),
)

TOKENS = (
    _bug(
        "scope.granted",
        "signin.token:_narrowed",
        "if not set(names) <= set(access.names):",
        "if False:",
    ),
    _bug(
        "scope.granted",
        "signin.token:_narrowed",
        "if each in names),\n        openid",
        "),\n        openid",
    ),
    _bug(
        "scope.granted",
        "signin.token:_narrowed",
        "tuple(each for each in access.openid if each in names)",
        "access.openid",
    ),
    _bug("scope.default", "signin.scopes:_default", "and application.roles", ""),
    _bug(
        "scope.default",
        "signin.scopes:_default",
        "if application.type == WORKER:\n        return Access()",
        "if False:\n        pass",
    ),
    _bug(
        "token.code-once",
        "signin.token:_spent_or_unknown",
        "and spent.request.client_id == application.client_id",
        "",
    ),
    _bug(
        "userinfo.claims",
        "signin.claims:_scope_of",
        '"address" if name.startswith("address.") else',
        "",
    ),
    _bug("userinfo.claims", "signin.claims:_nested", 'if dot and outer == "address":', "if False:"),
    _bug(
        "userinfo.claims",
        "signin.claims:_openid",
        "mapped.setdefault(attribute_id, set()).add(scope.name)",
        "pass",
        CURRENT,
    ),
    _bug(
        "userinfo.claims",
        "attributes:Attributes.delete",
        "self._resources.unmap(resource_id, id_)",
        "pass",
        CURRENT,
    ),
    _bug("userinfo.claims", "signin.claims:_known", '"name.formatted": user.name,', ""),
    _bug("introspect.active", "signin.introspect:introspect", ', "token_type": "Bearer"', ""),
    _bug(
        "introspect.active",
        "signin.introspect:_refresh_token",
        '"sub": authorization.session.user_id,',
        "",
    ),
    _bug(
        "introspect.active",
        "signin.introspect:_refresh_token",
        '"token_type": "refresh_token",',
        '"token_type": "Bearer",',
    ),
    _bug("signoff", "signin.signoff:_hint", "claims is None or", "claims is not None and"),
    _bug("signoff", "signin.signoff:_where", 'said.get("client_id") or', ""),
    _bug("signoff", "signin.signoff:_where", "named in {None, each.client_id} and", ""),
)

BUGS = (*LIVES, *FORMS, *PLACES, *RESPONSES, *TOKENS)
