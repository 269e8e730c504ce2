"""The journal, written out: what others open, run and read."""

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fakeping import FakePing
from fakeping.core import schemas
from fakeping.core.caller import Caller
from fakeping.core.exchange import Headers
from fakeping.journal.entry import Exchange
from fakeping.redaction.redact import WITHHELD, Excerpt
from tests.drive import ask

ALICE = Caller(subject="alice", client="app")
EXCHANGE = Exchange(
    number=3,
    at=datetime(2022, 6, 13, 20, 44, 2, 66000, tzinfo=UTC),
    duration=0.0015,
    operation="thing.create",
    method="POST",
    path="/things",
    query_string="expand=a+b",
    status=201,
    caller=ALICE,
    rule="thing.created",
    headers={"Host": "h", "Content-Type": "application/json"},
    request_body=b'{"a":1}',
    reply_body=b'{"id":"1"}',
    reply_headers={"Content-Type": "application/json", "Location": "http://h:1/things/1"},
    base_url="http://h:1",
)


ANYTHING_BACK = {"Accept": "*/*"}


def har_of(**changed):
    document = replace(EXCHANGE, **changed).to_har()
    schemas.validate("control/har", json.loads(json.dumps(document)))
    [entry] = document["log"]["entries"]
    return entry


def test_a_har_entry_is_the_whole_exchange():
    served_as = {"editions": {"pingone": "p14c"}, "switches": {}, "auth": "any"}
    entry = har_of(served_as=served_as)

    assert entry == {
        "startedDateTime": "2022-06-13T20:44:02.066+00:00",
        "time": 1.5,
        "request": {
            "method": "POST",
            "url": "http://h:1/things?expand=a+b",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [
                {"name": "Host", "value": "h"},
                {"name": "Content-Type", "value": "application/json"},
            ],
            "queryString": [{"name": "expand", "value": "a b"}],
            "headersSize": -1,
            "bodySize": 7,
            "postData": {"mimeType": "application/json", "params": [], "text": '{"a":1}'},
        },
        "response": {
            "status": 201,
            "statusText": "Created",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [
                {"name": "Content-Type", "value": "application/json"},
                {"name": "Location", "value": "http://h:1/things/1"},
            ],
            "content": {"size": 10, "mimeType": "application/json", "text": '{"id":"1"}'},
            "redirectURL": "http://h:1/things/1",
            "headersSize": -1,
            "bodySize": 10,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 1.5, "receive": 0},
        "comment": "#3 POST /things?expand=a+b -> 201  thing.create",
        "_operation": "thing.create",
        "_caller": {"subject": "alice", "client": "app", "scopes": []},
        "_rule": "thing.created",
        "_cause": None,
        "_fault": None,
        "_changes": [],
        "_served_as": served_as,
    }


@pytest.mark.parametrize("cut", ["drop", "reset"])
def test_an_answer_that_never_went_out_has_the_status_0(cut):
    response = har_of(cut=cut)["response"]

    assert (response["status"], response["statusText"], response["headers"]) == (0, "", [])
    assert response["content"] == {"size": 0, "mimeType": "x-unknown", "text": ""}


def test_an_answer_that_was_cut_short_has_its_status():
    assert har_of(cut="truncate")["response"]["status"] == 201


def test_a_body_that_was_not_recorded_says_so_in_a_har():
    entry = har_of(request_body=WITHHELD, reply_body=WITHHELD, caller=None)

    assert "postData" not in entry["request"]
    assert (entry["request"]["bodySize"], entry["response"]["bodySize"]) == (-1, -1)
    assert entry["response"]["content"]["comment"] == "not recorded, for it may hold secrets"


def test_a_body_that_is_no_text_is_base64_in_a_har():
    content = har_of(reply_body=b"\xff")["response"]["content"]

    assert content == {
        "size": 1,
        "mimeType": "application/json",
        "text": "/w==",
        "encoding": "base64",
    }


def test_a_form_has_its_fields_in_a_har():
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}

    posted = har_of(headers=form, request_body=b"a=1&b=")["request"]["postData"]

    assert posted["params"] == [{"name": "a", "value": "1"}, {"name": "b", "value": ""}]


def test_an_unknown_status_has_no_reason_phrase():
    assert har_of(status=599)["response"]["statusText"] == ""


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        pytest.param(
            {},
            "curl 'http://h:1/things?expand=a+b' --header 'Content-Type: application/json'"
            """ --data-raw '{"a":1}'""",
            id="a POST",
        ),
        pytest.param(
            {
                "method": "GET",
                "query_string": "",
                "request_body": b"",
                "headers": {"Accept": "*/*"},
            },
            "curl http://h:1/things",
            id="a GET",
        ),
        pytest.param(
            {"method": "HEAD", "query_string": "", "request_body": b"", "headers": {}},
            "curl --head http://h:1/things",
            id="a HEAD",
        ),
        pytest.param(
            {"method": "DELETE", "path": "//a/../[b]", "request_body": b"", "query_string": ""},
            "curl --request DELETE --path-as-is --globoff 'http://h:1//a/../[b]'"
            " --header 'Content-Type: application/json'",
            id="an odd path",
        ),
        pytest.param(
            {
                "query_string": "",
                "request_body": WITHHELD,
                "headers": {"Authorization": "Bearer sha256:0123abcd"},
            },
            'curl --request POST http://h:1/things --header "Authorization: Bearer $TOKEN"'
            "  # $TOKEN is sha256:0123abcd, alice via app;"
            " its body was not recorded, for it may hold secrets",
            id="a token and a secret body",
        ),
        pytest.param(
            {"query_string": "", "headers": {"Authorization": "sha256:0123abcd"}, "caller": None},
            """curl http://h:1/things --header "Authorization: $TOKEN" --header 'Content-Type:'"""
            """ --data-raw '{"a":1}'  # $TOKEN is sha256:0123abcd""",
            id="a token of no scheme",
        ),
        pytest.param(
            {"query_string": "", "headers": {"Content-Type": "x"}, "request_body": Excerpt(b"a")},
            "curl http://h:1/things --header 'Content-Type: x' --data-raw a"
            "  # its body was longer than what was recorded",
            id="a long body",
        ),
        pytest.param(
            {"query_string": "", "headers": {"Content-Type": "x"}, "request_body": b"a\0"},
            "printf 'a\\000' | curl http://h:1/things --header 'Content-Type: x' --data-binary @-",
            id="a NUL",
        ),
        pytest.param(
            {"query_string": "", "headers": {"Content-Type": "x"}, "request_body": b"'\n\\\xff"},
            "curl http://h:1/things --header 'Content-Type: x'"
            " --data-raw \"$(printf '\\047\\012\\134\\377')\"",
            id="what no word holds",
        ),
    ],
)
def test_a_request_is_one_line_for_a_shell(changed, line):
    assert replace(EXCHANGE, **changed).to_curl() == line


def test_each_token_is_a_variable_of_its_own(tenant, server):
    url = tenant.pingam.resource_set_url
    for token in ("a", "b", "a"):
        ask(server, "GET", url, token=token)

    lines = tenant.journal.to_curl().splitlines()

    assert [re.findall(r"Bearer (\$\w+)", each) for each in lines] == [
        ["$TOKEN"],
        ["$TOKEN_2"],
        ["$TOKEN"],
    ]


def test_the_curl_export_repeats_the_request():
    with FakePing() as server, server.tenant(auth="off") as tenant:
        url = tenant.pingam.resource_set_url
        odd = {"resource_scopes": ['it\'s "$HOME" `x` \\ é\n'], "name": "a'b"}
        ask(server, "POST", url, odd, headers={"Content-Type": "application/json"})
        line = tenant.journal[0].to_curl()

        subprocess.run(["bash", "-c", f"{line} --silent"], check=True, capture_output=True)

    first, second = tenant.journal
    assert second.json == first.json == odd


def test_a_line_of_json_is_the_exchange(tenant, server):
    ask(server, "GET", tenant.pingam.resource_set_url, token=tenant.pingam.pat())
    ask(server, "GET", tenant.pingam.resource_set_url)

    lines = [json.loads(each) for each in tenant.journal.to_jsonl().splitlines()]

    assert [each["number"] for each in lines] == [1, 2]
    for each in lines:
        schemas.validate("control/exchange", each)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        pytest.param(b"", {}, id="none"),
        pytest.param(b"[1]", {"json": [1]}, id="json"),
        pytest.param(b"a=b", {"text": "a=b"}, id="text"),
        pytest.param(b"\xff", {"base64": "/w=="}, id="neither"),
        pytest.param(WITHHELD, {"withheld": True}, id="not recorded"),
        pytest.param(Excerpt(b'{"a":'), {"text": '{"a":', "excerpt": True}, id="cut"),
    ],
)
def test_a_body_in_a_document_is_what_it_is(body, shown):
    document = replace(EXCHANGE, request_body=body).document()

    schemas.validate("control/exchange", document)
    assert document["request"] == {"headers": EXCHANGE.headers, **shown}


@pytest.mark.parametrize("kind", [str, Path])
def test_a_har_can_be_written_to_a_file(tenant, server, tmp_path, kind):
    ask(server, "GET", tenant.pingam.resource_set_url, headers={"User-Agent": "Café"})

    document = tenant.journal.to_har(kind(tmp_path / "a.har"))

    assert document == tenant.journal.to_har()
    assert json.loads((tmp_path / "a.har").read_text("utf-8")) == document


def test_some_exchanges_can_be_chosen(tenant, server):
    for token in ("a", "b"):
        ask(server, "GET", tenant.pingam.resource_set_url, token=token, headers=Headers({}))
    [chosen] = tenant.journal[1:]

    assert tenant.journal.to_har([chosen])["log"]["entries"][0]["comment"] == str(chosen)
    assert len(tenant.journal.to_jsonl([chosen]).splitlines()) == 1
    assert len(tenant.journal.to_curl([chosen]).splitlines()) == 1
