"""The password of a user: its state, setting it, changing it and checking it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from fakeping.core.body import content_type, read_json
from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call
from fakeping.families.pingone import password_rules, replies
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.kind import environment_url
from fakeping.families.pingone.kinds import PASSWORD_POLICIES, USERS
from fakeping.families.pingone.problems import (
    BadParameter,
    FieldError,
    PlatformOwned,
    refuse,
)
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.user import User
from fakeping.redaction.secret_digest import matches

PlatformCall = Call[Platform]

SET = "application/vnd.pingidentity.password.set+json"
RESET = "application/vnd.pingidentity.password.reset+json"
RECOVER = "application/vnd.pingidentity.password.recover+json"
SEND = "application/vnd.pingidentity.password.sendRecoveryCode+json"
CHECK = "application/vnd.pingidentity.password.check+json"

_LINKS = ("password.check", "password.reset", "password.set", "password.recover")


def read(call: PlatformCall) -> Reply:
    """Read the state of a user's password, optionally with its policy."""
    expand = call.query.get("expand")
    if expand not in {None, "passwordPolicy"}:
        raise BadParameter(
            "The only expansion is 'passwordPolicy'.",
            target="expand",
            rule=password_rules.PASSWORD_EXPAND,
        )
    reply = _state(call, _user(call), with_policy=expand is not None)
    if expand is not None:
        reply.rule = password_rules.PASSWORD_EXPAND.name
    return reply


def update(call: PlatformCall) -> Reply:
    """Set a user's password, or change it with the current one, as the media type says."""
    user, body = _user(call), call.body
    media_type, _ = content_type(call.request.headers)
    if media_type == SET:
        _require_value(body)
        return _become(call, user, body["value"], must_change=body.get("forceChange") or False)
    _require(user, body["currentPassword"], target="currentPassword")
    return _become(call, user, body["newPassword"], must_change=False)


def act(call: PlatformCall) -> Reply:
    """Check a user's password, or recover it, as the media type says."""
    media_type, _ = content_type(call.request.headers)
    user = _user(call)
    if media_type != SEND.lower():
        read_json(call.request.body)  # raises for the body that is optional for a code alone
    return _ACTS[media_type](call, user)


def _check(call: PlatformCall, user: User) -> Reply:
    _require(user, call.body["password"], target="password")
    return _state(call, user)


def _send(call: PlatformCall, user: User) -> Reply:
    """Send a user the code by which they recover their password; nothing leaves the process."""
    if not user.can_sign_in or user.password is None:
        raise PlatformOwned(
            "The user is disabled or locked, or has no password.",
            rule=password_rules.RECOVERY_CODE,
        )
    _environment(call).signin.recoveries.send(user.id)
    reply = _state(call, user)
    reply.rule = password_rules.RECOVERY_CODE.name
    return reply


def _recover(call: PlatformCall, user: User) -> Reply:
    """Set a new password with the code that was sent."""
    recoveries, body = _environment(call).signin.recoveries, call.body
    message = recoveries.refusal(user.id, body["recoveryCode"])
    if message is not None:
        rule = password_rules.RECOVERY_WRONG
        refuse([FieldError(target="recoveryCode", message=message, rule=rule)])
    reply = _become(call, user, body["newPassword"], must_change=False)
    reply.rule = password_rules.RECOVER.name
    return reply


# By media type, in lower case.
_ACTS: Mapping[str, Callable[[PlatformCall, User], Reply]] = {
    CHECK.lower(): _check,
    SEND.lower(): _send,
    RECOVER.lower(): _recover,
}

#: The schemas of their bodies.
MEDIA_TYPES: Mapping[str, str] = {
    CHECK.lower(): "pingone/current/password_check",
    SEND.lower(): "pingone/current/password_send",
    RECOVER.lower(): "pingone/current/password_recover",
}


def _environment(call: PlatformCall) -> Environment:
    return call.store.environment(call.address)


def _user(call: PlatformCall) -> User:
    return _environment(call).users.get(call.params["user_id"])


def _require(user: User, sent: str, *, target: str) -> None:
    """Raise `Unfit` unless this is the user's password."""
    held = user.password
    if held is None or not matches(held.digest, sent):
        message = "The provided password did not match provisioned password"
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
    users = _environment(call).users
    password = users.password(value, username=user.username, must_change=must_change)
    return _state(call, users.put(replace(user, password=password)))


def _state(call: PlatformCall, user: User, *, with_policy: bool = False) -> Reply:
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
        **dict.fromkeys(_LINKS, f"{user_url}/password"),
    }
    document: JSON = {
        "_links": {name: {"href": url} for name, url in links.items()},
        "environment": {"id": environment.id},
        "user": {"id": user.id},
        "passwordPolicy": {"id": policy_id},
        "status": user.password_status,
        **({"lastChangedAt": user.password.changed_at} if user.password else {}),
    }
    if with_policy:
        policy = environment.password_policies.get(policy_id)
        shown = PASSWORD_POLICIES.document(base_url, policy, environment.edition)
        document["_embedded"] = {"passwordPolicy": shown}
    return replies.reply(encoded(document))
