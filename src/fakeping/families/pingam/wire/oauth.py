"""The replies of the OAuth 2.0 and OpenID Connect endpoints."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.families.oauth import (
    AUTHORIZATION_CODE,
    BASIC,
    CLIENT_CREDENTIALS,
    NO_STORE,
    NONE,
    PASSWORD,
    PLAIN,
    POST,
    REFRESH_TOKEN,
    RESPONSE_MODES,
    S256,
    UMA_TICKET,
    half_hash,
)
from fakeping.families.pingam.model import Code, Permission, Token, User
from fakeping.families.pingam.realms import ROOT, path_of

_JSON: Mapping[str, str] = MappingProxyType({"Content-Type": "application/json;charset=UTF-8"})
_BARE: Mapping[str, str] = MappingProxyType({"Content-Type": "application/json"})
_SECRET = {**_JSON, **NO_STORE}

ID_TOKEN_FORMAT = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken"  # noqa: S105 - a name

ID_TOKEN_LIFETIME = 3600


def issuer(deployment: str, realm: str, *, uma1: bool) -> str:
    """The issuer of a realm's tokens: the URL of its OAuth 2.0 endpoints.

    In `openam` it has the older form, which names the realm alone, and the root realm not at all.
    """
    if uma1:
        return f"{deployment}/oauth2{'' if realm == ROOT else quote(realm)}"
    return f"{deployment}/oauth2/{path_of(realm)}"


def document(content: JSON, *, bare: bool = False) -> Reply:
    """Reply with a document that holds no secret."""
    return Reply(200, encoded(content), _BARE if bare else _JSON)


def tokens(
    access: Token,
    *,
    refresh: Token | None = None,
    id_token: str | None = None,
    upgraded: bool = False,
) -> Reply:
    """Reply with tokens. `expires_in` is rounded down, as in AM's own samples."""
    body = {
        "access_token": access.value,
        "refresh_token": refresh and refresh.value,
        "scope": " ".join(sorted(access.caller.scopes)) or None,
        "id_token": id_token,
        "token_type": "Bearer",
        "expires_in": int(access.expires_at - access.issued_at) - 1,
        "upgraded": upgraded or None,
    }
    found = {name: value for name, value in body.items() if value is not None}
    return Reply(200, encoded(found), _SECRET)


def revoked() -> Reply:
    """Reply that a token is revoked."""
    return Reply(200, encoded({}), _SECRET)


def id_claims(
    token: Token,
    *,
    subject: str,
    user: User | None,
    issuer: str,
    code: Code | None = None,
    token_id: str,
) -> JSON:
    """The claims of an ID token."""
    claims = {
        "at_hash": half_hash(token.value),
        "sub": subject,
        "auditTrackingId": token_id,
        "subname": subject,
        "iss": issuer,
        "tokenName": "id_token",
        "nonce": code.nonce if code else None,
        "aud": token.caller.client,
        "c_hash": half_hash(code.value) if code else None,
        "acr": "0",
        "azp": token.caller.client,
        "auth_time": int(code.auth_time if code else token.issued_at),
        "realm": token.realm,
        "exp": int(token.issued_at) + ID_TOKEN_LIFETIME,
        "tokenType": "JWTToken",
        "iat": int(token.issued_at),
    }
    known = user.claims if user else {}
    return {**known, **{name: value for name, value in claims.items() if value is not None}}


def introspection(token: Token | None, *, issuer: str, id_member: str, scopes_member: str) -> Reply:
    """Reply with a token's introspection (RFC 7662); `active` alone for an invalid token."""
    if token is None:
        return document({"active": False})
    times = {"exp": int(token.expires_at), "iss": issuer}
    if token.permissions is not None:
        permissions = [
            permission(each, id_member=id_member, scopes_member=scopes_member)
            | {"exp": int(token.expires_at)}
            for each in token.permissions
        ]
        found = {"active": True, "permissions": permissions, "token_type": "access_token"}
        return document(found | times)
    caller = token.caller
    return document(
        {
            "active": True,
            "scope": " ".join(sorted(caller.scopes)),
            "realm": token.realm,
            "client_id": caller.client,
            "user_id": caller.subject or caller.client,
            "username": caller.subject or caller.client,
            "token_type": "refresh_token" if token.refreshes else "access_token",
            "sub": caller.subject or caller.client,
            "iat": int(token.issued_at),
            "authGrantId": token.grant_id,
        }
        | times
    )


def permission(of: Permission, *, id_member: str, scopes_member: str) -> JSON:
    """A resource set and some of its scopes."""
    return {id_member: of.resource_id, scopes_member: list(of.scopes)}


def token_info(token: Token, *, now: float) -> Reply:
    """Reply with what the access token of the request stands for."""
    caller = token.caller
    scopes = sorted(caller.scopes)
    body = {
        **dict.fromkeys(scopes, ""),
        "access_token": token.value,
        "grant_type": token.grant_type,
        "scope": scopes,
        "realm": token.realm,
        "token_type": "Bearer",
        "expires_in": int(token.expires_at - now),
        "client_id": caller.client,
        "sub": caller.subject or caller.client,
    }
    reply = document(body, bare=True)
    return Reply(200, reply.body, {**reply.headers, "Cache-Control": "no-cache, no-store"})


def redirection(uri: str, members: Mapping[str, str | None], *, in_fragment: bool = False) -> Reply:
    """Redirect the browser to the client, with these members in the query or the fragment."""
    parts = urlsplit(uri)
    there = {name: value for name, value in members.items() if value is not None}
    said = urlencode(there, quote_via=quote)
    if in_fragment:
        return Reply(302, b"", {"Location": urlunsplit(parts._replace(fragment=said))})
    query = "&".join(filter(None, (parts.query, said)))
    return Reply(302, b"", {"Location": urlunsplit(parts._replace(query=query))})


def configuration(base: str) -> JSON:
    """The discovery document of a realm's OpenID provider, given its issuer."""
    return {
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "claims_parameter_supported": False,
        "introspection_endpoint": f"{base}/introspect",
        "issuer": base,
        "id_token_signing_alg_values_supported": ["RS256"],
        "authorization_endpoint": f"{base}/authorize",
        "scopes_supported": ["openid", "profile", "email", "uma_protection"],
        "claims_supported": ["sub", "name", "given_name", "family_name", "email"],
        "userinfo_endpoint": f"{base}/userinfo",
        "token_endpoint": f"{base}/access_token",
        "token_endpoint_auth_methods_supported": list(_AUTH_METHODS),
        "response_types_supported": ["code"],
        "response_modes_supported": list(RESPONSE_MODES),
        "jwks_uri": f"{base}/connect/jwk_uri",
        "subject_types_supported": ["public"],
        "grant_types_supported": list(_GRANT_TYPES),
        "revocation_endpoint": f"{base}/token/revoke",
        "code_challenge_methods_supported": [PLAIN, S256],
        "acr_values_supported": [],
        "version": "3.0",
    }


def uma_configuration(deployment: str, realm: str) -> JSON:
    """The discovery document of a realm's UMA 2.0 provider."""
    base = issuer(deployment, realm, uma1=False)
    uma = f"{deployment}/uma/{path_of(realm)}"
    return {
        "issuer": base,
        "grant_types_supported": list(_GRANT_TYPES),
        "token_endpoint_auth_methods_supported": list(_AUTH_METHODS),
        "revocation_endpoint_auth_methods_supported": list(_AUTH_METHODS),
        "response_types_supported": ["code"],
        "jwks_uri": f"{base}/connect/jwk_uri",
        "dynamic_client_endpoint": f"{base}/register",
        "token_endpoint": f"{base}/access_token",
        "authorization_endpoint": f"{base}/authorize",
        "revocation_endpoint": f"{base}/token/revoke",
        "introspection_endpoint": f"{base}/introspect",
        "resource_registration_endpoint": f"{uma}/resource_set",
        "permission_endpoint": f"{uma}/permission_request",
    }


def uma1_configuration(deployment: str, realm: str) -> JSON:
    """The discovery document of a realm's UMA 1 provider."""
    base = issuer(deployment, realm, uma1=True)
    uma = f"{deployment}/uma/{path_of(realm)}"
    return {
        "version": "1.0",
        "issuer": base,
        "pat_profiles_supported": ["bearer"],
        "aat_profiles_supported": ["bearer"],
        "rpt_profiles_supported": ["bearer"],
        "pat_grant_types_supported": list(_GRANT_TYPES),
        "aat_grant_types_supported": list(_GRANT_TYPES),
        "token_endpoint": f"{base}/access_token",
        "authorization_endpoint": f"{base}/authorize",
        "introspection_endpoint": f"{base}/introspect",
        "resource_set_registration_endpoint": f"{base}/resource_set",
        "permission_registration_endpoint": f"{uma}/permission_request",
        "rpt_endpoint": f"{uma}/authz_request",
    }


_AUTH_METHODS = (BASIC, POST, NONE)
_GRANT_TYPES = (
    AUTHORIZATION_CODE,
    CLIENT_CREDENTIALS,
    PASSWORD,
    REFRESH_TOKEN,
    UMA_TICKET,
)
