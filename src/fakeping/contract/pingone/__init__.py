"""The contract of PingOne: a check for each rule, strategies and a state machine."""

from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget

__all__ = ["CHECKS", "PingOneTarget"]
