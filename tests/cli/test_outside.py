"""What the command line is given by others: whatever is in a file, a URL or an answer.

Each is refused on one line, with another exit code than 0, and never with a traceback; nothing
waits for what will never come.
"""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from fakeping.cli import main
from fakeping.core.authority import base_url

NOBODY = "http://127.0.0.1:9"

#: How each option that takes a file is said, whatever the file is.
FILES = {
    "serve --seed": ["serve", "--port", "0", "--seed", "{}"],
    "serve --tls-cert": ["serve", "--port", "0", "--tls-cert", "{}"],
    "serve --tls-key": ["serve", "--port", "0", "--tls-cert", __file__, "--tls-key", "{}"],
    "replay FILE": ["replay", "{}"],
    "replay --seed": ["replay", "--seed", "{}", __file__],
    "replay --cafile": ["replay", "--cafile", "{}", "--target", "https://127.0.0.1:9", __file__],
    "healthcheck --cafile": ["healthcheck", "--cafile", "{}", "https://127.0.0.1:9"],
    "contract --known": ["contract", "--target", NOBODY, "--known", "{}"],
    "contract --ledger": ["contract", "--target", NOBODY, "--ledger", "{}"],
}

DEEP = "[" * 100_000 + "]" * 100_000
#: What a file may hold that none of them can use, by its name's ending.
CONTENTS = {
    "nothing.json": b"",
    "deep.json": DEEP.encode(),
    "deep objects.json": b'{"a":' * 50_000,
    "twice.json": b'{"pingone": {}, "pingone": {}}',
    "nan.json": b'{"clock": {"advance": NaN}}',
    "infinite.json": b'{"clock": {"advance": 1e999}}',
    "digits.json": b'{"clock": {"advance": ' + b"1" * 5_000 + b"}}",
    "bytes.json": b"\xff\xfe\x00",
    "utf-16.json": '{"pingone": {}}'.encode("utf-16"),
    "surrogate.json": b'{"pingone": {"name": "\\ud800"}}',
    "a number.json": b"5",
    "har.har": b'{"log": 5}',
    "har of numbers.har": b'{"log": {"entries": [5]}}',
    "har without url.har": b'{"log": {"entries": [{"request": {}, "response": {}}]}}',
    "har of a time.har": json.dumps(
        {"log": {"entries": [{"request": {"method": "GET", "url": "http://[::1", "headers": []},
         "response": {"status": 200, "headers": [], "content": {}},
         "startedDateTime": "2026-01-01T00:00:00Z", "time": 10**400}]}}
    ).encode(),
    "lines.jsonl": b'{"number": 1}\n{"number": "x"}\n',
    "deep.toml": b"a = " + b"[" * 10_000,
    "half.toml": b"[[divergence]\n",
    "alias.yaml": b"a: &x [1]\nb: [*x, *x]",
    "merge.yaml": b"pingone:\n  <<: {name: x}",
    "deep.yaml": b"[" * 100_000,
    "tag.yaml": b"pingone: !!python/object/apply:os.system [ls]",
}  # fmt: skip


@pytest.fixture
def refused(tmp_path, monkeypatch, capsys):
    """Runs the command line, which says one line of why it can't, and returns that."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def refused(arguments):
        code = main.main(arguments)
        said = capsys.readouterr().err
        assert code in {1, 2}, said
        assert len(said.splitlines()) == 1, said
        assert said.startswith("fakeping: ")
        return said

    return refused


@pytest.mark.parametrize("option", FILES)
@pytest.mark.parametrize("kind", ["a folder", "a pipe", "/dev/zero", "nothing there"])
def test_anything_but_a_regular_file_is_refused(refused, tmp_path, option, kind):
    path = tmp_path / "it"
    if kind == "a folder":
        path.mkdir()
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "/dev/zero":
        path = kind

    refused([str(path) if each == "{}" else each for each in FILES[option]])


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize(
    "option", ["serve --seed", "replay FILE", "contract --known", "contract --ledger"]
)
def test_invalid_files_are_refused(refused, tmp_path, option, name):
    path = tmp_path / name
    path.write_bytes(CONTENTS[name])

    refused([str(path) if each == "{}" else each for each in FILES[option]])


URLS = [
    "http://[::1", "nonsense", "http://", "ftp://127.0.0.1", "http://a b", "http://a:99999",
    "http://a:x", "javascript:alert(1)", "http://u:p@127.0.0.1", "http://127.0.0.1?q", "http://\x01",
    "http://127.0.0.1/\n", "//127.0.0.1", "http://ex\u00e4mple", "",
]  # fmt: skip


@pytest.mark.parametrize("url", URLS, ids=repr)
def test_an_invalid_server_url_is_refused(url):
    with pytest.raises(ValueError, match="is not a server's URL"):
        base_url(url)


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve", "--port", "0", "--public-url", "http://[::1"],
        ["serve", "--port", "0", "--public-url", "nonsense"],
        ["healthcheck", "http://[::1"],
        ["contract", "--target", "http://[::1"],
        ["contract", "--target", NOBODY, "--against", "http://[::1"],
        ["replay", "--target", "http://[::1", __file__],
    ],
    ids=" ".join,
)
def test_every_option_that_takes_a_url_looks_at_it(refused, arguments):
    refused(arguments)


@pytest.mark.parametrize(
    "path",
    ["/v1", "/v1/x", "/__fakeping", "/__fakeping/am", "/a?b", "/a#b", "/a b", "/..", "/a/../b",
     "/%2e", "/{x}", "/\u00e4", "/a//b"],
)  # fmt: skip
def test_where_pingam_can_not_be_deployed(refused, path):
    refused(["serve", "--port", "0", "--am-context-path", path])


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")  # noqa: PTH110
@pytest.mark.parametrize(
    "arguments",
    [
        ["openapi", "pingone"],
        ["explain"],
        ["--help"],
        ["--version"],
        ["demo"],
        ["demo", "--samples"],
    ],
    ids=" ".join,
)
def test_a_full_output_device_is_reported(arguments):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ran = subprocess.run(
            [sys.executable, "-m", "fakeping", *arguments],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )

    assert (ran.returncode, ran.stderr) == (1, b"fakeping: No space left on device\n")


class _Odd(BaseHTTPRequestHandler):
    """Answers whatever it is asked with something that no client expects."""

    body = b""

    def _answer(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer  # noqa: N815

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def odd():
    """A server that is none of ours; `odd.body` is what it answers."""

    class Handler(_Odd):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    Handler.url = f"http://127.0.0.1:{server.server_port}"
    yield Handler
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(DEEP.encode(), id="deep"),
        pytest.param(b'{"status": ' + b"[" * 5_000, id="deep and cut"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"5", id="a number"),
        pytest.param(b'{"status": "ok"}', id="half a fakeping"),
        pytest.param(b"\xff", id="no text"),
        pytest.param(b"1" * 5_000, id="digits"),
    ],
)
@pytest.mark.parametrize("command", ["healthcheck", "replay", "contract"])
def test_other_servers_are_not_taken_for_a_fakeping(refused, tmp_path, odd, command, body):
    odd.body = body
    recording = tmp_path / "empty.jsonl"
    recording.write_text("")
    arguments = {
        "healthcheck": ["healthcheck", odd.url],
        "replay": ["replay", "--target", odd.url, str(recording)],
        "contract": ["contract", "--target", odd.url],
    }

    refused(arguments[command])
