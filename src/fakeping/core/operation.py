"""An API as a table, of which each row is an operation; and what a row's handler is called with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, Self, TypeVar

from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.parameter import NO_PARAMETERS, Parameters
from fakeping.core.problem import Problem
from fakeping.core.rules import Rule
from fakeping.core.sources import Ids

S = TypeVar("S")

Params = Mapping[str, str]


#: What `Operation.replies` says of a page for people, where others name a schema.
HTML = "text/html"
#: Other texts that are no JSON documents.
TEXT = "text/plain"
NDJSON = "application/x-ndjson"
TEXTS = frozenset({HTML, TEXT, NDJSON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who a token stands for: a resource owner or user, through a client, with scopes."""

    subject: str | None
    client: str
    #: Where the token was issued, as the family spells it.
    issuer: str = ""
    scopes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, document: JSON) -> Self:
        """The caller that a document tells of; its issuer is not told."""
        return cls(
            subject=document["subject"],
            client=document["client"],
            scopes=frozenset(document["scopes"]),
        )

    def document(self) -> dict[str, str | list[str] | None]:
        """The caller as a JSON document: what the journal's exports tell of it."""
        return {
            "subject": self.subject,
            "client": self.client,
            "scopes": sorted(self.scopes),
        }

    def __str__(self) -> str:
        """`alice via UMA-Resource-Server`, or the client alone."""
        return f"{self.subject} via {self.client}" if self.subject else self.client


@dataclass(slots=True, kw_only=True)  # as in exchange: made for every request
class Call(Generic[S]):
    """Everything a handler may look at: parsed, authenticated, validated.

    What authenticates finds no caller in it yet, and a precondition no body.
    """

    store: S
    request: Request
    #: The tenant's address in the family's URLs that the request names: an environment, a realm.
    address: str
    params: Params
    query: Mapping[str, str]
    caller: Caller
    body: JSON
    #: What the precondition was about, for the handler.
    found: Any = None


class Handler(Protocol[S]):
    """Turns a call into a reply, or raises a problem."""

    def __call__(self, call: Call[S], /) -> Reply:
        """Carry the operation out."""
        ...


class Authenticate(Protocol[S]):
    """Says who calls, or raises `Unauthenticated` or another refusal."""

    def __call__(self, call: Call[S], /) -> Caller:
        """Return the caller."""
        ...


class RenderProblem(Protocol):
    """Turns a problem into a wire error."""

    def __call__(self, problem: Problem, request: Request, ids: Ids, /) -> Reply:
        """Return the reply."""
        ...


_ADDING = frozenset({"POST", "PUT", "PATCH"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[S]):
    """One row of a family's table.

    `path` stands below the family's mount; `{name}` is one segment of it and `{name*}` any
    number of them. `replies` names the schema of each status that the handler answers with,
    `None` where there is no body, one of `TEXTS` where it is no document; what refuses has the
    family's `problem_replies`, unless it stands in `replies` too. What it reads is described
    here, and so stands in its OpenAPI document.
    """

    name: str
    method: str
    path: str
    handler: Handler[S]
    replies: Mapping[int, str | None]
    summary: str
    body_schema: str | None = None
    #: The rule that decides when it answers as asked.
    rule: Rule | None = None
    #: Others that a reply may name in its place.
    other_rules: tuple[Rule, ...] = ()
    #: The query parameters that it understands; others are ignored, and not journalled.
    query: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: Those of them that hold secrets, and are not journalled either.
    secret_query: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: The request's headers that it heeds, besides those that say who calls.
    headers: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: The headers that come with every reply of the first status in `replies`.
    sends: tuple[str, ...] = ()
    #: Whether it answers anybody, without a token.
    public: bool = False
    #: Raises a problem when a conditional request's condition fails, before the body is read.
    #: What it returns is the call's `found`.
    precondition: Callable[[Call[S]], Any] | None = None
    #: Whether the same path with a `/` behind it is the same thing.
    trailing_slash: bool = True
    #: The editions that have it; all of them when there are none here.
    editions: frozenset[str] = frozenset()
    #: Other methods and paths that answer just the same.
    also: tuple[tuple[str, str], ...] = ()
    #: Other methods and paths that it refuses whoever asks, in its own way: in no document.
    refuses: tuple[tuple[str, str], ...] = ()
    #: The fields of its body, where that is a form; the handler is given a mapping.
    form: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: Whether its `POST` reads a form with what a `GET` has in its query.
    query_or_form: bool = False
    #: The schema that describes a body, where it is not just the one that is asked: for a body
    #: that the handler reads by itself, or of which the reader asks more.
    body_read: str | None = None
    #: Whether no body at all is as good as `{}`.
    body_optional: bool = False
    #: Reads its body, where plain JSON is not what it takes.
    parse: Callable[[bytes, S], JSON] | None = None
    #: Whether its bodies hold secrets, which are then never recorded.
    confidential: bool = False
    #: The schemas of what clients wrote, where it answers with that too: members that neither they
    #: nor the reply's schema know are not journalled.
    repeats: tuple[str, ...] = ()
    #: Who calls, where the family's own way does not say it.
    authenticate: Authenticate[S] | None = None
    #: The family's security schemes of which any opens it, "" for none at all; where there are
    #: none here, the family's first, unless it is public.
    security: tuple[str, ...] = ()
    #: How it says no, where the family's own way is another.
    render_problem: RenderProblem | None = None
    #: Whether it may add to what a tenant holds; `None`: as its method says.
    adds: bool | None = None
    #: Whether there is a little room for it still where a tenant is full.
    spare: bool = False

    def may_add(self) -> bool:
        """Whether it is refused where a tenant is full."""
        return self.method in _ADDING if self.adds is None else self.adds
