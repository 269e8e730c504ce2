"""`fakeping mcp`: agents steer and question a server by tools, over the Model Context Protocol."""

import json
import os
import re
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from fakeping import FakePing
from fakeping.cli.agents.control_api import ControlApi
from fakeping.cli.agents.protocol import TOOLS, server_for
from fakeping.cli.main import main
from tests.over_http import Connection

PAGE = Path(__file__).parents[2] / "docs" / "mcp.md"


class Agent:
    """What an agent does: call a tool by name, and read the text that it answers."""

    def __init__(self, client):
        self.client = client

    async def call(self, name, /, **arguments):
        result = await self.client.call_tool(name, arguments)
        (content,) = result.content
        assert not result.is_error, content.text
        return json.loads(content.text)

    async def refused(self, name, /, **arguments):
        result = await self.client.call_tool(name, arguments)
        (content,) = result.content
        assert result.is_error, content.text
        return content.text


@pytest.fixture
def server():
    with FakePing(edition={"pingone": "current"}) as server:
        yield server


@pytest.fixture
def tenant(server):
    return server.default_tenant()


@asynccontextmanager
async def agent_at(url, **options):
    api = ControlApi(url, **options)
    try:
        async with Client(server_for(api), mode="legacy") as client:
            yield Agent(client)
    finally:
        api.close()


def ask(method, url, token, *body):
    with Connection(url) as connection:
        return connection.ask(method, url, *body, token=token)


async def test_a_process_serves_an_agent_over_stdio_with_a_server_of_its_own(tmp_path):
    seed = tmp_path / "seed.json"
    seed.write_text('{"pingone": {"resources": [{"name": "photos"}]}}')
    arguments = ["-m", "fakeping", "mcp", "--start", "--seed", str(seed)]
    command = StdioServerParameters(
        command=sys.executable,
        args=[*arguments, "--edition", "pingone=current"],
        env={**os.environ, "FAKEPING_CONTROL_KEY": "k" * 32},
    )

    async with Client(stdio_client(command), mode="legacy") as client:
        agent = Agent(client)
        assert client.server_info.name == "fakeping"
        assert {each.name for each in (await client.list_tools()).tools} == {
            each.name for each in TOOLS
        }
        described = await agent.call("describe_tenant")
        assert described["editions"]["pingone"] == "current"
        assert (await agent.call("list_tables"))["pingone.resources"] == 1
        url = (await agent.call("list_tenants"))["server"]
        with Connection(url) as connection:
            assert connection.ask("GET", "/__fakeping/tenants").status == 401

    with socket.socket() as gone:  # with the agent
        assert gone.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) != 0


async def test_every_tool_says_what_it_does_and_types_its_arguments(server):
    async with agent_at(server.url, tenant="mine") as agent:
        tools = (await agent.client.list_tools()).tools

    for each in tools:
        assert each.description.endswith(".")
        assert each.input_schema["additionalProperties"] is False
        for name, schema in each.input_schema["properties"].items():
            known = schema.keys() & {"type", "enum"}
            assert known or (each.name, name) in {
                *(("script_fault", untyped) for untyped in ("body", "json", "caller", "preset"))
            }, (each.name, name)
        tenant = each.input_schema["properties"].get("tenant", {})
        if tenant and "tenant" not in each.input_schema["required"]:
            assert tenant["default"] == "mine"
    hints = {each.name: each.annotations for each in tools}
    assert hints["why_refused"].read_only_hint
    assert hints["drop_tenant"].destructive_hint
    assert not hints["get_credentials"].read_only_hint  # an agent asks before it calls


async def test_it_makes_and_drops_a_tenant(server):
    async with agent_at(server.url) as agent:
        made = await agent.call("make_tenant", name="mine", editions={"pingone": "current"})
        (listed,) = (await agent.call("list_tenants"))["tenants"]
        assert (listed["id"], listed["name"]) == (made["id"], "mine")
        described = await agent.call("describe_tenant", tenant=made["id"])
        assert described["pingone"] == made["pingone"]
        assert await agent.call("drop_tenant", tenant=made["id"]) == {"dropped": made["id"]}
        assert server.tenants.all() == []
        assert await agent.refused("drop_tenant") == "tenant: 'tenant' is a required property"


async def test_state_is_added_read_and_reset(server, tenant):
    async with agent_at(server.url) as agent:
        members = {"name": "photos", "scopes": ["read"]}
        made = await agent.call("add_entity", family="pingone", kind="resource", members=members)
        id_ = made["added"]["id"]
        assert [each.id for each in tenant.pingone.resources(built_in=False)] == [id_]

        found = await agent.call("read_table", table="pingone.resources.scopes", part_of=id_)
        assert [each["label"] for each in found["rows"]] == ["read"]
        entity = await agent.call("read_entity", table="pingone.resources", key=id_)
        assert entity["parts"] == {"pingone.resources.scopes": 1}

        assert await agent.call("reset_state", to="empty") == {"reset_to": "empty"}
        assert tenant.pingone.resources(built_in=False) == []


async def test_a_list_is_short_unless_more_is_asked_for(server, tenant):
    for number in range(25):
        tenant.pingone.given.resource(name=f"r{number}")
        ask("GET", tenant.pingone.resources_url, tenant.pingone.token())
    async with agent_at(server.url) as agent:
        few = await agent.call("read_table", table="pingone.resources")
        assert (few["total"], len(few["rows"])) == (25, 20)
        rest = await agent.call("read_table", table="pingone.resources", limit=100, offset=20)
        assert len(rest["rows"]) == 5
        requests = await agent.call("list_requests")
        assert (len(requests["requests"]), requests["more"]) == (20, True)
        assert len((await agent.call("list_requests", limit=25))["requests"]) == 25


async def test_the_journal_is_listed_and_read(server, tenant):
    token = tenant.pingone.token()
    ask("GET", tenant.pingone.resources_url, token)
    ask("POST", tenant.pingone.resources_url, token, {"name": "a", "descripton": "b"})
    async with agent_at(server.url) as agent:
        (listed,) = (await agent.call("list_requests", status="201"))["requests"]
        assert (listed["number"], listed["operation"]) == (2, "pingone.resource.create")
        read = await agent.call("read_request", number=2)
        assert read["request"]["json"]["name"] == "a"
        assert read["unread"] == ["descripton"]
        assert await agent.refused("read_request", number=3) == (
            "there is no request 3 in the journal"
        )


async def test_why_tells_the_rule_and_the_application_with_its_grants(server, tenant):
    given = tenant.pingone.given
    photos = given.resource(name="photos", scopes=["read", "write"])
    shop = given.application(name="shop")
    given.grant(shop, photos, scopes=["read"])
    url = f"{tenant.pingone.environment_url}/applications/{shop.client_id}/grants"
    body = {"resource": {"id": photos.id}, "scopes": [{"id": tenant.pingone.scopes(photos)[0].id}]}
    answer = ask("POST", url, tenant.pingone.token(), body)
    assert answer.status == 400
    async with agent_at(server.url) as agent:
        why = await agent.call("why_refused")

    assert (why["number"], why["status"]) == (1, 400)
    assert why["rule"]["name"] == answer.headers["X-Fakeping-Rule"]
    assert why["rule"]["evidence"].startswith("documented: ")
    assert why["answer"]["code"] == json.loads(answer.body)["code"]
    assert why["caller"]["client"] == tenant.pingone.credentials.client_id
    concerned = {each["table"]: each for each in why["concerned"]}
    application = concerned["pingone.applications"]
    assert application["entity"]["name"] == "shop"
    assert [each["scopes"] for each in application["pingone.applications.grants"]] == [["read"]]
    assert concerned["pingone.resources"]["entity"]["name"] == "photos"
    assert concerned["pingone.resources.scopes"]["entity"]["name"] == "read"


async def test_why_finds_the_token_that_lacks_a_scope(server, tenant):
    pat = tenant.pingam.pat(owner="bob", scopes=["other"])
    body = {"name": "trip", "resource_scopes": ["view"]}
    assert ask("POST", tenant.pingam.resource_set_url, pat, body).status == 403
    async with agent_at(server.url) as agent:
        why = await agent.call("why_refused", number=1)

    assert why["rule"]["name"] == "pingam.auth.scope"
    (token,) = why["concerned"]
    assert (token["entity"]["owner"], token["entity"]["scopes"]) == ("bob", ["other"])
    assert pat not in json.dumps(why)


async def test_why_finds_the_resource_set_of_another_owner(server, tenant):
    holiday = tenant.pingam.given.resource_set("Holiday", owner="bob", resource_scopes=["view"])
    ask("GET", f"{tenant.pingam.resource_set_url}/{holiday.id}", tenant.pingam.pat())
    async with agent_at(server.url) as agent:
        why = await agent.call("why_refused")

    assert why["caller"]["subject"] == "alice"
    assert "bob" in [each["entity"].get("owner") for each in why["concerned"]]


async def test_why_finds_the_resource_set_that_a_policy_is_for(server, tenant):
    am = tenant.pingam
    holiday = am.given.resource_set("Holiday", owner="alice", resource_scopes=["view"])
    url = f"{am.url}/json/realms/root/realms/{am.realm}/users/alice/uma/policies/{holiday.id}"
    headers = {"iPlanetDirectoryPro": am.sso_token("alice"), "If-None-Match": "*"}
    wanted = {"policyId": holiday.id, "permissions": [{"subject": "bob", "scopes": ["print"]}]}
    with Connection(url) as connection:
        assert connection.ask("PUT", url, wanted, headers=headers).status == 400
    async with agent_at(server.url) as agent:
        why = await agent.call("why_refused")

    concerned = {each["table"]: each["entity"] for each in why["concerned"]}
    assert concerned["pingam.resource_sets"]["resource_scopes"] == ["view"]


async def test_why_tells_of_a_scripted_failure(server, tenant):
    tenant.faults.next("pingone.resource.list", status=503)
    ask("GET", tenant.pingone.resources_url, tenant.pingone.token())
    async with agent_at(server.url) as agent:
        why = await agent.call("why_refused")

    assert why["fault"] == "a scripted failure answered: status_503"


async def test_why_hints_at_the_nearest_operation_of_an_unmatched_request(server, tenant):
    ask("GET", f"{tenant.pingone.environment_url}/resorces", tenant.pingone.token())
    async with agent_at(server.url) as agent:
        assert (await agent.call("list_tenants"))["unmatched"] == 1
        why = await agent.call("why_refused", unmatched=True)
        assert "pingone.resource.list" in why["hint"]
        assert await agent.refused("why_refused") == "no request was refused"


async def test_faults_are_scripted_listed_and_removed(server, tenant):
    async with agent_at(server.url) as agent:
        one = await agent.call("script_fault", fault="next", op="pingone.*", status=503, times=None)
        assert one["times"] is None  # null is a value here: for all
        await agent.call("script_fault", fault="preset", preset="throttled")
        listed = (await agent.call("list_faults"))["faults"]
        assert len(listed) == len(tenant.faults) == 2
        await agent.call("remove_faults", fault=one["id"])
        assert len(tenant.faults) == 1
        await agent.call("remove_faults")
        assert len(tenant.faults) == 0


async def test_the_clock_is_moved_and_stopped(server, tenant):
    async with agent_at(server.url) as agent:
        moved = await agent.call("move_clock", set="2030-01-01T00:00:00Z", frozen=True)
        assert moved == {"now": "2030-01-01T00:00:00.000Z", "frozen": True}
        await agent.call("move_clock", advance="1h30m")
        assert (await agent.call("read_clock"))["now"] == tenant.clock.text()
        assert tenant.clock.text() == "2030-01-01T01:30:00.000Z"


async def test_rules_are_found_by_words_and_explained(server):
    async with agent_at(server.url) as agent:
        found = await agent.call("search_rules", text="Scope UNIQUE")
        assert "pingone.scope.name-unique" in [each["name"] for each in found["rules"]]
        pattern = await agent.call(
            "search_rules", text="pingone.resource.*", evidence="unspecified"
        )
        assert pattern["rules"]
        for each in pattern["rules"]:
            assert each["name"].startswith("pingone.resource.")
            assert each["evidence"] == "unspecified"
        rule = await agent.call("explain_rule", rule="pingone.scope.name-unique")
        assert rule["source"]
        assert rule["switches"] == ["pingone.scope_names_unique_in_environment"]


async def test_a_token_it_makes_works(server, tenant):
    async with agent_at(server.url) as agent:
        made = await agent.call("make_token", family="pingone")
        url = tenant.pingone.resources_url
        assert ask("GET", url, made["token"]).status == 200
        expired = await agent.call("make_token", family="pingone", expired=True)
        assert ask("GET", url, expired["token"]).status == 401
        assert (await agent.call("why_refused"))["cause"] == (
            "expired: the token has expired, by the tenant's clock"
        )


async def test_secrets_come_from_tools_that_say_so_alone(server, tenant):
    given = tenant.pingone.given
    shop = given.application(name="shop")
    tenant.pingam.given.user("bob", password="battery-staple")
    async with agent_at(server.url) as agent:
        handed = await agent.call("get_credentials")
        secrets = {
            shop.client_secret,
            "battery-staple",
            "correct-horse",
            *(handed["pingone"][name] for name in ("client_secret", "token")),
            *(handed["pingam"][name] for name in ("client_secret", "password", "pat")),
        }
        ask("GET", f"{tenant.pingone.environment_url}/applications", handed["pingone"]["token"])
        client = {"client_id": "c", "client_secret": "correct-horse"}
        told = [
            await agent.call("add_entity", family="pingam", kind="client", members=client),
            await agent.call("add_entity", family="pingone", kind="application", members={}),
            await agent.call("list_tenants"),
            await agent.call("describe_tenant"),
            await agent.call("make_tenant"),
            await agent.call("list_requests"),
            await agent.call("read_request", number=1),
            *[
                await agent.call("read_table", table=table)
                for table in await agent.call("list_tables")
            ],
        ]
        others = await agent.call("get_credentials", tenant=told[4]["id"])
        secrets |= {others["pingone"]["client_secret"], others["pingam"]["password"]}

    assert all(secrets)
    assert [each for each in secrets if each in json.dumps(told)] == []
    saying = {each.name for each in TOOLS if "SECRET" in each.says}
    assert saying == {"get_credentials", "make_token"}


@pytest.mark.parametrize(
    ("tool", "arguments", "sentence"),
    [
        ("read_clock", {"tenant": "no/body"}, "there is no tenant 'no/body'"),
        ("read_table", {"table": "pingone.nothing"}, "there is no table 'pingone.nothing'"),
        ("read_entity", {"table": "a", "key": "b/c"}, "there is no 'b/c' in a"),
        ("remove_faults", {"fault": "7"}, "there is no fault '7'"),
        (
            "move_clock",
            {"advance": -1},
            "advance: a clock advances, and -1 s is back; set it to an instant for that",
        ),
        ("script_fault", {"fault": "delay"}, "seconds: 'seconds' is a required property"),
        (
            "explain_rule",
            {"rule": "pingone.scope.name-uniq"},
            "there is no rule 'pingone.scope.name-uniq'; did you mean pingone.scope.name-unique",
        ),
        (
            "add_entity",
            {"family": "pingone", "kind": "resource", "members": {"nam": "a"}},
            "members.name: 'name' is a required property",
        ),
        (
            "read_table",
            {"tabel": "a"},
            "Additional properties are not allowed ('tabel' was unexpected); did you mean table?",
        ),
        ("list_requests", {"limit": 0}, "limit: 0 is less than the minimum of 1"),
        ("list_requests", {"number": 1}, "Additional properties are not allowed ('number' was"),
        ("read_request", {"number": "1"}, "number: '1' is not of type 'integer'"),
        ("why", {}, "there is no tool 'why': there are list_tenants, "),
    ],
)
async def test_a_mistake_is_told_in_a_sentence(server, tenant, tool, arguments, sentence):
    async with agent_at(server.url) as agent:
        assert (await agent.refused(tool, **arguments)).startswith(sentence)


async def test_a_null_argument_is_one_that_is_left_out(server, tenant):
    async with agent_at(server.url) as agent:
        assert "now" in await agent.call("read_clock", tenant=None)


async def test_a_server_may_start_later_and_again(tenant, server):
    url, port = server.url, server.port
    server.stop()
    async with agent_at(url) as agent:
        sentence = await agent.refused("read_clock")
        assert sentence.startswith(f"no fakeping answers at {url}: ")
        assert sentence.endswith(f"; start one with `fakeping serve --port {port}`")
        for number in (1, 2):
            with FakePing(port=port) as again:
                again.tenant(name=str(number))
                (only,) = (await agent.call("list_tenants"))["tenants"]
                assert only["name"] == str(number)


async def test_a_server_that_wants_a_key_says_where_it_comes_from():
    with FakePing(control_key="k" * 32) as server:
        async with agent_at(server.url) as agent:
            assert (await agent.refused("list_tenants")).endswith(
                "; --control-key or FAKEPING_CONTROL_KEY has the key"
            )
        async with agent_at(server.url, control_key="k" * 32) as agent:
            assert (await agent.call("list_tenants"))["tenants"] == []


@pytest.fixture
def run(capsys):
    def command(*arguments):
        return main(["mcp", *arguments]), capsys.readouterr().err

    return command


def test_it_says_what_to_install():
    code = "import sys; sys.modules['mcp'] = None; import fakeping.cli.main as m; m.main(['mcp'])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    sentence = "mcp is not installed: pip install 'fakeping[mcp]' brings it"
    assert done.stderr == f"fakeping: {sentence}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--url", "nowhere"], "nowhere"),
        (["--port", "1"], "--port goes with --start"),
        (["--edition", "pingone=current"], "--edition goes with --start"),
        (["--seed", __file__], "--seed goes with --start"),
        (["--start", "--edition", "pingone=no"], "p14c, current"),
        (["--start", "--seed", __file__], "test_mcp.py"),
    ],
)
def test_wrong_usage_is_one_line(run, arguments, sentence):
    code, err = run(*arguments)

    assert code == 2
    assert err.startswith("fakeping: ")
    assert sentence in err


def test_a_taken_port_names_port_0(server, run):
    code, err = run("--start", "--port", str(server.port))

    assert code == 1
    assert err.endswith("; --port 0 takes a free one\n")


def test_the_command_line_does_not_import_the_sdk():
    code = "import sys, fakeping.cli.main; print({'mcp', 'fakeping.server'} & sys.modules.keys())"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"


def test_the_page_lists_every_tool():
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)

    assert rows == [(each.name, each.says) for each in TOOLS]
