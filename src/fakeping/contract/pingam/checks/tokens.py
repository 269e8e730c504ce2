"""Checks of the token endpoint."""

from typing import Any
from urllib.parse import quote, urlencode

from fakeping.contract import jwt
from fakeping.contract.challenge import ensure_challenge
from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.refusals import refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import UMA_PROTECTION, PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.rules import signin as rules

#: Seconds: what is left of an hour when it is told.
HOUR = 3599


def signed_in(
    target: PingAMTarget, user: Account | None = None, *, scope: str = UMA_PROTECTION, **how: Any
) -> Answer:
    """Get tokens by the password grant."""
    who = user or target.owner
    form: dict[str, Any] = {"username": who.name, "password": who.secret or ""} | (
        {"scope": scope} if scope else {}
    )
    return target.grant("password", **form, **how)


def unknown_client(answer: Answer) -> None:
    """Raise `Differs` unless an answer is `invalid_client`."""
    refused(answer, 401, "invalid_client")
    ensure_challenge(answer.asked, answer.headers.get("WWW-Authenticate"), "Basic", "realm")


@CHECKS.of(rules.CLIENT_AUTH)
def a_client_says_who_it_is(target: PingAMTarget) -> None:
    """By Basic or in the form, with the right secret."""
    who, form = target.owner, {"grant_type": "password", "scope": UMA_PROTECTION}
    form |= {"username": who.name, "password": who.secret or ""}
    own, url = target.client, f"{target.oauth2_url}/access_token"
    expect(signed_in(target), 200)
    said = {"client_id": own.name, "client_secret": own.secret or ""}
    expect(target.ask("POST", url, form=form | said, token=None), 200)
    wrong = Account(name=own.name, secret="not the secret")  # noqa: S106 - not one
    unknown_client(signed_in(target, client=wrong))
    unknown_client(signed_in(target, client=Account(name=target.name("client"), secret="x")))  # noqa: S106
    for secret in ("not the secret", ""):
        said = {"client_id": own.name, "client_secret": secret}
        unknown_client(target.ask("POST", url, form=form | said, token=None))
    unknown_client(target.ask("POST", url, form=form, token=None))
    for client in (wrong, Account(name=target.name("client"), secret="x")):  # noqa: S106
        unknown_client(target.post("introspect", {"token": "x"}, client=client))
    for header in ("Basic nonsense", "Basic bm9uc2Vuc2U=", "Basic " + "a" * 5):
        sent = {"Authorization": header}
        unknown_client(target.ask("POST", url, form=form, headers=sent, token=None))


@CHECKS.of(rules.CLIENT_AUTH)
def a_public_client_has_no_secret(target: PingAMTarget) -> None:
    """Its id alone says who it is; with an assertion beside it, it is nobody."""
    public = target.new_client(public=True)
    expect(signed_in(target, client=public), 200)
    unknown_client(signed_in(target, client=Account(name=public.name, secret="x")))  # noqa: S106
    for name in ("client_assertion", "client_assertion_type"):
        said: dict[str, Any] = {name: "nonsense"}
        unknown_client(signed_in(target, client=public, **said))


@CHECKS.of(rules.CLIENT_AUTH)
def a_clients_secret_may_be_of_any_characters(target: PingAMTarget) -> None:
    """By Basic percent-encoded, as RFC 6749 requires, or plain."""
    secret = "a+b/c d%é"  # noqa: S105 - made up
    client = target.new_client(client_secret=secret)
    for shown in (secret, quote(secret, safe="")):
        who = Account(name=client.name, secret=shown)
        expect(target.grant("client_credentials", client=who, scope="openid"), 200)
    unknown_client(signed_in(target, client=Account(name=client.name, secret=secret.upper())))


@CHECKS.of(rules.ONE_METHOD)
def a_client_says_once_who_it_is(target: PingAMTarget) -> None:
    """Basic goes with no `client_id` in the form, not even the same, at any endpoint."""
    own, form = target.client, {"grant_type": "client_credentials", "scope": "openid"}
    about = {"token": target.name("token")}
    for path, said in (("access_token", form), ("introspect", about), ("token/revoke", about)):
        for more in ({}, {"client_secret": own.secret or ""}):
            answer = target.post(path, {**said, "client_id": own.name, **more})
            if target.behaviour.one_client_method:
                refused(answer, 400, "invalid_request", naming="Client authentication failed")
            else:
                expect(answer, 200)
        expect(target.post(path, said), 200)


@CHECKS.of(rules.CREDENTIALS)
def the_tenants_own_are_known_everywhere(target: PingAMTarget) -> None:
    """The tenant's first owner and client are known in every realm, others only in their own."""
    user, realm = target.new_user(), target.new_realm()
    below = f"{target.url}/oauth2/{path_of(realm)}/access_token"
    expect(signed_in(target, user), 200)
    for who, status in ((target.owner, 200), (user, 400)):
        form = {"grant_type": "password", "scope": UMA_PROTECTION}
        form |= {"username": who.name, "password": who.secret or ""}
        form |= {"client_id": target.client.name, "client_secret": target.client.secret or ""}
        expect(target.ask("POST", below, form=form, token=None), status)


@CHECKS.of(rules.GRANT_TYPE)
def an_unknown_grant_is_told(target: PingAMTarget) -> None:
    """An unknown grant type is refused, and so is a missing one."""
    refused(target.grant("telepathy"), 400, "unsupported_grant_type")
    refused(target.post("access_token", {"scope": "openid"}), 400, "invalid_request")


@CHECKS.of(rules.GRANT_TYPE)
def a_client_uses_its_own_grants(target: PingAMTarget) -> None:
    """Grants that are not registered for it are refused."""
    client = target.new_client(grant_types=["client_credentials"])
    refused(signed_in(target, client=client), 400, "unauthorized_client")
    expect(target.grant("client_credentials", client=client, scope="openid"), 200)
    public = target.new_client(public=True)
    answer = target.grant("client_credentials", client=public, scope="openid")
    refused(answer, 400, "unauthorized_client")


@CHECKS.of(rules.PARAMETER)
def a_missing_parameter_is_named(target: PingAMTarget) -> None:
    """The error is `Missing parameter, 'name'`."""
    cases: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("password", {"password": "x"}, "username"),
        ("password", {"username": "x"}, "password"),
        ("refresh_token", {}, "refresh_token"),
        ("authorization_code", {}, "code"),
        (steps.UMA_TICKET, {}, "ticket"),
    )
    for grant_type, form, missing in cases:
        answer = target.grant(grant_type, **{"scope": "openid", **form})
        refused(answer, 400, "invalid_request", naming=f"Missing parameter, '{missing}'")
    for path, sentence in (("introspect", ", 'token'"), ("token/revoke", ": token")):
        answer = target.post(path, {"token_type_hint": "access_token"})
        refused(answer, 400, "invalid_request", naming=f"Missing parameter{sentence}")


@CHECKS.of(rules.CONTENT_TYPE)
def a_form_is_a_form(target: PingAMTarget) -> None:
    """A JSON body is refused."""
    who = {"username": target.owner.name, "password": target.owner.secret}
    said = {"grant_type": "password", "scope": "openid", **who}
    own = {"client_id": target.client.name, "client_secret": target.client.secret}
    for path in ("access_token", "introspect", "token/revoke"):
        answer = target.ask("POST", f"{target.oauth2_url}/{path}", json=said | own, token=None)
        refused(answer, 400, "invalid_request", naming="Invalid Content Type")
        raw = urlencode({**said, **own, "token": "x"}).encode()
        answer = target.ask("POST", f"{target.oauth2_url}/{path}", raw=raw, token=None)
        refused(answer, 400, "invalid_request", naming="Invalid Content Type")


@CHECKS.of(rules.GRANT)
def what_does_not_hold_brings_nothing(target: PingAMTarget) -> None:
    """Wrong passwords and unknown codes, refresh tokens and tickets are refused."""
    wrong = Account(name=target.owner.name, secret="not the password")  # noqa: S106 - not one
    unknown = target.name("nothing")
    refused(signed_in(target, wrong), 400, "invalid_grant")
    refused(signed_in(target, Account(name=unknown, secret="x")), 400, "invalid_grant")  # noqa: S106
    refused(target.grant("refresh_token", refresh_token=unknown), 400, "invalid_grant")
    refused(steps.redeem(target, unknown), 400, "invalid_grant")
    refused(steps.rpt_for(target, unknown), 400, "invalid_grant")


@CHECKS.of(rules.GRANT)
def a_ticket_is_spent_by_its_use(target: PingAMTarget) -> None:
    """Also by a use that brings no token."""
    made = steps.resource_set(target)
    ticket = steps.ticket(target, made, "view")
    who = steps.claim(target, target.owner)
    steps.had(steps.rpt_for(target, ticket, **who), 200, "an RPT")
    refused(steps.rpt_for(target, ticket, **who), 400, "invalid_grant")


@CHECKS.of(rules.SCOPE)
def a_client_has_its_own_scopes(target: PingAMTarget) -> None:
    """Other scopes are refused; without `scope` it gets its default ones."""
    client = target.new_client(scopes=["view", "edit"], default_scopes=["view"])
    for scope in ("share", "view share"):
        refused(
            signed_in(target, scope=scope, client=client), 400, "invalid_scope", naming="[share]"
        )
    expect(signed_in(target, scope="edit", client=client), 200, {"scope": "edit"})
    expect(signed_in(target, scope="", client=client), 200, {"scope": "view"})
    without = target.new_client(scopes=["view"])
    refused(signed_in(target, scope="", client=without), 400, "invalid_scope")


@CHECKS.of(rules.ISSUED)
def tokens_are_told_and_not_kept(target: PingAMTarget) -> None:
    """Tokens last an hour and have `no-store`; a user's come with a refresh token."""
    kept = {"Cache_Control": "no-store", "Pragma": "no-cache"}
    said = {"access_token": str, "token_type": "Bearer", "expires_in": HOUR}
    users = {"refresh_token": str, "scope": UMA_PROTECTION}
    expect(signed_in(target), 200, said | users, **kept)
    own = target.grant("client_credentials", scope=UMA_PROTECTION)
    expect(own, 200, said | {"refresh_token": ABSENT}, **kept)


@CHECKS.of(rules.REFRESH)
def a_refresh_token_is_spent(target: PingAMTarget) -> None:
    """A refresh token works once, and brings a new one."""
    first = target.password(target.owner, scope=UMA_PROTECTION)["refresh_token"]
    answer = target.grant("refresh_token", refresh_token=first)
    said = {"access_token": str, "token_type": "Bearer", "expires_in": HOUR}
    expect(answer, 200, {**said, "refresh_token": str, "scope": UMA_PROTECTION})
    ensure(answer.json["refresh_token"] != first, f"{answer.asked}: the refresh token is the old")
    token = answer.json["access_token"]
    expect(target.ask("GET", target.resource_set_url, token=token), 200)
    expect(target.grant("refresh_token", refresh_token=answer.json["refresh_token"]), 200)
    refused(target.grant("refresh_token", refresh_token=first), 400, "invalid_grant")


@CHECKS.of(rules.REFRESH)
def a_refresh_token_brings_no_more_than_it_had(target: PingAMTarget) -> None:
    """Fewer scopes may be requested. An access token can't refresh."""
    both = f"openid {UMA_PROTECTION}"
    first = target.password(target.owner, scope=both)
    refused(
        target.grant("refresh_token", refresh_token=first["access_token"]), 400, "invalid_grant"
    )
    wider = target.grant("refresh_token", refresh_token=first["refresh_token"], scope="openid more")
    refused(wider, 400, "invalid_scope")
    less = target.grant("refresh_token", refresh_token=first["refresh_token"], scope=UMA_PROTECTION)
    expect(less, 200, {"scope": UMA_PROTECTION, "id_token": ABSENT})
    second = target.password(target.owner, scope=both)["refresh_token"]
    same = target.grant("refresh_token", refresh_token=second)
    expect(same, 200, {"access_token": str, "id_token": str})
    ensure_same({*same.json["scope"].split()}, {*both.split()}, f"{same.asked}: the scopes")


@CHECKS.of(rules.REFRESH)
def a_refresh_token_is_its_clients(target: PingAMTarget) -> None:
    """Another client can neither use nor invalidate it."""
    first = target.password(target.owner, scope=UMA_PROTECTION)["refresh_token"]
    other = target.new_client()
    answer = target.grant("refresh_token", refresh_token=first, client=other)
    refused(answer, 400, "invalid_grant")
    expect(target.grant("refresh_token", refresh_token=first), 200)


@CHECKS.of(rules.ID_TOKEN)
def an_id_token_says_who(target: PingAMTarget) -> None:
    """The user's name, signed with RS256; only with the scope `openid`."""
    expect(signed_in(target), 200, {"id_token": ABSENT})
    answer = signed_in(target, scope="openid")
    expect(answer, 200, {"id_token": str})
    header, claims = jwt.opened(answer.json["id_token"])
    ensure_same(header["alg"], "RS256", "the algorithm of an ID token")
    ensure_same(claims["sub"], target.owner.name, "the subject of an ID token")
    ensure_same(claims["aud"], target.client.name, "the audience of an ID token")
    ensure_same(claims.get("iss"), target.issuer, "the issuer of an ID token")
    ensure_same(claims.get("nonce", ABSENT), ABSENT, "a nonce that nobody asked for")
    kept = {name: claims.get(name) for name in ("realm", "tokenName")}
    own = {"realm": target.realm_name, "tokenName": "id_token"}
    ensure_same(kept, own, "what else an ID token says")
    times = [claims.get(each) for each in ("auth_time", "iat", "exp")]
    ensure(all(isinstance(each, int) for each in times), f"the times of an ID token: {times}")
    ensure(claims["exp"] > claims["iat"], "an ID token ends before it is issued")


@CHECKS.of(rules.ID_TOKEN)
def an_id_token_belongs_to_its_request(target: PingAMTarget) -> None:
    """It has the nonce, and the hashes of the code and of the access token."""
    code = steps.code(target, scope="openid", nonce="a nonce")
    tokens = steps.had(steps.redeem(target, code), 200, "the tokens of a code")
    _, claims = jwt.opened(tokens["id_token"])
    ensure_same(claims.get("nonce"), "a nonce", "the nonce of an ID token")
    ensure_same(claims.get("at_hash"), jwt.half_hash(tokens["access_token"]), "at_hash")
    ensure_same(claims.get("c_hash", jwt.half_hash(code)), jwt.half_hash(code), "c_hash")
    keys = target.ask("GET", f"{target.oauth2_url}/connect/jwk_uri", token=None)
    jwt.verified(tokens["id_token"], keys.json)
    again = target.grant("refresh_token", refresh_token=tokens["refresh_token"])
    expect(again, 200, {"id_token": str})
    jwt.verified(again.json["id_token"], keys.json)


@CHECKS.of(rules.METHOD)
def another_method_is_named(target: PingAMTarget) -> None:
    """The error names the required method."""
    for path in ("access_token", "token/revoke"):
        answer = target.ask("GET", f"{target.oauth2_url}/{path}", token=None)
        sentence = "Required Method: POST found: GET"
        refused(answer, 405, "method_not_allowed", naming=sentence)
        expect(answer, 405, Allow="POST", Cache_Control="no-store")
    expect(target.ask("HEAD", f"{target.oauth2_url}/authorize", token=None), 405)
    for method in ("PUT", "OPTIONS"):
        answer = target.ask(method, f"{target.oauth2_url}/authorize", token=None)
        sentence = f"Required Method: GET or POST found: {method}"
        refused(answer, 405, "method_not_allowed", naming=sentence)
