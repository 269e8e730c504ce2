"""`fakeping serve --seed FILE` reads its file again: on SIGHUP, or when it changes."""

import json
import os
import select
import signal
import socket

import pytest

from fakeping.cli.main import main
from tests.cli.test_cli import greeting, started, url_in
from tests.over_http import Connection

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


def seed_of(*names):
    return json.dumps({"pingone": {"resources": [{"name": each} for each in names]}})


def next_line(stream):
    ready, _, _ = select.select([stream], [], [], 30)
    assert ready, "nothing was said"
    return stream.readline()


@pytest.fixture
def seed(tmp_path):
    path = tmp_path / "seed.json"
    path.write_text(seed_of("photos"), "utf-8")
    return path


@pytest.fixture
def process(seed):
    with started("serve", "--port", 0, "--seed", seed, "--quiet") as process:
        yield process


@pytest.fixture
def connection(process):
    with Connection(url_in(greeting(process))) as connection:
        yield connection


def names(connection):
    state = connection.ask("GET", "/__fakeping/tenants/default/state").json
    return [each["name"] for each in state["pingone"].get("resources", ())]


def test_a_hangup_has_the_file_read_again(process, connection, seed):
    described = connection.ask("GET", "/__fakeping/tenants/default").json
    connection.ask("POST", "/__fakeping/tenants/default/given", LATER)
    assert names(connection) == ["photos", "later"]
    seed.write_text(seed_of("albums"), "utf-8")

    process.send_signal(signal.SIGHUP)

    assert next_line(process.stdout) == f"seeded again from {seed}\n"
    assert names(connection) == ["albums"]
    assert connection.ask("GET", "/__fakeping/tenants/default").json == described
    registered = connection.ask(
        "GET", described["pingam"]["resource_set_url"], token=described["pingam"]["pat"]
    )
    root = connection.ask(
        "GET", "/am/uma/realms/root/resource_set", token=described["pingam"]["pat"]
    )
    # The samples' root realm is there still, where this token says nothing.
    assert (registered.status, root.status) == (200, 401)
    connection.ask("POST", "/__fakeping/tenants/default/given", LATER)
    assert connection.ask("POST", "/__fakeping/tenants/default/reset", {"to": "seed"}).status == 204
    assert names(connection) == ["albums"]


LATER = {"family": "pingone", "kind": "resource", "members": {"name": "later"}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("{", "the document is not JSON", id="no JSON"),
        pytest.param(seed_of("a", "a"), "pingone.resources[1].name: A resource", id="meaning"),
        pytest.param(None, "there is no file", id="no file"),
    ],
)
def test_a_file_that_is_refused_changes_nothing(process, connection, seed, text, told):
    connection.ask("POST", "/__fakeping/tenants/default/given", LATER)
    seed.unlink() if text is None else seed.write_text(text, "utf-8")

    process.send_signal(signal.SIGHUP)

    line = next_line(process.stderr)
    assert line.startswith(f"fakeping: all stays as it was, for {seed}: ")
    assert line.count(f"{seed}: ") == 1
    assert told in line
    assert names(connection) == ["photos", "later"]


def test_where_the_tenant_is_gone_nothing_is_seeded(process, connection):
    connection.ask("DELETE", "/__fakeping/tenants/default")

    process.send_signal(signal.SIGHUP)

    line = next_line(process.stderr)
    assert line == "fakeping: the first tenant is gone, and its seed with it\n"
    assert connection.ask("GET", "/__fakeping/health").status == 200


def test_a_file_that_is_watched_is_read_again_when_it_changes(seed):
    with started("serve", "--port", 0, "--seed", seed, "--watch", "--quiet") as process:
        url = url_in(greeting(process))
        for text, told in [
            (seed_of("albums"), f"seeded again from {seed}\n"),
            (seed_of("music"), f"seeded again from {seed}\n"),
        ]:
            new = seed.with_suffix(".new")  # as editors do: what is there is always whole
            new.write_text(text, "utf-8")
            new.replace(seed)
            assert next_line(process.stdout) == told
        with Connection(url) as connection:
            assert names(connection) == ["music"]


def test_there_is_nothing_to_watch_without_a_seed(capsys):
    assert main(["serve", "--port", "0", "--watch"]) == 2
    assert capsys.readouterr().err == "fakeping: --watch is of no use without --seed\n"


def test_a_terminal_that_hangs_up_ends_the_server(seed):
    """The signal's other meaning: whoever closes a window wants no server left behind."""
    import pty  # noqa: PLC0415 - POSIX alone has it
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    ours, its = pty.openpty()
    command = [sys.executable, "-m", "fakeping", "serve", "--port", "0", "--seed", str(seed)]
    process = subprocess.Popen(
        command,
        stdin=its,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        os.close(its)
        greeting(process)
        os.close(ours)  # as a window that is closed

        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=300)
    finally:
        process.kill()
        process.communicate()

    assert process.returncode == 0


def test_a_pipe_is_not_watched(tmp_path, capsys):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert main(["serve", "--port", "0", "--seed", str(pipe), "--watch"]) == 2
    said = f"fakeping: Invalid value for '--seed': '{pipe}' is no regular file.\n"
    assert capsys.readouterr().err == said


def test_a_pipe_as_a_seed_does_not_block(process, connection, seed):
    seed.unlink()
    os.mkfifo(seed)

    process.send_signal(signal.SIGHUP)

    told = f"fakeping: all stays as it was, for {seed}: it is no regular file\n"
    assert next_line(process.stderr) == told
    assert names(connection) == ["photos"]


def test_a_watched_seed_that_becomes_a_pipe_does_not_block(seed):
    with started("serve", "--port", 0, "--seed", seed, "--watch") as process:
        url = url_in(greeting(process))
        seed.unlink()
        os.mkfifo(seed)

        assert "it is no regular file" in next_line(process.stderr)
        with Connection(url) as connection:
            assert names(connection) == ["photos"]


def test_the_ready_file_of_an_earlier_run_goes_before_the_server_listens(tmp_path):
    path = tmp_path / "ready.json"
    path.write_text('{"url": "http://127.0.0.1:1"}', "utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port, "--ready-file", str(path)]) == 1

    assert not path.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_ready_file_goes_with_the_server(tmp_path, number):
    path = tmp_path / "ready.json"
    with started("serve", "--port", 0, "--ready-file", path) as process:
        greeting(process)
        assert json.loads(path.read_text("utf-8"))["pid"] == process.pid
        process.send_signal(number)
        process.communicate(timeout=60)

    assert list(tmp_path.iterdir()) == []


def test_the_ready_file_of_another_server_stays(tmp_path):
    path = tmp_path / "ready.json"
    with started("serve", "--port", 0, "--ready-file", path) as process:
        greeting(process)
        path.write_text("another's", "utf-8")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)

    assert path.read_text("utf-8") == "another's"
