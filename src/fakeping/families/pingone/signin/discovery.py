"""What a client reads first: where everything is, and the key that signs."""

from fakeping.core.exchange import Reply, encoded
from fakeping.families.oauth import (
    AUTHORIZATION_CODE,
    BASIC,
    CLIENT_CREDENTIALS,
    DEVICE_CODE,
    IMPLICIT,
    NONE,
    POST,
    REFRESH_TOKEN,
    TOKEN_EXCHANGE,
)
from fakeping.families.pingone.signin.call import SignInCall, environment_of, issuer_of
from fakeping.families.pingone.signin.model import PI_FLOW

_HEADERS = {"Content-Type": "application/json"}

_CLAIMS = (
    "acr", "amr", "aud", "auth_time", "exp", "iat", "iss", "sid", "sub", "address", "birthdate",
    "email", "email_verified", "family_name", "gender", "given_name", "locale", "middle_name",
    "name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username",
    "profile", "updated_at", "website", "zoneinfo",
)  # fmt: skip


def discovery(call: SignInCall) -> Reply:
    """The OpenID Provider's configuration."""
    environment_of(call)
    issuer = issuer_of(call)
    document = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks",
        "end_session_endpoint": f"{issuer}/signoff",
        "introspection_endpoint": f"{issuer}/introspect",
        "revocation_endpoint": f"{issuer}/revoke",
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "scopes_supported": ["openid", "profile", "email", "address", "phone"],
        "response_types_supported": [
            "code",
            "id_token",
            "token id_token",
            "code id_token",
            "code token",
            "code token id_token",
        ],
        "response_modes_supported": [
            *([PI_FLOW] if call.store.edition.flows else []),
            "query",
            "fragment",
            "form_post",
        ],
        "grant_types_supported": [
            AUTHORIZATION_CODE,
            IMPLICIT,
            CLIENT_CREDENTIALS,
            REFRESH_TOKEN,
            *([TOKEN_EXCHANGE, DEVICE_CODE] if call.store.edition.flows else []),
        ],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "userinfo_signing_alg_values_supported": ["none"],
        "token_endpoint_auth_methods_supported": [BASIC, POST, NONE],
        "introspection_endpoint_auth_methods_supported": [BASIC, POST, NONE],
        "revocation_endpoint_auth_methods_supported": [BASIC, POST, NONE],
        "claim_types_supported": ["normal"],
        "claims_supported": list(_CLAIMS),
        "code_challenge_methods_supported": ["plain", "S256"],
    }
    if call.store.edition.flows:
        document["pushed_authorization_request_endpoint"] = f"{issuer}/par"
        document["device_authorization_endpoint"] = f"{issuer}/device_authorization"
        document["require_pushed_authorization_requests"] = False
    return Reply(200, encoded(document), _HEADERS)


def jwks(call: SignInCall) -> Reply:
    """The key that tokens are verified with."""
    environment_of(call)
    return Reply(200, encoded(call.store.tokens.jwks()), _HEADERS)
