"""The rules of every family, with the operations and editions of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.core.rules import Rule
from fakeping.reference import fidelity


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """A rule, with its operations, editions and switches."""

    rule: Rule
    family: str
    #: The operations that it refuses.
    refuses: tuple[str, ...]
    #: The operations whose success it decides.
    answers: tuple[str, ...]
    #: The editions that it applies to.
    editions: tuple[str, ...]
    #: The switches that change it, as `family.name`.
    switches: tuple[str, ...]

    def document(self) -> JSON:
        """The entry as JSON."""
        return {
            "name": self.rule.name,
            "family": self.family,
            "says": self.rule.says,
            "evidence": self.rule.evidence.value,
            "source": self.rule.source,
            "refuses": list(self.refuses),
            "statuses": list(self.rule.statuses),
            "answers": list(self.answers),
            "editions": list(self.editions),
            "switches": list(self.switches),
            "causes": list(self.rule.causes),
            "proof": list(fidelity.proof_of(self.family, self.rule.name)),
        }


def entries(families: Iterable[Family[Any]]) -> Iterator[RuleEntry]:
    """Every rule, in the order of the families' tables."""
    for family in families:
        for rule in family.rules:
            yield _entry(family, rule)


def chosen(pattern: str, families: Iterable[Family[Any]]) -> list[RuleEntry]:
    """The rules of a name or a glob such as `pingone.scope.*`, of a switch, or of a cause."""
    return [
        each
        for each in entries(families)
        if fnmatchcase(each.rule.name, pattern)
        or pattern in each.switches
        or pattern in each.rule.causes
    ]


def near(name: str, families: Iterable[Family[Any]], *, patterns: bool = False) -> list[str]:
    """Names similar to an unknown one, or a pattern of several."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    names = [name for each in entries(families) for name in (each.rule.name, *each.switches)]
    holding = [each for each in names if name and name in each]
    several = patterns and any(each.startswith(f"{name}.") for each in names)
    below = [f"{name}.*"] if several else []
    alike = difflib.get_close_matches(name, names, n=3)
    return list(dict.fromkeys([*below, *alike, *holding]))[:3]


def unknown(name: str, near_it: list[str]) -> str:
    """The message for an unknown rule."""
    hint = f"; did you mean {' or '.join(near_it)}?" if near_it else ""
    return f"there is no rule {name!r}{hint}"


def _entry(family: Family[Any], rule: Rule) -> RuleEntry:
    operations = dict.fromkeys(each.name for each in family.operations)
    answering = {
        each.name: None for each in family.operations if rule in (each.rule, *each.other_rules)
    }
    return RuleEntry(
        rule=rule,
        family=family.name,
        refuses=tuple(each for each in operations if rule.refuses(each)),
        answers=tuple(answering),
        editions=rule.editions or family.editions,
        switches=tuple(
            f"{family.name}.{name}" for name, about in family.switches.items() if about is rule
        ),
    )
