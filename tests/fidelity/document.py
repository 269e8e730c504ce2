"""The fidelity of each operation, status and rule, as JSON: how it is known and what proves it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from fakeping.contract.suites import SUITES
from fakeping.core.family import Family
from fakeping.core.rules import Evidence, Rule
from fakeping.coverage.promise import promises
from fakeping.families import FAMILIES
from tests.fidelity.clients import covered
from tests.recorded.recordings import Recording, recordings

Proof = dict[str, Any]

#: The least certain first.
RANKS = tuple(
    each.value
    for each in (Evidence.UNSPECIFIED, Evidence.INFERRED, Evidence.DOCUMENTED, Evidence.OBSERVED)
)
#: Proofs that aren't our own.
OUTSIDE = ("recorded", "samples", "clients")
SCORE = (
    "The share of an edition's answers (an operation with a status that it promises) and rules that"
    " something from outside proves: a recorded answer, a sample of the vendor's documents, or an"
    " unmodified client's own test."
)


def document() -> dict[str, Any]:
    """All of it."""
    return {
        "score": SCORE,
        "sources": {
            each.source.file: {
                name: value
                for name in ("title", "where", "kind", "product", "date")
                if (value := getattr(each.source, name))
            }
            for each in recordings()
        },
        "recorded": {each.id: _recorded(each) for each in recordings()},
        "families": {family.name: _family(family) for family in FAMILIES},
    }


def _recorded(recording: Recording) -> dict[str, Any]:
    said = {
        "source": recording.source.file,
        "at": recording.at,
        "edition": recording.source.edition,
        "operation": recording.operation,
        "status": recording.status,
        "shows": recording.shows,
        "not held": recording.differs or recording.unserved,
    }
    return {name: value for name, value in said.items() if value}


def _family(family: Family[Any]) -> dict[str, Any]:
    rules = {rule.name: _rule(family, rule) for rule in family.rules}
    answers = {edition: dict(_answers(family, edition)) for edition in family.editions}
    return {
        "editions": {
            edition: _scored(
                [
                    *(
                        each
                        for by_status in answers[edition].values()
                        for each in by_status.values()
                    ),
                    *(each for each in rules.values() if edition in each["editions"]),
                ]
            )
            for edition in family.editions
        },
        "answers": answers,
        "rules": rules,
    }


def _scored(entries: list[dict[str, Any]]) -> dict[str, Any]:
    proven = sum(any(name in each["proof"] for name in OUTSIDE) for each in entries)
    known = Counter(each["evidence"] for each in entries)
    return {
        "score": round(proven / len(entries), 4),
        "proven": proven,
        "of": len(entries),
        "evidence": {each: known[each] for each in reversed(RANKS)},
    }


def _answers(family: Family[Any], edition: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for promise in promises(family, edition):
        yield (
            promise.operation,
            {
                str(status): _answer(family, edition, promise.operation, status)
                for status in sorted(promise.statuses)
            },
        )


def _answer(family: Family[Any], edition: str, operation: str, status: int) -> dict[str, Any]:
    deciding = list(_deciding(family, edition, operation, status))
    recorded = [
        each
        for each in _held_of(family.name)
        if (each.operation, each.status) == (operation, status) and each.source.edition == edition
    ]
    samples = [
        each.title
        for each in family.samples()
        if (each.operation, each.status) == (operation, status)
        and (each.edition or family.editions[0]) == edition
        and (each.reply is not None)
    ]
    clients = [
        each.client
        for each in covered()
        if (each.operation, each.status, each.edition) == (operation, status, edition)
    ]
    found = [each.evidence.value for each in deciding]
    found += [_KNOWN[each.source.kind] for each in recorded]
    found += [Evidence.DOCUMENTED.value] * bool(samples)
    return {
        "evidence": max(found, key=RANKS.index, default=Evidence.UNSPECIFIED.value),
        "rules": [each.name for each in deciding],
        "proof": _proof(recorded, samples, clients, any(map(_checks, deciding))),
    }


#: What a source of each kind says of how an answer is known.
_KNOWN = {
    "recorded": Evidence.OBSERVED.value,
    "quoted": Evidence.OBSERVED.value,
    "sample": Evidence.DOCUMENTED.value,
}


def _rule(family: Family[Any], rule: Rule) -> dict[str, Any]:
    recorded = [each for each in _held_of(family.name) if rule.name in each.rules]
    successes = {
        (each.name, min(each.replies))
        for each in family.operations
        if rule in (each.rule, *each.other_rules)
    }
    samples = [
        each.title
        for each in family.samples()
        if each.reply is not None
        and any(
            each.operation == operation.name and rule == operation.rule
            for operation in family.operations
        )
    ]
    clients = [
        each.client
        for each in covered()
        if (each.operation, each.status) in successes
        and any(each.operation == one.name and rule == one.rule for one in family.operations)
    ]
    return {
        "evidence": rule.evidence.value,
        "editions": list(rule.editions or family.editions),
        "proof": _proof(recorded, samples, clients, _checks(rule)),
    }


def _proof(
    recorded: Iterable[Recording], samples: list[str], clients: list[str], checks: int
) -> Proof:
    quoted = [each for each in recorded if each.source.kind != "sample"]
    printed = [each.id for each in recorded if each.source.kind == "sample"]
    proof: Proof = {
        "recorded": [each.id for each in quoted],
        "samples": [*printed, *samples],
        "clients": sorted(set(clients)),
        "checks": int(checks),
    }
    return {name: value for name, value in proof.items() if value}


def _deciding(family: Family[Any], edition: str, operation: str, status: int) -> Iterator[Rule]:
    for each in family.operations:
        there = not each.editions or edition in each.editions
        if each.name == operation and there and status in each.replies and each.rule is not None:
            yield each.rule
            break
    for rule in family.rules:
        if status in rule.statuses and not rule.incidental and rule.refuses(operation, edition):
            yield rule


@cache
def _held_of(family: str) -> tuple[Recording, ...]:
    return tuple(
        each
        for each in recordings()
        if each.source.family == family and not (each.differs or each.unserved)
    )


@cache
def _checked() -> Counter[str]:
    """How many checks of the contract hold a deployment to each rule."""
    return Counter(each.rule.name for suite in SUITES.values() for each in suite.checks)


def _checks(rule: Rule) -> int:
    return _checked()[rule.name]
