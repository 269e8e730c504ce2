"""The operations of PingOne's sign-in, as a table."""

from collections.abc import Mapping

from fakeping.core.operation import HTML, Operation
from fakeping.families.pingone.signin import clients, introspect, userinfo
from fakeping.families.pingone.signin.authorize import authorize, signon
from fakeping.families.pingone.signin.discovery import discovery, jwks
from fakeping.families.pingone.signin.problems import render_problem
from fakeping.families.pingone.signin.signoff import signoff
from fakeping.families.pingone.signin.token import token
from fakeping.families.pingone.store import Platform

_AS = "/{environment_id}/as"

_ERROR = "pingone/oauth_error"
_REFUSALS: Mapping[int, str | None] = {400: _ERROR, 401: _ERROR}

OPERATIONS: tuple[Operation[Platform], ...] = (
    Operation(
        name="pingone.token",
        method="POST",
        path=f"{_AS}/token",
        handler=token,
        replies={200: "pingone/token", **_REFUSALS},
        summary="Issue tokens for client credentials, a code or a refresh token",
        form=True,
        confidential=True,
        authenticate=clients.authenticate,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.authorize",
        method="GET",
        path=f"{_AS}/authorize",
        also=(("POST", f"{_AS}/authorize"),),
        handler=authorize,
        replies={200: HTML, 302: None, 400: _ERROR},
        summary="Ask a user to let an application act for them",
        query=(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "acr_values",
            "prompt",
            "max_age",
            "login_hint",
            "response_mode",
            "code_challenge",
            "code_challenge_method",
        ),
        public=True,
        confidential=True,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.signon",
        method="POST",
        path=f"{_AS}/signon",
        handler=signon,
        replies={200: HTML, 302: None, 400: _ERROR},
        summary="Take the user who was chosen on the sign-on page",
        form=True,
        public=True,
        confidential=True,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.userinfo",
        method="GET",
        path=f"{_AS}/userinfo",
        also=(("POST", f"{_AS}/userinfo"),),
        handler=userinfo.userinfo,
        replies={200: "pingone/userinfo"},
        summary="Say who a user's token is about",
        authenticate=userinfo.authenticate,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.jwks",
        method="GET",
        path=f"{_AS}/jwks",
        handler=jwks,
        replies={200: "pingone/jwks"},
        summary="Read the key that tokens are verified with",
        public=True,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.discovery",
        method="GET",
        path=f"{_AS}/.well-known/openid-configuration",
        handler=discovery,
        replies={200: "pingone/discovery"},
        summary="Read where the sign-in endpoints are",
        public=True,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.introspect",
        method="POST",
        path=f"{_AS}/introspect",
        handler=introspect.introspect,
        replies={200: "pingone/introspection", **_REFUSALS},
        summary="Describe a token to its resource or its application",
        form=True,
        confidential=True,
        authenticate=introspect.authenticate,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.revoke",
        method="POST",
        path=f"{_AS}/revoke",
        handler=introspect.revoke,
        replies={200: None, **_REFUSALS},
        summary="End a token of the application",
        form=True,
        confidential=True,
        authenticate=clients.authenticate,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.signoff",
        method="GET",
        path=f"{_AS}/signoff",
        also=(("POST", f"{_AS}/signoff"),),
        handler=signoff,
        replies={200: HTML, 302: None, 400: _ERROR},
        summary="End a user's session",
        # Not the hint: it is a token.
        query=("post_logout_redirect_uri", "client_id", "state"),
        public=True,
        confidential=True,
        render_problem=render_problem,
    ),
)
