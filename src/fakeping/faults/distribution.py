"""Distributions of a delay's length."""

from dataclasses import dataclass
from math import isfinite, log
from random import Random

from fakeping.core.duration import Duration, wait
from fakeping.core.exchange import JSON


@dataclass(frozen=True, slots=True)
class Fixed:
    """A constant number of seconds. Raises `ValueError` for a negative one."""

    seconds: float

    def __post_init__(self) -> None:
        wait(self.seconds)

    def draw(self, random: Random) -> float:  # noqa: ARG002 - as every distribution
        """Return the constant."""
        return self.seconds

    def document(self) -> JSON:
        """Its seconds."""
        return self.seconds


@dataclass(frozen=True, slots=True)
class Uniform:
    """Uniform from `low` to `high` seconds. Raises `ValueError`."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if wait(self.low) > wait(self.high):
            raise ValueError(f"a delay from {self.low} to {self.high} seconds has no length")

    def draw(self, random: Random) -> float:
        """Return a random number of seconds."""
        return random.uniform(self.low, self.high)

    def document(self) -> JSON:
        """Its bounds."""
        return {"uniform": [self.low, self.high]}


@dataclass(frozen=True, slots=True)
class LogNormal:
    """Log-normal, like the latency of networks: half are below `median` seconds, a few far above.

    `sigma` is the standard deviation of the logarithm: 0.5 is a mild tail, 1.5 a heavy one.
    Raises `ValueError` unless the median is above 0 and sigma is not below it.
    """

    median: float
    sigma: float

    def __post_init__(self) -> None:
        if wait(self.median) == 0 or not isfinite(self.sigma) or self.sigma < 0:
            raise ValueError("a log-normal delay has a median above 0, and a sigma of 0 or more")

    def draw(self, random: Random) -> float:
        """Return a random, finite number of seconds."""
        return random.lognormvariate(log(self.median), self.sigma)

    def document(self) -> JSON:
        """Its median and its sigma."""
        return {"lognormal": [self.median, self.sigma]}


Distribution = Fixed | Uniform | LogNormal


def distribution(length: Duration | Distribution) -> Distribution:
    """Convert a duration to a distribution; one stays as it is. Raises `ValueError` for neither."""
    if isinstance(length, (Fixed, Uniform, LogNormal)):
        return length
    return Fixed(wait(length))
