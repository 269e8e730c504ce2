"""Requests that users have beside the usual ones: PATCH, and members with a PUT of their own."""

from collections.abc import Callable
from typing import Any

from fakeping.core import schemas
from fakeping.core.body import content_type
from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call
from fakeping.families.pingone import replies
from fakeping.families.pingone.callers import populations_of, require_population
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.kinds import USERS
from fakeping.families.pingone.password_rules import USER_IMPORT
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.user import User
from fakeping.families.pingone.user_record import USER

PlatformCall = Call[Platform]

#: The media types of the account's requests.
LOCK = "application/vnd.pingidentity.account.lock+json"
UNLOCK = "application/vnd.pingidentity.account.unlock+json"

IMPORT = "application/vnd.pingidentity.user.import+json"


def seen(call: PlatformCall) -> Callable[[User], bool] | None:
    """Which users a caller sees: those of some populations, or `None` for all."""
    populations = populations_of(call, call.caller)
    return None if populations is None else lambda user: user.population_id in populations


def create(call: PlatformCall) -> Reply:
    """Add a user; an import says their password too."""
    environment, body = _environment(call), call.body
    users = environment.users
    said = USER.read(body, environment.edition)
    media_type, _ = content_type(call.request.headers)
    imports = media_type == IMPORT
    if imports:
        said["email_verified"] = body.get("emailVerified")
        if password := body.get("password"):
            must_change = bool(password.get("forceChange"))
            said["password"] = users.password(
                password["value"], username=body["username"], must_change=must_change
            )
    require_population(call, said["population_id"] or environment.populations.default.id)
    created = users.create(said)
    base_url = call.request.base_url
    url = f"{USERS.url(base_url, environment.id)}/{created.id}"
    reply = replies.created(USERS.encoded(users, created, base_url=base_url), url)
    if imports:
        reply.rule = USER_IMPORT.name
    return reply


def patch(call: PlatformCall) -> Reply:
    """Change some of a user's values: what is left out stays, and null clears."""
    environment = _environment(call)
    current = _user(call)
    body = _merged(USER.dump(current, environment.edition), call.body)
    schemas.validate("pingone/current/user_import", body)
    said = USER.read(body, environment.edition)
    return _shown(call, environment.users.update(current.id, said))


def account(call: PlatformCall) -> Reply:
    """Lock or unlock a user's account, as the media type says."""
    environment, user = _environment(call), _user(call)
    media_type, _ = content_type(call.request.headers)
    locked_at = None if media_type == UNLOCK else user.locked_at or environment.users.now
    return _shown(call, environment.users.set(user.id, locked_at=locked_at))


def read_enabled(call: PlatformCall) -> Reply:
    """Read whether a user is enabled."""
    return _part(call, "enabled", {"enabled": _user(call).enabled})


def update_enabled(call: PlatformCall) -> Reply:
    """Enable or disable a user."""
    _set(call, enabled=call.body["enabled"])
    return read_enabled(call)


def read_mfa_enabled(call: PlatformCall) -> Reply:
    """Read whether multi-factor authentication is enabled for a user."""
    return _part(call, "mfaEnabled", {"mfaEnabled": _user(call).mfa_enabled})


def update_mfa_enabled(call: PlatformCall) -> Reply:
    """Enable or disable multi-factor authentication for a user."""
    _set(call, mfa_enabled=call.body["mfaEnabled"])
    return read_mfa_enabled(call)


def read_population(call: PlatformCall) -> Reply:
    """Read which population a user is in."""
    return _part(call, "population", {"id": _user(call).population_id})


def update_population(call: PlatformCall) -> Reply:
    """Move a user to another population."""
    require_population(call, call.body["id"])
    _environment(call).users.move(_user(call).id, call.body["id"])
    return read_population(call)


def _environment(call: PlatformCall) -> Environment:
    return call.store.environment(call.address)


def _user(call: PlatformCall) -> User:
    return _environment(call).users.get(call.params["user_id"])


def _set(call: PlatformCall, **values: Any) -> None:
    _environment(call).users.set(call.params["user_id"], **values)


def _shown(call: PlatformCall, user: User) -> Reply:
    users = _environment(call).users
    return replies.reply(USERS.encoded(users, user, base_url=call.request.base_url))


def _part(call: PlatformCall, name: str, said: JSON) -> Reply:
    users_url = USERS.url(call.request.base_url, call.address)
    url = f"{users_url}/{call.params['user_id']}"
    links = {"self": {"href": f"{url}/{name}"}, "user": {"href": url}}
    return replies.reply(encoded({"_links": links, **said}))


def _merged(document: JSON, changes: JSON) -> JSON:
    """A document with changes in it: null removes a member (RFC 7396)."""
    merged = dict(document)
    for name, value in changes.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            inner = merged.get(name)
            merged[name] = _merged(inner if isinstance(inner, dict) else {}, value)
        else:
            merged[name] = value
    return merged
