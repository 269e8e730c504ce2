"""Tools for tenants, their credentials and their tokens."""

from collections.abc import Mapping
from typing import Any

from fakeping.cli.agents.control_api import ControlApi, of_tenant
from fakeping.cli.agents.tool import TENANT, AgentTool, of_body
from fakeping.core.exchange import JSON

#: Members of a description that are no secrets; what is not listed is one.
_PUBLIC = frozenset(
    {
        *("environment_id", "url", "auth_url", "client_id"),
        *("realm", "resource_set_url", "username"),
    }
)


def _list(api: ControlApi, _: dict[str, Any]) -> JSON:
    return {
        "server": api.url,
        "tenants": api.ask("GET", "/events")["tenants"],
        "unmatched": api.ask("GET", "/unmatched", query={"limit": 1})["position"],
    }


def _make(api: ControlApi, said: dict[str, Any]) -> JSON:
    return _public(api.ask("POST", "/tenants", said))


def _drop(api: ControlApi, said: dict[str, Any]) -> JSON:
    api.ask("DELETE", of_tenant(said["tenant"]))
    return {"dropped": said["tenant"]}


def _describe(api: ControlApi, said: dict[str, Any]) -> JSON:
    described = _public(api.ask("GET", of_tenant(said["tenant"])))
    listed = api.ask("GET", "/events")["tenants"]
    options = [each for each in listed if each["id"] == described["id"]]
    return {**(options[0] if options else {}), **described}


def _credentials(api: ControlApi, said: dict[str, Any]) -> JSON:
    return api.ask("GET", of_tenant(said["tenant"]))


def _token(api: ControlApi, said: dict[str, Any]) -> JSON:
    wanted = {name: value for name, value in said.items() if name != "tenant"}
    return api.ask("POST", f"{of_tenant(said['tenant'])}/tokens", wanted)


def _public(described: JSON) -> JSON:
    """A tenant's description without its secrets."""
    return {
        name: {key: each for key, each in value.items() if key in _PUBLIC}
        if isinstance(value, Mapping)
        else value
        for name, value in described.items()
    }


TOOLS = (
    AgentTool(
        name="list_tenants",
        says="List the tenants, with editions and switches, and count unmatched requests.",
        run=_list,
        reads=True,
    ),
    AgentTool(
        name="describe_tenant",
        says="Tell a tenant's options, URLs and ids, without its secrets.",
        arguments=TENANT,
        run=_describe,
        reads=True,
    ),
    AgentTool(
        name="make_tenant",
        says="Make a tenant: a PingOne environment and a PingAM realm of its own.",
        arguments=of_body("tenant_request", without={"flipped"}),
        run=_make,
    ),
    AgentTool(
        name="drop_tenant",
        says="Drop a tenant with all that it holds.",
        arguments=TENANT,
        required=("tenant",),
        run=_drop,
        destroys=True,
    ),
    AgentTool(
        name="get_credentials",
        says="Hand out SECRETS of a tenant: client secret, password and working tokens.",
        arguments=TENANT,
        run=_credentials,
    ),
    AgentTool(
        name="make_token",
        says="Hand out a SECRET: issue a token, of any roles, scopes or owner, or an expired one.",
        arguments={**TENANT, **of_body("token_request")},
        required=("family",),
        run=_token,
    ),
)
