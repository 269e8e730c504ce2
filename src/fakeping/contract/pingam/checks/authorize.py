"""Checks of the authorization endpoint and its codes."""

from typing import Any
from urllib.parse import urlencode

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.jwt import challenge
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.checks.tokens import HOUR
from fakeping.contract.pingam.refusals import refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import SSO, UMA_PROTECTION, PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import signin as rules

_VERIFIER = "a-verifier-of-at-least-forty-three-characters"

#: Seconds that a code holds.
_CODE_LASTS = 120


@CHECKS.of(rules.AUTHORIZE)
def whoever_is_signed_in_is_sent_back(target: PingAMTarget) -> None:
    """A signed-in user is redirected with a code."""
    answer = steps.authorize(target, target.owner, state="a state")
    code_sent_back(target, answer, state="a state")


def code_sent_back(target: PingAMTarget, answer: Answer, **also: str) -> str:
    """The code that a browser is sent back with. Raises `Differs` without it, or what goes along.

    `also` is what differs from the target's own client and its usual scope.
    """
    expect(answer, 302)
    where, back = answer.headers.get("Location", ""), steps.sent_back(answer)
    ensure(where.startswith(f"{target.redirect_uri}?"), f"{answer.asked}: sent to {where}")
    said = {"scope": UMA_PROTECTION, "iss": target.issuer, "client_id": target.client.name}
    code = back.pop("code", "")
    ensure(code, f"{answer.asked}: there is no code")
    ensure_same(back, said | also, f"{answer.asked}: what comes back beside the code")
    return code


@CHECKS.of(rules.AUTHORIZE)
def others_are_sent_to_sign_in(target: PingAMTarget) -> None:
    """Without a session the redirection leads to the sign-in page, without a code."""
    answer = steps.authorize(target, None)
    expect(answer, 302)
    where = answer.headers.get("Location", "")
    ensure(where.startswith(f"{target.url}/XUI/"), f"{answer.asked}: sent to {where}")
    on = steps.sent_back(answer)
    ensure_same(on.get("realm"), target.realm_name, f"{answer.asked}: the realm to sign in to")
    ensure_same(on.get("goto"), answer.asked.partition(" ")[2], f"{answer.asked}: and then to")


@CHECKS.of(rules.AUTHORIZE)
def what_is_wrong_is_sent_back(target: PingAMTarget) -> None:
    """A bad request redirects to the client with an error and no code."""
    answer = steps.authorize(target, target.owner, response_type="token id_token", state="a state")
    sent_back(target, answer, "unsupported_response_type", state="a state")
    ensure(steps.sent_back(answer).get("error_description"), f"{answer.asked}: it is not told why")


@CHECKS.of(rules.AUTHORIZE)
def a_client_with_one_place_need_not_say_it(target: PingAMTarget) -> None:
    """`redirect_uri` may be omitted if only one is registered."""
    client = target.new_client(redirect_uris=[target.redirect_uri])
    said = {"response_type": "code", "client_id": client.name, "scope": UMA_PROTECTION}
    headers = {"Cookie": f"{SSO}={target.session(target.owner)}"}
    url = f"{target.oauth2_url}/authorize?{urlencode(said)}"
    answer = target.ask("GET", url, headers=headers, token=None)
    expect(answer, 302)
    where = answer.headers.get("Location", "")
    ensure(where.startswith(f"{target.redirect_uri}?"), f"{answer.asked}: sent to {where}")


@CHECKS.of(rules.AUTHORIZE)
def what_a_redirect_uri_says_already_stays(target: PingAMTarget) -> None:
    """The answer is added to its query."""
    uri = f"{target.redirect_uri}?ui=1"
    client = target.new_client(redirect_uris=[uri])
    answer = steps.authorize(target, target.owner, client=client, redirect_uri=uri)
    expect(answer, 302)
    back = steps.sent_back(answer)
    ensure_same(back.get("ui"), "1", f"{answer.asked}: what the URI says itself")
    ensure("code" in back, f"{answer.asked}: there is no code")


@CHECKS.of(rules.SCOPE)
def a_scope_that_is_not_for_a_client_is_sent_back(target: PingAMTarget) -> None:
    """An unregistered scope is an error at the client, even with consent."""
    client = target.new_client(scopes=["view"], asks_consent=True)
    answer = steps.authorize(target, target.owner, client=client, scope="share")
    sent_back(target, answer, "invalid_scope")
    answer = decided(target, client.name, scope="share", decision="allow")
    sent_back(target, answer, "invalid_scope")


@CHECKS.of(rules.CODE)
def a_public_client_needs_a_challenge(target: PingAMTarget) -> None:
    """A public client must use PKCE."""
    public = target.new_client(public=True)
    sent_back(target, steps.authorize(target, target.owner, client=public), "invalid_request")
    said = {"code_challenge": challenge(_VERIFIER), "code_challenge_method": "S256"}
    answer = steps.authorize(target, target.owner, client=public, **said)
    ensure("code" in steps.sent_back(answer), f"{answer.asked}: there is no code")


def sent_back(target: PingAMTarget, answer: Answer, error: str, **also: str) -> None:
    """Raise `Differs` unless a browser is redirected with this error and no code."""
    expect(answer, 302)
    where, back = answer.headers.get("Location", ""), steps.sent_back(answer)
    ensure(where.startswith(f"{target.redirect_uri}?"), f"{answer.asked}: sent to {where}")
    ensure_same(back.get("error"), error, f"{answer.asked}: the error that is sent back")
    ensure("code" not in back, f"{answer.asked}: there is a code too")
    found = {name: back.get(name) for name in also}
    ensure_same(found, also, f"{answer.asked}: what comes back with the error")


def page(answer: Answer) -> None:
    """Raise `Differs` unless a browser gets a page instead of a redirection."""
    expect(answer, 400, Location=ABSENT)
    media_type = answer.headers.get("Content-Type", "")
    ensure(
        media_type.partition(";")[0].strip() == "text/html",
        f"{answer.asked}: the page is {media_type}",
    )


@CHECKS.of(rules.AUTHORIZE_UNTRUSTED)
def an_unknown_client_is_not_sent_anywhere(target: PingAMTarget) -> None:
    """An unknown client or an invalid redirect URI gets a page, signed in or not."""
    for user in (target.owner, None):
        page(steps.authorize(target, user, client_id=target.name("client")))
        for nowhere in ("/back", "http://["):
            page(steps.authorize(target, user, redirect_uri=nowhere))


@CHECKS.of(rules.AUTHORIZE_UNTRUSTED)
def nobody_is_sent_where_the_client_did_not_say(target: PingAMTarget) -> None:
    """The redirect URI must equal a registered one exactly."""
    client = target.new_client(redirect_uris=[target.redirect_uri])
    expect(steps.authorize(target, target.owner, client=client), 302)
    for uri in (f"{target.redirect_uri}/more", "https://elsewhere.invalid/"):
        page(steps.authorize(target, target.owner, client=client, redirect_uri=uri))


def decided(target: PingAMTarget, client: str, **form: str) -> Answer:
    """Send the form with the user's decision."""
    asked = {
        "response_type": "code",
        "client_id": client,
        "redirect_uri": target.redirect_uri,
        "scope": "view",
    }
    session = target.session(target.owner)
    said = {"csrf": session, **form}
    asked["scope"] = said.pop("scope", asked["scope"])
    cookie = {} if said.pop("signed_out", "") else {"Cookie": f"{SSO}={session}"}
    url = f"{target.oauth2_url}/authorize?{urlencode(asked)}"
    return target.ask("POST", url, form=said, headers=cookie, token=None)


@CHECKS.of(rules.CONSENT)
def consent_is_asked_for(target: PingAMTarget) -> None:
    """A code needs `decision=allow` from a signed-in user."""
    client = target.new_client(asks_consent=True, scopes=["view"])
    asked = steps.authorize(target, target.owner, client=client, scope="view")
    expect(asked, 200, Location=ABSENT)
    page_says = asked.body.decode("utf-8", "replace")
    session = target.session(target.owner)
    ensure(session in page_says, f"{asked.asked}: the page does not have the csrf to send along")
    allowed = decided(target, client.name, decision="allow")
    code = code_sent_back(target, allowed, scope="view", client_id=client.name)
    expect(steps.redeem(target, code, client=client), 200, {"scope": "view"})
    for form in ({"decision": "deny"}, {}):
        sent_back(target, decided(target, client.name, **form), "access_denied")
    page(decided(target, client.name, decision="allow", csrf="forged"))
    page(decided(target, client.name, decision="allow", signed_out="yes"))


@CHECKS.of(rules.CODE)
def a_code_holds_once(target: PingAMTarget) -> None:
    """A second use of a code is refused, and revokes its tokens."""
    code = steps.code(target)
    answer = steps.redeem(target, code)
    tokens = steps.had(answer, 200, "the tokens of a code")
    said = {"access_token": str, "token_type": "Bearer", "expires_in": HOUR}
    expect(answer, 200, {**said, "refresh_token": str, "scope": UMA_PROTECTION})
    refused(steps.redeem(target, code), 400, "invalid_grant")
    for name in ("access_token", "refresh_token"):
        seen = steps.introspected(target, tokens[name])
        ensure_same(seen, {"active": False}, f"the {name} of a code that was used twice")


@CHECKS.of(rules.CODE)
def a_code_is_for_one_place(target: PingAMTarget) -> None:
    """A code needs the same redirect URI again."""
    code = steps.code(target)
    answer = steps.redeem(target, code, redirect_uri=f"{target.redirect_uri}/more")
    refused(answer, 400, "invalid_grant")
    refused(steps.redeem(target, steps.code(target), redirect_uri=""), 400, "invalid_grant")


@CHECKS.of(rules.CODE)
def a_code_wants_its_verifier(target: PingAMTarget) -> None:
    """A code that was requested with a challenge needs its verifier."""
    for method, asked in (("S256", challenge(_VERIFIER)), ("plain", _VERIFIER)):
        said: dict[str, Any] = {"code_challenge": asked, "code_challenge_method": method}
        wrongs: tuple[dict[str, Any], ...] = ({}, {"code_verifier": f"not-{_VERIFIER}"})
        for wrong in wrongs:
            code = steps.code(target, **said)
            refused(steps.redeem(target, code, **wrong), 400, "invalid_grant")
        code = steps.code(target, **said)
        expect(steps.redeem(target, code, code_verifier=_VERIFIER), 200)
    code = steps.code(target, code_challenge=_VERIFIER)  # plain, where nothing is said
    expect(steps.redeem(target, code, code_verifier=_VERIFIER), 200)
    code = steps.code(target)
    refused(steps.redeem(target, code, code_verifier=_VERIFIER), 400, "invalid_grant")


@CHECKS.of(rules.CODE)
def a_code_is_for_one_client(target: PingAMTarget) -> None:
    """Another client can't exchange a code."""
    code = steps.code(target)
    refused(steps.redeem(target, code, client=target.new_client()), 400, "invalid_grant")


@CHECKS.of(rules.CODE)
def a_code_holds_for_two_minutes(target: PingAMTarget) -> None:
    """A code expires after two minutes."""
    with target.steered().at_a_standstill():
        code = steps.code(target)
        target.advance(_CODE_LASTS - 1)
        expect(steps.redeem(target, code), 200)
        code = steps.code(target)
        target.advance(_CODE_LASTS)
        refused(steps.redeem(target, code), 400, "invalid_grant")


@CHECKS.of(rules.AUTHORIZE)
def another_response_type_is_told(target: PingAMTarget) -> None:
    """An unsupported response type is an error at the client."""
    for asked in ("token", "id_token", "nonsense"):
        answer = steps.authorize(target, target.owner, response_type=asked)
        sent_back(target, answer, "unsupported_response_type")
