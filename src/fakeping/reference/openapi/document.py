"""The OpenAPI document of a family, from the same table that serves requests."""

from typing import Any

from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.reference.openapi import names
from fakeping.reference.openapi.draft import Draft
from fakeping.reference.openapi.operations import described
from fakeping.version import __version__

_DESCRIPTION = """\
What fakeping, a stateful in-memory fake, answers. This document is made from its table of \
operations. `x-fakeping-rules` names the behaviours that decide, which `fakeping explain` tells of.
"""


def document(
    family: Family[Any], *, edition: str | None = None, server: str = "http://127.0.0.1:8900"
) -> JSON:
    """The OpenAPI 3.1 document of a family in an edition, by default its first.

    `server` is the base URL, without the family's mount. Raises `ValueError` for an unknown
    edition.
    """
    chosen = _edition(family, edition)
    draft = Draft(family=family, edition=chosen)
    paths = _paths(draft)
    tags = sorted(
        {tag for item in paths.values() for each in item.values() for tag in each["tags"]}
    )
    title = f"{family.title}, edition {chosen}" if chosen else family.title
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title}, as fakeping answers it",
            "version": __version__,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "tags": [{"name": each} for each in tags],
        "paths": paths,
        "components": {
            "schemas": draft.components.schemas(),
            "securitySchemes": dict(family.security),
        },
    }


def _edition(family: Family[Any], edition: str | None) -> str | None:
    if edition is None:
        return next(iter(family.editions), None)
    if edition not in family.editions:
        there = ", ".join(family.editions) or "none"
        raise ValueError(f"{family.name} has no edition {edition!r}; it has {there}")
    return edition


def _paths(draft: Draft) -> JSON:
    paths: dict[str, JSON] = {}
    for operation in draft.family.operations:
        if operation.editions and draft.edition not in operation.editions:
            continue
        for id_, method, path in names.ids(operation):
            item = paths.setdefault(names.path(draft.family, path), {})
            item[method.lower()] = described(draft, operation, id_=id_, method=method, path=path)
    return paths
