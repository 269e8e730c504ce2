"""What of PingAM can be asked of a real deployment."""

from fakeping.contract.pingam import CHECKS, PingAMTarget


def test_what_cannot_be_asked_of_a_real_deployment_is_not_run(target: PingAMTarget) -> None:
    target.control, target.second = None, target.other()

    found = [each.verdict(target) for each in CHECKS]

    assert {each.outcome for each in found} == {"agrees", "not run"}
    asked = {each.rule.name for each in found if each.outcome == "agrees"}
    steered = {each.rule.name for each in found} - asked
    assert steered == {
        "pingam.authorize.consent",
        "pingam.edition.openam",
        "pingam.error.too-large",
        "pingam.introspect.own-tokens",
        "pingam.policy.owner",
        "pingam.session.all-properties",
        "pingam.session.logout-user",
        "pingam.session.properties",
        "pingam.signin.credentials",
        "pingam.token.scope",
    }
    assert target.tidy() == []
