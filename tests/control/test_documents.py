"""The control surface tells of its rules and its documents."""

import pytest

from fakeping import FakePing
from fakeping.families import FAMILIES
from fakeping.reference.openapi import document
from tests.drive import ask


def test_its_own_document_is_served_with_its_own_address(server):
    reply = ask(server, "GET", "/__fakeping/openapi.json")

    assert reply.status == 200
    assert reply.json["servers"] == [{"url": server.tenants.base_url}]
    assert "/__fakeping/openapi.json" in reply.json["paths"]


@pytest.mark.parametrize("path", ["pingam.json?edition=openam", "pingam?edition=openam"])
def test_a_familys_document_is_served_for_an_edition(server, path):
    reply = ask(server, "GET", f"/__fakeping/openapi/{path}")

    [pingam] = [each for each in FAMILIES if each.name == "pingam"]
    assert reply.json == document(pingam, edition="openam", server=server.tenants.base_url)


def test_a_familys_document_is_that_of_its_first_edition():
    reply = ask(FakePing(), "GET", "/__fakeping/openapi/pingone.json")

    assert reply.json["info"]["title"] == (
        "PingOne Platform API, edition p14c, as fakeping answers it"
    )


def test_a_document_has_pingam_where_it_is_deployed():
    server = FakePing(am_context_path="/openam")

    reply = ask(server, "GET", "/__fakeping/openapi/pingam.json")

    assert all(each.startswith("/openam/") for each in reply.json["paths"])


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        pytest.param("openapi/x.json", 404, "there is no family 'x'", id="no family"),
        pytest.param(
            "openapi/pingone.json?edition=x",
            400,
            "pingone has no edition 'x'; it has p14c, current",
            id="no edition",
        ),
        pytest.param(
            "rules/pingone.scope.name-uniqe",
            404,
            "there is no rule 'pingone.scope.name-uniqe'; did you mean pingone.scope.name-unique"
            " or pingone.resource.name-unique or pingone.user.username-unique?",
            id="a rule with a slip",
        ),
        pytest.param("rules/zzz", 404, "there is no rule 'zzz'", id="no rule"),
    ],
)
def test_what_is_not_there_is_said(server, path, status, detail):
    reply = ask(server, "GET", f"/__fakeping/{path}")

    assert (reply.status, reply.json["detail"]) == (status, detail)


def test_every_rule_is_listed_once(server):
    reply = ask(server, "GET", "/__fakeping/rules")

    names = [each["name"] for each in reply.json["rules"]]
    assert names == [each.name for family in FAMILIES for each in family.rules]


def test_a_rule_tells_where_it_decides_and_what_changes_it(server):
    reply = ask(server, "GET", "/__fakeping/rules/pingam.conditions.required")

    said = reply.json
    assert said.pop("says").startswith("`If-Match` is optional")
    assert "python" not in said.pop("source")
    assert [each.split()[0] for each in said.pop("proof")] == ["recorded:", "recorded:", "check:"]
    assert said == {
        "name": "pingam.conditions.required",
        "family": "pingam",
        "evidence": "inferred",
        "refuses": ["pingam.resource_set.update", "pingam.resource_set.delete"],
        "statuses": [400],
        "answers": [],
        "editions": ["8.1", "openam"],
        "switches": ["pingam.require_if_match"],
        "causes": [],
    }


def test_a_rule_of_one_edition_says_so_and_what_it_answers(server):
    kept = ask(server, "GET", "/__fakeping/rules/pingone.environment.created").json

    assert (kept["editions"], kept["answers"]) == (["current"], ["pingone.environment.create"])


def test_a_problem_names_each_violation_of_a_schema(server):
    reply = ask(server, "POST", "/__fakeping/tenants", {"realm": 1, "auth": "perhaps"})

    assert reply.status == 400
    assert [each["target"] for each in reply.json["violations"]] == ["auth", "realm"]


def test_a_problem_of_meaning_names_none(server):
    reply = ask(server, "POST", "/__fakeping/tenants", {"editions": {"pingone": "p15c"}})

    assert (reply.status, "violations" in reply.json) == (400, False)


def test_a_number_that_no_exchange_ever_has_is_after_all_of_them(server, tenant):
    reply = ask(server, "GET", f"/__fakeping/tenants/{tenant.id}/journal?since={10**30}")

    assert (reply.status, reply.json["exchanges"]) == (200, [])
