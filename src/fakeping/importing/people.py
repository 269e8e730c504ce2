"""Users of PingOne, as the API shows them, as entries of a state document."""

from collections.abc import Iterable, Iterator, Mapping

from fakeping.core.exchange import JSON
from fakeping.families.pingone.user_paths import PATHS
from fakeping.importing.summary import ImportSummary

# The members of users that have a place of their own in an entry.
_OF_USERS = frozenset(
    {"id", "username", "email", "population", "enabled", "mfaEnabled", "emailVerified",
     "verifyStatus", "createdAt", "updatedAt", "lifecycle", "account", "identityProvider",
     "_links", "_embedded", "environment", "roleAssignments", "password"}
)  # fmt: skip
_KEPT_OF_USERS = (
    "id", "username", "email", "enabled", "mfaEnabled", "emailVerified", "verifyStatus",
    "createdAt", "updatedAt",
)  # fmt: skip


def users(
    listed: Iterable[JSON], names: Mapping[str, str], summary: ImportSummary
) -> Iterator[JSON]:
    """Users, without their passwords."""
    for each in listed:
        summary.read["users"] += 1
        entry = {name: each[name] for name in _KEPT_OF_USERS if each.get(name) is not None}
        name = each.get("name") or {}
        named = {part: name[part] for part in ("given", "family") if name.get(part)}
        population = (each.get("population") or {}).get("id", "")
        entry |= {
            **({"name": named} if named else {}),
            **({"population": names.get(population, population)} if population else {}),
            "attributes": dict(_attributes(each, summary)),
        }
        if (status := (each.get("lifecycle") or {}).get("status")) is not None:
            entry["lifecycle"] = status
        if (locked := (each.get("account") or {}).get("lockedAt")) is not None:
            entry["lockedAt"] = locked
        provider = (each.get("identityProvider") or {}).get("type", "PING_ONE")
        if provider != "PING_ONE":
            summary.leave("identityProvider of users", f"{provider} is not modelled")
        summary.leave("password of users", "it is a secret: nobody has one in the seed")
        yield entry


def _attributes(user: JSON, summary: ImportSummary) -> Iterator[tuple[str, str]]:
    """The further attributes of a user by their paths; fakeping has texts alone."""
    others = {name: each for name, each in user.items() if name not in _OF_USERS}
    for path, value in _flat(others, ""):
        if path in {"name.given", "name.family"} or value is None:
            continue
        if isinstance(value, str):
            yield path, value
        else:
            kind = "documented" if path in PATHS else "custom"
            summary.leave(f"{kind} attribute {path} of users", "it is no text")


def _flat(value: JSON, path: str) -> Iterator[tuple[str, JSON]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _flat(each, f"{path}.{name}" if path else name)
    else:
        yield path, value
