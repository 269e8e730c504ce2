"""Every behaviour has a name, and says how we know it."""

from dataclasses import dataclass
from enum import StrEnum


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
    recording, that it rests on.
    """

    name: str
    says: str
    evidence: Evidence
    source: str
