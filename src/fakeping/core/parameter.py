"""What a request may say besides its body: in the query, a header, a form or the path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from fakeping.core.exchange import JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that a request may say: what it means, and which values it takes.

    `schema` is a JSON Schema of the value. It describes; whoever reads the value refuses.
    """

    says: str
    schema: JSON = field(default_factory=lambda: {"type": "string"})
    required: bool = False


Parameters = Mapping[str, Parameter]

NO_PARAMETERS: Parameters = MappingProxyType({})


def one_of(*values: str, says: str, required: bool = False) -> Parameter:
    """A parameter that takes these values alone."""
    return Parameter(says=says, schema={"type": "string", "enum": list(values)}, required=required)
