"""Every option that names a file to write: over a regular file or nothing, as a whole."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest

from fakeping import FakePing
from fakeping.cli.main import cli, main
from fakeping.core import files
from tests.importing import environ, in_force

pytestmark = pytest.mark.skipif(os.name != "posix", reason="files as POSIX has them")

ROOT = Path(__file__).parents[2]


def serve(path):
    """Where it is refused: what is served is stopped by nobody here."""
    return main(["serve", "--port", "0", "--ready-file", str(path)])


def contract(*arguments):
    with FakePing() as server:
        rule = ("--rule", "pingam.resource_set.list*", "--family", "pingam")
        return main(["contract", "--target", server.url, *rule, *arguments])


def record(path):
    script = {
        "source": {"title": "t", "where": "w", "family": "pingone", "date": "2026-11-30"},
        "answers": [
            {
                "name": "info",
                "shows": "What anybody may ask.",
                "request": {"method": "GET", "path": "/{environment}/as/jwks"},
            }
        ],
    }
    with (
        FakePing() as server,
        NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file,
        pytest.MonkeyPatch.context() as patched,
    ):
        in_force(patched, environ(server.tenant()))
        json.dump(script, file)
        file.flush()
        return main(["record", file.name, "--target", server.url, "--out", str(path)])


#: Each option that writes, by its command's name, and a command that does.
OPTIONS = {
    ("serve", "--ready-file"): serve,
    ("contract", "--json"): lambda path: contract("--json", str(path)),
    ("contract", "--junit"): lambda path: contract("--junit", str(path)),
    ("contract", "--known"): lambda path: contract("--known", str(path), "--update-known"),
    ("contract", "--ledger"): lambda path: contract("--ledger", str(path)),
    ("record", "--out"): record,
}


def test_every_option_that_may_name_a_file_to_write_is_looked_at_here():
    import click  # noqa: PLC0415

    context = click.Context(cli)
    found = {
        (command, option.opts[0])
        for command in cli.list_commands(context)
        for option in cli.get_command(context, command).params
        if isinstance(option.type, click.Path) and not option.type.exists
    }

    assert found == OPTIONS.keys()


def device(tmp_path):
    return Path("/dev/full")


def fifo(tmp_path):
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return path


def unix_socket(tmp_path):
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
    return path


def link_to_a_fifo(tmp_path):
    path = tmp_path / "link"
    path.symlink_to(fifo(tmp_path))
    return path


def folder(tmp_path):
    path = tmp_path / "folder"
    path.mkdir()
    return path


def in_no_folder(tmp_path):
    return tmp_path / "missing" / "file"


def round_and_round(tmp_path):
    path = tmp_path / "round"
    path.symlink_to(path)
    return path


THINGS = [device, fifo, unix_socket, link_to_a_fifo, folder, in_no_folder, round_and_round]


@pytest.mark.parametrize("option", OPTIONS, ids=" ".join)
@pytest.mark.parametrize("thing", THINGS, ids=lambda each: each.__name__)
def test_nothing_but_a_file_is_written_over(option, thing, tmp_path, capsys):
    if option == ("contract", "--ledger") and thing is in_no_folder:
        pytest.skip("its folder is made")
    path = thing(tmp_path)
    before = path.lstat().st_mode if path.is_symlink() or path.exists() else None

    code = OPTIONS[option](path)

    err = capsys.readouterr().err
    assert (code in {1, 2}, err.count("\n")) == (True, 1), err
    assert str(path) in err
    assert "Traceback" not in err
    assert (path.lstat().st_mode if before is not None else None) == before


@pytest.mark.parametrize("option", [each for each in OPTIONS if each[0] == "contract"][:3])
def test_a_file_is_replaced_through_a_link_with_its_permissions(option, tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("")
    real.chmod(0o640)
    link.symlink_to(real)

    OPTIONS[option](link)

    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(tmp_path.iterdir()) == [link, real]


def test_a_stream_is_written_to(tmp_path):
    """`>(...)` of a shell is one too: a pipe that is open already."""
    code = (
        "from pathlib import Path; from fakeping.core import files; files.write(Path(%r), 'sent')"
    )
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        ran = subprocess.run(
            [sys.executable, "-c", code % name], check=True, capture_output=True, text=True
        )
        assert ran.stdout == "sent"


@pytest.mark.parametrize(
    "name", ["a\0b", "/dev/fd/99999999999999999999", "/dev/fd/987", "x" * 300, "/dev/null/x"]
)
def test_what_is_no_name_is_an_error_in_one_line(name):
    for act in (lambda path: files.write(path, ""), files.check, files.remove):
        if act is not files.check and name == "/dev/fd/987":
            continue
        try:
            act(Path(name))
        except files.Unwritable as error:
            assert str(error).count("\n") == 0  # noqa: PT017 - where it is raised at all


def test_a_private_file_is_nobody_elses_whatever_was_there(tmp_path):
    path = tmp_path / "ready.json"
    path.write_text("")
    path.chmod(0o644)

    files.write(path, "secret", private=True)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("page", sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md"]), ids=str)
def test_a_script_that_waits_for_a_ready_file_removes_an_older_one_first(page):
    """A server that was killed left it; the next one removes it, but some time after its start."""
    for block in re.findall(r"```(?:ba)?sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        for waited in re.findall(r"until \[ -\w (\S+) \]", block):
            started = re.search(
                rf"^fakeping serve.*--ready-file {re.escape(waited)}", block, re.MULTILINE
            )
            assert started
            assert f"rm -f {waited}" in block[: started.start()]
            assert f"until [ -s {waited} ]" in block
