"""What each environment has before anybody adds to it."""

from collections.abc import Iterator

from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.model import PLATFORM, Resource, Scope

API = "https://api.pingone.com"
OPENID = "openid"

_RESOURCES = {
    API: "APIs to manage all aspects of the PingOne platform.",
    OPENID: "OpenID Connect scopes can be used to request that specific sets of information be"
    " made available as Claim Values in the ID token and the userinfo endpoint.",
}

# The samples' environment keeps the samples' ids, so that they run with only the host changed.
_DOCUMENTED = {
    ("0271641f-2d74-4bb0-b416-4a39b8714261", API): "607d2326-5d08-475d-aab3-8e8df5237c18",
    ("0271641f-2d74-4bb0-b416-4a39b8714261", OPENID): "79d29353-1508-4276-b0fa-2bffd5566aed",
}

_SCOPES = {
    API: {
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
    OPENID: {
        "openid": "Ability to request an ID token",
        "profile": "Ability to request the user's profile claims",
        "email": "Ability to request the user's email claims",
        "address": "Ability to request the user's address claim",
        "phone": "Ability to request the user's phone claims",
    },
}


def resources(environment_id: str, *, created_at: str) -> Iterator[Resource]:
    """The built-in resources of an environment; their ids follow from the environment's."""
    for name, description in _RESOURCES.items():
        yield Resource(
            id=_DOCUMENTED.get((environment_id, name)) or derived_uuid(environment_id, name),
            environment_id=environment_id,
            name=name,
            description=description,
            type=PLATFORM,
            created_at=created_at,
            updated_at=created_at,
        )


def scopes(resource: Resource) -> Iterator[Scope]:
    """The platform's scopes of a built-in resource."""
    for name, description in _SCOPES[resource.name].items():
        yield Scope(
            id=derived_uuid(resource.environment_id, resource.name, name),
            environment_id=resource.environment_id,
            resource_id=resource.id,
            name=name,
            description=description,
            platform=True,
            created_at=None,
            updated_at=None,
        )
