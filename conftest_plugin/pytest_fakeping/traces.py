"""Shorten tracebacks to the test's own lines, without fakeping's.

Imported when a test fails.
"""

from types import FrameType

_OURS = ("fakeping", "pytest_fakeping")

# Errors raised on purpose, besides fakeping's own classes. A `KeyError` may be a bug.
_TOLD = (AssertionError, LookupError, ValueError)


def shorten(error: BaseException) -> None:
    """End a traceback where the test called fakeping, if fakeping raised the error on purpose."""
    trace, last, inside = error.__traceback__, None, False
    while trace is not None:
        inside = _is_ours(trace.tb_frame)
        last = last if inside else trace
        trace = trace.tb_next
    if inside and last is not None and _is_told(type(error)):
        last.tb_next = None


def _is_told(kind: type[BaseException]) -> bool:
    return kind in _TOLD or _is_room(kind.__module__)


def _is_ours(frame: FrameType) -> bool:
    return _is_room(str(frame.f_globals.get("__name__")))


def _is_room(module: str) -> bool:
    return module.partition(".")[0] in _OURS
