"""A user's members on the wire, and how they relate to the user's attributes."""

from collections.abc import Iterable, Mapping
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.families.pingone.record import Record, member
from fakeping.families.pingone.user import ACCOUNT_OK, NOT_INITIATED, User
from fakeping.families.pingone.user_paths import PATHS


class _Users(Record):
    """The members of users. `name`, `address` and `photo` are attributes by their paths."""

    def read(self, body: JSON, edition: Any = None) -> dict[str, Any]:
        said = super().read(body, edition)
        attributes = [(path, value_at(body, path)) for path in PATHS]
        return {
            **said,
            "given_name": value_at(body, "name.given"),
            "family_name": value_at(body, "name.family"),
            "attributes": tuple(sorted(pair for pair in attributes if pair[1] is not None)),
        }

    def write(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        shown = [pair for pair in _named(entity) if _is_shown(pair[0])]
        return nested(shown) | super().write(entity, edition) | _settled(entity)

    def dump(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        documented = {name: value for name, value in _named(entity) if name not in custom(entity)}
        return nested(documented.items()) | super().dump(entity, edition)


USER: Record = _Users(
    member("username"),
    member("email"),
    member(
        "population",
        to="population_id",
        read=lambda value: value["id"],
        write=lambda value: {"id": value},
    ),
    member("enabled", settable=False),
    member("mfaEnabled", default=False, read=bool),
    member("emailVerified", settable=False),
    member(
        "lifecycle",
        default=ACCOUNT_OK,
        read=lambda value: value.get("status") or ACCOUNT_OK,
        write=lambda value: {"status": value},
    ),
    member("verifyStatus", default=NOT_INITIATED),
)


def custom(user: User) -> Mapping[str, str]:
    """The attributes of a user that the directory does not document, by their paths."""
    return {path: value for path, value in user.attributes if path not in PATHS}


def value_at(body: JSON, path: str) -> Any:
    """The value at a path of a document; `None` if there is none."""
    for name in path.split("."):
        body = body.get(name) if isinstance(body, dict) else None
    return body


def nested(values: Iterable[tuple[str, JSON]]) -> dict[str, JSON]:
    """A document with these values at their paths."""
    document: dict[str, JSON] = {}
    for path, value in values:
        *outer, last = path.split(".")
        inner = document
        for name in outer:
            found = inner.setdefault(name, {})
            inner = found if isinstance(found, dict) else {}  # `a` and `a.b`: the first stays
        inner.setdefault(last, value)
    return document


# The members of an answer that attributes cannot stand for.
_OTHERS = frozenset(
    {
        "_links", "account", "createdAt", "email", "emailVerified", "enabled", "environment", "id",
        "identityProvider", "lifecycle", "mfaEnabled", "population", "updatedAt", "username",
        "verifyStatus",
    }
)  # fmt: skip
_OBJECTS = frozenset({"name", "address", "photo"})
_TEXTS = frozenset(path for path in PATHS if "." not in path)


def _is_shown(path: str) -> bool:
    """Whether an answer has the attribute of this path; tests can give any."""
    head, _, rest = path.partition(".")
    if head in _OTHERS:
        return False
    return bool(rest) if head in _OBJECTS else not (rest and head in _TEXTS)


def _named(user: User) -> list[tuple[str, JSON]]:
    names = (("name.given", user.given_name), ("name.family", user.family_name))
    return [*[each for each in names if each[1] is not None], *user.attributes]


def _settled(user: User) -> dict[str, JSON]:
    """The members that nobody can set."""
    locked = user.locked_at is not None
    return {
        "account": {
            "canAuthenticate": user.can_sign_in,
            "status": "LOCKED" if locked else "OK",
            **({"lockedAt": user.locked_at} if locked else {}),
        },
        "identityProvider": {"type": "PING_ONE"},
    }
