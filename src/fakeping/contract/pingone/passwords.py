"""Checks of users' passwords and of imports."""

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.password_bodies import (
    OTHER,
    PASSWORD,
    asked,
    password_url,
    state_of,
)
from fakeping.contract.pingone.refusals import (
    NOBODY,
    bad_parameter,
    invalid,
    not_found,
    refused,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.pingone.user_bodies import imported
from fakeping.families.pingone import password_rules, rules

of = CHECKS.of

_CURRENT = ("current",)


@of(password_rules.PASSWORD_STATE, editions=_CURRENT)
def the_state_of_a_password_says_whether_it_must_be_changed(target: PingOneTarget) -> None:
    """A new user has none; setting one again without `forceChange` makes it OK."""
    user = target.user()
    none = {"status": "NO_PASSWORD", "lastChangedAt": ABSENT, **state_of(target, user)}
    expect(target.ask("GET", password_url(target, user)), 200, none)
    for said, status in (
        ({"value": PASSWORD, "forceChange": True}, "MUST_CHANGE_PASSWORD"),
        ({"value": OTHER, "forceChange": False}, "OK"),
        ({"value": PASSWORD}, "OK"),
    ):
        answer = asked(target, user, "PUT", "password.set", said)
        state = {"status": status, "lastChangedAt": str, **state_of(target, user)}
        expect(answer, 200, state)
        read = target.ask("GET", password_url(target, user))
        ensure_same(read.json, answer.json, "the state after a password was set")
        ensure(PASSWORD.encode() not in read.body, f"{read.asked}: the password is told")


@of(password_rules.PASSWORD_SET, editions=_CURRENT)
def a_password_is_set_or_changed_with_the_current_one(target: PingOneTarget) -> None:
    """A password that must be changed is OK afterwards."""
    user = target.user()
    said = {"value": PASSWORD, "forceChange": True}
    expect(asked(target, user, "PUT", "password.set", said), 200)
    change = {"currentPassword": PASSWORD, "newPassword": OTHER}
    expect(asked(target, user, "PUT", "password.reset", change), 200, {"status": "OK"})
    expect(asked(target, user, "POST", "password.check", {"password": OTHER}), 200)
    for act, wrong, code, member in (
        ("password.set", {}, "REQUIRED_VALUE", "value"),
        ("password.set", {"value": ""}, "EMPTY_VALUE", "value"),
        ("password.reset", {"newPassword": "x"}, "REQUIRED_VALUE", "currentPassword"),
        ("password.reset", {"currentPassword": OTHER}, "REQUIRED_VALUE", "newPassword"),
        (
            "password.reset",
            {"currentPassword": OTHER, "newPassword": ""},
            "EMPTY_VALUE",
            "newPassword",
        ),
    ):
        invalid(asked(target, user, "PUT", act, wrong), (code, member))
    for act, wrong, members in (
        ("password.check", {}, ("password",)),
        ("password.recover", {}, ("recoveryCode", "newPassword")),
        ("password.recover", {"newPassword": "x"}, ("recoveryCode",)),
        ("password.recover", {"recoveryCode": "x"}, ("newPassword",)),
    ):
        answer = asked(target, user, "POST", act, wrong)
        invalid(answer, *(("REQUIRED_VALUE", each) for each in members))
    answer = asked(
        target, user, "POST", "password.recover", {"recoveryCode": "", "newPassword": ""}
    )
    invalid(answer, ("EMPTY_VALUE", "newPassword"))
    expect(asked(target, user, "POST", "password.check", {"password": OTHER}), 200)


@of(password_rules.PASSWORD_CHECK, editions=_CURRENT)
def a_password_is_checked(target: PingOneTarget) -> None:
    """Also one that must be changed."""
    user = target.user()
    for force, status in ((False, "OK"), (True, "MUST_CHANGE_PASSWORD")):
        said = {"value": PASSWORD, "forceChange": force}
        expect(asked(target, user, "PUT", "password.set", said), 200)
        answer = asked(target, user, "POST", "password.check", {"password": PASSWORD})
        expect(answer, 200, {"status": status, "lastChangedAt": str, **state_of(target, user)})
        ensure_same(target.read(password_url(target, user)), answer.json, "the state that is read")


@of(password_rules.WRONG, editions=_CURRENT)
def a_password_that_is_another_is_refused(target: PingOneTarget) -> None:
    """And whichever it is, of a user who has none."""
    user, without = target.user(), target.user()
    expect(asked(target, user, "PUT", "password.set", {"value": PASSWORD}), 200)
    for each, wrong in ((user, OTHER), (user, PASSWORD.lower()), (user, ""), (without, "")):
        answer = asked(target, each, "POST", "password.check", {"password": wrong})
        invalid(answer, ("INVALID_VALUE", "password"))
        said = {"currentPassword": wrong, "newPassword": "x"}
        answer = asked(target, each, "PUT", "password.reset", said)
        invalid(answer, ("INVALID_VALUE", "currentPassword"))
    expect(asked(target, user, "POST", "password.check", {"password": PASSWORD}), 200)


@of(password_rules.PASSWORD_EXPAND, editions=_CURRENT)
def a_password_is_read_with_its_policy(target: PingOneTarget) -> None:
    """Where it is asked for; there is no other expansion."""
    user = target.user()
    url = password_url(target, user)
    state = target.read(url)
    policy = target.read(state["_links"]["passwordPolicy"]["href"])
    answer = target.ask("GET", f"{url}?expand=passwordPolicy")
    expect(answer, 200, {"_embedded": {"passwordPolicy": policy}, **state_of(target, user)})
    ensure("_embedded" not in state, f"{url}: the policy is there unasked")
    bad_parameter(target.ask("GET", f"{url}?expand=user"), "expand")


@of(password_rules.USER_IMPORT, editions=_CURRENT)
def an_import_says_the_password_too(target: PingOneTarget) -> None:
    """By its media type alone: a creation passes the password over."""
    name = target.name("user")
    password = {"value": PASSWORD, "forceChange": True}
    said = {"username": name, "emailVerified": True, "password": password}
    answer = imported(target, said)
    expect(answer, 201, {"username": name, "emailVerified": True, "password": ABSENT})
    expect(answer, 201, Location=target.user_url(answer.json))
    ensure_same(target.read(target.user_url(answer.json)), answer.json, "what was imported")
    checked = asked(target, answer.json, "POST", "password.check", {"password": PASSWORD})
    expect(checked, 200, {"status": "MUST_CHANGE_PASSWORD"})
    plain = target.ask("POST", target.users_url, json=target.user_body(password=password))
    expect(plain, 201, {"emailVerified": ABSENT})
    expect(target.ask("GET", password_url(target, plain.json)), 200, {"status": "NO_PASSWORD"})
    without = imported(target, {"username": target.name("user")})
    expect(without, 201, {"emailVerified": ABSENT, "email": ABSENT})
    expect(target.ask("GET", password_url(target, without.json)), 200, {"status": "NO_PASSWORD"})
    invalid(imported(target, {}), ("REQUIRED_VALUE", "username"))
    invalid(imported(target, {"username": " "}), ("EMPTY_VALUE", "username"))
    answer = imported(target, {"username": target.name("user").ljust(129, "x")})
    invalid(answer, ("INVALID_VALUE", "username"))
    answer = imported(target, {"username": target.name("user"), "password": {"value": ""}})
    invalid(answer, ("EMPTY_VALUE", "password.value"))
    answer = imported(target, {"username": target.name("user"), "population": {}})
    invalid(answer, ("REQUIRED_VALUE", "population.id"))
    invalid(imported(target, {"username": name}), ("UNIQUENESS_VIOLATION", "username"))
    answer = imported(target, {"username": target.name("user"), "password": {}})
    invalid(answer, ("REQUIRED_VALUE", "password.value"))


@of(rules.MEDIA_TYPE, editions=_CURRENT)
def a_password_is_asked_about_by_its_media_types_alone(target: PingOneTarget) -> None:
    """Others change nothing."""
    user = target.user()
    for method, act in (("PUT", "password.check"), ("POST", "password.set")):
        refused(asked(target, user, method, act, {}), 415, "INVALID_REQUEST")
        answer = target.ask(method, password_url(target, user), json={})
        refused(answer, 415, "INVALID_REQUEST")
    expect(target.ask("GET", password_url(target, user)), 200, {"status": "NO_PASSWORD"})


@of(rules.INVALID_TYPE, editions=_CURRENT)
def what_is_said_of_a_password_is_of_its_type(target: PingOneTarget) -> None:
    """Whatever is asked of it; null is not said."""
    user = target.user()
    for method, act, said, member in (
        ("PUT", "password.set", {"value": 5}, "value"),
        ("PUT", "password.set", {"value": "x", "forceChange": "yes"}, "forceChange"),
        ("PUT", "password.reset", {"currentPassword": 5, "newPassword": "x"}, "currentPassword"),
        ("PUT", "password.reset", {"currentPassword": "x", "newPassword": 5}, "newPassword"),
        ("POST", "password.check", {"password": 5}, "password"),
        ("POST", "password.recover", {"recoveryCode": 5, "newPassword": "x"}, "recoveryCode"),
        ("POST", "password.recover", {"recoveryCode": "x", "newPassword": 5}, "newPassword"),
    ):
        answer = asked(target, user, method, act, said)
        refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))
    unforced = {"value": PASSWORD, "forceChange": None}
    expect(asked(target, user, "PUT", "password.set", unforced), 200, {"status": "OK"})


@of(rules.NOT_FOUND, editions=_CURRENT)
def nobody_has_no_password(target: PingOneTarget) -> None:
    """Whatever is asked of it."""
    nobody = {"id": NOBODY}
    not_found(target.ask("GET", password_url(target, nobody)))
    not_found(asked(target, nobody, "PUT", "password.set", {"value": PASSWORD}))
    not_found(asked(target, nobody, "POST", "password.check", {"password": PASSWORD}))
