"""`fakeping env`: what to export to use a running server; and errors that say what to do."""

import json
import shutil
import subprocess

import pytest

from fakeping import FakePing
from fakeping.cli.environment import _FORMATS
from fakeping.cli.main import main
from tests.over_http import Connection


@pytest.fixture(scope="module")
def server():
    with FakePing() as server:
        server.default_tenant()
        yield server


@pytest.fixture
def run(capsys, monkeypatch):
    for name in ("FAKEPING_URL", "FAKEPING_CONTROL_KEY"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments):
        code = main(list(map(str, arguments)))
        return code, *capsys.readouterr()

    return command


def test_every_member_of_the_description_is_a_variable(server, run):
    (tenant,) = server.tenants.all()

    code, out, err = run("env", "--url", server.url, "--format", "json")

    described = server.describe(tenant)
    expected = {
        "FAKEPING_URL": server.url,
        "FAKEPING_CONTROL_URL": server.control_url,
        "FAKEPING_TENANT": "default",
        **{f"PINGONE_{name.upper()}": value for name, value in described["pingone"].items()},
        **{f"PINGAM_{name.upper()}": value for name, value in described["pingam"].items()},
    }
    assert (code, json.loads(out), err) == (0, expected, "")


def test_a_name_prints_its_value_alone(server, run, monkeypatch):
    monkeypatch.setenv("FAKEPING_URL", server.url)

    assert run("env", "PINGONE_ENVIRONMENT_ID", "PINGAM_REALM") == (
        0,
        "0271641f-2d74-4bb0-b416-4a39b8714261\nalpha\n",
        "",
    )


def test_a_token_of_it_is_taken(server, run):
    _, token, _ = run("env", "--url", server.url, "PINGONE_TOKEN")
    path = "/v1/environments/0271641f-2d74-4bb0-b416-4a39b8714261/resources"
    with Connection(server.url) as connection:
        assert connection.ask("GET", path, token=token.strip()).status == 200


def test_an_unknown_name_is_wrong_usage(server, run):
    code, out, err = run("env", "--url", server.url, "PINGONE_TOKN")

    assert (code, out) == (2, "")
    assert err.startswith("fakeping: there is no 'PINGONE_TOKN': choose from FAKEPING_URL, ")


def test_an_unknown_tenant_is_named(server, run):
    code, out, err = run("env", "--url", server.url, "--tenant", "no/body")

    assert (code, out) == (1, "")
    assert err == f"fakeping: {server.url}: there is no tenant 'no/body'\n"


def test_a_server_that_wants_a_key_is_shown_one(run):
    with FakePing(control_key="open sesame") as server:
        server.default_tenant()
        without = run("env", "--url", server.url)
        key = run("env", "--url", server.url, "--control-key", "open sesame")

    assert without[0] == 1
    assert without[2].endswith("; --control-key or FAKEPING_CONTROL_KEY has the key\n")
    assert key[0] == 0
    assert "export FAKEPING_CONTROL_KEY='open sesame'\n" in key[1]


@pytest.mark.parametrize("command", ["env", "healthcheck"])
@pytest.mark.parametrize(
    ("url", "mend"),
    [
        ("http://127.0.0.1:1", "; start one with `fakeping serve --port 1`\n"),
        ("http://nobody.invalid:1", ""),
    ],
)
def test_where_nothing_listens_the_error_says_how_to_start_one(run, command, url, mend):
    code, out, err = run(command, *(["--url"] if command == "env" else []), url)

    assert (code, out) == (1, "")
    assert err.startswith(f"fakeping: no fakeping answers at {url}: ")
    assert err.endswith(mend)
    assert ("start one" in err) == bool(mend)


def test_a_healthcheck_can_be_read_by_a_program(server, run):
    code, out, _ = run("healthcheck", "--json", server.url)

    assert code == 0
    assert json.loads(out).keys() == {"status", "version", "url"}


HOSTILE = {"A": "it's", "B": '$(touch x) `id` "', "C": "${a} %{b} \\", "D": "plain-1", "E": "a b#c"}


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell")
@pytest.mark.parametrize("form", ["shell", "dotenv"])
def test_a_shell_reads_values_as_they_are(form, tmp_path):
    text = _FORMATS[form](HOSTILE)
    script = f"set -a\n{text}\n" + "\n".join(f'printf "%s\\0" "${each}"' for each in HOSTILE)

    ran = subprocess.run(
        [shutil.which("sh"), "-c", script], capture_output=True, cwd=tmp_path, check=True
    )

    assert ran.stdout.decode().split("\0")[:-1] == list(HOSTILE.values())
    assert list(tmp_path.iterdir()) == []


def test_terraform_reads_values_as_they_are():
    assert _FORMATS["tfvars"](HOSTILE).splitlines() == [
        'a = "it\'s"',
        'b = "$(touch x) `id` \\""',
        'c = "$${a} %%{b} \\\\"',
        'd = "plain-1"',
        'e = "a b#c"',
    ]


def test_a_plain_value_has_no_quotes():
    assert _FORMATS["dotenv"]({"A": "http://127.0.0.1:8900/am"}) == "A=http://127.0.0.1:8900/am"
