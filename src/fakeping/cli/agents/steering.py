"""Tools for what goes wrong, and for the time: scripted failures and the clock."""

from typing import Any
from urllib.parse import quote

from fakeping.cli.agents.control_api import ControlApi, of_tenant
from fakeping.cli.agents.tool import TENANT, AgentTool, of_body
from fakeping.core.exchange import JSON


def _faults(said: dict[str, Any]) -> str:
    return f"{of_tenant(said.pop('tenant'))}/faults"


def _list(api: ControlApi, said: dict[str, Any]) -> JSON:
    return api.ask("GET", _faults(said))


def _script(api: ControlApi, said: dict[str, Any]) -> JSON:
    return api.ask("POST", _faults(said), said)


def _remove(api: ControlApi, said: dict[str, Any]) -> JSON:
    path, id_ = _faults(said), said.get("fault")
    api.ask("DELETE", path if id_ is None else f"{path}/{quote(id_, safe='')}")
    return {"removed": "all" if id_ is None else id_}


def _read(api: ControlApi, said: dict[str, Any]) -> JSON:
    return api.ask("GET", f"{of_tenant(said['tenant'])}/clock")


def _move(api: ControlApi, said: dict[str, Any]) -> JSON:
    return api.ask("PATCH", f"{of_tenant(said.pop('tenant'))}/clock", said)


TOOLS = (
    AgentTool(
        name="list_faults",
        says="List the scripted failures of a tenant, and how often each has fired.",
        arguments=TENANT,
        run=_list,
        reads=True,
    ),
    AgentTool(
        name="script_fault",
        says="Script a failure: refuse, delay, drop, break or limit matching requests.",
        arguments={**TENANT, **of_body("fault_request")},
        required=("fault",),
        run=_script,
    ),
    AgentTool(
        name="remove_faults",
        says="Remove one scripted failure, or all of a tenant's.",
        arguments={
            **TENANT,
            "fault": {"type": "string", "description": "Its id; all, when it is left out"},
        },
        run=_remove,
        destroys=True,
    ),
    AgentTool(
        name="read_clock",
        says="Tell a tenant's time, and whether it stands still.",
        arguments=TENANT,
        run=_read,
        reads=True,
    ),
    AgentTool(
        name="move_clock",
        says="Set, advance, stop or resume a tenant's clock: tokens expire by it.",
        arguments={**TENANT, **of_body("clock_request")},
        run=_move,
    ),
)
