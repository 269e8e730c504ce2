"""The editions of PingAM's UMA endpoints: what differs between them, as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A named set of behaviour switches. Each says which rule it stands for."""

    name: str
    #: Whether a token without `uma_protection` is refused: `pingam.auth.scope`.
    enforce_pat_scope: bool = True
    #: Whether a client may register one name twice for an owner: `pingam.resource_set.name-unique`.
    unique_names: bool = True


AM_8_1 = Edition(name="8.1")

EDITIONS = {AM_8_1.name: AM_8_1}
