"""Schema violations, in the terms of PingOne's error envelope and its details."""

from collections.abc import Mapping

from fakeping.core import problem as p
from fakeping.core.exchange import JSON
from fakeping.core.rules import Rule
from fakeping.families.pingone import (
    application_attribute_rules,
    application_rules,
    grant_rules,
    password_rules,
    population_rules,
    role_rules,
    rules,
    sign_on_rules,
    user_rules,
)
from fakeping.families.pingone.user_paths import PATHS

SORRY = "The request could not be completed."
INVALID = f"{SORRY} One or more validation errors were in the request."
MALFORMED = f"{SORRY} The request was malformed or invalid."

# The detail code and message of each JSON Schema keyword.
_DETAILS = {
    "required": ("REQUIRED_VALUE", "A value is required."),
    "pattern": ("EMPTY_VALUE", "The value must not be empty."),
    "minLength": ("EMPTY_VALUE", "The value must not be empty."),
    "maxLength": ("INVALID_VALUE", "must be at most {maxLength} characters long"),
    "minimum": ("OUT_OF_RANGE", "The value is out of range."),
    "exclusiveMaximum": ("OUT_OF_RANGE", "The value is out of range."),
    "minItems": ("EMPTY_VALUE", "The value must not be empty."),
    "maxItems": ("SIZE_LIMIT_EXCEEDED", "The value has more than {maxItems} elements."),
    "not": ("INVALID_VALUE", "The value is not allowed."),
    "type": ("INVALID_VALUE", "Invalid value for attribute."),
    "enum": ("INVALID_VALUE", "Invalid value for attribute."),
}

# The rule of a violation: by the member, else by the keyword.
_TARGET_RULES = {
    "accessTokenValiditySeconds": rules.TOKEN_VALIDITY,
    "applicationPermissionsSettings": rules.PERMISSIONS,
    "billOfMaterials": rules.BILL_OF_MATERIALS,
    "introspectEndpointAuthMethod": rules.INTROSPECT_METHOD,
    "currentPassword": password_rules.PASSWORD_SET,
    "email": user_rules.USER_VALUES,
    "enabled": user_rules.USER_ONCE,
    "id": user_rules.USER_POPULATION,
    "license": rules.ENVIRONMENT_REQUIRED,
    "mfaEnabled": user_rules.USER_ONCE,
    "newPassword": password_rules.PASSWORD_SET,
    "recoveryCode": password_rules.PASSWORD_SET,
    "password": password_rules.PASSWORD_SET,
    "passwordPolicy": population_rules.REFERS,
    "population": user_rules.USER_POPULATION,
    "products": rules.BILL_OF_MATERIALS,
    "region": rules.ENVIRONMENT_REQUIRED,
    "required": application_attribute_rules.ATTRIBUTE_REQUIRED,
    "type": rules.TYPE_CUSTOM,
    "theme": population_rules.REFERS,
    "username": user_rules.USER_REQUIRED,
    "value": rules.ATTRIBUTE_VALUE,
}
_KEYWORD_RULES = {
    "required": rules.NAME_REQUIRED,
    "pattern": rules.NAME_REQUIRED,
    "minLength": rules.NAME_REQUIRED,
    "maxLength": rules.NAME_LENGTH,
}

# The texts of users that have a longest length, beside their user name.
_TEXTS_OF_USERS = frozenset({*PATHS, "name.given", "name.family"})

_ASSIGNED = dict.fromkeys(
    ("role", "role.id", "scope", "scope.id", "scope.type"), role_rules.ROLE_REQUIRED
)

# The rules of the members of some bodies, by schema.
_SCHEMA_RULES = {
    "pingone/current/password_set": {"value": password_rules.PASSWORD_SET},
    "pingone/current/application_request": {
        **dict.fromkeys(
            ("type", "protocol", "tokenEndpointAuthMethod"), application_rules.APPLICATION_REQUIRED
        ),
        **dict.fromkeys(application_rules.BOUNDED, application_rules.APPLICATION_RANGE),
    },
    "pingone/current/grant_request": dict.fromkeys(
        ("resource", "resource.id", "scopes"), grant_rules.GRANT_REQUIRED
    ),
    "pingone/current/sign_on_policy_action_request": {
        "priority": sign_on_rules.ACTION_REQUIRED,
        "type": sign_on_rules.ACTION_REQUIRED,
    },
    "pingone/current/sign_on_policy_assignment_request": {
        "priority": sign_on_rules.ASSIGNED_REQUIRED,
        "signOnPolicy": sign_on_rules.ASSIGNED_REQUIRED,
        "signOnPolicy.id": sign_on_rules.ASSIGNED_REQUIRED,
    },
    "pingone/current/application_role_assignment_request": _ASSIGNED,
    "pingone/current/user_role_assignment_request": _ASSIGNED,
}

# The keywords of violations that the platform refuses before it validates the data model.
_UNREADABLE = frozenset({"type", "enum"})


def envelope(problem: p.Invalid) -> tuple[str, str, Rule]:
    """The code, the message and the rule of a schema violation."""
    if any(each.keyword in _UNREADABLE for each in problem.violations):
        return "INVALID_REQUEST", MALFORMED, rules.INVALID_TYPE
    broken = {_rule(each, problem.schema) for each in problem.violations}
    return "INVALID_DATA", INVALID, broken.pop() if len(broken) == 1 else rules.INVALID_DATA


def _rule(violation: p.Violation, schema: str) -> Rule:
    if violation.keyword == "minItems":
        return grant_rules.GRANT_SCOPES  # nothing else needs an element
    of_schema = _SCHEMA_RULES.get(schema, {}).get(violation.target)
    if of_schema is not None:
        return of_schema
    if (violation.target, violation.keyword) == ("type", "required"):
        return rules.ENVIRONMENT_REQUIRED  # nothing else must have one
    if violation.keyword == "maxLength" and violation.target in _TEXTS_OF_USERS:
        return user_rules.USER_VALUES
    by_keyword = _KEYWORD_RULES.get(violation.keyword, rules.INVALID_DATA)
    return _TARGET_RULES.get(violation.target.partition(".")[0], by_keyword)


def detail_of(violation: p.Violation) -> JSON:
    """One violation as an element of `details`."""
    limits = violation.limits
    # A pattern of a whole value says more than that it must not be empty.
    whole = violation.keyword == "pattern" and limits["pattern"].startswith("^")
    code, message = _DETAILS.get("not" if whole else violation.keyword, _DETAILS["type"])
    inner: dict[str, JSON] = {}
    if code == "OUT_OF_RANGE":
        inner = {
            "rangeMinimumValue": limits["minimum"],
            # The bound excludes the next integer, since fractions are cut off.
            "rangeMaximumValue": limits["exclusiveMaximum"] - 1,
        }
    elif "enum" in limits:
        inner = {"allowedValues": [each for each in limits["enum"] if each is not None]}
    return detail(code, message.format_map(limits), violation.target, inner)


def detail(
    code: str, message: str, target: str = "", inner: Mapping[str, JSON] | None = None
) -> JSON:
    """An element of `details`."""
    return (
        {"code": code, "message": message}
        | ({"target": target} if target else {})
        | ({"innerError": dict(inner)} if inner else {})
    )
