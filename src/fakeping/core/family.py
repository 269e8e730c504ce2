"""The interface of a faked API: operations, state, authentication, errors, reference data."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from types import MappingProxyType, ModuleType
from typing import Any, Generic, Protocol, TypeVar

from fakeping.core.caller import Caller
from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import AUTHORIZATION, JSON, Reply, Request
from fakeping.core.incident import Incident
from fakeping.core.operation import Authenticate, Operation, Params, RenderProblem
from fakeping.core.parameter import NO_PARAMETERS, Parameters
from fakeping.core.problem import Problem
from fakeping.core.rules import Rule
from fakeping.core.sample import Sample
from fakeping.core.sources import Ids
from fakeping.core.store_config import StoreConfig

S = TypeVar("S")
_Asked_contra = TypeVar("_Asked_contra", contravariant=True)


#: Returns the secret of a digest if it is known, else the digest.
SecretOf = Callable[[str], str]


class Load(Protocol[_Asked_contra]):
    """Adds the entities of a state document to a store, and collects the document's errors."""

    def __call__(
        self,
        store: _Asked_contra,
        document: JSON,
        findings: DocumentErrors,
        /,
        *,
        opened: SecretOf,
        base_url: str,
    ) -> None:
        """Load the valid parts; `opened` returns the secret of a digest."""
        ...


@dataclass(frozen=True, kw_only=True)
class Document(Generic[S]):
    """Writes a family's state as a JSON document, and loads it again."""

    #: Renders a store, given the base URL of its links; secrets are digests.
    dump: Callable[[S, str], JSON]
    load: Load[S]
    #: Lists every secret in a store.
    secrets: Callable[[S], Iterable[str]]


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What the demo tenant has, so that the vendor's samples run against it."""

    #: Seeds it, given its handle.
    prepare: Callable[[Any], None] = lambda handle: None  # noqa: ARG005
    #: Seeds what is safe only while the server listens on loopback.
    prepare_on_loopback: Callable[[Any], None] = lambda handle: None  # noqa: ARG005
    #: The default seed: the family's part of a state document.
    seed: JSON = None
    #: Returns values for the samples' placeholders, given the samples and the handle.
    placeholders: Callable[[tuple[Sample, ...], Any], Mapping[str, str]] = (
        lambda samples, handle: {}  # noqa: ARG005
    )


class Handle(Protocol):
    """The object through which a test seeds and inspects a tenant's state in one family."""

    def __init__(self, store: Any, lock: RLock, base_url: Callable[[], str], /) -> None: ...

    @property
    def given(self) -> Any:
        """Seeds state without HTTP."""

    @property
    def edition(self) -> str:
        """The name of the tenant's edition."""


@dataclass(frozen=True, kw_only=True)
class Tenancy:
    """A family's test API for one tenant, and what the command line and clients need of it."""

    #: The class of the handle, called with the store, its lock and a function that returns the
    #: server's URL. Its public members, and those of its `given`, may be called remotely.
    handle: type[Handle]
    #: The modules of the frozen values that its methods take and return.
    values: tuple[ModuleType, ...]
    #: Issues a token, as a method of the handle.
    issue: Callable[..., str]
    #: Seeds an entity of a kind, given the handle and its members; returns its document.
    seeds: Mapping[str, Callable[[Any, JSON], JSON]]
    #: Returns settings that a client in any language needs, given the handle and a token.
    describe: Callable[[Any, str], Mapping[str, Any]]
    #: The option that sets a tenant's address, such as `realm`, and a function from its value to
    #: the address.
    option: str
    address_of: Callable[[str], str] = str
    #: Whether a token that the handle issued is still valid.
    holds: Callable[[Any, str], bool] = lambda handle, token: True  # noqa: ARG005
    #: The default lifetime of a token, in seconds.
    lifetime: int
    #: Returns a URL to start from, given the handle.
    entry: Callable[[Any], str]
    #: The header that says who a caller is.
    header_of: Callable[[Caller], str] = lambda caller: AUTHORIZATION  # noqa: ARG005
    #: The arguments by which the method of that name has a credential for a caller again, given
    #: the caller and the handle. Raises `ValueError`, which says why there is none.
    credential: Callable[[Caller, Any], tuple[str, Mapping[str, Any]]]
    demo: Demo = field(default_factory=Demo)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClient:
    """A client that needs an edition, known by a part of its `User-Agent`, in lower case."""

    agent: str
    name: str
    edition: str


@dataclass(frozen=True, kw_only=True)
class Family(Generic[S]):
    """One faked API: its operations, state, authentication, errors and reference data."""

    name: str
    #: The path prefix of every operation: a context path such as `/am`, or "".
    mount: str
    operations: tuple[Operation[S], ...]
    rules: tuple[Rule, ...]
    #: The names of the editions, the default first.
    editions: tuple[str, ...]
    new_store: Callable[[StoreConfig], S]
    #: Returns the tenant's address in a request, spelled as in `StoreConfig.address`.
    address: Callable[[Params, Request], str]
    authenticate: Authenticate[S]
    #: Raises or returns the problem for a request whose address no tenant has.
    unknown_address: Callable[[Request, str, Callable[[str], S | None]], Problem]
    #: Whether a store issued that text as a token, expired or not.
    issued: Callable[[S, str], bool]
    #: Raises `UnsupportedMedia` for a body of a wrong media type.
    check_media: Callable[[Request], None]
    render_problem: RenderProblem
    #: The schema of each error status.
    problem_replies: Mapping[int, str | None]
    #: The address in a token that carries one, which is not verified; else "".
    address_in: Callable[[str], str] = lambda text: ""  # noqa: ARG005 - opaque ones say nothing
    #: Whether its requests belong to tenants; those of the control API do not.
    tenanted: bool = True
    #: Returns the limit in bytes of a request's body; `None` for the server's.
    body_limit: Callable[[Request, S], int | None] | None = None
    #: Adds the headers that every reply has; without a tenant there is no store.
    finish: Callable[[Reply, Request, Ids, S | None], Reply] | None = None
    #: Writes and loads its state; `None` if it has none.
    document: Document[S] | None = None
    #: The rule of each behaviour that a tenant may switch, in any edition, by the switch's name.
    switches: Mapping[str, Rule] = field(default_factory=lambda: MappingProxyType({}))
    #: The switches of each edition, as attributes of the same names.
    behaviour: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    #: Segments of the vendor's paths that no operation has, with what is served there.
    unserved: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: Its vendor's clients that need an edition.
    clients: tuple[KnownClient, ...] = ()
    #: Whether it ignores members of a body that it doesn't know, which the journal then tells.
    ignores_unknown: bool = False
    #: Header fields, in lower case, that may not be repeated, besides `fields.ONCE`.
    once: frozenset[str] = frozenset()
    #: Query parameters that every operation reads.
    query: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: Its parts in the fault presets.
    incidents: tuple[Incident, ...] = ()
    #: Returns an address for a tenant that was given none.
    new_address: Callable[[Ids], str] = Ids.uuid
    #: The handle for tests, and what the command line and clients need; `None` without tenants.
    tenancy: Tenancy | None = None
    #: Its full name.
    title: str = ""
    #: Parameters in its paths; each means the same in every path.
    path_parameters: Parameters = field(default_factory=lambda: NO_PARAMETERS)
    #: OpenAPI security schemes, the default first.
    security: Mapping[str, JSON] = field(default_factory=dict)
    #: The media type of its errors.
    problem_media: str = "application/json"
    #: Reads the examples in its vendor's documentation.
    samples: Callable[[], tuple[Sample, ...]] = tuple

    @property
    def product(self) -> str:
        """The vendor's name of the product."""
        return self.title.partition(" ")[0]

    def is_on(self, switch: str, *, edition: str) -> bool:
        """Whether a switch is on in an edition."""
        return bool(getattr(self.behaviour[edition], switch))
