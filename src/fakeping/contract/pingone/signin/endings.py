"""Checks of revocation and sign-off."""

import re
from urllib.parse import urlencode

from fakeping.contract.check import ABSENT, ensure, expect
from fakeping.contract.pingone.refusals import NOBODY, denied, unauthorized
from fakeping.contract.pingone.signin.client import (
    REDIRECT,
    SignInClient,
    at_once,
    sent_back,
    sent_back_error,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingone.signin import rules

of = CHECKS.of

_GOODBYE = "https://example.com/goodbye"


@of(rules.REVOKE)
def a_revoked_token_opens_nothing(target: PingOneTarget) -> None:
    """A revoked token is invalid; revoking an unknown one changes nothing."""
    worker = SignInClient.worker(target)
    token = worker.own().json["access_token"]
    expect(target.ask("GET", target.resources_url, token=token), 200)
    said = {"token": token, "token_type_hint": "access_token"}
    expect(worker.post("revoke", said), 200, None)
    unauthorized(target.ask("GET", target.resources_url, token=token))
    expect(worker.post("revoke", {"token": token}), 200)
    expect(worker.post("revoke", {"token": "nobodys"}), 200)


@of(rules.REVOKE)
def revoking_a_refresh_token_ends_what_it_brought(target: PingOneTarget) -> None:
    """Its access tokens too; another client's request changes nothing."""
    with at_once(target):
        web, other = SignInClient.registered(target), SignInClient.registered(target)
        answer = web.signed_in(scope="openid")
        token, refresh = answer["access_token"], answer["refresh_token"]
        for each in (token, refresh):
            expect(other.post("revoke", {"token": each}), 200)
        expect(web.userinfo(token), 200)
        expect(web.post("revoke", {"token": refresh}), 200)
        unauthorized(web.userinfo(token))
        denied(web.token("refresh_token", refresh_token=refresh), "invalid_grant")


@of(rules.SIGNOFF)
def signing_off_ends_the_session(target: PingOneTarget) -> None:
    """The session of the cookie, or of the ID token."""
    for by_cookie in (True, False):
        with at_once(target):
            web = SignInClient.registered(target)
            hint = web.signed_in(scope="openid")["id_token"]
        ensure("code" in sent_back(web.authorize(prompt="none")), "there is no session to end")
        cookies = dict(web.cookies)
        if not by_cookie:
            web.cookies.clear()
        page = _signoff(web, **({} if by_cookie else {"id_token_hint": hint}))
        _expect_page(page)
        web.cookies = cookies
        sent_back_error(web.authorize(prompt="none"), "login_required")
    with at_once(target):
        sent_back(web.authorize(scope="openid"))
    _expect_page(web.browse(f"{target.auth_url}/signoff", form={}))
    sent_back_error(web.authorize(prompt="none"), "login_required")


def _expect_page(page: Answer) -> None:
    expect(page, 200, Content_Type=re.compile(r"text/html(\s*;.*)?"), Location=ABSENT)


@of(rules.SIGNOFF)
def who_signed_off_is_sent_where_the_application_said(target: PingOneTarget) -> None:
    """Only to a registered sign-off URI."""
    with at_once(target):
        places = [_GOODBYE, f"{_GOODBYE}?a=1"]
        web = SignInClient.registered(target, post_logout_redirect_uris=places)
        hint = web.signed_in(scope="openid")["id_token"]
    said = {"id_token_hint": hint, "post_logout_redirect_uri": _GOODBYE}
    expect(_signoff(web, **said, state="s"), 302, Location=f"{_GOODBYE}?state=s")
    expect(_signoff(web, **said), 302, Location=_GOODBYE)
    elsewhere = {**said, "post_logout_redirect_uri": "https://example.org/"}
    expect(_signoff(web, **elsewhere), 400, Location=ABSENT)
    signed_in = {**said, "post_logout_redirect_uri": REDIRECT}
    expect(_signoff(web, **signed_in), 400, Location=ABSENT)
    named = {"client_id": web.client_id, "post_logout_redirect_uri": _GOODBYE}
    expect(_signoff(web, **named), 302, Location=_GOODBYE)
    asked = {**named, "post_logout_redirect_uri": places[1]}
    expect(_signoff(web, **asked), 302, Location=places[1])
    for client_id in (SignInClient.registered(target).client_id, NOBODY):
        expect(_signoff(web, **{**named, "client_id": client_id}), 400, Location=ABSENT)
    for wrong in ("nonsense", f"{hint[:-8]}AAAAAAAA"):
        expect(_signoff(web, **{**said, "id_token_hint": wrong}), 400, Location=ABSENT)


def _signoff(client: SignInClient, **members: str) -> Answer:
    return client.browse(f"{client.target.auth_url}/signoff?{urlencode(members)}")
