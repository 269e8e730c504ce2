"""What the model is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """A request, and the values in its answer that the server chooses."""

    #: `create`, `read`, `update`, `patch`, `delete`, `list`; of a secret also `rotate`.
    operation: str
    #: As in operation names: `resource`, `scope`, `sign_on_policy_assignment`; or `secret`.
    kind: str = "resource"
    #: The id of the entity that it is part of, such as the resource of a scope.
    within: str = ""
    id: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    #: The answer's `id` and `createdAt`, or its `secret`.
    chosen: Mapping[str, Any] = field(default_factory=dict)
