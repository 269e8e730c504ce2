"""What a test's report shows of a mistake: the test's own lines, and none of fakeping's.

Loaded when a test fails.
"""

from types import FrameType

_OURS = ("fakeping", "pytest_fakeping")

# What is raised on purpose, besides errors of our own. A `KeyError` may be a bug.
_TOLD = (AssertionError, LookupError, ValueError)


def shorten(error: BaseException) -> None:
    """End an error's traceback where fakeping was called, if it was fakeping that said no."""
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
