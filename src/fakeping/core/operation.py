"""One operation of an API, as a row of its family's table, and the arguments of its handler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.parameter import NO_PARAMETERS, Parameters
from fakeping.core.problem import Problem
from fakeping.core.rules import Rule
from fakeping.core.sources import Ids

S = TypeVar("S")

Params = Mapping[str, str]


#: An `Operation` with no parameters that it ignores.
NOTHING: Mapping[str, str] = MappingProxyType({})

#: In `Operation.replies`, in place of a schema's name: an HTML page.
HTML = "text/html"
#: Likewise, text of another media type than JSON.
TEXT = "text/plain"
NDJSON = "application/x-ndjson"
EVENTS = "text/event-stream"
#: Likewise, a file of a page.
ANY = "*/*"
TEXTS = frozenset({HTML, TEXT, NDJSON, EVENTS, ANY})


@dataclass(slots=True, kw_only=True)  # as in exchange: made for every request
class Call(Generic[S]):
    """A parsed, authenticated and validated request: the argument of a handler.

    It has no caller yet during authentication, and no body yet in a precondition.
    """

    store: S
    request: Request
    #: The tenant's address in the request's URL: an environment id, a realm.
    address: str
    params: Params
    query: Mapping[str, str]
    caller: Caller
    body: JSON
    #: What the operation's `precondition` returned.
    found: Any = None


class Handler(Protocol[S]):
    """Turns a call into a reply, or raises a problem."""

    def __call__(self, call: Call[S], /) -> Reply:
        """Carry the operation out."""
        ...


class Authenticate(Protocol[S]):
    """Authenticates a request, or raises `Unauthenticated` or another problem."""

    def __call__(self, call: Call[S], /) -> Caller:
        """Return the caller."""
        ...


class RenderProblem(Protocol):
    """Renders a problem as an error response."""

    def __call__(self, problem: Problem, request: Request, ids: Ids, /) -> Reply:
        """Return the reply."""
        ...


_ADDING = frozenset({"POST", "PUT", "PATCH"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[S]):
    """One row of a family's table.

    `path` is relative to the family's mount; `{name}` is one segment and `{name*}` any number of
    them. `replies` maps each status of the handler to its schema, to `None` without a body, or to
    one of `TEXTS`; errors have the family's `problem_replies`, unless `replies` has their status
    too. What the operation reads is described here for its OpenAPI document.
    """

    name: str
    method: str
    path: str
    handler: Handler[S]
    replies: Mapping[int, str | None]
    summary: str
    #: The schemas of JSON that statuses of a page have instead for clients that are no browser.
    page_or: Mapping[int, str] = field(default_factory=dict)
    body_schema: str | None = None
    #: The rule behind its successful answer.
    rule: Rule | None = None
    #: Other rules that its replies may name instead.
    other_rules: tuple[Rule, ...] = ()
    #: Its query parameters; others are ignored, and not journalled.
    query: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: Query parameters that hold secrets, which are not journalled.
    secret_query: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: What the vendor documents of its parameters and members, and it takes and ignores: by name,
    #: what each is about.
    unmodelled: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    #: The request headers that it reads, besides credentials.
    headers: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: The headers of every reply with the first status in `replies`.
    sends: tuple[str, ...] = ()
    #: Whether it needs no token.
    public: bool = False
    #: Raises a problem if a conditional request's condition is false, before the body is read.
    #: Its result becomes `Call.found`.
    precondition: Callable[[Call[S]], Any] | None = None
    #: Whether the path may end in `/`.
    trailing_slash: bool = True
    #: Whether it answers `HEAD` too, being a `GET`.
    head: bool = True
    #: The editions that have it; empty for all.
    editions: frozenset[str] = frozenset()
    #: Other methods and paths with the same handler.
    also: tuple[tuple[str, str], ...] = ()
    #: Undocumented methods and paths that it always refuses, with its own errors.
    refuses: tuple[tuple[str, str], ...] = ()
    #: The fields of its form body, which the handler gets as a mapping.
    form: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: Whether a `POST` takes the query parameters of `GET` as a form.
    query_or_form: bool = False
    #: The schema that documents the body, where it differs from the one that validates it: for
    #: handlers and readers that check the body themselves.
    body_read: str | None = None
    #: The schemas of bodies of further media types, in lower case, whose syntax is JSON. Without a
    #: `body_schema` these are all that it takes.
    media_types: Mapping[str, str] = field(default_factory=dict)
    #: Whether an empty body means `{}`.
    body_optional: bool = False
    #: Decodes its body, if not as plain JSON.
    parse: Callable[[bytes, S], JSON] | None = None
    #: Whether its bodies hold secrets, so that they are never recorded.
    confidential: bool = False
    #: Schemas of clients' documents that its answers repeat: the journal omits members that neither
    #: these nor the reply's schema define.
    repeats: tuple[str, ...] = ()
    #: Authenticates its requests, if not as the family does.
    authenticate: Authenticate[S] | None = None
    #: The family's security schemes, any of which is enough, "" for anonymous access; empty for the
    #: family's first, or for none if it is public.
    security: tuple[str, ...] = ()
    #: Renders its errors, if not as the family does.
    render_problem: RenderProblem | None = None
    #: Whether it may store more for a tenant; `None` to tell by its method.
    adds: bool | None = None
    #: Whether it may exceed the tenant's limit by a 16th.
    spare: bool = False

    def may_add(self) -> bool:
        """Whether it fails if the tenant is full."""
        return self.method in _ADDING if self.adds is None else self.adds


def row(
    name: str, route: str, handler: Handler[S], replies: Mapping[int, str | None], **more: Any
) -> Operation[S]:
    """An operation; `route` is its method and path, the handler's docstring the default summary."""
    method, _, path = route.partition(" ")
    more.setdefault("summary", (handler.__doc__ or "").rstrip("."))
    return Operation(name=name, method=method, path=path, handler=handler, replies=replies, **more)
