"""Checks of sign-on policies."""

from fakeping.contract.check import ensure_same, expect
from fakeping.contract.pingone.policies import (
    new_policy,
    policies_elsewhere,
    policies_url,
)
from fakeping.contract.pingone.refusals import (
    constrained,
    invalid,
    not_found,
    taken,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.families.pingone import sign_on_rules as sign_on

of = CHECKS.of

_CURRENT = ("current",)


def _defaults(target: PingOneTarget, url: str) -> list[str]:
    return [each["id"] for each in target.listed(url, "signOnPolicies") if each["default"]]


@of(sign_on.POLICY_BUILT_IN, editions=_CURRENT)
def a_new_environment_has_two_policies(target: PingOneTarget) -> None:
    """One of them is the default; each has its actions."""
    url = policies_elsewhere(target)
    policies = target.listed(url, "signOnPolicies")
    found = [(each["name"], each["default"]) for each in policies]
    ensure_same(found, [("Single_Factor", True), ("Multi_Factor", False)], "the policies")
    types = [
        [
            (each["type"], each["priority"])
            for each in target.listed(f"{url}/{id_}/actions", "actions")
        ]
        for id_ in (each["id"] for each in policies)
    ]
    login = ("LOGIN", 1)
    ensure_same(types, [[login], [login, ("MULTI_FACTOR_AUTHENTICATION", 2)]], "the actions")
    for each in policies:
        expect(target.ask("GET", each["_links"]["actions"]["href"]), 200)


@of(sign_on.POLICY_BUILT_IN, editions=_CURRENT)
def a_built_in_policy_can_be_changed_and_deleted(target: PingOneTarget) -> None:
    """With its actions."""
    url = policies_elsewhere(target)
    multi = target.named(target.listed(url, "signOnPolicies"), "Multi_Factor")
    said = {"name": target.name(), "description": "changed"}
    expect(target.ask("PUT", f"{url}/{multi['id']}", json=said), 200, {**said, "id": multi["id"]})
    actions = target.listed(f"{url}/{multi['id']}/actions", "actions")
    expect(target.ask("DELETE", f"{url}/{multi['id']}/actions/{actions[0]['id']}"), 204)
    expect(target.ask("DELETE", f"{url}/{multi['id']}"), 204)
    not_found(target.ask("GET", f"{url}/{multi['id']}"))
    not_found(target.ask("GET", f"{url}/{multi['id']}/actions"))
    names = [each["name"] for each in target.listed(url, "signOnPolicies")]
    ensure_same(names, ["Single_Factor"], "the policies")


@of(sign_on.POLICY_NAME, editions=_CURRENT)
def a_policys_name_has_some_characters_or_is_a_uri(target: PingOneTarget) -> None:
    """On POST and PUT."""
    url, own = policies_url(target), new_policy(target)
    for end in ("_1.a-B", " c", ":x", "://example.com/a?b=c"):
        name = f"{target.name()}{end}"
        expect(target.ask("POST", url, json={"name": name}), 201, {"name": name})
        again = {"name": f"{name}2"}
        expect(target.ask("PUT", f"{url}/{own['id']}", json=again), 200, again)
    for wrong in ("a/b", "é", "a,b", ":", "1:x", "a:b c", "a:b#c", "a\tb"):
        for answer in (
            target.ask("POST", url, json={"name": wrong}),
            target.ask("PUT", f"{url}/{own['id']}", json={"name": wrong}),
        ):
            invalid(answer, ("INVALID_VALUE", "name"))


@of(sign_on.POLICY_NAME_UNIQUE, editions=_CURRENT)
def a_policys_name_is_unique_in_its_environment(target: PingOneTarget) -> None:
    """Built-in policies have names too."""
    url = policies_url(target)
    made, other = new_policy(target), new_policy(target)
    for name in (made["name"], "Single_Factor"):
        taken(target.ask("POST", url, json={"name": name}))
        taken(target.ask("PUT", f"{url}/{other['id']}", json={"name": name}))
    said = {"name": made["name"], "description": "its own name again"}
    expect(target.ask("PUT", f"{url}/{made['id']}", json=said), 200, said)
    expect(target.ask("POST", policies_elsewhere(target), json={"name": made["name"]}), 201)


@of(sign_on.POLICY_DEFAULT, editions=_CURRENT)
def there_is_one_default_policy(target: PingOneTarget) -> None:
    """Another takes its place by PUT, and none gives it up; the one that is it stays."""
    url = policies_elsewhere(target)
    [first] = _defaults(target, url)
    made = target.ask("POST", url, json={"name": target.name()})
    expect(made, 201, {"default": False})
    id_ = made.json["id"]
    _kept_as_default(target, url, first)
    said = {"name": made.json["name"], "default": True}
    expect(target.ask("PUT", f"{url}/{id_}", json=said), 200, {"default": True})
    ensure_same(_defaults(target, url), [id_], "the default policies")
    expect(target.ask("GET", f"{url}/{first}"), 200, {"default": False})
    for plain in ({}, {"default": False}, {"default": None}):
        answer = target.ask("PUT", f"{url}/{id_}", json={"name": made.json["name"], **plain})
        expect(answer, 200, {"default": True})
    _kept_as_default(target, url, id_)
    expect(target.ask("DELETE", f"{url}/{first}"), 204)
    ensure_same(_defaults(target, url), [id_], "the default policies")


def _kept_as_default(target: PingOneTarget, url: str, id_: str) -> None:
    constrained(target.ask("DELETE", f"{url}/{id_}"), "delete a default policy")
    ensure_same(_defaults(target, url), [id_], "the default policies")


@of(sign_on.POLICY_DEFAULT_LATER, editions=_CURRENT)
def a_new_policy_is_not_the_default(target: PingOneTarget) -> None:
    """Nor is anything made."""
    url = policies_elsewhere(target)
    before = _defaults(target, url)
    for value in (True, "true"):
        said = {"name": target.name(), "default": value}
        invalid(target.ask("POST", url, json=said), ("INVALID_VALUE", "default"))
    ensure_same(_defaults(target, url), before, "the default policies")
    ensure_same(len(target.listed(url, "signOnPolicies")), 2, "the number of policies")


@of(sign_on.POLICY_DEFAULT_TEXT, editions=_CURRENT)
def whether_a_policy_is_the_default_may_be_a_text(target: PingOneTarget) -> None:
    """As in the vendor's sample."""
    url = policies_elsewhere(target)
    said = {"name": target.name(), "description": "A new sign-on policy."}
    made = target.ask("POST", url, json={**said, "default": "false"})
    expect(made, 201, {**said, "default": False})
    answer = target.ask("PUT", f"{url}/{made.json['id']}", json={**said, "default": "true"})
    expect(answer, 200, {**said, "default": True})
