"""Pytest fixtures that give each test a fake PingOne and PingAM of its own."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_fakeping.guard import Attempt, Guard, RealPingRefused
    from pytest_fakeping.tenants import MakeTenant

#: The names for annotations in a suite; fixtures need no import.
__all__ = ["Attempt", "Guard", "MakeTenant", "RealPingRefused"]

_HOMES = {"MakeTenant": "tenants"}


if not TYPE_CHECKING:  # or a name that is not there would be any to a type checker

    def __getattr__(name: str) -> Any:
        """Import what was named."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'guard')}"), name)


def __dir__() -> list[str]:
    """The public names, imported or not."""
    return sorted({*globals(), *__all__})
