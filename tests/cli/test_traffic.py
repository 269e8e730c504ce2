"""`fakeping serve` shows its requests: on a terminal, or where a format was asked for."""

import io
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from fakeping import FakePing
from fakeping.cli import log as logs
from fakeping.cli import output
from fakeping.cli.main import main
from fakeping.core.exchange import Headers, Request
from tests.cli.test_cli import POSIX, greeting, started, url_in
from tests.over_http import Connection

ENVIRONMENT = "0271641f-2d74-4bb0-b416-4a39b8714261"
RESOURCES = f"/v1/environments/{ENVIRONMENT}/resources"


class Shown:
    """A server whose requests are shown into a text."""

    def __init__(self, form="text", *, colour=False, **options):
        self.stream = io.StringIO()
        self.server = FakePing(**options)
        self.log = logs.Log(form=form, quiet=False, colour=colour, stream=self.stream)
        world = self.server.tenants.world
        world.echo_to(self.log.of_requests(world.unmatched.clock.timestamp))
        self.tenant = self.server.default_tenant()
        self.token = self.tenant.pingone.token()

    def ask(self, method, path, document=None, *, token=None, agent="curl"):
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        headers["User-Agent"] = agent
        body = b""
        if document is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(document).encode()
        path, _, query = path.partition("?")
        request = Request(
            method=method, path=path, query=query, headers=Headers(headers), body=body
        )
        return self.server.tenants.world.handle(request)

    def lines(self):
        """Every line, without its time."""
        self.log.end()
        return [
            re.sub(r"^\d\d:\d\d:\d\d ", "", each) for each in self.stream.getvalue().splitlines()
        ]


def test_a_line_tells_request_status_and_operation():
    shown = Shown()
    shown.ask("GET", f"{RESOURCES}?expand=scopes")

    assert shown.lines() == [
        "GET     /v1/environments/0271641f…/resources?expand=scopes  200  pingone.resource.list"
    ]


def test_a_line_tells_the_rule_that_refused():
    shown = Shown()
    shown.ask("POST", RESOURCES, {"name": "openid"})

    (line,) = shown.lines()
    assert line.endswith("  400  pingone.resource.create  [pingone.resource.name-unique]")


def test_a_line_tells_a_fault_and_a_lost_answer():
    shown = Shown()
    shown.tenant.faults.next("pingone.resource.list", status=503)
    shown.tenant.faults.drop("pingone.resource.create")
    shown.ask("GET", RESOURCES)
    shown.ask("POST", RESOURCES, {"name": "photos"})

    first, second = shown.lines()
    assert "  503  pingone.resource.list" in first
    assert "(fault: status_503)" in first
    assert ", never sent  pingone.resource.create" in second


def test_a_line_tells_members_that_nothing_read():
    shown = Shown()
    shown.ask("POST", RESOURCES, {"name": "photos", "descripton": "typo"})

    assert shown.lines()[0].endswith("(nothing read descripton)")


def test_a_hint_is_below_its_line_and_not_repeated():
    shown = Shown()
    for _ in range(3):
        shown.ask("GET", f"/v1/environments/{ENVIRONMENT}/resorces")
    lines = shown.lines()

    hint = "the nearest is GET /v1/environments/{environment_id}/resources, pingone.resource.list"
    assert [each.strip() for each in lines[1:2]] == [hint]
    assert [each for each in lines if "no operation" in each] == [lines[0], *lines[2:]]
    assert len(lines) == 4


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_client_that_needs_another_edition_is_told_so(form):
    shown = Shown(form)
    for _ in range(3):
        shown.ask("GET", RESOURCES, agent="PingOne-GOLANG-SDK/0.14")
    lines = shown.lines()

    told = "PingOne's Go SDK needs the edition current, and this is p14c"
    assert len(lines) == {"text": 4, "json": 3}[form]  # JSON tells each request whole
    assert sum(told in each for each in lines) == {"text": 1, "json": 3}[form]


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_shown(form):
    shown = Shown(form)
    secret = shown.tenant.pingone.credentials.client_secret
    shown.ask("GET", f"{RESOURCES}?access_token={shown.token}")
    shown.ask("GET", f"{RESOURCES}/{shown.token}")
    shown.ask("GET", f"/v1/{secret}/{shown.token}?password={secret}")
    text = "\n".join(shown.lines())

    assert len(text.splitlines()) >= 3
    assert shown.token not in text
    assert secret not in text


def test_control_characters_can_not_change_the_terminal():
    shown = Shown()
    shown.ask("GET", f"{RESOURCES}/\x1b[2J")

    text = "\n".join(shown.lines())
    assert "\x1b" not in text
    assert "[2J" in text


def test_requests_are_shown_without_a_journal():
    shown = Shown(journal=0)
    shown.ask("GET", RESOURCES)

    assert len(shown.lines()) == 1
    assert len(shown.tenant.journal) == 0


def test_an_object_tells_what_the_journal_does():
    shown = Shown("json")
    shown.ask("POST", RESOURCES, {"name": "photos", "descripton": "typo"})
    shown.ask("GET", f"{RESOURCES}?limit=5")
    shown.ask("GET", "/v1/environments/nobody/resources")
    exchanges = [*shown.tenant.journal, *shown.server.unmatched]

    objects = [json.loads(each) for each in shown.lines()]
    for told, exchange in zip(objects, exchanges, strict=True):
        document = exchange.document()
        names = ("number", "method", "path", "status", "operation", "rule", "fault", "cut")
        for name in (*names, "caller", "unread", "hint"):
            assert told[name] == document[name], name
        assert told["duration"] == pytest.approx(document["duration"], abs=1e-6)
        assert told["query"] == exchange.query_string
        assert "at" not in told
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["time"])
    assert [each["event"] for each in objects] == ["request"] * 3
    assert objects[0]["unread"] == ["descripton"]
    assert [each["tenant"] for each in objects] == [shown.tenant.id, shown.tenant.id, None]


def test_an_object_tells_a_clock_that_was_moved():
    shown = Shown("json")
    shown.tenant.clock.set("2031-01-01T00:00:00Z")
    shown.tenant.clock.freeze()
    shown.ask("GET", RESOURCES)

    (line,) = shown.lines()
    told = json.loads(line)
    assert told["at"] == "2031-01-01T00:00:00.000Z"
    assert not told["time"].startswith("2031")


@pytest.mark.parametrize(("status", "colour"), [(200, 32), (404, 33), (503, 31)], ids=str)
def test_a_status_has_a_colour(status, colour):
    shown = Shown(colour=True)
    if status != 200:
        shown.tenant.faults.next("pingone.resource.list", status=status)
    shown.ask("GET", RESOURCES)

    assert f"\x1b[{colour}m{status}\x1b[0m" in "\n".join(shown.lines())


class Stalled:
    """A stream that takes nothing until it is told to."""

    encoding = "utf-8"

    def __init__(self):
        self.free = output.threading.Event()
        self.text = ""

    def write(self, text):
        self.free.wait(30)
        self.text += text

    def flush(self):
        """Nothing is kept."""


def test_requests_that_can_not_be_shown_in_time_are_counted():
    stream = Stalled()
    out = output.Output(stream, "{} left out\n".format)
    out.put(lambda: "first\n")
    while out._waiting:
        time.sleep(0.01)
    for number in range(output.MOST_WAITING + 7):
        out.put(f"{number}\n".format, 1)
    out.put(lambda: "an event\n")  # is never left out
    stream.free.set()
    out.end()

    lines = stream.text.splitlines()
    assert lines[0] == "first"
    assert lines[1 : output.MOST_WAITING + 1] == [str(each) for each in range(output.MOST_WAITING)]
    assert lines[output.MOST_WAITING + 1 :] == ["an event", "7 left out"]


def test_requests_that_wait_are_limited_in_bytes():
    stream = Stalled()
    out = output.Output(stream, "{} left out\n".format)
    out.put(lambda: "first\n")
    while out._waiting:
        time.sleep(0.01)
    for _ in range(3):
        out.put(lambda: "large\n", output.MOST_BYTES // 2)
    stream.free.set()
    out.end()

    assert stream.text.splitlines() == ["first", "large", "large", "1 left out"]


def ask(process, *paths):
    with Connection(url_in(greeting(process))) as connection:
        return [connection.ask("GET", path).status for path in paths]


def ended(process):
    process.send_signal(signal.SIGTERM)
    return process.communicate(timeout=60)


@POSIX
def test_nothing_is_shown_where_nobody_watches():
    with started("serve", "--port", 0) as process:
        assert ask(process, RESOURCES) == [401]
        out, err = ended(process)

    assert "GET" not in out
    assert err == ""


@POSIX
def test_a_format_shows_requests_in_a_pipe():
    with started("serve", "--port", 0, "--log-format", "text") as process:
        ask(process, RESOURCES)
        out, _ = ended(process)

    (line,) = [each for each in out.splitlines() if "GET" in each]
    assert line.endswith("  401  pingone.resource.list  [pingone.auth.token]  (cause: no-token)")
    assert "\x1b" not in out


@POSIX
def test_json_has_an_object_on_each_line():
    with started("serve", "--port", 0, "--log-format", "json") as process:
        first = json.loads(process.stdout.readline())
        with Connection(first["url"]) as connection:
            connection.ask("GET", RESOURCES)
        out, _ = ended(process)

    (told,) = [json.loads(each) for each in out.splitlines()]
    assert (first["event"], told["event"], told["status"]) == ("listening", "request", 401)
    assert first["editions"] == {"pingone": "p14c", "pingam": "8.1"}
    assert (first["control_key"], first["warnings"]) == (None, [])


@POSIX
@pytest.mark.parametrize("form", [[], ["--log-format", "text"]], ids=["usual", "text"])
def test_a_quiet_server_says_where_it_is_and_nothing_else(form):
    with started("serve", "--port", 0, "--quiet", *form) as process:
        ask(process, RESOURCES)
        out, err = ended(process)

    assert (out, err) == ("", "")


@POSIX
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_closed_output_does_not_end_the_server(form):
    with started("serve", "--port", 0, "--log-format", form) as process:
        line = process.stdout.readline()
        url = json.loads(line)["url"] if form == "json" else url_in(line)
        process.stdout.close()
        with Connection(url) as connection:
            for _ in range(3):
                statuses = [connection.ask("GET", RESOURCES).status for _ in range(50)]
                assert statuses == [401] * 50
                time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        err = process.stderr.read()

    assert (process.returncode, err) == (0, "")


@POSIX
def test_an_output_that_nobody_reads_holds_nobody_up():
    """A pipe takes 64 KiB, which are a few hundred lines."""
    with started("serve", "--port", 0, "--log-format", "json") as process:
        url = json.loads(process.stdout.readline())["url"]
        with Connection(url) as connection:
            for _ in range(600):
                assert connection.ask("GET", f"{RESOURCES}?x={'y' * 200}").status == 401
            time.sleep(0.2)  # the pipe is full, and its writer waits
            began = time.monotonic()
            for _ in range(50):
                assert connection.ask("GET", RESOURCES).status == 401
            took = time.monotonic() - began
        process.send_signal(signal.SIGTERM)
        process.wait(30)

    assert process.returncode == 0
    assert took < 10


@contextmanager
def on_a_terminal(columns, **environment):
    """A server whose output is a terminal of so many columns: its URL, and a function to read."""
    import fcntl  # noqa: PLC0415 - POSIX alone has these
    import pty  # noqa: PLC0415
    import struct  # noqa: PLC0415
    import termios  # noqa: PLC0415

    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    unset = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"}
    own = {name: value for name, value in os.environ.items() if name not in unset}
    process = subprocess.Popen(
        [sys.executable, "-m", "fakeping", "serve", "--port", "0"],
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=subprocess.PIPE,
        env={**own, "TERM": "xterm", **environment},
    )
    os.close(its)
    text = ""

    def read(until):
        nonlocal text
        while until not in text:
            assert select.select([ours], [], [], 60)[0], f"no {until!r} came: {text}"
            text += os.read(ours, 65536).decode()
        return text.replace("\r\n", "\n")

    try:
        yield url_in(read("\r\n")), read
    finally:
        process.kill()
        process.communicate()
        os.close(ours)


@POSIX
def test_a_terminal_is_shown_requests_in_colour():
    with on_a_terminal(200) as (url, read), Connection(url) as connection:
        connection.ask("GET", RESOURCES)
        text = read("(cause: no-token)")

    assert "\x1b[33m401\x1b[0m" in text


@POSIX
@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_whoever_wants_no_colour_gets_none(environment):
    with on_a_terminal(200, **environment) as (url, read), Connection(url) as connection:
        connection.ask("GET", RESOURCES)
        text = read("[pingone.auth.token]  (cause: no-token)")

    assert "\x1b" not in text


@POSIX
def test_a_narrow_terminal_breaks_lines_between_words():
    with on_a_terminal(60, NO_COLOR="1") as (url, read), Connection(url) as connection:
        connection.ask("GET", f"/v1/environments/{ENVIRONMENT}/resorces")
        text = read("pingone.resource.list")

    lines = text.partition("GET ")[2].splitlines()
    assert lines == [
        "    /v1/environments/0271641f…/resorces  404",
        "         no operation  [pingone.error.no-route]",
        "         the nearest is GET",
        "         /v1/environments/{environment_id}/resources,",
        "         pingone.resource.list",
    ]


@POSIX
def test_an_unknown_format_is_refused(capsys):
    assert main(["serve", "--port", "0", "--log-format", "xml"]) == 2
    assert "'xml' is not one of" in capsys.readouterr().err
