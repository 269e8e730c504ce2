"""The documents that the model expects of what was said, with defaults filled in."""

from collections.abc import Callable, Mapping
from typing import Any

from fakeping.contract.check import ABSENT
from fakeping.contract.pingone.model.calls import ModelCall
from fakeping.core import schemas
from fakeping.core.exchange import JSON
from fakeping.families.pingone.edition import Edition

Said = Mapping[str, Any]

_LIFETIME = 3600
_BY_BASIC = "CLIENT_SECRET_BASIC"

# Members of applications that nothing stands for when they are not said.
_UNSET = ("description", "homePageUrl", "loginPageUrl", "initiateLoginUri", "icon", "tags")
_NO_NAME = {"given": ABSENT, "family": ABSENT}


def expected(act: ModelCall, edition: Edition) -> JSON:
    """The entity that a body creates, or that it leaves after it has replaced one."""
    return _EXPECTED[act.kind](act, edition)


# What stays of an entity that is replaced; of an application also whether it has roles.
_STAYS = frozenset({"id", "createdAt", "assignActorRoles"})


def replaced(before: JSON, act: ModelCall, edition: Edition) -> JSON:
    """An entity after a PUT."""
    stays = {name: value for name, value in before.items() if name in _STAYS}
    return {**expected(act, edition), **stays}


def shown(kind: str, document: JSON) -> JSON:
    """An entity in an answer: a user whose names are all cleared has none."""
    if kind != "user":
        return document
    names = document["name"]
    return {**document, "name": ABSENT if set(names.values()) == {ABSENT} else names}


def patched(document: JSON, said: Said) -> JSON:
    """A user after a PATCH: what it says is changed, and `null` clears it."""
    changes: JSON = {}
    for member, value in said.items():
        if member == "name":
            changes["name"] = _NO_NAME if value is None else {**document["name"], **value}
        else:
            changes[member] = _unless_null(said, member)
    return {**document, **changes}


def _resource(act: ModelCall, edition: Edition) -> JSON:
    said = act.said
    document = {
        "name": said["name"],
        "description": _unless_null(said, "description"),
        "type": "CUSTOM",
    }
    if not edition.settings:
        return document
    permissions = said.get("applicationPermissionsSettings") or {}
    return {
        **document,
        "audience": said.get("audience") or said["name"],
        "accessTokenValiditySeconds": int(said.get("accessTokenValiditySeconds") or _LIFETIME),
        "introspectEndpointAuthMethod": said.get("introspectEndpointAuthMethod") or _BY_BASIC,
        "applicationPermissionsSettings": {
            "claimEnabled": permissions.get("claimEnabled") or False
        },
    }


def _scope(act: ModelCall, edition: Edition) -> JSON:
    members = ["description", *(("mappedClaims",) if edition.settings else ())]
    return {
        "name": act.said["name"],
        "resource": {"id": act.within},
        **{each: _unless_null(act.said, each) for each in members},
    }


def _attribute(act: ModelCall, _: Edition) -> JSON:
    return {
        "name": act.said["name"],
        "resource": {"id": act.within},
        "idToken": ABSENT,
        "userInfo": ABSENT,
        "value": act.said["value"],
        "type": "CUSTOM",
    }


def _application(act: ModelCall, _: Edition) -> JSON:
    known = schemas.document("pingone/current/application_request")["properties"]
    said = {name: value for name, value in act.said.items() if name in known}
    sent = {name: value for name, value in said.items() if value is not None}
    roles = {"assignActorRoles": act.said["type"] == "WORKER"}
    return {**dict.fromkeys(_UNSET, ABSENT), **roles, **sent}


def _grant(act: ModelCall, _: Edition) -> JSON:
    said = act.said
    return {
        "application": {"id": act.within},
        "resource": said["resource"],
        "scopes": said["scopes"],
    }


def _policy(act: ModelCall, _: Edition) -> JSON:
    description = _unless_null(act.said, "description")
    return {"name": act.said["name"], "description": description, "default": False}


def _action(act: ModelCall, _: Edition) -> JSON:
    return {"signOnPolicy": {"id": act.within}, **act.said}


def _assignment(act: ModelCall, _: Edition) -> JSON:
    return {"application": {"id": act.within}, **act.said}


def _role_assignment(act: ModelCall, _: Edition) -> JSON:
    return {"user": {"id": act.within}, "readOnly": False, **act.said}


def _user(act: ModelCall, _: Edition) -> JSON:
    names = {**_NO_NAME, **act.said.get("name", {})}
    return {"title": ABSENT, "locale": ABSENT, **act.said, "name": names}


_EXPECTED: Mapping[str, Callable[[ModelCall, Edition], JSON]] = {
    "resource": _resource,
    "scope": _scope,
    "attribute": _attribute,
    "application": _application,
    "grant": _grant,
    "sign_on_policy": _policy,
    "sign_on_policy_action": _action,
    "sign_on_policy_assignment": _assignment,
    "user": _user,
    "user_role_assignment": _role_assignment,
}


def _unless_null(said: Said, name: str) -> JSON:
    value = said.get(name)
    return ABSENT if value is None else value
