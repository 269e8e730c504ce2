"""How long a delay is: always the same, or drawn."""

from dataclasses import dataclass
from math import isfinite, log
from random import Random

from fakeping.core.duration import Duration, wait
from fakeping.core.exchange import JSON


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always as many seconds. Raises `ValueError` for a negative number."""

    seconds: float

    def __post_init__(self) -> None:
        wait(self.seconds)

    def draw(self, random: Random) -> float:  # noqa: ARG002 - as every distribution
        """Return the same each time."""
        return self.seconds

    def document(self) -> JSON:
        """Its seconds."""
        return self.seconds


@dataclass(frozen=True, slots=True)
class Uniform:
    """Any number of seconds from `low` to `high`, each as likely. Raises `ValueError`."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if wait(self.low) > wait(self.high):
            raise ValueError(f"a delay from {self.low} to {self.high} seconds has no length")

    def draw(self, random: Random) -> float:
        """Return one of them."""
        return random.uniform(self.low, self.high)

    def document(self) -> JSON:
        """Its bounds."""
        return {"uniform": [self.low, self.high]}


@dataclass(frozen=True, slots=True)
class LogNormal:
    """What networks are like: half take less than `median` seconds, and a few take very long.

    `sigma` is the standard deviation of the logarithm: 0.5 is a mild tail, 1.5 a heavy one.
    Raises `ValueError` unless the median is above 0 and sigma is not below it.
    """

    median: float
    sigma: float

    def __post_init__(self) -> None:
        if wait(self.median) == 0 or not isfinite(self.sigma) or self.sigma < 0:
            raise ValueError("a log-normal delay has a median above 0, and a sigma of 0 or more")

    def draw(self, random: Random) -> float:
        """Return one that is finite."""
        return random.lognormvariate(log(self.median), self.sigma)

    def document(self) -> JSON:
        """Its median and its sigma."""
        return {"lognormal": [self.median, self.sigma]}


Distribution = Fixed | Uniform | LogNormal


def distribution(length: Duration | Distribution) -> Distribution:
    """What a length of time or a distribution stands for. Raises `ValueError` for neither."""
    if isinstance(length, (Fixed, Uniform, LogNormal)):
        return length
    return Fixed(wait(length))
