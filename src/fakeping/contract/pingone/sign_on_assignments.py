"""Checks of the sign-on policies that are assigned to applications, and of the one that is used."""

from fakeping.contract import jwt
from fakeping.contract.check import ensure_same, expect
from fakeping.contract.pingone.policies import (
    assignments_url,
    new_action,
    new_assignment,
    new_policy,
    policies_url,
)
from fakeping.contract.pingone.refusals import NOBODY, invalid, not_found, refused
from fakeping.contract.pingone.signin.client import (
    SignInClient,
    at_once,
    sent_back_error,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules
from fakeping.families.pingone import sign_on_rules as sign_on

of = CHECKS.of

_CURRENT = ("current",)


def _body(policy: JSON, priority: float = 1) -> JSON:
    return {"signOnPolicy": {"id": policy["id"]}, "priority": priority}


def _policy(target: PingOneTarget) -> JSON:
    """A new policy that can be assigned."""
    policy = new_policy(target)
    new_action(target, policy)
    return policy


@of(rules.CREATED, editions=_CURRENT)
def an_assignment_is_read_and_listed_as_it_was_made(target: PingOneTarget) -> None:
    """Its links lead to the application and the policy; PUT changes the priority alone."""
    application, policy = target.application(), _policy(target)
    url = assignments_url(target, application)
    answer = target.ask("POST", url, json=_body(policy))
    whole = {**_body(policy), "application": {"id": application["id"]}, "id": str}
    expect(answer, 201, whole, Location=answer.json["_links"]["self"]["href"])
    made = answer.json
    for link, id_ in (("application", application["id"]), ("signOnPolicy", policy["id"])):
        expect(target.ask("GET", made["_links"][link]["href"]), 200, {"id": id_})
    ensure_same(target.read(answer.headers["Location"]), made, "what was made")
    ensure_same(target.listed(url, "signOnPolicyAssignments"), [made], "the assignments")
    expect(target.ask("PUT", f"{url}/{made['id']}", json=_body(policy, 3)), 200, _body(policy, 3))
    expect(target.ask("DELETE", f"{url}/{made['id']}"), 204)
    not_found(target.ask("GET", f"{url}/{made['id']}"))
    ensure_same(target.listed(url, "signOnPolicyAssignments"), [], "the assignments")


@of(rules.NOT_FOUND, editions=_CURRENT)
def an_assignment_is_its_own_applications(target: PingOneTarget) -> None:
    """It is found under no other application."""
    one, other, policy = target.application(), target.application(), _policy(target)
    made = new_assignment(target, one, policy)
    for url in (
        f"{assignments_url(target, other)}/{made['id']}",
        f"{assignments_url(target, one)}/{NOBODY}",
    ):
        not_found(target.ask("GET", url))
        not_found(target.ask("PUT", url, json=_body(policy)))
        not_found(target.ask("DELETE", url))


@of(sign_on.ASSIGNED_REQUIRED, editions=_CURRENT)
def an_assignment_needs_a_policy_and_a_priority(target: PingOneTarget) -> None:
    """On POST and PUT. The fraction of a priority is cut off."""
    application, policy = target.application(), _policy(target)
    url = assignments_url(target, application)
    own = f"{url}/{new_assignment(target, application, policy)['id']}"
    bodies: tuple[tuple[JSON, str, str], ...] = (
        ({"priority": 1}, "REQUIRED_VALUE", "signOnPolicy"),
        ({"signOnPolicy": {}, "priority": 1}, "REQUIRED_VALUE", "signOnPolicy.id"),
        ({"signOnPolicy": {"id": policy["id"]}}, "REQUIRED_VALUE", "priority"),
        (_body(policy, 0), "OUT_OF_RANGE", "priority"),
        (_body(policy, 2**31), "OUT_OF_RANGE", "priority"),
    )
    for said, code, member in bodies:
        invalid(target.ask("POST", url, json=said), (code, member))
        invalid(target.ask("PUT", own, json=said), (code, member))
    expect(target.ask("PUT", own, json=_body(policy, 2.9)), 200, _body(policy, 2))
    another = new_assignment(target, application, _policy(target), priority=2)
    ensure_same(another["priority"], 2, "the priority that another assignment has too")


@of(rules.INVALID_TYPE, editions=_CURRENT)
def what_an_assignment_says_is_of_its_type(target: PingOneTarget) -> None:
    """The policy is an object with an id."""
    application, policy = target.application(), _policy(target)
    wrongs: tuple[tuple[str, JSON], ...] = (
        ("signOnPolicy", {"signOnPolicy": policy["id"], "priority": 1}),
        ("signOnPolicy.id", {"signOnPolicy": {"id": 5}, "priority": 1}),
        ("priority", {**_body(policy), "priority": "1"}),
    )
    for member, said in wrongs:
        answer = target.ask("POST", assignments_url(target, application), json=said)
        refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))


@of(sign_on.ASSIGNED_UNKNOWN, editions=_CURRENT)
def a_policy_that_is_not_there_is_not_assigned(target: PingOneTarget) -> None:
    """Nothing is assigned."""
    url = assignments_url(target, target.application())
    invalid(target.ask("POST", url, json=_body({"id": NOBODY})), ("INVALID_VALUE", "signOnPolicy"))
    ensure_same(target.listed(url, "signOnPolicyAssignments"), [], "the assignments")


@of(sign_on.ASSIGNED_ONCE, editions=_CURRENT)
def a_policy_is_assigned_once(target: PingOneTarget) -> None:
    """To one application: another may have it too, and a deletion frees it."""
    application, policy = target.application(), _policy(target)
    url = assignments_url(target, application)
    made = new_assignment(target, application, policy)
    again = target.ask("POST", url, json=_body(policy, 2))
    invalid(again, ("UNIQUENESS_VIOLATION", "signOnPolicy"))
    ensure_same(target.listed(url, "signOnPolicyAssignments"), [made], "the assignments")
    new_assignment(target, target.application(), policy)
    expect(target.ask("DELETE", f"{url}/{made['id']}"), 204)
    expect(target.ask("POST", url, json=_body(policy, 2)), 201)


@of(sign_on.ASSIGNED_SAME, editions=_CURRENT)
def an_assignment_keeps_its_policy(target: PingOneTarget) -> None:
    """Another policy is refused, whether it is there or not."""
    application, policy, other = target.application(), _policy(target), _policy(target)
    made = new_assignment(target, application, policy)
    url = f"{assignments_url(target, application)}/{made['id']}"
    for each in (other, {"id": NOBODY}):
        invalid(target.ask("PUT", url, json=_body(each)), ("INVALID_VALUE", "signOnPolicy"))
    expect(target.ask("GET", url), 200, _body(policy))


@of(sign_on.ASSIGNED_ACTION, editions=_CURRENT)
def a_policy_without_an_action_is_not_assigned(target: PingOneTarget) -> None:
    """Once it has one, it is."""
    policy = new_policy(target)
    url = assignments_url(target, target.application())
    answer = target.ask("POST", url, json=_body(policy))
    invalid(answer, ("CONSTRAINT_VIOLATION", "signOnPolicy"))
    new_action(target, policy)
    expect(target.ask("POST", url, json=_body(policy)), 201)


@of(sign_on.ASSIGNED_GONE, editions=_CURRENT)
def an_assignment_goes_with_its_policy_and_its_application(target: PingOneTarget) -> None:
    """Assignments of other policies stay."""
    application, kept, policy = target.application(), _policy(target), _policy(target)
    url = assignments_url(target, application)
    first, second = (new_assignment(target, application, each) for each in (kept, policy))
    expect(target.ask("DELETE", f"{policies_url(target)}/{policy['id']}"), 204)
    not_found(target.ask("GET", f"{url}/{second['id']}"))
    ensure_same(target.listed(url, "signOnPolicyAssignments"), [first], "the assignments")
    expect(target.ask("DELETE", f"{target.applications_url}/{application['id']}"), 204)
    expect(target.ask("GET", f"{url}/{first['id']}"), 404, {"code": "NOT_FOUND"})


@of(sign_on.AUTHORIZE_ACR, editions=_CURRENT)
def the_policy_is_one_that_is_assigned(target: PingOneTarget) -> None:
    """By priority, unless `acr_values` names others: the first of them that is assigned."""
    [default] = [
        each["name"]
        for each in target.listed(policies_url(target), "signOnPolicies")
        if each["default"]
    ]
    strict = target.expected.acr_strict
    with at_once(target):
        web = SignInClient.registered(target)
        _used(web, None, default)
        _used(web, default, default)
        _unassigned(web, "Multi_Factor nobodys", default, strict=strict)
        application = {"id": web.client_id}
        low, high = _policy(target), _policy(target)
        new_assignment(target, application, low, priority=5)
        new_assignment(target, application, high, priority=2)
        _used(web, None, high["name"])
        _used(web, f"nobodys {low['name']} {high['name']}", low["name"])
        _unassigned(web, default, high["name"], strict=strict)


def _unassigned(web: SignInClient, asked: str, used: str, *, strict: bool) -> None:
    """Hold a client to what becomes of `acr_values` of which none is assigned."""
    if strict:
        sent_back_error(web.authorize(scope="openid", acr_values=asked), "invalid_request")
    else:
        _used(web, asked, used)


def _used(web: SignInClient, asked: str | None, used: str) -> None:
    answer = web.signed_in(scope="openid", acr_values=asked, prompt="login")
    for name in ("access_token", "id_token"):
        jwt.expect_claims(jwt.claims_of(answer[name]), {"acr": used})
