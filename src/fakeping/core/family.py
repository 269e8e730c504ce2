"""One faked API: its table of operations, its state, and its manners."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from types import MappingProxyType, ModuleType
from typing import Any, Generic, Protocol, TypeVar

from fakeping.core.document_errors import Findings
from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.incident import Incident
from fakeping.core.keys import Keys
from fakeping.core.operation import Authenticate, Caller, Operation, Params, RenderProblem
from fakeping.core.parameter import NO_PARAMETERS, Parameters
from fakeping.core.problem import Problem
from fakeping.core.rules import Rule
from fakeping.core.sample import Sample
from fakeping.core.sources import Clock, Ids
from fakeping.core.stored import Stored

S = TypeVar("S")
AUTHORIZATION = "Authorization"

_Asked_contra = TypeVar("_Asked_contra", contravariant=True)


def unlearned(secret: str) -> None:
    """Nobody keeps this secret out of a journal."""


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


#: The secret that a digest is of, where it is known; else what was given.
SecretOf = Callable[[str], str]


class Load(Protocol[_Asked_contra]):
    """Adds to a store what a document says, and notes whatever is wrong with it."""

    def __call__(
        self,
        store: _Asked_contra,
        document: JSON,
        findings: Findings,
        /,
        *,
        opened: SecretOf,
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
class Demo:
    """The tenant of the vendor's samples: what it has besides what any tenant has."""

    #: Prepares its handle.
    prepare: Callable[[Any], None] = lambda handle: None  # noqa: ARG005
    #: Likewise, where strangers can't reach the server.
    prepare_on_loopback: Callable[[Any], None] = lambda handle: None  # noqa: ARG005
    #: What it holds where it is given no other seed, as the family's part of a state document.
    seed: JSON = None
    #: The values of the samples' placeholders, given the samples and the handle.
    placeholders: Callable[[tuple[Sample, ...], Any], Mapping[str, str]] = (
        lambda samples, handle: {}  # noqa: ARG005
    )


class Handle(Protocol):
    """A tenant's part in a family, as tests hold it."""

    def __init__(self, store: Any, lock: RLock, base_url: Callable[[], str], /) -> None: ...

    @property
    def given(self) -> Any:
        """Puts state there without HTTP."""

    @property
    def edition(self) -> str:
        """The name of the edition that it behaves as."""


@dataclass(frozen=True, kw_only=True)
class Tenancy:
    """One tenant's part in a family, as tests hold it and as a server tells of it."""

    #: The class that tests hold, made of the store, its lock and what tells the server's URL. Its
    #: public members may be called from another process, and those of what `given` is.
    handle: type[Handle]
    #: The modules of the frozen values that it is given and returns.
    values: tuple[ModuleType, ...]
    #: Issues a token, as a method of the handle.
    issue: Callable[..., str]
    #: Puts an entity of a kind there, given the handle and its members; returns its document.
    seeds: Mapping[str, Callable[[Any, JSON], JSON]]
    #: What a client in any language needs, given the handle and a token.
    describe: Callable[[Any, str], Mapping[str, str]]
    #: The option that says a tenant's address, such as `realm`, and the address that it means.
    option: str
    address_of: Callable[[str], str] = str
    #: Whether a token that the handle issued holds still.
    holds: Callable[[Any, str], bool] = lambda handle, token: True  # noqa: ARG005
    #: A URL to begin with.
    entry: Callable[[Any], str]
    #: The header that says who a caller is.
    header_of: Callable[[Caller], str] = lambda caller: AUTHORIZATION  # noqa: ARG005
    #: The arguments by which the method of that name has a credential for a caller again, given
    #: the caller and the handle. Raises `ValueError`, which says why there is none.
    credential: Callable[[Caller, Any], tuple[str, Mapping[str, Any]]]
    demo: Demo = field(default_factory=Demo)


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
    #: How many bytes of body a request may bring, where that is more than any may.
    body_limit: Callable[[Request, S], int | None] | None = None
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
    incidents: tuple[Incident, ...] = ()
    #: An address for a tenant that was given none.
    new_address: Callable[[Ids], str] = Ids.uuid
    #: What others than its own operations know of a tenant's part in it.
    tenancy: Tenancy | None = None
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

    @property
    def product(self) -> str:
        """What its vendor calls it, in a word."""
        return self.title.partition(" ")[0]

    def is_on(self, switch: str, *, edition: str) -> bool:
        """Whether an edition has a behaviour switched on."""
        return bool(getattr(self.behaviour[edition], switch))
