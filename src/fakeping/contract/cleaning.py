"""Delete what this run and earlier ones created."""

from collections.abc import Collection, Iterable

from fakeping.contract.deployments import Deployment, Unusable, missing, readable
from fakeping.contract.evidence import writable
from fakeping.contract.family_suite import Suite
from fakeping.contract.pre_existing import leftovers
from fakeping.contract.target import NotRun, Target


def clean(
    deployment: Deployment, *, prefix: str, sparing: Collection[str] = ()
) -> tuple[int, list[str]]:
    """Delete the entities in the ledger. Returns the number deleted and the URLs that remain.

    Those of the families of `sparing` stay in it, untouched. Raises `Unusable` where another file
    is in the place of a ledger.
    """
    gone, left = 0, []
    try:
        ledgers = deployment.ledger.all()
    except (OSError, ValueError) as error:
        raise Unusable(str(error)) from None
    for ledger in ledgers:
        for each in [made for made in ledger.left() if made.family not in sparing]:
            try:
                went = deployment.delete(each.family, each.url, prefix=prefix)
            except Exception:  # noqa: BLE001 - whatever is answered, the rest is to be deleted too
                went = False
            if went:
                ledger.gone(each.family, each.url)
                gone += 1
            else:
                left.append(each.url)
    return gone, left


def sweep(deployment: Deployment, suites: Iterable[Suite], *, prefix: str) -> tuple[int, list[str]]:
    """Delete these families' entities with the prefix, of any run, with or without a ledger.

    Returns how much went, and the URLs that would not go. A fake's tenants go as a whole.
    """
    gone, left = 0, []
    swept = () if deployment.is_fake else suites
    for suite in [each for each in swept if not missing(deployment, each)]:
        with deployment.target(suite, deployment.editions(suite)[0], prefix=prefix) as target:
            for url in _found(target):
                if target.finish(url):
                    gone += 1
                else:
                    left.append(url)
    return gone, left


def _found(target: Target) -> list[str]:
    """The entities with the prefix. Raises `Unusable`."""
    try:
        with readable("what is there is unreadable"):
            return leftovers(target, of_any_run=True)
    except (OSError, AssertionError, NotRun) as error:
        raise Unusable(f"what is there is unreadable: {error}") from None


def tidied(target: Target) -> list[str]:
    """Delete what this run created. Returns the URLs that remain."""
    try:
        return [writable(each) for each in (*target.tidy(), *_unnoticed(target))]
    except Exception as error:  # noqa: BLE001 - whatever is answered, the rest of the run is told of
        return [writable(f"what is left could not be deleted: {error}")]


def _unnoticed(target: Target) -> list[str]:
    """Delete entities whose creation had no answer. Returns the URLs that remain."""
    if not target.unsure:
        return []
    return [url for url in leftovers(target) if not target.finish(url)]
