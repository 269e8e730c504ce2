"""Checks of a realm's public documents."""

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import signin, uma

#: The endpoints of OpenID discovery, and a method that each takes.
_ENDPOINTS = {
    "authorization_endpoint": "GET",
    "token_endpoint": "POST",
    "userinfo_endpoint": "GET",
    "introspection_endpoint": "POST",
    "revocation_endpoint": "POST",
    "jwks_uri": "GET",
}

#: What 8.1 documents of UMA discovery.
_UMA_2 = (
    "issuer",
    "grant_types_supported",
    "token_endpoint_auth_methods_supported",
    "revocation_endpoint_auth_methods_supported",
    "response_types_supported",
    "jwks_uri",
    "dynamic_client_endpoint",
    "token_endpoint",
    "authorization_endpoint",
    "revocation_endpoint",
    "introspection_endpoint",
    "resource_registration_endpoint",
    "permission_endpoint",
)


@CHECKS.of(signin.DISCOVERY)
def openid_discovery_names_what_is_served(target: PingAMTarget) -> None:
    """OpenID discovery lists the endpoints, below the realm's own path."""
    url = f"{target.oauth2_url}/.well-known/openid-configuration"
    answer = target.ask("GET", url, token=None)
    expect(answer, 200, {"issuer": target.issuer} | dict.fromkeys(_ENDPOINTS, str))
    for name, method in _ENDPOINTS.items():
        where = answer.json[name]
        ensure(where.startswith(f"{target.issuer}/"), f"{answer.asked}: {name} is {where}")
        status = target.ask(method, where, token=None).status
        ensure(status not in {404, 405}, f"{method} {where}: {status}, though {name} names it")


@CHECKS.of(signin.JWKS)
def there_is_one_key(target: PingAMTarget) -> None:
    """The key set has the public half of the RSA key that signs tokens."""
    answer = target.ask("GET", f"{target.oauth2_url}/connect/jwk_uri", token=None)
    key = {"kty": "RSA", "kid": str, "n": str, "e": str, "d": ABSENT, "p": ABSENT, "q": ABSENT}
    expect(answer, 200, {"keys": [key]})
    token = target.claim_token(target.owner)
    header, _ = jwt.opened(token)
    jwt.verified(token, answer.json)
    ensure_same(header["kid"], answer.json["keys"][0]["kid"], "the key that an ID token names")


@CHECKS.of(uma.DISCOVERY)
def uma_discovery_is_public(target: PingAMTarget) -> None:
    """UMA discovery needs no token, and lists the registration and permission endpoints."""
    if target.behaviour.uma1:
        name, registers, permits = (
            "uma-configuration",
            "resource_set_registration_endpoint",
            "permission_registration_endpoint",
        )
        members: tuple[str, ...] = ("version", "issuer", "rpt_endpoint")
    else:
        name, registers, permits = (
            "uma2-configuration",
            "resource_registration_endpoint",
            "permission_endpoint",
        )
        members = _UMA_2
    answer = target.ask("GET", f"{target.uma_url}/.well-known/{name}", token=None)
    expect(answer, 200, dict.fromkeys(members, ...))
    older = "uma2-configuration" if target.behaviour.uma1 else "uma-configuration"
    expect(target.ask("GET", f"{target.uma_url}/.well-known/{older}", token=None), 404)
    permission = f"{target.uma_url}/permission_request"
    registration = target.resource_set_url.replace(target.oauth2_url, target.issuer)
    expect(answer, 200, {registers: registration, permits: permission})
    known = f"{target.oauth2_url}/.well-known/openid-configuration"
    openid = steps.had(target.ask("GET", known, token=None), 200, "OpenID discovery")
    for name in {"issuer", *_ENDPOINTS} & openid.keys() & answer.json.keys():
        ensure_same(answer.json[name], openid[name], f"{answer.asked}: {name}, as OpenID has it")
