"""The table of operations of PingOne's sign-in."""

from collections.abc import Mapping
from typing import Any

from fakeping.core.operation import HTML, Operation
from fakeping.core.parameter import Parameter, Parameters, one_of
from fakeping.families.pingone.row import TODAY, row
from fakeping.families.pingone.signin import (
    clients,
    device_operations,
    flow_handlers,
    flow_rules,
    introspect,
    rules,
    userinfo,
)
from fakeping.families.pingone.signin.authorize import authorize
from fakeping.families.pingone.signin.device_rules import DEVICE_PAGE
from fakeping.families.pingone.signin.discovery import discovery, jwks
from fakeping.families.pingone.signin.forms import ABOUT_A_TOKEN, AUTHORIZE, CLIENT, TOKEN
from fakeping.families.pingone.signin.problems import render_problem
from fakeping.families.pingone.signin.pushed import push
from fakeping.families.pingone.signin.signoff import signoff
from fakeping.families.pingone.signin.signon import signon, signon_page
from fakeping.families.pingone.signin.token import GRANT_RULES, GRANTS, token
from fakeping.families.pingone.store import Platform

_AS = "/{environment_id}/as"
_FLOWS = "/{environment_id}/flows/{flow_id}"

_ERROR = "pingone/oauth_error"
_FLOW = "pingone/current/flow"
_REFUSALS: Mapping[int, str | None] = {400: _ERROR, 401: _ERROR}

_OAUTH: Mapping[str, Any] = {"render_problem": render_problem}

# Of what anybody may ask.
_PUBLIC: Mapping[str, Any] = {"public": True, **_OAUTH}

# Client authentication: the header or the form, or none for a client without a secret.
_BY_CLIENT: Mapping[str, Any] = {
    "authenticate": clients.authenticate,
    "security": ("client", ""),
    "confidential": True,
    **_OAUTH,
}

_OF_FLOW: Parameters = {"flowId": Parameter(says="The flow", required=True)}

OPERATIONS: tuple[Operation[Platform], ...] = (
    row(
        "token",
        f"POST {_AS}/token",
        token,
        {200: "pingone/token", **_REFUSALS},
        summary="Issue tokens for client credentials, a code or another token",
        form={
            "grant_type": one_of(*GRANTS, says="What brings the token", required=True),
            **TOKEN,
        },
        rule=rules.TOKEN_NO_STORE,
        other_rules=tuple(GRANT_RULES.values()),
        spare=True,
        **_BY_CLIENT,
    ),
    row(
        "authorize",
        f"GET {_AS}/authorize",
        authorize,
        {200: HTML, 302: None, 400: _ERROR},
        also=(("POST", f"{_AS}/authorize"),),
        summary="Sign a user in, and redirect to the application with a code or tokens",
        query=AUTHORIZE,
        query_or_form=True,
        rule=rules.AUTHORIZE,
        other_rules=(rules.AUTHORIZE_PAGE, flow_rules.FLOW_PAGE, flow_rules.FLOW),
        page_or={200: _FLOW},
        confidential=True,
        adds=True,
        **_PUBLIC,
    ),
    row(
        "par",
        f"POST {_AS}/par",
        push,
        {201: "pingone/current/pushed_request", **_REFUSALS},
        form={**AUTHORIZE, **CLIENT},
        rule=flow_rules.PAR,
        editions=TODAY,
        **_BY_CLIENT,
    ),
    *device_operations.OPERATIONS,
    row(
        "signon",
        f"POST {_AS}/signon",
        signon,
        {200: HTML, 302: None, 400: _ERROR},
        summary="Sign in the user who was chosen on the sign-on page",
        form={
            "flow": Parameter(says="The request that brought the page", required=True),
            "user": Parameter(says="The user's id; without one nobody signs in"),
            "user_code": Parameter(says="The code of a device"),
        },
        rule=rules.AUTHORIZE_PAGE,
        other_rules=(DEVICE_PAGE,),
        confidential=True,
        **_PUBLIC,
    ),
    row(
        "signon.page",
        "GET /{environment_id}/signon",
        signon_page,
        {200: HTML, 400: _ERROR},
        query=_OF_FLOW,
        rule=rules.AUTHORIZE_PAGE,
        other_rules=(DEVICE_PAGE,),
        editions=TODAY,
        **_PUBLIC,
    ),
    row(
        "flow.read",
        f"GET {_FLOWS}",
        flow_handlers.read,
        {200: _FLOW},
        summary="Read a flow: what the sign-in waits for",
        rule=flow_rules.FLOW,
        public=True,
        editions=TODAY,
    ),
    row(
        "flow.act",
        f"POST {_FLOWS}",
        flow_handlers.act,
        {200: _FLOW},
        media_types=flow_handlers.MEDIA_TYPES,
        body_optional=True,
        precondition=flow_handlers.offered,
        adds=False,  # a flow has one session at most
        rule=flow_rules.FLOW_CHECK,
        public=True,
        confidential=True,
        editions=TODAY,
    ),
    row(
        "resume",
        f"GET {_AS}/resume",
        flow_handlers.resume,
        {200: HTML, 302: None},
        page_or={200: _FLOW},
        summary="Answer the authorization request of a completed flow",
        query=_OF_FLOW,
        rule=flow_rules.FLOW_RESUME,
        other_rules=(flow_rules.FLOW_PAGE,),
        confidential=True,
        editions=TODAY,
        adds=True,
        **_PUBLIC,
    ),
    row(
        "userinfo",
        f"GET {_AS}/userinfo",
        userinfo.userinfo,
        {200: "pingone/userinfo"},
        also=(("POST", f"{_AS}/userinfo"),),
        summary="Read the claims of an access token's user",
        authenticate=userinfo.authenticate,
        rule=rules.USERINFO,
        **_OAUTH,
    ),
    row(
        "jwks",
        f"GET {_AS}/jwks",
        jwks,
        {200: "pingone/jwks"},
        summary="Read the JSON Web Key Set that verifies tokens",
        rule=rules.JWKS,
        **_PUBLIC,
    ),
    row(
        "discovery",
        f"GET {_AS}/.well-known/openid-configuration",
        discovery,
        {200: "pingone/discovery"},
        summary="Read the OpenID discovery document",
        rule=rules.DISCOVERY,
        **_PUBLIC,
    ),
    row(
        "introspect",
        f"POST {_AS}/introspect",
        introspect.introspect,
        {200: "pingone/introspection", **_REFUSALS},
        summary="Introspect a token, for its resource or its application",
        form=ABOUT_A_TOKEN,
        rule=rules.INTROSPECT_ACTIVE,
        adds=False,
        **{**_BY_CLIENT, "authenticate": introspect.authenticate},
    ),
    row(
        "revoke",
        f"POST {_AS}/revoke",
        introspect.revoke,
        {200: None, **_REFUSALS},
        summary="Revoke a token of the application",
        form=ABOUT_A_TOKEN,
        rule=rules.REVOKE,
        adds=False,
        **_BY_CLIENT,
    ),
    row(
        "signoff",
        f"GET {_AS}/signoff",
        signoff,
        {200: HTML, 302: None, 400: _ERROR},
        also=(("POST", f"{_AS}/signoff"),),
        summary="End a user's session",
        query={
            "post_logout_redirect_uri": Parameter(
                says="Where the user goes then: one of the application's, letter for letter"
            ),
            "client_id": Parameter(says="The application"),
            "state": Parameter(says="Comes back as it is"),
        },
        secret_query={"id_token_hint": Parameter(says="An ID token of the session, however old")},
        query_or_form=True,
        rule=rules.SIGNOFF,
        confidential=True,
        **_PUBLIC,
    ),
)
