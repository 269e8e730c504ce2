"""Checks of codes and refresh tokens: single use, expiry, owner."""

from fakeping.contract.check import ABSENT, ensure, expect
from fakeping.contract.pingone.refusals import denied, unauthorized
from fakeping.contract.pingone.signin.client import (
    CHALLENGE,
    VERIFIER,
    SignInClient,
    at_once,
    photos,
    sent_back_error,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.families.pingone.signin import rules

of = CHECKS.of

_REFRESH_LIFETIME = 2_592_000
_CODE_LIFETIME = 60


@of(rules.GRANT_UNAUTHORIZED)
def an_application_asks_for_what_it_is_registered_for(target: PingOneTarget) -> None:
    """Other response types are `unauthorized_client`."""
    with at_once(target):
        web = SignInClient.registered(target)
        for response_type in ("token", "id_token", "code token"):
            answer = web.authorize(response_type=response_type, scope="openid", nonce="n")
            sent_back_error(answer, "unauthorized_client")


@of(rules.GRANT_INVALID)
def a_code_is_exchanged_by_whom_it_was_meant_for(target: PingOneTarget) -> None:
    """Only by its client, with the same redirect URI."""
    with at_once(target):
        web, other = SignInClient.registered(target), SignInClient.registered(target)
        denied(web.exchange("no-such-code"), "invalid_grant")
        denied(web.token("refresh_token", refresh_token="nobodys"), "invalid_grant")  # noqa: S106
        denied(other.exchange(web.code()), "invalid_grant")
        elsewhere = "https://example.com/elsewhere"
        denied(web.exchange(web.code(), redirect_uri=elsewhere), "invalid_grant")
        denied(web.exchange(web.code(), redirect_uri=None), "invalid_grant")
        proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        denied(web.exchange(web.code(**proof), code_verifier="x" * 43), "invalid_grant")
        denied(web.exchange(web.code(**proof)), "invalid_grant")
        denied(web.exchange(web.code(), code_verifier=VERIFIER), "invalid_grant")
        expect(web.exchange(web.code(**proof), code_verifier=VERIFIER), 200)
        refresh = web.signed_in()["refresh_token"]
        denied(other.token("refresh_token", refresh_token=refresh), "invalid_grant")
        expect(web.token("refresh_token", refresh_token=refresh), 200)


@of(rules.CODE_ONCE)
def a_code_works_once(target: PingOneTarget) -> None:
    """A second use is refused and revokes its tokens."""
    with at_once(target):
        web = SignInClient.registered(target)
        code = web.code(scope="openid")
        brought = web.exchange(code)
        expect(brought, 200, {"access_token": str, "expires_in": 3600})
        token = brought.json["access_token"]
        expect(web.userinfo(token), 200)
        denied(web.exchange(code), "invalid_grant")
        unauthorized(web.userinfo(token))
        refresh = brought.json["refresh_token"]
        denied(web.token("refresh_token", refresh_token=refresh), "invalid_grant")


@of(rules.CODE_ONCE)
def nobody_else_takes_back_what_a_code_brought(target: PingOneTarget) -> None:
    """Another client's use of a code revokes nothing."""
    with at_once(target):
        web, other = SignInClient.registered(target), SignInClient.registered(target)
        code = web.code(scope="openid")
        answer = web.exchange(code)
        expect(answer, 200, {"access_token": str, "refresh_token": str})
        denied(other.exchange(code), "invalid_grant")
        expect(web.userinfo(answer.json["access_token"]), 200)


@of(rules.GRANT_INVALID)
def what_was_for_a_resource_that_is_gone_brings_nothing(target: PingOneTarget) -> None:
    """Codes and refresh tokens for a deleted resource are `invalid_grant`."""
    resource, [read] = photos(target, "read")
    with at_once(target):
        web = SignInClient.registered(target).granted(resource)
        refresh = web.signed_in(scope=read)["refresh_token"]
        code = web.code(scope=read)
        expect(target.ask("DELETE", target.resource_url(resource)), 204)
        denied(web.token("refresh_token", refresh_token=refresh), "invalid_grant")
        denied(web.exchange(code), "invalid_grant")


@of(rules.REFRESH_LIFETIME)
def an_application_says_how_long_its_refresh_tokens_hold(target: PingOneTarget) -> None:
    """To the second."""
    with at_once(target), target.steered().at_a_standstill() as clock:
        web = SignInClient.registered(target, refresh_lifetime=100)
        kept, late = (web.signed_in(scope="openid")["refresh_token"] for _ in range(2))
        clock.advance(99)
        expect(web.token("refresh_token", refresh_token=kept), 200)
        clock.advance(1)
        denied(web.token("refresh_token", refresh_token=late), "invalid_grant")


@of(rules.CODE_ONCE)
def a_code_works_for_a_minute(target: PingOneTarget) -> None:
    """A code expires by the deployment's clock."""
    with at_once(target):
        web = SignInClient.registered(target)
        code, late = web.code(), web.code()
        target.advance(_CODE_LIFETIME - 5)
        expect(web.exchange(code), 200)
        target.advance(10)
        denied(web.exchange(late), "invalid_grant")


@of(rules.CODE_ONCE)
def a_code_dies_at_its_very_second(target: PingOneTarget) -> None:
    """A code is valid until exactly its expiry."""
    with at_once(target), target.steered().at_a_standstill() as clock:
        web = SignInClient.registered(target)
        code, late = web.code(), web.code()
        clock.advance(_CODE_LIFETIME - 0.5)
        expect(web.exchange(code), 200)
        clock.advance(0.5)
        denied(web.exchange(late), "invalid_grant")


@of(rules.REFRESH_ROTATION)
def a_refresh_token_works_once(target: PingOneTarget) -> None:
    """A second use is refused and revokes its tokens."""
    with at_once(target):
        web = SignInClient.registered(target)
        first = web.signed_in(scope="openid")["refresh_token"]
        answer = web.token("refresh_token", refresh_token=first)
        said = {"token_type": "Bearer", "expires_in": 3600, "id_token": str}
        expect(answer, 200, {"access_token": str, "refresh_token": str, **said})
        brought = answer.json
        ensure(brought["refresh_token"] != first, "the refresh token stays what it was")
        expect(web.userinfo(brought["access_token"]), 200)
        denied(web.token("refresh_token", refresh_token=first), "invalid_grant")
        unauthorized(web.userinfo(brought["access_token"]))
        second = brought["refresh_token"]
        denied(web.token("refresh_token", refresh_token=second), "invalid_grant")


@of(rules.REFRESH_LIFETIME)
def refresh_tokens_come_with_their_grant_for_thirty_days(target: PingOneTarget) -> None:
    """They come with the registered grant; where `offline_access` is granted, when it is asked."""
    with at_once(target):
        web = SignInClient.registered(target)
        kept = web.signed_in(scope="openid")["refresh_token"]
        asked = web.signed_in(scope="openid offline_access")
        ensure("refresh_token" in asked, "offline_access brings no refresh token")
        resource = target.built_in("openid")
        offline = target.named_or_made(target.scopes_url(resource), "scopes", "offline_access")
        granted = SignInClient.registered(target).granted(resource, [offline["name"]])
        expect(granted.exchange(granted.code()), 200, {"refresh_token": ABSENT})
        brought = granted.signed_in(scope="openid offline_access")
        ensure("refresh_token" in brought, "offline_access brings no refresh token")
        without = SignInClient.registered(target, grant_types=["authorization_code"])
        expect(without.exchange(without.code()), 200, {"refresh_token": ABSENT})
        target.advance(_REFRESH_LIFETIME - 60)
        answer = web.token("refresh_token", refresh_token=kept)
        expect(answer, 200, {"refresh_token": str})
        target.advance(120)
        late = asked["refresh_token"]
        denied(web.token("refresh_token", refresh_token=late), "invalid_grant")
