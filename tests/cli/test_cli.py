"""The command line: one line for every mistake, and servers that come and go cleanly."""

import json
import os
import re
import select
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from fakeping import FakePing, __version__
from fakeping.cli.main import main
from fakeping.core import schemas
from tests.over_http import Connection

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and modes as POSIX has them")

ENVIRONMENT = "0271641f-2d74-4bb0-b416-4a39b8714261"
TAKEN = "cannot listen on 127.0.0.1:{}: Address already in use; --port 0 takes a free one"
SAMPLE_PAT = "515d6551-6512-5279-98b6-c0ef3f03a723"


@pytest.fixture
def run(capsys):
    """Runs a command in this process; returns its exit code, and what it wrote to both ends."""

    def command(*arguments):
        code = main([str(each) for each in arguments])
        return code, *capsys.readouterr()

    return command


@contextmanager
def started(*arguments, python=(), **environment):
    """A command in a process of its own, which is gone in the end."""
    process = subprocess.Popen(
        [sys.executable, *python, "-m", "fakeping", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "", **environment},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def greeting(process):
    """The first line that a server prints, once it answers."""
    ready, _, _ = select.select([process.stdout], [], [], 30)
    assert ready, "the server never said that it answers"
    return process.stdout.readline()


def url_in(line):
    return re.findall(r"http://\S+", line)[0]


@contextmanager
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["serve", "--prot", "1"], 2, "No such option", id="an unknown option"),
        pytest.param(["serve", "--port", "many"], 2, "'many' is not a valid", id="no number"),
        pytest.param(["serve", "--port", "65536"], 2, "65536 is not in the range", id="a port"),
        pytest.param(["serve", "--auth", "maybe"], 2, "'maybe' is not one of", id="a choice"),
        pytest.param(["serve", "--edition", "p13"], 2, "choose from pingone=p14c", id="of nobody"),
        pytest.param(["serve", "--edition", "pingone="], 2, "choose from p14c", id="no edition"),
        pytest.param(
            ["serve", "--edition", "pingone=p15"], 2, "choose from p14c", id="an unknown edition"
        ),
        pytest.param(
            ["serve", "--edition", "pingfed=1"], 2, "no family 'pingfed'", id="an unknown family"
        ),
        pytest.param(["serve", "--ready-file", "."], 2, "is a directory", id="a folder as file"),
        pytest.param(["serve", "extra"], 2, "unexpected extra argument", id="an argument too many"),
        pytest.param(["sevre"], 2, "No such command 'sevre'", id="an unknown command"),
        pytest.param(["healthcheck", "ftp://x"], 2, "is not a server's URL", id="another scheme"),
        pytest.param(["healthcheck", "http://["], 2, "is not a server's URL", id="no URL"),
        pytest.param(
            ["healthcheck", "http://localhost:x"], 2, "is not a server's URL", id="no port"
        ),
        pytest.param(["healthcheck", "http://h ost"], 2, "is not a server's URL", id="no host"),
    ],
)
def test_a_mistake_is_one_line(run, arguments, code, words):
    exit_code, out, err = run(*arguments)

    assert (exit_code, out) == (code, "")
    assert err.startswith("fakeping: ")
    assert err.count("\n") == 1
    assert words in err


def test_a_port_that_is_taken_is_one_line_that_names_it(run):
    with taken_port() as port:
        code, out, err = run("serve", "--port", port)

    assert (code, out) == (1, "")
    assert err == f"fakeping: {TAKEN.format(port)}\n"


def test_an_unusable_host_is_reported_in_one_line(run):
    code, _, err = run("serve", "--host", "nobody.invalid", "--port", "0")

    assert code == 1
    assert err.startswith("fakeping: cannot listen on nobody.invalid:0: ")
    assert err.count("\n") == 1


def test_a_ready_file_that_cannot_be_written_is_one_line(run, tmp_path):
    path = tmp_path / "missing" / "ready.json"

    code, out, err = run("serve", "--port", "0", "--ready-file", path)

    assert (code, out) == (1, "")
    assert err == f"fakeping: cannot write {path}: No such file or directory\n"


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["serve", "--help"], []])
def test_help_is_shown(run, arguments):
    code, out, err = run(*arguments)

    assert (code, err) == (0, "")
    assert out.startswith("Usage: fakeping")


def test_every_option_of_serve_is_explained(run):
    _, out, _ = run("serve", "--help")

    for option in ("--host", "--port", "--ready-file", "--edition", "--auth", "--am-context-path"):
        assert option in out


def test_it_says_its_version(run):
    assert run("--version") == (0, f"fakeping, version {__version__}\n", "")


def test_the_module_is_the_command():
    with started("--version") as process:
        out, err = process.communicate(timeout=300)

    assert (process.returncode, out, err) == (0, f"fakeping, version {__version__}\n", "")


def test_a_health_check_finds_a_server(run):
    with FakePing() as server:
        assert run("healthcheck", server.url) == (0, f"ok, fakeping {__version__}\n", "")
        assert run("healthcheck", f"{server.url}/")[0] == 0


def test_a_health_check_finds_a_server_that_wants_a_key(run):
    with FakePing(control_key="open sesame") as server:
        assert run("healthcheck", server.url)[0] == 0


def test_a_health_check_asks_no_proxy(run, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with FakePing() as server:
        assert run("healthcheck", server.url)[0] == 0


def test_a_health_check_of_nothing_fails(run):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"

        code, out, err = run("healthcheck", url)

    assert (code, out) == (1, "")
    assert err.startswith(f"fakeping: no fakeping answers at {url}: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", id="no HTTP"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n<html>", id="no JSON"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n[]", id="no health"),
        pytest.param(b"HTTP/1.0 404 Not Found\r\n\r\n{}", id="no such page"),
        pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\n{", id="half of an answer"),
    ],
)
def test_a_health_check_of_something_else_fails(run, said):
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer():
            client, _ = other.accept()
            with client:
                client.recv(65536)
                client.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        code, out, err = run("healthcheck", f"http://127.0.0.1:{other.getsockname()[1]}")
        thread.join()

    assert (code, out) == (1, "")
    assert err.startswith("fakeping: no fakeping answers at ")
    assert err.count("\n") == 1


@POSIX
def test_serve_writes_the_ready_file_once_it_answers(tmp_path):
    path = tmp_path / "ready.json"
    with started("serve", "--port", 0, "--ready-file", path) as process:
        line = greeting(process)
        ready = json.loads(path.read_text("utf-8"))
        mode = stat.S_IMODE(path.stat().st_mode)
        (tenant,) = ready["tenants"]
        one, am = tenant["pingone"], tenant["pingam"]
        with Connection(ready["url"]) as connection:
            listed = connection.ask(
                "GET",
                f"{one['url']}/environments/{one['environment_id']}/resources",
                token=one["token"],
            )
            registered = connection.ask("GET", am["resource_set_url"], token=am["pat"])
            read = connection.ask("GET", f"{ready['control_url']}/tenants/{tenant['id']}")
            sample = connection.ask("GET", am["resource_set_url"], token=SAMPLE_PAT)

    schemas.validate("control/tenant", tenant)
    assert {**ready, "tenants": []} == {
        "url": url_in(line),
        "listening": url_in(line),
        "control_url": f"{url_in(line)}/__fakeping",
        "control_key": None,
        "pid": process.pid,
        "tenants": [],
    }
    assert mode == 0o600
    assert list(tmp_path.iterdir()) == [path]
    assert (one["environment_id"], am["realm"]) == (ENVIRONMENT, "alpha")
    assert [each.status for each in (listed, registered, read, sample)] == [200] * 4


@POSIX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_stops_at_once_on_a_signal(number):
    with started("serve", "--port", 0) as process:
        url = url_in(greeting(process))
        with Connection(url) as connection:  # an idle connection holds nobody up
            assert connection.ask("GET", "/__fakeping/health").status == 200
            began = time.monotonic()
            process.send_signal(number)
            _, err = process.communicate(timeout=300)

    assert (process.returncode, err) == (0, "")
    assert time.monotonic() - began < 50  # aiohttp itself would wait for a minute
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", urlsplit(url).port))


@POSIX
def test_a_containers_first_process_ends_on_a_signal_before_it_serves():
    first = "import os, signal; own = os.getpid(); os.getpid = lambda: 1\n"
    code = f"{first}from fakeping.cli.main import main; main(['--version'])\n"

    code += "os.kill(own, signal.SIGTERM)"
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)

    # The kernel's default action, which the first process does not have, would be -15.
    assert ended.returncode == 128 + signal.SIGTERM


@POSIX
def test_a_second_server_on_the_port_says_so_in_one_line():
    with started("serve", "--port", 0) as first:
        port = urlsplit(url_in(greeting(first))).port
        with started("serve", "--port", port) as second:
            out, err = second.communicate(timeout=300)
        assert first.poll() is None

    assert (second.returncode, out) == (1, "")
    assert err == f"fakeping: {TAKEN.format(port)}\n"


@POSIX
def test_serve_makes_no_key_before_a_token_is_asked_for(tmp_path):
    lean, eager = (
        _modules("serve", "--port", 0),
        _modules("serve", "--port", 0, "--ready-file", tmp_path / "ready.json"),
    )

    heavy = {"joserfc", "cryptography", "jsonschema", "hypothesis", "pytest"}
    assert not heavy & lean
    assert {"joserfc", "cryptography"} <= eager  # so that the test would notice


def _modules(*arguments):
    """The top-level packages that a server has imported by the time that it answers."""
    with started(*arguments, python=["-X", "importtime"]) as process:
        with Connection(url_in(greeting(process))) as connection:
            assert connection.ask("GET", "/__fakeping/health").status == 200
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=300)
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in err.splitlines()}


@pytest.fixture
def _unharmed():
    """A signal that nobody catches ends the command, and not the whole session."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    yield
    signal.signal(signal.SIGTERM, before)


@POSIX
@pytest.mark.usefixtures("_unharmed")
def test_serve_tells_where_to_look_and_takes_its_options(tmp_path, monkeypatch, capsys):
    # In this process, so that coverage sees it; the signal comes once the file is there.
    path = tmp_path / "ready.json"
    with taken_port() as port:
        pass  # free again
    monkeypatch.setenv("FAKEPING_CONTROL_KEY", "open sesame")
    monkeypatch.setattr("gc.freeze", lambda: None)
    asked = {}

    def ask_and_stop():
        deadline = time.monotonic() + 20
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        asked.update(json.loads(path.read_text("utf-8")))
        with Connection(f"http://127.0.0.1:{port}") as connection:
            asked["status"] = connection.ask(
                "GET", "/auth/am/uma/realms/root/realms/alpha/resource_set"
            ).status
        signal.pthread_kill(threading.main_thread().ident, signal.SIGTERM)

    thread = threading.Thread(target=ask_and_stop)
    thread.start()
    code = main(
        [
            *("serve", "--port", str(port), "--ready-file", str(path), "--auth", "off"),
            *("--am-context-path", "/auth/am", "--public-url", "https://ping.example.test"),
            *("--edition", "pingone=p14c", "--edition", "pingam=8.1"),
        ]
    )
    thread.join()

    out, err = capsys.readouterr()
    assert (code, err, asked["status"]) == (0, "", 200)
    assert asked["control_key"] == "open sesame"
    assert asked["url"] == "https://ping.example.test"
    url = "https://ping.example.test"
    token = f'"$(fakeping env --url {url} PINGONE_TOKEN)"'
    key, piped = '"$FAKEPING_CONTROL_KEY"', "printf 'Authorization: Bearer %s'"
    resources, realm = f"{url}/v1/environments/{ENVIRONMENT}/resources", "realms/root/realms/alpha"
    assert out.splitlines() == [
        f"fakeping {__version__} answers at {url}",
        f"  page           {url}/__fakeping/",
        f"  PingOne p14c   {url}/v1/environments/{ENVIRONMENT}/resources",
        f"  PingAM  8.1    {url}/auth/am/uma/{realm}/resource_set",
        "  editions       Terraform's provider and PingOne's Go SDK need --edition pingone=current",
        f"  ids, tokens    {piped} {key} | curl -s {url}/__fakeping/tenants/default -H @-",
        f"  try it         {piped} {token} | curl -s {resources} -H @-",
    ]


@POSIX
def test_serve_warns_when_strangers_can_reach_it(tmp_path):
    path = tmp_path / "ready.json"
    with started("serve", "--host", "0.0.0.0", "--port", 0, "--ready-file", path) as process:  # noqa: S104
        greeting(process)
        ready = json.loads(path.read_text("utf-8"))
        with Connection(f"http://127.0.0.1:{urlsplit(ready['url']).port}") as connection:
            health = connection.ask("GET", "/__fakeping/health", headers={"Host": "container"})
            without = connection.ask("GET", "/__fakeping/tenants")
            with_key = connection.ask("GET", "/__fakeping/tenants", token=ready["control_key"])
            am = ready["tenants"][0]["pingam"]
            # Everybody knows the sample's PAT: it holds on the loopback alone.
            sample = connection.ask("GET", am["resource_set_url"], token=SAMPLE_PAT)
            own = connection.ask("GET", am["resource_set_url"], token=am["pat"])
        process.send_signal(signal.SIGTERM)
        out = process.stdout.read()

    answers = (health, without, with_key, sample, own)
    assert [each.status for each in answers] == [200, 401, 200, 401, 200]
    assert "WARNING: whoever reaches this address can use it." in out
    assert ready["control_key"] in out


@pytest.mark.parametrize("key", ["", None])
def test_an_empty_key_is_none(key):
    assert FakePing(control_key=key).control_key is None
    assert FakePing(host="0.0.0.0", control_key=key).control_key  # noqa: S104 - it never listens


@pytest.mark.parametrize(
    ("switch", "told"),
    [
        pytest.param("pingam.require_if_match", "--switch takes NAME=on or NAME=off", id="half"),
        pytest.param("pingam.require_if_match=maybe", "--switch takes NAME=on", id="maybe"),
        pytest.param("pingam.nothing=on", "there is no switch 'pingam.nothing'", id="unknown"),
    ],
)
def test_a_wrong_switch_is_reported_in_one_line(switch, told, capsys):
    code = main(["serve", "--switch", switch])

    error = capsys.readouterr().err
    assert (code, error.count("\n")) == (2, 1)
    assert told in error


@POSIX
def test_serve_bounds_what_a_tenant_holds(tmp_path):
    path = tmp_path / "ready.json"
    with started("serve", "--port", 0, "--ready-file", path, "--max-stored", 100_000) as process:
        greeting(process)
        ready = json.loads(path.read_text("utf-8"))
        url = ready["tenants"][0]["pingam"]["resource_set_url"]
        with Connection(url) as connection:
            body = {"resource_scopes": ["x" * 100_000]}
            added = connection.ask("POST", url, body, token=SAMPLE_PAT)
            listed = connection.ask("GET", url, token=SAMPLE_PAT)
        process.send_signal(signal.SIGTERM)

    assert (added.status, listed.status) == (507, 200)


@POSIX
def test_serve_bounds_its_journals_and_warns_where_they_hold_secrets(tmp_path):
    path = tmp_path / "ready.json"
    said = ("--journal-entries", 2, "--journal-body", 5, "--record-secrets")
    with started("serve", "--port", 0, "--ready-file", path, *said) as process:
        greeting(process)
        ready = json.loads(path.read_text("utf-8"))
        url = ready["tenants"][0]["pingam"]["resource_set_url"]
        with Connection(url) as connection:
            for _ in range(3):
                connection.ask("GET", url, token=SAMPLE_PAT)
            journal = f"{ready['control_url']}/tenants/default/journal"
            kept = connection.ask("GET", journal).json
        process.send_signal(signal.SIGTERM)
        out = process.stdout.read()

    assert [each["number"] for each in kept["exchanges"]] == [2, 3]
    assert kept["exchanges"][0]["request"]["headers"]["Authorization"] == f"Bearer {SAMPLE_PAT}"
    assert "WARNING: the journal records secrets as they are." in out


def test_serve_begins_with_a_seed(tmp_path):
    seed, path = tmp_path / "seed.json", tmp_path / "ready.json"
    seed.write_text('{"pingone": {"resources": [{"name": "photos"}]}}', "utf-8")

    with started("serve", "--port", 0, "--ready-file", path, "--seed", seed) as process:
        greeting(process)
        control = json.loads(path.read_text("utf-8"))["control_url"]
        with Connection(control.removesuffix("/__fakeping")) as connection:
            state = connection.ask("GET", f"{control}/tenants/default/state").json

    assert [each["name"] for each in state["pingone"]["resources"]] == ["photos"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        pytest.param("s.json", '{"pingtwo": {}}', "'pingtwo' was unexpected", id="shape"),
        pytest.param("s.json", "{", "s.json: the document is not JSON", id="no JSON"),
        pytest.param("s.yaml", "a: [", "s.yaml: the document is not YAML", id="no YAML"),
        pytest.param(
            "s.json",
            '{"pingone": {"resources": [{"name": "a"}, {"name": "a"}]}}',
            "pingone.resources[1].name: A resource with the specified name already exists.",
            id="meaning",
        ),
    ],
)
def test_serve_reports_the_errors_of_a_seed(run, tmp_path, name, text, told):
    seed = tmp_path / name
    seed.write_text(text, "utf-8")

    code, out, err = run("serve", "--port", 0, "--seed", seed)

    assert (code, out) == (1, "")
    assert err.startswith(f"fakeping: {seed}: ")
    assert told in err
