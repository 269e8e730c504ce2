"""Remote calls: methods of a tenant that another process may call."""

from collections.abc import Iterator, Mapping
from typing import Any

from fakeping.core import problem
from fakeping.core.exchange import JSON
from fakeping.core.moved import Moved
from fakeping.core.named import Unknown
from fakeping.core.problem import Invalid, Problem, Refused
from fakeping.core.sources import Clock
from fakeping.families import FAMILIES, classes_of
from fakeping.faults.fault import Fault
from fakeping.faults.faults import Faults
from fakeping.server.arguments import DoesNotFit, require_fitting
from fakeping.server.coded import coded, decoded
from fakeping.server.tenant import Tenant


def _public(kind: type) -> Iterator[str]:
    return (name for name in dir(kind) if not name.startswith("_"))


#: The members that may be called, by a path such as `pingone.given.resource`. Dropping, counting
#: and describing a tenant are operations of their own; other members are internal.
MEMBERS: Mapping[type, frozenset[str]] = {
    Tenant: frozenset({"faults", "clock", "crashes", *(each.name for each in FAMILIES)}),
    **{kind: frozenset(_public(kind)) for each in FAMILIES for kind in classes_of(each)},
    Faults: frozenset(
        {
            *("next", "delay", "drop", "truncate", "malformed", "rate_limit", "after_commit"),
            *("preset", "clear", "let_go", "assert_all_fired"),
        }
    ),
    Fault: frozenset(
        {"id", "name", "matched", "fired", "active", "spent", "cancel", "document", "unmet"}
    ),
    Clock: frozenset(
        {
            *(
                "timestamp",
                "now",
                "text",
                "frozen",
                "ahead",
                "advance",
                "tick",
                "freeze",
                "unfreeze",
            ),
            *("resume", "set", "at"),
        }
    ),
}

# The errors that a test can provoke on purpose; anything else is a bug.
_RAISED = (
    *(Problem, ValueError, LookupError, TypeError, AttributeError, AssertionError),
    ArithmeticError,
)

# The errors that the other process raises again, from their message alone.
_PROBLEMS = frozenset(
    each
    for each in (*vars(problem).values(), Unknown)
    if isinstance(each, type) and issubclass(each, Refused) and each is not problem.Nonsense
)


def carried_out(
    tenant: Tenant, said: Mapping[str, JSON], *, known_as: tuple[str, str] = ("", "")
) -> JSON:
    """Carry out a remote call: what it returned, or what it raised, as a document.

    `known_as` is the server's own URL, and the one that the caller uses, which replaces it in a
    returned text. Raises `Invalid` for an unknown path, and for arguments that can't be decoded or
    that the method does not take.
    """
    member = _member(tenant, said["call"])
    positional, named = _arguments(said)
    try:
        result = member
        if callable(member):
            require_fitting(member, positional, named)
            result = member(*positional, **named)
        if isinstance(result, Moved):  # what is to be done at a block's end is the caller's
            result = None
        if isinstance(result, str) and known_as[0]:
            result = result.replace(*known_as)
        return {"returns": coded(result)}
    except DoesNotFit as error:
        raise Invalid(str(error)) from None
    except _RAISED as error:
        return {"raises": {"kind": _kind(error), "detail": str(error)}}


def _arguments(said: Mapping[str, JSON]) -> tuple[list[Any], dict[str, Any]]:
    try:
        positional = [decoded(each) for each in said.get("positional", ())]
        return positional, {name: decoded(each) for name, each in said.get("named", {}).items()}
    except _RAISED as error:
        raise Invalid(f"an argument stands for nothing: {error}") from None


def _member(tenant: Tenant, path: str) -> Any:
    found: Any = tenant
    for name in path.split("."):
        found = _step(found, name, path)
    return found


def _step(holder: Any, name: str, path: str) -> Any:
    if isinstance(holder, Faults) and name.isdecimal():
        fault = holder.get(name)
        if fault is not None:
            return fault
    elif _may(holder, name):
        return getattr(holder, name)
    raise Invalid(f"there is nothing to call at {path!r}")


def _may(holder: Any, name: str) -> bool:
    return name in MEMBERS.get(type(holder), ()) and hasattr(holder, name)


def _kind(error: Exception) -> str:
    """The nearest class of an error that the caller has too."""
    return next(each.__name__ for each in type(error).__mro__ if _is_known(each))


def _is_known(kind: type) -> bool:
    return kind in _PROBLEMS or kind.__module__ == "builtins"
