"""An example in a vendor's documentation: a request and its response."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import parse_qsl

from fakeping.core.exchange import JSON

FORM = "application/x-www-form-urlencoded"

#: Parts of an answer.
Place = Literal["body", "Location", "Set-Cookie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One example of a source document, word for word.

    `url` and `headers` keep the document's host and its placeholders, such as
    `{environmentId}` and `jwtToken`; `body` keeps its white space. Credentials of HTTP Basic stand
    in clear, as `Basic NAME:SECRET`. `reply` is the answer that the document prints, `None` where
    it prints none.
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
    #: Placeholders of later samples, and where this one's answer has their values: a member of the
    #: body, a parameter in the URL of `Location`, or a cookie.
    binds: Mapping[str, tuple[Place, str]] = field(default_factory=dict)
    #: Notes, such as where the example contradicts its document's text.
    note: str = ""

    @property
    def media_type(self) -> str:
        """The media type of the body, in lower case."""
        named = {name.lower(): value for name, value in self.headers.items()}
        return named.get("content-type", "").lower()

    @property
    def document(self) -> JSON:
        """The body, read: a JSON document, or the fields of a form."""
        if self.media_type == FORM:
            return dict(parse_qsl(self.body or ""))
        return None if self.body is None else json.loads(self.body)


@cache
def samples_of(package: str) -> tuple[Sample, ...]:
    """The samples of a family, from `samples.json` in its package, where a body is its lines."""
    document = json.loads((files(package) / "samples.json").read_text("utf-8"))
    return tuple(_sample(**each) for each in document["samples"])


def _sample(
    *, body: list[str] | None = None, binds: Mapping[str, list[Any]] | None = None, **more: Any
) -> Sample:
    return Sample(
        body=None if body is None else "\n".join(body),
        binds={name: tuple(place) for name, place in (binds or {}).items()},
        **more,
    )
