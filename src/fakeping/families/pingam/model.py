"""PingAM's values: users and clients, resource sets, tokens, tickets, policies."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakeping.core.caller import Caller
from fakeping.core.change import SCHEMAS
from fakeping.core.exchange import JSON
from fakeping.core.guided import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose a resource set is: a realm, an owner, the client that registered it."""

    realm: str
    owner: str
    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Value):
    """A label of an owner's. A system label is a resource server's, and its id has a slash."""

    id: str
    realm: str
    owner: str
    name: str
    #: `USER`, `STAR` or `SYSTEM`.
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSet(Value):
    """A registered resource set, with its owner and the bytes of its replies."""

    id: str
    identity: Identity
    name: str | None
    resource_scopes: tuple[str, ...]
    #: The names of the resource server's labels, and the labels of the owner.
    labels: tuple[str, ...]
    owner_labels: tuple[Label, ...]
    #: The body of a read: the description as it was sent, and the server's own members.
    document: bytes = field(
        metadata={
            SCHEMAS: (
                "pingam/resource_set",
                "pingam/resource_set_request",
                "pingam/uma1_resource_set_request",
            )
        }
    )
    #: The body of the reply to a registration or an update.
    reference: bytes
    etag: str
    #: The page on which the owner shares it: computed once, when it is registered.
    user_access_policy_uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The members of a resource set that the resource server sends."""

    resource_scopes: tuple[str, ...]
    name: str | None
    labels: tuple[str, ...]
    #: Every member that was sent, save `labels`, `null`s and the server's own.
    members: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials(Value):
    """The names and secrets of a client and a resource owner, for the token endpoint."""

    client_id: str
    client_secret: str = field(repr=False)
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Value):
    """A user of a realm: a resource owner, or a requesting party."""

    name: str
    password: str = field(repr=False)
    #: Further claims of ID tokens and of the userinfo endpoint.
    claims: Mapping[str, str] = field(default_factory=dict, hash=False)
    #: Whether they may use what belongs to every user of the realm and of those below it.
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Client(Value):
    """An OAuth 2.0 client. One without a secret is public."""

    client_id: str
    client_secret: str | None = field(repr=False)
    #: The scopes that it may have; `None` allows any.
    scopes: frozenset[str] | None = None
    default_scopes: tuple[str, ...] = ()
    #: The first is the default of a request without one.
    redirect_uris: tuple[str, ...] = ()
    #: The grants that it may use; `None` allows all.
    grant_types: frozenset[str] | None = None
    #: Whether its users are asked for consent before a code is issued.
    asks_consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A resource set and some of its scopes."""

    resource_id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An issued token, with its caller, scopes and expiry."""

    value: str = field(repr=False)
    caller: Caller
    realm: str
    grant_type: str
    issued_at: float
    expires_at: float
    #: Whether it is a refresh token, which no endpoint but the token endpoint accepts.
    refreshes: bool = False
    #: An RPT's permissions; `None` for any other token.
    permissions: tuple[Permission, ...] | None = None
    #: Tokens of one grant are revoked together.
    grant_id: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A user's session: when it began, and when it was last used."""

    id: str = field(repr=False)
    user: str
    realm: str
    began: float
    used: float
    #: Values of session properties, by name.
    properties: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionProperty(Value):
    """The name of a property that a realm's sessions may have."""

    name: str
    realm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An authorization code, and what it is exchanged for."""

    value: str = field(repr=False)
    realm: str
    client: str
    user: str
    redirect_uri: str | None
    scopes: frozenset[str]
    nonce: str | None
    #: With the method `plain` it is the verifier itself.
    challenge: str | None = field(repr=False)
    challenge_method: str
    auth_time: float
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A permission ticket: the permissions that a resource server requests for a party."""

    value: str = field(repr=False)
    realm: str
    owner: str
    permissions: tuple[Permission, ...]
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A requesting party, and the scopes that the owner grants it."""

    subject: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Value):
    """The parties that share one resource set. Its id is the resource set's."""

    id: str
    realm: str
    owner: str
    client: str
    name: str | None
    shares: tuple[Share, ...]
    #: Seconds since the epoch.
    expires_at: float | None
    #: The clients that may get what it shares; `None` for all.
    clients: frozenset[str] | None
    #: Whether one of its conditions is enough, its expiry or its clients.
    any_suffices: bool
    #: The body of a read.
    document: bytes = field(metadata={SCHEMAS: ("pingam/policy", "pingam/policy_request")})
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRequest(Value):
    """A party's request for scopes that await the owner's decision."""

    id: str
    realm: str
    owner: str
    resource_id: str
    resource: str
    user: str
    scopes: tuple[str, ...]
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry(Value):
    """One line of an owner's audit history: what happened to a resource set of theirs."""

    id: str
    realm: str
    owner: str
    resource_id: str
    #: What the resource set was called then.
    resource: str
    #: The requesting party's name, or the owner's universal id where the owner did it.
    party: str
    #: `Policy_Created`, `Authorisation_Requested`, ...
    type: str
    at: float
