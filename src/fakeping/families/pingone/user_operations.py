"""The table of operations on users."""

from collections.abc import Iterator
from typing import Any

from fakeping.core.operation import Operation
from fakeping.core.parameter import one_of
from fakeping.families.pingone import (
    crud,
    password_handlers,
    password_rules,
    user_handlers,
    user_rules,
)
from fakeping.families.pingone.callers import authenticate_for_users
from fakeping.families.pingone.kinds import USERS
from fakeping.families.pingone.row import TODAY, row
from fakeping.families.pingone.store import Platform

_USER = f"{USERS.path()}/{{user_id}}"
_SHOWN = {200: "pingone/current/user"}
_CREATION = "pingone/current/user_creation"

#: Who may use these operations.
_BY: dict[str, Any] = {"authenticate": authenticate_for_users}


#: The arguments of the usual operations, where they differ.
OWN: dict[str, dict[str, Any]] = {
    "list": {**_BY, "handler": crud.lister(USERS, seen=user_handlers.seen)},
    "create": {
        **_BY,
        "handler": user_handlers.create,
        "body_schema": _CREATION,
        "media_types": {user_handlers.IMPORT: "pingone/current/user_import"},
        "rule": user_rules.USER_CREATED,
        "other_rules": (password_rules.USER_IMPORT,),
    },
    "read": _BY,
    "update": {**_BY, "body_schema": _CREATION, "rule": user_rules.USER_ONCE},
    "delete": _BY,
}


def rows() -> Iterator[Operation[Platform]]:
    """The operations that users have beside the usual ones."""
    h = user_handlers
    yield row(
        "user.patch",
        f"PATCH {_USER}",
        h.patch,
        _SHOWN,
        body_schema="pingone/current/user_change",
        rule=user_rules.USER_PATCH,
        editions=TODAY,
        **_BY,
    )
    yield row(
        "user.account",
        f"POST {_USER}",
        h.account,
        _SHOWN,
        media_types=dict.fromkeys((h.LOCK, h.UNLOCK), "pingone/current/account_request"),
        body_optional=True,
        rule=user_rules.USER_ACCOUNT,
        editions=TODAY,
        **_BY,
    )
    for name, part, read, update in (
        ("enabled", "enabled", h.read_enabled, h.update_enabled),
        ("mfa_enabled", "mfaEnabled", h.read_mfa_enabled, h.update_mfa_enabled),
        ("population", "population", h.read_population, h.update_population),
    ):
        rule = user_rules.USER_POPULATION if name == "population" else user_rules.USER_ONCE
        said: dict[str, Any] = {"editions": TODAY, "rule": rule, **_BY}
        schema = f"pingone/current/user_{name}"
        yield row(f"user.read_{name}", f"GET {_USER}/{part}", read, {200: schema}, **said)
        yield row(
            f"user.update_{name}",
            f"PUT {_USER}/{part}",
            update,
            {200: schema},
            body_schema=f"{schema}_request",
            **said,
        )
    yield from _passwords()


def _passwords() -> Iterator[Operation[Platform]]:
    p, path = password_handlers, f"{_USER}/password"
    shown = {200: "pingone/current/password"}
    said: dict[str, Any] = {"editions": TODAY, "confidential": True, **_BY}
    yield row(
        "password.read",
        f"GET {path}",
        p.read,
        shown,
        query={
            "expand": one_of("passwordPolicy", says="Puts the policy into the answer's `_embedded`")
        },
        rule=password_rules.PASSWORD_STATE,
        other_rules=(password_rules.PASSWORD_EXPAND,),
        **said,
    )
    yield row(
        "password.update",
        f"PUT {path}",
        p.update,
        shown,
        media_types={
            p.SET: "pingone/current/password_set",
            p.RESET: "pingone/current/password_reset",
        },
        rule=password_rules.PASSWORD_SET,
        **said,
    )
    yield row(
        "password.check",
        f"POST {path}",
        p.act,
        shown,
        media_types=p.MEDIA_TYPES,
        body_optional=True,
        rule=password_rules.PASSWORD_CHECK,
        other_rules=(password_rules.RECOVERY_CODE, password_rules.RECOVER),
        **said,
    )
