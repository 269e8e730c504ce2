"""What a history's acts tell of entities: the models' state is `fakeping.contract.states`'."""

from collections.abc import Mapping

from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.model import Key
from fakeping.contract.states import Entities

__all__ = ["NAMED", "Entities", "id_of", "lists", "looks", "nobody_knows", "text_of"]

#: PingOne's kinds with unique names: their collection's name in URLs, and the members that acts
#: call `name` and `description`.
NAMED: Mapping[str, tuple[str, str, str]] = {
    "resource": ("resources", "name", "description"),
    "sign_on_policy": ("signOnPolicies", "name", "description"),
    "user": ("users", "username", "title"),
}

_OK, _CREATED, _DELETED = 200, 201, 204


def looks(act: Act) -> bool:
    """Whether an act was to change nothing, or was refused."""
    refused = act.known and act.status not in {_OK, _CREATED, _DELETED}
    return refused or act.operation in {"read", "list"}


def nobody_knows(act: Act) -> str:
    """A placeholder id for an entity whose creation had no answer."""
    return f"?{act.number}"


def lists(state: Entities, shown: frozenset[str]) -> bool:
    """Whether a list of ids agrees with the state; placeholder ids match any."""
    known = {each for each in state.by_id if not each.startswith("?")}
    return known <= shown and len(shown) == len(state.by_id)


def text_of(shown: Mapping[str, object]) -> str:
    """The entities as text, one a line."""
    return "\n".join(f"{id_}: {value!r}" for id_, value in shown.items()) or "nothing"


def id_of(act: Act) -> frozenset[Key]:
    """The id that a call addresses, or that its answer has."""
    if "id" in act.arguments:
        return frozenset({act.arguments["id"]})
    if act.status != _CREATED:
        return frozenset()
    return frozenset({act.value[0] if isinstance(act.value, tuple) else act.value})
