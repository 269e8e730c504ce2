"""The unmodified clients whose own calls the suite and `make interop` put to the fake."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

#: The modules that run a client's calls, each with what these cover in `COVERS`.
_MODULES = (
    "tests.interop.go.run",
    "tests.interop.vitest.run",
    "tests.test_recipes",
)


@dataclass(frozen=True, kw_only=True)
class Covered:
    """One answer that a client took as it comes from the fake."""

    client: str
    operation: str
    status: int
    edition: str


@cache
def covered() -> tuple[Covered, ...]:
    """What every client covers."""
    return tuple(_covered())


def _covered() -> Iterator[Covered]:
    for module in _MODULES:
        for client, (edition, answers) in import_module(module).COVERS.items():
            for operation, statuses in answers.items():
                for status in statuses:
                    yield Covered(
                        client=client, operation=operation, status=status, edition=edition
                    )
