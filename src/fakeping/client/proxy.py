"""Stand-ins for the parts of a tenant in another process."""

import inspect
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from fakeping.core.guided import NoSuchMember, meant
from fakeping.core.keywords import WrongArguments, require_kinds, why
from fakeping.core.moved import Moved
from fakeping.core.scoped import Scoped
from fakeping.core.sources import Clock
from fakeping.families import FAMILIES, classes_of
from fakeping.faults.fault import Fault
from fakeping.faults.faults import Faults
from fakeping.faults.reference import Reference

#: Calls the method at a path with arguments, or reads the value there.
Carry = Callable[[str, tuple[Any, ...], dict[str, Any]], Any]

# Attributes of instances, which their classes do not show.
_VALUES = frozenset({(Fault, "name"), (Fault, "matched"), (Fault, "fired")})

# Members that have members of their own.
_WITHIN: dict[tuple[type, str], type] = {
    (kind, "given"): given for kind, given in map(classes_of, FAMILIES)
}


class BadArguments(WrongArguments):
    """A method was called with arguments that it does not take."""


class Proxy:
    """A stand-in for an object in another process, which calls its methods there."""

    def __init__(self, kind: type, path: str, carry: Carry, *, shown: str = "") -> None:
        self._kind = kind
        self._repr = f"<{shown or f'{path} of a tenant elsewhere'}>"
        self._path = path
        self._carry = carry

    def __getattr__(self, name: str) -> Any:
        """A member of the object. Raises `AttributeError` for an unknown one."""
        if name.startswith("_"):
            raise AttributeError(name)
        path = f"{self._path}.{name}"
        within = _WITHIN.get((self._kind, name))
        if within is not None:
            return Proxy(within, path, self._carry)
        member = inspect.getattr_static(self._kind, name, None)
        if inspect.isfunction(member):
            return self._method(path, member)
        if isinstance(member, property | cached_property) or (self._kind, name) in _VALUES:
            return self._shown(self._carry(path, (), {}))
        raise NoSuchMember(f"{self._path} has no {name!r}{meant(self._kind, name)}")

    def __dir__(self) -> list[str]:
        """The members of the object."""
        return [each for each in dir(self._kind) if not each.startswith("_")]

    def __repr__(self) -> str:
        return self._repr

    def _method(self, path: str, member: Callable[..., Any]) -> Callable[..., Any]:
        def call(*positional: Any, **named: Any) -> Any:
            __tracebackhide__ = True
            wrong = why(member, path, positional, named)  # as it would be here
            if wrong:
                raise BadArguments(wrong)
            require_kinds(member, path, positional, named)
            return self._shown(self._carry(path, positional, named))

        call.__name__ = member.__name__
        call.__doc__ = member.__doc__
        return call

    def _shown(self, value: Any) -> Any:
        return RemoteFault(value, self._carry) if isinstance(value, Reference) else value


class RemoteClock(Proxy):
    """The clock of a tenant in another process."""

    def __init__(self, carry: Carry) -> None:
        super().__init__(Clock, "clock", carry)

    def capture(self) -> tuple[float, datetime | None]:
        """Take a snapshot: how far ahead it is, and when frozen, the instant."""
        return self.ahead, self.now() if self.frozen else None

    def restore(self, snapshot: tuple[float, datetime | None]) -> None:
        """Restore a snapshot, but for the time that its requests take."""
        ahead, frozen_at = snapshot
        if frozen_at is not None:
            self.freeze(frozen_at)
            return
        self.unfreeze()
        self.set(self.now() - timedelta(seconds=self.ahead - ahead))

    def freeze(self, at: datetime | str | None = None) -> Moved["RemoteClock"]:
        """Stop it: see `Clock.freeze`."""
        moved = Moved(self)
        self._carry("clock.freeze", (at,), {})
        return moved

    def at(self, instant: datetime | str) -> Moved["RemoteClock"]:
        """Jump to an instant: see `Clock.at`."""
        moved = Moved(self)
        self._carry("clock.at", (instant,), {})
        return moved


class RemoteFaults(Proxy):
    """The faults of a tenant in another process."""

    def __init__(self, carry: Carry) -> None:
        super().__init__(Faults, "faults", carry)

    def get(self, id_: str) -> "RemoteFault | None":
        """The fault with that id, or `None`."""
        return next((each for each in self if each.id == id_), None)

    def __iter__(self) -> Iterator["RemoteFault"]:
        """Iterate over the faults."""
        return iter([self._shown(each) for each in self._carry("faults", (), {})])

    def __len__(self) -> int:
        """The number of faults, used-up ones included."""
        return sum(1 for _ in self)


class RemoteFault(Scoped, Proxy):
    """A fault of a tenant in another process. As a context manager it cancels itself at the end."""

    def __init__(self, reference: Reference, carry: Carry) -> None:
        super().__init__(Fault, f"faults.{reference.id}", carry)
        self._reference = reference
        self.id = reference.id

    def _ended(self) -> None:
        self.cancel()

    def __str__(self) -> str:
        return self._reference.said

    def __repr__(self) -> str:
        return self._reference.shown
