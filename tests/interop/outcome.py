"""What came of a client's tests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many tests passed and failed; or why none could run."""

    passed: int = 0
    failed: int = 0
    #: The tool that is wanting.
    skipped: str = ""
    #: What the failed tests said.
    output: str = ""

    def __str__(self) -> str:
        """The outcome, in a line."""
        if self.skipped:
            return f"skipped: {self.skipped}"
        return f"{self.passed} passed, {self.failed} failed"
