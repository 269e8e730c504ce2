"""Script, list and cancel faults."""

from collections.abc import Callable, Mapping
from typing import Any

from fakeping.control.journal_query import matched, named_operation
from fakeping.control.surface import HEADERS, ControlCall, answer, row, tenant_of
from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.problem import Invalid, Nonsense, NotFound, Violation
from fakeping.faults.distribution import LogNormal, Uniform
from fakeping.faults.fault import Fault
from fakeping.faults.faults import Faults

#: The members with matchers, as in an assertion about a journal.
_MATCHERS = ("json", "query", "headers", "caller")


def list_faults(call: ControlCall) -> Reply:
    """List a tenant's faults, and how often each has fired."""
    return answer({"faults": [each.document() for each in _faults(call)]})


def script_fault(call: ControlCall) -> Reply:
    """Script a fault."""
    fault = scripted(_faults(call), call.body)
    path = f"/__fakeping/tenants/{call.params['tenant_id']}/faults/{fault.id}"
    headers = {**HEADERS, "Location": call.request.base_url + path}
    return Reply(201, encoded(fault.document()), headers)


def read_fault(call: ControlCall) -> Reply:
    """Read one fault."""
    return answer(_fault(call).document())


def cancel_fault(call: ControlCall) -> Reply:
    """Cancel one fault."""
    _faults(call).forget(_fault(call))
    return Reply(204)


def clear_faults(call: ControlCall) -> Reply:
    """Cancel every fault of a tenant."""
    _faults(call).clear()
    return Reply(204)


def _faults(call: ControlCall) -> Faults:
    faults: Faults = tenant_of(call).faults
    return faults


def _fault(call: ControlCall) -> Fault:
    found = _faults(call).get(call.params["fault_id"])
    if found is None:
        raise NotFound(f"there is no fault {call.params['fault_id']!r}")
    return found


def scripted(faults: Faults, document: JSON) -> Fault:
    """Script the fault of a validated document, as a test would in Python."""
    said = {name: value for name, value in document.items() if name not in {"fault", "operation"}}
    said |= {"op": op} if (op := named_operation(document)) is not None else {}
    said |= matched({name: said[name] for name in _MATCHERS if name in said})
    for name in ("seconds", "delay"):
        if isinstance(said.get(name), dict):
            said[name] = _drawn(said[name], at=name)
    try:
        return _SCRIPTS[document["fault"]](faults, **said)
    except Nonsense as error:
        raise _at(error.at, error) from None
    except ValueError as error:
        raise Invalid(str(error)) from None


def _delay(faults: Faults, *, seconds: Any, op: Any = None, **said: Any) -> Fault:
    return faults.delay(op, seconds, **said)


def _preset(faults: Faults, *, preset: Any, **said: Any) -> Fault:
    return faults.preset(preset, **said)


_SCRIPTS: Mapping[str, Callable[..., Fault]] = {
    "next": Faults.next,
    "delay": _delay,
    "drop": Faults.drop,
    "truncate": Faults.truncate,
    "malformed": Faults.malformed,
    "rate_limit": Faults.rate_limit,
    "after_commit": Faults.after_commit,
    "preset": _preset,
}


def _drawn(document: JSON, *, at: str) -> Any:
    """A distribution from its name and its two parameters."""
    kinds: Mapping[str, Callable[[float, float], Any]] = {
        "uniform": Uniform,
        "lognormal": LogNormal,
    }
    ((name, figures),) = document.items()
    try:
        return kinds[name](*figures)
    except ValueError as error:
        raise _at(f"{at}.{name}", error) from None


def _at(target: str, error: ValueError) -> Invalid:
    violation = Violation(keyword="", target=target, message=str(error))
    return Invalid(f"{target}: {error}", violations=(violation,))


_ALL = "/tenants/{tenant_id}/faults"
_ONE = _ALL + "/{fault_id}"

OPERATIONS = (
    row("fault.list", f"GET {_ALL}", list_faults, {200: "control/fault_list"}),
    row(
        "fault.script",
        f"POST {_ALL}",
        script_fault,
        {201: "control/fault"},
        "control/fault_request",
    ),
    row("fault.clear", f"DELETE {_ALL}", clear_faults, {204: None}),
    row("fault.read", f"GET {_ONE}", read_fault, {200: "control/fault"}),
    row("fault.cancel", f"DELETE {_ONE}", cancel_fault, {204: None}),
)
