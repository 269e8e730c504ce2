"""Tables of values that are secrets, and expire: tokens, codes, tickets, sessions."""

from collections.abc import Callable
from typing import TypeVar

from fakeping.core.store_config import StoreConfig
from fakeping.core.table import Table
from fakeping.redaction.redact import fingerprint

K = TypeVar("K")
E = TypeVar("E")


def secret_table(
    config: StoreConfig,
    kind: str,
    *,
    secret: Callable[[E], str],
    ends: Callable[[E], float],
) -> Table[K, E]:
    """A table of entities that changes name by the fingerprint of their secret."""
    return Table(
        kind,
        config.changed,
        id_of=lambda each: fingerprint(secret(each)),
        ends=ends,
        now=config.clock.timestamp,
    )
