"""What a tenant's new store in one family is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fakeping.core.keys import Keys
from fakeping.core.sources import Clock, Ids
from fakeping.core.stored import Stored


def unlearned(secret: str) -> None:
    """Ignore a secret that no journal has to hide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreConfig:
    """Configuration of a tenant's new store in one family."""

    #: The tenant's identifier in this family's URLs: an environment id, a realm.
    address: str
    #: The path prefix of all of the family's URLs, such as `/am`.
    mount: str
    edition: str
    #: Switches that this tenant sets otherwise than its edition does, by name.
    switches: Mapping[str, bool]
    auth: str
    clock: Clock
    ids: Ids
    keys: Keys
    #: Registers one more address; raises `ValueError` if another tenant has it.
    register: Callable[[str], None]
    #: Unregisters an address.
    unregister: Callable[[str], None]
    #: Receives each change of the store and of its size; see `change.Changed`.
    changed: Stored
    #: Hides a secret in the journal, for secrets that are in no changed entity.
    learn: Callable[[str], None] = unlearned
