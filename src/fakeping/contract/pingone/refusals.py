"""Expect PingOne's errors."""

from fakeping.contract.check import ResponseLike, ensure, expect
from fakeping.core.exchange import JSON

#: A well-formed id that nothing has.
NOBODY = "5c0de000-0000-4000-8000-000000000000"

#: A violation: its code, and the member that it is about, if any.
Detail = tuple[str, str | None]


def refused(answer: ResponseLike, status: int, code: str, *details: Detail) -> None:
    """Raise `Differs` unless an answer is the error envelope with these details, in any order."""
    expect(answer, status, {"code": code, "message": str})
    found = _details(answer.json)
    ensure(
        found == sorted(details, key=str),
        f"{answer.asked}: the details {found}, expected {sorted(details, key=str)}",
    )


def _details(document: JSON) -> list[Detail]:
    said = document.get("details") or ()
    return sorted(((each.get("code"), each.get("target")) for each in said), key=str)


def invalid(answer: ResponseLike, *details: Detail) -> None:
    """Raise `Differs` unless an answer is INVALID_DATA with these details."""
    refused(answer, 400, "INVALID_DATA", *details)


def taken(answer: ResponseLike) -> None:
    """Raise `Differs` unless an answer is UNIQUENESS_VIOLATION."""
    invalid(answer, ("UNIQUENESS_VIOLATION", "name"))


def bad_parameter(answer: ResponseLike, name: str) -> None:
    """Raise `Differs` unless an answer is the error of an invalid query parameter."""
    refused(answer, 400, "INVALID_REQUEST", ("INVALID_PARAMETER", name))


def fixed(answer: ResponseLike) -> None:
    """Raise `Differs` unless an answer is the error of changing a built-in entity."""
    expect(answer, 400, {"code": "REQUEST_FAILED"})


def constrained(answer: ResponseLike, words: str) -> None:
    """Raise `Differs` unless a constraint is said to forbid it, in these words."""
    refused(answer, 400, "REQUEST_FAILED", ("CONSTRAINT_VIOLATION", None))
    told = answer.json["details"][0].get("message", "")
    ensure(words in told, f"{answer.asked}: the detail says {told!r}, expected {words!r}")


def not_found(answer: ResponseLike) -> None:
    """Raise `Differs` unless an answer is NOT_FOUND."""
    refused(answer, 404, "NOT_FOUND")


def gone(answer: ResponseLike) -> None:
    """Raise `Differs` unless an answer is 204 without a body."""
    expect(answer, 204, None)


def unauthorized(answer: ResponseLike) -> None:
    """Raise `Differs` unless an answer is the error of an invalid token."""
    refused(answer, 401, "ACCESS_FAILED", ("INVALID_TOKEN", "Authentication Credentials"))


def denied(answer: ResponseLike, error: str, description: str | None = None) -> None:
    """Raise `Differs` unless an answer is this OAuth error."""
    said = {"error": error} | ({} if description is None else {"error_description": description})
    expect(answer, 400, said)
