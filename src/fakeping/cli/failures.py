"""`--fault` and `--preset`: scripted failures, as documents of the control API."""

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from fakeping.core.body import read_json
from fakeping.core.problem import Problem

if TYPE_CHECKING:
    from fakeping.core.exchange import JSON
    from fakeping.server.tenant import Tenant


class Failure(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has none
    """A failure, written as JSON or in short; `parse` reads the short form."""

    def __init__(self, name: str, parse: "Callable[[str], JSON]") -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read one."""
        if not isinstance(value, str):
            return value
        try:
            return read_json(value.encode()) if value.startswith("{") else self._parse(value)
        except (Problem, ValueError) as error:
            self.fail(f"{value!r}: {getattr(error, 'detail', error)}", param, ctx)

    def split_envvar_value(self, rv: str) -> list[str]:
        """Split a variable's value: one JSON object, an array of them, or words between spaces."""
        if rv.lstrip().startswith("{"):
            return [rv]
        if rv.lstrip().startswith("["):
            try:
                return [json.dumps(each) for each in json.loads(rv)]
            except (ValueError, TypeError):
                return [rv]
        return rv.split()


def fault_of(text: str) -> "JSON":
    """Read `pingone.resource.create=503`. Raises `ValueError`."""
    op, _, status = text.rpartition("=")
    if not op or not status.isdecimal():
        raise ValueError("is neither OPERATION=STATUS, such as pingone.scope.list=503, nor JSON")
    return {"fault": "next", "op": op, "status": int(status), "times": None}


def preset_of(text: str) -> "JSON":
    """Read `throttled` or `throttled:seconds=5,op=pingone.*`. Raises `ValueError`."""
    name, _, options = text.partition(":")
    said: dict[str, Any] = {"fault": "preset", "preset": name}
    for each in filter(None, options.split(",")):
        option, _, value = each.partition("=")
        if not option or not value:
            raise ValueError(f"{each!r} is not OPTION=VALUE, such as seconds=5")
        said[option] = int(value) if value.isdecimal() else value
    return said


def script(tenant: "Tenant", failures: "Iterable[JSON]") -> None:
    """Script failures in a tenant. Raises `UsageError`."""
    from fakeping.control.faults import scripted  # noqa: PLC0415 - few ask
    from fakeping.core import schemas  # noqa: PLC0415 - as before

    for each in failures:
        try:
            schemas.validate("control/fault_request", each)
            scripted(tenant.faults, each)
        except Problem as problem:
            option = "--preset" if each.get("fault") == "preset" else "--fault"
            raise click.UsageError(f"{option}: {_told(problem)}") from None


def _told(problem: Problem) -> str:
    violations = getattr(problem, "violations", ())
    said = [
        f"{each.target}: {each.message}" if each.target else each.message for each in violations
    ]
    return "; ".join(said) or problem.detail
