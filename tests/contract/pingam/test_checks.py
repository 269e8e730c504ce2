"""The fake agrees with every check, in every edition and with every switch flipped."""

import pytest

from fakeping.contract.pingam import CHECKS
from fakeping.contract.transport import OverHttp
from fakeping.families.pingam.edition import EDITIONS, SWITCHES
from fakeping.families.pingam.rules import RULES
from tests.contract.pingam.conftest import target_in_process

VARIANTS = [pytest.param(name, {}, id=name) for name in EDITIONS] + [
    pytest.param(name, {switch: not getattr(edition, switch)}, id=f"{name} but {switch}")
    for name, edition in EDITIONS.items()
    for switch in sorted(SWITCHES)
]


def verdicts(target):
    return [each.verdict(target) for each in CHECKS]


def told(found):
    return [
        (each.rule.name, each.outcome, each.detail) for each in found if each.outcome != "agrees"
    ]


def expected_not_run(edition):
    not_in = [] if edition == "openam" else [("pingam.edition.openam", f"not in {edition}")]
    no_door = "the limit is kept at the server's door, and in process there is none"
    return [(name, "not run", why) for name, why in [*not_in, ("pingam.error.too-large", no_door)]]


@pytest.mark.parametrize(("edition", "switches"), VARIANTS)
def test_the_fake_agrees(target_of, edition, switches):
    target = target_of(edition, **switches)

    found = verdicts(target)

    assert told(found) == expected_not_run(edition)
    assert target.tidy() == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_fake_agrees_over_http(listening, edition):
    target = target_in_process(listening, edition)
    target.transport = OverHttp()

    found = verdicts(target)

    assert told(found) == [each for each in expected_not_run(edition) if "process" not in each[2]]
    assert target.tidy() == []


def test_what_cannot_be_asked_of_a_real_deployment_is_not_run(target):
    target.control, target.second = None, target.other()

    found = verdicts(target)

    assert {each.outcome for each in found} == {"agrees", "not run"}
    asked = {each.rule.name for each in found if each.outcome == "agrees"}
    steered = {each.rule.name for each in found} - asked
    assert steered == {
        "pingam.authorize.consent",
        "pingam.edition.openam",
        "pingam.error.too-large",
        "pingam.introspect.own-tokens",
        "pingam.signin.credentials",
        "pingam.token.scope",
    }
    assert target.tidy() == []


def test_every_rule_is_checked_or_says_why_not():
    checked = {each.rule.name for each in CHECKS}

    assert checked.isdisjoint(CHECKS.unchecked)
    assert checked | CHECKS.unchecked.keys() == {each.name for each in RULES}
