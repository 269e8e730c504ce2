"""Checks of what changes a user in part, and of what that means for signing in."""

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import NOBODY, gone, invalid, refused
from fakeping.contract.pingone.signin.client import SignInClient, new_user, sent_back
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.pingone.user_bodies import NEW, account, placed
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules, user_rules

of = CHECKS.of

_CURRENT = ("current",)


@of(user_rules.USER_ONCE, editions=_CURRENT)
def some_of_a_user_is_said_once_or_elsewhere(target: PingOneTarget) -> None:
    """PUT and PATCH pass it over; `enabled` and `mfaEnabled` have a PUT of their own."""
    made, other = target.user(), target.population()
    url = target.user_url(made)
    once = {
        "population": {"id": other["id"]},
        "enabled": False,
        "mfaEnabled": True,
        "lifecycle": {"status": "VERIFICATION_REQUIRED"},
        "verifyStatus": "ENABLED",
    }
    kept = {name: made[name] for name in once}
    said = {"username": made["username"], "email": made["email"]}
    for method in ("PUT", "PATCH"):
        answer = target.ask(method, url, json={**said, **once})
        expect(answer, 200, kept)
        ensure_same(target.read(url), answer.json, f"{answer.asked}: what is read afterwards")
    for member, value in (("enabled", False), ("mfaEnabled", True)):
        part = f"{url}/{member}"
        links = {"self": {"href": part}, "user": {"href": url}}
        expect(target.ask("GET", part), 200, {"_links": links, member: not value})
        answer = target.ask("PUT", part, json={member: value})
        expect(answer, 200, {"_links": links, member: value})
        expect(target.ask("GET", part), 200, {member: value})
        expect(target.ask("GET", url), 200, {member: value})
        invalid(target.ask("PUT", part, json={}), ("REQUIRED_VALUE", member))
        answer = target.ask("PUT", part, json={member: "yes"})
        refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))


@of(user_rules.USER_POPULATION, editions=_CURRENT)
def a_user_moves_to_another_population(target: PingOneTarget) -> None:
    """Which must be there."""
    other = target.population()  # before the user, who goes first at the end
    made = target.user()
    url = f"{target.user_url(made)}/population"
    links = {"self": {"href": url}, "user": {"href": target.user_url(made)}}
    expect(target.ask("GET", url), 200, {"id": made["population"]["id"], "_links": links})
    moved = {"id": other["id"], "_links": links}
    expect(target.ask("PUT", url, json={"id": other["id"]}), 200, moved)
    expect(target.ask("GET", url), 200, {"id": other["id"]})
    population = f"{target.environment_url}/populations/{other['id']}"
    shown = {**placed(other["id"]), "_links": {"population": {"href": population}}}
    expect(target.ask("GET", target.user_url(made)), 200, shown)
    invalid(target.ask("PUT", url, json={"id": NOBODY}), ("INVALID_VALUE", "population"))
    invalid(target.ask("PUT", url, json={}), ("REQUIRED_VALUE", "id"))
    said = target.user_body(population={"id": NOBODY})
    answer = target.ask("POST", target.users_url, json=said)
    invalid(answer, ("INVALID_VALUE", "population"))
    answer = target.ask("POST", target.users_url, json=target.user_body(population={}))
    invalid(answer, ("REQUIRED_VALUE", "population.id"))
    expect(target.ask("GET", url), 200, {"id": other["id"]})


@of(user_rules.USER_ACCOUNT, editions=_CURRENT)
def an_account_is_locked_and_unlocked(target: PingOneTarget) -> None:
    """By the media type alone; a body is not needed. The second time changes nothing."""
    made = target.user()
    locked = {"canAuthenticate": False, "status": "LOCKED", "lockedAt": str}
    first = account(target, made, "lock")
    expect(first, 200, {"account": locked, "username": made["username"]})
    ensure_same(target.read(target.user_url(made)), first.json, "a locked user")
    again = account(target, made, "lock", body=b"{}")
    expect(again, 200, {"account": first.json["account"]})
    unlocked = account(target, made, "unlock", body=b"null")  # as PingOne's SDK for Go
    expect(unlocked, 200, {"account": NEW["account"]})
    ensure_same(target.read(target.user_url(made)), unlocked.json, "an unlocked user")
    expect(target.ask("GET", target.user_url(made)), 200, {"account": NEW["account"]})
    url = f"{target.user_url(made)}/enabled"
    expect(target.ask("PUT", url, json={"enabled": False}), 200)
    disabled = {"canAuthenticate": False, "status": "OK"}
    expect(target.ask("GET", target.user_url(made)), 200, {"account": disabled})


@of(user_rules.USER_SIGNS_IN)
def who_is_disabled_does_not_sign_in(target: PingOneTarget) -> None:
    """The page does not show them."""
    alice, bob = new_user(target, enabled=False), new_user(target)
    page = SignInClient.registered(target).authorize(scope="openid")
    expect(page, 200)
    ensure(bob["username"].encode() in page.body, "the page lacks who is enabled")
    ensure(alice["username"].encode() not in page.body, "the page shows who is disabled")


@of(user_rules.USER_SIGNS_IN, editions=_CURRENT)
def who_is_disabled_or_locked_later_is_signed_in_no_longer(target: PingOneTarget) -> None:
    """Neither their session nor their refresh token brings anything, until it is undone."""
    for out, back in ((_disabled, _enabled), (_locked, _unlocked)):
        alice = new_user(target)
        target.given("sign_in", user=alice["id"])
        try:
            web = SignInClient.registered(target)
            tokens = web.signed_in(scope="openid")
        finally:
            target.given("sign_in", user=None)
        out(target, alice)
        expect(web.authorize(scope="openid"), 200)  # the page, for there is no session
        refresh = {"refresh_token": tokens["refresh_token"]}
        expect(web.token("refresh_token", **refresh), 400, {"error": "invalid_grant"})
        back(target, alice)
        ensure("code" in sent_back(web.authorize(scope="openid")), "the session is lost for good")


@of(rules.DELETED, editions=_CURRENT)
def a_deleted_user_is_signed_in_no_longer(target: PingOneTarget) -> None:
    """Their tokens say nothing, and bring none."""
    alice = new_user(target)
    target.given("sign_in", user=alice["id"])
    web = SignInClient.registered(target)
    tokens = web.signed_in(scope="openid")
    gone(target.ask("DELETE", target.user_url(alice)))
    expect(web.authorize(scope="openid"), 200)
    expect(web.userinfo(tokens["access_token"]), 403)
    refresh = {"refresh_token": tokens["refresh_token"]}
    expect(web.token("refresh_token", **refresh), 400, {"error": "invalid_grant"})


@of(rules.MEDIA_TYPE, editions=_CURRENT)
def an_account_is_changed_by_its_media_types_alone(target: PingOneTarget) -> None:
    """Others change nothing."""
    made = target.user()
    for media_type in ("application/json", "application/vnd.pingidentity.account.burn+json", ""):
        headers = {"Content-Type": media_type} if media_type else {}
        answer = target.ask("POST", target.user_url(made), raw=b"", headers=headers)
        refused(answer, 415, "INVALID_REQUEST")
    ensure_same(target.read(target.user_url(made)), made, "a user of whom nothing was said")


def _locked(target: PingOneTarget, user: JSON) -> None:
    answer = account(target, user, "lock")
    expect(answer, 200)
    ensure_same(target.read(target.user_url(user)), answer.json, f"{answer.asked}: the user")


def _unlocked(target: PingOneTarget, user: JSON) -> None:
    answer = account(target, user, "unlock")
    expect(answer, 200)
    ensure_same(target.read(target.user_url(user)), answer.json, f"{answer.asked}: the user")


def _disabled(target: PingOneTarget, user: JSON) -> None:
    expect(target.ask("PUT", f"{target.user_url(user)}/enabled", json={"enabled": False}), 200)


def _enabled(target: PingOneTarget, user: JSON) -> None:
    expect(target.ask("PUT", f"{target.user_url(user)}/enabled", json={"enabled": True}), 200)
