"""The contract of PingOne: a check for each rule, strategies and a state machine."""

from fakeping.contract import extra as _extra  # noqa: F401 - says what to install, before it is missed
from fakeping.contract.pingone import (
    application_attributes,
    applications,
    attributes,
    bodies,
    calling,
    collections,
    entities,
    environments,
    every_answer,
    everywhere,
    grants,
    lives,
    pages,
    password_policies,
    passwords,
    populations,
    recoveries,
    resources,
    role_access,
    roles,
    scopes,
    secrets,
    sign_on_actions,
    sign_on_assignments,
    sign_on_policies,
    signin,
    user_parts,
    user_values,
    users,
)
from fakeping.contract.pingone.driver import (
    EntityDriver,
    Outcome,
    PingOneDriver,
    TargetDriver,
)
from fakeping.contract.pingone.machine import PingOneMachine
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget

#: The modules that the checks are in.
_NOUNS = (
    calling,
    bodies,
    everywhere,
    entities,
    lives,
    resources,
    scopes,
    attributes,
    secrets,
    applications,
    grants,
    application_attributes,
    environments,
    users,
    user_parts,
    user_values,
    password_policies,
    passwords,
    recoveries,
    populations,
    sign_on_policies,
    sign_on_actions,
    sign_on_assignments,
    roles,
    role_access,
    collections,
    pages,
    *signin.NOUNS,
    every_answer,
)

__all__ = [
    "CHECKS",
    "EntityDriver",
    "Outcome",
    "PingOneDriver",
    "PingOneMachine",
    "PingOneTarget",
    "TargetDriver",
]
