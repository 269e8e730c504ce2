"""An API as a table: each row is an operation, each family a table with its own manners."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.findings import Findings
from fakeping.core.keys import Keys
from fakeping.core.parameter import NO_PARAMETERS, Parameters
from fakeping.core.problem import Problem
from fakeping.core.rules import Rule
from fakeping.core.sample import Sample
from fakeping.core.seal import Opened
from fakeping.core.sources import Clock, Ids
from fakeping.core.stored import Stored

if TYPE_CHECKING:
    from fakeping.core.faults.incident import Incident

S = TypeVar("S")
_Asked_contra = TypeVar("_Asked_contra", contravariant=True)

Params = Mapping[str, str]


def unlearned(secret: str) -> None:
    """Nobody keeps this secret out of a journal."""


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
    """Everything a handler may look at: parsed, authenticated, validated."""

    store: S
    caller: Caller
    params: Params
    query: Mapping[str, str]
    body: JSON
    request: Request


class Handler(Protocol[S]):
    """Turns a call into a reply, or raises a problem."""

    def __call__(self, call: Call[S], /) -> Reply:
        """Carry the operation out."""
        ...


class Authenticate(Protocol[_Asked_contra]):
    """Says who calls, or raises `Unauthenticated` or another refusal."""

    def __call__(self, request: Request, store: _Asked_contra, params: Params, /) -> Caller:
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
    precondition: Callable[[Call[S]], None] | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A tenant's place in one family: what the family's new store is given."""

    #: What identifies the tenant in this family's URLs: an environment id, a realm.
    address: str
    #: The path in front of the family's own, as the server was told.
    mount: str
    edition: str
    #: What differs from the edition in this tenant, by the switch's name.
    switches: Mapping[str, bool]
    auth: str
    clock: Clock
    ids: Ids
    keys: Keys
    #: Makes one more address the tenant's; raises `ValueError` when another tenant has it.
    claim: Callable[[str], None]
    #: Gives an address up.
    release: Callable[[str], None]
    #: Notes what a request does to the state, for the journal, and what that holds.
    changed: Stored
    #: Keeps a secret out of the journal, where no change tells of an entity that holds it.
    learn: Callable[[str], None] = unlearned


class Load(Protocol[_Asked_contra]):
    """Adds to a store what a document says, and notes whatever is wrong with it."""

    def __call__(
        self,
        store: _Asked_contra,
        document: JSON,
        findings: Findings,
        /,
        *,
        opened: Opened,
        base_url: str,
    ) -> None:
        """Read as far as can be read; `opened` gives the secrets that seals are of."""
        ...


@dataclass(frozen=True, kw_only=True)
class Document(Generic[S]):
    """How a family's state is written as a document, and read back."""

    #: What a store holds, for links that begin with a base URL; no secret in it works.
    dump: Callable[[S, str], JSON]
    load: Load[S]
    #: Every secret that a store holds.
    secrets: Callable[[S], Iterable[str]]


@dataclass(frozen=True, kw_only=True)
class Family(Generic[S]):
    """One faked API: its table, its state, its way of saying who and why not."""

    name: str
    #: The path in front of every operation's own: a context path such as `/am`, or nothing.
    mount: str
    operations: tuple[Operation[S], ...]
    rules: tuple[Rule, ...]
    #: The names of the editions, the default first.
    editions: tuple[str, ...]
    new_store: Callable[[Seat], S]
    #: The tenant's address in a request, as `Seat.address` spells it.
    address: Callable[[Params, Request], str]
    authenticate: Authenticate[S]
    #: Which problem a request for nobody's address meets. Raises or returns it.
    stray: Callable[[Request, str, Callable[[str], S | None]], Problem]
    #: Whether a store issued that text as a token, whether or not it holds still.
    issued: Callable[[S, str], bool]
    #: Raises `UnsupportedMedia` for a body of a wrong media type.
    check_media: Callable[[Request], None]
    render_problem: RenderProblem
    #: The schema of each status of refusal.
    problem_replies: Mapping[int, str | None]
    #: The address that a text names if it is a token that says so, true or not; else "".
    address_in: Callable[[str], str] = lambda text: ""  # noqa: ARG005 - opaque ones say nothing
    #: Whether it faces tenants; the control surface does not.
    tenanted: bool = True
    #: Adds the headers that every reply has.
    finish: Callable[[Reply, Request, Ids], Reply] | None = None
    #: How its state is written down; `None` where it has none.
    document: Document[S] | None = None
    #: The behaviours that a tenant may switch, whatever its edition, by name: the rule of each.
    switches: Mapping[str, Rule] = field(default_factory=lambda: MappingProxyType({}))
    #: What each edition switches on, as attributes that are called like the switches.
    behaviour: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    #: Header fields, in lower case, that stand at most once, besides those that always do.
    once: frozenset[str] = frozenset()
    #: The query parameters that each operation heeds.
    query: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: Its parts in the incidents that a test can have happen by name.
    incidents: "tuple[Incident, ...]" = ()
    #: An address for a tenant that was given none.
    new_address: Callable[[Ids], str] = Ids.uuid
    #: What it is called.
    title: str = ""
    #: The parameters in its paths, each the same wherever it stands.
    path_parameters: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: OpenAPI's security schemes: how a caller says who it is, the usual way first.
    security: Mapping[str, JSON] = field(default_factory=dict)
    #: The media type of what it answers when it refuses.
    problem_media: str = "application/json"
    #: The examples of its documents, read when somebody asks for them.
    samples: Callable[[], tuple[Sample, ...]] = tuple

    def is_on(self, switch: str, *, edition: str) -> bool:
        """Whether an edition has a behaviour switched on."""
        return bool(getattr(self.behaviour[edition], switch))
