"""What PingAM remembers: people and clients, resource sets, tokens, and who may have what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakeping.core.change import SCHEMAS
from fakeping.core.exchange import JSON
from fakeping.core.operation import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose a resource set is: in a realm, of an owner, registered through a client."""

    realm: str
    owner: str
    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSet:
    """A registered description, and whose it is."""

    id: str
    identity: Identity
    name: str | None
    resource_scopes: tuple[str, ...]
    #: What the resource server put on it, and what its owner did.
    labels: tuple[str, ...]
    owner_labels: tuple[str, ...]
    #: What a read answers: the description as it was sent, and the server's own members.
    document: bytes = field(
        metadata={
            SCHEMAS: (
                "pingam/resource_set",
                "pingam/resource_set_request",
                "pingam/uma1_resource_set_request",
            )
        }
    )
    #: What a registration and an update answer.
    reference: bytes
    etag: str
    #: Where the owner shares it: computed once, when it is registered.
    user_access_policy_uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a resource server says about a resource, whatever its members are."""

    resource_scopes: tuple[str, ...]
    name: str | None
    labels: tuple[str, ...]
    #: Every member that was sent, save `labels`, `null`s and the server's own.
    members: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A client and a resource owner, as the token endpoint knows them."""

    client_id: str
    client_secret: str = field(repr=False)
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who can sign in: a resource owner, a requesting party."""

    name: str
    password: str = field(repr=False)
    #: What an ID token and the userinfo endpoint say of them besides.
    claims: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """An OAuth 2.0 client. One without a secret is public."""

    client_id: str
    client_secret: str | None = field(repr=False)
    #: The scopes that it may have; any, when it is `None`.
    scopes: frozenset[str] | None = None
    default_scopes: tuple[str, ...] = ()
    #: The first serves a request that names none.
    redirect_uris: tuple[str, ...] = ()
    #: The grants that it may use; all of them, when it is `None`.
    grant_types: frozenset[str] | None = None
    #: Whether its users are asked before a code is issued.
    asks_consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A resource set and some of its scopes."""

    resource_id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token that was issued, and what it stands for."""

    value: str = field(repr=False)
    caller: Caller
    realm: str
    grant_type: str
    issued_at: float
    expires_at: float
    #: A refresh token opens nothing by itself.
    refreshes: bool = False
    #: What an RPT allows; `None` when it is none.
    permissions: tuple[Permission, ...] | None = None
    #: What was issued together is revoked together.
    grant_id: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in of a user's, from when it began to when it was used last."""

    id: str = field(repr=False)
    user: str
    realm: str
    began: float
    used: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An authorization code, and what its bearer may have."""

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
    """A permission ticket: what a resource server says that somebody asks for."""

    value: str = field(repr=False)
    realm: str
    owner: str
    permissions: tuple[Permission, ...]
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A requesting party, and the scopes that an owner lets it have."""

    subject: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Whom an owner shares one resource set with. Its id is the resource set's."""

    id: str
    realm: str
    owner: str
    client: str
    name: str | None
    shares: tuple[Share, ...]
    #: When it ends, in seconds since the epoch.
    expires_at: float | None
    #: The document that it reads as.
    document: bytes = field(metadata={SCHEMAS: ("pingam/policy", "pingam/policy_request")})
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRequest:
    """What somebody asked for and may not have yet."""

    id: str
    realm: str
    owner: str
    resource_id: str
    resource: str
    user: str
    scopes: tuple[str, ...]
    at: float
