"""Checks of access: tokens, realms, paths and methods."""

from fakeping.contract.challenge import ensure_challenge, refusals
from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import denied, refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import FAMILY, SSO, UMA_PROTECTION, PingAMTarget
from fakeping.contract.target import Differs, NotRun
from fakeping.contract.transport import an_object
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.rules import everywhere as rules


def strangers(target: PingAMTarget) -> tuple[str | None, str]:
    """No token, and an unknown one."""
    return None, target.name("no-such-token")


@CHECKS.of(rules.AUTH_TOKEN)
def strangers_are_refused(target: PingAMTarget) -> None:
    """A missing or unknown token is refused."""
    made = steps.resource_set(target)
    for token in strangers(target):
        for answer in steps.everything(target, made, token):
            refused(answer, 401, "invalid_token")


@CHECKS.of(rules.AUTH_TOKEN)
def what_is_no_access_token_opens_nothing(target: PingAMTarget) -> None:
    """A refresh token, an ID token, or another scheme than Bearer is refused."""
    tokens = target.password(target.owner, scope=f"openid {UMA_PROTECTION}")
    made = steps.resource_set(target)
    for name in ("refresh_token", "id_token"):
        for answer in steps.everything(target, made, tokens[name]):
            refused(answer, 401, "invalid_token")
    expect(target.ask("GET", made.url, token=tokens["access_token"]), 200)
    pat = tokens["access_token"]
    for headers in (
        *({"Authorization": f"{scheme} {pat}"} for scheme in ("Token", "Basic")),
        {"Authorization": "Bearer"},
        {"Authorization": pat},
        {"Authorization": f"Bearer {pat} x"},
        {"Cookie": f"{SSO}={pat}"},
    ):
        for method, raw in (("GET", b""), ("PUT", b"{"), ("DELETE", b"")):
            answer = target.ask(method, made.url, raw=raw, headers=headers, token=None)
            refused(answer, 401, "invalid_token")


@CHECKS.of(rules.AUTH_TOKEN)
def a_token_opens_nothing_once_it_has_expired(target: PingAMTarget) -> None:
    """A token that has expired is refused, and so is one that was issued expired."""
    control, owner = target.steered(), target.owner.name
    expired = control.token(FAMILY, owner=owner, expired=True)
    short = control.token(FAMILY, owner=owner, lifetime=60)
    expect(target.ask("GET", target.resource_set_url, token=short), 200)
    target.advance(60)
    made = steps.resource_set(target)
    for token in (expired, short):
        for answer in steps.everything(target, made, token):
            refused(answer, 401, "invalid_token")


@CHECKS.of(rules.AUTH_TOKEN)
def a_token_ends_at_its_very_second(target: PingAMTarget) -> None:
    """A token is valid until exactly its expiry."""
    with target.steered().at_a_standstill() as clock:
        token = clock.token(FAMILY, owner=target.owner.name, lifetime=60)
        for seconds, status in ((59, 200), (1, 401)):
            clock.advance(seconds)
            expect(target.ask("GET", target.resource_set_url, token=token), status)


@CHECKS.of(rules.AUTH_TOKEN)
def a_permission_request_wants_a_token_too(target: PingAMTarget) -> None:
    """A permission request needs a valid token."""
    made = steps.resource_set(target)
    for token in strangers(target):
        answer = steps.ask_permission(target, steps.wanted(target, made, "view"), token=token)
        denied(answer, 401)


@CHECKS.of(rules.AUTH_TOKEN)
def a_token_opens_one_realm(target: PingAMTarget) -> None:
    """A token of another realm is treated like an unknown one."""
    realm = target.new_realm()
    token = target.steered().token(FAMILY, owner=target.owner.name, realm=realm)
    made = steps.resource_set(target)
    for answer in steps.everything(target, made, token):
        refused(answer, 401, "invalid_token")


@CHECKS.of(rules.AUTH_NO_CHALLENGE)
def a_stranger_is_not_challenged(target: PingAMTarget) -> None:
    """A 401 of the registration endpoint has no `WWW-Authenticate`."""
    made = steps.resource_set(target)
    for token in strangers(target):
        for answer in steps.everything(target, made, token):
            expect(answer, 401, WWW_Authenticate=ABSENT)


@CHECKS.of(rules.AUTH_NO_CHALLENGE, last=True)
def nobody_was_challenged_but_clients(target: PingAMTarget) -> None:
    """Only clients get a challenge: Basic, with their realm."""
    target.ask("GET", target.resource_set_url, token=None)
    for each in refusals(target.exchanges):
        challenge = each.answer.headers.get("WWW-Authenticate")
        if an_object(each.answer).get("error") == "invalid_client":
            ensure_challenge(each.answer.asked, challenge, "Basic", "realm")
        elif challenge is not None:
            raise Differs(f"{each.answer.asked}: header WWW-Authenticate: {challenge!r}")


@CHECKS.of(rules.AUTH_SCOPE)
def a_token_wants_the_scope(target: PingAMTarget) -> None:
    """A token without `uma_protection` is refused, in editions that check the scope."""
    made = steps.resource_set(target)
    token = target.pat(target.owner, scope="openid")
    for answer in steps.everything(target, made, token):
        if target.behaviour.enforce_pat_scope:
            refused(answer, 403, "insufficient_scope")
        else:
            ensure(answer.status < 300, f"{answer.asked}: {answer.status} for want of a scope")  # noqa: PLR2004 - success
    if target.behaviour.enforce_pat_scope:
        asked = steps.ask_permission(target, steps.wanted(target, made, "view"), token=token)
        denied(asked, 403)
        refused(target.post("introspect", {"token": token}, token=token), 403, "insufficient_scope")


@CHECKS.of(rules.REALM_PATH)
def a_realm_has_several_addresses(target: PingAMTarget) -> None:
    """The hierarchy with or without the root, older versions' bare names, the query parameter."""
    made = steps.resource_set(target)
    names = [each for each in target.realm_name.split("/") if each]
    if not names:
        raise NotRun("the root realm has one address")
    base, path = target.resource_set_url.split(f"/{target.realm_path}/")
    own, nowhere = f"realm={target.realm_name}", f"{target.realm_path}/realms/nowhere"
    for address in (
        f"{base}/{target.realm_path}/{path}",
        f"{base}/{'/'.join(f'realms/{each}' for each in names)}/{path}",
        f"{base}/{'/'.join(names)}/{path}",
        f"{base}/realms/root/{path}?{own}",
        f"{base}/{nowhere}/{path}?{own}",
    ):
        answer = target.ask("GET", address)
        expect(answer, 200)
        ensure(made.id in answer.json, f"{answer.asked}: not a list of the realm's: {answer.json}")
        registered = target.ask("POST", address, json=steps.description(target))
        expect(registered, 201, {"_id": str})
        id_ = registered.json["_id"]
        expect(target.ask("GET", target.url_of(id_)), 200, {"_id": id_})
        expect(target.ask("DELETE", target.url_of(id_), headers=target.condition()), 204)


@CHECKS.of(rules.REALM_UNKNOWN)
def an_unknown_realm_is_not_found(target: PingAMTarget) -> None:
    """An unknown realm is 404, even without a token."""
    realm = f"{target.realm_name.rstrip('/')}/{target.name('nowhere')}"
    for url in (
        target.resource_set_url.replace(target.realm_path, path_of(realm)),
        f"{target.resource_set_url}?realm={realm}",
    ):
        for token in (*strangers(target), target.own_token()):
            denied(target.ask("GET", url, token=token), 404)
            said = steps.description(target)
            denied(target.ask("POST", url, json=said, token=token), 404)
            if "?" not in url:
                denied(target.ask("PUT", f"{url}/x", json=said, token=token), 404)
                denied(target.ask("DELETE", f"{url}/x", token=token), 404)
    root, odd = f"/{target.realm_path}/", target.name("odd").swapcase()
    for name, spelled in ((odd, odd), ('"', "%22"), ("\N{REPLACEMENT CHARACTER}", "%FF")):
        elsewhere = f"{root}realms/{spelled}/"
        answer = target.ask("GET", target.resource_set_url.replace(root, elsewhere), token=None)
        told = f"identifier: {target.realm_name.rstrip('/')}/{name}"
        denied(answer, 404, naming="" if target.behaviour.uma1 else told)
    signed_out = target.json_url.replace(target.realm_path, path_of(realm))
    denied(target.ask("POST", f"{signed_out}/authenticate", token=None), 404)
    base = target.oauth2_url.replace(target.realm_path, path_of(realm))
    answer = target.ask("GET", f"{base}/.well-known/openid-configuration", token=None)
    denied(answer, 404, naming=f"organization identifier: {realm}")


@CHECKS.of(rules.NO_ROUTE)
def a_path_with_no_operation_is_not_found(target: PingAMTarget) -> None:
    """An unknown path is 404, even without a token."""
    below = f"{target.realm_name.rstrip('/')}/resource_set"
    one = target.url_of("a/b")
    denied(target.ask("GET", one, token=None), 404, naming=below)
    denied(target.ask("GET", f"{target.url_of('a')}/", token=None), 404)
    denied(target.ask("GET", f"{target.uma_url}/nothing", token=None), 404)
    denied(target.ask("GET", f"{target.json_url}/nothing", token=None), 404)
    if not target.behaviour.uma1:
        denied(target.ask("GET", f"{target.oauth2_url}/resource_set", token=None), 404)


@CHECKS.of(rules.METHOD)
def another_method_is_not_supported(target: PingAMTarget) -> None:
    """Other methods on the collection and on a resource set are 405."""
    made = steps.resource_set(target)
    for url in (target.resource_set_url, made.url):
        for method in ("OPTIONS", "PROPFIND"):
            answer = target.ask(method, url)
            refused(answer, 405, "unsupported_method_type")
            allowed = {each.strip() for each in answer.headers.get("Allow", "").split(",")}
            ensure_same(allowed, {"POST", "PUT", "GET", "DELETE"}, f"{answer.asked}: Allow")


@CHECKS.of(rules.METHOD)
def an_owners_endpoint_has_its_methods(target: PingAMTarget) -> None:
    """Other methods on an owner's endpoint are refused, in AM's own form."""
    headers = {SSO: target.session(target.owner)}
    url = f"{target.json_url}/users/{target.owner.name}/uma/policies"
    answer = target.ask("DELETE", url, headers=headers, token=None)
    denied(answer, 405)
    allowed = {each.strip() for each in answer.headers.get("Allow", "").split(",")}
    ensure({"GET", "POST"} <= allowed, f"{answer.asked}: Allow is {sorted(allowed)}")
    answer = target.ask("GET", f"{target.uma_url}/permission_request")
    denied(answer, 405)
    expect(answer, 405, Allow="POST")


@CHECKS.of(rules.EDITION_OPENAM, editions=["openam"])
def uma_1_has_other_names(target: PingAMTarget) -> None:
    """The older edition's path, its `scopes`, and its permission requests."""
    base = f"{target.oauth2_url}/resource_set"
    answer = target.ask("POST", base, json={"scopes": ["view"], "name": target.name("photo")})
    expect(answer, 201, {"_id": str})
    id_ = answer.json["_id"]
    expect(target.ask("GET", target.url_of(id_)), 200, {"scopes": ["view"]})
    said = {"resource_set_id": id_, "scopes": ["view"]}
    expect(steps.ask_permission(target, said), 201, {"ticket": str})
    answer = target.ask("GET", f"{target.uma_url}/resource_set", token=None)
    denied(answer, 404)
