"""What each part of `given` acts on."""

from dataclasses import dataclass
from threading import RLock

from fakeping.families.pingone.store import Platform

#: The schema of PingOne's part of a state document.
STATE = "pingone/pingone_state"


@dataclass(frozen=True, slots=True)
class Giving:
    """A tenant's store, and its lock."""

    _store: Platform
    _lock: RLock
