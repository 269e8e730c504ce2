"""All of PingAM's checks, from the modules of `checks`."""

from fakeping.contract.check import Checks
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import RULES

CHECKS: Checks[PingAMTarget] = Checks(
    rules=RULES,
    unchecked={
        "pingam.error.crash": "it speaks of bugs of fakeping, which a check can't bring about",
        "pingam.error.scripted": "no deployment fails on demand; a fake's failures are scripted",
        "pingam.error.twice": "it speaks of what no HTTP library sends",
        "pingam.store.full": "only a fake can be filled",
        "pingam.query.whole": "it takes more than five thousand entities",
        "pingam.error.too-slow": "it takes a client that stops halfway, and a minute",
    },
)
