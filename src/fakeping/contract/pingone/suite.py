"""All of PingOne's checks, from the modules of this package."""

from fakeping.contract.check import Checks
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.families.pingone.rulebook import RULES

CHECKS: Checks[PingOneTarget] = Checks(
    rules=RULES,
    unchecked={
        "pingone.error.crash": "it speaks of bugs of fakeping, which a check can't bring about",
        "pingone.error.scripted": "it speaks of failures that a test asks a fake for",
        "pingone.error.twice": "it speaks of what no HTTP library sends",
        "pingone.store.full": "only a fake can be filled",
        "pingone.collection.page": "it takes more than a hundred entities",
        "pingone.role-assignment.limit": "it takes more than 250 populations",
        "pingone.collection.whole": "it takes more than ten thousand entities",
        "pingone.error.too-slow": "it takes a client that stops halfway, and a minute",
    },
)
