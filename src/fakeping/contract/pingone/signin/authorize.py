"""Checks of the authorization endpoint: parameters, redirection, sessions."""

from urllib.parse import quote, urlencode

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import NOBODY, denied
from fakeping.contract.pingone.signin.client import (
    CHALLENGE,
    REDIRECT,
    VERIFIER,
    SignInClient,
    at_once,
    sent_back,
    sent_back_error,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.families.pingone import sign_on_rules
from fakeping.families.pingone.builtins import AUDIENCE
from fakeping.families.pingone.signin import rules

of = CHECKS.of


@of(rules.REQUEST_INVALID)
def an_authorization_request_is_whole_and_makes_sense(target: PingOneTarget) -> None:
    """A missing or invalid parameter is an error at the redirect URI."""
    with at_once(target):
        web = SignInClient.registered(target)
        for members in (
            {"response_type": None},
            {"response_mode": "no-such-mode"},
            {"prompt": "none login"},
            {"max_age": "soon"},
            {"max_age": "\u0663"},
        ):
            sent_back_error(web.authorize(**members), "invalid_request")
        implicit = SignInClient.registered(
            target, grant_types=["implicit"], response_types=["token", "id_token"]
        )
        for query in ("max_age=1&max_age=1", "max_age=%ff"):
            answer = web.browse(f"{target.auth_url}/authorize?{query}&{urlencode(web.request())}")
            expect(answer, 400, {"error": "invalid_request"}, Location=ABSENT)
        without_nonce = implicit.authorize(response_type="id_token", scope="openid")
        sent_back_error(without_nonce, "invalid_request")


@of(rules.AUTHORIZE)
def the_samples_requests_are_understood(target: PingOneTarget) -> None:
    """By GET and by POST."""
    openid, api = target.built_in("openid"), target.built_in("api")
    several = ["p1:read:user", "p1:update:user", "p1:reset:userPassword"]
    with at_once(target):
        web = SignInClient.registered(target).granted(openid, ["profile"]).granted(api, several)
        for scope in ("openid", "openid profile", several[0], " ".join(several)):
            said = web.request(scope=scope, acr_values="Single_Factor", state="s t&a=t+e")
            query = urlencode(said, quote_via=quote)
            by_get = web.authorize(**said)
            spelled = web.browse(f"{target.auth_url}/authorize?{query}")
            by_post = web.browse(f"{target.auth_url}/authorize", form=said)
            for answer in (by_get, spelled, by_post):
                found = sent_back(answer)
                ensure_same(found.get("state"), said["state"], "the state")
                tokens = web.exchange(found["code"])
                expect(tokens, 200, {"scope": str})
                ensure_same({*tokens.json["scope"].split()}, {*scope.split()}, "the scopes")
                claims = jwt.claims_of(tokens.json["access_token"])
                audience = {} if "openid" in scope else {"aud": [AUDIENCE]}
                jwt.expect_claims(claims, {"acr": "Single_Factor", **audience})


@of(rules.AUTHORIZE_REDIRECT)
def nobody_is_sent_where_the_application_did_not_say(target: PingOneTarget) -> None:
    """The redirect URI must equal a registered one exactly."""
    with at_once(target):
        web = SignInClient.registered(target)
        upper = REDIRECT.replace("signed-in", "Signed-In")
        for uri in (None, "https://example.org/", f"{REDIRECT}/", f"{REDIRECT}?a=b", upper):
            answer = web.authorize(redirect_uri=uri)
            expect(answer, 400, Location=ABSENT)
        expect(web.authorize(client_id=NOBODY), 400, Location=ABSENT)
        expect(web.authorize(client_id=None), 400, Location=ABSENT)
        answer = web.authorize(response_type="no-such-type", state="s")
        said = sent_back(answer)
        ensure_same(said.get("error"), "unsupported_response_type", "the error")
        ensure_same(said.get("state"), "s", "the state")


@of(rules.AUTHORIZE_AT_ONCE)
def who_is_signed_in_at_once_meets_no_page(target: PingOneTarget) -> None:
    """A fake's user who is signed in at once sees no page."""
    web = SignInClient.registered(target)
    with at_once(target) as user:
        answer = web.signed_in(scope="openid")
        jwt.expect_claims(jwt.claims_of(answer["access_token"]), {"sub": user["id"]})
    other = SignInClient.registered(target)
    expect(other.authorize(), 200, Location=ABSENT)


@of(rules.AUTHORIZE_PROMPT)
def a_session_answers_unless_the_user_is_to_be_asked(target: PingOneTarget) -> None:
    """A session answers, unless `prompt` or `max_age` requires a new sign-in."""
    web = SignInClient.registered(target)
    sent_back_error(web.authorize(prompt="none"), "login_required")
    with at_once(target):
        sent_back(web.authorize(scope="openid"))
    ensure("code" in sent_back(web.authorize(prompt="none")), "the session does not answer")
    ensure("code" in sent_back(web.authorize(max_age="3600")), "a young session does not answer")
    expect(web.authorize(prompt="login"), 200, Location=ABSENT)
    target.advance(100)
    expect(web.authorize(max_age="60"), 200, Location=ABSENT)
    sent_back_error(web.authorize(max_age="60", prompt="none"), "login_required")
    expect(web.authorize(max_age="0"), 200, Location=ABSENT)
    expect(web.authorize(prompt="select_account"), 200, Location=ABSENT)


@of(rules.AUTHORIZE_PROMPT)
def a_session_of_just_that_age_will_do(target: PingOneTarget) -> None:
    """`max_age` accepts a session of exactly that age."""
    with target.steered().at_a_standstill() as clock:
        web = SignInClient.registered(target)
        with at_once(target):
            sent_back(web.authorize(scope="openid"))
        clock.advance(60)
        ensure("code" in sent_back(web.authorize(max_age="60")), "a session of just that age")
        clock.advance(1)
        expect(web.authorize(max_age="60"), 200, Location=ABSENT)


@of(sign_on_rules.AUTHORIZE_ACR, editions=("p14c",))
def the_policy_that_signed_in_is_the_first_that_was_asked_for(target: PingOneTarget) -> None:
    """`acr` is the first of `acr_values`, by default Single_Factor."""
    for asked, told in ((None, "Single_Factor"), ("Multi_Factor Single_Factor", "Multi_Factor")):
        with at_once(target):
            web = SignInClient.registered(target)
            answer = web.signed_in(scope="openid", acr_values=asked)
            for name in ("access_token", "id_token"):
                jwt.expect_claims(jwt.claims_of(answer[name]), {"acr": told})


@of(rules.AUTHORIZE_PKCE)
def pkce_is_done_as_the_application_must(target: PingOneTarget) -> None:
    """Required, optional or S256 only, as the application is registered."""
    plain = {"code_challenge": VERIFIER, "code_challenge_method": "plain"}
    unsaid = {"code_challenge": VERIFIER}
    s256 = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    with at_once(target):
        for enforcement, allowed, refused in (
            ("OPTIONAL", ({}, plain, unsaid, s256), ()),
            ("REQUIRED", (plain, unsaid, s256), ({},)),
            ("S256_REQUIRED", (s256,), ({}, plain, unsaid)),
        ):
            web = SignInClient.registered(target, pkce_enforcement=enforcement)
            for proof in allowed:
                verifier = VERIFIER if proof else None
                expect(web.exchange(web.code(**proof), code_verifier=verifier), 200)
            for proof in refused:
                sent_back_error(web.authorize(**proof), "invalid_request")
        web = SignInClient.registered(target)
        for proof in (
            {**s256, "code_challenge_method": "S512"},
            {**s256, "code_challenge": "x" * 42},
            {**s256, "code_challenge": "x" * 129},
            {**s256, "code_challenge": "+" * 43},
        ):
            sent_back_error(web.authorize(**proof), "invalid_request")
        for wrong in ("x" * 43, "é", None):
            denied(web.exchange(web.code(**plain), code_verifier=wrong), "invalid_grant")
        for kind in ("spa", "native"):
            public = SignInClient.registered(target, type=kind)
            expect(public.exchange(public.code(**s256), code_verifier=VERIFIER), 200)


@of(rules.ENVIRONMENT_UNKNOWN)
def sign_in_of_nobodys_environment_is_not_found(target: PingOneTarget) -> None:
    """Every sign-in endpoint of an unknown environment is 404."""
    elsewhere = target.auth_url.replace(target.environment_id, NOBODY)
    for method, path in (
        ("POST", "token"),
        ("GET", "authorize"),
        ("GET", "userinfo"),
        ("GET", "jwks"),
        ("GET", ".well-known/openid-configuration"),
    ):
        answer = target.ask(method, f"{elsewhere}/{path}", token=None)
        expect(answer, 404, {"code": "NOT_FOUND"})
