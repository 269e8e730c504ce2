"""The tools over the Model Context Protocol, by its official SDK: an extra, imported here alone."""

import asyncio
import json
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from fakeping.cli.agents import knowledge, state, steering, tenants, traffic, why
from fakeping.cli.agents.control_api import ControlApi, ToolFailed
from fakeping.cli.agents.tool import AgentTool
from fakeping.version import __version__

#: Every tool, in the order that agents read them in.
TOOLS = (
    *tenants.TOOLS,
    *state.TOOLS,
    *traffic.TOOLS,
    *why.TOOLS,
    *steering.TOOLS,
    *knowledge.TOOLS,
)

_INSTRUCTIONS = """\
fakeping is a stateful fake of PingOne's Platform API and of PingAM's UMA 2.0, strict where the
real ones are. Point the program under test at a tenant's URLs (describe_tenant), run it, and read
what it asked (list_requests). When an answer surprises you, ask why_refused: a rule says what is
forbidden and how that is known. A request for a path that nothing serves is among the unmatched
ones. Nothing here reaches a real tenant of Ping's.
"""


def server_for(api: ControlApi) -> Server[Any]:
    """A server whose tools ask a control API."""
    tools = {each.name: each for each in TOOLS}

    async def list_tools(_: Any, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_as_tool(each, api.tenant) for each in TOOLS])

    async def call_tool(_: Any, params: CallToolRequestParams) -> CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            there = ", ".join(tools)
            return _result(f"there is no tool {params.name!r}: there are {there}", is_error=True)
        try:
            said = await asyncio.to_thread(tool.call, api, params.arguments or {})
        except ToolFailed as failed:
            return _result(str(failed), is_error=True)
        return _result(json.dumps(said, ensure_ascii=False, separators=(",", ":")))

    return Server(
        "fakeping",
        version=__version__,
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def run(api: ControlApi) -> None:
    """Serve over standard input and output until the input ends."""
    asyncio.run(_served(server_for(api)))


async def _served(server: Server[Any]) -> None:
    async with stdio_server() as (received, sent):
        await server.run(received, sent, server.create_initialization_options())


def _as_tool(tool: AgentTool, tenant: str) -> Tool:
    return Tool(
        name=tool.name,
        description=tool.says,
        input_schema=tool.schema(tenant),
        annotations=ToolAnnotations(
            read_only_hint=tool.reads, destructive_hint=tool.destroys, open_world_hint=False
        ),
    )


def _result(text: str, *, is_error: bool = False) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=is_error)
