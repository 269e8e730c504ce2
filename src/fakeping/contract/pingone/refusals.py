"""What PingOne says when it says no, as checks expect it."""

from fakeping.contract.check import ResponseLike, ensure, expect
from fakeping.core.exchange import JSON

#: A well-formed id that nothing has.
NOBODY = "5c0de000-0000-4000-8000-000000000000"

#: A violation: its code, and the member that it is about, if any.
Detail = tuple[str, str | None]


def refused(answer: ResponseLike, status: int, code: str, *details: Detail) -> None:
    """Raise `Differs` unless this is the envelope with these details, in any order."""
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
    """Raise `Differs` unless the data model is said to be broken in these ways."""
    refused(answer, 400, "INVALID_DATA", *details)


def taken(answer: ResponseLike) -> None:
    """Raise `Differs` unless the name is said to be another's."""
    invalid(answer, ("UNIQUENESS_VIOLATION", "name"))


def bad_parameter(answer: ResponseLike, name: str) -> None:
    """Raise `Differs` unless a query parameter is said to make no sense."""
    refused(answer, 400, "INVALID_REQUEST", ("INVALID_PARAMETER", name))


def fixed(answer: ResponseLike) -> None:
    """Raise `Differs` unless it is said to be the platform's own."""
    expect(answer, 400, {"code": "REQUEST_FAILED"})


def not_found(answer: ResponseLike) -> None:
    """Raise `Differs` unless it is said not to be there."""
    refused(answer, 404, "NOT_FOUND")


def gone(answer: ResponseLike) -> None:
    """Raise `Differs` unless something was deleted: 204, and no body."""
    expect(answer, 204, None)


def unauthorized(answer: ResponseLike) -> None:
    """Raise `Differs` unless the token is said not to do."""
    refused(answer, 401, "ACCESS_FAILED", ("INVALID_TOKEN", "Authentication Credentials"))


def denied(answer: ResponseLike, error: str, description: str | None = None) -> None:
    """Raise `Differs` unless this is an OAuth error in the body."""
    said = {"error": error} | ({} if description is None else {"error_description": description})
    expect(answer, 400, said)
