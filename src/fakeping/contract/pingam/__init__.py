"""PingAM's rules as checks, strategies and a state machine, and the owner x scope matrix."""

from fakeping.contract import extra as _extra  # noqa: F401 - says what to install, before it is missed
from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.checks import CHECKS
from fakeping.contract.pingam.driver import Driver, Outcome, TargetDriver
from fakeping.contract.pingam.machine import ResourceSetMachine
from fakeping.contract.pingam.target import PingAMTarget

__all__ = [
    "CHECKS",
    "Account",
    "Driver",
    "Outcome",
    "PingAMTarget",
    "ResourceSetMachine",
    "TargetDriver",
]
