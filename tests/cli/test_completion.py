"""What a shell is offered for the values of options and arguments."""

import pytest
from click.shell_completion import ShellComplete

from fakeping.cli.main import cli


@pytest.fixture
def offered():
    """The words that a shell is offered behind these."""

    def words(*said):
        *before, incomplete = said
        complete = ShellComplete(cli, {}, "fakeping", "_FAKEPING_COMPLETE")
        return [each.value for each in complete.get_completions(before, incomplete)]

    return words


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["serve", "--edition", "pingone=c"], "pingone=current"),
        (["replay", "--edition", "pingam="], "pingam=8.1"),
        (["contract", "--edition", "pingam="], "pingam=openam"),
        (["openapi", "--edition", ""], "pingone=p14c"),
        (["openapi", "pinga"], "pingam"),
        (["serve", "--switch", "pingam.req"], "pingam.require_if_match=on"),
        (["replay", "--switch", "pingam.req"], "pingam.require_if_match=off"),
        (["serve", "--fault", "pingone.resource.c"], "pingone.resource.create=503"),
        (["serve", "--preset", "thr"], "throttled"),
        (["explain", "pingone.resource.name-u"], "pingone.resource.name-unique"),
        (["explain", "pingam.require_if"], "pingam.require_if_match"),
        (["operations", "pingone.resource.c"], "pingone.resource.create"),
        (["contract", "--rule", "pingone.resource.name-u"], "pingone.resource.name-unique"),
        (["contract", "--family", "pingo"], "pingone"),
        (["env", "PINGONE_T"], "PINGONE_TOKEN"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else each,
)
def test_values_are_completed(offered, said, expected):
    words = offered(*said)

    assert expected in words
    assert all(each.startswith(said[-1]) for each in words)
