"""Checks of the actions of sign-on policies."""

from fakeping.contract.check import ABSENT, ensure_same, expect
from fakeping.contract.pingone.policies import (
    actions_url,
    new_action,
    new_policy,
    policies_url,
)
from fakeping.contract.pingone.refusals import (
    NOBODY,
    constrained,
    invalid,
    not_found,
    refused,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules
from fakeping.families.pingone import sign_on_rules as sign_on

of = CHECKS.of

_CURRENT = ("current",)
_MOST = 20

#: A body of each type of action.
_ACTIONS: tuple[JSON, ...] = (
    {
        "type": "LOGIN",
        "recovery": {"enabled": True},
        "registration": {"enabled": False},
        "socialProviders": [{"id": NOBODY}],
        "enforceLockoutForIdentityProviders": True,
        "condition": {"secondsSince": "${session.lastSignOn.withAuthenticator.pwd.at}"},
    },
    {
        "type": "MULTI_FACTOR_AUTHENTICATION",
        "noDevicesMode": "BLOCK",
        "deviceAuthenticationPolicy": {"id": NOBODY},
        "condition": {"or": [{"not": {"ipRange": ["10.0.0.0/8"]}}]},
    },
    {"type": "IDENTIFIER_FIRST", "discoveryRules": [{"identityProvider": {"id": NOBODY}}]},
    {
        "type": "IDENTITY_PROVIDER",
        "identityProvider": {"id": NOBODY},
        "acrValues": "Multi_Factor",
        "passUserContext": False,
    },
    {
        "type": "PROGRESSIVE_PROFILING",
        "attributes": [{"name": "email", "required": False}],
        "preventMultiplePromptsPerFlow": True,
        "promptIntervalSeconds": 7_776_000,
        "promptText": "Tell us more",
    },
    {"type": "AGREEMENT", "agreement": {"id": NOBODY}, "disableDeclineOption": True},
)


@of(rules.INVALID_TYPE, editions=_CURRENT)
def what_a_policy_and_its_actions_may_say_is_of_its_type(target: PingOneTarget) -> None:
    """And one of the values that there are."""
    policy = new_policy(target)
    defaults: tuple[JSON, ...] = ("yes", "False", 0, 1, [])
    for default in defaults:
        said: JSON = {"name": target.name(), "default": default}
        for method, url in (
            ("POST", policies_url(target)),
            ("PUT", f"{policies_url(target)}/{policy['id']}"),
        ):
            answer = target.ask(method, url, json=said)
            refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", "default"))
    url = actions_url(target, policy)
    made = new_action(target, policy)
    wrongs: tuple[tuple[str, JSON], ...] = (
        ("type", "login"),
        ("type", None),
        ("type", 5),
        ("priority", "1"),
        ("priority", None),
        ("recovery", True),
        ("recovery.enabled", "yes"),
        ("registration", []),
        ("socialProviders", {}),
        ("socialProviders.0", "x"),
        ("condition", "always"),
        ("enforceLockoutForIdentityProviders", "no"),
        ("promptIntervalSeconds", "1"),
        ("promptText", 5),
    )
    for member, value in wrongs:
        outer, _, inner = member.partition(".")
        wrong = [value] if inner == "0" else {inner: value} if inner else value
        said = {"type": "LOGIN", "priority": 2, outer: wrong}
        for answer in (
            target.ask("POST", url, json=said),
            target.ask("PUT", f"{url}/{made['id']}", json=said),
        ):
            refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))


@of(sign_on.ACTION_REQUIRED, editions=_CURRENT)
def an_action_needs_a_type_and_a_priority(target: PingOneTarget) -> None:
    """On POST and PUT. What stands behind a decimal point is cut off."""
    policy = new_policy(target)
    url = actions_url(target, policy)
    own = f"{url}/{new_action(target, policy)['id']}"
    for said, *details in (
        ({"type": "LOGIN"}, ("REQUIRED_VALUE", "priority")),
        ({"priority": 1}, ("REQUIRED_VALUE", "type")),
        ({}, ("REQUIRED_VALUE", "priority"), ("REQUIRED_VALUE", "type")),
        ({"type": "LOGIN", "priority": 0}, ("OUT_OF_RANGE", "priority")),
        ({"type": "LOGIN", "priority": 2**31}, ("OUT_OF_RANGE", "priority")),
    ):
        for answer in (target.ask("POST", url, json=said), target.ask("PUT", own, json=said)):
            invalid(answer, *details)
    for priority in (1, 7.9, 2**31 - 1):
        right = {"type": "LOGIN", "priority": priority}
        expected = {"type": "LOGIN", "priority": int(priority)}
        expect(target.ask("PUT", own, json=right), 200, expected)
        expect(target.ask("POST", url, json=right), 201, expected)


@of(sign_on.ACTION_KEPT, editions=_CURRENT)
def an_action_comes_back_as_it_was_sent(target: PingOneTarget) -> None:
    """Of every type; PUT replaces all of it."""
    policy = new_policy(target)
    url = actions_url(target, policy)
    for each in _ACTIONS:
        said = {**each, "priority": 1}
        answer = target.ask("POST", url, json={**said, "colour": "red"})
        own = {"signOnPolicy": {"id": policy["id"]}, "colour": ABSENT}
        expect(answer, 201, {**said, **own})
        where = f"{url}/{answer.json['id']}"
        expect(target.ask("GET", where), 200, {**said, **own})
        expect(target.ask("GET", answer.json["_links"]["signOnPolicy"]["href"]), 200)
        found = target.identified(target.listed(url, "actions"), answer.json["id"])
        ensure_same(found, answer.json, f"GET {url}: what was made, in the list")
    [first, *_] = target.listed(url, "actions")
    plain = {"type": "LOGIN", "priority": 3}
    cleared = dict.fromkeys(_ACTIONS[0].keys() - {"type"}, ABSENT)
    for said in (plain, {**plain, "recovery": None}):
        answer = target.ask("PUT", f"{url}/{first['id']}", json=said)
        expect(answer, 200, {**cleared, **plain, "id": first["id"]})
        expect(target.ask("GET", f"{url}/{first['id']}"), 200, {**cleared, **plain})


@of(sign_on.ACTION_LAST, editions=_CURRENT)
def the_last_action_is_not_deleted(target: PingOneTarget) -> None:
    """Which goes with its policy."""
    policy = new_policy(target)
    url = actions_url(target, policy)
    first, second = new_action(target, policy), new_action(target, policy)
    expect(target.ask("DELETE", f"{url}/{first['id']}"), 204)
    not_found(target.ask("GET", f"{url}/{first['id']}"))
    answer = target.ask("DELETE", f"{url}/{second['id']}")
    constrained(answer, "Cannot delete last action from the policy")
    expect(target.ask("GET", f"{url}/{second['id']}"), 200)
    expect(target.ask("DELETE", f"{policies_url(target)}/{policy['id']}"), 204)
    not_found(target.ask("GET", f"{url}/{second['id']}"))
    not_found(target.ask("GET", url))


@of(sign_on.ACTION_LIMIT, editions=_CURRENT)
def a_policy_has_at_most_twenty_actions(target: PingOneTarget) -> None:
    """A deletion makes room."""
    policy = new_policy(target)
    url, said = actions_url(target, policy), {"type": "LOGIN", "priority": 1}
    made = [new_action(target, policy) for _ in range(_MOST)]
    invalid(target.ask("POST", url, json=said), ("SIZE_LIMIT_EXCEEDED", "actions"))
    ensure_same(len(target.listed(url, "actions")), _MOST, "the number of actions")
    expect(target.ask("DELETE", f"{url}/{made[0]['id']}"), 204)
    expect(target.ask("POST", url, json=said), 201)


@of(rules.NOT_FOUND, editions=_CURRENT)
def an_action_is_its_own_policys(target: PingOneTarget) -> None:
    """And nobody else's."""
    one, other = new_policy(target), new_policy(target)
    made = new_action(target, one)
    said = {"type": "LOGIN", "priority": 1}
    for url in (
        f"{actions_url(target, other)}/{made['id']}",
        f"{actions_url(target, one)}/{NOBODY}",
    ):
        not_found(target.ask("GET", url))
        not_found(target.ask("PUT", url, json=said))
        not_found(target.ask("DELETE", url))
    nobodys = f"{policies_url(target)}/{NOBODY}/actions"
    not_found(target.ask("GET", nobodys))
    not_found(target.ask("POST", nobodys, json=said))
    expect(target.ask("GET", f"{actions_url(target, one)}/{made['id']}"), 200)


@of(rules.AUTH_ROLE, editions=_CURRENT)
def sign_on_policies_are_an_environment_admins(target: PingOneTarget) -> None:
    """And no other's."""
    policy = new_policy(target)
    urls = (policies_url(target), actions_url(target, policy))
    for role in ("Client Application Developer", "Organization Admin", "Environment Admin"):
        token = target.token_of(roles=[role])
        for url in urls:
            answer = target.ask("GET", url, token=token)
            if role == "Environment Admin":
                expect(answer, 200)
            else:
                refused(answer, 403, "ACCESS_FAILED", ("INSUFFICIENT_PERMISSIONS", None))
