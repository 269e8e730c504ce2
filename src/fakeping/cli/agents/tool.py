"""What a tool is: a row with a name, what it does, its arguments as JSON Schemas, and a function.

The schemas are the control API's own: of its bodies, and of the parameters of its operations.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeping import control
from fakeping.cli.agents.control_api import ControlApi, ToolFailed
from fakeping.core import schemas
from fakeping.core.exchange import JSON

Arguments = Mapping[str, JSON]

TENANT: Arguments = {"tenant": {"type": "string", "description": "The tenant's id"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTool:
    """One tool. `run` is given the arguments, each of which may be missing unless required.

    `tenant` is always among the arguments of one that takes it.
    """

    name: str
    says: str
    run: Callable[[ControlApi, dict[str, Any]], JSON]
    arguments: Arguments = field(default_factory=dict)
    required: tuple[str, ...] = ()
    #: Whether it changes nothing.
    reads: bool = False
    #: Whether it takes something away.
    destroys: bool = False

    def schema(self, tenant: str) -> JSON:
        """Its arguments as a JSON Schema, where calls speak of a tenant unless they name one."""
        members = dict(self.arguments)
        if "tenant" in members and "tenant" not in self.required:
            members["tenant"] = {**members["tenant"], "default": tenant}
        return {
            "type": "object",
            "properties": members,
            "required": list(self.required),
            "additionalProperties": False,
        }

    def call(self, api: ControlApi, arguments: dict[str, Any]) -> JSON:
        """Check the arguments, and carry it out. Raises `ToolFailed`."""
        said = {
            name: value
            for name, value in arguments.items()
            if value is not None or "null" in self.arguments.get(name, {}).get("type", ())
        }  # some clients send null for what is left out
        wrong = schemas.first_violation(self.schema(api.tenant), said)
        if wrong is not None:
            target = f"{wrong.target}: " if wrong.target else ""
            raise ToolFailed(f"{target}{wrong.message}")
        if "tenant" in self.arguments:
            said.setdefault("tenant", api.tenant)
        return self.run(api, said)


def of_body(name: str, *, without: Iterable[str] = ()) -> Arguments:
    """The members of a body of the control API; of its variants, those of all of them."""
    document = schemas.document(f"control/{name}")
    variants = [each["then"]["properties"] for each in document.get("allOf", ())]
    found: dict[str, JSON] = {}
    for members in (document["properties"], *variants):
        for member, schema in members.items():
            found.setdefault(member, _plain(schema))
    for member in found.keys() - document["properties"].keys():
        _tell_variants(document, found, member)
    return {member: schema for member, schema in found.items() if member not in without}


def of_query(operation: str, *, few: int) -> Arguments:
    """The query parameters of an operation of the control API that lists, a few unless told."""
    (found,) = (each for each in control.FAMILY.operations if each.name == f"control.{operation}")
    arguments = {
        name: {**parameter.schema, "description": parameter.says}
        for name, parameter in found.query.items()
    }
    limit = {**arguments["limit"], "default": few, "description": "At most so many"}
    return {**arguments, "limit": limit}


def _plain(schema: JSON) -> JSON:
    """A schema that stands alone: a document of its own is an object."""
    if "$ref" in schema:
        return {"type": "object", "description": f"A document: {_title(schema['$ref'])}"}
    return schema


def _title(reference: str) -> str:
    """What a document is that a schema refers to."""
    title: str = schemas.document(reference.removeprefix(schemas.URN).replace(":", "/"))["title"]
    return title


def _tell_variants(document: JSON, found: dict[str, JSON], member: str) -> None:
    """Say which variants of a body have a member, if some do not."""
    having = [
        next(iter(each["if"]["properties"].values()))["const"]
        for each in document["allOf"]
        if member in each["then"]["properties"]
    ]
    if len(having) < len(document["allOf"]):
        says = found[member].get("description", "")
        only = f"of {', '.join(having)}"
        found[member] = {**found[member], "description": f"{says} ({only})" if says else only}
