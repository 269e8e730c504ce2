"""Tools for what was asked of a tenant, as the journal has it: without secrets."""

from typing import Any

from fakeping.cli.agents.control_api import ControlApi, ToolFailed, of_tenant
from fakeping.cli.agents.tool import TENANT, AgentTool, Arguments, of_query
from fakeping.core.exchange import JSON

#: Requests that an answer has unless more are asked for.
_FEW = 20

UNMATCHED: Arguments = {
    "unmatched": {
        "type": "boolean",
        "description": "Whether it is about requests for no tenant or no operation",
    }
}


def journal(said: dict[str, Any]) -> str:
    """The path of the journal that a call is about; takes what says so from its arguments."""
    tenant = said.pop("tenant")
    return "/unmatched" if said.pop("unmatched", False) else f"{of_tenant(tenant)}/journal"


def exchange(api: ControlApi, path: str, number: int) -> JSON:
    """One exchange of the journal at a path. Raises `ToolFailed` if it is not there."""
    found = api.ask("GET", path, query={"since": number - 1, "limit": 1})["exchanges"]
    if not found or found[0]["number"] != number:
        raise ToolFailed(f"there is no request {number} in the journal")
    return found[0]


def newest(api: ControlApi, path: str, **query: Any) -> JSON:
    """Some exchanges as rows, the newest first."""
    return api.ask("GET", f"{path}/rows", query={"limit": _FEW, **query})


def _list(api: ControlApi, said: dict[str, Any]) -> JSON:
    found = newest(api, journal(said), **said)
    told = (
        *("number", "at", "method", "target", "status"),
        *("operation", "rule", "cause", "fault", "caller"),
    )
    return {
        "requests": [{name: each[name] for name in told if each[name]} for each in found["rows"]],
        "more": found["more"],
        "evicted": found["evicted"],
    }


def _read(api: ControlApi, said: dict[str, Any]) -> JSON:
    found = exchange(api, journal(said), said["number"])
    return {name: value for name, value in found.items() if value not in (None, [], {})}


NUMBER: Arguments = {
    "number": {"type": "integer", "minimum": 1, "description": "The request's number"}
}

TOOLS = (
    AgentTool(
        name="list_requests",
        says="List requests with their answers' status and rule, the newest first.",
        arguments={**TENANT, **UNMATCHED, **of_query("journal.rows", few=_FEW)},
        run=_list,
        reads=True,
    ),
    AgentTool(
        name="read_request",
        says="Read one request and its answer, with what it changed.",
        arguments={**TENANT, **NUMBER, **UNMATCHED},
        required=("number",),
        run=_read,
        reads=True,
    ),
)
