"""The table of operations of the control API."""

from collections.abc import Callable

from fakeping.control import (
    asking,
    calls,
    clock,
    coverage,
    documents,
    events,
    faults,
    journal,
    page,
    rows,
    state,
    tables,
    tenants,
)
from fakeping.control.access import authenticate, body_limit, check_media
from fakeping.control.problems import PROBLEM_REPLIES, render_problem
from fakeping.control.surface import ControlledServer
from fakeping.core.exchange import Request
from fakeping.core.family import Family
from fakeping.core.operation import Params
from fakeping.core.parameter import Parameter
from fakeping.core.problem import Problem
from fakeping.core.store_config import StoreConfig


def _nowhere(config: StoreConfig) -> ControlledServer:
    raise NotImplementedError("the control surface faces no tenant")


def _no_unknown_address(
    request: Request, address: str, store_at: Callable[[str], ControlledServer | None]
) -> Problem:
    raise NotImplementedError("the control surface faces no tenant")


def _no_address(params: Params, request: Request) -> str:
    raise NotImplementedError("the control surface faces no tenant")


FAMILY: Family[ControlledServer] = Family(
    name="control",
    mount="/__fakeping",
    operations=(
        *tenants.OPERATIONS,
        *state.OPERATIONS,
        *tables.OPERATIONS,
        *journal.OPERATIONS,
        *rows.OPERATIONS,
        *faults.OPERATIONS,
        *clock.OPERATIONS,
        *coverage.OPERATIONS,
        *calls.OPERATIONS,
        *asking.OPERATIONS,
        *events.OPERATIONS,
        *documents.OPERATIONS,
        *page.OPERATIONS,
    ),
    rules=(),
    editions=(),
    new_store=_nowhere,
    address=_no_address,
    authenticate=authenticate,
    unknown_address=_no_unknown_address,
    issued=lambda store, token: False,  # noqa: ARG005 - the control key is in no path
    check_media=check_media,
    render_problem=render_problem,
    body_limit=body_limit,
    problem_replies=PROBLEM_REPLIES,
    problem_media="application/problem+json",
    title="The control API",
    path_parameters={
        "tenant_id": Parameter(says="The tenant's id"),
        "fault_id": Parameter(says="The fault's id, as its script was answered"),
        "family": Parameter(says="The family's name, with `.json` behind it or without"),
        "rule": Parameter(says="The rule's name"),
        "table": Parameter(says="A table's name, such as `pingone.resources`"),
        "key": Parameter(says="A row's key: the entity's id, or what else identifies it"),
        "file": Parameter(says="A file's name"),
    },
    security={
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "The control key. A server that only the loopback reaches has none",
        }
    },
    tenanted=False,
)
