"""Every behaviour has a name, and says how we know it."""

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class Evidence(StrEnum):
    """How a behaviour is known."""

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
    #: The operations whose requests it refuses, by name; `*` stands for any part of a name.
    operations: tuple[str, ...] = ()
    #: The statuses that it refuses with.
    statuses: tuple[int, ...] = ()
    #: Whether it is HTTP's own and no client asks for it: the coverage does not count it.
    incidental: bool = False
    #: The editions that it decides in; all of them when there are none here.
    editions: tuple[str, ...] = ()

    def refuses(self, operation: str, edition: str | None = None) -> bool:
        """Whether it may refuse a request for an operation."""
        if edition is not None and self.editions and edition not in self.editions:
            return False
        return any(fnmatchcase(operation, each) for each in self.operations)
