"""The faked APIs. To add one: a folder with the same file names, and its name here."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, TypedDict, get_type_hints

from fakeping.core.family import Family, Tenancy
from fakeping.core.guided import Guided
from fakeping.core.sources import ClockState
from fakeping.families import pingam, pingone
from fakeping.families.pingam.realms import OutOfReach as OutOfReach
from fakeping.families.pingam.seeds import PingAMDescription
from fakeping.families.pingam.tenancy import PingAM
from fakeping.families.pingone.seeds import PingOneDescription
from fakeping.families.pingone.tenancy import PingOne

FAMILIES: tuple[Family[Any], ...] = (pingone.FAMILY, pingam.FAMILY)

#: PingAM's default context path.
AM_CONTEXT_PATH = pingam.FAMILY.mount

_BY_NAME = {each.name: each for each in FAMILIES}


class TenantDescription(TypedDict):
    """What a client of any language needs to use a tenant."""

    id: str
    pingone: PingOneDescription
    pingam: PingAMDescription


class StateDocument(TypedDict, total=False):
    """A tenant's state; the schemas `pingone_state` and `pingam_state` say what the parts have."""

    pingone: dict[str, Any]
    pingam: dict[str, Any]
    clock: ClockState


class Handles(Guided):
    """One tenant's handle in each family: `pingone`, `pingam`."""

    _parts: ClassVar[Mapping[str, type]] = MappingProxyType({"pingone": PingOne, "pingam": PingAM})

    @property
    def id(self) -> str:
        """The tenant's id in the control API."""
        raise NotImplementedError

    @cached_property
    def pingone(self) -> PingOne:
        """The tenant's PingOne environment."""
        found: PingOne = self._handle(pingone.FAMILY)
        return found

    @cached_property
    def pingam(self) -> PingAM:
        """The tenant's realm of a PingAM deployment."""
        found: PingAM = self._handle(pingam.FAMILY)
        return found

    def handle(self, family: Family[Any]) -> Any:
        """The tenant's handle in a family."""
        return getattr(self, family.name)

    def __repr__(self) -> str:
        """Where it is, and the addresses that tell it from others, family by family."""
        said = (f"{each.product} {self.address(each)}" for each in FAMILIES)
        return f"<Tenant{self._whereabouts()}: {', '.join(said)}>"

    def _whereabouts(self) -> str:
        raise NotImplementedError

    def address(self, family: Family[Any]) -> str:
        """The tenant's address in a family's URLs: an environment id, a realm."""
        found: str = getattr(self.handle(family), tenancy_of(family).option)
        return found

    def snapshot(self) -> StateDocument:
        """All that was added to it, as a state document."""
        raise NotImplementedError

    def _handle(self, family: Family[Any]) -> Any:
        raise NotImplementedError


def named(name: str) -> Family[Any]:
    """The family of that name. Raises `KeyError`."""
    return _BY_NAME[name]


def classes_of(family: Family[Any]) -> tuple[type, type]:
    """The classes of a family's handle and of its `given`, for stubs and proxies."""
    kind = tenancy_of(family).handle
    return kind, get_type_hints(vars(kind)["given"].fget)["return"]


def tenancy_of(family: Family[Any]) -> Tenancy:
    """The family's `Tenancy`. Raises `LookupError` for one without tenants."""
    if family.tenancy is None:
        raise LookupError(f"{family.name} faces no tenant")
    return family.tenancy


def deployed(am_context_path: str) -> tuple[Family[Any], ...]:
    """Every family, with PingAM mounted at a context path such as `/am` or, for the root, `""`."""
    return tuple(
        replace(each, mount=am_context_path) if each is pingam.FAMILY else each for each in FAMILIES
    )
