"""Prove that a concurrent history agrees with some serial order of its calls.

Record a concurrent run with a `History`, say with a model what a single client would see, and
`check` that an order exists in which every call could have answered what it did, no call placed
before one that had ended when it began. A serial order that explains everything is the proof;
where there is none, `NotLinearizable` shows the fewest calls that contradict each other.
"""

from fakeping.contract.linearizability.entities import Entities
from fakeping.contract.linearizability.history import UNKNOWN, Act, History
from fakeping.contract.linearizability.model import Model
from fakeping.contract.linearizability.recorded import RecordedResources, RecordedResourceSets
from fakeping.contract.linearizability.resource_sets import ResourceSets
from fakeping.contract.linearizability.resources import Resources
from fakeping.contract.linearizability.verdict import NotLinearizable, Undecided, check

__all__ = [
    "UNKNOWN",
    "Act",
    "Entities",
    "History",
    "Model",
    "NotLinearizable",
    "RecordedResourceSets",
    "RecordedResources",
    "ResourceSets",
    "Resources",
    "Undecided",
    "check",
]
