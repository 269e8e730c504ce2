"""`make lies`: tell every lie in every edition, and compare what survives with what is listed.

`make lies ARGS=--write` writes down how many survive.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from time import process_time

from fakeping.contract.suites import SUITES
from tests.contract.lies import ratchet
from tests.contract.lies.traffic import EDITIONS, recorded
from tests.contract.lies.trial import Trial

# Parts of an edition, so that the processors share it.
_PARTS = 8


def _told(part):
    """The outcomes of one part of an edition's lies, and the CPU seconds that they took."""
    edition, number = part
    began = process_time()
    traffic = recorded(edition)
    trial = Trial(traffic)
    # What is about the same answers stays together: the same check mostly notices it.
    lies = sorted(filter(ratchet.Ratchet().tells, traffic.touched), key=str)
    length = len(lies) // _PARTS + 1
    outcomes = [trial.of(each) for each in lies[number * length : (number + 1) * length]]
    return outcomes, process_time() - began


def _unbroken(outcomes):
    """The rules that are checked, and of which no lie is noticed by a check."""
    noticed = {f"{each.family}.{each.rule}" for each in outcomes}
    left = {each.rule.name for suite in SUITES.values() for each in suite.checks} - noticed
    for edition in EDITIONS if left else ():
        trial = Trial(recorded(edition))
        left = {each for each in left if not trial.breaks(each.partition(".")[2])}
    return left


def main(*, write):
    """Tell them all. Returns 1 when the list is not what survives."""
    listed, outcomes = ratchet.Ratchet(), []
    parts = [(edition, number) for edition in EDITIONS for number in range(_PARTS)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for (edition, _), (found, seconds) in zip(parts, pool.map(_told, parts), strict=True):
            outcomes += found
            _say(f"{edition}: {len(found)} lies, {seconds:.0f} s of CPU time")
    counts = listed.counted(outcomes)
    if write:
        ratchet.write(counts)
        listed.counts = counts
    differences = [
        *listed.unexcused(outcomes),
        *listed.miscounted(outcomes),
        *listed.idle(outcomes),
        *listed.rules(_unbroken(outcomes)),
    ]
    noticed = [each for each in outcomes if each.check]
    own = sum(each.rule == each.deciding for each in noticed)
    _say(f"{len(outcomes)} lies: {len(noticed)} noticed, {own} by a check of the deciding rule")
    for reason in listed.reasons:
        _say(f"{sum(counts[reason.name].values()):6} survive: {reason.says}")
    _say(*differences, sep="\n")
    return 1 if differences else 0


def _say(*words, sep=" "):
    print(*words, sep=sep, flush=True)  # noqa: T201 - its report


if __name__ == "__main__":
    sys.exit(main(write="--write" in sys.argv))
