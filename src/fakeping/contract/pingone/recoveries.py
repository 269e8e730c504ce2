"""Checks of the recovery of users' passwords."""

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingone.password_bodies import (
    MEDIA,
    OTHER,
    PASSWORD,
    asked,
    password_url,
    state_of,
)
from fakeping.contract.pingone.refusals import NOBODY, invalid, not_found, refused
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone import password_rules

of = CHECKS.of

_CURRENT = ("current",)


@of(password_rules.RECOVERY_CODE, editions=_CURRENT)
def a_recovery_code_is_sent(target: PingOneTarget) -> None:
    """To a user with a password, who may sign in."""
    user, without = target.user(), target.user()
    expect(asked(target, user, "PUT", "password.set", {"value": PASSWORD}), 200)
    for body in (b"", b"{}"):
        answer = _send(target, user, body)
        expect(answer, 200, {"status": "OK", **state_of(target, user)})
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
    said = {"value": PASSWORD, "forceChange": True}
    expect(asked(target, user, "PUT", "password.set", said), 200)
    for spelled in (str.upper, str.lower):
        code = target.given("recovery_code", user=user["id"])["code"]
        ensure(len(code) == 8 and code.isalnum(), f"the recovery code {code}")  # noqa: PLR2004
        body = {"recoveryCode": spelled(code), "newPassword": OTHER}
        expect(asked(target, user, "POST", "password.recover", body), 200, {"status": "OK"})
        expect(asked(target, user, "POST", "password.check", {"password": OTHER}), 200)
        _no_code(target, user, code)


@of(password_rules.RECOVERY_WRONG, editions=_CURRENT)
def a_recovery_code_is_not_guessed(target: PingOneTarget) -> None:
    """After five wrong codes it takes another one."""
    user, other = target.user(), target.user()
    for each in (user, other):
        expect(asked(target, each, "PUT", "password.set", {"value": PASSWORD}), 200)
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
    body = {"recoveryCode": code, "newPassword": OTHER}
    expect(asked(target, user, "POST", "password.recover", body), 200)
    code = target.given("recovery_code", user=user["id"])["code"]
    for _ in range(5):
        _no_code(target, user, "wrong")
    _no_code(target, user, code)
    code = target.given("recovery_code", user=user["id"])["code"]
    target.advance(300)
    _no_code(target, user, code)


def _send(target: PingOneTarget, user: JSON, body: bytes = b"") -> Answer:
    headers = {"Content-Type": MEDIA.format("password.sendRecoveryCode")}
    return target.ask("POST", password_url(target, user), raw=body, headers=headers)


def _no_code(target: PingOneTarget, user: JSON, code: str) -> str:
    """Hold a code to being refused. Returns what is told of it."""
    body = {"recoveryCode": code, "newPassword": "not this one"}
    answer = asked(target, user, "POST", "password.recover", body)
    invalid(answer, ("INVALID_VALUE", "recoveryCode"))
    told: str = answer.json["details"][0]["message"]
    checked = asked(target, user, "POST", "password.check", {"password": "not this one"})
    expect(checked, 400)
    return told
