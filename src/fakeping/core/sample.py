"""A vendor's own example: what its document sends, and what it says comes back."""

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
    #: The operation that answers; `None` where no operation is meant to.
    operation: str | None
    status: int
    #: The edition that answers so, where it is not the family's first.
    edition: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    reply: JSON = None
    #: The placeholder that stands for what this sample creates.
    binds: str | None = None
    #: What a reader should know: where the document and its own text part.
    note: str = ""
