"""PKCE (RFC 7636): proof that a code is exchanged by the application that requested it."""

import re

from fakeping.families.oauth import PLAIN, S256, OAuthError, challenge_of
from fakeping.families.pingone.signin import rules
from fakeping.families.pingone.signin.model import (
    PKCE_OPTIONAL,
    PKCE_S256_REQUIRED,
    AuthorizationRequest,
)
from fakeping.families.pingone.signin.problems import invalid_request
from fakeping.redaction.secret_digest import matches

_FORM = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def check_challenge(enforcement: str, *, challenge: str | None, method: str) -> None:
    """Validate a code challenge, and require one of applications that must send it."""
    if challenge is None:
        if enforcement != PKCE_OPTIONAL:
            raise invalid_request("code_challenge is required", rule=rules.AUTHORIZE_PKCE)
        return
    if method not in {PLAIN, S256}:
        raise invalid_request("code_challenge_method is unknown", rule=rules.AUTHORIZE_PKCE)
    if enforcement == PKCE_S256_REQUIRED and method != S256:
        raise invalid_request("code_challenge_method must be S256", rule=rules.AUTHORIZE_PKCE)
    if not _FORM.fullmatch(challenge):
        raise invalid_request("code_challenge is malformed", rule=rules.AUTHORIZE_PKCE)


def check_verifier(request: AuthorizationRequest, verifier: str | None) -> None:
    """Compare a code verifier with the challenge. Raises `invalid_grant`."""
    if request.challenge is None and verifier is None:
        return
    if (
        request.challenge is None
        or verifier is None
        or not matches(request.challenge, challenge_of(verifier, request.challenge_method))
    ):
        raise OAuthError(
            "invalid_grant",
            "The code_verifier does not match the code_challenge.",
            rule=rules.GRANT_INVALID,
        )
