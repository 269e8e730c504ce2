"""Deletes what earlier runs left: what the ledger tells of, and what has our prefix."""

from fakeping.contract.deployments import Deployment, Unusable, missing, readable
from fakeping.contract.occupancy import leftovers
from fakeping.contract.suites import SUITES
from fakeping.contract.target import NotRun, Target


def clean(deployment: Deployment, *, prefix: str) -> tuple[int, list[str]]:
    """Delete what the ledger has. Returns how much went, and the URLs that would not go."""
    gone, left = 0, []
    for each in deployment.ledger.left():
        try:
            went = deployment.delete(each.family, each.url, prefix=prefix)
        except Exception:  # noqa: BLE001 - whatever is answered, the rest is to be deleted too
            went = False
        if went:
            deployment.ledger.gone(each.family, each.url)
            gone += 1
        else:
            left.append(each.url)
    return gone, left


def sweep(deployment: Deployment, *, prefix: str) -> tuple[int, list[str]]:
    """Delete what has the prefix, whichever run made it, and whether or not a ledger knows.

    Returns how much went, and the URLs that would not go. A fake's tenants go as a whole.
    """
    gone, left = 0, []
    suites = () if deployment.is_fake else SUITES.values()
    for suite in [each for each in suites if not missing(deployment, each)]:
        with deployment.target(suite, deployment.editions(suite)[0], prefix=prefix) as target:
            for url in _found(target):
                if target.finish(url):
                    gone += 1
                else:
                    left.append(url)
    return gone, left


def _found(target: Target) -> list[str]:
    """What has the prefix. Raises `Unusable`."""
    try:
        with readable("it can't be told what is there"):
            return leftovers(target, of_any_run=True)
    except (OSError, AssertionError, NotRun) as error:
        raise Unusable(f"it can't be told what is there: {error}") from None
