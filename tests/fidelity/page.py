"""The page `docs/fidelity.md`, from the JSON."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: The part that is written by hand, with places for the score's sentence and the table of scores.
_HEAD = Path(__file__).with_name("head.md")

_SOURCES = """\
## Sources

{held} recorded answers and {printed} samples from {count} documents are held.
{others} more are not, with the reason why.

| source | what it is | answered | answers |
|---|---|---|---|
"""

_NOT_HELD = """\

## Recorded, and not so here

| answer | why |
|---|---|
"""

#: The name of each kind of proof, as the page has it.
_KINDS = (("recorded", "recorded"), ("samples", "sample"), ("clients", "client"))


def page(document: dict[str, Any]) -> str:
    """The page."""
    scores = "\n".join(_scores(document))
    parts = [
        _HEAD.read_text("utf-8").format(score=document["score"], scores=scores),
        *(line for name, of in document["families"].items() for line in _family(name, of)),
        *_sources(document),
    ]
    return "\n".join(parts)


def _scores(document: dict[str, Any]) -> Iterator[str]:
    for name, family in document["families"].items():
        for edition, of in family["editions"].items():
            counts = (of["proven"], of["of"], *of["evidence"].values())
            numbers = " | ".join(map(str, counts))
            yield f"| {name} | `{edition}` | {of['score']:.1%} | {numbers} |"


def _family(name: str, family: dict[str, Any]) -> Iterator[str]:
    for edition, answers in family["answers"].items():
        yield f"## {name}: the answers of `{edition}`\n"
        yield "| operation | status | evidence | proven by |"
        yield "|---|---|---|---|"
        for operation, by_status in answers.items():
            for status, of in by_status.items():
                yield f"| `{operation}` | {status} | {of['evidence']} | {_proof(of)} |"
        yield ""
    yield f"## {name}: the rules\n"
    yield "| rule | evidence | proven by |"
    yield "|---|---|---|"
    for rule, of in family["rules"].items():
        yield f"| `{rule}` | {of['evidence']} | {_proof(of)} |"
    yield ""


def _proof(of: dict[str, Any]) -> str:
    proof = of["proof"]
    told = []
    for kind, name in _KINDS:
        if kind in proof:
            several = f" ({len(proof[kind])})" if len(proof[kind]) > 1 else ""
            whose = f": {', '.join(proof[kind])}" if kind == "clients" else several
            told.append(f"{name}{whose}")
    return ", ".join(told) or ("check" if "checks" in proof else "")


def _sources(document: dict[str, Any]) -> Iterator[str]:
    recorded = document["recorded"]
    held = {name: each for name, each in recorded.items() if "not held" not in each}
    kinds = {name: document["sources"][each["source"]]["kind"] for name, each in held.items()}
    printed = sum(kind == "sample" for kind in kinds.values())
    yield _SOURCES.format(
        held=len(held) - printed,
        printed=printed,
        count=len({each["where"] for each in document["sources"].values()}),
        others=len(recorded) - len(held),
    ).rstrip("\n")
    for file, source in document["sources"].items():
        count = sum(each["source"] == file for each in recorded.values())
        date = f", {source['date']}" if "date" in source else ""
        yield (
            f"| [{source['title']}]({source['where']}) | {source['kind']} |"
            f" {source['product']}{date} | {count} |"
        )
    yield _NOT_HELD.rstrip("\n")
    for name, each in recorded.items():
        if "not held" in each:
            yield f"| {name} | {each['not held']} |"
    yield ""
