"""What a plain `assert` about a journal or an exchange says when it fails."""

import pytest

SUITE = """
from fakeping import called

def test_it(fakeping):
    token = fakeping.pingone.token()
    ask(resources(fakeping), token, {{"name": "photos"}})
    ask(resources(fakeping), token, {{"name": "photos"}})
    journal = fakeping.journal
    exchange = journal[0]
    assert {asserted}
"""


def told(suite, asserted):
    return suite(SUITE.format(asserted=asserted)).runpytest("-vv", "--fakeping-journal=off")


@pytest.mark.parametrize(
    "asserted",
    [
        'journal == ["pingone.resource.create", "pingone.*"]',
        '["*", called("pingone.resource.create", status=400)] == journal',
        "journal == list(journal)",
        "journal != [] and journal != journal[0] and len({journal}) == 1",
        '"pingone.resource.create" in journal and "pingone.resource.list" not in journal',
        'called("pingone.resource.create", status=400) in journal and journal[1] in journal',
    ],
)
def test_true_comparisons_pass(suite, asserted):
    told(suite, asserted).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("asserted", "lines"),
    [
        pytest.param(
            'journal == ["pingone.resource.create", "pingone.resource.read", "pingam.*"]',
            [
                "E *assert <Journal of 2 calls: pingone.resource.create 201, *create 400> == [[]*",
                "E *the journal holds 2, expected 3:",
                "E *[#]2 POST /v1/environments/*/resources -> 400  pingone.resource.create*",
                "E *expected pingone.resource.read",
                "E *it is pingone.resource.create",
                "E *missing: pingam.[*]",
            ],
            id="others than listed",
        ),
        pytest.param(
            '[called("pingone.resource.create", status=200)] == journal',
            [
                "E *the journal holds 2, expected 1:",
                "E *[#]1 POST *",
                "E *expected pingone.resource.create with status 200",
                "E *status: 201, expected 200",
                "E *too many: [#]2 POST *",
            ],
            id="another answer, and one too many",
        ),
        pytest.param(
            '"pingone.resource.list" in journal',
            [
                "E *assert 'pingone.resource.list' in <Journal of 2 calls: *",
                "E *pingone.resource.list was called 0 times, expected at least once.",
                "E *All of 2 calls:",
                "E *[#]1 POST /v1/environments/*/resources -> 201  pingone.resource.create",
            ],
            id="not called",
        ),
        pytest.param(
            '"pingone.resource.create" not in journal',
            [
                "E *pingone.resource.create was called 2 times, expected exactly 0 times.",
                "E *Matching:",
            ],
            id="called",
        ),
        pytest.param(
            "len(journal) == 1",
            [
                "E *assert 2 == 1",
                "E *where 2 = len(<Journal of 2 calls: pingone.resource.create 201, *>)",
            ],
            id="another number",
        ),
        pytest.param(
            'exchange.json == {"name": "albums"}',
            [
                "E *assert {'name': 'photos'} == {'name': 'albums'}",
                "E *{'name': 'photos'} != {'name': 'albums'}",
            ],
            id="another body",
        ),
        pytest.param(
            '"pingone.resource.lst" not in journal',
            ["E *Refused: there is no operation 'pingone.resource.lst'; did you mean *"],
            id="no operation at all",
        ),
    ],
)
def test_false_comparisons_are_explained(suite, asserted, lines):
    result = told(suite, asserted)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(lines)


def test_other_comparisons_keep_pytests_explanation(suite):
    result = told(suite, "exchange.status == 200 and journal")

    result.stdout.fnmatch_lines(
        ["E *assert (201 == 200)", "E *where 201 = <Exchange [#]1 *>.status"]
    )
