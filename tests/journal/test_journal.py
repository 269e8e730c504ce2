import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import RLock

import pytest

from fakeping import FakePing
from fakeping.core.caller import Caller
from fakeping.core.change import Change
from fakeping.core.editions import KnownOperations
from fakeping.core.exchange import Headers, Reply, Request
from fakeping.core.operation import Operation
from fakeping.journal.assertion import Evicted, Unmet
from fakeping.journal.entry import Exchange
from fakeping.journal.expectation import called
from fakeping.journal.journal import Journal
from fakeping.journal.limits import JournalLimits

READ: Operation[object] = Operation(
    name="read",
    method="GET",
    path="/things/{id}",
    handler=lambda _: Reply(200),
    replies={},
    summary="Read",
    body_schema="thing",
    query=("expand",),
)
WRITE: Operation[object] = Operation(
    name="write",
    method="POST",
    path="/things",
    handler=lambda _: Reply(200),
    replies={},
    summary="Write",
    body_schema="thing",
)
ALICE = Caller(subject="alice", client="app", scopes=frozenset({"a"}))
TOKEN = "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl"


def journal(**bounds):
    limits = JournalLimits(**bounds) if bounds else None
    return Journal(
        lock=RLock(),
        operations=KnownOperations(names=frozenset({"read", "write", "delete"}), elsewhere={}),
        limits=limits,
    )


def record(
    journal, operation=READ, *, reply=None, caller=None, changes=(), unknown_address=None, **request
):
    request = {"method": "GET", "path": "/things/1"} | request
    journal.record(
        at=1655153042.0,
        duration=0.001,
        operation=operation,
        path=request["path"],
        request=Request(**request),
        reply=reply or Reply(200, b"{}"),
        caller=caller,
        changes=changes,
        unknown_address=unknown_address,
    )


def test_an_exchange_has_the_request_and_the_reply():
    kept = journal()

    record(
        kept,
        query="expand=scopes",
        headers=Headers({"Accept": "application/json"}),
        body=b'{"a":1}',
        reply=Reply(404, b'{"code":"NOT_FOUND"}', {}, "x.not-found"),
        caller=ALICE,
    )

    [exchange] = kept
    assert exchange == Exchange(
        number=1,
        at=datetime(2022, 6, 13, 20, 44, 2, tzinfo=UTC),
        duration=0.001,
        operation="read",
        method="GET",
        path="/things/1",
        query_string="expand=scopes",
        status=404,
        caller=ALICE,
        rule="x.not-found",
        headers={"Accept": "application/json"},
        request_body=b'{"a":1}',
        reply_body=b'{"code":"NOT_FOUND"}',
        base_url="http://fakeping.invalid",
    )
    assert (exchange.json, exchange.reply_json) == ({"a": 1}, {"code": "NOT_FOUND"})
    assert exchange.query == {"expand": "scopes"}
    assert str(exchange) == "#1 GET /things/1?expand=scopes -> 404  read  [x.not-found]"


def test_a_body_that_is_not_json_is_none():
    kept = journal()

    record(kept, body=b"\xff")

    assert kept[-1].json is None


def test_what_met_no_operation_says_so():
    kept = journal()

    record(kept, None, path="/nowhere")

    assert str(kept[0]) == "#1 GET /nowhere -> 200  no operation"


def test_it_is_a_sequence_from_the_oldest_to_the_newest():
    kept = journal()

    for path in ("/a", "/b", "/c"):
        record(kept, path=path)

    assert ([each.path for each in kept], kept[0].path, kept[-1].path, len(kept)) == (
        ["/a", "/b", "/c"],
        "/a",
        "/c",
        3,
    )


def test_a_long_body_is_cut():
    kept = journal()

    long = b'{"name":"%b"}' % (b"x" * 64 * 1024)

    record(kept, body=long, reply=Reply(200, b"y" * (64 * 1024 + 1)))

    assert kept[0].request_body == long[: 64 * 1024]
    assert kept[0].reply_body == b"y" * 64 * 1024


def test_the_oldest_make_room_for_the_newest():
    kept = journal(entries=2)

    for path in ("/a", "/b", "/c"):
        record(kept, path=path)

    assert [str(each) for each in kept] == [
        "#2 GET /b -> 200  read",
        "#3 GET /c -> 200  read",
    ]


@dataclass(frozen=True)
class _Entity:
    name: str


_LONG = "z" * 1000
_LONG_CALLER = Caller(subject=_LONG, client="app")


@pytest.mark.parametrize(
    ("part", "most"),
    [
        pytest.param({"path": f"/{_LONG}"}, 5, id="a path"),
        pytest.param({"path": f"/{_LONG}\U0001f600"}, 1, id="a path of wide characters"),
        pytest.param({"query": f"expand={_LONG}"}, 5, id="a query"),
        pytest.param({"body": b'{"name":"%b"}' % _LONG.encode()}, 5, id="a request's body"),
        pytest.param({"reply": Reply(200, _LONG.encode())}, 5, id="an answer's body"),
        pytest.param({"reply": Reply(200, b"", {"Location": _LONG})}, 5, id="an answer's header"),
        pytest.param({"base_url": _LONG}, 5, id="a host"),
        pytest.param({"caller": _LONG_CALLER}, 5, id="a caller"),
        pytest.param({"changes": [Change("x", "1", None, _Entity(_LONG))]}, 5, id="a change"),
        pytest.param({"changes": [Change("x", "1", {"a": [_LONG]}, None)]}, 4, id="a value"),
        pytest.param({"unknown_address": ("family", _LONG)}, 4, id="an address of nobody"),
    ],
)
def test_all_that_an_exchange_keeps_counts(part, most):
    kept = journal(total=5500)

    for _ in range(20):
        each = {name: copied(value) for name, value in part.items()}
        record(kept, **{"reply": Reply(204)} | each)

    assert len(kept) == most


def copied(value):
    """Another object of the same value: what is shared counts once."""
    if isinstance(value, str | bytes):
        return value[:1] + value[1:]
    return replace(value) if isinstance(value, Caller) else value


def test_what_exchanges_share_with_the_one_before_counts_once():
    kept = journal(total=5500)
    headers = Headers({"User-Agent": _LONG})

    for _ in range(20):
        record(kept, reply=Reply(204), caller=_LONG_CALLER, base_url=_LONG, headers=headers)

    assert len(kept) == 20


def test_clearing_keeps_the_numbering():
    kept = journal()
    record(kept)

    kept.clear()
    record(kept)

    assert [each.number for each in kept] == [2]


def test_an_assertion_answers_with_what_matched():
    kept = journal()
    record(kept, WRITE, method="POST", body=b'{"name":"a"}')
    record(kept, WRITE, method="POST", body=b'{"name":"b","more":1}')

    found = kept.assert_called("write", json={"name": "b"})

    assert [each.number for each in found] == [2]


class Any:
    """Equal to everything, as a matcher of a test's own may be."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param({}, id="nothing more"),
        pytest.param({"count": 1}, id="count"),
        pytest.param({"json": {"name": "a"}}, id="a member"),
        pytest.param({"json": {"deep": {"list": [1, {"x": None}]}}}, id="members inside"),
        pytest.param({"json": {"name": Any()}}, id="a matcher"),
        pytest.param({"query": {"expand": "scopes"}}, id="query"),
        pytest.param({"headers": {"accept": "x"}}, id="a header, in any case"),
        pytest.param({"status": 201}, id="status"),
        pytest.param({"caller": "alice"}, id="subject"),
        pytest.param({"caller": "app"}, id="client"),
    ],
)
def test_an_exchange_matches_what_it_has(expected):
    kept = journal()
    record(
        kept,
        query="expand=scopes",
        headers=Headers({"Accept": "x"}),
        body=b'{"name":"a","deep":{"list":[1,{"x":null}],"more":2}}',
        reply=Reply(201),
        caller=ALICE,
    )

    assert len(kept.assert_called("read", **expected)) == 1


@pytest.mark.parametrize(
    ("expected", "miss"),
    [
        pytest.param({"status": 200}, "status: 201, expected 200", id="status"),
        pytest.param({"caller": "bob"}, "caller: alice via app, expected bob", id="caller"),
        pytest.param({"json": None}, 'json: {"name": "a", "list": [1]}, expected null', id="null"),
        pytest.param({"json": {"name": "b"}}, 'json.name: "a", expected "b"', id="value"),
        pytest.param({"json": {"x": 1}}, "json.x: missing, expected 1", id="missing"),
        pytest.param({"json": {"list": [2]}}, "json.list[0]: 1, expected 2", id="element"),
        pytest.param({"json": {"list": []}}, "json.list: [1], expected []", id="length"),
        pytest.param({"query": {"a": "1"}}, 'query.a: missing, expected "1"', id="query"),
        pytest.param(
            {"headers": {"Accept": "y"}}, 'headers.accept: "x", expected "y"', id="header"
        ),
    ],
)
def test_a_failure_names_the_nearest_miss(expected, miss):
    kept = journal()
    record(
        kept,
        headers=Headers({"Accept": "x"}),
        body=b'{"name":"a","list":[1]}',
        reply=Reply(201),
        caller=ALICE,
    )

    with pytest.raises(AssertionError) as failure:
        kept.assert_called("read", **expected)

    _, _, _, exchange, nearest, *_ = str(failure.value).splitlines()
    assert (exchange, nearest) == ("  #1 GET /things/1 -> 201  read", f"      {miss}")


def test_a_failure_reads_like_this():
    kept = journal()
    record(kept, path="/things/1")
    record(kept, WRITE, method="POST", path="/things", body=b'{"name":"a"}', reply=Reply(201))
    record(kept, WRITE, method="POST", path="/things", body=b'{"name":"c"}', reply=Reply(400))

    with pytest.raises(AssertionError) as failure:
        kept.assert_called("write", json={"name": "b"}, status=201)

    assert (
        str(failure.value)
        == """\
write with json {"name": "b"}, status 201 was called 0 times, expected at least once.

Nearest of 2 calls of write:
  #2 POST /things -> 201  write
      json.name: "a", expected "b"
  #3 POST /things -> 400  write
      status: 400, expected 201
      json.name: "c", expected "b"

All of 3 calls:
  #1 GET /things/1 -> 200  read
  #2 POST /things -> 201  write
  #3 POST /things -> 400  write"""
    )


def test_a_wrong_count_reads_like_this():
    kept = journal()
    record(kept)
    record(kept)

    with pytest.raises(AssertionError) as failure:
        kept.assert_called("read", count=1)

    assert (
        str(failure.value)
        == """\
read was called 2 times, expected exactly once.

Matching:
  #1 GET /things/1 -> 200  read
  #2 GET /things/1 -> 200  read

Nothing else was called."""
    )


def test_an_empty_journal_reads_like_this():
    with pytest.raises(AssertionError) as failure:
        journal().assert_called("read", query={"a": "b"}, headers={"c": "d"}, caller="e")

    assert (
        str(failure.value)
        == """\
read with query {"a": "b"}, headers {"c": "d"}, caller e was called 0 times, expected at least once.

Nothing was called at all."""
    )


def test_assert_not_called():
    kept = journal()
    record(kept)

    kept.assert_not_called("write")
    kept.assert_not_called("read", status=500)
    with pytest.raises(AssertionError, match=r"^read was called once, expected exactly 0 times\."):
        kept.assert_not_called("read")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("reed", "there is no operation 'reed'; did you mean read?", id="near"),
        pytest.param("xyz", "there is no operation 'xyz'", id="far"),
    ],
)
def test_an_operation_that_does_not_exist_is_a_mistake_of_the_test(name, message):
    with pytest.raises(ValueError, match=r"^there is no operation") as mistake:
        journal().assert_called(name)

    assert str(mistake.value) == message


EVICTED = (
    "The journal has let 1 of its oldest exchanges go, so nobody can say how often {} was called."
    " Clear it between the steps of a long test, or give it more room with"
    " journal=JournalLimits(...)."
)


@pytest.mark.parametrize(
    ("operation", "count"),
    [
        pytest.param("write", None, id="none is left"),
        pytest.param("read", 2, id="as many are left"),
        pytest.param("write", 0, id="not called"),
    ],
)
def test_assertions_about_evicted_exchanges_raise(operation, count):
    kept = journal(entries=2)
    for _ in range(3):
        record(kept)

    with pytest.raises(AssertionError) as failure:
        kept.assert_called(operation, count=count)

    assert str(failure.value) == EVICTED.format(operation)


def test_at_least_once_holds_despite_evictions():
    kept = journal(entries=2)
    for _ in range(3):
        record(kept)

    assert len(kept.assert_called("read")) == 2


def test_after_a_clear_everything_is_known_again():
    kept = journal(entries=1)
    record(kept)
    record(kept)

    kept.clear()

    kept.assert_not_called("read")


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"headers": Headers({"Authorization": f"Bearer {TOKEN}"})}, id="header"),
        pytest.param({"headers": Headers({"Authorization": TOKEN})}, id="no scheme"),
        pytest.param({"headers": Headers({"Authorization": f"{TOKEN} x"})}, id="as the scheme"),
        pytest.param({"headers": Headers({"Cookie": f"iPlanetDirectoryPro={TOKEN}"})}, id="cookie"),
        pytest.param({"headers": Headers({"X-Api-Key": TOKEN})}, id="another header"),
        pytest.param({"query": f"access_token={TOKEN}"}, id="query"),
        pytest.param({"query": TOKEN}, id="the name of a parameter"),
        pytest.param({"query": f"expand=scopes&{TOKEN}=1"}, id="among others"),
    ],
)
def test_a_token_is_nowhere_in_it(request_):
    kept = journal()

    record(kept, **request_)

    [exchange] = kept
    shown = [repr(exchange), str(exchange), repr(kept._entries), str(exchange.headers)]
    assert not any(TOKEN in each for each in shown)


def test_a_credential_shows_as_its_scheme_and_a_fingerprint():
    kept = journal()

    record(kept, headers=Headers({"Authorization": f"Bearer {TOKEN}"}))

    assert kept[0].headers == {"Authorization": "Bearer sha256:ec135c1f"}


@pytest.fixture
def story():
    """A read, two writes and a read, by alice and nobody."""
    kept = journal()
    record(kept, path="/1", caller=ALICE)
    record(kept, WRITE, method="POST", path="/2", body=b'{"name":"a"}', reply=Reply(201))
    refused = Reply(400, b'{"error":"no"}', rule="thing.name", fault="next")
    record(kept, WRITE, method="POST", path="/3", body=b'{"name":"b"}', reply=refused)
    record(kept, path="/4", query="expand=7")
    return kept


@pytest.mark.parametrize(
    ("operation", "expected", "numbers"),
    [
        pytest.param("*", {}, [1, 2, 3, 4], id="everything"),
        pytest.param("wr*", {}, [2, 3], id="a pattern"),
        pytest.param("*", {"caller": re.compile("^ali")}, [1], id="a caller's pattern"),
        pytest.param("*", {"status": range(200, 300)}, [1, 2, 4], id="a range of statuses"),
        pytest.param("*", {"status": {201, 400}}, [2, 3], id="one of several statuses"),
        pytest.param("*", {"rule": "thing.name"}, [3], id="a rule"),
        pytest.param("*", {"fault": "next"}, [3], id="a fault"),
        pytest.param("*", {"fault": ...}, [1, 2, 3, 4], id="any fault or none"),
        pytest.param("*", {"reply": {"error": str}}, [3], id="what was answered"),
        pytest.param("*", {"query": {"expand": 7}}, [4], id="a number in a query"),
        pytest.param("write", {"json": {"name": lambda name: name > "a"}}, [3], id="a function"),
        pytest.param("delete", {}, [], id="nothing"),
    ],
)
def test_calls_are_found_without_asserting(story, operation, expected, numbers):
    assert [each.number for each in story.calls(operation, **expected)] == numbers
    first = story.find(operation, **expected)
    assert (first.number if first else None) == (numbers[0] if numbers else None)


def test_only_later_calls_can_be_asked_about(story):
    since = story.position
    record(story, path="/5")

    assert [each.path for each in story.calls(since=since)] == ["/5"]
    assert [each.path for each in story.assert_called("read", count=1, since=since)] == ["/5"]
    story.assert_not_called("write", since=since)


def test_a_slice_is_several(story):
    assert [each.number for each in story[1:3]] == [2, 3]
    assert [each.number for each in story[-1:]] == [4]


@pytest.mark.parametrize(
    ("often", "says"),
    [
        pytest.param({"count": range(3, 5)}, "expected from 3 to 4 times", id="range"),
        pytest.param({"at_least": 3}, "expected at least 3 times", id="at least"),
        pytest.param({"at_most": 1}, "expected at most once", id="at most"),
        pytest.param({"at_least": 3, "at_most": 9}, "expected from 3 to 9 times", id="both"),
    ],
)
def test_how_often_is_more_than_a_number(story, often, says):
    with pytest.raises(Unmet, match=f"^read was called 2 times, {says}\\."):
        story.assert_called("read", **often)


@pytest.mark.parametrize("often", [{"count": range(1, 3)}, {"at_least": 2}, {"at_most": 2}])
def test_as_often_as_expected_is_fine(story, often):
    assert len(story.assert_called("read", **often)) == 2


def test_a_refusals_own_words_stand_beside_the_miss(story):
    with pytest.raises(Unmet) as failure:
        story.assert_called("write", json={"name": "b"}, status=201)

    assert (
        str(failure.value)
        == """\
write with json {"name": "b"}, status 201 was called 0 times, expected at least once.

Nearest of 2 calls of write:
  #3 POST /3 -> 400  write  [thing.name]  (fault: next)
      status: 400, expected 201
      answered: {"error":"no"}
  #2 POST /2 -> 201  write
      json.name: "a", expected "b"

All of 4 calls:
  #1 GET /1 -> 200  read
  #2 POST /2 -> 201  write
  #3 POST /3 -> 400  write  [thing.name]  (fault: next)
  #4 GET /4?expand=7 -> 200  read"""
    )
    assert [each.number for each in failure.value.nearest] == [3, 2]
    assert failure.value.found == ()


def test_a_long_refusal_and_a_long_story_are_cut():
    kept = journal()
    for _ in range(25):
        record(kept, reply=Reply(400, b"x" * 500))

    with pytest.raises(Unmet) as failure:
        kept.assert_called("read", status=200)

    lines = str(failure.value).splitlines()
    assert f"      answered: {'x' * 300}..." in lines
    assert "  ... 5 earlier" in lines
    assert len(lines) == 2 + 1 + 3 * 3 + 2 + 1 + 20


def test_calls_in_order_may_have_others_between(story):
    found = story.assert_order("read", called("write", status=400), called("read", query={}))

    assert [each.number for each in found] == [1, 3, 4]


def test_a_wrong_order_reads_like_this(story):
    with pytest.raises(Unmet) as failure:
        story.assert_order("read", called("write", json={"name": "b"}), called("write", status=201))

    assert (
        str(failure.value)
        == """\
write with status 201 was not called after #3.

In order:
  1. read: #1
  2. write with json {"name": "b"}: #3
  3. write with status 201  <- not found

It came before:
  #2 POST /2 -> 201  write

All of 4 calls:
  #1 GET /1 -> 200  read
  #2 POST /2 -> 201  write
  #3 POST /3 -> 400  write  [thing.name]  (fault: next)
  #4 GET /4?expand=7 -> 200  read"""
    )


def test_a_failed_assert_order_shows_the_nearest_calls(story):
    with pytest.raises(Unmet) as failure:
        story.assert_order(called("write", status=202), "read")

    assert str(failure.value).startswith(
        """\
write with status 202 was not called at all.

In order:
  1. write with status 202  <- not found
  2. read

Nearest:
  #3 POST /3 -> 400  write  [thing.name]  (fault: next)
      status: 400, expected 202
      answered: {"error":"no"}
  #2 POST /2 -> 201  write
      status: 201, expected 202
"""
    )


def test_an_order_of_what_does_not_exist_is_a_mistake_of_the_test(story):
    with pytest.raises(ValueError, match="there is no operation 'reed'"):
        story.assert_order("read", "reed")


def test_an_order_whose_beginning_is_gone_is_never_guessed_at():
    kept = journal(entries=1)
    record(kept, WRITE)
    record(kept)

    assert len(kept.assert_order("read")) == 1
    with pytest.raises(Evicted, match="in which order write, then read were called"):
        kept.assert_order("write", "read")


def test_assert_nothing_else_lists_unasserted_exchanges(story):
    story.assert_called("write", count=2)
    story.assert_order("read")

    with pytest.raises(Unmet) as failure:
        story.assert_nothing_else()

    assert str(failure.value).startswith(
        "1 call that no assertion was about:\n  #4 GET /4?expand=7 -> 200  read\n"
    )
    story.wait_for("read", timeout=0, count=2)
    story.assert_nothing_else()


def test_after_a_clear_there_is_nothing_else(story):
    story.clear()

    story.assert_nothing_else()


def test_assert_nothing_else_raises_after_evictions():
    kept = journal(entries=1)
    record(kept)
    record(kept)
    kept.assert_called("read")

    with pytest.raises(Evicted, match="what else was called"):
        kept.assert_nothing_else()


def test_a_journal_that_is_off_holds_nothing_and_says_so():
    kept = journal(entries=0)
    heard = []
    kept.listen(lambda: heard.append(1))
    record(kept)

    assert (len(kept), list(kept), kept.position, heard) == (0, [], 1, [1])
    with pytest.raises(Evicted) as failure:
        kept.assert_called("read")
    assert str(failure.value) == (
        "The journal is off (its limit is 0 entries), so nobody can say how often read was called."
    )


def test_a_body_that_was_cut_is_not_taken_for_another(story):
    kept = journal(body=5)
    record(kept, body=b'{"name":"a"}', reply=Reply(200, b'{"a":12345}'))

    with pytest.raises(Unmet) as failure:
        kept.assert_called("read", json={"name": "a"}, reply={"a": 12345})

    assert "json: longer than the 5 bytes that the journal keeps of a body" in str(failure.value)
    assert "reply: longer than the 5 bytes that the journal keeps of a body" in str(failure.value)


@pytest.mark.parametrize("bound", ["entries", "body", "total"])
def test_a_journal_holds_no_less_than_nothing(bound):
    with pytest.raises(ValueError, match="0 or more"):
        JournalLimits(**{bound: -1})


def test_a_server_and_a_tenant_say_how_much_a_journal_holds():
    server = FakePing(journal=JournalLimits(entries=7, body=8, total=9))

    limits = [
        server.unmatched.limits,
        server.tenant().journal.limits,
        server.tenant(journal=3).journal.limits,
        FakePing().tenant().journal.limits,
    ]

    assert limits == [
        JournalLimits(entries=7, body=8, total=9),
        JournalLimits(entries=7, body=8, total=9),
        JournalLimits(entries=3),
        JournalLimits(entries=10_000, body=65_536, total=16_777_216),
    ]


def test_headers_and_paths_are_bounded_too():
    kept = journal()
    record(kept, path="/" + "a" * 5000, headers=Headers({"Accept": "b" * 5000}))

    [exchange] = kept
    assert len(exchange.path) == 2051
    assert exchange.headers == {"Accept": "b" * 256 + "..."}


def test_what_had_to_make_room_is_neither_in_nor_out_of_a_journal():
    kept = journal(entries=1)
    record(kept)
    record(kept, WRITE)

    assert "write" in kept
    with pytest.raises(Evicted, match="whether read was called"):
        assert "read" not in kept
    with pytest.raises(Evicted, match="what was called in all"):
        assert kept == ["write"]


def test_a_journal_is_equal_to_what_it_holds_and_to_itself():
    kept = journal()
    record(kept)

    assert kept == ["read"]
    assert kept != ["write"]
    assert kept != ["read", "read"]
    assert kept == (called("read", status=200),)
    assert kept != journal()
    assert repr(kept) == "<Journal of 1 call: read 200>"
    assert repr(journal()) == "<Journal of 0 calls>"
    for _ in range(20):
        record(kept, WRITE)
    assert repr(kept) == f"<Journal of 21 calls: ..., {', '.join(['write 200'] * 20)}>"
    kept.clear()
    record(kept)
    assert repr(kept[0]) == "<Exchange #22 GET /things/1 -> 200  read>"
