"""All tenants, and `handle`: the one path that every request takes.

`handle` is a plain synchronous function. Nothing is awaited between a check and the act
that relies on it, so every operation is atomic; a tenant's lock is there only because tests
seed from another thread.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any
from urllib.parse import parse_qsl

from fakeping.core import body, schemas
from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.operation import Call, Caller, Family, Operation
from fakeping.core.problem import Crashed, Problem
from fakeping.core.router import Route, Router
from fakeping.core.sources import Clock, Ids
from fakeping.core.tenant import Place, Tenant

ANYBODY = Caller(subject=None, client="anybody")

_NO_QUERY: Mapping[str, str] = {}


class World:
    """Families brought to life for any number of tenants.

    `services` are the stores of families that face no tenant, such as the control surface.
    """

    def __init__(
        self,
        families: Iterable[Family[Any]],
        *,
        real_clock: Callable[[], float],
        ids: Ids,
        services: Mapping[str, Any] | None = None,
    ) -> None:
        self.families = tuple(families)
        self.tenants: dict[str, Tenant] = {}
        #: Every operation's name: what a journal may be asked about.
        self.operations = frozenset(
            operation.name for family in self.families for operation in family.operations
        )
        #: Exchanges that belong to no tenant.
        self.strays = Place(clock=Clock(real_clock), ids=ids, operations=self.operations)
        self._router = Router(self.families)
        self._addresses: dict[tuple[str, str], Tenant] = {}
        self._services = services or {}

    def add(self, tenant: Tenant, addresses: Mapping[str, str]) -> None:
        """Take a tenant in, under its address in each family. Raises `ValueError` when taken."""
        for family, address in addresses.items():
            if (family, address) in self._addresses:
                raise ValueError(f"another tenant has the {family} address {address!r}")
        self.tenants[tenant.id] = tenant
        for family, address in addresses.items():
            self._addresses[family, address] = tenant

    def claim(self, tenant: Tenant, *, family: str, address: str) -> None:
        """Give a tenant one more address. Raises `ValueError` when another tenant has it."""
        if self._addresses.setdefault((family, address), tenant) is not tenant:
            raise ValueError(f"another tenant has the {family} address {address!r}")

    def drop(self, tenant: Tenant) -> None:
        """Forget a tenant and its addresses."""
        self.tenants.pop(tenant.id, None)
        self._addresses = {
            key: other for key, other in self._addresses.items() if other is not tenant
        }

    def handle(self, request: Request) -> Reply:
        """Answer one request. Whatever happens, the answer is in the family's own shape."""
        began = perf_counter()
        route = self._router.find(request.path)
        family = route.family
        if not family.tenanted:
            return self._serve(family, route, request)
        tenant = self._locate(route)
        place = tenant or self.strays
        operation = caller = None
        with place.lock:
            try:
                operation = route.operation(request.method)
                if tenant is None:
                    raise self._stray(route, request)
                store = tenant.stores[family.name]
                caller = (
                    ANYBODY
                    if operation.public
                    else family.authenticate(request, store, route.params)
                )
                reply = _operate(family, operation, store, caller, route, request)
            except Problem as problem:
                reply = family.render_problem(problem, request, place.ids)
            except Exception as crash:  # noqa: BLE001 - whatever it is, the wire gets an answer
                place.crashes.append(crash)
                reply = family.render_problem(Crashed("a bug in fakeping"), request, place.ids)
            place.journal.record(
                at=place.clock.timestamp(),
                duration=perf_counter() - began,
                operation=operation,
                request=request,
                reply=reply,
                caller=caller,
            )
        return _without_body(reply) if request.method == "HEAD" else reply

    def _serve(self, family: Family[Any], route: Route, request: Request) -> Reply:
        # Outside every tenant: no journal, no state, and its callers hold no tokens of ours.
        store = self._services[family.name]
        try:
            operation = route.operation(request.method)
            caller = family.authenticate(request, store, route.params)
            reply = _operate(family, operation, store, caller, route, request)
        except Problem as problem:
            reply = family.render_problem(problem, request, self.strays.ids)
        except Exception as crash:  # noqa: BLE001 - as in `handle`
            self.strays.crashes.append(crash)
            reply = family.render_problem(Crashed("a bug in fakeping"), request, self.strays.ids)
        return _without_body(reply) if request.method == "HEAD" else reply

    def _locate(self, route: Route) -> Tenant | None:
        if not route.methods:
            return None
        family = route.family
        return self._addresses.get((family.name, family.address(route.params)))

    def _stray(self, route: Route, request: Request) -> Problem:
        name = route.family.name

        def store_at(address: str) -> Any:  # noqa: ANN401 - a family's own store
            tenant = self._addresses.get((name, address))
            return tenant.stores[name] if tenant else None

        return route.family.stray(request, route.family.address(route.params), store_at)


def _operate(  # noqa: PLR0913 - what a call is made of
    family: Family[Any],
    operation: Operation[Any],
    store: Any,  # noqa: ANN401 - a family's own store
    caller: Caller,
    route: Route,
    request: Request,
) -> Reply:
    query = _query(request) if request.query else _NO_QUERY
    params = route.params
    if operation.precondition:
        operation.precondition(
            Call(
                store=store, caller=caller, params=params, query=query, body=None, request=request
            )
        )
    document = None
    if operation.body_schema:
        document = _read(family, request)
        schemas.validate(operation.body_schema, document)
    return operation.handler(
        Call(
            store=store, caller=caller, params=params, query=query, body=document, request=request
        )
    )


def _query(request: Request) -> Mapping[str, str]:
    return dict(parse_qsl(request.query, keep_blank_values=True, errors="replace"))


def _read(family: Family[Any], request: Request) -> JSON:
    if request.unread:
        raise request.unread
    family.check_media(request)
    return body.read_json(request.body)


def _without_body(reply: Reply) -> Reply:
    return replace(
        reply, body=b"", headers={**reply.headers, "Content-Length": str(len(reply.body))}
    )
