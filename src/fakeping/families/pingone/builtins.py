"""The built-in entities of an environment."""

from collections.abc import Iterator

from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.model import (
    CORE,
    CUSTOM,
    PREDEFINED,
    Attribute,
    Resource,
    Scope,
)

_API = "api"
_OPENID = "openid"

#: The audience of tokens for the platform's own API.
AUDIENCE = "https://api.pingone.com"

_DESCRIPTIONS = {
    _API: "APIs to manage all aspects of the PingOne platform.",
    _OPENID: "OpenID Connect scopes can be used to request that specific sets of information be"
    " made available as Claim Values in the ID token and the userinfo endpoint.",
}

# The samples' environment keeps the samples' ids, so that they run with only the host changed.
_DOCUMENTED = {
    ("0271641f-2d74-4bb0-b416-4a39b8714261", _API): "607d2326-5d08-475d-aab3-8e8df5237c18",
    ("0271641f-2d74-4bb0-b416-4a39b8714261", _OPENID): "79d29353-1508-4276-b0fa-2bffd5566aed",
}

_SCOPES = {
    _API: {
        # documented: the description of the sample in "Get one scope"
        "p1:read:user": "Ability for the user to retrieve their own user identity and all"
        " attributes",
        # inferred: the names of the self-management scopes page, descriptions in the same style
        "p1:update:user": "Ability for the user to modify their own attributes",
        "p1:update:userMfaEnabled": "Ability for the user to enable or disable their own MFA",
        "p1:create:device": "Ability for the user to create their own MFA devices",
        "p1:read:device": "Ability for the user to read their own MFA devices",
        "p1:update:device": "Ability for the user to update their own MFA devices",
        "p1:delete:device": "Ability for the user to delete their own MFA devices",
        "p1:read:userPassword": "Ability for the user to read their own password state",
        "p1:reset:userPassword": "Ability for the user to reset their own password",
        "p1:validate:userPassword": "Ability for the user to validate their own password",
        "p1:read:userLinkedAccounts": "Ability for the user to read their own linked accounts",
        "p1:delete:userLinkedAccounts": "Ability for the user to delete their own linked accounts",
        "p1:create:pairingKey": "Ability for the user to create their own pairing keys",
        "p1:read:pairingKey": "Ability for the user to read their own pairing keys",
        "p1:delete:pairingKey": "Ability for the user to delete their own pairing keys",
        "p1:read:sessions": "Ability for the user to read their own sessions",
        "p1:delete:sessions": "Ability for the user to delete their own sessions",
        "p1:read:userConsent": "Ability for the user to read their own consents",
        "p1:verify:user": "Ability for the user to verify their own identity",
        "p1:read:oauthConsent": "Ability for the user to read their own OAuth consents",
        "p1:update:oauthConsent": "Ability for the user to update their own OAuth consents",
    },
    _OPENID: {
        "openid": "Ability to request an ID token",
        "profile": "Ability to request the user's profile claims",
        "email": "Ability to request the user's email claims",
        "address": "Ability to request the user's address claim",
        "phone": "Ability to request the user's phone claims",
    },
}


# observed: what the Terraform provider resets them to
_ATTRIBUTES = {
    "address.country": "${user.address.countryCode}",
    "address.formatted": "",
    "address.locality": "${user.address.locality}",
    "address.postal_code": "${user.address.postalCode}",
    "address.region": "${user.address.region}",
    "address.street_address": "${user.address.streetAddress}",
    "birthdate": "",
    "email": "${user.email}",
    "email_verified": "",
    "family_name": "${user.name.family}",
    "gender": "",
    "given_name": "${user.name.given}",
    "locale": "${user.locale}",
    "middle_name": "${user.name.middle}",
    "name": "${user.name.formatted}",
    "nickname": "${user.nickname}",
    "phone_number": "${user.primaryPhone}",
    "phone_number_verified": "",
    "picture": "${user.photo.href}",
    "preferred_username": "${user.username}",
    "profile": "",
    "updated_at": "${#datetime.toUnixTimestamp(user.updatedAt)}",
    "website": "",
    "zoneinfo": "${user.timezone}",
}

_SUBJECT = {"sub": "${user.id}"}


def resources(edition: Edition, environment_id: str, *, created_at: str) -> Iterator[Resource]:
    """The built-in resources of an environment, with ids derived from the environment's."""
    for key, (name, type_) in ((_API, edition.api), (_OPENID, edition.openid)):
        api = key == _API and edition.settings
        yield Resource(
            id=_DOCUMENTED.get((environment_id, key)) or derived_uuid(environment_id, key),
            environment_id=environment_id,
            name=name,
            description=_DESCRIPTIONS[key],
            type=type_,
            audience=AUDIENCE if api else None,
            access_token_validity=3600 if api else None,
            created_at=created_at,
            updated_at=created_at,
        )


def scopes(edition: Edition, resource: Resource) -> Iterator[Scope]:
    """The platform's scopes of a resource; none for a custom one."""
    if resource.type == CUSTOM:
        return
    key = _API if resource.name == edition.api[0] else _OPENID
    changeable = edition.changeable.get(resource.type, {})
    for name, description in _SCOPES[key].items():
        whole_schema = "schema_attributes" in changeable.get(name, ())
        yield Scope(
            id=derived_uuid(resource.environment_id, key, name),
            environment_id=resource.environment_id,
            resource_id=resource.id,
            name=name,
            description=description,
            platform=True,
            schema_attributes=("*",) if whole_schema else None,
            created_at=resource.created_at if edition.platform_dates else None,
            updated_at=resource.created_at if edition.platform_dates else None,
        )


def attributes(edition: Edition, resource: Resource) -> Iterator[Attribute]:
    """The built-in attributes of a resource."""
    openid = resource.type == edition.openid[1]
    if resource.type == edition.api[1] and not openid:
        return
    for name, value in (_ATTRIBUTES if openid else _SUBJECT).items():
        yield Attribute(
            id=derived_uuid(resource.id, "attribute", name),
            environment_id=resource.environment_id,
            resource_id=resource.id,
            name=name,
            value=value,
            type=PREDEFINED if openid else CORE,
            id_token=True if openid else None,
            user_info=True if openid else None,
            created_at=resource.created_at,
            updated_at=resource.created_at,
        )
