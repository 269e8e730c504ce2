"""Checks of token exchange."""

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure, expect
from fakeping.contract.pingone.refusals import denied
from fakeping.contract.pingone.signin.client import SignInClient
from fakeping.contract.pingone.signin.flow_client import application, begun, check, person, resume
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone.signin import exchange_rules as rules

of = CHECKS.of

_CURRENT = ("current",)
_URN = "urn:ietf:params:oauth"
_ACCESS = f"{_URN}:token-type:access_token"
_ID = f"{_URN}:token-type:id_token"
_SEVERAL = "May not request scopes for multiple resources"


@of(rules.EXCHANGE, editions=_CURRENT)
def a_token_is_exchanged_for_one_of_a_resource(target: PingOneTarget) -> None:
    """Of the same user, and without other tokens."""
    alice, tokens = _signed_in(target)
    api, scope, audience = _api(target)
    for type_, name in ((_ACCESS, "access_token"), (_ID, "id_token")):
        answer = _exchange(api, tokens[name], type_, scope=scope, requested_token_type=_ACCESS)
        said = {
            "access_token": str,
            "issued_token_type": _ACCESS,
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": scope,
            "id_token": ABSENT,
            "refresh_token": ABSENT,
        }
        expect(answer, 200, said)
        claims = jwt.claims_of(answer.json["access_token"])
        before = jwt.claims_of(tokens[name])
        same = {each: before[each] for each in ("acr", "auth_time", "sid")}
        made = {"sub": alice, "client_id": api.client_id, "aud": [audience], "act": ABSENT}
        jwt.expect_claims(claims, {**same, **made})
        active = api.introspect(answer.json["access_token"])
        expect(active, 200, {"active": True, "scope": scope, "sub": alice})
    unsaid = _exchange(api, tokens["access_token"], _ACCESS)
    expect(unsaid, 200, {"scope": scope})
    again = _exchange(api, unsaid.json["access_token"], _ACCESS, scope=scope)
    expect(again, 200, {"scope": scope})
    own, _, _ = _api(target, grantTypes=["CLIENT_CREDENTIALS"])
    answer = _exchange(api, own.own().json["access_token"], _ACCESS)
    expect(answer, 200, {"scope": scope})
    ensure("sub" not in jwt.claims_of(answer.json["access_token"]), "a user out of nowhere")
    wanted = _exchange(api, tokens["access_token"], _ACCESS, requested_token_type=_ID)
    denied(wanted, "invalid_request")


@of(rules.EXCHANGE_CLIENT, editions=_CURRENT)
def who_has_no_secret_exchanges_nothing(target: PingOneTarget) -> None:
    """Nor does an application without the grant."""
    _, tokens = _signed_in(target)
    public, scope, _ = _api(target, tokenEndpointAuthMethod="NONE")
    answer = _exchange(public, tokens["access_token"], _ACCESS, method="none", scope=scope)
    denied(answer, "unauthorized_client")
    other, scope, _ = _api(target, grantTypes=["CLIENT_CREDENTIALS"])
    answer = _exchange(other, tokens["access_token"], _ACCESS, scope=scope)
    denied(answer, "unauthorized_client")


@of(rules.EXCHANGE_TOKEN, editions=_CURRENT)
def what_is_exchanged_is_a_valid_token(target: PingOneTarget) -> None:
    """Also the actor's. Each is what its type says."""
    alice, tokens = _signed_in(target)
    api, _, _ = _api(target)
    access, id_token = tokens["access_token"], tokens["id_token"]
    for token, type_ in (
        ("nonsense", _ACCESS),
        ("nonsense", _ID),
        (access, _ID),
        (id_token, _ACCESS),
        (access, f"{_URN}:token-type:jwt"),
        (access, None),
        (None, _ACCESS),
        (tokens["refresh_token"], _ACCESS),
    ):
        denied(_exchange(api, token, type_), "invalid_request")
    for token, type_ in ((id_token, _ACCESS), ("nonsense", _ID), (access, None)):
        answer = _exchange(api, access, _ACCESS, actor_token=token, actor_token_type=type_)
        denied(answer, "invalid_request")
    said = {"actor_token": id_token, "actor_token_type": _ID}
    expect(_exchange(api, access, _ACCESS, **said), 200)
    url = f"{target.user_url({'id': alice})}/enabled"
    expect(target.ask("PUT", url, json={"enabled": False}), 200)
    denied(_exchange(api, access, _ACCESS), "invalid_request")
    expect(target.ask("PUT", url, json={"enabled": True}), 200)
    expect(api.post("revoke", {"token": access}), 200)
    expect(_exchange(api, access, _ACCESS), 200)
    expect(target.ask("DELETE", target.user_url({"id": alice})), 204)
    denied(_exchange(api, access, _ACCESS), "invalid_request")


@of(rules.EXCHANGE_TOKEN, editions=_CURRENT)
def a_token_that_is_over_is_not_exchanged(target: PingOneTarget) -> None:
    """Neither one that has expired, nor one that was revoked."""
    _, tokens = _signed_in(target, web := application(target, **_WEB))
    api, _, _ = _api(target)
    expect(web.post("revoke", {"token": tokens["access_token"]}), 200)
    denied(_exchange(api, tokens["access_token"], _ACCESS), "invalid_request")
    expect(_exchange(api, tokens["id_token"], _ID), 200)
    target.advance(3601)
    denied(_exchange(api, tokens["id_token"], _ID), "invalid_request")


@of(rules.EXCHANGE_SCOPE, editions=_CURRENT)
def a_token_is_exchanged_for_one_resource_alone(target: PingOneTarget) -> None:
    """Also by an application that may ask for several at once."""
    _, tokens = _signed_in(target)
    api, scope, _ = _api(target, requestScopesForMultipleResourcesEnabled=True)
    other = target.resource()
    further = target.scope(other)
    said = {"resource": {"id": other["id"]}, "scopes": [{"id": further["id"]}]}
    target.had(f"{target.applications_url}/{api.client_id}/grants", said)
    for asked in (f"openid {scope}", "openid", f"profile {scope}", f"{scope} {further['name']}"):
        answer = _exchange(api, tokens["access_token"], _ACCESS, scope=asked)
        denied(answer, "invalid_scope", _SEVERAL)
    denied(_exchange(api, tokens["access_token"], _ACCESS), "invalid_scope", _SEVERAL)
    answer = _exchange(api, tokens["access_token"], _ACCESS, scope="nonsense")
    denied(answer, "invalid_scope")
    expect(_exchange(api, tokens["access_token"], _ACCESS, scope=scope), 200, {"scope": scope})
    worker, _, _ = _api(target, type="WORKER", granted=False)
    denied(_exchange(worker, tokens["access_token"], _ACCESS), "invalid_scope")


@of(rules.EXCHANGE_ACTOR, editions=_CURRENT)
def may_act_names_who_acts(target: PingOneTarget) -> None:
    """The client, or the actor token's user or application."""
    api, _, _ = _api(target)
    bob, bobs = _signed_in(target)
    own, _, _ = _api(target, grantTypes=["CLIENT_CREDENTIALS"])
    token = own.own().json["access_token"]
    actors = {
        bob: {"actor_token": bobs["id_token"], "actor_token_type": _ID},
        own.client_id: {"actor_token": token, "actor_token_type": _ACCESS},
        api.client_id: {},
    }
    for allowed in actors:
        subject = _who_lets(target, f'{{"sub":"{allowed}"}}')
        for each, said in actors.items():
            answer = _exchange(api, subject, _ACCESS, **said)
            if each == allowed:
                expect(answer, 200)
            else:
                denied(answer, "invalid_grant")
    for nonsense in ("anybody", "{}", '["x"]'):
        denied(_exchange(api, _who_lets(target, nonsense), _ACCESS), "invalid_grant")


_WEB: JSON = {"grantTypes": ["AUTHORIZATION_CODE", "REFRESH_TOKEN"]}


def _signed_in(target: PingOneTarget, web: SignInClient | None = None) -> tuple[str, JSON]:
    """A new user's id, and their tokens."""
    return _tokens(target, web or application(target, **_WEB), scope="openid")


def _tokens(target: PingOneTarget, web: SignInClient, *, scope: str) -> tuple[str, JSON]:
    alice = person(target)
    flow_id = begun(web, scope=scope)["id"]
    expect(check(web, flow_id, alice), 200, {"status": "COMPLETED"})
    code = resume(web, flow_id).json["authorizeResponse"]["code"]
    answer = web.exchange(code, redirect_uri=None)
    expect(answer, 200, {"access_token": str})
    return alice.id, answer.json


def _api(
    target: PingOneTarget, *, granted: bool = True, **members: JSON
) -> tuple[SignInClient, str, str]:
    """An application that exchanges tokens, a scope that it has, and the resource's audience."""
    web = application(target, **{"grantTypes": ["TOKEN_EXCHANGE"], **members})
    audience = f"https://{target.name('api')}.example.com"
    resource = target.resource(audience=audience)
    scope = target.scope(resource)
    if granted:
        said = {"resource": {"id": resource["id"]}, "scopes": [{"id": scope["id"]}]}
        target.had(f"{target.applications_url}/{web.client_id}/grants", said)
    return web, scope["name"], audience


def _who_lets(target: PingOneTarget, may_act: str) -> str:
    """An access token of a resource that maps `may_act`."""
    web = application(target)
    resource = target.resource()
    target.attribute(resource, name="may_act", value=may_act)
    scope = target.scope(resource)
    said = {"resource": {"id": resource["id"]}, "scopes": [{"id": scope["id"]}]}
    target.had(f"{target.applications_url}/{web.client_id}/grants", said)
    _, tokens = _tokens(target, web, scope=scope["name"])
    token: str = tokens["access_token"]
    return token


def _exchange(
    client: SignInClient,
    token: str | None,
    type_: str | None,
    *,
    method: str = "",
    **form: str | None,
) -> Answer:
    said = {"subject_token": token, "subject_token_type": type_, **form}
    grant = {"grant_type": f"{_URN}:grant-type:token-exchange"}
    return client.post("token", {**grant, **said}, method=method)
