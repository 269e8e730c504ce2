"""Named behaviours, each with its source."""

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class Evidence(StrEnum):
    """Kinds of source for a behaviour."""

    #: The vendor's documentation says so.
    DOCUMENTED = "documented"
    #: Seen on the wire of a running service, by us or by others.
    OBSERVED = "observed"
    #: Follows from what is documented or observed, but nobody has written it down.
    INFERRED = "inferred"
    #: The sources are silent: we chose what a user would expect.
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One named behaviour, such as `pingone.resource.name-unique`.

    `says` is the behaviour in one sentence; `source` is the document and section, or the
    recording, that it rests on. A rule that refuses by itself says where: the whole suite
    holds every refusal against that.
    """

    name: str
    says: str
    evidence: Evidence
    source: str
    #: The names of the operations whose requests it refuses; `*` is a wildcard.
    operations: tuple[str, ...] = ()
    #: The statuses of its refusals.
    statuses: tuple[int, ...] = ()
    #: Whether it is plain HTTP that no client tests for: the coverage does not count it.
    incidental: bool = False
    #: The editions that it applies to; empty for all.
    editions: tuple[str, ...] = ()
    #: Why it may refuse, where the journal tells and the answer does not: see `core.causes`.
    causes: tuple[str, ...] = ()

    def refuses(self, operation: str, edition: str | None = None) -> bool:
        """Whether it may refuse a request for an operation."""
        if edition is not None and self.editions and edition not in self.editions:
            return False
        return any(fnmatchcase(operation, each) for each in self.operations)
