"""Errors in a state document, each with its path, up to `MAX_VIOLATIONS`."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from fakeping.core.problem import MAX_VIOLATIONS, Invalid, Problem, Violation
from fakeping.core.text import brief

_STEP = re.compile(r"\.(\d+)(?=\.|$)")

# Longest part of a document's text that an error message repeats.
_MAX_MESSAGE = 500


class _Enough(Exception):
    """Ends the reading of a document once `MAX_VIOLATIONS` errors are found."""


class BadDocument(Invalid):
    """Raised for a state document, of which nothing was taken. `violations` says where and why."""

    lists_violations = True

    def __init__(self, violations: tuple[Violation, ...], *, more: bool = False) -> None:
        super().__init__(message(violations, more=more), violations=violations, more=more)

    def below(self, path: str) -> "BadDocument":
        """The same errors, with `path` put in front of each one's path."""
        inside = [f"{path}.{each.target}".rstrip(".") for each in self.violations]
        return BadDocument(
            tuple(
                replace(each, target=at) for each, at in zip(self.violations, inside, strict=True)
            ),
            more=self.more,
        )


class DocumentErrors:
    """Collects errors below one path of a document."""

    def __init__(self, path: str = "", found: "list[Violation] | None" = None) -> None:
        self._path = path
        self._found: list[Violation] = [] if found is None else found

    def at(self, *steps: str | int) -> "DocumentErrors":
        """A collector for a deeper path: `at("resources", 1)` is `resources[1]`."""
        path = self._path
        for each in steps:
            path += f"[{each}]" if isinstance(each, int) else f".{each}"
        return DocumentErrors(path.lstrip("."), self._found)

    def add(self, message: str, *, keyword: str = "") -> None:
        """Add an error at this path; at `MAX_VIOLATIONS`, end the block of `refused`."""
        if len(self._found) >= MAX_VIOLATIONS:
            raise _Enough
        said = brief(message, _MAX_MESSAGE)
        self._found.append(Violation(keyword=keyword, target=self._path, message=said))

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Add what the block raises as errors (problems, LookupError, ValueError), and go on."""
        try:
            yield
        except Invalid as problem:
            for each in problem.violations:
                self._inside(each.target).add(each.message, keyword=each.keyword)
            if not problem.violations:
                self.add(problem.detail)
        except Problem as problem:
            for each in getattr(problem, "errors", ()):
                self._inside(each.target).add(each.message)
            if not hasattr(problem, "errors"):
                self._inside(getattr(problem, "target", "")).add(problem.detail)
        except (LookupError, ValueError) as error:
            said = str(error.args[0]) if error.args else str(error)
            self._inside(getattr(error, "target", "")).add(said)

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Raise `BadDocument` if there are errors: at the block's end, or at `MAX_VIOLATIONS`."""
        more = True
        with suppress(_Enough):
            yield
            more = False
        if self._found:
            raise BadDocument(tuple(self._found), more=more)

    def _inside(self, target: str) -> "DocumentErrors":
        return DocumentErrors(pathed(f"{self._path}.{target}".strip(".")), self._found)


def message(violations: Iterable[Violation], *, more: bool = False) -> str:
    """Violations as text, one a line: its path, and what is wrong there."""
    lines = [f"{pathed(each.target)}: {each.message}".removeprefix(": ") for each in violations]
    return "\n".join([*lines, "and more"] if more else lines)


def pathed(target: str) -> str:
    """A violation's target as a path: `resources.1.name` is `resources[1].name`."""
    return _STEP.sub(r"[\1]", target)
