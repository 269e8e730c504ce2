"""Schemas in the words that generators of clients understand; they take the same documents."""

from collections.abc import Mapping

from fakeping.core.exchange import JSON


def for_clients(schema: JSON) -> JSON:
    """The schema with its choices as `oneOf`, and its free objects said to be free."""
    if isinstance(schema, list):
        return [for_clients(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return _free({name: for_clients(each) for name, each in _chosen(schema).items()})


def _free(schema: dict[str, JSON]) -> dict[str, JSON]:
    """An object without a word about its members may have any: some take it for an empty one."""
    types = schema.get("type")
    is_object = types == "object" or (isinstance(types, list) and "object" in types)
    if is_object and not schema.keys() & {
        *("properties", "patternProperties", "additionalProperties", "propertyNames"),
        *("allOf", "anyOf", "oneOf", "$ref"),
    }:
        return {**schema, "additionalProperties": True}
    return schema


def _chosen(schema: dict[str, JSON]) -> dict[str, JSON]:
    """Conditions that all look at the same members' values are a choice, which has types."""
    branches = schema.get("allOf")
    if not isinstance(branches, list) or not branches:
        return schema
    choices = [_choice(schema, each) for each in branches]
    tags = {frozenset(_tags(each)) for each in branches}
    if len(tags) > 1 or not all(choices):
        return schema
    kept = {"title", "description", "$comment", "$defs"}
    return {**{name: each for name, each in schema.items() if name in kept}, "oneOf": choices}


def _tags(branch: JSON) -> Mapping[str, JSON]:
    """The members that a branch's condition wants to have one value each, and nothing else."""
    if not isinstance(branch, dict) or branch.keys() != {"if", "then"}:
        return {}
    condition = branch["if"]
    if not condition.keys() <= {"properties", "required"}:
        return {}
    looked_at: Mapping[str, JSON] = condition.get("properties", {})
    return looked_at if all(each.keys() == {"const"} for each in looked_at.values()) else {}


def _choice(schema: Mapping[str, JSON], branch: JSON) -> dict[str, JSON]:
    """A branch as a whole schema; empty if its condition is no choice."""
    tags = _tags(branch)
    required = schema.get("required", [])
    if not tags or not {*tags} <= {*required}:
        return {}
    then = branch["then"]
    properties = {**schema.get("properties", {}), **tags}
    for name, each in then.get("properties", {}).items():
        properties[name] = {**properties.get(name, {}), **each}
    return {
        "type": "object",
        **{name: schema[name] for name in ("additionalProperties",) if name in schema},
        **then,
        "required": [*dict.fromkeys([*required, *then.get("required", [])])],
        "properties": properties,
    }
