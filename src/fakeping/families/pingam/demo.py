"""The tenant of PingAM's samples: it has the root realm, and the samples' PAT."""

from math import inf

from fakeping.core.family import Demo
from fakeping.families.pingam.realms import ROOT
from fakeping.families.pingam.tenancy import PingAM

DEFAULT_PAT = "515d6551-6512-5279-98b6-c0ef3f03a723"


def _have_root(handle: PingAM) -> None:
    handle.given.realm(ROOT)


def _have_pat(handle: PingAM) -> None:
    # Never expires: a PAT that does after an hour would puzzle people.
    handle.pat(value=DEFAULT_PAT, lifetime=inf)


DEMO = Demo(prepare=_have_root, prepare_on_loopback=_have_pat)
