"""What the entries of a state document say of an entity: the same to `given` and to seeds.

Whose realm it is of, and the secrets, are members of an entry that its record leaves to others.
"""

from typing import Any

from fakeping.core.exchange import JSON
from fakeping.families.pingam.label_types import USER as USER_LABEL
from fakeping.families.pingam.model import Permission, Share
from fakeping.families.pingam.people import OWNER
from fakeping.families.record import Member, Record, member, texts

# The end of the last year that a document can name: what lasts longer has no end.
_LAST = 253_402_300_799


def _set(name: str) -> Member:
    """A member that is a list of strings in whatever order; unset, it allows any."""
    return member(name, read=frozenset, write=sorted)


def _properties(name: str, *, to: str) -> Member:
    """A member that is an object of strings, left out if it is empty."""
    return member(name, to=to, default=lambda _: {}, write=dict, terse=True)


_ID = member("_id", to="id")
_OWNER = member("owner", default=OWNER)
#: Of the resource set that the entry is about; by default its id is its name.
_ABOUT = (
    member("resource_set", to="resource_id"),
    member("resource", default=lambda said: said["resource_id"]),
)

USER = Record(
    member("username", to="name"),
    _properties("claims", to="claims"),
    member("administrator", default=False, terse=True),
)

CLIENT = Record(
    member("client_id"),
    _set("scopes"),
    texts("default_scopes", default=()),
    texts("redirect_uris", default=()),
    _set("grant_types"),
    member("asks_consent", default=False),
)

SESSION_PROPERTY = Record(member("name"))

LABEL = Record(_ID, _OWNER, member("name"), member("type", default=USER_LABEL))

SHARE = Record(member("subject"), texts("scopes"))

PERMISSION = Record(member("resource_id"), texts("scopes"))

PENDING_REQUEST = Record(_ID, _OWNER, *_ABOUT, member("user"), texts("scopes"), member("at"))

AUDIT_ENTRY = Record(_ID, _OWNER, *_ABOUT, member("party"), member("type"), member("at"))

SESSION = Record(
    member("username", to="user"),
    member("began"),
    member("used"),
    _properties("properties", to="properties"),
)


def shares(said: JSON) -> tuple[Share, ...]:
    """Read the `permissions` of a policy: parties, each with its scopes."""
    return tuple(Share(**SHARE.read(each)) for each in said)


def _permissions(said: JSON) -> tuple[Permission, ...]:
    return tuple(Permission(**PERMISSION.read(each)) for each in said)


def _each(record: Record) -> Any:
    return lambda entities: [record.dump(each) for each in entities]


TOKEN = Record(
    member("grant_type", default="password"),
    member("issued_at"),
    member("expires_at", default=float("inf"), write=lambda at: None if at > _LAST else at),
    member("refreshes", default=False, terse=True),
    member("permissions", read=_permissions, write=_each(PERMISSION)),
    member("grant_id", default="", terse=True),
)
