"""PingAM's rules as checks, strategies and a state machine."""

from fakeping.contract.pingam.target import Account, PingAMTarget

__all__ = ["Account", "PingAMTarget"]
