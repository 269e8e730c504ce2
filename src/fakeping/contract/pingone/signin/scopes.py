"""Checks of scopes: those granted to an application, and their resource."""

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure_same, expect
from fakeping.contract.pingone.refusals import denied
from fakeping.contract.pingone.signin.client import (
    SignInClient,
    at_once,
    photos,
    sent_back,
    sent_back_error,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.families.pingone.signin import rules

of = CHECKS.of

_SEVERAL = "May not request scopes for multiple resources"


@of(rules.SCOPE_GRANTED)
def an_application_asks_for_what_was_granted_to_it(target: PingOneTarget) -> None:
    """Other scopes are refused."""
    resource, [read, edit] = photos(target, "read", "edit")
    service = SignInClient.registered(target, type="service").granted(resource, [read])
    expect(service.own(scope=read), 200, {"scope": read})
    for scope in (edit, f"{read} {edit}", "no-such-scope"):
        denied(service.own(scope=scope), "invalid_scope")
    with at_once(target):
        web = SignInClient.registered(target).granted(resource, [read])
        sent_back(web.authorize(scope=f"openid offline_access {read}"))
        sent_back_error(web.authorize(scope=f"openid {edit}"), "invalid_scope")
        sent_back_error(web.authorize(scope="profile"), "invalid_scope")
        once = SignInClient.registered(target, grant_types=["authorization_code"])
        sent_back(once.authorize(scope="openid"))
        sent_back_error(once.authorize(scope="openid offline_access"), "invalid_scope")


@of(rules.SCOPE_GRANTED)
def a_refresh_token_brings_no_more_than_was_granted(target: PingOneTarget) -> None:
    """Fewer scopes may be requested."""
    resource, [read, edit] = photos(target, "read", "edit")
    with at_once(target):
        web = SignInClient.registered(target).granted(resource)
        refresh = web.signed_in(scope=f"openid {read} {edit}")["refresh_token"]
        wider = web.token("refresh_token", refresh_token=refresh, scope=f"{read} profile")
        denied(wider, "invalid_scope")
        same = web.token("refresh_token", refresh_token=refresh)
        expect(same, 200, {"scope": str, "id_token": str})
        ensure_same(
            {*same.json["scope"].split()}, {"openid", read, edit}, "the scopes, as they were"
        )
        less = web.token("refresh_token", refresh_token=same.json["refresh_token"], scope=read)
        expect(less, 200, {"scope": read, "id_token": ABSENT})


@of(rules.SCOPE_GRANTED)
def scopes_of_openid_are_granted_one_by_one(target: PingOneTarget) -> None:
    """Each scope needs a grant, but for `openid` itself."""
    with at_once(target):
        web = SignInClient.registered(target).granted(target.built_in("openid"), ["profile"])
        sent_back(web.authorize(scope="openid profile"))
        for scope in ("openid email", "email", "openid profile address"):
            sent_back_error(web.authorize(scope=scope), "invalid_scope")


@of(rules.SCOPE_ONE_RESOURCE)
def a_token_is_for_one_resource(target: PingOneTarget) -> None:
    """Scopes of two resources in one request are refused."""
    one, [scope] = photos(target, "read")
    other, [another] = photos(target, "read")
    service = SignInClient.registered(target, type="service").granted(one).granted(other)
    expect(service.own(scope=scope), 200)
    denied(service.own(scope=f"{scope} {another}"), "invalid_scope", _SEVERAL)
    several = SignInClient.registered(
        target, type="service", requestScopesForMultipleResourcesEnabled=True
    )
    answer = several.granted(one).granted(other).own(scope=f"{scope} {another}")
    expect(answer, 200, {"scope": str})
    claims = jwt.claims_of(answer.json["access_token"])
    ensure_same(sorted(claims["aud"]), sorted([one["name"], other["name"]]), "the audiences")


@of(rules.SCOPE_TARGET)
def an_audience_may_be_asked_for(target: PingOneTarget) -> None:
    """`resource` names one of the granted resources; others are refused."""
    one, [scope] = photos(target, "read")
    other, [another] = photos(target, "read")
    stranger, _ = photos(target, "read")
    service = SignInClient.registered(target, type="service").granted(one).granted(other)
    answer = service.own(resource=other["name"])
    expect(answer, 200, {"scope": another})
    jwt.expect_claims(jwt.claims_of(answer.json["access_token"]), {"aud": [other["name"]]})
    expect(service.own(resource=one["name"], scope=scope), 200, {"scope": scope})
    denied(service.own(resource=one["name"], scope=another), "invalid_scope")
    for wrong in (stranger["name"], "https://nobody.example"):
        denied(service.own(resource=wrong), "invalid_target")
    with at_once(target):
        web = SignInClient.registered(target).granted(one).granted(other)
        sent_back_error(web.authorize(resource="https://nobody.example"), "invalid_target")
        code = web.code(resource=one["name"], scope=f"openid {scope}")
        denied(web.exchange(code, resource=other["name"]), "invalid_target")
        code = web.code(resource=one["name"], scope=f"openid {scope}")
        expect(web.exchange(code, resource=one["name"]), 200, {"access_token": str})


@of(rules.SCOPE_SELF)
def an_application_alone_has_no_self_to_manage(target: PingOneTarget) -> None:
    """Client credentials refuse scopes of the platform's API and of OpenID Connect."""
    api, openid = target.built_in("api"), target.built_in("openid")
    service = SignInClient.registered(target, type="service")
    service.granted(api, ["p1:read:user"]).granted(openid, ["profile"])
    for scope in ("p1:read:user", "profile", "openid"):
        denied(service.own(scope=scope), "invalid_scope")


@of(rules.SCOPE_DEFAULT)
def who_asks_for_no_scope_has_all_of_the_one_resource(target: PingOneTarget) -> None:
    """Without `scope`, a token has all granted scopes of its one resource, or a user's `openid`."""
    resource, [edit, read] = photos(target, "edit", "read")
    other, _ = photos(target, "read")
    service = SignInClient.registered(target, type="service")
    denied(service.own(), "invalid_scope")
    answer = service.granted(resource).own()
    expect(answer, 200, {"scope": str})
    said = sorted(answer.json["scope"].split())
    ensure_same(said, sorted([edit, read]), "the default scopes")
    denied(service.granted(other).own(), "invalid_scope", _SEVERAL)
    expect(SignInClient.worker(target).own(), 200, {"scope": ABSENT})
    worker = SignInClient.registered(target, type="worker", roles=[])
    expect(worker.own(), 200, {"scope": ABSENT})
    answer = worker.granted(resource, [read]).own()
    expect(answer, 200, {"scope": read})
    with at_once(target):
        web = SignInClient.registered(target)
        ensure_same(web.signed_in().get("scope"), "openid", "the default where a user signs in")
        granted = SignInClient.registered(target).granted(resource, [read])
        ensure_same(granted.signed_in().get("scope"), read, "the one that is granted")
