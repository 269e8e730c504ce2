from datetime import UTC, datetime
from threading import RLock

import pytest

from fakeping.core.entry import Exchange
from fakeping.core.exchange import Headers, Reply, Request
from fakeping.core.journal import Journal
from fakeping.core.operation import Caller, Operation
from fakeping.core.recorder import JournalLimits

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
    return Journal(lock=RLock(), operations=frozenset({"read", "write", "delete"}), limits=limits)


def record(journal, operation=READ, *, reply=None, caller=None, **request):
    request = {"method": "GET", "path": "/things/1"} | request
    journal.record(
        at=1655153042.0,
        duration=0.001,
        operation=operation,
        path=request["path"],
        request=Request(**request),
        reply=reply or Reply(200, b"{}"),
        caller=caller,
    )


def test_an_exchange_is_all_that_was_said():
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

    record(kept, body=b"x" * (64 * 1024 + 1), reply=Reply(200, b"y" * (64 * 1024 + 1)))

    assert (kept[0].request_body, kept[0].reply_body) == (b"x" * 64 * 1024, b"y" * 64 * 1024)


def test_the_oldest_make_room_for_the_newest():
    kept = journal(entries=2)

    for path in ("/a", "/b", "/c"):
        record(kept, path=path)

    assert [str(each) for each in kept] == [
        "#2 GET /b -> 200  read",
        "#3 GET /c -> 200  read",
    ]


def test_it_is_bounded_by_the_bytes_of_bodies_too():
    kept = journal(total=100)

    for body in (b"a" * 60, b"b" * 30, b"c" * 60):
        record(kept, body=body, reply=Reply(204))

    assert [each.request_body for each in kept] == [b"b" * 30, b"c" * 60]


def test_what_is_cleared_is_gone_and_the_count_goes_on():
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

All of 2 calls:
  #1 GET /things/1 -> 200  read
  #2 GET /things/1 -> 200  read"""
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


def test_what_was_not_called_is_asserted_too():
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
def test_what_is_gone_is_never_guessed_at(operation, count):
    kept = journal(entries=2)
    for _ in range(3):
        record(kept)

    with pytest.raises(AssertionError) as failure:
        kept.assert_called(operation, count=count)

    assert str(failure.value) == EVICTED.format(operation)


def test_what_is_left_is_enough_for_at_least_once():
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
