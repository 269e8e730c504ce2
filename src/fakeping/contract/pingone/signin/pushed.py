"""Checks of pushed authorization requests."""

import re
from urllib.parse import urlencode

from fakeping.contract.check import ABSENT, ensure, expect
from fakeping.contract.pingone.refusals import NOBODY, denied
from fakeping.contract.pingone.signin.client import (
    CHALLENGE,
    VERIFIER,
    SignInClient,
    sent_back_error,
)
from fakeping.contract.pingone.signin.flow_client import (
    application,
    check,
    flow_of,
    person,
    resume,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingone.signin import flow_rules as rules

of = CHECKS.of

_CURRENT = ("current",)
_URI = re.compile(r"urn:ietf:params:oauth:request_uri:.+")
_PI_FLOW = {"response_mode": "pi.flow", "redirect_uri": None}


@of(rules.PAR, editions=_CURRENT)
def an_authorization_request_is_pushed(target: PingOneTarget) -> None:
    """Only by its application, and only one that would be accepted."""
    web, alice = application(target), person(target)
    asked = {"code_challenge": CHALLENGE, "code_challenge_method": "S256", "state": "s"}
    answer = _push(web, scope="openid", **asked)
    expect(answer, 201, {"request_uri": _URI, "expires_in": 60}, Cache_Control="no-store")
    # What the browser says besides does not count.
    begun = _come(web, answer.json["request_uri"], scope="nonsense", state="t")
    flow_id = flow_of(begun)
    expect(check(web, flow_id, alice), 200, {"status": "COMPLETED"})
    back = resume(web, flow_id)
    where = re.compile(r"https://example\.com/signed-in\?code=[^&]+&state=s")
    expect(back, 302, Location=where)
    code = back.headers["Location"].partition("code=")[2].partition("&")[0]
    expect(web.exchange(code, code_verifier=VERIFIER), 200, {"id_token": str})
    flow = _come(web, _push(web, scope="openid", **_PI_FLOW).json["request_uri"])
    expect(flow, 200, {"status": "COMPLETED"})
    slow = application(target, parTimeout=7)
    expect(_push(slow), 201, {"expires_in": 7})
    silent = _push(web, prompt="none", state="s")
    web.cookies.clear()
    sent_back_error(_come(web, silent.json["request_uri"]), "login_required")
    for wrong, error in (
        ({"scope": "nonsense"}, "invalid_scope"),
        ({"response_type": None}, "invalid_request"),
        ({"redirect_uri": "https://example.org/"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"request_uri": answer.json["request_uri"]}, "request_uri_not_supported"),
    ):
        denied(_push(web, **wrong), error)
    stranger = SignInClient(
        target=target, client_id=web.client_id, client_secret=NOBODY, method=web.method
    )
    expect(_push(stranger), 401, {"error": "invalid_client"})


@of(rules.PAR_ONCE, editions=_CURRENT)
def a_pushed_request_counts_once(target: PingOneTarget) -> None:
    """For its own application alone."""
    web, other = application(target), application(target)
    uri = _push(web).json["request_uri"]
    ensure(uri != _push(web).json["request_uri"], "two requests have the same URI")
    denied(_come(other, uri), "invalid_request_uri")
    ensure(bool(flow_of(_come(web, uri))), "no flow for a pushed request")
    again = _come(web, uri)
    denied(again, "invalid_request_uri")
    expect(again, 400, Location=ABSENT)
    denied(_come(web, "urn:ietf:params:oauth:request_uri:nobodys"), "invalid_request_uri")


@of(rules.PAR_ONCE, editions=_CURRENT)
def a_pushed_request_expires(target: PingOneTarget) -> None:
    """At once when its time is over."""
    with target.steered().at_a_standstill() as clock:
        web = application(target)
        uris = [_push(web).json["request_uri"] for _ in range(2)]
        clock.advance(59)
        ensure(bool(flow_of(_come(web, uris[0]))), "no flow for a pushed request")
        clock.advance(1)
        denied(_come(web, uris[1]), "invalid_request_uri")


@of(rules.PAR_REQUIRED, editions=_CURRENT)
def who_must_push_requests_pushes_them(target: PingOneTarget) -> None:
    """A plain request is refused, also with `pi.flow`."""
    web = application(target, parRequirement="REQUIRED")
    sent_back_error(web.authorize(scope="openid"), "invalid_request")
    denied(web.authorize(scope="openid", **_PI_FLOW), "invalid_request")
    uri = _push(web).json["request_uri"]
    ensure(bool(flow_of(_come(web, uri))), "no flow for a pushed request")


def _push(web: SignInClient, **members: str | None) -> Answer:
    """Push an authorization request."""
    return web.post("par", web.request(**members))


def _come(web: SignInClient, uri: str, **members: str) -> Answer:
    """Come to the authorization endpoint with the URI of a pushed request."""
    said = {"client_id": web.client_id, "request_uri": uri, **members}
    return web.browse(f"{web.target.auth_url}/authorize?{urlencode(said)}")
