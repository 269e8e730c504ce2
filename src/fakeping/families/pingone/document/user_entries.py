"""Users as entries of the state document, which `given` takes as well."""

from typing import Any

from fakeping.core import schemas
from fakeping.core.exchange import JSON
from fakeping.families.pingone.document import role_assignments
from fakeping.families.pingone.document.gaps import Gaps
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.record import Said
from fakeping.families.pingone.user import ACCOUNT_OK, NOT_INITIATED, Password, User
from fakeping.families.pingone.user_paths import PATHS
from fakeping.families.pingone.user_record import USER, nested

# The members of an entry that a request has too.
_WIRE = ("username", "email", "mfaEnabled", "verifyStatus")


def said(environment: Environment, document: JSON) -> Said:
    """The values of an entry. Raises `Invalid` for what a request for the same must not say."""
    attributes: dict[str, str] = document.get("attributes", {})
    body = {
        **nested(pair for pair in attributes.items() if pair[0] in PATHS),
        **{name: document[name] for name in _WIRE if name in document},
        "name": _name(document.get("name", {})),
        "lifecycle": {"status": document.get("lifecycle")},
    }
    schemas.validate("pingone/current/user_import", body)
    values: dict[str, Any] = {
        **USER.read(body, environment.edition),
        "population_id": _population(environment, document.get("population")),
        "attributes": tuple(sorted(attributes.items())),
        "roles": frozenset(document.get("roles", ())),
        "enabled": document.get("enabled", True),
        "email_verified": document.get("emailVerified"),
        "locked_at": document.get("lockedAt"),
        "password": password_said(environment, document),
    }
    return values


def add(environment: Environment, document: JSON, gaps: Gaps) -> User:
    """Add the user of an entry, and let them sign in at once if it says so."""
    users = environment.users
    stamp = gaps.stamp(document, users.table.get, "user", document["username"])
    created = users.create(said(environment, document), stamp=stamp)
    if document.get("signsInAtOnce"):
        users.sign_in(created.id)
    return created


def entry(user: User, *, population: str, at_once: bool = False) -> JSON:
    """A user's entry, with the name of their population."""
    name = {"given": user.given_name, "family": user.family_name}
    named = {part: each for part, each in name.items() if each is not None}
    members = {
        "email": user.email,
        "name": named or None,
        "population": population,
        "roles": role_assignments.usual(user.assignments),
        "attributes": dict(user.attributes),
        "enabled": None if user.enabled else False,
        "mfaEnabled": user.mfa_enabled or None,
        "emailVerified": user.email_verified,
        "lifecycle": None if user.lifecycle == ACCOUNT_OK else user.lifecycle,
        "verifyStatus": None if user.verify_status == NOT_INITIATED else user.verify_status,
        "lockedAt": user.locked_at,
        "password": _told(user.password),
        "signsInAtOnce": at_once or None,
        "createdAt": user.created_at,
        "updatedAt": user.updated_at,
    }
    told = {name: value for name, value in members.items() if value is not None}
    return {"id": user.id, "username": user.username, **told}


def _population(environment: Environment, name: str | None) -> str | None:
    """The id of a population that is named, or is said by its id."""
    return None if name is None else environment.populations.table.holder(name) or name


def _name(said: JSON) -> JSON:
    if isinstance(said, dict):
        return said
    given, _, family = said.rpartition(" ")
    return {"given": given or family, **({"family": family} if given else {})}


def password_said(environment: Environment, document: JSON) -> Password | None:
    """The password of a user's entry, which is its text or an entry of its own."""
    said = document.get("password")
    if said is None:
        return None
    whole: JSON = {"value": said} if isinstance(said, str) else said
    return environment.users.password(
        whole["value"],
        username=document["username"],
        must_change=whole.get("forceChange", False),
        changed_at=whole.get("lastChangedAt"),
    )


def _told(password: Password | None) -> JSON:
    if password is None:
        return None
    force = {"forceChange": True} if password.must_change else {}
    return {"value": password.digest, **force, "lastChangedAt": password.changed_at}
