"""The samples of the source documents, as OpenAPI examples."""

import re
from collections.abc import Iterator
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.core.operation import Operation
from fakeping.core.sample import Sample
from fakeping.reference.openapi.draft import Draft


def asked(draft: Draft, operation: Operation[Any], media_type: str) -> JSON:
    """The request examples of a media type."""
    return {
        _key(each): _example(each, each.document)
        for each in _samples(draft, operation)
        if each.body is not None and each.media_type == media_type
    }


def replied(draft: Draft, operation: Operation[Any], status: int) -> JSON:
    """The response examples."""
    return {
        _key(each): _example(each, each.reply)
        for each in _samples(draft, operation)
        if each.reply is not None and each.status == status
    }


def _samples(draft: Draft, operation: Operation[Any]) -> Iterator[Sample]:
    for each in draft.family.samples():
        where = each.edition or draft.family.editions[0]
        if each.operation == operation.name and where == draft.edition:
            yield each


def _key(sample: Sample) -> str:
    return re.sub(r"\W+", "-", sample.title.lower()).strip("-")


def _example(sample: Sample, value: JSON) -> JSON:
    said = {"summary": sample.title, "description": sample.source, "value": value}
    return said | ({"description": f"{sample.source}. {sample.note}"} if sample.note else {})
