"""Checks of introspection and revocation."""

from typing import Any
from urllib.parse import urlencode

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.accounts import Account, basic
from fakeping.contract.pingam.refusals import refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import FAMILY, UMA_PROTECTION, PingAMTarget
from fakeping.families.pingam.rules import signin as rules

INACTIVE = {"active": False}

#: Seconds that a token lasts, of which a token answer says one less.
_HOUR = 3600


def inactive(target: PingAMTarget, token: str, what: str) -> None:
    """Raise `Differs` unless an answer is `{"active": false}` without other members."""
    answer = target.post("introspect", {"token": token})
    expect(answer, 200)
    ensure_same(answer.json, INACTIVE, what)


def fresh(target: PingAMTarget, scope: str = UMA_PROTECTION) -> dict[str, str]:
    """New tokens, used by nothing else."""
    found: dict[str, str] = target.password(target.owner, scope=scope)
    return found


@CHECKS.of(rules.INTROSPECT)
def introspection_is_for_clients_and_pats(target: PingAMTarget) -> None:
    """A posted form, with a client's credentials or a PAT."""
    token, url = fresh(target)["access_token"], f"{target.oauth2_url}/introspect"
    known = {
        "scope": UMA_PROTECTION,
        "realm": target.realm_name,
        "client_id": target.client.name,
        "user_id": target.owner.name,
        "username": target.owner.name,
        "sub": target.owner.name,
        "token_type": "access_token",
        "authGrantId": str,
        "iss": target.issuer,
        "exp": int,
        "iat": int,
    }
    answer = target.post("introspect", {"token": token})
    expect(answer, 200, {"active": True, **known})
    refresh = target.post("introspect", {"token": fresh(target)["refresh_token"]})
    expect(refresh, 200, {"active": True, "token_type": "refresh_token"})
    lasts = answer.json["exp"] - answer.json["iat"]
    ensure(_HOUR - 1 <= lasts <= _HOUR, f"{answer.asked}: a token lasts {lasts} seconds")
    by_pat = target.post("introspect", {"token": token}, token=target.own_token())
    expect(by_pat, 200, {"active": True})
    empty = target.ask("POST", url, form={"a": "b"}, token=target.own_token())
    refused(empty, 400, "invalid_request")
    refused(target.ask("POST", url, form={"token": token}, token=None), 401, "invalid_client")
    stranger = target.ask("POST", url, form={"token": token}, token=target.name("none"))
    refused(stranger, 401, "invalid_token")


@CHECKS.of(rules.INTROSPECT_GET)
def introspection_by_get_is_refused_or_serves(target: PingAMTarget) -> None:
    """With the token in the query, by a PAT and by a client."""
    token, url = fresh(target)["access_token"], f"{target.oauth2_url}/introspect"
    asked = f"{url}?{urlencode({'token': token})}"
    by_pat: dict[str, Any] = {"token": target.own_token()}
    by_client: dict[str, Any] = {"token": None, "headers": basic(target.client)}
    for who in (by_pat, by_client):
        by_get = target.ask("GET", asked, **who)
        refused(target.ask("POST", asked, form={"a": "b"}, **who), 400, "invalid_request")
        if target.behaviour.introspect_by_get:
            expect(by_get, 200, {"active": True, "scope": UMA_PROTECTION})
            posted = steps.introspected(target, token)
            ensure_same(by_get.json, posted, f"{by_get.asked}: what a POST is answered")
            refused(target.ask("GET", url, **who), 400, "invalid_request")
            unknown = target.ask("GET", f"{url}?token={target.name('nothing')}", **who)
            expect(unknown, 200, INACTIVE)
        else:
            refused(by_get, 405, "method_not_allowed")
            expect(by_get, 405, Allow="POST")
    stranger = target.ask("GET", asked, token=None)
    if target.behaviour.introspect_by_get:
        refused(stranger, 401, "invalid_client")
    else:
        refused(stranger, 405, "method_not_allowed")


@CHECKS.of(rules.INTROSPECT)
def what_does_not_hold_is_not_active(target: PingAMTarget) -> None:
    """An invalid token is `{"active": false}` without other members."""
    revoked = fresh(target)["access_token"]
    steps.had(target.post("token/revoke", {"token": revoked}), 200, "a revocation")
    for token in (target.name("nothing"), revoked):
        inactive(target, token, "a token that does not hold")


@CHECKS.of(rules.INTROSPECT)
def what_has_expired_is_not_active(target: PingAMTarget) -> None:
    """An expired token is `{"active": false}` without other members."""
    token = target.steered().token(FAMILY, owner=target.owner.name, expired=True)
    inactive(target, token, "a token that has expired")


@CHECKS.of(rules.INTROSPECT_OWN)
def a_client_learns_of_its_own_tokens(target: PingAMTarget) -> None:
    """Others' tokens are active only in `openam`; RPTs are everywhere."""
    other = target.new_client()
    token = target.password(target.owner, scope=UMA_PROTECTION, client=other)["access_token"]
    active = steps.introspected(target, token, client=other)["active"]
    ensure(active, "a client's own token is not active to it")
    seen = steps.introspected(target, token)["active"]
    everybodys = target.behaviour.introspect_all_tokens
    ensure_same(seen, everybodys, "whether another client's token is active")
    made = steps.resource_set(target)
    asked = steps.rpt_for(
        target, steps.ticket(target, made, "view"), **steps.claim(target, target.owner)
    )
    rpt = steps.had(asked, 200, "an RPT")["access_token"]
    seen = steps.introspected(target, rpt, client=other)["active"]
    ensure(seen, "another client's RPT is not active")


@CHECKS.of(rules.REVOKE)
def to_revoke_is_to_say_nothing(target: PingAMTarget) -> None:
    """Also for an unknown token; a refresh token revokes its access tokens."""
    tokens, other = fresh(target), fresh(target)
    for token in (target.name("nothing"), tokens["refresh_token"], tokens["refresh_token"]):
        expect(target.post("token/revoke", {"token": token}), 200)
    for name in ("access_token", "refresh_token"):
        inactive(target, tokens[name], f"the {name} of a grant that was revoked")
    expect(target.post("token/revoke", {"token": other["access_token"]}), 200)
    inactive(target, other["access_token"], "an access token that was revoked")
    ensure(steps.introspected(target, other["refresh_token"])["active"], "it took another along")


@CHECKS.of(rules.REVOKE)
def anothers_token_is_not_revoked(target: PingAMTarget) -> None:
    """Revoking another client's token answers the same, and changes nothing."""
    token, other = fresh(target)["access_token"], target.new_client()
    expect(target.post("token/revoke", {"token": token}, client=other), 200)
    ensure(steps.introspected(target, token)["active"], "another client revoked it")


@CHECKS.of(rules.REVOKE_CLIENT)
def a_revocation_refuses_a_client_by_400(target: PingAMTarget) -> None:
    """One that is unknown, and one with another secret."""
    wrong = Account(name=target.client.name, secret="not the secret")  # noqa: S106 - not one
    unknown = Account(name=target.name("client"), secret="x")  # noqa: S106 - not one
    for client in (wrong, unknown):
        answer = target.post("token/revoke", {"token": "x"}, client=client)
        expect(answer, 400, {"error": "invalid_client"})
        ensure_same(answer.headers.get("WWW-Authenticate"), None, "a revocation's challenge")


@CHECKS.of(rules.BEARER)
def an_access_token_says_who(target: PingAMTarget) -> None:
    """User info and tokeninfo accept access tokens only."""
    tokens = fresh(target, "openid")
    for path in ("userinfo", "tokeninfo"):
        url = f"{target.oauth2_url}/{path}"
        answer = target.ask("GET", url, token=tokens["access_token"])
        expect(answer, 200, {"sub": target.owner.name})
        if path == "tokeninfo":
            known = {"access_token": tokens["access_token"], "realm": target.realm_name}
            expect(answer, 200, {**known, "client_id": target.client.name, "scope": ["openid"]})
        for token in (None, target.name("nothing"), tokens["refresh_token"]):
            refused(target.ask("GET", url, token=token), 401, "invalid_token")
