"""The server side of the control API: tenants as documents."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from fakeping.control.tables import TableCache
from fakeping.control.waiters import Waiters
from fakeping.core.document_errors import BadDocument
from fakeping.core.exchange import JSON, Request
from fakeping.core.problem import Invalid, NotFound, NotUnique, Problem
from fakeping.families import FAMILIES, OutOfReach, TenantDescription, named, tenancy_of
from fakeping.journal.journal import Journal
from fakeping.server.options import UnknownEdition
from fakeping.server.registry import Tenants
from fakeping.server.seeding import give
from fakeping.server.tenant import Tenant


class ControlHost:
    """A server's tenants, in terms of the control API's documents."""

    def __init__(self, tenants: Tenants, *, control_key: str | None) -> None:
        self._tenants = tenants
        #: The key that clients need, if others than the loopback can reach the server.
        self.control_key = control_key
        #: Long polls of the control API.
        self.waiters = Waiters()
        self.families = tenants.families
        #: The tables of the tenant that a page shows.
        self.tables = TableCache()
        self._shown: dict[str, tuple[float, Mapping[str, str]]] = {}

    @property
    def unmatched(self) -> Journal:
        """The journal of unmatched requests."""
        return self._tenants.world.unmatched.journal

    def all(self) -> list[Tenant]:
        """Every tenant, the oldest first."""
        return self._tenants.all()

    def get(self, id_: str) -> Tenant:
        """The tenant with that id. Raises `NotFound`."""
        found = self.find(id_)
        if found is None:
            raise NotFound(f"there is no tenant {id_!r}")
        return found

    def create_from(self, document: JSON) -> Tenant:
        """Create a tenant from a validated document. Raises `Invalid` or `NotUnique`."""
        try:
            tenant = self._tenants.create(
                environment_id=document.get("environment_id"),
                realm=document.get("realm"),
                edition=document.get("editions"),
                auth=document.get("auth"),
                switches=document.get("switches"),
                # `flipped` is the older name, kept for one release.
                switched=[*document.get("switched", ()), *document.get("flipped", ())],
                name=document.get("name"),
                seed=document.get("seed"),
                ids_seed=document.get("ids_seed"),
                journal=document.get("journal"),
            )
        except BadDocument as error:
            raise error.below("seed") from None
        except (UnknownEdition, OutOfReach) as error:
            raise Invalid(str(error)) from None
        except Problem:
            raise
        except ValueError as error:
            raise NotUnique(str(error)) from None
        if document.get("coverage"):
            tenant.count_answers()
        return tenant

    def carry_out(self, tenant: Tenant, document: JSON, *, base_url: str) -> JSON:
        """Carry out a remote call. `base_url` is the server's URL, as the caller knows it."""
        from fakeping.server.calls import carried_out  # noqa: PLC0415 - few ask

        return carried_out(tenant, document, known_as=(self._tenants.base_url, base_url))

    def coverage(self, tenant: Tenant | None = None) -> JSON:
        """Coverage by the requests of a tenant, or of all. Raises `NotFound` if it is disabled."""
        from fakeping.coverage import summarized  # noqa: PLC0415 - few ask

        tally = tenant.tally if tenant else self._tenants.world.tally
        if tally is None:
            raise NotFound("coverage is not counted: start the server with --coverage")
        return {**summarized(tally, FAMILIES).document(), "answers": tally.document()}

    def drop(self, id_: str) -> None:
        """Drop a tenant, if it still exists."""
        self._shown.pop(id_, None)
        self._tenants.drop(id_)

    def describe(self, tenant: Tenant) -> TenantDescription:
        """What a client needs to use a tenant: URLs, ids, credentials, tokens.

        Raises `LookupError` for one that was dropped.
        """
        if self._tenants.get(tenant.id) is not tenant:
            raise LookupError(f"the tenant {tenant.id} was dropped: nothing answers for it")
        tokens = self._tokens(tenant)
        described: Any = {
            "id": tenant.id,
            **{
                each.name: tenancy_of(each).describe(tenant.handle(each), tokens[each.name])
                for each in FAMILIES
            },
        }
        whole: TenantDescription = described
        return whole

    def ask_from(self, tenant: Tenant, document: JSON, *, request: Request) -> JSON:
        """Carry out a request to a tenant's API from a validated document. See `asking.asked`."""
        from fakeping.server.asking import asked  # noqa: PLC0415 - the page alone asks

        tokens = self._tokens(tenant)
        ids = nullcontext() if document.get("recorded") else self._tenants.unasked(tenant)
        with ids:
            return asked(self._tenants.world, tenant, document, request=request, tokens=tokens)

    def find(self, id_: str) -> Tenant | None:
        """The tenant with that id, or `None`."""
        return self._tenants.get(id_)

    def summarize(self, tenant: Tenant) -> JSON:
        """A tenant's id and name, and the options that it was made with."""
        state = self._tenants.world.tenants[tenant.id]
        return {
            "id": tenant.id,
            "name": state.name,
            "editions": dict(state.editions),
            "auth": state.auth,
            "switches": dict(state.switched),
        }

    def revision_of(self, tenant: Tenant) -> int:
        """How often a tenant's state has changed."""
        return self._tenants.world.tenants[tenant.id].revision

    @property
    def revision(self) -> int:
        """How often a tenant came or went."""
        return self._tenants.revision

    def give_from(self, tenant: Tenant, document: JSON) -> JSON:
        """Create an entity from a validated document, like `given`. See `seeding.give`."""
        return give(tenant, document)

    def issue_from(self, tenant: Tenant, document: JSON) -> JSON:
        """Issue a token from a validated document. Returns it with its expiry."""
        wanted = {name: value for name, value in document.items() if name != "family"}
        family = named(document["family"])
        try:
            token = tenancy_of(family).issue(tenant.handle(family), **wanted)
        except Problem:
            raise
        except ValueError as error:
            raise Invalid(str(error)) from None
        lifetime = wanted.get("lifetime", tenancy_of(family).lifetime)
        left = -1 if wanted.get("expired") else lifetime
        return {"token": token, "expires_at": tenant.clock.text(after=left)}

    def _tokens(self, tenant: Tenant) -> Mapping[str, str]:
        """A token of each family; the same ones until half their life is over."""
        now = tenant.clock.timestamp()
        at, tokens = self._shown.get(tenant.id, (now, {}))
        # A state document may have removed one since.
        hold = tokens and all(
            tenancy_of(each).holds(tenant.handle(each), tokens[each.name]) for each in FAMILIES
        )
        half = min(tenancy_of(each).lifetime for each in FAMILIES) / 2
        if not hold or not at <= now <= at + half:
            with self._tenants.unasked(tenant):
                tokens = {
                    each.name: tenancy_of(each).issue(tenant.handle(each)) for each in FAMILIES
                }
            self._shown[tenant.id] = (now, tokens)
        return tokens
