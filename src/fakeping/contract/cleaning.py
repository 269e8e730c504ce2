"""Deletes what earlier runs left, as the ledger tells, and what has our prefix."""

from fakeping.contract.credentials import Unset
from fakeping.contract.deployments import Deployment, Unusable


def clean(deployment: Deployment, *, prefix: str) -> tuple[int, list[str]]:
    """Delete what the ledger has. Returns how much went, and the URLs that would not go."""
    gone, left = 0, []
    for each in deployment.ledger.left():
        try:
            went = deployment.delete(each.family, each.url, prefix=prefix)
        except (OSError, AssertionError, ValueError, KeyError, Unset, Unusable):
            went = False
        if went:
            deployment.ledger.gone(each.family, each.url)
            gone += 1
        else:
            left.append(each.url)
    return gone, left
