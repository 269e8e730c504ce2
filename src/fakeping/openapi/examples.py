"""The samples of a family's documents, as OpenAPI's examples."""

import json
import re
from collections.abc import Iterator
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.core.operation import Family, Operation
from fakeping.core.sample import Sample


def asked(family: Family[Any], operation: Operation[Any], edition: str | None) -> JSON:
    """What the documents send."""
    return {
        _key(each): _example(each, json.loads(each.body))
        for each in _samples(family, operation, edition)
        if each.body is not None
    }


def replied(
    family: Family[Any], operation: Operation[Any], edition: str | None, status: int
) -> JSON:
    """What the documents print as the answer."""
    return {
        _key(each): _example(each, each.reply)
        for each in _samples(family, operation, edition)
        if each.reply is not None and each.status == status
    }


def _samples(
    family: Family[Any], operation: Operation[Any], edition: str | None
) -> Iterator[Sample]:
    for each in family.samples():
        where = each.edition or family.editions[0]
        if each.operation == operation.name and where == edition:
            yield each


def _key(sample: Sample) -> str:
    return re.sub(r"\W+", "-", sample.title.lower()).strip("-")


def _example(sample: Sample, value: JSON) -> JSON:
    said = {"summary": sample.title, "description": sample.source, "value": value}
    return said | ({"description": f"{sample.source}. {sample.note}"} if sample.note else {})
