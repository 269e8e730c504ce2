"""What a tenant may switch, and which rule each switch is about."""

import pytest

from fakeping import FakePing
from fakeping.families import FAMILIES
from tests.drive import ask

SWITCHES = [
    pytest.param(family, name, rule, id=f"{family.name}.{name}")
    for family in FAMILIES
    for name, rule in family.switches.items()
]


@pytest.mark.parametrize(("family", "name", "rule"), SWITCHES)
def test_a_switch_is_about_a_rule_that_names_it(family, name, rule):
    assert rule in family.rules
    assert name in f"{rule.says} {rule.source}"


@pytest.mark.parametrize(("family", "name", "rule"), SWITCHES)
def test_each_edition_has_a_switch_on_or_off(family, name, rule):
    for each in family.editions:
        assert family.is_on(name, edition=each) in {True, False}


def test_editions_differ_in_their_switches():
    [pingam] = [each for each in FAMILIES if each.name == "pingam"]

    stands = {each: pingam.is_on("require_if_match", edition=each) for each in pingam.editions}

    assert stands == {"8.1": False, "openam": True}


BODY = {"resource_scopes": ["view"], "name": "photo"}


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("pingam.nothing", r"no switch 'pingam\.nothing'.* from pingone\."),
        ("pingone.magic", r"pingone\.names_fold_case"),
    ],
)
def test_an_unknown_switch_is_a_mistake(server, name, known):
    with pytest.raises(ValueError, match=known):
        server.tenant(switches={name: True})


def test_a_server_switches_for_all_of_its_tenants():
    server = FakePing(switches={"pingam.require_if_match": True})
    am = server.tenant().pingam
    made = am.given.resource_set(**BODY)

    reply = ask(server, "DELETE", f"{am.resource_set_url}/{made.id}", token=am.pat())

    assert reply.status == 400


@pytest.mark.slow
def test_the_marker_switches(pytester):
    pytester.makepyfile(
        """
        import pytest, requests

        @pytest.mark.fakeping(switches={"pingam.require_if_match": True})
        def test_it(fakeping):
            am = fakeping.pingam
            made = am.given.resource_set(resource_scopes=[])
            headers = {"Authorization": f"Bearer {am.pat()}"}

            url = f"{am.resource_set_url}/{made.id}"

            assert requests.delete(url, headers=headers).status_code == 400
        """
    )

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_the_control_api_switches(server):
    made = ask(
        server,
        "POST",
        "/__fakeping/tenants",
        {"switches": {"pingam.require_if_match": True}, "editions": {"pingam": "8.1"}},
    )
    wrong = ask(server, "POST", "/__fakeping/tenants", {"switches": {"pingam.nothing": True}})

    assert (made.status, wrong.status) == (201, 400)


def test_the_documented_edition_is_the_default(server):
    am = server.tenant().pingam

    assert am.edition == "8.1"
