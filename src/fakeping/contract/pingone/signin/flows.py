"""Checks of sign-in by flows: what a client does without a browser."""

import re
from urllib.parse import parse_qs, urlsplit

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import NOBODY, invalid, not_found, unauthorized
from fakeping.contract.pingone.signin.client import REDIRECT, SignInClient
from fakeping.contract.pingone.signin.flow_client import (
    PASSWORD,
    act,
    application,
    begun,
    check,
    flow_of,
    flow_url,
    held,
    person,
    redirected,
    resume,
    set_password,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone.signin import flow_rules as rules

of = CHECKS.of

_CURRENT = ("current",)
_START = "USERNAME_PASSWORD_REQUIRED"
_OTHER = "another 2FederateM0re!"
_LIFETIME = 900


@of(rules.FLOW, editions=_CURRENT)
def pi_flow_answers_what_the_sign_in_waits_for(target: PingOneTarget) -> None:
    """By GET and POST, without a redirect URI; the flow can be read again."""
    web = application(target)
    flow = begun(web)
    url = flow_url(target, flow["id"])
    links: JSON = {name: {"href": url} for name in ("self", "usernamePassword.check")}
    links["signOnPage"] = {"href": re.compile(f".*/signon/\\?flowId={flow['id']}")}
    links["password.reset"] = ABSENT
    said = {
        "_links": links,
        "_embedded": {"application": {"name": str}, "user": ABSENT},
        "environment": {"id": target.environment_id},
        "resumeUrl": f"{target.auth_url}/resume?flowId={flow['id']}",
        "status": _START,
        "createdAt": str,
        "expiresAt": str,
        "session": ABSENT,
        "authorizeResponse": ABSENT,
    }
    read = target.ask("GET", url, token=None)
    expect(read, 200, said)
    ensure_same(read.json, flow, "a flow that is read again")
    form = web.request(response_mode="pi.flow", redirect_uri=None, scope="openid")
    posted = web.browse(f"{target.auth_url}/authorize", form=form)
    expect(posted, 200, {"status": _START})
    ensure(posted.json["id"] != flow["id"], "two requests have the same flow")
    wrong = web.authorize(response_mode="pi.flow", redirect_uri=None, scope="nonsense")
    expect(wrong, 400, {"error": "invalid_scope"}, Location=ABSENT)
    elsewhere = web.authorize(response_mode="pi.flow", redirect_uri="https://example.org/")
    expect(elsewhere, 400, {"error": "invalid_request"}, Location=ABSENT)
    nobody = web.authorize(response_mode="pi.flow", prompt="none")
    expect(nobody, 400, {"error": "login_required"}, Location=ABSENT)


@of(rules.FLOW_PAGE, editions=_CURRENT)
def a_browser_is_sent_to_the_sign_on_page_of_a_flow(target: PingOneTarget) -> None:
    """Also one that resumes too early, or from another browser."""
    web, alice = application(target), person(target)
    flow_id = flow_of(redirected(web))
    expect(target.ask("GET", flow_url(target, flow_id), token=None), 200, {"status": _START})
    ensure_same(flow_of(resume(web, flow_id)), flow_id, "the flow that is resumed too early")
    expect(check(web, flow_id, alice), 200, {"status": "COMPLETED"})
    web.cookies.clear()
    ensure_same(flow_of(resume(web, flow_id)), flow_id, "the flow that is resumed elsewhere")


@of(rules.FLOW_CHECK, editions=_CURRENT)
def the_right_password_completes_a_flow(target: PingOneTarget) -> None:
    """It needs no credentials of the client, and sets the cookie that resumes the flow."""
    web, alice = application(target), person(target)
    flow = begun(web)
    answer = check(web, flow["id"], alice)
    said = {
        "id": flow["id"],
        "status": "COMPLETED",
        "session": {"id": str},
        "resumeUrl": flow["resumeUrl"],
        "_links": {"self": flow["_links"]["self"], "usernamePassword.check": ABSENT},
        "_embedded": {
            "user": {"id": alice.id, "username": alice.username},
            "application": flow["_embedded"]["application"],
        },
        "authorizeResponse": ABSENT,
    }
    path = re.escape(f"Path=/{target.environment_id};")
    cookie = re.compile(rf"ST=[^;]+; {path} Max-Age=2592000; .*HttpOnly.*")
    expect(answer, 200, said, Set_Cookie=cookie)
    secure = "Secure" in answer.headers["Set-Cookie"]
    ensure_same(secure, target.auth_url.startswith("https:"), "whether the cookie is Secure")
    ensure(alice.password.encode() not in answer.body, "the password is told")


@of(rules.FLOW_SESSION, editions=_CURRENT)
def a_session_spares_the_user_name_or_the_password(target: PingOneTarget) -> None:
    """Another user's password does not do, until the flow goes back to the start."""
    web, alice, bob = application(target), person(target), person(target)
    expect(check(web, begun(web)["id"], alice), 200, {"status": "COMPLETED"})
    accepted = begun(web)
    ensure_same(accepted["status"], "COMPLETED", "the flow of who is signed in")
    code = _code(resume(web, accepted["id"]))
    expect(web.exchange(code, redirect_uri=None), 200, {"id_token": str})
    again = begun(web, prompt="login")
    ensure_same(again["status"], "PASSWORD_REQUIRED", "the flow with prompt=login")
    ensure_same(again["_embedded"]["user"]["id"], alice.id, "its user")
    _wrong(check(web, again["id"], bob))
    restarted = act(web, again["id"], "session.reset")
    expect(restarted, 200, {"status": _START, "_embedded": {"user": ABSENT}})
    expect(check(web, again["id"], bob), 200, {"_embedded": {"user": {"id": bob.id}}})
    expect(act(web, again["id"], "session.reset"), 200, {"status": _START, "session": ABSENT})
    ensure_same(begun(web)["status"], _START, "the flow of a session that session.reset ended")
    ensure("authorizeResponse" not in resume(web, again["id"]).json, "a code after session.reset")


@of(rules.FLOW_CHANGE, editions=_CURRENT)
def a_password_that_must_be_changed_is_changed_in_the_flow(target: PingOneTarget) -> None:
    """The flow is not completed before, and the new password counts afterwards."""
    web, alice = application(target), person(target, force_change=True)
    flow_id = begun(web)["id"]
    answer = check(web, flow_id, alice)
    links = {"password.reset": {"href": str}, "usernamePassword.check": ABSENT}
    said = {"status": "MUST_CHANGE_PASSWORD", "session": ABSENT, "_links": links}
    expect(answer, 200, said, Set_Cookie=ABSENT)
    ensure("authorizeResponse" not in resume(web, flow_id).json, "a code before the change")
    wrong = {"currentPassword": _OTHER, "newPassword": _OTHER}
    answer = act(web, flow_id, "password.reset", wrong)
    invalid(answer, ("INVALID_VALUE", "currentPassword"))
    change = {"currentPassword": PASSWORD, "newPassword": _OTHER}
    expect(act(web, flow_id, "password.reset", change), 200, {"status": "COMPLETED"})
    ensure(bool(_code(resume(web, flow_id))), "no code after the change")
    web.cookies.clear()
    _wrong(check(web, begun(web)["id"], alice))
    expect(check(web, begun(web)["id"], alice, password=_OTHER), 200, {"status": "COMPLETED"})


@of(rules.FLOW_RESUME, editions=_CURRENT)
def a_completed_flow_is_resumed_once(target: PingOneTarget) -> None:
    """With `pi.flow` by JSON, otherwise by a redirect. Only with the cookie."""
    web, alice = application(target), person(target)
    flow_id = begun(web, nonce="n", state="s")["id"]
    early = resume(web, flow_id)
    expect(early, 200, {"status": _START, "authorizeResponse": ABSENT})
    expect(check(web, flow_id, alice), 200, {"status": "COMPLETED"})
    stranger = SignInClient(
        target=target, client_id=web.client_id, client_secret=web.client_secret, method=web.method
    )
    expect(resume(stranger, flow_id), 200, {"authorizeResponse": ABSENT})
    expect(check(stranger, begun(stranger)["id"], alice), 200, {"status": "COMPLETED"})
    expect(resume(stranger, flow_id), 200, {"authorizeResponse": ABSENT})
    answer = resume(web, flow_id)
    expect(answer, 200, {"authorizeResponse": {"code": str, "state": "s"}, "status": "COMPLETED"})
    tokens = web.exchange(_code(answer), redirect_uri=None)
    expect(tokens, 200, {"access_token": str, "id_token": str})
    jwt.expect_claims(jwt.claims_of(tokens.json["id_token"]), {"sub": alice.id, "nonce": "n"})
    not_found(resume(web, flow_id))
    stranger.cookies.clear()
    other = flow_of(redirected(stranger, state="t"))
    expect(check(stranger, other, alice), 200, {"status": "COMPLETED"})
    back = resume(stranger, other)
    expect(back, 302, Location=re.compile(re.escape(REDIRECT) + r"\?code=[^&]+&state=t"))
    not_found(resume(stranger, other))


@of(rules.FLOW_CREDENTIALS, editions=_CURRENT)
def wrong_credentials_do_not_complete_a_flow(target: PingOneTarget) -> None:
    """Neither does a password of a user who has none."""
    web, alice, bob = application(target), person(target), person(target)
    without = target.user()
    flow_id = begun(web)["id"]
    for username, password in (
        (alice.username, _OTHER),
        (alice.username, PASSWORD.lower()),
        (alice.username, ""),
        (target.name("nobody"), PASSWORD),
        (alice.id, PASSWORD),
    ):
        answer = check(web, flow_id, alice, username=username, password=password)
        _wrong(answer)
    set_password(target, {"id": bob.id}, _OTHER)
    _wrong(check(web, flow_id, bob))
    answer = check(web, flow_id, alice, username=without["username"])
    invalid(answer, ("NO_PASSWORD", None))
    answer = act(web, flow_id, "usernamePassword.check", {"username": alice.username})
    invalid(answer, ("REQUIRED_VALUE", "password"))
    expect(target.ask("GET", flow_url(target, flow_id), token=None), 200, {"status": _START})
    expect(check(web, flow_id, alice), 200, {"status": "COMPLETED"})


@of(rules.FLOW_USER, editions=_CURRENT)
def a_user_who_may_not_sign_in_is_told_why(target: PingOneTarget) -> None:
    """Who has the right password is told so, and nobody else."""
    web, alice, bob = application(target), person(target), person(target)
    flow_id = begun(web)["id"]
    lock = {"Content-Type": "application/vnd.pingidentity.account.lock+json"}
    expect(target.ask("POST", target.user_url({"id": alice.id}), json={}, headers=lock), 200)
    url = f"{target.user_url({'id': bob.id})}/enabled"
    expect(target.ask("PUT", url, json={"enabled": False}), 200)
    completed, carol = begun(web)["id"], person(target)
    expect(check(web, completed, carol), 200, {"status": "COMPLETED"})
    url = f"{target.user_url({'id': carol.id})}/enabled"
    expect(target.ask("PUT", url, json={"enabled": False}), 200)
    expect(resume(web, completed), 200, {"authorizeResponse": ABSENT})
    for who, code in ((alice, "PASSWORD_LOCKED_OUT"), (bob, "USER_DISABLED")):
        invalid(check(web, flow_id, who), (code, None))
        _wrong(check(web, flow_id, who, password=_OTHER))


@of(rules.FLOW_ACTION_OFFERED, editions=_CURRENT)
def only_what_a_flow_offers_can_be_done(target: PingOneTarget) -> None:
    """A media type of nothing is refused likewise."""
    web, alice = application(target), person(target)
    flow_id = begun(web)["id"]
    change = {"currentPassword": PASSWORD, "newPassword": _OTHER}
    answers = [act(web, flow_id, "password.reset", change), act(web, flow_id, "nonsense", {})]
    said = {"username": alice.username, "password": alice.password}
    answers += [target.ask("POST", flow_url(target, flow_id), json=said, token=None)]
    expect(check(web, flow_id, alice), 200, {"status": "COMPLETED"})
    answers += [check(web, flow_id, alice)]
    for answer in answers:
        unauthorized(answer)


@of(rules.FLOW_UNKNOWN, editions=_CURRENT)
def a_flow_that_is_not_there_is_not_found(target: PingOneTarget) -> None:
    """So is one of an application, or for a user, that is deleted."""
    web, alice = application(target), person(target)
    not_found(target.ask("GET", flow_url(target, NOBODY), token=None))
    not_found(check(web, NOBODY, alice))
    not_found(resume(web, NOBODY))
    flow_id = begun(web)["id"]
    expect(check(web, flow_id, alice), 200, {"status": "COMPLETED"})
    expect(target.ask("DELETE", target.user_url({"id": alice.id})), 204)
    not_found(resume(web, flow_id))
    flow_id = begun(web)["id"]
    expect(target.ask("DELETE", f"{target.applications_url}/{web.client_id}"), 204)
    not_found(target.ask("GET", flow_url(target, flow_id), token=None))


@of(rules.FLOW_UNKNOWN, editions=_CURRENT)
def a_flow_lasts_fifteen_minutes(target: PingOneTarget) -> None:
    """What is done with it does not make it last longer."""
    with target.steered().at_a_standstill() as clock:
        web, alice = application(target), person(target)
        flow_id = begun(web)["id"]
        clock.advance(_LIFETIME - 1)
        expect(act(web, flow_id, "session.reset"), 200, {"status": _START})
        clock.advance(1)
        not_found(check(web, flow_id, alice))


@of(rules.FLOW_RESUME, editions=_CURRENT)
def the_vendors_own_steps_bring_a_token(target: PingOneTarget) -> None:
    """'Get a token for custom resource access': a custom scope alone, in a browser."""
    made = target.application(redirectUris=["https://www.google.com"])
    web = held(target, made)
    audience = f"https://{target.name('api')}.example.com"
    resource = target.resource(audience=audience, accessTokenValiditySeconds=7200)
    scope = target.scope(resource)
    said = {"resource": {"id": resource["id"]}, "scopes": [{"id": scope["id"]}]}
    target.had(target.grants_url(made), said)
    alice = person(target)
    asked = {"redirect_uri": "https://www.google.com", "scope": scope["name"]}
    flow_id = flow_of(redirected(web, **asked))
    expect(target.ask("GET", flow_url(target, flow_id), token=None), 200, {"status": _START})
    expect(check(web, flow_id, alice), 200, {"status": "COMPLETED"})
    back = resume(web, flow_id)
    expect(back, 302, Location=re.compile(r"https://www\.google\.com/?\?code=[^&]+"))
    code = parse_qs(urlsplit(back.headers["Location"]).query)["code"][0]
    tokens = web.exchange(code, redirect_uri="https://www.google.com")
    expect(tokens, 200, {"access_token": str, "expires_in": 7200, "id_token": ABSENT})
    claims = web.introspect(tokens.json["access_token"])
    expect(claims, 200, {"active": True, "aud": [audience], "scope": scope["name"]})


def _code(answer: Answer) -> str:
    expect(answer, 200, {"authorizeResponse": {"code": str}})
    code: str = answer.json["authorizeResponse"]["code"]
    return code


def _wrong(answer: Answer) -> None:
    invalid(answer, ("INVALID_CREDENTIALS", None))
