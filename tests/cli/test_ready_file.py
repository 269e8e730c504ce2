"""A ready-file tells of a server that answers: not of one that is gone, or could not start."""

import json
import os
import shutil
import signal

import pytest
import trustme

from fakeping.cli import ready_file, serving
from fakeping.cli.main import main
from tests.cli.test_cli import POSIX, greeting, started, taken_port

# Everything that keeps a server from starting, each found at another time.
UNSTARTABLE = {
    "an unknown option": ["--prot", "1"],
    "an argument too many": ["extra"],
    "a number that is none": ["--port", "many"],
    "a file that is not there": ["--seed", "missing.json"],
    "a seed that is no document": ["--seed", "broken.json"],
    "a certificate that is none": ["--tls-cert", "broken.json"],
    "an unknown family": ["--edition", "pingtwo=1"],
    "a URL that is none": ["--public-url", "nonsense"],
    "nothing to watch": ["--watch"],
    "an address of another machine": ["--host", "203.0.113.9"],
    "a taken port": ["--port", "TAKEN"],
}


@pytest.mark.parametrize("said", UNSTARTABLE.values(), ids=UNSTARTABLE)
def test_no_file_tells_of_a_dead_server_if_the_next_can_not_start(said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.json").write_text("{", "utf-8")
    path = tmp_path / "ready.json"
    path.write_text('{"url": "http://127.0.0.1:1"}', "utf-8")

    with taken_port() as port:
        said = [each.replace("TAKEN", str(port)) for each in said]
        code = main(["serve", "--port", "0", "--ready-file", str(path), *said])

    assert (code in {1, 2}, path.exists()) == (True, False)


def test_an_unstartable_server_removes_the_file_that_a_variable_names(tmp_path, monkeypatch):
    path = tmp_path / "ready.json"
    path.write_text('{"url": "http://127.0.0.1:1"}', "utf-8")
    monkeypatch.setenv("FAKEPING_READY_FILE", str(path))

    assert main(["serve", "--prot", "1"]) == 2
    assert not path.exists()


@POSIX
@pytest.mark.parametrize(
    "said", [["--port", "TAKEN"], ["--prot", "1"], ["--port", "many"], ["--edition", "x"]], ids=str
)
def test_the_file_of_a_server_that_answers_stays_if_the_next_can_not_start(said, tmp_path, capsys):
    path = tmp_path / "ready.json"
    with started("serve", "--port", 0, "--ready-file", path) as process:
        port = greeting(process).strip().rpartition(":")[2]
        text = path.read_text("utf-8")
        said = [each.replace("TAKEN", port) for each in said]

        assert main(["serve", "--port", "0", "--ready-file", str(path), *said]) in {1, 2}
        assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == (text, 0o600)
        process.terminate()
        process.wait(30)

    assert not path.exists()  # it is still that server's own


@pytest.fixture
def refused(monkeypatch):
    """Tells whether a second server with a ready-file does not start."""

    def it_starts(*_):
        raise AssertionError("the second server has started")

    monkeypatch.setattr(serving, "_greet", it_starts)
    return lambda path: main(["serve", "--port", "0", "--ready-file", str(path)]) == 1


# What the first server of a ready-file is like.
LIVES = {
    "as it is": [],
    "behind another URL": ["--public-url", "https://ping.example"],
    "on an address of its own": ["--host", "127.0.0.2", "--control-key", "k"],
}


@POSIX
@pytest.mark.parametrize("said", LIVES.values(), ids=LIVES)
def test_a_second_server_takes_no_file_of_one_that_answers(said, refused, tmp_path, capsys):
    path = tmp_path / "ready.json"
    with started("serve", "--port", 0, "--ready-file", path, *said) as process:
        greeting(process)
        text = path.read_text("utf-8")
        url = json.loads(text)["listening"]

        assert refused(path)

        assert path.read_text("utf-8") == text
        assert capsys.readouterr().err == (
            f"fakeping: {path} is the ready-file of the server at {url}, which runs:"
            " stop that one, or name another file\n"
        )
        assert main(["serve", "--ready-file", str(path), "--help"]) == 0
        process.terminate()
        process.wait(30)


@POSIX
def test_a_file_of_a_server_over_tls_is_not_taken(refused, tmp_path):
    path, pem = tmp_path / "ready.json", tmp_path / "server.pem"
    trustme.CA().issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
        str(pem)
    )
    with started("serve", "--port", 0, "--ready-file", path, "--tls-cert", pem) as process:
        greeting(process)

        assert refused(path)
        assert path.exists()
        process.terminate()
        process.wait(30)


@POSIX
def test_of_two_that_start_at_once_the_later_ends(refused, tmp_path, monkeypatch):
    path = tmp_path / "ready.json"
    with started("serve", "--port", 0, "--ready-file", path) as process:
        greeting(process)
        text = path.read_text("utf-8")
        path.unlink()
        claimed = ready_file.files.remove

        def while_it_starts(at):
            claimed(at)
            path.write_text(text, "utf-8")

        monkeypatch.setattr(ready_file.files, "remove", while_it_starts)
        assert refused(path)
        assert path.read_text("utf-8") == text
        process.terminate()
        process.wait(30)


@POSIX
def test_the_file_of_a_killed_server_is_taken(tmp_path):
    path = tmp_path / "ready.json"
    for _ in range(2):
        with started("serve", "--port", 0, "--ready-file", path) as process:
            greeting(process)
            assert json.loads(path.read_text("utf-8"))["pid"] == process.pid
            process.kill()
            process.wait(30)


def test_help_leaves_the_file_alone(tmp_path, capsys):
    path = tmp_path / "ready.json"
    path.write_text("mine", "utf-8")

    assert main(["serve", "--ready-file", str(path), "--help"]) == 0
    assert path.read_text("utf-8") == "mine"


# What somebody may put in the file's place while the server runs.
INSTEAD = {
    "nothing": lambda _: None,
    "another text": lambda path: path.write_text("mine", "utf-8"),
    "bytes that are no text": lambda path: path.write_bytes(b"\xff"),
    "a folder": lambda path: path.mkdir(),
    "a pipe that nobody writes to": lambda path: os.mkfifo(path, 0o600),
    "a device without end": lambda path: path.symlink_to("/dev/zero"),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "no folder any more": lambda path: shutil.rmtree(path.parent),
}


@POSIX
@pytest.mark.parametrize("put", INSTEAD.values(), ids=INSTEAD)
def test_a_server_ends_whatever_stands_in_the_files_place(put, tmp_path):
    path = tmp_path / "own" / "ready.json"
    path.parent.mkdir()
    with started("serve", "--port", 0, "--ready-file", path) as process:
        greeting(process)
        path.unlink()
        put(path)
        there = os.path.lexists(path)

        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)

    assert (process.returncode, err, os.path.lexists(path)) == (0, "", there)
