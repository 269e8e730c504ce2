"""What a request did to the state, as people may look at it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from fakeping.journal.change import ShownChange
from fakeping.redaction.document import document_of
from fakeping.redaction.redact import fingerprint
from tests.drive import ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    token: str = "a-token"
    size: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    name: str
    value: str | None = field(default=None, repr=False)
    parts: tuple[Part, ...] = ()
    seen: frozenset[str] = frozenset()
    document: bytes = b""


@pytest.mark.parametrize(
    ("value", "document"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param(1.5, 1.5, id="a number"),
        pytest.param(frozenset({"b", "a"}), ["a", "b"], id="a set"),
        pytest.param((1, [2]), [1, [2]], id="lists"),
        pytest.param({1: "x"}, {"1": "x"}, id="an object"),
        pytest.param({"password": "p"}, {"password": fingerprint("p")}, id="a secret's name"),
        pytest.param({"ticket": None}, {"ticket": None}, id="no secret"),
        pytest.param({"secret": 5}, {"secret": "<secret>"}, id="a secret of another kind"),
        pytest.param(b'{"a":1}', {"a": 1}, id="encoded JSON"),
        pytest.param(b"a\xff", "a\ufffd", id="other bytes"),
        pytest.param(datetime(2022, 6, 13, tzinfo=UTC), "2022-06-13T00:00:00+00:00", id="a date"),
        pytest.param(object(), "<object>", id="who knows what"),
        pytest.param(Thing, "<type>", id="a class"),
        pytest.param(
            Thing(name="n", value="v", parts=(Part(),)),
            {
                "name": "n",
                "value": fingerprint("v"),
                "parts": [{"token": fingerprint("a-token"), "size": 1}],
                "seen": [],
                "document": "",
            },
            id="an entity",
        ),
        pytest.param(
            Thing(name="n"),
            {"name": "n", "value": None, "parts": [], "seen": [], "document": ""},
            id="an entity without its secret",
        ),
    ],
)
def test_a_value_is_a_document_without_its_secrets(value, document):
    assert document_of(value) == document


OLD, NEW = Thing(name="old", value="v"), Thing(name="new", value="w")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        pytest.param(ShownChange("thing", "1", None, NEW), 'thing 1 "new" created', id="created"),
        pytest.param(ShownChange("thing", "1", OLD, None), 'thing 1 "old" deleted', id="deleted"),
        pytest.param(ShownChange("realm", "1", None, "a"), "realm 1 created", id="without a name"),
        pytest.param(
            ShownChange("thing", "1", OLD, OLD), "thing 1 updated: as it was", id="the same"
        ),
        pytest.param(
            ShownChange("thing", "1", OLD, NEW),
            'thing 1 updated: name "old" -> "new",'
            f' value "{fingerprint("v")}" -> "{fingerprint("w")}"',
            id="updated",
        ),
        pytest.param(
            ShownChange("realm", "1", "a", "b"), 'realm 1 updated: realm "a" -> "b"', id="a word"
        ),
        pytest.param(
            ShownChange("thing", "1", OLD, Thing(name="n" * 100, value="v")),
            f'thing 1 updated: name "old" -> "{"n" * 59}...',
            id="a long value",
        ),
    ],
)
def test_a_change_is_a_line(change, line):
    assert str(change) == line


def test_a_printed_change_shows_no_secret():
    change = ShownChange("thing", "1", OLD, NEW)

    assert repr(change) == "ShownChange(kind='thing', id='1')"
    assert change.document() == {
        "kind": "thing",
        "id": "1",
        "before": document_of(OLD),
        "after": document_of(NEW),
    }


def test_an_exchange_has_what_it_changed(server, tenant):
    base = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    token = tenant.pingone.token()
    id_ = ask(server, "POST", base, {"name": "a"}, token=token).json["id"]
    ask(server, "PUT", f"{base}/{id_}", {"name": "b"}, token=token)
    ask(server, "PUT", f"{base}/{id_}", {"name": ""}, token=token)
    ask(server, "DELETE", f"{base}/{id_}", token=token)

    changes = [[(c.kind, c.id, c.verb) for c in each.changes] for each in tenant.journal]
    assert changes[0][0] == ("resource", id_, "created")
    assert changes[1] == [("resource", id_, "updated")]
    assert changes[2] == []
    assert ("resource", id_, "deleted") in changes[3]
    [update] = tenant.journal[1].changes
    assert update.members()["name"] == ("a", "b")
