"""Make a document one that loads at once: what fakeping would refuse is left out, and told."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from fakeping.core.document_errors import BadDocument, pathed
from fakeping.core.exchange import JSON
from fakeping.importing.summary import ImportSummary

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")

#: What an entry can't be without.
_NEEDED = frozenset({"name", "username", "type", "id", "policyId", "permissions", "client_id"})

# Each round leaves something out; past this there is nothing to save.
_ROUNDS = 200


class Scratch(Protocol):
    """A fake whose tenants are tried: a `FakePing`, which need not listen."""

    @property
    def tenants(self) -> Any:
        """The registry of its tenants."""

    @property
    def tenant(self) -> Any:
        """Makes a tenant."""


def fitted(
    document: JSON, editions: Mapping[str, str], summary: ImportSummary, server: Scratch
) -> JSON:
    """The document without what a fresh tenant of these editions refuses. Raises `BadDocument`."""
    for _ in range(_ROUNDS):
        try:
            with server.tenant(edition=editions, seed=document):
                return _pruned(document)
        except BadDocument as refusal:
            found = [
                (pathed(each.target), each.message) for each in refusal.violations if each.target
            ]
            if not found:
                raise
            # What comes later may only miss what was refused here.
            kind = _kind(found[0][0])
            refused = [each for each in found if _kind(each[0]) == kind]
            # From behind, so that the places of what is before stay.
            for path, message in sorted(refused, key=lambda one: _steps(one[0]), reverse=True):
                _leave(document, path, message, summary)
    raise BadDocument(())


def _steps(path: str) -> list[tuple[int, str]]:
    """A path as steps that can be put in order: places in lists by number."""
    return [(int(place or 0), name or "") for place, name in _STEP.findall(path)]


def _kind(path: str) -> str:
    """The family and the kind of the entry that a path names."""
    return path.partition("[")[0]


def _leave(document: JSON, path: str, message: str, summary: ImportSummary) -> None:
    """Remove the member that a path names, or else the entry that it is of."""
    trail: list[tuple[Any, Any]] = []
    here: Any = document
    for place, name in _STEP.findall(path):
        key = int(place) if place else name
        if isinstance(here, list) and isinstance(key, str):
            break
        there = here[key] if _has(here, key) else None
        trail.append((here, key))
        if there is None:
            break
        here = there
    while trail:
        holder, key = trail.pop()
        if isinstance(holder, list) and _has(holder, key):
            break
        is_part = any(isinstance(each, list) for each, _ in trail)
        if _has(holder, key) and key not in _NEEDED and (is_part or not trail[1:]):
            break
    else:
        return
    del holder[key]
    summary.leave(re.sub(r"\[\d+\]", "", path), message)


def _has(holder: Any, key: Any) -> bool:
    if isinstance(holder, list):
        return isinstance(key, int) and key < len(holder)
    return isinstance(holder, dict) and key in holder


def _pruned(value: JSON) -> JSON:
    """The document without parts of entries of which nothing is left."""
    for part in value.values():
        for name in [each for each, listed in part.items() if listed in ([], {})]:
            del part[name]
        worker = part.get("worker", {})
        for name in [each for each, listed in worker.items() if not listed]:
            del worker[name]
        if not worker:
            part.pop("worker", None)
    return value
