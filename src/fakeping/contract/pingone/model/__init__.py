"""The reference model of a PingOne environment, in plain dicts.

The state machine takes it step by step; the check of a concurrent run takes it in any order.
"""

from fakeping.contract.pingone.model.answers import ExpectedAnswer
from fakeping.contract.pingone.model.calls import ModelCall
from fakeping.contract.pingone.model.entities import ModelEntity
from fakeping.contract.pingone.model.environment import EnvironmentModel

__all__ = ["EnvironmentModel", "ExpectedAnswer", "ModelCall", "ModelEntity"]
