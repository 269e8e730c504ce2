"""Names that mean something in another language, in every export, read by its own interpreter."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from fakeping import FakePing
from fakeping.contract.outcome import Finding
from fakeping.core.plain import json_line, shown
from fakeping.families import FAMILIES
from fakeping.server import report
from tests.over_http import Connection

NAMES = [
    "bob\ntouch PWNED #",
    "O'Brien",
    "a\"b'c",
    "`touch PWNED`",
    "$(touch PWNED)",
    "'; touch PWNED; '",
    "\\'; touch PWNED; \\'\x01",
    "\x01'; touch PWNED; '",
    "-n\x07",
    "%s%n\t",
    "ends in a line\n",
    "a\0b",
    "#{{x}}{0}${HOME}",
    "one\u2028two\x85three",
    "\ud800",
    "\u202egnp.exe",
    "x" * 200,
    "\x1b]0;owned\x07\x1b[31m",
    "\r\nX-Injected: y",
    "\\N{DASH}\\n\\",
    "</script><script>alert(1)</script>",
    "]]>&amp;<!--",
    "é \u65e5\u672c \U0001f600 \xa0",
    '"""' + "'''",
]

SHELLS = [each for each in ("sh", "bash", "dash", "zsh") if shutil.which(each)]


@pytest.fixture
def server():
    with FakePing() as server:
        yield server


@pytest.fixture
def tenant(server):
    """A tenant of which every name was asked, as a body, in a path, in a header, by its owner."""
    tenant = server.tenant(auth="any")
    url = tenant.pingam.resource_set_url
    with Connection(server.url) as connection:
        for name in NAMES:
            header = re.sub(r"[\0\r\n]", "", name).encode("utf-8", "ignore").decode("latin-1")
            sent = json.dumps({"name": name, "resource_scopes": [name]})
            owner = name.encode("utf-8", "ignore").decode()
            pat = tenant.pingam.pat(owner=owner) if owner else tenant.pingam.pat()
            headers = {"Content-Type": "application/json", "If-None-Match": f'"{header}"'}
            connection.ask("POST", url, raw=sent, token=pat, headers=headers)
            path = quote(name.encode("utf-8", "surrogatepass"), safe="")
            connection.ask("GET", f"{url}/{path}?q={path}", token=pat)
            raw = name.encode("utf-8", "surrogatepass") + b"\n"
            connection.ask("PUT", f"{url}/x", raw=raw, headers={"Content-Type": "application/json"})
    return tenant


def is_one_line_each(text, count):
    lines = text.splitlines()
    assert len(lines) == count
    assert all(each.isprintable() for each in lines)
    return lines


def asked(exchange):
    sent = {name: value for name, value in exchange.headers.items() if name != "Authorization"}
    kept = ("Content-Type", "If-None-Match")
    body = exchange.request_body
    return exchange.method, exchange.target, bytes(body), {k: sent.get(k) for k in kept}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_asks_the_same_and_runs_nothing_else(tenant, tmp_path, shell):
    before = list(tenant.journal)
    lines = is_one_line_each(tenant.journal.to_curl(), len(before))
    script = "".join(f"{each}\n" for each in lines)

    assert subprocess.run([shell, "-n", "-c", script], check=False).returncode == 0
    ran = subprocess.run(
        [shell, "-c", f'TOKEN=x; curl() {{ command curl -sS -o /dev/null -A a "$@"; }}\n{script}'],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    again = list(tenant.journal)[len(before) :]
    assert (ran.stderr, list(tmp_path.iterdir())) == ("", [])
    assert [asked(each) for each in again] == [asked(each) for each in before]


def test_a_test_asks_the_same(tenant, pytester):
    text = tenant.journal.to_pytest()

    compile(text, "recorded", "exec")
    assert all(each.isprintable() or not each for each in text.split("\n"))
    pytester.makepyfile(test_recorded=text)
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_json_lines_and_a_har_are_what_was_asked(tenant):
    exchanges = list(tenant.journal)
    lines = is_one_line_each(tenant.journal.to_jsonl(), len(exchanges))

    assert [json.loads(each) for each in lines] == [each.document() for each in exchanges]
    har = json.loads(json.dumps(tenant.journal.to_har()))
    assert len(har["log"]["entries"]) == len(exchanges)


def test_what_people_read_is_printable(tenant):
    for each in tenant.journal:
        is_one_line_each(str(each), 1)
        for change in each.changes:
            is_one_line_each(str(change), 1)
    for text in (report.journal([tenant], ()), report.curl([tenant], ())):
        assert all(each.isprintable() for each in text.split("\n"))


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_is_text_in_a_report_in_json_and_on_a_terminal(name):
    rule = FAMILIES[0].rules[0]
    finding = Finding(rule=rule, family="f", edition="e", outcome="differs", detail=name)
    assert all(each.isprintable() for each in finding.text().split("\n"))
    assert json.loads(json_line([name])) == [name]
    assert json_line([name]).isprintable()
    assert shown(name).isprintable()


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(name for name, _ in attrs)))


def elements(page):
    parser = Elements()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("name", ["</title><script>x</script>", '"><img onerror=x>', "'><b a='"])
def test_a_page_to_sign_on_holds_no_element_of_a_name(server, name):
    pages = []
    for said in ("plain", name):
        with server.tenant() as tenant, Connection(server.url) as connection:
            given = tenant.pingone.given
            application = given.application(name=said, redirect_uris=["https://c.example/b"])
            given.user(username=said)
            query = (
                f"response_type=code&client_id={application.client_id}&scope=openid"
                f"&redirect_uri=https://c.example/b&state={quote(said)}"
            )
            reply = connection.ask("GET", f"{tenant.pingone.auth_url}/authorize?{query}")
            if reply.status == 302:
                reply = connection.ask("GET", reply.headers["Location"])
            pages.append(elements(reply.body.decode()))

    assert pages[0] == pages[1]
    assert pages[0]
