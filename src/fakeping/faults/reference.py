"""A fault as another process knows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A fault in another process: its id, its `str()` and its `repr()`."""

    id: str
    said: str
    shown: str
