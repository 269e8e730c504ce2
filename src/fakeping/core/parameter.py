"""Descriptions of parameters: in the query, a header, a form or the path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from fakeping.core.values import JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter: its meaning, and its values.

    `schema` is a JSON Schema of the value, for documentation: the handler validates.
    """

    says: str
    schema: JSON = field(default_factory=lambda: {"type": "string"})
    required: bool = False


Parameters = Mapping[str, Parameter]

NO_PARAMETERS: Parameters = MappingProxyType({})


def one_of(*values: str, says: str, required: bool = False) -> Parameter:
    """A parameter whose values are these only."""
    return Parameter(says=says, schema={"type": "string", "enum": list(values)}, required=required)
