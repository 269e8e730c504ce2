"""The claims about a user: attributes of a resource or an application, with their values."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from fakeping.core.exchange import JSON
from fakeping.families.oauth import OPENID
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import PREDEFINED, Attribute, Resource
from fakeping.families.pingone.signin.model import ApplicationAttribute
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
_Claim = Attribute | ApplicationAttribute

_UPDATED_AT = "${#datetime.toUnixTimestamp(user.updatedAt)}"


def in_id_token(
    environment: Environment, user: User, client_id: str, scopes: Iterable[str]
) -> JSON:
    """The claims that attributes add to an application's ID token, with the subject."""
    found = _openid(environment, client_id, frozenset(scopes), _in_id_token)
    return {"sub": user.id, **_nested(_worked_out(found, user))}


def in_user_info(
    environment: Environment, user: User, client_id: str, scopes: Iterable[str]
) -> JSON:
    """The reply of `userinfo`: claims, with the subject."""
    found = _openid(
        environment, client_id, frozenset(scopes), lambda each: each.user_info is not False
    )
    return {"sub": user.id, **_nested(_worked_out(found, user))}


def lacking(
    environment: Environment, user: User, client_id: str, scopes: Iterable[str]
) -> str | None:
    """The name of an attribute that an ID token must have and that has no value for the user."""
    found = _of_application(environment, client_id, frozenset(scopes), _in_id_token)
    required = [each for each in found if each.required]
    there = {name for name, _ in _worked_out(required, user)}
    return next((each.name for each in required if each.name not in there), None)


def _in_id_token(claim: _Claim) -> bool:
    return claim.id_token is not False


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
    client_id: str,
    scopes: frozenset[str],
    stands_here: Callable[[_Claim], bool],
) -> Iterator[_Claim]:
    """The attributes of openid, but for those in whose place the application has its own."""
    resource = environment.resources.named(OPENID)
    if resource is None:
        return iter(())
    mapped = _mapped(environment, resource)
    replaced = {each.name for each in environment.application_attributes.made(client_id)}

    def granted(each: Attribute) -> bool:
        if each.name in replaced:
            return False
        if each.type == PREDEFINED:
            return _scope_of(each.name) in scopes
        return not scopes.isdisjoint(mapped.get(each.id, {OPENID}))

    attributes = environment.attributes.of(resource.id).table
    own = _of_application(environment, client_id, scopes, stands_here)
    return chain((each for each in attributes if stands_here(each) and granted(each)), own)


def _of_application(
    environment: Environment,
    client_id: str,
    scopes: frozenset[str],
    stands_here: Callable[[_Claim], bool],
) -> Iterator[ApplicationAttribute]:
    """The application's own attributes, of which there are none before anyone looked."""
    names: Mapping[str, str] | None = None
    for each in environment.application_attributes.made(client_id):
        if each.oidc_scopes is not None:
            names = names or _scope_names(environment)
            if scopes.isdisjoint(names.get(id_, "") for id_ in each.oidc_scopes):
                continue
        if stands_here(each):
            yield each


def _scope_names(environment: Environment) -> dict[str, str]:
    """The name of each scope of openid, by its id."""
    resource = environment.resources.named(OPENID)
    known = environment.scopes.of(resource.id).table if resource is not None else ()
    return {each.id: each.name for each in known}


def _scope_of(name: str) -> str:
    return "address" if name.startswith("address.") else _SCOPE_OF.get(name, OPENID)


def _nested(found: Iterator[tuple[str, JSON]]) -> JSON:
    """Group `address.locality` and the like in one member, `address`."""
    said: dict[str, JSON] = {}
    for name, value in found:
        outer, dot, inner = name.partition(".")
        if dot and outer == "address":
            members = said.get(outer)
            said[outer] = {**(members if isinstance(members, dict) else {}), inner: value}
        else:
            said[name] = value
    return said


def _worked_out(attributes: Iterable[_Claim], user: User) -> Iterator[tuple[str, JSON]]:
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
