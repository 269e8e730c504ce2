"""Checks of every operation of the management API: authorization, bodies, paths."""

import json
from collections.abc import Iterable

from fakeping.contract.challenge import challenges, ensure_challenge, refusals
from fakeping.contract.check import expect
from fakeping.contract.pingone.kinds import Place, places
from fakeping.contract.pingone.refusals import NOBODY, refused, unauthorized
from fakeping.contract.pingone.signin.client import SignInClient, at_once, new_user, photos
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer, an_object
from fakeping.core.exchange import JSON
from fakeping.families.pingone import FAMILY, rules

of = CHECKS.of

_DEVELOPER = "Client Application Developer"
_ADMIN = "Environment Admin"
_ORGANIZATION = "Organization Admin"

# What an edition answers whoever lacks the role with, and which roles open its resources.
_DENIED = {"p14c": 401, "current": 403}
_OPENS = {"p14c": {_DEVELOPER}, "current": {_DEVELOPER, _ADMIN}}

# What an environment of nobody is answered with.
_UNKNOWN = {403: "ACCESS_FAILED", 404: "NOT_FOUND"}

_JSON = {"Content-Type": "application/json"}

_OF_ALL_EDITIONS = {
    each.name
    for each in FAMILY.operations
    if all(
        any(other.name == each.name and edition in other.editions for other in FAMILY.operations)
        for edition in FAMILY.editions
    )
}

# What may come without a body.
_BODILESS = ("secret.rotate", "user.account")

_FORMS = ("token", "introspect", "revoke")


@of(rules.AUTH_TOKEN)
def no_operation_is_done_for_whoever_has_no_token(target: PingOneTarget) -> None:
    """Every operation refuses a missing token and an expired one."""
    expired = target.token_of(expired=True) if target.control else "no-token"
    for place in places(target):
        # A fake knows the tenant by the token alone.
        by_token = not place.url.startswith(f"{target.environments_url}/")
        if target.control or not by_token:
            unauthorized(_ask(target, place, token=expired))
        if not by_token:
            unauthorized(_ask(target, place, token=None))


@of(rules.AUTH_TOKEN)
def a_token_expires_at_its_very_second(target: PingOneTarget) -> None:
    """A token is valid until exactly its expiry."""
    with target.steered().at_a_standstill() as clock:
        token = target.token_of(lifetime=60)
        clock.advance(59)
        expect(target.ask("GET", target.resources_url, token=token), 200)
        clock.advance(1)
        unauthorized(target.ask("GET", target.resources_url, token=token))


@of(rules.AUTH_CHALLENGE)
def each_401_says_what_to_bring(target: PingOneTarget) -> None:
    """Every 401 has `WWW-Authenticate`, also for a missing role."""
    for url in (target.environment_url, f"{target.auth_url}/userinfo"):
        expect(target.ask("GET", url, token=None), 401, WWW_Authenticate="Bearer")
    if _DENIED[target.edition] == 401:  # noqa: PLR2004 - HTTP's own
        nobody = target.token_of(roles=["Identity Data Read Only"])
        answer = target.ask("GET", target.resources_url, token=nobody)
        expect(answer, 401, WWW_Authenticate="Bearer")


@of(rules.AUTH_CHALLENGE, last=True)
def whatever_was_refused_with_401_said_what_to_bring(target: PingOneTarget) -> None:
    """A 401 asks for Basic if the client sent Basic, and else for a bearer token."""
    target.ask("GET", target.resources_url, token=None)
    for each in refusals(target.exchanges):
        challenge = each.answer.headers.get("WWW-Authenticate")
        asked = each.answer.asked
        of_client = an_object(each.answer).get("error") == "invalid_client"
        if not of_client:
            ensure_challenge(asked, challenge, "Bearer")
        elif each.headers.get("Authorization", "").partition(" ")[0].lower() == "basic":
            ensure_challenge(asked, challenge, "Basic")
        elif challenge is not None:
            challenges(challenge)


@of(rules.AUTH_ROLE)
def no_operation_is_done_for_whoever_has_no_role(target: PingOneTarget) -> None:
    """Every operation refuses a token without a role."""
    nobody = target.token_of(roles=["Identity Data Read Only"])
    for place in places(target):
        _denied(target, _ask(target, place, token=nobody))


@of(rules.AUTH_ROLE)
def each_role_opens_what_is_its_own(target: PingOneTarget) -> None:
    """The roles that read resources depend on the edition; administrators change environments."""
    for role in (_DEVELOPER, _ADMIN, _ORGANIZATION):
        token = target.token_of(roles=[role])
        answer = target.ask("GET", target.resources_url, token=token)
        if role in _OPENS[target.edition]:
            expect(answer, 200)
        else:
            _denied(target, answer)
        if target.is_current:
            users = target.ask("GET", target.users_url, token=token)
            if role == _ADMIN:
                expect(users, 200)
            else:
                _denied(target, users)
            url = f"{target.environments_url}/{target.environment()['id']}/type"
            changed = target.ask("PUT", url, json={"type": "SANDBOX"}, token=token)
            if role == _DEVELOPER:
                _denied(target, changed)
            else:
                expect(changed, 200)


@of(rules.AUTH_ROLE, editions=("current",))
def an_administrator_of_identities_has_the_users(target: PingOneTarget) -> None:
    """And no resources."""
    token = target.token_of(roles=["Identity Data Admin"])
    expect(target.ask("GET", target.users_url, token=token), 200)
    answer = target.ask("POST", target.users_url, json=target.user_body(), token=token)
    expect(answer, 201)
    _denied(target, target.ask("GET", target.resources_url, token=token))


@of(rules.AUTH_ROLE)
def a_role_is_a_workers_and_for_the_platforms_api(target: PingOneTarget) -> None:
    """A token for another resource, or of an application other than a worker, is refused."""
    resource, [read] = photos(target, "read")
    worker = SignInClient.registered(target, type="worker", roles=[_DEVELOPER]).granted(resource)
    expect(target.ask("GET", target.resources_url, token=_own(worker)), 200)
    _denied(target, target.ask("GET", target.resources_url, token=_own(worker, scope=read)))
    service = SignInClient.registered(target, type="service", roles=[_DEVELOPER])
    token = target.token_of(client=service.client_id)
    _denied(target, target.ask("GET", target.resources_url, token=token))


@of(rules.AUTH_ROLE)
def a_user_acts_by_their_own_roles_through_a_worker(target: PingOneTarget) -> None:
    """Through another application they are nobody, whatever scopes of their own they have."""
    codes = ["authorization_code"]
    worker = SignInClient.registered(target, type="worker", grant_types=codes, roles=[])
    web = SignInClient.registered(target).granted(target.built_in("api"), ["p1:read:user"])
    with at_once(target):
        for roles, client, scope in (
            ([_DEVELOPER], worker, "openid"),
            ([], worker, "openid"),
            ([_DEVELOPER], web, "openid"),
            ([_DEVELOPER], web, "p1:read:user"),
        ):
            target.given("sign_in", user=new_user(target, roles=roles)["id"])
            token = client.signed_in(scope=scope)["access_token"]
            answer = target.ask("GET", target.resources_url, token=token)
            if roles and client is worker:
                expect(answer, 200)
            else:
                _denied(target, answer)


@of(rules.ENVIRONMENT_UNKNOWN)
def whatever_is_asked_of_nobodys_environment_is_not_found(target: PingOneTarget) -> None:
    """Every operation in an unknown environment is 404, or 403 with the switch."""
    status = 403 if target.expected.unknown_environment_forbidden else 404
    expired = target.token_of(expired=True) if target.control else "no-token"
    for place in places(target):
        if target.environment_id in place.url:
            nobodys = place.url.replace(target.environment_id, NOBODY)
            elsewhere = Place(operation=place.operation, method=place.method, url=nobodys)
            answer = _ask(target, elsewhere, token=target.own_token())
            expect(answer, status, {"code": _UNKNOWN[status], "message": str})
            # Of which edition nobody's environment is, a fake can tell by a token alone.
            if target.control or place.operation in _OF_ALL_EDITIONS:
                unauthorized(_ask(target, elsewhere, token=expired))


@of(rules.MALFORMED)
def no_operation_reads_what_is_no_json(target: PingOneTarget) -> None:
    """Every operation refuses invalid JSON of any kind."""
    for place in _written(target):
        declared = {"Content-Type": place.media_type}
        for raw in (b"", b"{", b'\xef\xbb\xbf{"name": "a"}', b'{"name": "\\ud800"}'):
            if raw or not place.operation.endswith(_BODILESS):
                answer = target.ask(place.method, place.url, raw=raw, headers=declared)
                refused(answer, 400, "INVALID_REQUEST")
    for raw in (b'{"name": "a", "x": 1e400}', b"[" * 200 + b"]" * 200, b'{"name": "a", "x": -}'):
        answer = target.ask("POST", target.resources_url, raw=raw, headers=_JSON)
        refused(answer, 400, "INVALID_REQUEST")


@of(rules.MEDIA_TYPE)
def no_operation_reads_what_is_not_declared_as_json(target: PingOneTarget) -> None:
    """Every operation refuses a missing media type, or one other than JSON."""
    raw = json.dumps({"name": target.name()}).encode()
    for place in _written(target):
        declared = {"Content-Type": place.media_type}
        for headers in (
            {"Content-Type": "text/plain"},
            {},
            {**declared, "Content-Encoding": "gzip"},
        ):
            answer = target.ask(place.method, place.url, raw=raw, headers=headers)
            refused(answer, 415, "INVALID_REQUEST")


@of(rules.MEDIA_TYPE)
def sign_in_reads_forms_alone(target: PingOneTarget) -> None:
    """The sign-in endpoints accept only forms, without an encoding."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    raw = b"grant_type=client_credentials&token=x"
    for path in _FORMS:
        for headers in ({}, _JSON, {**form, "Content-Encoding": "gzip"}):
            url = f"{target.auth_url}/{path}"
            answer = target.ask("POST", url, raw=raw, headers=headers, token=None)
            refused(answer, 415, "INVALID_REQUEST")


@of(rules.INVALID_TYPE)
def no_operation_takes_what_is_of_a_wrong_type(target: PingOneTarget) -> None:
    """Whatever else is wrong with it; a body that is no object is of a wrong type too."""
    nothing: tuple[JSON, ...] = ([], "x", 5, None)
    for place in _written(target):
        declared = {"Content-Type": place.media_type}
        bodiless = ".account." in place.media_type  # null is as good as none
        for said in nothing[:-1] if bodiless else nothing:
            answer = target.ask(place.method, place.url, json=said, headers=declared)
            expect(answer, 400, {"code": "INVALID_REQUEST", "details": [{"code": "INVALID_VALUE"}]})
    both = [("INVALID_VALUE", "description"), ("INVALID_VALUE", "name")]
    answer = target.ask("POST", target.resources_url, json={"name": 1, "description": 5})
    refused(answer, 400, "INVALID_REQUEST", *both)
    said = {"description": 5, **({"audience": 5} if target.is_current else {})}
    answer = target.ask("POST", target.resources_url, json=said)
    wrong = [("INVALID_VALUE", name) for name in said]
    refused(answer, 400, "INVALID_REQUEST", *wrong, ("REQUIRED_VALUE", "name"))


@of(rules.SLASHES)
def slashes_too_many_change_nothing_anywhere(target: PingOneTarget) -> None:
    """Repeated slashes are ignored in every path, also in sign-in's."""
    urls = [each.url for each in places(target) if each.method == "GET"]
    urls += [f"{target.auth_url}/{each}" for each in (".well-known/openid-configuration", "jwks")]
    for url in urls:
        scheme, _, rest = url.partition("://")
        plain = target.ask("GET", url)
        expect(plain, 200)
        for odd in (f"{url}/", f"{url}//", f"{scheme}://{rest.replace('/', '//')}"):
            expect(target.ask("GET", odd), 200, plain.json)


def _ask(target: PingOneTarget, place: Place, *, token: str | None) -> Answer:
    if place.writes:
        return target.ask(place.method, place.url, json={}, token=token)
    return target.ask(place.method, place.url, token=token)


def _written(target: PingOneTarget) -> Iterable[Place]:
    return [each for each in places(target) if each.writes]


def _denied(target: PingOneTarget, answer: Answer) -> None:
    detail = ("INSUFFICIENT_PERMISSIONS", None)
    refused(answer, _DENIED[target.edition], "ACCESS_FAILED", detail)


def _own(client: SignInClient, **form: str) -> str:
    answer = client.own(**form)
    expect(answer, 200, {"access_token": str})
    token: str = answer.json["access_token"]
    return token
