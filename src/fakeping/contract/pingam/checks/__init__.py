"""A check or more for each of PingAM's rules, by noun. To import this is to gather them."""

from fakeping.contract.pingam.checks import (
    access,
    answers,
    authorize,
    bodies,
    conditions,
    descriptions,
    discovery,
    introspection,
    owner,
    permissions,
    policies,
    registering,
    resource_sets,
    rpts,
    sessions,
    tokens,
)

__all__ = [
    "access",
    "answers",
    "authorize",
    "bodies",
    "conditions",
    "descriptions",
    "discovery",
    "introspection",
    "owner",
    "permissions",
    "policies",
    "registering",
    "resource_sets",
    "rpts",
    "sessions",
    "tokens",
]
