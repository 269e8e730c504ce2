"""Locks that raise in a forked child: its copy of the state is not what the parent serves."""

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
    """A reentrant lock that can be made to raise after a fork, where it may be held for ever."""

    __slots__ = ()

    def refuse(self) -> None:
        """Make every later attempt to acquire it raise `ForkedError`."""
        self.__class__ = _Refusing


class _Refusing(Lock):  # type: ignore[misc]  # as above
    """The lock after `refuse`: acquiring raises, and its holder may still release it."""

    __slots__ = ()

    def __enter__(self) -> bool:  # type: ignore[override]  # typeshed has an alias there
        """Raise `ForkedError`."""
        raise ForkedError
