"""The output of `fakeping explain`: a list of rules, or one rule in full."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from fakeping.core.causes import CAUSES, MEANINGS
from fakeping.core.family import Family
from fakeping.core.rules import Evidence
from fakeping.reference import fidelity
from fakeping.reference.rulebook import RuleEntry

_COLOUR: Mapping[Evidence, str] = {
    Evidence.DOCUMENTED: "green",
    Evidence.OBSERVED: "green",
    Evidence.INFERRED: "yellow",
    Evidence.UNSPECIFIED: "red",
}

#: What a rule's evidence means.
MEANING: Mapping[Evidence, str] = {
    Evidence.DOCUMENTED: "the vendor's documentation says so",
    Evidence.OBSERVED: "seen on the wire of a running service",
    Evidence.INFERRED: "follows from what is documented or observed",
    Evidence.UNSPECIFIED: "our choice, where every source is silent",
}

_LABEL = 11
# Proofs of a rule to show.
_SHOWN = 3


def listed(entries: Iterable[RuleEntry], *, name: str = "") -> str:
    """A line for each rule: its name, its evidence, what it says. A cause's name has its own."""
    found = list(entries)
    longest = max(len(each.rule.name) for each in found)
    meaning = next((each for each in CAUSES if each == name), None)
    heading = [textwrap.fill(f"{meaning}: {MEANINGS[meaning]}", _width())] if meaning else []
    return "\n".join([*heading, *(_line(each, longest) for each in found)])


def in_full(entry: RuleEntry, families: Iterable[Family[Any]]) -> str:
    """One rule in full."""
    return "\n".join(_paragraphs(entry, {each.name: each for each in families}[entry.family]))


def _line(entry: RuleEntry, longest: int) -> str:
    rule = entry.rule
    name = f"{rule.name:{longest}}"
    evidence = f"{rule.evidence.value:{_LABEL}}"
    room = max(_width() - len(name) - len(evidence) - 4, 24)
    says = textwrap.shorten(rule.says, room, placeholder="...")
    return f"{click.style(name, bold=True)}  {_coloured(evidence, rule.evidence)}  {says}"


def _paragraphs(entry: RuleEntry, family: Family[Any]) -> Iterator[str]:
    rule = entry.rule
    yield click.style(rule.name, bold=True)
    yield ""
    yield textwrap.fill(rule.says, _width(), initial_indent="  ", subsequent_indent="  ")
    yield ""
    evidence = _coloured(rule.evidence.value, rule.evidence)
    yield _labelled("evidence", f"{evidence}: {MEANING[rule.evidence]}")
    yield _wrapped("source", rule.source)
    yield from _several("proven by", list(fidelity.proof_of(entry.family, rule.name)))
    if rule.statuses:
        yield _wrapped("answers", ", ".join(map(str, rule.statuses)))
    for index, each in enumerate(each for each in CAUSES if each in rule.causes):
        yield _wrapped("" if index else "causes", f"{each}: {MEANINGS[each]}")
    yield from _listed("refuses", entry.refuses)
    yield from _listed("decides", entry.answers)
    if rule.editions:
        yield _wrapped("editions", ", ".join(rule.editions))
    yield from _listed("switches", [_switch(each, family) for each in entry.switches])


def _switch(name: str, family: Family[Any]) -> str:
    _, _, switch = name.partition(".")
    stands = [
        f"{'on' if family.is_on(switch, edition=each) else 'off'} in {each}"
        for each in family.editions
    ]
    return f"{name} ({', '.join(stands)})"


def _listed(label: str, items: Iterable[str]) -> Iterator[str]:
    for index, each in enumerate(items):
        yield _labelled("" if index else label, each)


def _several(label: str, texts: list[str]) -> Iterator[str]:
    """The first few of several texts, and how many more there are."""
    for index, each in enumerate(texts[:_SHOWN]):
        yield _wrapped("" if index else label, each)
    if len(texts) > _SHOWN:
        yield _labelled("", f"and {len(texts) - _SHOWN} more: docs/fidelity.md")


def _wrapped(label: str, text: str) -> str:
    first = _labelled(label, "")
    return textwrap.fill(
        text,
        _width(),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _labelled(label: str, text: str) -> str:
    return f"  {label:{_LABEL}}{text}"


def _coloured(text: str, evidence: Evidence) -> str:
    return click.style(text, fg=_COLOUR[evidence])


def _width() -> int:
    return min(shutil.get_terminal_size((100, 24)).columns, 100)
