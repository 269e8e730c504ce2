"""Pages of documentation that are made from the code: `python -m fakeping.pages` prints them."""

from collections.abc import Iterable, Iterator
from typing import Any

import click

from fakeping.core.operation import Family
from fakeping.core.rules import Evidence
from fakeping.families import FAMILIES

_HEAD = """\
# Differences, and how we know

Every behaviour of fakeping, with its name and its source. This page is made from the code:
`make docs` writes it.

Nobody has yet held fakeping against a live tenant. So what is *documented* or *observed* is as
good as its source; what is *inferred* follows from such a source; and what is *unspecified* is
our choice, where every source is silent. An answer that refuses names its rule in the header
`X-Fakeping-Rule`.
"""

_COUNTED = {
    Evidence.DOCUMENTED: "the vendor's documentation says so",
    Evidence.OBSERVED: "seen on the wire of a running service",
    Evidence.INFERRED: "follows from what is documented or observed",
    Evidence.UNSPECIFIED: "our choice",
}


def differences(families: Iterable[Family[Any]] = FAMILIES) -> str:
    """Every rule of every family, by how well it is known, the least known first."""
    return "\n".join([_HEAD, *(line for each in families for line in _family(each))])


def _family(family: Family[Any]) -> Iterator[str]:
    yield f"## {family.name}\n"
    for evidence in reversed(Evidence):
        rules = [each for each in family.rules if each.evidence is evidence]
        if not rules:
            continue
        yield f"### {evidence.capitalize()}: {_COUNTED[evidence]}\n"
        yield "| rule | what happens | source |"
        yield "|---|---|---|"
        for each in rules:
            yield f"| `{each.name}` | {_cell(each.says)} | {_cell(each.source)} |"
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    click.echo(differences(), nl=False)
