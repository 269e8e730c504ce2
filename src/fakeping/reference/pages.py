"""Generate documentation from the code: `python -m fakeping.reference.pages`."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from fakeping.core.family import Family
from fakeping.core.limits import Limit, declared
from fakeping.core.operation import Operation
from fakeping.core.rules import Evidence
from fakeping.families import FAMILIES
from fakeping.reference.rulebook import RuleEntry, entries

_HEAD = """\
# The rules, and how we know them

Every behaviour of fakeping, with its name and its source. This page is made from the code:
`make docs` writes it. `fakeping explain RULE` tells the same of one rule, and
`GET /__fakeping/rules` of all of them as JSON.

Nobody has yet held fakeping against a live tenant. So what is *documented* or *observed* is as
good as its source; what is *inferred* follows from such a source; and what is *unspecified* is
our choice, where every source is silent. An answer that refuses names its rule in the header
`X-Fakeping-Rule`, and each exchange of a journal the rule that decided it.
"""

_LIMITS_HEAD = """\
# Limits

What a server, its journals, a replay and a contract run are bounded by. This page is made from the
code: `make docs` writes it. A value that can be changed says by what; the rest are fixed.

| limit | value | what it bounds | past it | change it by |
|---|---|---|---|---|
"""

_OPERATIONS_HEAD = """\
# What is answered

Every operation, by the name that the journal, faults, coverage and the rules call it by, with the
editions that have it if not all do. This page is made from the code: `make docs` writes it, and
`fakeping openapi FAMILY` prints [an OpenAPI document](openapi.md) of the same.

`{realm*}` is `realms/root`, followed by `/realms/NAME` for each realm below it; older forms and
`?realm=` work too. Tokens come from the sign-in endpoints of either API, from the fixture, or from
the control API.
"""

_COUNTED = {
    Evidence.DOCUMENTED: "the vendor's documentation says so",
    Evidence.OBSERVED: "seen on the wire of a running service",
    Evidence.INFERRED: "follows from what is documented or observed",
    Evidence.UNSPECIFIED: "our choice",
}


_UNMODELLED_HEAD = """\
# What is taken and ignored

Parameters of operations that fakeping serves, and members of their bodies, which the vendor
documents and fakeping takes without a word: they decide nothing. This page is made from the code:
`make docs` writes it. What an operation reads, [the OpenAPI documents](openapi.md) say; what is
refused, the [rules](rules.md).

| operation | parameter or member | what it is about |
|---|---|---|
"""


def unmodelled(families: Iterable[Family[Any]] = FAMILIES) -> str:
    """The page of what operations take and ignore."""
    rows = dict.fromkeys(
        f"| `{each.name}` | `{name}` | {_cell(about)} |\n"
        for family in families
        for each in family.operations
        for name, about in each.unmodelled.items()
    )
    return _UNMODELLED_HEAD + "".join(rows)


def rules(families: Iterable[Family[Any]] = FAMILIES) -> str:
    """The page of every family's rules, the least certain first."""
    return "\n".join([_HEAD, *(line for each in families for line in _family(each))])


def limits() -> str:
    """The page of limits: those that modules of fakeping and its pytest plugin declare."""
    for package in ("fakeping", "pytest_fakeping"):
        for each in walk_packages(import_module(package).__path__, f"{package}."):
            if not each.name.endswith(".__main__"):
                import_module(each.name)
    return _LIMITS_HEAD + "".join(map(_limit, declared()))


def _limit(each: Limit) -> str:
    cells = (each.bounds, each.past, each.change)
    row = " | ".join([f"`{each.name}`", _amount(each.value, each.unit), *map(_cell, cells)])
    return f"| {row} |\n"


def _amount(value: float, unit: str) -> str:
    """A value with its unit, for people: 1048576 bytes is 1 MiB."""
    if unit == "bytes" and value >= _KIB and value % _KIB == 0:
        power = min(int(math.log(value, _KIB)), len(_PREFIXES))
        return f"{value / _KIB**power:g} {_PREFIXES[power - 1]}iB"
    return f"{value:,g} {unit}" if value < _MILLION else f"{value:,.0f} {unit}"


_KIB = 1024
_PREFIXES = "KMGT"
_MILLION = 1_000_000


def operations(families: Iterable[Family[Any]] = FAMILIES) -> str:
    """The page of every family's operations."""
    return "\n".join([_OPERATIONS_HEAD, *(line for each in families for line in _table(each))])


def _table(family: Family[Any]) -> Iterator[str]:
    yield f"## {family.name}\n"
    yield "| operation | method and path | edition | does |"
    yield "|---|---|---|---|"
    yield from dict.fromkeys(_operations(family))
    yield ""


def _operations(family: Family[Any]) -> Iterator[str]:
    for each in family.operations:
        path = f"{each.method} {family.mount}{each.path}"
        having = [
            name for other in family.operations if _same(each, other) for name in other.editions
        ]
        editions = ", ".join(name for name in family.editions if name in having)
        all_of_them = not editions or len(set(having)) == len(family.editions)
        names = "" if all_of_them else f"`{editions}`"
        yield f"| `{each.name}` | `{path}` | {names} | {each.summary} |"


def _same(one: Operation[Any], other: Operation[Any]) -> bool:
    return (one.name, one.method, one.path) == (other.name, other.method, other.path)


def _family(family: Family[Any]) -> Iterator[str]:
    yield f"## {family.name}\n"
    for evidence in reversed(Evidence):
        known = [each for each in entries((family,)) if each.rule.evidence is evidence]
        if not known:
            continue
        yield f"### {evidence.capitalize()}: {_COUNTED[evidence]}\n"
        yield "| rule | what happens | where | source |"
        yield "|---|---|---|---|"
        for each in known:
            says, source = _cell(each.rule.says), _cell(each.rule.source)
            yield f"| `{each.rule.name}` | {says} | {_where(family, each)} | {source} |"
        yield ""


def _where(family: Family[Any], entry: RuleEntry) -> str:
    """A rule's statuses and operations, its editions and its switches."""
    statuses = ", ".join(map(str, entry.rule.statuses))
    patterns = [f"`{each}`" for each in entry.rule.operations]
    answers = [f"`{each}`" for each in entry.answers]
    editions = entry.editions if entry.editions != family.editions else ()
    parts = (
        f"{statuses}: {', '.join(patterns) or 'where there is no operation'}" if statuses else "",
        f"answers {', '.join(answers)}" if answers else "",
        f"in {', '.join(f'`{each}`' for each in editions)}" if editions else "",
        f"switch {', '.join(f'`{each}`' for each in entry.switches)}" if entry.switches else "",
    )
    return "; ".join(each for each in parts if each)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


#: The pages of `docs/` that are made, by their names.
PAGES: Mapping[str, Callable[[], str]] = {
    "limits": limits,
    "not-modelled": unmodelled,
    "operations": operations,
    "rules": rules,
}


def main() -> None:
    """Write the pages of a checkout. Run it in the top folder."""
    for name, page in PAGES.items():
        Path(f"docs/{name}.md").write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
