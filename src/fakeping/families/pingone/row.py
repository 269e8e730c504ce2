"""A row of the management API's table, with the values that many rows share."""

from collections.abc import Mapping
from typing import Any, TypeVar

from fakeping.core import operation
from fakeping.core.operation import Handler, Operation
from fakeping.families.pingone import rules
from fakeping.families.pingone.edition import CURRENT

S = TypeVar("S")

ENVIRONMENTS = "/v1/environments"
ENVIRONMENT = ENVIRONMENTS + "/{environment_id}"

#: The editions with the operations that the source document lacks.
TODAY = frozenset({CURRENT.name})

#: The arguments that every creation, replacement and deletion has in common.
CREATED: Mapping[str, Any] = {"rule": rules.CREATED, "sends": ("Location",)}
CLEARS: Mapping[str, Any] = {"rule": rules.PUT_CLEARS}
GONE: Mapping[str, Any] = {"rule": rules.DELETED}


def row(
    name: str,
    route: str,
    handler: Handler[S],
    replies: Mapping[int, str | None],
    **more: Any,
) -> Operation[S]:
    """An operation, by default with its handler's docstring as summary."""
    return operation.row(f"pingone.{name}", route, handler, replies, **more)
