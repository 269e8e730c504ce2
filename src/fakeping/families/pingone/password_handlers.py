"""The password of a user: its state, setting it, changing it and checking it."""

from dataclasses import replace

from fakeping.core.body import content_type
from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call
from fakeping.families.pingone import password_rules, replies
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.kind import environment_url
from fakeping.families.pingone.kinds import USERS
from fakeping.families.pingone.problems import FieldError, refuse
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.user import Password, User
from fakeping.redaction.secret_digest import digest_of, matches

PlatformCall = Call[Platform]

SET = "application/vnd.pingidentity.password.set+json"
RESET = "application/vnd.pingidentity.password.reset+json"
CHECK = "application/vnd.pingidentity.password.check+json"

_ACTS = ("password.check", "password.reset", "password.set", "password.recover")


def read(call: PlatformCall) -> Reply:
    """Read the state of a user's password."""
    return _state(call, _user(call))


def update(call: PlatformCall) -> Reply:
    """Set a user's password, or change it with the current one, as the media type says."""
    user, body = _user(call), call.body
    media_type, _ = content_type(call.request.headers)
    if media_type == SET:
        _require_value(body)
        return _become(call, user, body["value"], must_change=body.get("forceChange") or False)
    _require(user, body["currentPassword"], target="currentPassword")
    return _become(call, user, body["newPassword"], must_change=False)


def check(call: PlatformCall) -> Reply:
    """Check a user's password."""
    user = _user(call)
    _require(user, call.body["password"], target="password")
    return _state(call, user)


def _environment(call: PlatformCall) -> Environment:
    return call.store.environment(call.address)


def _user(call: PlatformCall) -> User:
    return _environment(call).users.get(call.params["user_id"])


def _require(user: User, sent: str, *, target: str) -> None:
    """Raise `Unfit` unless this is the user's password."""
    held = user.password
    if held is None or not matches(held.digest, sent):
        message = "The password did not match."
        refuse([FieldError(target=target, message=message, rule=password_rules.WRONG)])


def _require_value(body: JSON) -> None:
    """Raise `Unfit` without a new password. A schema's violation names an attribute's rule."""
    value = body.get("value")
    if not value:
        code = "REQUIRED_VALUE" if value is None else "EMPTY_VALUE"
        message = "A value is required." if value is None else "The value must not be empty."
        rule = password_rules.PASSWORD_SET
        refuse([FieldError(target="value", message=message, rule=rule, code=code)])


def _become(call: PlatformCall, user: User, value: str, *, must_change: bool) -> Reply:
    environment = _environment(call)
    password = Password(
        digest=digest_of(value), must_change=must_change, changed_at=environment.users.now
    )
    return _state(call, environment.users.put(replace(user, password=password)))


def _state(call: PlatformCall, user: User) -> Reply:
    base_url = call.request.base_url
    environment = _environment(call)
    at = environment_url(base_url, environment.id)
    user_url = f"{USERS.url(base_url, environment.id)}/{user.id}"
    policy_id = environment.populations.password_policy_id(user.population_id)
    links = {
        "self": f"{user_url}/password",
        "environment": at,
        "user": user_url,
        "passwordPolicy": f"{at}/passwordPolicies/{policy_id}",
        **dict.fromkeys(_ACTS, f"{user_url}/password"),
    }
    document: JSON = {
        "_links": {name: {"href": url} for name, url in links.items()},
        "environment": {"id": environment.id},
        "user": {"id": user.id},
        "passwordPolicy": {"id": policy_id},
        "status": user.password_status,
        **({"lastChangedAt": user.password.changed_at} if user.password else {}),
    }
    return replies.reply(encoded(document))
