"""The journals over HTTP: read, awaited, asserted, written out, cleared."""

import json

import pytest

from fakeping.control import journal_query
from fakeping.core import schemas
from fakeping.journal.recorder import Recorder
from tests.control.test_control import ROOT, TENANTS, is_problem
from tests.drive import ask


@pytest.fixture
def url(tenant):
    return f"{TENANTS}/{tenant.id}/journal"


@pytest.fixture
def call(server, tenant):
    """Registers a resource set, or lists them."""
    pat = tenant.pingam.pat()

    def called(body=None, *, token=pat):
        resource_sets = tenant.pingam.resource_set_url
        if body is None:
            return ask(server, "GET", resource_sets, token=token)
        return ask(server, "POST", resource_sets, body, token=token)

    return called


PHOTO = {"name": "Photo", "resource_scopes": ["view", "print"]}


def numbers(reply):
    assert reply.status == 200, reply.json
    return [each["number"] for each in reply.json["exchanges"]]


def test_an_exchange_is_read_as_it_was(server, tenant, url, call):
    call(PHOTO)

    reply = ask(server, "GET", url)

    [exchange] = reply.json["exchanges"]
    recorded = tenant.journal[-1]
    assert exchange == json.loads(json.dumps(recorded.document()))
    assert (exchange["operation"], exchange["status"], exchange["request"]["json"]) == (
        "pingam.resource_set.register",
        201,
        PHOTO,
    )
    assert exchange["caller"] == {
        "subject": "alice",
        "client": recorded.caller.client,
        "scopes": ["uma_protection"],
    }
    assert [each["kind"] for each in exchange["changes"]] == ["resource_set"]
    assert (reply.json["position"], reply.json["evicted"]) == (1, 0)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("", [1, 2, 3, 4], id="all"),
        pytest.param("operation=pingam.resource_set.register", [1, 2], id="operation"),
        pytest.param("operation=pingam.*.list", [3, 4], id="a pattern"),
        pytest.param("status=201", [1], id="status"),
        pytest.param("status=4xx", [2, 4], id="a hundred statuses"),
        pytest.param("caller=alice", [1, 2, 3], id="caller"),
        pytest.param("rule=pingam.auth.token", [4], id="rule"),
        pytest.param("fault=none", [], id="fault"),
        pytest.param("since=2", [3, 4], id="since"),
        pytest.param("limit=1", [4], id="the newest"),
        pytest.param("since=1&limit=2", [2, 3], id="the next"),
        pytest.param("status=2xx&operation=pingam.resource_set.list", [3], id="both"),
    ],
)
def test_filters_are_parameters(server, url, call, query, found):
    call(PHOTO)
    call({})
    call()
    call(token="nobody's")

    assert numbers(ask(server, "GET", f"{url}?{query}")) == found


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        pytest.param(
            "operation=pingam.resource_set.lst", "did you mean pingam.resource_set", id="a"
        ),
        pytest.param("status=20", "the status '20' is neither", id="status"),
        pytest.param("since=-1", "since is at least 0", id="since"),
        pytest.param("limit=0", "limit is at least 1", id="limit"),
        pytest.param("limit=x", "limit takes a number", id="no number"),
        pytest.param("wait=nan", "wait is at least 0", id="not a number"),
        pytest.param(
            "colour=red",
            "there is no parameter 'colour': there are operation, op, status, ",
            id="parameter",
        ),
    ],
)
def test_invalid_options_are_refused(server, url, query, detail):
    assert is_problem(ask(server, "GET", f"{url}?{query}"), 400, detail)


def test_a_recorded_match_is_returned_without_waiting(server, url, call):
    call()

    assert ask(server, "GET", f"{url}?wait=60").hold is None


def test_a_long_poll_waits_for_a_match(server, url, call):
    reply = ask(server, "GET", f"{url}?wait=60&status=201")
    heard = []
    unlisten = reply.hold.listen(lambda: heard.append(reply.hold.remaining()))

    call()
    call(PHOTO)
    unlisten()
    call()

    before, after = heard
    assert 0 < before <= 60
    assert after == 0
    assert numbers(reply.hold.reply()) == [2]


def test_what_never_comes_is_an_empty_list(server, url):
    reply = ask(server, "GET", f"{url}?wait=0.001")

    while reply.hold.remaining() > 0:
        pass
    assert numbers(reply.hold.reply()) == []


def test_a_journal_is_cleared(server, url, tenant, call):
    call()

    reply = ask(server, "DELETE", url)

    assert (reply.status, reply.body, len(tenant.journal)) == (204, b"", 0)


@pytest.mark.parametrize("path", ["/unmatched", "/strays"])
def test_unmatched_requests_are_listed_with_a_hint_and_cleared(server, path):
    ask(server, "GET", "http://fakeping.invalid/v1/environment/x/resources")
    assert list(server.strays) == list(server.unmatched)

    [exchange] = ask(server, "GET", f"{ROOT}{path}").json["exchanges"]
    cleared = ask(server, "DELETE", f"{ROOT}{path}")

    assert exchange["hint"] == (
        "the nearest is GET /v1/environments/{environment_id}/resources, pingone.resource.list"
    )
    assert (cleared.status, len(server.unmatched)) == (204, 0)


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param({}, id="called"),
        pytest.param({"count": 1}, id="count"),
        pytest.param({"at_least": 1, "at_most": 1}, id="bounds"),
        pytest.param({"json": {"name": "Photo"}}, id="json in part"),
        pytest.param({"json": {"name": {"$matches": "^Ph"}}}, id="a pattern"),
        pytest.param({"json": {"resource_scopes": {"$any_order": ["print", "view"]}}}, id="a set"),
        pytest.param({"json": {"resource_scopes": [{"$any": True}, "print"]}}, id="elements"),
        pytest.param({"reply": {"_id": {"$any": True}}, "status": 201}, id="reply"),
        pytest.param({"status": "2xx", "caller": "alice"}, id="statuses and caller"),
        pytest.param({"headers": {"Content-Type": "application/json"}}, id="headers"),
    ],
)
def test_an_assertion_that_holds_answers_with_what_matched(server, url, call, wanted):
    call(PHOTO)

    reply = ask(
        server, "POST", f"{url}/assert", {"operation": "pingam.resource_set.register"} | wanted
    )

    assert numbers(reply) == [1]


def test_an_assertion_that_does_not_hold_says_what_came_nearest(server, tenant, url, call):
    call(PHOTO)
    wanted = {"operation": "pingam.resource_set.register", "json": {"name": "Foto"}}

    reply = ask(server, "POST", f"{url}/assert", wanted)

    with pytest.raises(AssertionError) as failure:
        tenant.journal.assert_called(wanted["operation"], json=wanted["json"])
    assert is_problem(reply, 409)
    assert reply.json["detail"] == str(failure.value)


@pytest.mark.parametrize(
    ("wanted", "detail"),
    [
        pytest.param({}, "operation", id="no operation"),
        pytest.param({"operation": "pingam.no"}, "there is no operation", id="operation"),
        pytest.param({"operation": "*", "count": 1, "at_least": 1}, "say how often", id="count"),
        pytest.param({"operation": "*", "status": "20"}, "the status '20'", id="status"),
        pytest.param({"operation": "*", "colour": 1}, "colour", id="member"),
        pytest.param(
            {"operation": "*", "json": {"a": {"$matches": "("}}}, "regular expression", id="pattern"
        ),
        pytest.param(
            {"operation": "*", "json": {"a": {"$any_order": [{}]}}}, "$any_order takes", id="order"
        ),
    ],
)
def test_an_assertion_that_makes_no_sense_is_refused(server, url, wanted, detail):
    assert is_problem(ask(server, "POST", f"{url}/assert", wanted), 400, detail)


def test_an_assertion_may_wait_until_it_holds(server, url, call):
    wanted = {"operation": "pingam.resource_set.register", "count": 1, "wait": 60}
    reply = ask(server, "POST", f"{url}/assert", wanted)
    assert (reply.status, reply.hold.remaining() > 0) == (409, True)

    call(PHOTO)

    assert reply.hold.remaining() == 0
    assert numbers(reply.hold.reply()) == [1]


def test_a_journal_is_written_out(server, tenant, url, call):
    call(PHOTO)
    call()

    har = ask(server, "GET", f"{url}.har")
    curl = ask(server, "GET", f"{url}.curl?limit=1")
    lines = ask(server, "GET", f"{url}.jsonl?since=1")

    assert har.json == json.loads(json.dumps(tenant.journal.to_har()))
    schemas.validate("control/har", har.json)
    assert curl.body.decode() == tenant.journal[-1].to_curl()
    assert curl.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert [json.loads(each)["number"] for each in lines.body.splitlines()] == [2]


@pytest.mark.parametrize("what", ["", ".har", ".curl", ".jsonl"])
def test_a_tenant_that_is_not_there_has_no_journal(server, what):
    assert is_problem(ask(server, "GET", f"{TENANTS}/none/journal{what}"), 404)


@pytest.fixture
def page(monkeypatch):
    """A page of three."""
    monkeypatch.setattr(journal_query, "PAGE", 3)
    # Which looks at each exchange itself.
    monkeypatch.setattr("tests.checked._told", lambda *_: ())


def listed(server, url):
    said = ask(server, "GET", url).json
    return [each["number"] for each in said["exchanges"]], said["more"], said["position"]


def test_a_listing_is_the_newest_page_and_says_how_many_there_are_besides(server, url, call, page):
    for _ in range(8):
        call()

    assert listed(server, url) == ([6, 7, 8], 5, 8)
    assert listed(server, f"{url}?limit=7") == ([2, 3, 4, 5, 6, 7, 8], 1, 8)
    assert listed(server, f"{url}?limit=9&status=2xx") == ([1, 2, 3, 4, 5, 6, 7, 8], 0, 8)
    assert listed(server, f"{url}?status=404") == ([], 0, 8)
    assert ask(server, "GET", f"{url}.jsonl").body.count(b"\n") == 8


@pytest.mark.parametrize("limit", ["", "&limit=2"])
def test_paging_by_position_returns_each_match_once(server, url, call, page, limit):
    for _ in range(5):
        call()
        call(token="nobody's")
    seen, since, more = [], 1, 1

    while more:
        numbers, more, since = listed(server, f"{url}?status=200&since={since}{limit}")
        seen += numbers

    assert seen == [3, 5, 7, 9]
    assert since == 10


def test_a_listing_makes_what_it_shows_alone(server, tenant, url, call, page, monkeypatch):
    made = []
    show = Recorder.shown
    for _ in range(8):
        call()
        ask(server, "GET", f"{server.tenants.base_url}/nothing")
    monkeypatch.setattr(
        Recorder, "shown", lambda self, *which: made.append(which[1]) or show(self, *which)
    )

    ask(server, "GET", f"{url}?status=200")
    ask(server, "GET", f"{ROOT}/unmatched")

    assert made == [6, 7, 8, 6, 7, 8]
