"""What an authorization request asks for, and what of it is refused."""

from collections.abc import Mapping

from fakeping.families.oauth import (
    AUTHORIZATION_CODE,
    IMPLICIT,
    OPENID,
    PLAIN,
    RESPONSE_MODES,
    OAuthError,
    words,
)
from fakeping.families.pingone import sign_on_rules
from fakeping.families.pingone.signin import rules, scopes
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.model import PI_FLOW, Application, AuthorizationRequest
from fakeping.families.pingone.signin.pkce import check_challenge
from fakeping.families.pingone.signin.problems import invalid_request

#: The sign-on policy of a request without `acr_values`, where policies can't be assigned.
_POLICY = "Single_Factor"

_TYPES = frozenset({"code", "token", "id_token"})
_PROMPTS = frozenset({"none", "login", "consent", "select_account"})


def redirect_uri(application: Application, said: Mapping[str, str]) -> str:
    """The redirect URI of a request. Raises `invalid_request` for one of another application."""
    uri = said.get("redirect_uri", "")
    if uri not in application.redirect_uris:
        raise invalid_request(
            "Request denied: The redirect_uri is not one of the application's.",
            rule=rules.AUTHORIZE_REDIRECT,
        )
    return uri


def validated(
    call: SignInCall, application: Application, said: Mapping[str, str], uri: str
) -> AuthorizationRequest:
    """The authorization request of these parameters. Raises `OAuthError`."""
    for name in ("request", "request_uri", "registration"):
        if name in said:
            raise OAuthError(
                f"{name}_not_supported", f"{name} is not supported", rule=rules.REQUEST_INVALID
            )
    types = _response_types(application, words(said, "response_type"))
    method = said.get("code_challenge_method", PLAIN)
    check_challenge(application.pkce, challenge=said.get("code_challenge"), method=method)
    access = scopes.access(environment_of(call), application, said, user=True)
    if "id_token" in types and OPENID not in access.openid:
        raise invalid_request("response_type id_token needs the scope openid")
    if "id_token" in types and "nonce" not in said:
        raise invalid_request("response_type id_token needs a nonce")
    return AuthorizationRequest(
        client_id=application.client_id,
        redirect_uri=uri,
        response_types=types,
        response_mode=_response_mode(call, types, said.get("response_mode")),
        access=access,
        state=said.get("state"),
        nonce=said.get("nonce"),
        challenge=said.get("code_challenge"),
        challenge_method=method,
        prompts=_prompts(words(said, "prompt")),
        acr=_policy(call, application, words(said, "acr_values")),
        max_age=_seconds(said.get("max_age")),
        login_hint=said.get("login_hint"),
    )


def _policy(call: SignInCall, application: Application, asked: tuple[str, ...]) -> str:
    """The name of the sign-on policy by which the user signs on. Raises `OAuthError`."""
    environment = environment_of(call)
    if not environment.edition.settings:
        return next(iter(asked), _POLICY)
    assigned = environment.policies_of(application)
    found = [each for each in asked if each in assigned]
    if asked and not found and environment.edition.acr_strict:
        raise invalid_request(
            "acr_values has no sign-on policy that is assigned to the application",
            rule=sign_on_rules.AUTHORIZE_ACR,
        )
    return (found or assigned)[0]


def _response_types(application: Application, asked: tuple[str, ...]) -> frozenset[str]:
    if not asked:
        raise invalid_request("Missing required parameter: response_type")
    if not _TYPES.issuperset(asked):
        raise OAuthError(
            "unsupported_response_type",
            "response_type is made of code, token and id_token",
            rule=rules.GRANT_UNAUTHORIZED,
        )
    grant = AUTHORIZATION_CODE if "code" in asked else IMPLICIT
    if not application.response_types.issuperset(asked) or grant not in application.grant_types:
        raise OAuthError(
            "unauthorized_client",
            "The application may not use this response_type",
            rule=rules.GRANT_UNAUTHORIZED,
        )
    return frozenset(asked)


def _response_mode(call: SignInCall, types: frozenset[str], asked: str | None) -> str:
    if asked == PI_FLOW and call.store.edition.flows:
        return asked
    mode = asked or ("fragment" if is_implicit(types) else "query")
    if mode not in RESPONSE_MODES or (mode == "query" and is_implicit(types)):
        raise invalid_request("response_mode does not go with the response_type")
    return mode


def _prompts(asked: tuple[str, ...]) -> frozenset[str]:
    if not _PROMPTS.issuperset(asked) or ("none" in asked and len(asked) > 1):
        raise invalid_request("prompt is none alone, or of login, consent and select_account")
    return frozenset(asked)


def _seconds(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 - years enough
        raise invalid_request("max_age is a number of seconds")
    return int(text)


def is_implicit(types: tuple[str, ...] | frozenset[str]) -> bool:
    """Whether the response type includes tokens, which must not be sent in a query."""
    return "token" in types or "id_token" in types
