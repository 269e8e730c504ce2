"""Locks that raise in a forked child, which has a copy of the state while its parent serves it."""

from _thread import RLock

_WHY = (
    "this process was forked from the one that runs the server, and holds a copy of its state"
    " that nobody serves: use the server's URL, with tokens that were issued before the fork, or"
    " fakeping.connect(url)"
)


class ForkedError(RuntimeError):
    """A server was used in process by a forked child of the process that runs it."""

    def __init__(self) -> None:
        super().__init__(_WHY)


class Lock(RLock):  # type: ignore[misc]  # final in typeshed alone
    """A reentrant lock, until the process finds itself forked: it may be held for ever there."""

    __slots__ = ()

    def refuse(self) -> None:
        """Raise `ForkedError` from whoever takes it from now on."""
        self.__class__ = _Refusing


class _Refusing(Lock):  # type: ignore[misc]  # as above
    """One that nobody gets. Whoever holds it may still let go."""

    __slots__ = ()

    def __enter__(self) -> bool:  # type: ignore[override]  # typeshed has an alias there
        """Raise `ForkedError`."""
        raise ForkedError
