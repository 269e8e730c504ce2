"""A resource set, as PingAM remembers it."""

from dataclasses import dataclass

from fakeping.core.exchange import JSON


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
    #: What a read answers: the description as it was sent, and the server's own members.
    document: bytes
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
    client_secret: str
    username: str
    password: str
