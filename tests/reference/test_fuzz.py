"""Schemathesis, with every check and with negative data, finds nothing against the fake.

A short run from one seed; `make fuzz` takes its time, and takes every phase of every edition.
"""

from types import SimpleNamespace

import pytest

from fakeping import FakePing
from tests import checked
from tests.reference import fuzz
from tests.reference.fuzz import Run

RUNS = [
    pytest.param("pingone", "p14c", ("coverage",), "", id="pingone p14c"),
    pytest.param("pingone", "current", ("fuzzing",), "", id="pingone current"),
    pytest.param("pingam", "8.1", ("fuzzing",), "", id="pingam 8.1"),
    pytest.param("pingam", "8.1", ("coverage",), "/uma/", id="pingam 8.1, each parameter"),
    pytest.param("pingam", "openam", ("fuzzing",), "", id="pingam openam"),
    pytest.param("control", None, ("fuzzing",), "", id="control"),
    pytest.param("pingone", "p14c", ("stateful",), "", id="pingone p14c, call after call"),
]


@pytest.mark.parametrize(("family", "edition", "phases", "only"), RUNS)
@pytest.mark.filterwarnings("ignore")  # its own, of its own plugins
def test_nothing_is_found(family, edition, phases, only):
    with FakePing(edition={family: edition} if edition else None) as server:
        examples = 2 if "stateful" in phases else 1
        run = Run(server, family, edition, phases=phases, examples=examples, only=only)

        assert run.failures() == {}
        assert run.requests > 10
        assert server.crashes == ()


def test_what_breaks_its_promise_is_found(monkeypatch):
    monkeypatch.setattr("fakeping.control.tenants.answer", _broken)

    with FakePing() as server:
        run = Run(server, "control", None, phases=("coverage",), examples=1, only="/health$")
        found = run.failures()

    checked.BROKEN.clear()  # which has found it too
    assert ("response_schema_conformance", "GET /__fakeping/health") in {key[:2] for key in found}


def _broken(document):
    from fakeping.control.surface import answer  # noqa: PLC0415

    return answer(document | {"status": "broken"})


@pytest.mark.parametrize(
    ("url", "headers", "refused"),
    [
        pytest.param("http://a/", {}, False, id="one that is right"),
        pytest.param("http://a/", {"Content-Length": "5"}, False, id="one with a length"),
        pytest.param("http://a/", {"Content-Length": ""}, True, id="a length that is none"),
        pytest.param("http://a/", {"X": "\x01"}, True, id="a control"),
        pytest.param("http://a/" + "a" * fuzz.MAX_LINE, {}, True, id="a line too long"),
    ],
)
def test_what_no_server_reads_is_no_finding(url, headers, refused):
    assert fuzz.is_no_http(SimpleNamespace(url=url, headers=headers)) is refused
