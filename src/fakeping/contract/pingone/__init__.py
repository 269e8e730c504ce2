"""The contract of PingOne: a check for each rule, strategies and a state machine."""

from fakeping.contract import extra as _extra  # noqa: F401 - says what to install, before it is missed
from fakeping.contract.pingone.checks import CHECKS
from fakeping.contract.pingone.driver import (
    EntityDriver,
    Outcome,
    PingOneDriver,
    TargetDriver,
)
from fakeping.contract.pingone.machine import PingOneMachine
from fakeping.contract.pingone.target import PingOneTarget

__all__ = [
    "CHECKS",
    "EntityDriver",
    "Outcome",
    "PingOneDriver",
    "PingOneMachine",
    "PingOneTarget",
    "TargetDriver",
]
