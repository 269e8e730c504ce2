"""Answers are held to the form that their operation promises; more is no difference."""

import json
from typing import Any

import pytest

from fakeping.contract.answers import Forms
from fakeping.contract.target import HttpExchange
from fakeping.contract.transport import Answer
from fakeping.core.exchange import Headers
from fakeping.families.pingam import FAMILY

SETS = "https://am.example.com/openam/uma/realms/root/realms/alpha/resource_set"
AT = "/openam/uma/realms/root/realms/alpha/resource_set"
JSON = {"Content-Type": "application/json"}


def faults(
    method: str,
    url: str,
    status: int,
    document: Any = None,
    *,
    headers: dict[str, str] = JSON,
    body: bytes | None = None,
) -> list[str]:
    sent = json.dumps(document).encode() if body is None else body
    answer = Answer(status=status, headers=Headers(headers), body=sent)
    exchange = HttpExchange(method=method, url=url, headers={}, body=b"", answer=answer)
    return list(Forms(FAMILY).of(edition="8.1", mount="/openam").faults(exchange))


def test_an_answer_as_it_is_promised_is_no_fault_nor_is_one_with_more() -> None:
    id_ = "0d7790de-9066-4bb6-8e81-25b6f9d0b8853"
    share = f"https://am.example.com/openam/XUI/?realm=/alpha#uma/share/{id_}"
    reference = {"_id": id_, "user_access_policy_uri": share}

    assert faults("POST", SETS, 201, reference) == []
    assert faults("POST", SETS, 201, reference | {"more": 1}) == []
    assert faults("GET", SETS, 200, [id_]) == []
    assert faults("DELETE", f"{SETS}/1", 204, body=b"", headers={}) == []
    assert faults("HEAD", SETS, 200, body=b"") == []


@pytest.mark.parametrize(
    ("method", "url", "answer", "fault"),
    [
        pytest.param(
            "POST",
            SETS,
            {"status": 201, "document": {"_id": 1}},
            f"POST {AT}: _id: 1 is not of type 'string'",
            id="a type",
        ),
        pytest.param(
            "GET",
            SETS,
            {"status": 200, "document": ["1"], "headers": {"Content-Type": "text/plain"}},
            f"GET {AT}: the body is declared as text/plain",
            id="a media type",
        ),
        pytest.param(
            "DELETE",
            f"{SETS}/1",
            {"status": 204, "document": {}},
            f"DELETE {AT}/1: a body with the status 204, which has none",
            id="a body too much",
        ),
        pytest.param(
            "POST",
            SETS,
            {"status": 202, "document": {}},
            f"POST {AT}: status 202 is not among what pingam.resource_set.register answers",
            id="a status",
        ),
    ],
)
def test_what_is_not_promised_is_told(
    method: str, url: str, answer: dict[str, Any], fault: str
) -> None:
    assert fault in faults(method, url, **answer)


def test_what_is_no_json_is_told() -> None:
    [fault] = faults("GET", SETS, 404, body=b"<html>")

    assert fault == f"GET {AT}: the body is not JSON"


def test_of_several_forms_one_must_fit_but_for_what_is_more() -> None:
    introspect = "https://am.example.com/openam/oauth2/realms/root/realms/alpha/introspect"

    assert faults("POST", introspect, 200, {"active": False, "more": 1}) == []
    [fault] = faults("POST", introspect, 200, {"active": "no"})
    assert "is not valid under any of the given schemas" in fault


def test_a_refusal_has_a_form_too() -> None:
    assert faults("GET", SETS, 404, {"error": "not_found", "more": 1}) == []
    assert faults("GET", SETS, 404, {"error": "not_found", "error_description": 1}) != []
    assert faults("GET", SETS, 404, {"anything": 1}) != []


def test_other_statuses_and_what_nobody_serves_have_no_form_here() -> None:
    assert faults("GET", SETS, 418, {"anything": 1}) == []
    assert faults("GET", "https://am.example.com/openam/console", 200, {"a": 1}) == []
