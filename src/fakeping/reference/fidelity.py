"""How faithful the fake is: what proves each rule, and how that changed between two releases.

`python -m fakeping.reference.fidelity OLD NEW` compares two files.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any


@cache
def document() -> Mapping[str, Any]:
    """The document that `make docs` writes: scores, answers, rules, recorded answers, sources."""
    text = (files("fakeping.reference") / "fidelity.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def proof_of(family: str, rule: str) -> Iterator[str]:
    """What proves a rule, a sentence each; the strongest first."""
    proof = document()["families"][family]["rules"].get(rule, {}).get("proof", {})
    recorded, sources = document()["recorded"], document()["sources"]
    named = (*proof.get("recorded", ()), *proof.get("samples", ()))
    for file, count in Counter(
        recorded[each]["source"] for each in named if each in recorded
    ).items():
        source = sources[file]
        several = f", {count} answers" if count > 1 else ""
        yield f"{source['kind']}: {source['title']}{several}; {source['where']}"
    for name in named:
        if name not in recorded:
            yield f"sample: {name}"
    for client in proof.get("clients", ()):
        yield f"client: {client}"
    checks = proof.get("checks", 0)
    if checks:
        yield f"check: {checks} of the contract"


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What two documents tell otherwise: scores, evidence, and how much proves each line."""
    before, after = dict(_lines(old)), dict(_lines(new))
    for name in sorted({*before, *after}):
        one, other = before.get(name), after.get(name)
        if one != other:
            yield f"{name}: {one or 'not there'} -> {other or 'not there'}"


def _lines(of: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for family, its in of["families"].items():
        for edition, scored in its["editions"].items():
            yield f"{family} {edition}", f"{scored['score']:.1%} of {scored['of']}"
        for edition, answers in its["answers"].items():
            for operation, by_status in answers.items():
                for status, answer in by_status.items():
                    yield f"{family} {edition} {operation} {status}", _summary(answer)
        for rule, each in its["rules"].items():
            yield f"{family} {rule}", _summary(each)


def _summary(of: Mapping[str, Any]) -> str:
    proof = ", ".join(
        f"{kind} {found if isinstance(found, int) else len(found)}"
        for kind, found in of["proof"].items()
    )
    return f"{of['evidence']} ({proof or 'no proof'})"


def main(old: str, new: str) -> None:
    """Print what two files tell otherwise."""
    one, other = (json.loads(Path(each).read_text("utf-8")) for each in (old, new))
    for line in changes(one, other):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
