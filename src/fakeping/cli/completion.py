"""What a shell completes for the values of options and arguments.

Each imports what it needs when a shell asks.
"""

from collections.abc import Callable, Iterator, Mapping

import click
from click.shell_completion import CompletionItem

_Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def beginning(words: Callable[[], Mapping[str, str]]) -> _Complete:
    """Offer those of these words, each with what it means, that begin as what was typed."""

    def complete(
        context: click.Context,  # noqa: ARG001 - as click calls it
        parameter: click.Parameter,  # noqa: ARG001 - as before
        incomplete: str,
    ) -> list[CompletionItem]:
        return [
            CompletionItem(word, help=says or None)
            for word, says in words().items()
            if word.startswith(incomplete)
        ]

    return complete


def _editions() -> dict[str, str]:
    from fakeping.server.options import edition_words

    return dict.fromkeys(edition_words(), "")


def _family_names() -> dict[str, str]:
    from fakeping.families import FAMILIES

    return {each.name: each.product for each in FAMILIES} | {"control": "the control API"}


def _switch_rules() -> Iterator[tuple[str, str]]:
    from fakeping.families import FAMILIES

    for family in FAMILIES:
        for name, rule in sorted(family.switches.items()):
            yield f"{family.name}.{name}", rule.says


def _switches() -> dict[str, str]:
    return {f"{name}={to}": says for name, says in _switch_rules() for to in ("on", "off")}


def _rules() -> dict[str, str]:
    from fakeping.families import FAMILIES

    rules = ((rule.name, rule.says) for family in FAMILIES for rule in family.rules)
    return dict([*rules, *_switch_rules()])


def _operations() -> dict[str, str]:
    from fakeping.families import FAMILIES

    return {each.name: each.summary for family in FAMILIES for each in family.operations}


def _faults() -> dict[str, str]:
    return {f"{name}=503": says for name, says in _operations().items()}


def _presets() -> dict[str, str]:
    from fakeping.faults.presets import PRESETS

    return {name: each.says for name, each in PRESETS.items()}


EDITIONS = beginning(_editions)
FAMILIES_AND_CONTROL = beginning(_family_names)
SWITCHES = beginning(_switches)
RULES = beginning(_rules)
OPERATIONS = beginning(_operations)
FAULTS = beginning(_faults)
PRESETS_OF_FAULTS = beginning(_presets)
