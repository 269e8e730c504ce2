"""Checks of flows in which a user has forgotten their password."""

from fakeping.contract.check import ABSENT, ensure, expect
from fakeping.contract.pingone.refusals import invalid
from fakeping.contract.pingone.signin.flow_client import (
    PASSWORD,
    act,
    application,
    begun,
    check,
    person,
    resume,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.families.pingone.signin import flow_rules as rules

of = CHECKS.of

_CURRENT = ("current",)
_NEW = f"{PASSWORD} anew"
_EMPTY = ("EMPTY_VALUE", "newPassword")
_WAITS = {"status": "RECOVERY_CODE_REQUIRED"}


@of(rules.FLOW_FORGOT, editions=_CURRENT)
def a_forgotten_password_is_recovered_in_the_flow(target: PingOneTarget) -> None:
    """The new password counts afterwards, and the user has signed in."""
    web, alice = application(target), person(target)
    flow = begun(web)
    ensure("password.forgot" in flow["_links"], f"the links of a flow: {sorted(flow['_links'])}")
    links = {"password.recover": {"href": str}, "password.sendRecoveryCode": {"href": str}}
    answer = act(web, flow["id"], "password.forgot", {"username": alice.username})
    whole = {"_links": {**links, "usernamePassword.check": ABSENT}, "_embedded": {"user": ABSENT}}
    expect(answer, 200, {**_WAITS, **whole})
    expect(act(web, flow["id"], "password.sendRecoveryCode"), 200, _WAITS)
    for wrong in ("", "nonsense"):
        body = {"recoveryCode": wrong, "newPassword": _NEW}
        answer = act(web, flow["id"], "password.recover", body)
        invalid(answer, ("INVALID_VALUE", "recoveryCode"))
    code = target.given("recovery_code", user=alice.id)["code"]
    body = {"recoveryCode": code, "newPassword": _NEW}
    answer = act(web, flow["id"], "password.recover", body)
    expect(answer, 200, {"status": "COMPLETED"}, Set_Cookie=str)
    expect(resume(web, flow["id"]), 200, {"authorizeResponse": {"code": str}})
    web.cookies.clear()
    expect(check(web, begun(web)["id"], alice), 400)
    expect(check(web, begun(web)["id"], alice, password=_NEW), 200, {"status": "COMPLETED"})


@of(rules.FLOW_FORGOT, editions=_CURRENT)
def nobody_is_told_whether_there_is_such_a_user(target: PingOneTarget) -> None:
    """The flow waits for a code that nobody has; one can begin again."""
    web, alice = application(target), person(target)
    flow_id = begun(web)["id"]
    said = {"username": target.name("nobody")}
    answer = act(web, flow_id, "password.forgot", said)
    expect(answer, 200, {**_WAITS, "_embedded": {"user": ABSENT}})
    code = target.given("recovery_code", user=alice.id)["code"]
    body = {"recoveryCode": code, "newPassword": _NEW}
    answer = act(web, flow_id, "password.recover", body)
    invalid(answer, ("INVALID_VALUE", "recoveryCode"))
    invalid(act(web, flow_id, "password.recover", {**body, "newPassword": ""}), _EMPTY)
    expect(act(web, flow_id, "session.reset"), 200, {"status": "USERNAME_PASSWORD_REQUIRED"})
    expect(check(web, flow_id, alice), 200, {"status": "COMPLETED"})
    other = person(target)
    again = begun(web, prompt="login")["id"]
    answer = act(web, again, "password.forgot", {"username": other.username})
    invalid(answer, ("INVALID_CREDENTIALS", None))
