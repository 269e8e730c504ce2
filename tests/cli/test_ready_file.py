"""A ready-file tells of a server that answers: not of one that is gone, or could not start."""

import os
import shutil
import signal

import pytest

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
