"""Checks of applications and their secrets."""

import re

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.dates import in_hours
from fakeping.contract.pingone.refusals import NOBODY, fixed, gone, invalid, not_found
from fakeping.contract.pingone.signin.client import REDIRECT, SignInClient
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import application_rules as rules
from fakeping.families.pingone.platforms_own import BUILT_IN_TYPES
from fakeping.families.pingone.rules import SECRET_FORM, SECRET_PREVIOUS

of = CHECKS.of

_CURRENT = ("current",)
_FORM = re.compile(r"[a-zA-Z0-9._~-]{10,}")
_SENTENCE = re.compile(r"Unable to find Application with ID .*")
_WILDCARDS = re.compile(r"Wildcards are not allowed in redirect URIs\..*")

#: Members without a default, which come back as they were sent.
_SENT = {
    "description": "a thing",
    "icon": {"id": NOBODY, "href": "https://example.com/icon.png"},
    "loginPageUrl": "https://example.com/login",
    "homePageUrl": "https://example.com",
    "initiateLoginUri": "https://example.com/initiate",
    "targetLinkUri": "https://example.com/target",
    "refreshTokenType": "OPAQUE_TOKEN",
    "kerberos": {"key": {"id": NOBODY}},
    "devicePathId": "a-path",
    "deviceCustomVerificationUri": "https://example.com/verify",
    "allowWildcardInRedirectUris": True,
    "postLogoutRedirectUris": [REDIRECT],
    "refreshTokenRollingDuration": 7_776_000,
    "refreshTokenRollingGracePeriodDuration": 60,
    "corsSettings": {"behavior": "ALLOW_SPECIFIC_ORIGINS", "origins": ["https://example.com"]},
    "includeX5t": True,
    "jwksUrl": "https://example.com/jwks",
    "opSessionCheckEnabled": True,
    "supportUnsignedRequestObject": True,
}

_DEFAULTS = {
    "enabled": False,
    "hiddenFromAppPortal": False,
    "assignActorRoles": False,
    "idpSignoff": False,
    "additionalRefreshTokenReplayProtectionEnabled": True,
    "pkceEnforcement": "OPTIONAL",
    "parRequirement": "OPTIONAL",
    "parTimeout": 60,
    "devicePollingInterval": 5,
    "deviceTimeout": 600,
    "requestScopesForMultipleResourcesEnabled": False,
}


def _one(target: PingOneTarget, application: JSON) -> str:
    return f"{target.applications_url}/{application['id']}"


@of(rules.APPLICATION_DEFAULTS, editions=_CURRENT)
def what_an_application_leaves_out_has_its_default(target: PingOneTarget) -> None:
    """Defaults stand in answers; a PUT brings them back; other members come back as sent."""
    body = target.application_body()
    del body["enabled"]
    made = target.made(target.applications_url, body)
    expect(
        target.ask("GET", _one(target, made)), 200, {**body, **_DEFAULTS, "clientId": made["id"]}
    )
    ensure_same(made.get("refreshTokenDuration", ABSENT), ABSENT, "refreshTokenDuration")
    said = {**body, **_SENT, "enabled": True, "parTimeout": 30}
    said["grantTypes"] = ["AUTHORIZATION_CODE", "REFRESH_TOKEN"]
    answer = target.ask("PUT", _one(target, made), json=said)
    expect(answer, 200, {**_DEFAULTS, **said, "refreshTokenDuration": 2_592_000})
    expect(target.ask("GET", _one(target, made)), 200, said)
    expect(target.ask("PUT", _one(target, made), json=body), 200, {**body, **_DEFAULTS})
    left = target.read(_one(target, made))
    ensure(not _SENT.keys() & left.keys(), f"{_one(target, made)}: members stay after a PUT")


@of(rules.APPLICATION_REQUIRED, editions=_CURRENT)
def an_application_says_what_it_is(target: PingOneTarget) -> None:
    """Its type, its protocol and how it authenticates are required."""
    made = target.application()
    for name in ("type", "protocol", "tokenEndpointAuthMethod"):
        body = target.application_body()
        del body[name]
        invalid(target.ask("POST", target.applications_url, json=body), ("REQUIRED_VALUE", name))
        invalid(target.ask("PUT", _one(target, made), json=body), ("REQUIRED_VALUE", name))


_RANGES = {
    "parTimeout": (1, 600),
    "devicePollingInterval": (1, 60),
    "deviceTimeout": (1, 3600),
    "refreshTokenDuration": (60, 2147483647),
    "refreshTokenRollingDuration": (60, 2147483647),
    "refreshTokenRollingGracePeriodDuration": (0, 86400),
}


@of(rules.APPLICATION_RANGE, editions=_CURRENT)
def a_number_has_its_limits(target: PingOneTarget) -> None:
    """The limits themselves are taken; what is past them is refused, and they are told."""
    url = _one(target, target.application())
    for member, (least, most) in _RANGES.items():
        for value in (least, most):
            body = target.application_body(**{member: value})
            expect(target.ask("PUT", url, json=body), 200, {member: value})
        for value in (least - 1, most + 1):
            body = target.application_body(**{member: value})
            answer = target.ask("PUT", url, json=body)
            invalid(answer, ("OUT_OF_RANGE", member))
            inner = {"rangeMinimumValue": least, "rangeMaximumValue": most}
            expect(answer, 400, {"details": [{"innerError": inner}]})
    for path in ("a_B-9", "x" * 50):
        body = target.application_body(devicePathId=path)
        expect(target.ask("PUT", url, json=body), 200, {"devicePathId": path})
    for path in ("", "a b", "x" * 51, "é"):
        answer = target.ask("PUT", url, json=target.application_body(devicePathId=path))
        invalid(answer, ("INVALID_VALUE", "devicePathId"))


@of(rules.APPLICATION_UNKNOWN, editions=_CURRENT)
def an_unknown_application_has_a_message_of_its_own(target: PingOneTarget) -> None:
    """Its message names the id; that of its secret is the usual one."""
    url = f"{target.applications_url}/{NOBODY}"
    for method in ("GET", "PUT", "DELETE"):
        answer = target.ask(
            method, url, json=target.application_body() if method == "PUT" else None
        )
        expect(answer, 404, {"code": "NOT_FOUND", "message": _SENTENCE})
    expect(target.ask("GET", f"{url}/grants"), 404, {"message": _SENTENCE})
    usual = "The request could not be completed. The requested resource was not found."
    expect(target.ask("GET", f"{url}/secret"), 404, {"code": "NOT_FOUND", "message": usual})


@of(rules.APPLICATION_TYPE, editions=_CURRENT)
def an_application_keeps_its_type(target: PingOneTarget) -> None:
    """Another type is refused on PUT."""
    made = target.application()
    body = target.application_body(type="NATIVE_APP")
    invalid(target.ask("PUT", _one(target, made), json=body), ("INVALID_VALUE", "type"))
    expect(target.ask("GET", _one(target, made)), 200, {"type": made["type"]})


@of(rules.APPLICATION_BUILT_IN, editions=_CURRENT)
def an_environment_has_the_platforms_applications(target: PingOneTarget) -> None:
    """They are listed first, stay, and there is one of each."""
    listed = target.listed(target.applications_url, "applications")
    found = {each["type"]: each for each in listed if each["type"] in BUILT_IN_TYPES}
    ensure_same([*found], list(BUILT_IN_TYPES), "the platform's applications")
    for each in found.values():
        fixed(target.ask("DELETE", _one(target, each)))
        expect(target.ask("GET", _one(target, each)), 200, {"type": each["type"]})
        body = target.application_body(type=each["type"])
        invalid(target.ask("POST", target.applications_url, json=body), ("INVALID_VALUE", "type"))
    fixed(target.ask("PUT", _one(target, found[BUILT_IN_TYPES[0]]), json=body))


@of(rules.APPLICATION_REDIRECT_URI, editions=_CURRENT)
def a_redirect_uri_is_absolute_and_safe(target: PingOneTarget) -> None:
    """Plain http leads to this machine only."""
    made = target.application()
    for member in ("redirectUris", "postLogoutRedirectUris"):
        for uri in ("https://a.example/cb", "my.app:/cb", "http://localhost:3000/cb"):
            body = target.application_body(**{member: [uri]})
            expect(target.ask("PUT", _one(target, made), json=body), 200, {member: [uri]})
        for uri in ("http://a.example/cb", "/cb", "https://a.example/#cb"):
            body = target.application_body(**{member: [uri]})
            wrong = ("INVALID_VALUE", member)
            invalid(target.ask("PUT", _one(target, made), json=body), wrong)
            invalid(target.ask("POST", target.applications_url, json=body), wrong)


@of(rules.APPLICATION_WILDCARD, editions=_CURRENT)
def a_wildcard_needs_a_permission(target: PingOneTarget) -> None:
    """A `*` is refused with a message of its own, unless the application allows it."""
    body = target.application_body(redirectUris=["https://*.example.com/cb"])
    answer = target.ask("POST", target.applications_url, json=body)
    invalid(answer, ("INVALID_VALUE", "redirectUris"))
    expect(answer, 400, {"message": _WILDCARDS})
    target.application(**body, allowWildcardInRedirectUris=True)


@of(rules.APPLICATION_REFRESH, editions=_CURRENT)
def a_refresh_token_lasts_no_longer_than_it_rolls(target: PingOneTarget) -> None:
    """The duration may equal the rolling one, not exceed it."""
    said = {"refreshTokenDuration": 600, "refreshTokenRollingDuration": 600}
    expect(target.ask("GET", _one(target, target.application(**said))), 200, said)
    body = target.application_body(**said | {"refreshTokenDuration": 601})
    answer = target.ask("POST", target.applications_url, json=body)
    invalid(answer, ("INVALID_VALUE", "refreshTokenDuration"))


@of(rules.APPLICATION_REQUEST_OBJECT, editions=_CURRENT)
def request_objects_are_unsigned_or_required_to_be_signed(target: PingOneTarget) -> None:
    """Both together are refused."""
    both = {"supportUnsignedRequestObject": True, "requireSignedRequestObject": True}
    target.application(requireSignedRequestObject=True)
    answer = target.ask("POST", target.applications_url, json=target.application_body(**both))
    invalid(answer, ("INVALID_VALUE", "requireSignedRequestObject"))


@of(rules.APPLICATION_KEYS, editions=_CURRENT)
def a_private_key_needs_its_public_one(target: PingOneTarget) -> None:
    """PRIVATE_KEY_JWT is refused without keys."""
    said = {"tokenEndpointAuthMethod": "PRIVATE_KEY_JWT"}
    target.application(**said, jwksUrl="https://example.com/jwks")
    answer = target.ask("POST", target.applications_url, json=target.application_body(**said))
    invalid(answer, ("INVALID_VALUE", "tokenEndpointAuthMethod"))


@of(rules.APPLICATION_ROLES, editions=_CURRENT)
def a_worker_inherits_roles_unless_told_otherwise(target: PingOneTarget) -> None:
    """Its token opens the API, or not."""
    for inherits, status in ((True, 200), (False, 403)):
        said = {"type": "WORKER", "grantTypes": ["CLIENT_CREDENTIALS"]}
        made = target.application(**said, responseTypes=[], assignActorRoles=inherits)
        expect(
            target.ask("GET", _one(target, made)),
            200,
            {"assignActorRoles": inherits, "accessControl": {"role": {"type": "ADMIN_USERS_ONLY"}}},
        )
        token = _client(target, made).own().json["access_token"]
        expect(target.ask("GET", target.resources_url, token=token), status)


@of(rules.APPLICATION_DISABLED, editions=_CURRENT)
def a_disabled_application_gets_nothing(target: PingOneTarget) -> None:
    """No token and no code, until it is enabled."""
    said = {"type": "WORKER", "grantTypes": ["CLIENT_CREDENTIALS", "AUTHORIZATION_CODE"]}
    made = target.application(**said)
    client = _client(target, made)
    expect(client.own(), 200, {"access_token": str})
    body = target.application_body(**said, enabled=False)
    expect(target.ask("PUT", _one(target, made), json=body), 200, {"enabled": False})
    expect(client.own(), 401, {"error": "invalid_client"})
    expect(client.authorize(scope="openid"), 400)


@of(SECRET_FORM, editions=_CURRENT)
def an_applications_secret_gets_tokens(target: PingOneTarget) -> None:
    """Its secret is what the token endpoint takes, and a rotated one no longer."""
    made = target.application(type="WORKER", grantTypes=["CLIENT_CREDENTIALS"])
    url = f"{_one(target, made)}/secret"
    first = target.ask("GET", url)
    expect(first, 200, {"secret": _FORM, "previous": ABSENT})
    client = _client(target, made)
    expect(client.own(), 200, {"access_token": str})
    expect(target.ask("POST", url), 200, {"secret": _FORM, "previous": ABSENT})
    expect(client.own(), 401, {"error": "invalid_client"})
    expect(_client(target, made).own(), 200, {"access_token": str})


@of(SECRET_PREVIOUS, editions=_CURRENT)
def an_applications_old_secret_may_live_on(target: PingOneTarget) -> None:
    """Both secrets work until the previous one is deleted."""
    made = target.application(type="WORKER", grantTypes=["CLIENT_CREDENTIALS"])
    url = f"{_one(target, made)}/secret"
    client = _client(target, made)
    until = "2099-01-01T00:00:00Z"
    answer = target.ask("POST", url, json={"previous": {"expiresAt": until}})
    invalid(answer, ("INVALID_VALUE", "previous.expiresAt"))
    until = f"{made['createdAt'][:-5]}Z"
    answer = target.ask("POST", url, json={"previous": {"expiresAt": until}})
    invalid(answer, ("INVALID_VALUE", "previous.expiresAt"))
    until = in_hours(made, hours=1)
    kept = target.ask("POST", url, json={"previous": {"expiresAt": until}})
    expect(kept, 200, {"previous": {"secret": client.client_secret, "expiresAt": ...}})
    expect(client.own(), 200, {"access_token": str})
    gone(target.ask("DELETE", url))
    expect(client.own(), 401, {"error": "invalid_client"})
    expect(target.ask("GET", url), 200, {"secret": kept.json["secret"], "previous": ABSENT})


@of(rules.APPLICATION_UNKNOWN, editions=_CURRENT)
def a_deleted_application_takes_its_parts_along(target: PingOneTarget) -> None:
    """Its secret and its grants are gone, and so is its client id."""
    made = target.application(type="WORKER", grantTypes=["CLIENT_CREDENTIALS"])
    client = _client(target, made)
    resource = target.resource()
    grant = target.grant(made, resource, target.scope(resource))
    gone(target.ask("DELETE", _one(target, made)))
    not_found(target.ask("GET", _one(target, made)))
    not_found(target.ask("GET", f"{_one(target, made)}/secret"))
    not_found(target.ask("GET", f"{_one(target, made)}/grants/{grant['id']}"))
    expect(client.own(), 401, {"error": "invalid_client"})


def _client(target: PingOneTarget, application: JSON) -> SignInClient:
    return SignInClient.of(target, application)
