"""The contract of PingOne: a check for each rule, strategies and a state machine."""

from fakeping.contract.pingone import bodies, calling, entities, resources, scopes
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget

#: The modules that the checks are in.
_NOUNS = (calling, bodies, entities, resources, scopes)

__all__ = ["CHECKS", "PingOneTarget"]
