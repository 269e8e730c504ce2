"""The record of a concurrent run: each client's calls, with their times and results."""

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

#: A status, and what else the model wants to know of the answer.
Result = tuple[int, Any]

#: The result of a call that nobody had an answer to: it may have happened, now or later, or not.
UNKNOWN: Final[Result] = (0, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A client's call and its result.

    `began` and `ended` are nanoseconds of the history's clock; `ended` is infinite where the
    answer is `UNKNOWN`.
    """

    number: int
    client: str
    operation: str
    arguments: Mapping[str, Any]
    result: Result
    began: float
    ended: float

    @property
    def status(self) -> int:
        """The answered status; 0 without an answer."""
        return self.result[0]

    @property
    def value(self) -> Any:
        """The rest of the result."""
        return self.result[1]

    @property
    def known(self) -> bool:
        """Whether there was an answer."""
        return self.result != UNKNOWN

    def __hash__(self) -> int:
        """Hash the act's number."""
        return self.number

    def __str__(self) -> str:
        """`create(name='a') -> 201 'id'`."""
        asked = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        came = str(self.status) if self.known else "no answer"
        if self.value is not None:
            came += f" {_shown(self.value)}"
        return f"{self.operation}({asked}) -> {came}"


@dataclass
class History:
    """Records the calls of any number of threads, with any client.

    `clock` tells nanoseconds, and never goes back.
    """

    clock: Callable[[], float] = time.perf_counter_ns
    acts: list[Act] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def act(
        self,
        operation: str,
        do: Callable[[], Result],
        *,
        client: str | None = None,
        **arguments: Any,
    ) -> Result:
        """Make a call, and record its start, end and result.

        The result is a status and a value, as the model wants them. When `do` raises an
        `OSError`, nobody knows what the call did, and the history says so; it is raised again.
        """
        began = self.clock()
        try:
            result = do()
        except OSError:
            self._note(operation, arguments, UNKNOWN, client=client, began=began, ended=math.inf)
            raise
        self._note(operation, arguments, result, client=client, began=began, ended=self.clock())
        return result

    def _note(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        result: Result,
        *,
        client: str | None,
        began: float,
        ended: float,
    ) -> None:
        who = client or threading.current_thread().name
        with self._lock:
            self.acts.append(
                Act(
                    number=len(self.acts) + 1,
                    client=who,
                    operation=operation,
                    arguments=arguments,
                    result=result,
                    began=began,
                    ended=ended,
                )
            )


def _shown(value: Any) -> str:
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(map(repr, value))) + "}"
    return repr(value)
