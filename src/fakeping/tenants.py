"""Tenants as tests and the control surface hold them: made, described, dropped."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from random import Random, SystemRandom
from types import TracebackType
from typing import Any, Literal, Self, get_args

from fakeping.core.faults.faults import Faults
from fakeping.core.journal import Journal
from fakeping.core.keys import Keys
from fakeping.core.operation import Family, Seat
from fakeping.core.recorder import JournalLimits
from fakeping.core.sources import Clock, Ids
from fakeping.core.tally import Tally
from fakeping.core.tenant import Stores
from fakeping.core.tenant import Tenant as State
from fakeping.core.world import World
from fakeping.families import pingam, pingone
from fakeping.families.pingam.tenancy import PingAM
from fakeping.families.pingone.tenancy import PingOne
from fakeping.regression import as_test

Auth = Literal["strict", "any", "off"]

#: The tenant that `fakeping serve` starts with has the ids of the source documents' samples,
#: so that those run with only the host changed.
DEFAULT_ID = "default"
DEFAULT_ENVIRONMENT = "0271641f-2d74-4bb0-b416-4a39b8714261"
DEFAULT_REALM = "alpha"
DEFAULT_PAT = "515d6551-6512-5279-98b6-c0ef3f03a723"


class Tenant:
    """One PingOne environment and one PingAM realm, with state and tokens of their own.

    As a context manager it is dropped at the end.
    """

    def __init__(self, state: State, tenants: "Tenants") -> None:
        self._state = state
        self._tenants = tenants

    @cached_property
    def pingone(self) -> PingOne:
        """Its PingOne environment."""
        store = self._state.stores[pingone.FAMILY.name]
        return PingOne(store, self._state.lock, lambda: self._tenants.base_url)

    @cached_property
    def pingam(self) -> PingAM:
        """Its realm of a PingAM deployment."""
        store = self._state.stores[pingam.FAMILY.name]
        return PingAM(store, self._state.lock, lambda: self._tenants.base_url)

    @property
    def id(self) -> str:
        """What the control API calls it."""
        return self._state.id

    @property
    def journal(self) -> Journal:
        """What was asked of this tenant, and what it answered."""
        return self._state.journal

    @cached_property
    def faults(self) -> Faults:
        """What is scripted to fail, and how to."""
        state = self._state
        seed = "/".join([state.id, *sorted(address for _, address in state.addresses)])
        return Faults(state, families=self._tenants.world.families, seed=seed)

    @property
    def clock(self) -> Clock:
        """The only time that this tenant knows."""
        return self._state.clock

    @property
    def crashes(self) -> tuple[Exception, ...]:
        """Bugs of fakeping that this tenant's requests ran into. There should be none."""
        return tuple(self._state.crashes)

    @property
    def tally(self) -> Tally | None:
        """How its requests were answered; `None` where nobody counts that."""
        return self._state.tally

    def count_answers(self) -> None:
        """Count how its requests are answered, whether or not the server counts."""
        if self._state.tally is None:
            self._state.tally = Tally()

    def drop(self) -> None:
        """Take it off the server: its environment and realms are unknown from then on."""
        self._tenants.drop(self.id)

    def __enter__(self) -> Self:
        """Return the tenant."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop the tenant."""
        self.drop()


class Tenants:
    """Every tenant of one server, and how new ones are made."""

    def __init__(
        self,
        families: tuple[Family[Any], ...],
        *,
        real_clock: Callable[[], float],
        seed: int | None,
        edition: Mapping[str, str],
        auth: Auth,
        switches: Mapping[str, bool] | None = None,
        journal: JournalLimits | int | None = None,
        record_secrets: bool = False,
    ) -> None:
        self._families = {each.name: each for each in families if each.tenanted}
        self._real_clock = real_clock
        self._edition = {
            each.name: each.editions[0] for each in self._families.values()
        } | self._known_editions(edition)
        self._switches = self._known_switches(switches or {})
        self._auth = _known_auth(auth)
        self._ids = _fresh_ids() if seed is None else Ids(Random(seed))  # noqa: S311 - repeatable
        self._keys = Keys(self._ids.uuid)
        self._handles: dict[str, Tenant] = {}
        self.base_url = "http://fakeping.invalid"
        self.world = World(
            families,
            real_clock=real_clock,
            ids=self._ids,
            editions=self._edition,
            limits=JournalLimits.of(journal),
            secrets=record_secrets,
        )

    def create(
        self,
        *,
        id_: str | None = None,
        environment_id: str | None = None,
        realm: str | None = None,
        edition: Mapping[str, str] | None = None,
        auth: Auth | None = None,
        seed: int | None = None,
        switches: Mapping[str, bool] | None = None,
        journal: JournalLimits | int | None = None,
        record_secrets: bool | None = None,
        name: str | None = None,
    ) -> Tenant:
        """A fresh tenant; see `FakePing.tenant`."""
        ids = self._ids if seed is None else Ids(Random(seed))  # noqa: S311 - not for secrets
        clock = Clock(self._real_clock)
        editions = self._edition | self._known_editions(edition or {})
        switched = self._switches | self._known_switches(switches or {})
        chosen = {
            pingone.FAMILY.name: environment_id,
            pingam.FAMILY.name: None if realm is None else f"/{realm.strip('/')}",
        }
        addresses = {
            name: chosen.get(name) or family.new_address(ids)
            for name, family in self._families.items()
        }
        stores = Stores()
        state = State(
            id_=id_ or ids.uuid(),
            clock=clock,
            ids=ids,
            stores=stores,
            editions=editions,
            new_journal=partial(
                self.world.new_journal, limits=JournalLimits.of(journal), secrets=record_secrets
            ),
            name=name,
        )
        for family_name, family in self._families.items():
            seat = Seat(
                address=addresses[family_name],
                mount=family.mount,
                edition=editions[family_name],
                switches=_of(family_name, switched),
                auth=_known_auth(auth or self._auth),
                clock=clock,
                ids=ids,
                keys=self._keys,
                claim=partial(self._claim, state, family_name),
                release=partial(self._release, state, family_name),
                changed=state.changes.append,
            )
            stores.makers[family_name] = partial(family.new_store, seat)
        self.world.add(state, addresses)
        tenant = self._handles[state.id] = Tenant(state, self)
        state.journal.write_test = partial(as_test, tenant, switched, auth or self._auth)
        return tenant

    def create_default(self, *, loopback: bool) -> Tenant:
        """The tenant of the source documents' samples, whose realms are `alpha` and the root.

        Its PAT is the sample's, unless strangers can reach the server.
        """
        tenant = self.create(
            id_=DEFAULT_ID, environment_id=DEFAULT_ENVIRONMENT, realm=DEFAULT_REALM
        )
        tenant.pingam.given.realm("/")
        if loopback:
            # As long as the server: a sample that expires after an hour would puzzle people.
            tenant.pingam.pat(value=DEFAULT_PAT, lifetime=float("inf"))
        return tenant

    def all(self) -> list[Tenant]:
        """Every tenant, the oldest first."""
        return list(self._handles.values())

    def get(self, id_: str) -> Tenant | None:
        """The tenant with that id, if there is one."""
        return self._handles.get(id_)

    def drop(self, id_: str) -> None:
        """Forget a tenant, if it is still there."""
        tenant = self._handles.pop(id_, None)
        if tenant is not None:
            self.world.drop(self.world.tenants[id_])

    def _claim(self, state: State, family: str, address: str) -> None:
        self.world.claim(state, family=family, address=address)

    def _release(self, state: State, family: str, address: str) -> None:
        self.world.release(state, family=family, address=address)

    def _known_editions(self, wanted: Mapping[str, str]) -> dict[str, str]:
        for family, name in wanted.items():
            if family not in self._families:
                raise _unknown(f"family {family!r}", family, self._families)
            known = self._families[family].editions
            if name not in known:
                raise _unknown(f"edition {name!r} of {family}", name, known)
        return dict(wanted)

    def _known_switches(self, wanted: Mapping[str, bool]) -> dict[str, bool]:
        known = [
            f"{each.name}.{switch}"
            for each in self._families.values()
            for switch in sorted(each.switches)
        ]
        for name in wanted:
            if name not in known:
                raise _unknown(f"switch {name!r}", name, known)
        return dict(wanted)


def _known_auth(auth: Auth) -> Auth:
    known = get_args(Auth)
    if auth not in known:
        raise ValueError(f"there is no authentication {auth!r}: choose from {', '.join(known)}")
    return auth


def _unknown(what: str, said: str, known: Iterable[str]) -> "UnknownEdition":
    import difflib  # noqa: PLC0415 - only a mistake needs it

    near = difflib.get_close_matches(said, list(known), n=3)
    meant = f"; did you mean {' or '.join(near)}? Choose" if near else ": choose"
    return UnknownEdition(f"there is no {what}{meant} from {', '.join(known)}")


def _fresh_ids() -> Ids:
    # The system's own randomness costs a call for each id; only secrets need it.
    secrets = SystemRandom()
    return Ids(Random(secrets.getrandbits(256)), secrets=secrets)  # noqa: S311 - as above


def _of(family: str, switches: Mapping[str, bool]) -> dict[str, bool]:
    prefix = f"{family}."
    return {
        name.removeprefix(prefix): on for name, on in switches.items() if name.startswith(prefix)
    }


class UnknownEdition(ValueError):
    """An edition, a family or a switch that does not exist."""
