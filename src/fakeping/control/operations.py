"""What a suite in any language can do with a running server, as a table."""

import hmac
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from fakeping.control.problems import PROBLEM_REPLIES, render_problem
from fakeping.core import problem as p
from fakeping.core.body import require_identity, require_json
from fakeping.core.exchange import JSON, Reply, Request, encoded
from fakeping.core.operation import Call, Caller, Family, Operation, Params, Seat
from fakeping.core.problem import Problem
from fakeping.core.sources import Clock
from fakeping.version import __version__

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_JSON = {"Content-Type": "application/json", "Cache-Control": "no-store"}


class Steered(Protocol):
    """A tenant, as far as it is steered from here."""

    @property
    def id(self) -> str:
        """What it is called."""

    @property
    def clock(self) -> Clock:
        """Its time."""


class Host(Protocol):
    """The server's tenants, as far as they are steered from here."""

    control_key: str | None

    def all(self) -> list[Any]:
        """Every tenant."""

    def get(self, id_: str) -> Any:
        """One tenant, or `NotFound`."""

    def create_from(self, document: JSON) -> Any:
        """A new tenant."""

    def drop(self, id_: str) -> None:
        """Forget a tenant."""

    def describe(self, tenant: Any) -> JSON:
        """What a client needs to use a tenant."""

    def issue_from(self, tenant: Any, document: JSON) -> JSON:
        """A token, and when it expires."""


ControlCall = Call[Host]


def health(call: ControlCall) -> Reply:  # noqa: ARG001 - every handler has one
    """Say that the server answers."""
    return _answer({"status": "ok", "version": __version__})


def list_tenants(call: ControlCall) -> Reply:
    """List every tenant."""
    return _answer({"tenants": [call.store.describe(each) for each in call.store.all()]})


def create_tenant(call: ControlCall) -> Reply:
    """Make a tenant."""
    tenant: Steered = call.store.create_from(call.body)
    url = f"{call.request.base_url}/__fakeping/tenants/{tenant.id}"
    return Reply(201, encoded(call.store.describe(tenant)), {**_JSON, "Location": url})


def read_tenant(call: ControlCall) -> Reply:
    """Read one tenant."""
    return _answer(call.store.describe(_tenant(call)))


def delete_tenant(call: ControlCall) -> Reply:
    """Drop a tenant."""
    call.store.drop(_tenant(call).id)
    return Reply(204)


def create_token(call: ControlCall) -> Reply:
    """Issue a token."""
    tenant = _tenant(call)
    return Reply(201, encoded(call.store.issue_from(tenant, call.body)), _JSON)


def _tenant(call: ControlCall) -> Steered:
    tenant: Steered = call.store.get(call.params["tenant_id"])
    return tenant


def _answer(document: JSON) -> Reply:
    return Reply(200, encoded(document), _JSON)


def authenticate(request: Request, store: Host, params: Params) -> Caller:  # noqa: ARG001
    """Let whoever reaches the loopback in, or whoever has the key; never another web page."""
    origin = request.headers.get("Origin")
    if origin and not _is_local(origin):
        raise p.Forbidden("the request's origin may not steer this server")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise p.Forbidden("another site may not steer this server")
    if store.control_key is not None:
        _, _, key = request.headers.get("Authorization", "").partition(" ")
        sent = key.strip().encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(sent, store.control_key.encode()):
            raise p.Unauthenticated("the control key is missing or wrong")
    return Caller(subject=None, client="control")


def _is_local(origin: str) -> bool:
    try:
        return urlsplit(origin).hostname in _LOOPBACK
    except ValueError:
        return False


def _check_media(request: Request) -> None:
    # A web page can send a form or plain text to the loopback unasked, but not JSON.
    require_json(request.headers)
    require_identity(request.headers)


def _nowhere(seat: Seat) -> Host:
    raise NotImplementedError("the control surface faces no tenant")


def _stray(request: Request, address: str, store_at: Callable[[str], Host | None]) -> Problem:
    raise NotImplementedError("the control surface faces no tenant")


def _no_address(params: Params, request: Request) -> str:
    raise NotImplementedError("the control surface faces no tenant")


def _row(
    name: str,
    route: str,
    handler: Callable[[ControlCall], Reply],
    replies: Mapping[int, str | None],
    body_schema: str | None = None,
    *,
    public: bool = False,
) -> Operation[Host]:
    method, _, path = route.partition(" ")
    return Operation(
        name=f"control.{name}",
        method=method,
        path=path,
        handler=handler,
        replies=replies,
        summary=(handler.__doc__ or "").rstrip("."),
        body_schema=body_schema,
        public=public,
    )


FAMILY: Family[Host] = Family(
    name="control",
    mount="/__fakeping",
    operations=(
        _row("health", "GET /health", health, {200: "control/health"}, public=True),
        _row("tenant.list", "GET /tenants", list_tenants, {200: "control/tenant_list"}),
        _row(
            "tenant.create",
            "POST /tenants",
            create_tenant,
            {201: "control/tenant"},
            "control/tenant_request",
        ),
        _row("tenant.read", "GET /tenants/{tenant_id}", read_tenant, {200: "control/tenant"}),
        _row("tenant.delete", "DELETE /tenants/{tenant_id}", delete_tenant, {204: None}),
        _row(
            "token.create",
            "POST /tenants/{tenant_id}/tokens",
            create_token,
            {201: "control/token"},
            "control/token_request",
        ),
    ),
    rules=(),
    editions=(),
    new_store=_nowhere,
    address=_no_address,
    authenticate=authenticate,
    stray=_stray,
    check_media=_check_media,
    render_problem=render_problem,
    problem_replies=PROBLEM_REPLIES,
    tenanted=False,
)
