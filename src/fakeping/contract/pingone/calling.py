"""Checks of all requests: tokens, methods, headers."""

import re

from fakeping.contract import jwt
from fakeping.contract.challenge import ensure_challenge
from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import NOBODY, refused, unauthorized
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingone import rules

of = CHECKS.of

_STRANGERS = (None, "no-token", "e30.e30.e30")


@of(rules.AUTH_TOKEN)
def whoever_has_no_token_is_refused_whatever_else_is_wrong(target: PingOneTarget) -> None:
    """A missing token is 401 before any other error."""
    nothing = f"{target.resources_url}/{NOBODY}"
    for token in _STRANGERS:
        unauthorized(target.ask("GET", target.resources_url, token=token))
        unauthorized(target.ask("POST", target.resources_url, json={}, token=token))
        unauthorized(target.ask("PUT", nothing, raw=b"{", token=token))
        unauthorized(target.ask("DELETE", nothing, token=token))
    own = target.own_token()
    for header in ("Bearer", "Bearer  ", own, f"Basic {own}", f"Bearer {own} x"):
        headers = {"Authorization": header}
        unauthorized(target.ask("GET", target.resources_url, token=None, headers=headers))
    unauthorized(target.ask("GET", f"{target.resources_url}?access_token={own}", token=None))
    cookie = {"Cookie": f"access_token={own}"}
    unauthorized(target.ask("GET", target.resources_url, token=None, headers=cookie))
    for scheme in ("bearer", "BEARER"):
        headers = {"Authorization": f"{scheme} {own}"}
        expect(target.ask("GET", target.resources_url, token=None, headers=headers), 200)


@of(rules.AUTH_TOKEN)
def a_token_that_has_expired_is_refused(target: PingOneTarget) -> None:
    """An expired token is 401, by the deployment's clock."""
    expired = target.token_of(expired=True)
    unauthorized(target.ask("GET", target.resources_url, token=expired))
    outlived = target.token_of(lifetime=60)
    expect(target.ask("GET", target.resources_url, token=outlived), 200)
    target.advance(61)
    unauthorized(target.ask("GET", target.resources_url, token=outlived))


@of(rules.AUTH_CHALLENGE)
def whoever_is_refused_is_told_to_bring_a_bearer_token(target: PingOneTarget) -> None:
    """A 401 has `WWW-Authenticate: Bearer`."""
    answer = target.ask("GET", target.resources_url, token=None)
    expect(answer, 401)
    ensure_challenge(answer.asked, answer.headers.get("WWW-Authenticate"), "Bearer")


@of(rules.AUTH_ROLE)
def a_token_without_the_role_opens_nothing(target: PingOneTarget) -> None:
    """A token without the role is refused; the status depends on the edition."""
    token = target.token_of(roles=["Identity Data Read Only"])
    answer = target.ask("GET", target.resources_url, token=token)
    status = target.expected.denied_status
    refused(answer, status, "ACCESS_FAILED", ("INSUFFICIENT_PERMISSIONS", None))
    token = target.token_of(roles=["Client Application Developer"])
    expect(target.ask("GET", target.resources_url, token=token), 200)


@of(rules.TOKEN_CLAIMS)
def a_token_says_whose_it_is_and_how_long_it_holds(target: PingOneTarget) -> None:
    """A token is a JWT with its client and its expiry."""
    target.only_with_credentials()
    answer = target.sign_in(target.client_id, target.client_secret)
    expect(answer, 200, {"access_token": str})
    header, claims = jwt.opened(answer.json["access_token"])
    jwt.expect_claims(header, {"alg": "RS256", "kid": str})
    jwt.expect_claims(
        claims,
        {
            "aud": list,
            "client_id": str,
            "env": target.environment_id,
            "exp": int,
            "iat": int,
            "iss": target.auth_url,
            "jti": str,
            "org": str,
            "p1.rid": str,
            "sub": ABSENT,
            "scope": ABSENT,
        },
    )
    ensure(claims["exp"] > claims["iat"], "the token expires before it was issued")
    ensure_same(claims["p1.rid"], claims["jti"], "the claim p1.rid, which is jti")
    environment = target.read(target.environment_url)
    ensure_same(claims["org"], environment["organization"]["id"], "the claim org")
    again = target.sign_in(target.client_id, target.client_secret).json["access_token"]
    ensure(jwt.claims_of(again)["jti"] != claims["jti"], "two tokens have the same jti")


@of(rules.METHOD)
def a_method_that_a_path_has_not_is_refused_with_those_that_it_has(target: PingOneTarget) -> None:
    """An unsupported method is refused, and `Allow` lists the supported ones."""
    url = target.resource_url(target.resource())
    todays = (
        (target.environment_url, "POST", {"GET", "PUT", "DELETE"}),
        (f"{url}/secret", "PUT", {"GET", "POST", "DELETE"}),
        (f"{url}/attributes", "DELETE", {"GET", "POST"}),
    )
    documented = tuple((target.environment_url, each, {"GET"}) for each in ("PUT", "DELETE"))
    for asked, method, methods in (
        *(todays if target.is_current else documented),
        (url, "PATCH", {"GET", "PUT", "DELETE"}),
        (url, "POST", {"GET", "PUT", "DELETE"}),
        (f"{url}/scopes", "PUT", {"GET", "POST"}),
        (f"{target.auth_url}/token", "GET", {"POST"}),
        (target.resources_url, "DELETE", {"GET", "POST"}),
    ):
        answer = target.ask(method, asked)
        expect(answer, 405, {"code": str, "message": str}, Allow=str)
        allowed = set(re.split(r",\s*", answer.headers["Allow"]))
        ensure(methods <= allowed, f"{answer.asked}: Allow is {answer.headers['Allow']!r}")
        ensure(method not in allowed, f"{answer.asked}: Allow has the method itself")


@of(rules.SLASHES)
def slashes_too_many_change_nothing(target: PingOneTarget) -> None:
    """Repeated slashes in a path are ignored, as the documentation's samples have them."""
    resource = target.resource()
    expected = target.read(target.resource_url(resource))
    for path in (
        f"//environments/{target.environment_id}/resources/{resource['id']}",
        f"/environments/{target.environment_id}/resources/{resource['id']}/",
        f"/environments//{target.environment_id}/resources//{resource['id']}//",
    ):
        expect(target.ask("GET", target.api_url + path), 200, expected)


@of(rules.HEADERS)
def every_answer_has_the_standard_headers(target: PingOneTarget) -> None:
    """Every answer has the standard headers, also refusals and deletions."""
    url = target.resource_url(target.resource())
    seen = set()
    for method, token in (("GET", None), ("GET", target.own_token()), ("DELETE", None)):
        answer = target.ask(method, url, token=token)
        _expect_standard(answer)
        seen.add(answer.headers["Correlation-Id"])
    ensure_same(len(seen), 3, "the number of correlation ids of three answers")


@of(rules.HEADERS)
def answers_of_every_status_have_the_standard_headers(target: PingOneTarget) -> None:
    """Answers of the sign-in endpoints have the standard headers, whatever the status."""
    url, signin = target.resources_url, target.auth_url
    said = {"name": target.name()}
    for answer in (
        target.ask("POST", url, json=said),
        target.ask("POST", url, json=said),
        target.ask("GET", f"{url}/no-such-thing"),
        target.ask("GET", f"{target.api_url}/no-such-thing"),
        target.ask("PATCH", url),
        target.ask("POST", url, raw=b"{}", headers={"Content-Type": "text/plain"}),
        target.ask("GET", f"{signin}/jwks", token=None),
        target.ask("GET", f"{signin}/userinfo", token=None),
        target.ask("POST", f"{signin}/token", form={}, token=None),
    ):
        _expect_standard(answer)
    answer = target.ask("GET", f"{signin}/authorize", token=None)
    _expect_standard(answer, origin=ABSENT if target.is_current else "*")


def _expect_standard(answer: Answer, *, origin: object = "*") -> None:
    expect(
        answer,
        answer.status,
        Correlation_Id=str,
        Cache_Control=re.compile(".*no-(store|cache).*"),
        Access_Control_Allow_Origin=origin,
    )


@of(rules.HEADERS)
def a_browser_may_ask_first(target: PingOneTarget) -> None:
    """A CORS preflight needs no token."""
    answer = target.ask(
        "OPTIONS",
        target.resources_url,
        token=None,
        headers={"Origin": "https://example.com", "Access-Control-Request-Method": "POST"},
    )
    ensure(answer.status in {200, 204}, f"{answer.asked}: {answer.status}, expected 204")
    expect(
        answer,
        answer.status,
        Access_Control_Allow_Origin="*",
        Access_Control_Allow_Methods=re.compile(r"(.*[\s,])?POST([\s,].*)?"),
        Access_Control_Allow_Headers=re.compile(
            r"(.*[\s,])?Authorization([\s,].*)?", re.IGNORECASE
        ),
        WWW_Authenticate=ABSENT,
    )


@of(rules.RATE_LIMIT)
def too_many_requests_are_told_to_come_again(target: PingOneTarget) -> None:
    """A 429 has `Retry-After`; only a fake is asked for one."""
    control, token = target.steered(), target.own_token()
    with control.failing(fault="rate_limit", limit=1, window=60, op="pingone.resource.list"):
        expect(target.ask("GET", target.resources_url, token=token), 200)
        answer = target.ask("GET", target.resources_url, token=token)
    refused(answer, 429, "REQUEST_LIMITED", ("LIMIT_EXCEEDED", None))
    expect(answer, 429, Retry_After=re.compile(r"\d+"))
    with control.failing(fault="next", status=429, op="pingone.resource.list", times=1):
        unsaid = target.ask("GET", target.resources_url, token=token)
    refused(unsaid, 429, "REQUEST_LIMITED", ("LIMIT_EXCEEDED", None))
    expect(unsaid, 429, Retry_After=re.compile(r"\d+"))
    expect(target.ask("GET", target.resources_url, token=token), 200)
