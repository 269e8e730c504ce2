"""An example in a vendor's documentation: a request and its response."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakeping.core.exchange import JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One example of a source document, word for word.

    `url` and `headers` keep the document's host and its placeholders, such as
    `{environmentId}` and `jwtToken`; `body` keeps its white space. `reply` is the answer that
    the document prints, `None` where it prints none.
    """

    title: str
    #: The document and its section.
    source: str
    method: str
    url: str
    #: The operation that answers; `None` if none should.
    operation: str | None
    status: int
    #: The edition with this answer, if not the family's first.
    edition: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    reply: JSON = None
    #: The placeholder, in other samples, for the id that this one creates.
    binds: str | None = None
    #: Notes, such as where the example contradicts its document's text.
    note: str = ""
