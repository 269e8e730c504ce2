"""Checks of users' passwords and of imports."""

from collections.abc import Mapping

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
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
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone import password_rules, rules

of = CHECKS.of

_CURRENT = ("current",)

_PASSWORD = "2FederateM0re!"  # noqa: S105 - the samples' own
_OTHER = "another 2FederateM0re!"

_MEDIA = "application/vnd.pingidentity.{}+json"


@of(password_rules.PASSWORD_STATE, editions=_CURRENT)
def the_state_of_a_password_says_whether_it_must_be_changed(target: PingOneTarget) -> None:
    """A new user has none; setting one again without `forceChange` makes it OK."""
    user = target.user()
    none = {"status": "NO_PASSWORD", "lastChangedAt": ABSENT, **_state_of(target, user)}
    expect(target.ask("GET", _url(target, user)), 200, none)
    for said, status in (
        ({"value": _PASSWORD, "forceChange": True}, "MUST_CHANGE_PASSWORD"),
        ({"value": _OTHER, "forceChange": False}, "OK"),
        ({"value": _PASSWORD}, "OK"),
    ):
        answer = _ask(target, user, "PUT", "password.set", said)
        state = {"status": status, "lastChangedAt": str, **_state_of(target, user)}
        expect(answer, 200, state)
        read = target.ask("GET", _url(target, user))
        ensure_same(read.json, answer.json, "the state after a password was set")
        ensure(_PASSWORD.encode() not in read.body, f"{read.asked}: the password is told")


@of(password_rules.PASSWORD_SET, editions=_CURRENT)
def a_password_is_set_or_changed_with_the_current_one(target: PingOneTarget) -> None:
    """A password that must be changed is OK afterwards."""
    user = target.user()
    said = {"value": _PASSWORD, "forceChange": True}
    expect(_ask(target, user, "PUT", "password.set", said), 200)
    change = {"currentPassword": _PASSWORD, "newPassword": _OTHER}
    expect(_ask(target, user, "PUT", "password.reset", change), 200, {"status": "OK"})
    expect(_ask(target, user, "POST", "password.check", {"password": _OTHER}), 200)
    for act, wrong, code, member in (
        ("password.set", {}, "REQUIRED_VALUE", "value"),
        ("password.set", {"value": ""}, "EMPTY_VALUE", "value"),
        ("password.reset", {"newPassword": "x"}, "REQUIRED_VALUE", "currentPassword"),
        ("password.reset", {"currentPassword": _OTHER}, "REQUIRED_VALUE", "newPassword"),
        (
            "password.reset",
            {"currentPassword": _OTHER, "newPassword": ""},
            "EMPTY_VALUE",
            "newPassword",
        ),
    ):
        invalid(_ask(target, user, "PUT", act, wrong), (code, member))
    for act, wrong, members in (
        ("password.check", {}, ("password",)),
        ("password.recover", {}, ("recoveryCode", "newPassword")),
        ("password.recover", {"newPassword": "x"}, ("recoveryCode",)),
        ("password.recover", {"recoveryCode": "x"}, ("newPassword",)),
    ):
        answer = _ask(target, user, "POST", act, wrong)
        invalid(answer, *(("REQUIRED_VALUE", each) for each in members))
    answer = _ask(target, user, "POST", "password.recover", {"recoveryCode": "", "newPassword": ""})
    invalid(answer, ("EMPTY_VALUE", "newPassword"))
    expect(_ask(target, user, "POST", "password.check", {"password": _OTHER}), 200)


@of(password_rules.PASSWORD_CHECK, editions=_CURRENT)
def a_password_is_checked(target: PingOneTarget) -> None:
    """Also one that must be changed."""
    user = target.user()
    for force, status in ((False, "OK"), (True, "MUST_CHANGE_PASSWORD")):
        said = {"value": _PASSWORD, "forceChange": force}
        expect(_ask(target, user, "PUT", "password.set", said), 200)
        answer = _ask(target, user, "POST", "password.check", {"password": _PASSWORD})
        expect(answer, 200, {"status": status, "lastChangedAt": str, **_state_of(target, user)})
        ensure_same(target.read(_url(target, user)), answer.json, "the state that is read")


@of(password_rules.WRONG, editions=_CURRENT)
def a_password_that_is_another_is_refused(target: PingOneTarget) -> None:
    """And whichever it is, of a user who has none."""
    user, without = target.user(), target.user()
    expect(_ask(target, user, "PUT", "password.set", {"value": _PASSWORD}), 200)
    for each, wrong in ((user, _OTHER), (user, _PASSWORD.lower()), (user, ""), (without, "")):
        answer = _ask(target, each, "POST", "password.check", {"password": wrong})
        invalid(answer, ("INVALID_VALUE", "password"))
        said = {"currentPassword": wrong, "newPassword": "x"}
        answer = _ask(target, each, "PUT", "password.reset", said)
        invalid(answer, ("INVALID_VALUE", "currentPassword"))
    expect(_ask(target, user, "POST", "password.check", {"password": _PASSWORD}), 200)


@of(password_rules.PASSWORD_EXPAND, editions=_CURRENT)
def a_password_is_read_with_its_policy(target: PingOneTarget) -> None:
    """Where it is asked for; there is no other expansion."""
    user = target.user()
    url = _url(target, user)
    state = target.read(url)
    policy = target.read(state["_links"]["passwordPolicy"]["href"])
    answer = target.ask("GET", f"{url}?expand=passwordPolicy")
    expect(answer, 200, {"_embedded": {"passwordPolicy": policy}, **_state_of(target, user)})
    ensure("_embedded" not in state, f"{url}: the policy is there unasked")
    bad_parameter(target.ask("GET", f"{url}?expand=user"), "expand")


@of(password_rules.RECOVERY_CODE, editions=_CURRENT)
def a_recovery_code_is_sent(target: PingOneTarget) -> None:
    """To a user with a password, who may sign in."""
    user, without = target.user(), target.user()
    expect(_ask(target, user, "PUT", "password.set", {"value": _PASSWORD}), 200)
    for body in (b"", b"{}"):
        answer = _send(target, user, body)
        expect(answer, 200, {"status": "OK", **_state_of(target, user)})
    refusals = [_send(target, without)]
    url = f"{target.user_url(user)}/enabled"
    expect(target.ask("PUT", url, json={"enabled": False}), 200)
    refusals.append(_send(target, user))
    for answer in refusals:
        refused(answer, 400, "REQUEST_FAILED", ("CONSTRAINT_VIOLATION", None))
    not_found(_send(target, {"id": NOBODY}))


@of(password_rules.RECOVER, editions=_CURRENT)
def a_password_is_recovered_once(target: PingOneTarget) -> None:
    """With the last code that was sent, in any letter case."""
    user = target.user()
    said = {"value": _PASSWORD, "forceChange": True}
    expect(_ask(target, user, "PUT", "password.set", said), 200)
    for spelled in (str.upper, str.lower):
        code = target.given("recovery_code", user=user["id"])["code"]
        ensure(len(code) == 8 and code.isalnum(), f"the recovery code {code}")  # noqa: PLR2004
        body = {"recoveryCode": spelled(code), "newPassword": _OTHER}
        expect(_ask(target, user, "POST", "password.recover", body), 200, {"status": "OK"})
        expect(_ask(target, user, "POST", "password.check", {"password": _OTHER}), 200)
        _no_code(target, user, code)


@of(password_rules.RECOVERY_WRONG, editions=_CURRENT)
def a_recovery_code_is_not_guessed(target: PingOneTarget) -> None:
    """After five wrong codes it takes another one."""
    user, other = target.user(), target.user()
    for each in (user, other):
        expect(_ask(target, each, "PUT", "password.set", {"value": _PASSWORD}), 200)
    _no_code(target, user, "ABCD1234")
    first = target.given("recovery_code", user=user["id"])["code"]
    _no_code(target, other, first)
    expect(_send(target, user), 200)
    for wrong in (first, "", "ABCD123", f"{first}X", "nonsense"):
        told = _no_code(target, user, wrong)
    ensure("Maximum" not in told, f"told after five wrong codes: {told}")
    told = _no_code(target, user, first)
    ensure_same(told, "Maximum password recovery failures exceeded", "what is told then")
    code = target.given("recovery_code", user=user["id"])["code"]
    for _ in range(4):
        _no_code(target, user, "wrong")
    body = {"recoveryCode": code, "newPassword": _OTHER}
    expect(_ask(target, user, "POST", "password.recover", body), 200)
    code = target.given("recovery_code", user=user["id"])["code"]
    for _ in range(5):
        _no_code(target, user, "wrong")
    _no_code(target, user, code)
    code = target.given("recovery_code", user=user["id"])["code"]
    target.advance(300)
    _no_code(target, user, code)


def _send(target: PingOneTarget, user: JSON, body: bytes = b"") -> Answer:
    headers = {"Content-Type": _MEDIA.format("password.sendRecoveryCode")}
    return target.ask("POST", _url(target, user), raw=body, headers=headers)


def _no_code(target: PingOneTarget, user: JSON, code: str) -> str:
    """Hold a code to being refused. Returns what is told of it."""
    body = {"recoveryCode": code, "newPassword": "not this one"}
    answer = _ask(target, user, "POST", "password.recover", body)
    invalid(answer, ("INVALID_VALUE", "recoveryCode"))
    told: str = answer.json["details"][0]["message"]
    checked = _ask(target, user, "POST", "password.check", {"password": "not this one"})
    expect(checked, 400)
    return told


@of(password_rules.USER_IMPORT, editions=_CURRENT)
def an_import_says_the_password_too(target: PingOneTarget) -> None:
    """By its media type alone: a creation passes the password over."""
    name = target.name("user")
    password = {"value": _PASSWORD, "forceChange": True}
    said = {"username": name, "emailVerified": True, "password": password}
    answer = imported(target, said)
    expect(answer, 201, {"username": name, "emailVerified": True, "password": ABSENT})
    expect(answer, 201, Location=target.user_url(answer.json))
    ensure_same(target.read(target.user_url(answer.json)), answer.json, "what was imported")
    checked = _ask(target, answer.json, "POST", "password.check", {"password": _PASSWORD})
    expect(checked, 200, {"status": "MUST_CHANGE_PASSWORD"})
    plain = target.ask("POST", target.users_url, json=target.user_body(password=password))
    expect(plain, 201, {"emailVerified": ABSENT})
    expect(target.ask("GET", _url(target, plain.json)), 200, {"status": "NO_PASSWORD"})
    without = imported(target, {"username": target.name("user")})
    expect(without, 201, {"emailVerified": ABSENT, "email": ABSENT})
    expect(target.ask("GET", _url(target, without.json)), 200, {"status": "NO_PASSWORD"})
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
        refused(_ask(target, user, method, act, {}), 415, "INVALID_REQUEST")
        answer = target.ask(method, _url(target, user), json={})
        refused(answer, 415, "INVALID_REQUEST")
    expect(target.ask("GET", _url(target, user)), 200, {"status": "NO_PASSWORD"})


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
        answer = _ask(target, user, method, act, said)
        refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))
    unforced = {"value": _PASSWORD, "forceChange": None}
    expect(_ask(target, user, "PUT", "password.set", unforced), 200, {"status": "OK"})


@of(rules.NOT_FOUND, editions=_CURRENT)
def nobody_has_no_password(target: PingOneTarget) -> None:
    """Whatever is asked of it."""
    nobody = {"id": NOBODY}
    not_found(target.ask("GET", _url(target, nobody)))
    not_found(_ask(target, nobody, "PUT", "password.set", {"value": _PASSWORD}))
    not_found(_ask(target, nobody, "POST", "password.check", {"password": _PASSWORD}))


def _url(target: PingOneTarget, user: JSON) -> str:
    return f"{target.user_url(user)}/password"


def _ask(
    target: PingOneTarget, user: JSON, method: str, act: str, said: Mapping[str, JSON]
) -> Answer:
    headers = {"Content-Type": _MEDIA.format(act)}
    return target.ask(method, _url(target, user), json=said, headers=headers)


def _state_of(target: PingOneTarget, user: JSON) -> JSON:
    """What the state of a password says besides."""
    url = _url(target, user)
    acts = ("check", "reset", "set", "recover")
    links = {"self": url, "user": target.user_url(user), "environment": target.environment_url}
    links |= {f"password.{act}": url for act in acts}
    return {
        "_links": {name: {"href": href} for name, href in links.items()},
        "user": {"id": user["id"]},
        "environment": {"id": target.environment_id},
        "passwordPolicy": {"id": str},
    }
