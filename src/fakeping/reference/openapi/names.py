"""The ids, tags and paths of operations in an OpenAPI document."""

import re
from typing import Any

from fakeping.core.family import Family
from fakeping.core.operation import Operation

_PARAMETER = re.compile(r"\{(\w+)(\*?)\}")

# An OpenAPI parameter is one path segment, so the document only has realms right below the root.
_SPREAD = {"realm": "realms/root/realms/{realm}"}

_NAMED_IN_FULL = 3


def path(family: Family[Any], of: str) -> str:
    """A path in OpenAPI's notation, below the family's mount."""
    return family.mount + _PARAMETER.sub(
        lambda found: _SPREAD[found[1]] if found[2] else found[0], of
    )


def parameters(of: str) -> list[str]:
    """The names of a path's parameters, as the family spells them."""
    return [found[1] + found[2] for found in _PARAMETER.finditer(of)]


def tag(operation: Operation[Any]) -> str:
    """The tag of an operation: `resource` for `pingone.resource.list`, or one from its path."""
    parts = operation.name.split(".")
    if len(parts) >= _NAMED_IN_FULL:
        return parts[1]
    literal = (each for each in operation.path.split("/") if each and "{" not in each)
    return next(literal, parts[-1])


def ids(operation: Operation[Any]) -> list[tuple[str, str, str]]:
    """The id, method and path of each route of an operation.

    The first route's id is the operation's name. The others append their method, and a number if
    two have the same method.
    """
    found = [(operation.name, operation.method, operation.path)]
    taken = {operation.name}
    for method, where in operation.also:
        plain = id_ = f"{operation.name}.{method.lower()}"
        number = 1
        while id_ in taken:
            number += 1
            id_ = f"{plain}.{number}"
        taken.add(id_)
        found.append((id_, method, where))
    return found
