"""The model's state: entities of every kind by id, and what goes with one that is deleted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from fakeping.contract.states import Entities
from fakeping.core.exchange import JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntity:
    """An entity that the suite made: its expected document."""

    document: JSON
    kind: str = "resource"
    #: The id of the entity that it is part of.
    within: str = ""

    def __hash__(self) -> int:
        """Hash a few members, as a document is not hashable."""
        name, description = self.document.get("name"), self.document.get("description")
        return hash((self.kind, str(name), str(description)))


def is_at(state: Entities, kind: str, within: str, id_: str) -> bool:
    """Whether an entity of a kind is there, in that entity."""
    found = state.by_id.get(id_)
    return found is not None and (found.kind, found.within) == (kind, within)


def those(state: Entities, kind: str, within: str = "") -> dict[str, ModelEntity]:
    """The entities of a kind by id: all, or what one entity contains."""
    return dict(_those(state, kind, within))


def _those(state: Entities, kind: str, within: str) -> Iterator[tuple[str, ModelEntity]]:
    for id_, each in state.by_id.items():
        if (each.kind, each.within) == (kind, within):
            yield id_, each


def every(state: Entities, kind: str) -> dict[str, ModelEntity]:
    """The entities of a kind by id, whatever they are part of."""
    return {id_: each for id_, each in state.by_id.items() if each.kind == kind}


def without(state: Entities, id_: str) -> Entities:
    """The state without an entity, its parts, and what names them."""
    deleted = state[id_]
    for each, entity in state.by_id.items():
        if entity.within == id_:
            state = without(state, each) if each in state else state
    state = state.drop(id_)
    lessen = _LESSENED.get(deleted.kind)
    return lessen(state, id_) if lessen else state


def _of_resource(state: Entities, id_: str) -> Entities:
    """A grant goes with its resource."""
    return _naming(state, "grant", "resource", id_)


def _of_policy(state: Entities, id_: str) -> Entities:
    """An assignment goes with its policy."""
    return _naming(state, "sign_on_policy_assignment", "signOnPolicy", id_)


def _of_application(state: Entities, id_: str) -> Entities:
    """A role goes with the application that is its scope."""
    for each, entity in every(state, "user_role_assignment").items():
        if entity.document["scope"]["id"] == id_:
            state = without(state, each)
    return state


def _naming(state: Entities, kind: str, member: str, id_: str) -> Entities:
    for each, entity in every(state, kind).items():
        if entity.document[member] == {"id": id_}:
            state = without(state, each)
    return state


def _of_scope(state: Entities, id_: str) -> Entities:
    """A grant loses a scope, and stays without any."""
    for each, entity in every(state, "grant").items():
        left = [scope for scope in entity.document["scopes"] if scope["id"] != id_]
        state = state.put(each, changed(entity, scopes=left))
    return state


def _of_attribute(state: Entities, id_: str) -> Entities:
    """A scope loses a mapped claim."""
    for each, entity in every(state, "scope").items():
        mapped = entity.document.get("mappedClaims")
        if isinstance(mapped, list) and id_ in mapped:
            left = [claim for claim in mapped if claim != id_]
            state = state.put(each, changed(entity, mappedClaims=left))
    return state


_LESSENED: Mapping[str, Callable[[Entities, str], Entities]] = {
    "resource": _of_resource,
    "application": _of_application,
    "sign_on_policy": _of_policy,
    "scope": _of_scope,
    "attribute": _of_attribute,
}


def changed(entity: ModelEntity, **members: JSON) -> ModelEntity:
    """An entity with other members."""
    return replace(entity, document={**entity.document, **members})
