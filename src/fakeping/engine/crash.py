"""Exceptions from bugs in fakeping, kept without their frames for the test to report."""

from traceback import format_exception

from fakeping.core.limits import limit
from fakeping.core.text import writable

MAX_CRASHES = limit(
    "crashes.kept",
    100,
    unit="crashes",
    bounds="the crashes of fakeping itself that one tenant keeps, and the server for requests"
    " of no tenant",
    past="the request still gets its 500, and the crash is not kept",
)

MAX_CRASH = limit(
    "crashes.text",
    16 * 1024,
    unit="characters",
    bounds="the traceback that is kept of one crash",
    past="its beginning is cut off",
)

_MAX_MESSAGE = 1_000


class Crashes(list[Exception]):
    """The first crashes of a tenant, each without references to its frames."""

    def keep(self, crash: Exception) -> None:
        """Add a copy of an exception, with its traceback as a note.

        The exception itself would keep every frame alive, and with them a whole journal.
        """
        if len(self) < MAX_CRASHES:
            self.append(_without_frames(crash))


def _without_frames(crash: Exception) -> Exception:
    text = writable("".join(format_exception(crash)))
    message = writable(_message(crash))
    kept = _like(type(crash), message[:_MAX_MESSAGE])
    kept.add_note(text if len(text) <= MAX_CRASH else f"...{text[-MAX_CRASH:]}")
    return kept


def _message(crash: Exception) -> str:
    try:
        return str(crash)
    except Exception as error:  # noqa: BLE001 - a crash in a crash
        return f"its message can't be read: {type(error).__name__}"


def _like(kind: type[Exception], message: str) -> Exception:
    """An exception of the same type, or a plain one if that takes more than a message."""
    try:
        kept = kind.__new__(kind, message)
        str(kept)
    except Exception:  # noqa: BLE001 - its constructor or its `__str__` may ask for anything
        return RuntimeError(f"{kind.__name__}: {message}")
    return kept
