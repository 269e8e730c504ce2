"""The recorded answers, read from their files."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KINDS = ("recorded", "quoted", "sample")


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where answers were found."""

    file: str
    title: str
    #: A page's address; for a file of a repository, at a commit.
    where: str
    kind: str
    family: str
    edition: str
    #: What answered, with its version where that is known.
    product: str
    date: str = ""


@dataclass(frozen=True, kw_only=True)
class Recording:
    """One answer: what was asked, what came, and what it shows."""

    source: Source
    name: str
    #: `None` where the source does not say.
    status: int | None
    #: What it shows, in our words.
    shows: str
    #: `method` and `path`, and what was sent: `query`, `headers`, and `body`, `form` or `raw`.
    request: Mapping[str, Any]
    #: The operation that answers; empty where there is none.
    operation: str = ""
    #: The section, step, row or line of the source.
    at: str = ""
    #: The situations that the fake is brought into first: names in `situations`.
    given: tuple[str, ...] = ()
    #: The rules that the answer is evidence of.
    rules: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    #: The answer's body as quoted; `None` where the source has none.
    body: Any = None
    #: Whether the source has a part of the body alone.
    part: bool = False
    #: The members, by path, whose value is another in each run.
    varies: tuple[str, ...] = ()
    #: Why the fake answers otherwise, if it does.
    differs: str = ""
    #: Why the fake isn't asked.
    unserved: str = ""

    @property
    def id(self) -> str:
        """The name of the file and of the answer."""
        return f"{self.source.file}: {self.name}"


@cache
def recordings() -> tuple[Recording, ...]:
    """Every answer of every source."""
    return tuple(each for file in sorted(HERE.glob("*.json")) for each in _read(file))


def _read(file: Path) -> Iterator[Recording]:
    document = json.loads(file.read_text("utf-8"))
    source = Source(file=file.stem, **document["source"])
    for answer in document["answers"]:
        for several in ("given", "rules", "varies"):
            answer[several] = tuple(answer.get(several, ()))
        yield Recording(source=source, **answer)
