"""Hypothesis strategies for every JSON body of PingOne's operations.

```python
from hypothesis import given
from fakeping.contract.pingone import strategies

@given(strategies.invalid("pingone.scope.create", edition="current"))
def test_my_client_tells_what_is_wrong(pair):
    body, violation = pair
```

Scopes and attributes are those of a custom resource; a new environment's region is `NA`.
A body has one violation, or none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fakeping.contract.breaking import Broken, breaking
from fakeping.contract.pingone import application_bodies
from fakeping.contract.shapes import SchemaShape, Values
from fakeping.core import schemas
from fakeping.core.exchange import JSON
from fakeping.core.rules import Rule
from fakeping.families.pingone import population_rules, rules, sign_on_rules, user_rules
from fakeping.families.pingone.edition import EDITIONS
from fakeping.families.pingone.operations import OPERATIONS

_LONGEST = 256
_LONGEST_USERNAME = 128

# Printable ASCII, but for space, quote and backslash: RFC 6749, section 3.3.
_TOKEN = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"\\')
_ANY = st.characters(exclude_categories=["Cs"])
_WRITTEN = st.characters(exclude_categories=["C", "Zl", "Zp"])
_EMAILS = st.from_regex(r"[a-z]{1,9}@[a-z]{1,9}\.com", fullmatch=True)
# Of the name of a sign-on policy that is no URI.
_PLAIN = st.sampled_from("abcXYZ019_.-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """What is wrong with a body: the error's code and detail."""

    #: `INVALID_DATA`, or `INVALID_REQUEST` for what is not even of the right type.
    code: str
    #: The code of the detail: `REQUIRED_VALUE`, `INVALID_VALUE` ...
    detail: str
    #: The member, such as `license.id`; `None` where it is the body.
    target: str | None
    #: The rule that it breaks.
    rule: Rule

    @property
    def details(self) -> tuple[tuple[str, str | None], ...]:
        """The error's `details`."""
        return ((self.detail, self.target),)


#: The older name, kept for one release.
Violation = Defect

#: A body, and what is wrong with it.
Invalid = SearchStrategy[tuple[JSON, Defect]]

_DETAILS = {
    "required": "REQUIRED_VALUE",
    "pattern": "EMPTY_VALUE",
    "minLength": "EMPTY_VALUE",
    "maxLength": "INVALID_VALUE",
    "minimum": "OUT_OF_RANGE",
    "exclusiveMaximum": "OUT_OF_RANGE",
    "maxItems": "SIZE_LIMIT_EXCEEDED",
    "not": "INVALID_VALUE",
    "type": "INVALID_VALUE",
    "enum": "INVALID_VALUE",
}
# Operations whose bodies name another entity, which no strategy knows.
_REFERRING = frozenset({"pingone.user.update_population"})
_UNREADABLE = frozenset({"type", "enum"})

# Which rule a violation breaks: by its member, else by its keyword.
_OF_MEMBER = {
    "accessTokenValiditySeconds": rules.TOKEN_VALIDITY,
    "billOfMaterials": rules.BILL_OF_MATERIALS,
    "products": rules.BILL_OF_MATERIALS,
    "email": user_rules.USER_VALUES,
    "enabled": user_rules.USER_ONCE,
    "license": rules.ENVIRONMENT_REQUIRED,
    "mfaEnabled": user_rules.USER_ONCE,
    "passwordPolicy": population_rules.REFERS,
    "population": user_rules.USER_POPULATION,
    "theme": population_rules.REFERS,
    "username": user_rules.USER_REQUIRED,
    "region": rules.ENVIRONMENT_REQUIRED,
    "value": rules.ATTRIBUTE_VALUE,
}
_OF_KEYWORD = {
    "required": rules.NAME_REQUIRED,
    "pattern": rules.NAME_REQUIRED,
    "maxLength": rules.NAME_LENGTH,
}


def operations(edition: str) -> list[str]:
    """The operations of an edition with a JSON body that needs no ids. Raises `ValueError`."""
    return list(_schemas(edition))


def valid(operation: str, *, edition: str, prefix: str = "", now: datetime | None = None) -> Values:
    """Bodies that an operation accepts.

    Names begin with `prefix`; they may still be taken. `now` is the deployment's time, for
    bodies that name an instant.
    """
    return _valid(operation, edition, prefix, now)


def boundary(
    operation: str, *, edition: str, prefix: str = "", now: datetime | None = None
) -> Values:
    """Valid bodies at the limits of lengths, numbers and instants."""
    return _boundary(operation, edition, prefix, now)


def invalid(
    operation: str, *, edition: str, prefix: str = "", now: datetime | None = None
) -> Invalid:
    """Invalid bodies with exactly one defect, each with that defect."""
    return _invalid(operation, edition, prefix, now)


# Kept, for a state machine draws from them at each step.


@cache
def _valid(operation: str, edition: str, prefix: str, now: datetime | None) -> Values:
    return _shape(operation, edition, prefix, now).valid()


@cache
def _boundary(operation: str, edition: str, prefix: str, now: datetime | None) -> Values:
    return _shape(operation, edition, prefix, now).boundary()


@cache
def _invalid(operation: str, edition: str, prefix: str, now: datetime | None) -> Invalid:
    shape = _shape(operation, edition, prefix, now)
    whole = replace(shape, schema={**shape.schema, "type": "object"}).valid()
    by_schema = breaking(shape).map(lambda pair: (pair[0], _violation(operation, pair[1])))
    by_rule = [
        st.builds(_with, whole, st.just(member), values, st.just(code), st.just(rule))
        for member, code, values, rule in _refused(operation, edition, now)
    ]
    return st.one_of([by_schema, *by_rule])


def _schemas(edition: str) -> dict[str, str]:
    if edition not in EDITIONS:
        raise ValueError(f"there is no edition {edition!r}: {', '.join(EDITIONS)}")
    return {
        each.name: each.body_schema
        for each in OPERATIONS
        if each.body_schema
        and each.name not in _REFERRING
        and (not each.editions or edition in each.editions)
        and "_assignment." not in each.name  # likewise
    }


def _shape(operation: str, edition: str, prefix: str, now: datetime | None) -> SchemaShape:
    known = _schemas(edition)
    if operation not in known:
        raise ValueError(f"no operation of {edition} with a JSON body: {operation!r}")
    values, edges = _meant(operation, edition, prefix, now)
    return SchemaShape(schema=schemas.document(known[operation]), values=values, edges=edges)


def _violation(operation: str, broken: Broken) -> Defect:
    unreadable = broken.keyword in _UNREADABLE
    return Defect(
        code="INVALID_REQUEST" if unreadable else "INVALID_DATA",
        detail=_DETAILS[application_bodies.keyword_of(broken)],
        target=broken.target or None,
        rule=rules.INVALID_TYPE if unreadable else _rule(operation, broken),
    )


def _rule(operation: str, broken: Broken) -> Rule:
    member = broken.target.partition(".")[0]
    if operation.startswith("pingone.sign_on_policy_action") and member in {"type", "priority"}:
        return sign_on_rules.ACTION_REQUIRED
    if operation.startswith("pingone.user") and broken.keyword == "maxLength":
        return user_rules.USER_REQUIRED if member == "username" else user_rules.USER_VALUES
    if member == "type" and not operation.startswith(("pingone.user", "pingone.application")):
        custom = operation.startswith("pingone.resource")
        return rules.TYPE_CUSTOM if custom else rules.ENVIRONMENT_REQUIRED
    by_keyword = _OF_KEYWORD.get(broken.keyword, rules.INVALID_DATA)
    return application_bodies.rule_of(operation, member) or _OF_MEMBER.get(member, by_keyword)


# What rules say beyond the schemas.


def _meant(
    operation: str, edition: str, prefix: str, now: datetime | None
) -> tuple[Mapping[str, Values], Mapping[str, Values]]:
    """The members whose valid values a rule restricts further than the schema."""
    noun = operation.split(".")[1]
    characters = {"scope": _TOKEN, "sign_on_policy": _PLAIN} if edition == "current" else {}
    name = st.text(characters.get(noun, _ANY), min_size=1, max_size=20)
    values: dict[str, Values] = {"name": name.map(prefix.__add__).filter(str.strip)}
    edges: dict[str, Values] = {"name": values["name"].map(_longest)}
    if noun == "scope":
        values |= {"schemaAttributes": st.none(), "mappedClaims": st.none()}
    elif (noun, edition) == ("resource", "current"):
        values["audience"] = st.none() | st.from_regex(r"[a-z:/.0-9]{1,20}-", fullmatch=True)
    elif operation == "pingone.environment.create":
        values["region"] = st.just("NA")
    elif operation == "pingone.sign_on_policy.create":
        values["default"] = st.sampled_from([None, False, "false"])
    elif noun == "attribute":
        values |= {"idToken": st.none(), "userInfo": st.none()}
        values |= {"value": st.text(_ANY, min_size=1, max_size=20)}
    elif noun in {"secret", "application_secret"}:
        values["previous.expiresAt"] = _instants(now, seconds=range(3600, 86_400))
        edges["previous.expiresAt"] = _instants(now, seconds=(61, 30 * 86_400))
    elif noun == "population":
        values |= {"theme": st.none(), "passwordPolicy": st.none()}
    elif noun == "user":
        username = st.text(_WRITTEN, min_size=1, max_size=20).map(prefix.__add__)
        values["username"] = username.filter(str.strip)
        edges["username"] = values["username"].map(lambda each: _longest(each, _LONGEST_USERNAME))
        del values["name"], edges["name"]  # an object
        values |= {"email": _EMAILS, "population": st.none()}
    return {**values, **application_bodies.meant(noun, values.get("name", st.none()))}, edges


def _longest(name: str, longest: int = _LONGEST) -> str:
    return name.ljust(longest, name.strip()[-1])


def _refused(
    operation: str, edition: str, now: datetime | None
) -> list[tuple[str, str, Values, Rule]]:
    """Values that pass the schema and break a rule, each with the error code and the rule."""
    match operation.split(".")[1], edition:
        case "scope", "current":
            spoiled = st.sampled_from(["a b", 'a"b', "a\\b", "é", "\x7f"])
            anything = st.lists(st.text(_ANY, max_size=5), min_size=1, max_size=2)
            return [
                ("name", "INVALID_VALUE", spoiled, rules.SCOPE_NAME_CHARACTERS),
                ("schemaAttributes", "INVALID_VALUE", anything, rules.SCHEMA_ATTRIBUTES),
                ("mappedClaims", "INVALID_VALUE", anything, rules.MAPPED_CLAIMS),
            ]
        case "resource", "current":
            reserved = st.sampled_from(["a#b", "a@b", "my-pingone-api", "PingIdentity"])
            return [("audience", "INVALID_VALUE", reserved, rules.AUDIENCE)]
        case "attribute", _:
            return [
                ("value", "EMPTY_VALUE", st.just(""), rules.ATTRIBUTE_VALUE),
                ("idToken", "INVALID_VALUE", st.booleans(), rules.ATTRIBUTE_PLACE),
                ("userInfo", "INVALID_VALUE", st.booleans(), rules.ATTRIBUTE_PLACE),
            ]
        case "user", _ if "update_" not in operation:
            unwritten = st.sampled_from(["a\u0007", "\u2028a"])
            return [
                ("username", "INVALID_VALUE", unwritten, user_rules.USER_VALUES),
                ("email", "INVALID_VALUE", st.sampled_from(["a", "@", ""]), user_rules.USER_VALUES),
            ]
        case "secret" | "application_secret", _:
            never = ["tomorrow", "", "1970-01-01T00:00:00Z", "9999-12-31T00:00:00Z"]
            instants: list[Values] = [st.sampled_from(never)]
            if now is not None:
                instants.append(_instants(now, seconds=(-60, 0, 30, 31 * 86_400)))
            return [
                ("previous.expiresAt", "INVALID_VALUE", st.one_of(instants), rules.SECRET_PREVIOUS)
            ]
        case noun, _:
            return application_bodies.refused(noun)


def _instants(now: datetime | None, *, seconds: "range | tuple[int, ...]") -> Values:
    """Instants relative to now; none if the deployment's time is unknown."""
    if now is None:
        return st.none()
    return st.sampled_from(seconds).map(
        lambda each: (now + timedelta(seconds=each)).astimezone(UTC).isoformat()
    )


def _with(body: JSON, member: str, value: JSON, detail: str, rule: Rule) -> tuple[JSON, Defect]:
    outer, _, inner = member.partition(".")
    said = {**body, outer: {inner: value} if inner else value}
    return said, Defect(code="INVALID_DATA", detail=detail, target=member, rule=rule)
