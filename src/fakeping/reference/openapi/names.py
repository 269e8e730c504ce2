"""What an operation is called in a document, and where it stands."""

import re
from typing import Any

from fakeping.core.family import Family
from fakeping.core.operation import Operation

_PARAMETER = re.compile(r"\{(\w+)(\*?)\}")

# A parameter of OpenAPI is one segment. So the document has the realms right below the root.
_SPREAD = {"realm": "realms/root/realms/{realm}"}

_NAMED_IN_FULL = 3


def path(family: Family[Any], of: str) -> str:
    """A path as OpenAPI writes it, below the family's mount."""
    return family.mount + _PARAMETER.sub(
        lambda found: _SPREAD[found[1]] if found[2] else found[0], of
    )


def parameters(of: str) -> list[str]:
    """The names of a path's parameters, as the family's table spells them."""
    return [found[1] + found[2] for found in _PARAMETER.finditer(of)]


def tag(operation: Operation[Any]) -> str:
    """What an operation is about: `resource` of `pingone.resource.list`, or where it stands."""
    parts = operation.name.split(".")
    if len(parts) >= _NAMED_IN_FULL:
        return parts[1]
    literal = (each for each in operation.path.split("/") if each and "{" not in each)
    return next(literal, parts[-1])


def ids(operation: Operation[Any]) -> list[tuple[str, str, str]]:
    """The id, the method and the path of each way to ask for an operation.

    The first is called as the operation is. Others have their method behind that, and a
    number where two have the same.
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
