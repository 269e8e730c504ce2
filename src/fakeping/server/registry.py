"""The tenants of a server: create, seed, find, drop."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from fakeping.core.family import Family
from fakeping.core.forked import ForkedError
from fakeping.core.keys import Keys
from fakeping.core.sources import Clock, Series, fresh, repeatable
from fakeping.core.store_config import StoreConfig
from fakeping.core.stored import LEAST_STORED, MAX_STORED
from fakeping.engine import state_document as whole
from fakeping.engine.tenant_state import Stores, TenantState
from fakeping.engine.world import World
from fakeping.families import FAMILIES, tenancy_of
from fakeping.journal.entry import Exchange
from fakeping.journal.limits import JournalLimits
from fakeping.server import seeds
from fakeping.server.options import Auth, known_auth, known_editions, known_switches, of
from fakeping.server.tenant import Seed, Tenant

#: The tenant that `fakeping serve` starts with has the ids of the source documents' samples,
#: so that those run with only the host changed.
DEFAULT_ID = "default"
DEFAULT_ENVIRONMENT = "0271641f-2d74-4bb0-b416-4a39b8714261"
DEFAULT_REALM = "alpha"
#: Writes exchanges as a test, for a tenant with these switches and this authentication.
AsTest = Callable[[Tenant, Mapping[str, bool], str, Sequence[Exchange]], str]


class Tenants:
    """The tenants of one server, and the defaults for new ones."""

    def __init__(
        self,
        families: tuple[Family[Any], ...],
        *,
        real_clock: Callable[[], float],
        ids_seed: int | str | None,
        edition: Mapping[str, str],
        auth: Auth,
        switches: Mapping[str, bool] | None = None,
        journal: JournalLimits | int | None = None,
        record_secrets: bool = False,
        max_stored: int = MAX_STORED,
        as_test: AsTest,
    ) -> None:
        self._as_test = as_test
        self._families = {each.name: each for each in families if each.tenanted}
        self._real_clock = real_clock
        self._documents = {
            name: each.document for name, each in self._families.items() if each.document
        }
        self._edition = {
            each.name: each.editions[0] for each in self._families.values()
        } | known_editions(self._families, edition)
        self._switches = known_switches(self._families, switches or {})
        self._auth = known_auth(auth)
        if max_stored < LEAST_STORED:
            raise ValueError(f"max_stored is at least {LEAST_STORED:,} bytes")
        self._max_stored = max_stored
        self._ids = fresh() if ids_seed is None else repeatable(ids_seed)
        self._keys = Keys(self._ids.uuid)
        self._handles: dict[str, Tenant] = {}
        self.base_url = "http://fakeping.invalid"
        #: How often a tenant came or went.
        self.revision = 0
        #: Whether the server listened, and no longer does.
        self.stopped = False
        #: Switches that are inverted in new tenants, unless their options set them.
        self.switched: frozenset[str] = frozenset()
        self.world = World(
            families,
            real_clock=real_clock,
            ids=self._ids,
            editions=self._edition,
            limits=JournalLimits.of(journal),
            secrets=record_secrets,
        )

    @property
    def families(self) -> tuple[Family[Any], ...]:
        """The APIs that the server serves, including the control API."""
        return self.world.families

    def create(
        self,
        *,
        id_: str | None = None,
        environment_id: str | None = None,
        realm: str | None = None,
        edition: Mapping[str, str] | None = None,
        auth: Auth | None = None,
        seed: Seed | None = None,
        ids_seed: int | str | None = None,
        switches: Mapping[str, bool] | None = None,
        switched: Iterable[str] = (),
        journal: JournalLimits | int | None = None,
        record_secrets: bool | None = None,
        name: str | None = None,
    ) -> Tenant:
        """Create a tenant; see `FakePing.tenant`. `switched` lists switches to invert."""
        if self.world.disowned:
            raise ForkedError
        ids = self._ids if ids_seed is None else repeatable(ids_seed)
        clock = Clock(self._real_clock)
        editions = dict(self._edition)
        if edition is not None:
            editions |= known_editions(self._families, edition)
        over = self.switched | known_switches(self._families, dict.fromkeys(switched, True)).keys()
        chosen_switches = self._inverted(over, editions) | self._switches
        if switches is not None:
            chosen_switches |= known_switches(self._families, switches)
        chosen = {"environment_id": environment_id, "realm": realm}
        addresses = {
            name: _address(family, chosen) or family.new_address(ids)
            for name, family in self._families.items()
        }
        stores = Stores()
        chosen_auth = known_auth(auth or self._auth)
        held = TenantState(
            id_=id_ or ids.uuid(),
            clock=clock,
            ids=ids,
            series=Series(ids, ids_seed),
            stores=stores,
            editions=editions,
            documents=self._documents,
            new_journal=partial(
                self.world.new_journal,
                editions=editions,
                limits=JournalLimits.of(journal),
                secrets=record_secrets,
            ),
            name=name,
            beyond=self.world.known,
            auth=chosen_auth,
            switched=chosen_switches,
            max_stored=self._max_stored,
        )
        for each in self._families:
            stores.makers[each] = partial(
                self._new_store, held, each, addresses[each], chosen_switches, chosen_auth
            )
        self.world.add(held, addresses)
        tenant = self._handles[held.id] = Tenant(held, self)
        self.revision += 1
        held.journal.write_test = partial(self._as_test, tenant, chosen_switches, chosen_auth)
        held.journal.tenant = held.id
        held.journal.served_as = {
            "editions": editions,
            "switches": chosen_switches,
            "auth": chosen_auth,
        }
        if seed is not None:
            self._plant(tenant, seed)
        return tenant

    def fill(self, tenant: Tenant, seed: Seed, *, add: bool = False) -> None:
        """Load a seed into a tenant. Raises `BadDocument`, and changes nothing."""
        if callable(seed):
            seed(tenant)
        else:
            document = seeds.document(seed)
            whole.load(self.world.tenants[tenant.id], document, base_url=self.base_url, add=add)

    def _plant(self, tenant: Tenant, seed: Seed) -> None:
        """Load a new tenant's seed; drop the tenant if that fails."""
        clock = tenant.clock.capture()
        try:
            self.fill(tenant, seed, add=True)
        except BaseException:
            tenant.drop()
            raise
        whole.keep_as_seed(self.world.tenants[tenant.id], clock=tenant.clock.capture() != clock)

    def create_default(
        self, *, loopback: bool, seed: Seed | None = None, realm: str | None = None
    ) -> Tenant:
        """Create the tenant of the documents' samples, with the root realm and `alpha` or `realm`.

        Its PAT is the sample's, if only the loopback can reach the server. By default it has the
        application of the samples' authorization requests, and a user, `sample`.
        """
        tenant = self.create(
            id_=DEFAULT_ID, environment_id=DEFAULT_ENVIRONMENT, realm=realm or DEFAULT_REALM
        )
        for each in FAMILIES:
            demo = tenancy_of(each).demo
            demo.prepare(tenant.handle(each))
            if loopback:
                demo.prepare_on_loopback(tenant.handle(each))
        samples = {each.name: tenancy_of(each).demo.seed for each in FAMILIES}
        usual = {name: said for name, said in samples.items() if said is not None}
        self._plant(tenant, usual if seed is None else seed)
        return tenant

    def replant_default(self, seed: Seed) -> None:
        """Replace the whole seed of the samples' tenant; unchanged if it is refused.

        Raises as `fill`, and `LookupError` if the tenant was dropped.
        """
        tenant, state = self._handles[DEFAULT_ID], self.world.tenants[DEFAULT_ID]
        with state.lock, whole.or_as_before(state):
            whole.reset(state, "empty")
            for each in FAMILIES:
                tenancy_of(each).demo.prepare(tenant.handle(each))
            clock = tenant.clock.capture()
            self.fill(tenant, seed, add=True)
            whole.keep_as_seed(state, clock=tenant.clock.capture() != clock)

    def _inverted(self, over: frozenset[str], editions: Mapping[str, str]) -> dict[str, bool]:
        if not over:
            return {}
        return {
            f"{name}.{switch}": not family.is_on(switch, edition=editions[name])
            for name, family in self._families.items()
            for switch in family.switches
            if f"{name}.{switch}" in over
        }

    def all(self) -> list[Tenant]:
        """Every tenant, the oldest first."""
        return list(self._handles.values())

    def get(self, id_: str) -> Tenant | None:
        """The tenant with that id, or `None`."""
        return self._handles.get(id_)

    @contextmanager
    def unasked(self, tenant: Tenant) -> Iterator[None]:
        """Take ids from a series of their own, so that the tenant's own series has no gap."""
        state = self.world.tenants[tenant.id]
        with state.lock, ExitStack() as stack:
            for name in self._families:
                state.stores[name]  # made, if it was not, from its own ids
                stack.enter_context(state.series[name].aside(state.series["unasked"]))
            yield

    def drop(self, id_: str) -> None:
        """Drop a tenant, if it still exists. Does nothing in a forked child."""
        if self.world.disowned:
            return
        tenant = self._handles.pop(id_, None)
        if tenant is not None:
            self.revision += 1
            tenant.dropped = True
            self.world.drop(self.world.tenants[id_])
            tenant.release_held()

    def _new_store(
        self, held: TenantState, name: str, address: str, switches: Mapping[str, bool], auth: Auth
    ) -> Any:
        """Make a family's store for a tenant."""
        family = self._families[name]
        return family.new_store(
            StoreConfig(
                address=address,
                mount=family.mount,
                edition=held.editions[name],
                switches=of(name, switches),
                auth=auth,
                clock=held.clock,
                ids=held.series[name],
                keys=self._keys,
                register=partial(self._register, held, name),
                unregister=partial(self._unregister, held, name),
                changed=held.stored,
                learn=held.known.learn,
            )
        )

    def _register(self, state: TenantState, family: str, address: str) -> None:
        self.world.register(state, family=family, address=address)

    def _unregister(self, state: TenantState, family: str, address: str) -> None:
        self.world.unregister(state, family=family, address=address)


def _address(family: Family[Any], chosen: Mapping[str, str | None]) -> str | None:
    """The address in a family that the options choose, or `None`."""
    tenancy = tenancy_of(family)
    said = chosen[tenancy.option]
    return None if said is None else tenancy.address_of(said)
