"""Checks of introspection: who may introspect, and the answer's members."""

import json
from datetime import datetime, timedelta

from fakeping.contract import jwt
from fakeping.contract.check import ensure_same, expect
from fakeping.contract.pingone.signin.client import BASIC, NONE, POST, SignInClient, at_once, photos
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone.signin import rules

of = CHECKS.of

_INACTIVE = {"active": False}

_METHODS = {BASIC: "CLIENT_SECRET_BASIC", POST: "CLIENT_SECRET_POST", NONE: "NONE"}


@of(rules.INTROSPECT_AUTH)
def an_application_introspects_with_its_own_credentials(target: PingOneTarget) -> None:
    """A wrong secret is refused."""
    worker = SignInClient.worker(target)
    token = worker.own().json["access_token"]
    expect(worker.introspect(token), 200, {"active": True, "client_id": worker.client_id})
    stranger = SignInClient(
        target=target,
        client_id=worker.client_id,
        client_secret="wrong",  # noqa: S106 - it opens nothing
        method=BASIC,
    )
    expect(stranger.introspect(token), 401, {"error": "invalid_client"})
    for resource in (target.built_in("openid"), target.resource()):
        stranger.client_id = resource["id"]
        expect(stranger.introspect(token), 401, {"error": "invalid_client"})


@of(rules.INTROSPECT_AUTH, editions=("current",))
def a_resource_introspects_as_it_is_said_to(target: PingOneTarget) -> None:
    """With its id and secret, in its own authentication method."""
    for method, said in _METHODS.items():
        resource, [read] = photos(target, "read", introspectEndpointAuthMethod=said)
        service = SignInClient.registered(target, type="service").granted(resource)
        token = service.own().json["access_token"]
        server = _server(target, resource, method)
        expect(server.introspect(token), 200, {"active": True, "scope": read})
        for other in _METHODS.keys() - {method}:
            answer = server.introspect(token, method=other)
            expect(answer, 401, {"error": "invalid_client"})
        if method != NONE:
            server.client_secret = "wrong"  # noqa: S105
            expect(server.introspect(token), 401, {"error": "invalid_client"})


@of(rules.INTROSPECT_AUTH, editions=("current",))
def a_resource_introspects_with_its_previous_secret_for_a_while(target: PingOneTarget) -> None:
    """After a rotation, both secrets are accepted."""
    resource, _ = photos(target, "read")
    server = _server(target, resource, BASIC)
    target.ask("POST", f"{target.resource_url(resource)}/secret")
    expect(server.introspect("nobodys"), 401)
    server = _server(target, resource, BASIC)
    expect(server.introspect("nobodys"), 200)
    made = datetime.fromisoformat(target.read(target.resource_url(resource))["createdAt"])
    until = (made + timedelta(days=1)).isoformat()
    said = {"previous": {"expiresAt": until}}
    expect(target.ask("POST", f"{target.resource_url(resource)}/secret", json=said), 200)
    for each in (server, _server(target, resource, BASIC)):
        expect(each.introspect("nobodys"), 200)
    target.advance(2 * 24 * 3600)
    expect(server.introspect("nobodys"), 401)


@of(rules.INTROSPECT_ACTIVE)
def what_does_not_hold_is_not_active(target: PingOneTarget) -> None:
    """An invalid token is `{"active": false}` without other members."""
    worker = SignInClient.worker(target)
    token = worker.own().json["access_token"]
    _active(worker, token)
    _inactive(worker, "nobodys")
    _inactive(worker, token[:-8] + "AAAAAAAA")
    expect(worker.post("revoke", {"token": token}), 200)
    _inactive(worker, token)


@of(rules.INTROSPECT_ACTIVE)
def what_holds_is_told_of(target: PingOneTarget) -> None:
    """A valid token's answer has its client, user, audience and scope."""
    with at_once(target) as user:
        web = SignInClient.registered(target)
        answer = web.signed_in(scope="openid")
        told = {"active": True, "iss": target.auth_url, "client_id": web.client_id}
        told |= {"sub": user["id"], "env": target.environment_id, "sid": str, "scope": "openid"}
        access = web.introspect(answer["access_token"])
        expect(access, 200, {**told, "token_type": "Bearer", "exp": int, "aud": list})
        claims = jwt.claims_of(answer["access_token"])
        known = {name: claims[name] for name in claims.keys() & access.json.keys()}
        expect(access, 200, known)
        refresh = web.introspect(answer["refresh_token"])
        expect(refresh, 200, {**told, "token_type": "refresh_token"})


@of(rules.INTROSPECT_ACTIVE)
def what_is_another_applications_or_has_expired_is_not_active(target: PingOneTarget) -> None:
    """Another client's token, or an expired one, is not active; a refresh token likewise."""
    worker = SignInClient.worker(target)
    with at_once(target):
        web, other = SignInClient.registered(target), SignInClient.registered(target)
        answer = web.signed_in(scope="openid")
        for token in (answer["access_token"], answer["refresh_token"]):
            _active(web, token)
            _inactive(other, token)
            _inactive(worker, token)
        _inactive(web, answer["id_token"])
    expired = target.token_of(expired=True, client=worker.client_id)
    _inactive(worker, expired)


@of(rules.INTROSPECT_ACTIVE, editions=("current",))
def what_is_for_another_resource_is_not_active(target: PingOneTarget) -> None:
    """A resource sees only tokens for itself as active."""
    (resource, _), (other, _) = photos(target, "read"), photos(target, "read")
    service = SignInClient.registered(target, type="service").granted(resource)
    token = service.own().json["access_token"]
    _active(_server(target, resource, BASIC), token)
    _inactive(_server(target, other, BASIC), token)


def _server(target: PingOneTarget, resource: JSON, method: str) -> SignInClient:
    """A resource server that introspects as its resource."""
    secret = target.read(f"{target.resource_url(resource)}/secret")["secret"]
    return SignInClient(
        target=target, client_id=resource["id"], client_secret=secret, method=method
    )


def _active(client: SignInClient, token: str) -> None:
    expect(client.introspect(token), 200, {"active": True})


def _inactive(client: SignInClient, token: str) -> None:
    answer = client.introspect(token)
    expect(answer, 200)
    ensure_same(json.loads(answer.body), _INACTIVE, "what is told of a token that does not hold")
