"""Expect PingAM's errors: in the form of OAuth, or of AM's own endpoints."""

from fakeping.contract.check import ensure, expect
from fakeping.contract.transport import Answer


def refused(answer: Answer, status: int, error: str, *, naming: str = "") -> None:
    """Raise `Differs` unless an answer is that OAuth error, with `naming` in its description."""
    expect(answer, status, {"error": error})
    said = str(answer.json.get("error_description", ""))
    ensure(
        naming in said, f"{answer.asked}: the description is {said!r}, and should name {naming!r}"
    )


def denied(answer: Answer, status: int, *, naming: str = "") -> None:
    """Raise `Differs` unless an answer is an error of AM's own REST endpoints."""
    expect(answer, status, {"code": status, "reason": str, "message": str})
    said = answer.json["message"]
    ensure(naming in said, f"{answer.asked}: the message is {said!r}, and should name {naming!r}")
