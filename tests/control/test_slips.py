"""What the control API says to who is nearly right, and the words that it takes for one another."""

import pytest

from fakeping import FakePing
from tests.over_http import Connection

OP = "pingone.resource.create"


@pytest.fixture
def ask():
    """Asks for a path of a tenant, with a document; returns the status and what was answered."""
    with FakePing() as server, Connection(server.url) as connection:
        tenant = server.tenant()

        def asked(method, path, document=None):
            url = f"/__fakeping/tenants/{tenant.id}/{path}"
            said = {} if document is None else {"body": document}
            answer = connection.ask(method, url, **said)
            return answer.status, answer.json if answer.body.startswith(b"{") else None

        yield asked


def test_a_wrong_method_is_told_the_right_ones_and_what_they_do(ask):
    status, told = ask("POST", "clock", {"advance": "1h"})

    assert status == 405
    assert "PATCH: Set, move, stop or resume a tenant's clock" in told["detail"]
    assert "GET: Read a tenant's clock" in told["detail"]


@pytest.mark.parametrize("path", ["reset", "faults", "given"])
def test_a_request_without_a_body_is_told_what_to_send(ask, path):
    status, told = ask("POST", path)

    assert status == 415
    assert "send Content-Type: application/json, and {} at least" in told["detail"]


@pytest.mark.parametrize("name", ["op", "operation"])
def test_an_operation_has_one_word_in_a_fault_and_in_the_journal(ask, name):
    assert ask("POST", "faults", {"fault": "drop", name: OP})[1]["op"] == OP
    assert ask("POST", "journal/assert", {name: OP, "count": 0})[0] == 200
    assert ask("GET", f"journal?{name}=pingone.*")[0] == 200
    assert ask("GET", f"journal.jsonl?{name}=pingone.*")[0] == 200


def test_an_operation_is_not_said_twice(ask):
    both = {"op": OP, "operation": OP}

    assert "say one of them" in ask("POST", "faults", {"fault": "drop", **both})[1]["detail"]
    assert "say one of them" in ask("POST", "journal/assert", both)[1]["detail"]
    assert "say one of them" in ask("GET", f"journal?op={OP}&operation={OP}")[1]["detail"]


def test_an_assertion_without_an_operation_is_refused(ask):
    status, told = ask("POST", "journal/assert", {"count": 0})

    assert (status, "operation is missing" in told["detail"]) == (400, True)


def test_an_unknown_kind_of_given_is_told_what_is_near(ask):
    said = {"family": "pingone", "kind": "resorce", "members": {"name": "a"}}

    status, told = ask("POST", "given", said)

    assert (status, "did you mean resource?" in told["detail"]) == (400, True)
