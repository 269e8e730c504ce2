"""The page and the JSON are as the code, the recordings and the checks say."""

import json

import pytest

from fakeping.families import FAMILIES
from fakeping.reference import fidelity
from tests.fidelity.clients import covered
from tests.fidelity.document import OUTSIDE
from tests.fidelity.files import DATA, PAGE, data_text, made, page_text
from tests.recorded.recordings import recordings

EDITIONS = [
    pytest.param(family, edition, id=f"{family.name}.{edition}")
    for family in FAMILIES
    for edition in family.editions
]


def test_the_json_of_the_wheel_is_up_to_date():
    assert DATA.read_text("utf-8") == data_text(), "make docs writes it"
    assert fidelity.document() == json.loads(data_text())


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == page_text(), "make docs writes it"


@pytest.mark.parametrize(("family", "edition"), EDITIONS)
def test_every_operation_of_an_edition_is_mapped(family, edition):
    """Each has an answer that a rule decides, or that something from outside proves."""
    answers = made()["families"][family.name]["answers"][edition]

    assert answers.keys() == {
        each.name for each in family.operations if not each.editions or edition in each.editions
    }
    assert [
        name
        for name, by_status in answers.items()
        if not any(each["rules"] or each["proof"] for each in by_status.values())
    ] == []


@pytest.mark.parametrize(("family", "edition"), EDITIONS)
def test_a_score_is_counted_as_the_page_says(family, edition):
    told = made()["families"][family.name]
    lines = [
        *(each for by_status in told["answers"][edition].values() for each in by_status.values()),
        *(each for each in told["rules"].values() if edition in each["editions"]),
    ]
    proven = [each for each in lines if set(OUTSIDE) & each["proof"].keys()]

    scored = told["editions"][edition]
    assert (scored["proven"], scored["of"]) == (len(proven), len(lines))
    assert scored["score"] == round(len(proven) / len(lines), 4)
    assert sum(scored["evidence"].values()) == len(lines)


def test_what_is_not_held_proves_nothing():
    others = {each.id for each in recordings() if each.differs or each.unserved}
    named = [
        name
        for family in made()["families"].values()
        for each in family["rules"].values()
        for name in (*each["proof"].get("recorded", ()), *each["proof"].get("samples", ()))
    ]

    assert others
    assert not others & set(named)


def test_every_answer_that_a_client_covers_is_promised():
    for each in covered():
        family = each.operation.partition(".")[0]
        answers = made()["families"][family]["answers"][each.edition]
        assert str(each.status) in answers[each.operation], each


def test_a_release_shows_what_changed():
    old = json.loads(data_text())
    rule = old["families"]["pingone"]["rules"]["pingone.user.username-unique"]
    rule["evidence"], rule["proof"] = "inferred", {"checks": 1}
    del old["families"]["pingam"]["rules"]["pingam.revoke.client"]

    new, changed = fidelity.changes(old, made())

    assert new == "pingam pingam.revoke.client: not there -> observed (recorded 1, checks 1)"
    assert changed.startswith("pingone pingone.user.username-unique: inferred (checks 1) -> obs")
    assert changed.endswith("observed (recorded 1, checks 1)")


def test_the_change_is_printed(tmp_path, capsys):
    (tmp_path / "old.json").write_text(data_text(), "utf-8")

    fidelity.main(str(tmp_path / "old.json"), str(DATA))

    assert capsys.readouterr().out == ""
