"""Bugs of PingOne's roles: whom they open what, who assigns them, and what stays of them."""

from fakeping.families.pingone import role_handlers, user_handlers
from fakeping.families.pingone.applications import Applications
from fakeping.families.pingone.role_assignments import RoleAssignments
from fakeping.families.pingone.role_scopes import RoleScopes
from fakeping.families.pingone.store import Platform
from tests.contract.bugs.seams import bugs, instead, nothing, yes

current = bugs("pingone.current")


def everywhere(right, platform, caller, roles, environment_id):
    return bool(platform.scopes_of(caller, roles))


def everybody(right, call, caller):
    return None


def no(right, *asked):
    return False


def no_errors(right, *asked):
    return []


def without_roles(right, applications, stamp, said):
    return right(applications, stamp, {**said, "inherits": ()})


BUGS = (
    current(
        "a role opens every environment",
        instead(Platform, "opens", everywhere),
        "role-assignment.opens",
    ),
    current(
        "a population's administrator lists everybody",
        instead(user_handlers, "populations_of", everybody),
        "role-assignment.opens",
    ),
    current(
        "a population's administrator adds users elsewhere",
        instead(user_handlers, "require_population", nothing),
        "role-assignment.opens",
    ),
    current(
        "a worker inherits nothing",
        instead(Applications, "new", without_roles),
        "application.actor-roles",
    ),
    current(
        "anybody assigns any role",
        instead(role_handlers, "_may", yes),
        "role-assignment.actor role-assignment.read-only",
    ),
    current(
        "a worker gives up its own role",
        instead(role_handlers, "_is_own", no),
        "role-assignment.read-only",
    ),
    current(
        "a broader scope is as good as a narrower one",
        instead(RoleScopes, "contains", yes),
        "role-assignment.actor",
    ),
    current(
        "any role is assigned, with any scope, again and again",
        instead(RoleAssignments, "errors", no_errors),
        "role-assignment.role role-assignment.scope role-assignment.duplicate",
    ),
    current(
        "a role stays when its scope goes",
        instead(RoleScopes, "forget", nothing),
        "role-assignment.gone",
    ),
)
