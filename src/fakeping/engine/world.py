"""All tenants, and `World.handle`, through which every request goes.

`handle` is a synchronous function. Nothing is awaited between a check and the write that relies
on it, so every operation is atomic; a tenant has a lock only because tests seed from other
threads.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from time import perf_counter
from typing import Any

from fakeping.core.exchange import Reply, Request
from fakeping.core.family import Family
from fakeping.core.operation import Operation
from fakeping.core.problem import Crashed, Problem, Refused
from fakeping.core.sources import Clock, Ids
from fakeping.core.tally import AnswerKind, Tally
from fakeping.engine.attempts import attempt_of, require_room
from fakeping.engine.bearers import Bearers
from fakeping.engine.calling import call_of, caller_of, document_of
from fakeping.engine.former import FormerAddresses
from fakeping.engine.journals import Journals
from fakeping.engine.router import Route, Router
from fakeping.engine.tenant_state import JournalScope, TenantState
from fakeping.faults.attempt import FaultResponse
from fakeping.journal.journal import Journal
from fakeping.journal.limits import JournalLimits
from fakeping.journal.recorder import Echo
from fakeping.journal.unmatched import Guide
from fakeping.redaction.known_of_all import KnownOfAll
from fakeping.redaction.redact import recorded_path
from fakeping.redaction.spelled import without_named

_REFUSED = HTTPStatus.BAD_REQUEST  # to look it up in the enumeration takes each request a while


class World:
    """The families' routes, all tenants, and a journal for requests without a tenant.

    `editions` has the edition of each family for requests without a tenant. `limits` and `secrets`
    are the defaults of the tenants' journals.
    """

    def __init__(
        self,
        families: Iterable[Family[Any]],
        *,
        real_clock: Callable[[], float],
        ids: Ids,
        editions: Mapping[str, str] | None = None,
        limits: JournalLimits | None = None,
        secrets: bool = False,
    ) -> None:
        self.families = tuple(families)
        self.tenants: dict[str, TenantState] = {}
        self._addresses: dict[tuple[str, str], TenantState] = {}
        self._former: FormerAddresses[TenantState] = FormerAddresses()
        self._guide = Guide(self.families, self._addresses)
        self._journals = Journals(self.families, self._guide, limits=limits, secrets=secrets)
        #: The secrets of all tenants.
        self.known = KnownOfAll()
        #: Journal and clock of requests without a tenant.
        self.unmatched = JournalScope(
            clock=Clock(real_clock), ids=ids, new_journal=self._journals.new, known=self.known
        )
        self._bearers = Bearers(self.families, self.known, self._addresses)
        #: Counts of answers, once `count_answers` was called.
        self.tally: Tally | None = None
        #: Stores of families without tenants, such as the control API.
        self.services: dict[str, Any] = {}
        #: Whether this process is a forked child of the server's.
        self.disowned = False
        self._router = Router(self.families)
        self._editions = editions or {}

    def add(self, tenant: TenantState, addresses: Mapping[str, str]) -> None:
        """Add a tenant with its address in each family. Raises `ValueError` if one is taken."""
        for family, address in addresses.items():
            if other := self._addresses.get((family, address)):
                raise Refused(_taken(family, address, other))
        self.tenants[tenant.id] = tenant
        if self.tally is not None:
            tenant.tally = Tally(into=self.tally)
        for family, address in addresses.items():
            self.register(tenant, family=family, address=address)

    def count_answers(self) -> None:
        """Start to count answers, also to requests without a tenant."""
        self.tally = self.unmatched.tally = Tally()

    def echo_to(self, echo: Echo) -> None:
        """Pass each later entry of every journal on."""
        self._journals.echo = self.unmatched.journal.echo = echo
        for each in self.tenants.values():
            each.journal.echo = echo

    def register(self, tenant: TenantState, *, family: str, address: str) -> None:
        """Register one more address of a tenant. Raises `ValueError` if another tenant has it."""
        other = self._addresses.setdefault((family, address), tenant)
        if other is not tenant:
            raise Refused(_taken(family, address, other))
        tenant.addresses.add((family, address))

    def unregister(self, tenant: TenantState, *, family: str, address: str) -> None:
        """Unregister a tenant's address."""
        if self._addresses.get((family, address)) is tenant:
            del self._addresses[family, address]
            tenant.addresses.discard((family, address))
            self._former.add((family, address), tenant)
            self._guide.remember((family, address), f"was of {_whose(tenant)}, and was deleted")

    def drop(self, tenant: TenantState) -> None:
        """Remove a tenant and its addresses, which hints for late requests still name."""
        self.tenants.pop(tenant.id, None)
        tenant.known.clear()
        for each in tenant.addresses:
            self._addresses.pop(each, None)
            self._guide.remember(each, f"was {_whose(tenant)}, which was dropped")
        tenant.addresses.clear()

    def new_journal(self, *, editions: Mapping[str, str], **said: Any) -> Journal:
        """Make a journal for a tenant of these editions, linked to that of unmatched requests."""
        return self._journals.of_tenant(editions=editions, unmatched=self.unmatched.journal, **said)

    def handle(self, request: Request, *, aside: bool = False) -> Reply:
        """Answer one request. All errors, even crashes, have the family's form.

        One that is asked aside is in no journal and no coverage, and meets no fault.
        """
        began = perf_counter()
        request = request.writable()
        route = self._router.find(request.path)
        family = route.family
        address = route.address(request)
        tenant = self.tenant_at(family, address)
        edition = self.edition(family, tenant or self.asking(family, request))
        place = tenant or self._former.owner((family.name, address)) or self.unmatched
        operation = caller = attempt = document = None
        ids = place.ids
        with place.lock:
            place.changes.clear()
            try:
                operation = route.operation(request.method, edition)
                store = self._store(tenant, route, address, request)
                call = call_of(store, route, address, request)
                if place.script is not None and not aside:
                    render = partial(self._refusal, route=route, tenant=tenant)
                    attempt = attempt_of(place, operation, route.family, call, render)
                    place.script.before(attempt)
                caller = call.caller = caller_of(operation, family, call)
                document = call.body = document_of(operation, family, call)
                require_room(place, operation, family, request)
                reply = operation.handler(call)
                if reply.rule is None and operation.rule is not None:
                    reply.rule = operation.rule.name
            except FaultResponse as fault:
                reply, ids = fault.reply, fault.ids
            except Problem as problem:
                reply = self._refusal(problem, request, ids, route, tenant)
            except Exception as crash:  # noqa: BLE001 - whatever it is, the wire gets an answer
                place.crashes.keep(crash)
                reply = route.render_problem(Crashed("a bug in fakeping"), request, ids)
            if attempt is not None and place.script is not None:
                reply = place.script.after(attempt, reply)
            if family.finish:
                reply = family.finish(
                    reply, request, ids, tenant.stores[family.name] if tenant else None
                )
            if family.tenanted and not aside:
                place.journal.record(
                    at=place.clock.timestamp(),
                    duration=perf_counter() - began,
                    operation=operation,
                    # The path of a successful request holds ids only.
                    path=route.path
                    if reply.status < _REFUSED
                    else self._bearers.shown(route.path, request=request, tenant=tenant),
                    request=request,
                    reply=reply,
                    caller=caller,
                    changes=place.changes,
                    unknown_address=None
                    if tenant
                    else self._unmatched_address(route, address, request),
                    document=document,
                )
                if place.tally is not None:
                    _count(place.tally, operation, edition, reply)
        return _without_body(reply) if request.method == "HEAD" else reply

    def whose(self, request: Request) -> tuple[Family[Any], TenantState | None]:
        """The family that a request's path belongs to, and the tenant, or `None`."""
        route = self._router.find(request.path)
        return route.family, self.tenant_at(route.family, route.address(request))

    def tenant_at(self, family: Family[Any], address: str) -> TenantState | None:
        """The tenant with this address in a family, or `None`."""
        return self._addresses.get((family.name, address))

    def body_limit(self, request: Request) -> int | None:
        """The limit in bytes of a request's body; `None` for the server's."""
        for family in self.families:
            if family.body_limit is not None and family.name in self.services:
                return family.body_limit(request, self.services[family.name])
        return None

    def edition(self, family: Family[Any], tenant: TenantState | None) -> str | None:
        """A tenant's edition of a family; the server's without a tenant."""
        return (tenant.editions if tenant else self._editions).get(family.name)

    def asking(self, family: Family[Any], request: Request) -> TenantState | None:
        """The tenant that issued the token of a request whose URL names none, or `None`."""
        return self._bearers.home(family, request) if family.tenanted else None

    def _refusal(
        self, problem: Problem, request: Request, ids: Ids, route: Route, tenant: TenantState | None
    ) -> Reply:
        """Render a problem; why its caller was not authenticated is the journal's to tell."""
        reply = route.render_problem(problem, request, ids)
        if problem.cause is not None:
            reply.cause = self._bearers.cause(problem, route.family, request, tenant)
        return reply

    def _store(
        self, tenant: TenantState | None, route: Route, address: str, request: Request
    ) -> Any:
        """The store that a request is for. Raises a problem for a bad head or unknown address."""
        family = route.family
        if request.malformed is not None:
            raise request.malformed
        if not family.tenanted:
            return self.services[family.name]
        if tenant is not None:
            return tenant.stores[family.name]

        def store_at(address: str) -> Any:
            other = self.tenant_at(family, address)
            return other.stores[family.name] if other else None

        raise family.unknown_address(request, address, store_at)

    def _unmatched_address(
        self, route: Route, address: str, request: Request
    ) -> tuple[str, str] | None:
        """The family and the unknown address of a request; `None` if its path matches nothing."""
        if not route.methods:
            return None
        known = without_named(recorded_path(address))
        shown = self._bearers.shown(known, request=request, tenant=None)
        return route.family.name, shown


def _count(
    tally: Tally, operation: Operation[Any] | None, edition: str | None, reply: Reply
) -> None:
    if operation is not None:
        tally.count(AnswerKind(edition, operation.name, reply.status, reply.rule, reply.fault))


def _without_body(reply: Reply) -> Reply:
    if reply.stream is not None:
        return replace(reply, body=b"", stream=None)
    return replace(
        reply, body=b"", headers={**reply.headers, "Content-Length": str(len(reply.body))}
    )


def _whose(tenant: TenantState) -> str:
    return f"the tenant {tenant.id}" + (f" of {tenant.name}" if tenant.name else "")


def _taken(family: str, address: str, other: TenantState) -> str:
    """The message that an address is another tenant's, with what to do."""
    return (
        f"another tenant has the {family} address {address!r}: {_whose(other)}. One tenant of a"
        " server at a time can have it: drop that one, choose another or none at all, which is"
        " always free, or start a second server"
    )
