"""Tools for what a tenant holds."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from fakeping.cli.agents.control_api import ControlApi, of_tenant
from fakeping.cli.agents.tool import TENANT, AgentTool, of_body, of_query
from fakeping.core import schemas
from fakeping.core.exchange import JSON

#: Rows that an answer has unless more are asked for.
_FEW = 20

#: What is told of an entity that was added: no secret is among these.
_NAMING = ("id", "_id", "policyId", "client_id", "username", "name", "owner", "resource", "user")

_TABLE = {"table": {"type": "string", "description": "Such as pingone.resources"}}
_KEY = {"key": {"type": "string", "description": "The row's key: the entity's id, as a rule"}}


def row(api: ControlApi, tenant: str, table: str, key: str) -> JSON:
    """A row of a table, and what it is linked with."""
    return api.ask("GET", f"{_of_table(tenant, table)}/{quote(key, safe='')}")


def rows(api: ControlApi, tenant: str, table: str, **query: Any) -> JSON:
    """Some rows of a table."""
    return api.ask("GET", _of_table(tenant, table), query={"limit": _FEW, **query})


def tables(api: ControlApi, tenant: str) -> dict[str, int]:
    """The tables of a tenant, and how many rows each has."""
    listed = api.ask("GET", f"{of_tenant(tenant)}/tables")["tables"]
    return {each["table"]: each["rows"] for each in listed}


def _of_table(tenant: str, table: str) -> str:
    return f"{of_tenant(tenant)}/tables/{quote(table, safe='')}"


def _tables(api: ControlApi, said: dict[str, Any]) -> JSON:
    return tables(api, said["tenant"])


def _rows(api: ControlApi, said: dict[str, Any]) -> JSON:
    found = rows(api, said.pop("tenant"), said.pop("table"), **said)
    return {
        "total": found["total"],
        "rows": [{name: each[name] for name in each if each[name]} for each in found["rows"]],
    }


def _row(api: ControlApi, said: dict[str, Any]) -> JSON:
    found = row(api, said["tenant"], said["table"], said["key"])
    return {name: value for name, value in found.items() if value}


def _add(api: ControlApi, said: dict[str, Any]) -> JSON:
    tenant = of_tenant(said.pop("tenant"))
    made = api.ask("POST", f"{tenant}/given", said)
    return {"added": {name: made[name] for name in _NAMING if name in made}}


def _reset(api: ControlApi, said: dict[str, Any]) -> JSON:
    api.ask("POST", f"{of_tenant(said['tenant'])}/reset", {"to": said["to"]})
    return {"reset_to": said["to"]}


def _variants() -> list[JSON]:
    variants: list[JSON] = schemas.document("control/given_request")["allOf"]
    return variants


def _kinds() -> Iterator[str]:
    """Each kind of entity with its members, those that it must have with a `*`."""
    for each in _variants():
        family, kind = (each["if"]["properties"][name]["const"] for name in ("family", "kind"))
        members = each["then"]["properties"]["members"]
        names = (
            f"{name}*" if name in members.get("required", ()) else name
            for name in members["properties"]
        )
        yield f"{family} {kind}({', '.join(names)})"


def _given() -> dict[str, JSON]:
    arguments = of_body("given_request")
    members = {**arguments["members"], "description": f"Its members. {'; '.join(_kinds())}"}
    kinds = {each["if"]["properties"]["kind"]["const"]: None for each in _variants()}
    kind = {"enum": list(kinds), "description": "What it is"}
    return {**TENANT, "family": arguments["family"], "kind": kind, "members": members}


TOOLS = (
    AgentTool(
        name="list_tables",
        says="Count what a tenant holds: its tables of entities, and how many rows each has.",
        arguments=TENANT,
        run=_tables,
        reads=True,
    ),
    AgentTool(
        name="read_table",
        says="Read some rows of a table.",
        arguments={**TENANT, **_TABLE, **of_query("table.read", few=_FEW)},
        required=("table",),
        run=_rows,
        reads=True,
    ),
    AgentTool(
        name="read_entity",
        says="Read one entity, with what it names and what names it.",
        arguments={**TENANT, **_TABLE, **_KEY},
        required=("table", "key"),
        run=_row,
        reads=True,
    ),
    AgentTool(
        name="add_entity",
        says="Add one entity to a tenant, under the rules that requests obey.",
        arguments=_given(),
        required=("family", "kind", "members"),
        run=_add,
    ),
    AgentTool(
        name="reset_state",
        says="Put a tenant back to its seed, or to what is built in.",
        arguments={
            **TENANT,
            "to": {"enum": ["seed", "empty"], "description": "The seed, or nothing but built-ins"},
        },
        required=("to",),
        run=_reset,
        destroys=True,
    ),
)
