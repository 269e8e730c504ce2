"""The output of `fakeping operations`: names, requests and editions; presets of failures."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from textwrap import fill
from typing import Any, NamedTuple

import click

from fakeping.core.family import Family
from fakeping.core.operation import Operation
from fakeping.families import FAMILIES
from fakeping.faults.presets import PRESETS, Preset

_WIDTH = 96
_INDENTED: Any = {"initial_indent": "  ", "subsequent_indent": "    "}


class Row(NamedTuple):
    """An operation, as it is listed."""

    name: str
    method: str
    path: str
    #: None where all editions have it.
    editions: tuple[str, ...]
    summary: str


def operations(families: Iterable[Family[Any]], patterns: Sequence[str]) -> list[Row]:
    """The operations that one of the patterns matches, each once for all editions that have it."""
    found: dict[tuple[str, str, str], list[Operation[Any]]] = {}
    all_of: dict[str, tuple[str, ...]] = {}
    for family in families:
        for each in family.operations:
            if any(fnmatchcase(each.name, pattern) for pattern in patterns):
                row = (each.name, each.method, family.mount + each.path)
                found.setdefault(row, []).append(each)
                all_of[each.name] = family.editions
    return [
        Row(*row, _editions(those, all_of[row[0]]), those[0].summary)
        for row, those in found.items()
    ]


def _editions(those: Iterable[Operation[Any]], every: tuple[str, ...]) -> tuple[str, ...]:
    """The editions that have an operation; none where all have."""
    having = {edition for each in those for edition in each.editions or every}
    return () if having >= set(every) else tuple(each for each in every if each in having)


def elsewhere(name: str) -> str:
    """What a name is that another command or option takes, and which; "" for any other."""
    for family in FAMILIES:
        if any(each.name == name for each in family.operations):
            return f"{name} is an operation: see `fakeping operations {name}`"
        if any(each.name == name for each in family.rules):
            return f"{name} is a rule: see `fakeping explain {name}`"
        bare = name.removeprefix(f"{family.name}.")
        if bare in family.switches:
            switch = f"{family.name}.{bare}"
            return (
                f"{name} is a switch: see `fakeping explain {switch}`, and say --switch {switch}=on"
            )
    if name in PRESETS:
        return f"{name} is a preset: say --preset {name}"
    return ""


def unknown(name: str) -> str:
    """The message for an unknown operation."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    names = dict.fromkeys(each.name for family in FAMILIES for each in family.operations)
    holding = [each for each in names if name.strip("*") and name.strip("*") in each]
    near = list(dict.fromkeys([*difflib.get_close_matches(name, names, n=3), *holding]))[:3]
    hint = f"; did you mean {' or '.join(near)}?" if near else ": `fakeping operations` lists them"
    return f"there is no operation {name!r}{hint}"


def table(rows: Sequence[Row], presets: Mapping[str, Preset]) -> str:
    """A line for each operation, and a paragraph for each preset."""
    longest = max(len(each.name) for each in rows)
    lines = [
        f"{click.style(f'{each.name:{longest}}', bold=True)}  {each.method:6} {each.path}"
        + (click.style(f"  {', '.join(each.editions)}", dim=True) if each.editions else "")
        for each in rows
    ]
    if presets:
        lines += ["", "Presets of --preset:"]
    for name, preset in presets.items():
        options = [f"{each}={value}" for each, value in preset.options.items() if value is not None]
        told = f" ({', '.join(options)})" if options else ""
        lines.append(fill(f"{name}: {preset.says}{told}", _WIDTH, **_INDENTED))
    return "\n".join(lines)


def document(rows: Sequence[Row], presets: Mapping[str, Preset]) -> Any:
    """The same as a JSON document."""
    said = {
        name: {"says": each.says, "options": dict(each.options)} for name, each in presets.items()
    }
    return {"operations": [each._asdict() for each in rows], "presets": said}
