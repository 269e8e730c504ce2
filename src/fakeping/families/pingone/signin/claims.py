"""The claims about a user: a resource's attributes, with their values."""

import re
from collections.abc import Callable, Iterable, Iterator

from fakeping.core.exchange import JSON
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import PREDEFINED, Attribute, Resource
from fakeping.families.pingone.signin.scopes import OPENID
from fakeping.families.pingone.user import User

# OpenID Connect Core, section 5.4.
_PROFILE = (
    "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username",
    "profile", "picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at",
)  # fmt: skip
_SCOPE_OF = {
    **dict.fromkeys(_PROFILE, "profile"),
    "email": "email",
    "email_verified": "email",
    "phone_number": "phone",
    "phone_number_verified": "phone",
}

_PATH = re.compile(r"\$\{user\.([A-Za-z0-9_.]+)\}")
_UPDATED_AT = "${#datetime.toUnixTimestamp(user.updatedAt)}"


def in_id_token(environment: Environment, user: User, scopes: Iterable[str]) -> JSON:
    """The claims that attributes add to an ID token."""
    return _openid(environment, user, frozenset(scopes), lambda each: each.id_token is not False)


def in_user_info(environment: Environment, user: User, scopes: Iterable[str]) -> JSON:
    """The reply of `userinfo`: claims, with the subject."""
    said = _openid(environment, user, frozenset(scopes), lambda each: each.user_info is not False)
    return {"sub": user.id, **said}


def in_access_token(
    environment: Environment, user: User, resources: Iterable[Resource], scopes: Iterable[str]
) -> JSON:
    """The claims that resources' attributes add to an access token with these scopes."""
    known = frozenset(scopes)
    claims: dict[str, JSON] = {}
    for resource in resources:
        if resource in (environment.resources.api, environment.resources.named(OPENID)):
            continue
        mapped = _mapped(environment, resource)
        attributes = environment.attributes.of(resource.id).table
        carried = (
            each
            for each in attributes
            if each.id not in mapped or not known.isdisjoint(mapped[each.id])
        )
        claims.update(_worked_out(carried, user))
    return claims


def _mapped(environment: Environment, resource: Resource) -> dict[str, set[str]]:
    """The scopes of a resource that map an attribute, by the attribute's id."""
    mapped: dict[str, set[str]] = {}
    for scope in environment.scopes.of(resource.id).table:
        for attribute_id in scope.mapped_claims or ():
            mapped.setdefault(attribute_id, set()).add(scope.name)
    return mapped


def _openid(
    environment: Environment,
    user: User,
    scopes: frozenset[str],
    stands_here: Callable[[Attribute], bool],
) -> JSON:
    resource = environment.resources.named(OPENID)
    if resource is None:
        return {}
    mapped = _mapped(environment, resource)

    def granted(each: Attribute) -> bool:
        if each.type == PREDEFINED:
            return _scope_of(each.name) in scopes
        return not scopes.isdisjoint(mapped.get(each.id, {OPENID}))

    attributes = environment.attributes.of(resource.id).table
    found = _worked_out((each for each in attributes if stands_here(each) and granted(each)), user)
    return _nested(found)


def _scope_of(name: str) -> str:
    return "address" if name.startswith("address.") else _SCOPE_OF.get(name, OPENID)


def _nested(found: Iterator[tuple[str, JSON]]) -> JSON:
    """Group `address.locality` and the like in one member, `address`."""
    said: dict[str, JSON] = {}
    for name, value in found:
        outer, dot, inner = name.partition(".")
        if dot and outer == "address":
            said.setdefault(outer, {})[inner] = value
        else:
            said[name] = value
    return said


def _worked_out(attributes: Iterable[Attribute], user: User) -> Iterator[tuple[str, JSON]]:
    """The attributes that have a value for this user."""
    known = _known(user)
    for each in attributes:
        value = _value(each.value, known, user)
        if value not in {None, ""}:
            yield each.name, value


def _value(expression: str, known: dict[str, str], user: User) -> JSON:
    if expression == _UPDATED_AT:
        return user.updated
    if "${#" in expression:  # unverified: other functions of the expression language
        return None
    whole = _PATH.fullmatch(expression)
    if whole:
        return known.get(whole[1])
    return _PATH.sub(lambda found: known.get(found[1], ""), expression)


def _known(user: User) -> dict[str, str]:
    said = {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "name.given": user.given_name,
        "name.family": user.family_name,
        "name.formatted": user.name,
        "population.id": user.population_id,
        "environment.id": user.environment_id,
        **dict(user.attributes),
    }
    return {path: value for path, value in said.items() if value is not None}
