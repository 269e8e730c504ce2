"""The table of operations of PingOne's sign-in."""

from collections.abc import Mapping

from fakeping.core.operation import HTML, Operation
from fakeping.core.parameter import Parameter, Parameters
from fakeping.families.pingone.edition import CURRENT
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
from fakeping.families.pingone.signin.token import GRANT_RULES, token
from fakeping.families.pingone.store import Platform

_AS = "/{environment_id}/as"
_FLOWS = "/{environment_id}/flows/{flow_id}"

_ERROR = "pingone/oauth_error"
_FLOW = "pingone/current/flow"
_TODAY = frozenset({CURRENT.name})
_REFUSALS: Mapping[int, str | None] = {400: _ERROR, 401: _ERROR}

# Client authentication: the header or the form, or none for a client without a secret.
_BY_CLIENT = ("client", "")

_OF_FLOW: Parameters = {"flowId": Parameter(says="The flow", required=True)}

OPERATIONS: tuple[Operation[Platform], ...] = (
    Operation(
        name="pingone.token",
        method="POST",
        path=f"{_AS}/token",
        handler=token,
        replies={200: "pingone/token", **_REFUSALS},
        summary="Issue tokens for client credentials, a code or another token",
        form=TOKEN,
        rule=rules.TOKEN_NO_STORE,
        other_rules=tuple(GRANT_RULES.values()),
        confidential=True,
        authenticate=clients.authenticate,
        security=_BY_CLIENT,
        render_problem=render_problem,
        spare=True,
    ),
    Operation(
        name="pingone.authorize",
        method="GET",
        path=f"{_AS}/authorize",
        also=(("POST", f"{_AS}/authorize"),),
        handler=authorize,
        replies={200: HTML, 302: None, 400: _ERROR},
        summary="Sign a user in, and redirect to the application with a code or tokens",
        query=AUTHORIZE,
        query_or_form=True,
        rule=rules.AUTHORIZE,
        other_rules=(rules.AUTHORIZE_PAGE, flow_rules.FLOW_PAGE, flow_rules.FLOW),
        page_or={200: _FLOW},
        public=True,
        confidential=True,
        render_problem=render_problem,
        adds=True,
    ),
    Operation(
        name="pingone.par",
        method="POST",
        path=f"{_AS}/par",
        handler=push,
        replies={201: "pingone/current/pushed_request", **_REFUSALS},
        summary="Take an authorization request from its application, and return a URI for it",
        form={**AUTHORIZE, **CLIENT},
        rule=flow_rules.PAR,
        confidential=True,
        authenticate=clients.authenticate,
        security=_BY_CLIENT,
        editions=_TODAY,
        render_problem=render_problem,
    ),
    *device_operations.OPERATIONS,
    Operation(
        name="pingone.signon",
        method="POST",
        path=f"{_AS}/signon",
        handler=signon,
        replies={200: HTML, 302: None, 400: _ERROR},
        summary="Sign in the user who was chosen on the sign-on page",
        form={
            "flow": Parameter(says="The request that brought the page", required=True),
            "user": Parameter(says="The user's id; without one nobody signs in"),
            "user_code": Parameter(says="The code of a device"),
        },
        rule=rules.AUTHORIZE_PAGE,
        other_rules=(DEVICE_PAGE,),
        public=True,
        confidential=True,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.signon.page",
        method="GET",
        path="/{environment_id}/signon",
        handler=signon_page,
        replies={200: HTML, 400: _ERROR},
        summary="Show the sign-on page of a flow",
        query=_OF_FLOW,
        rule=rules.AUTHORIZE_PAGE,
        other_rules=(DEVICE_PAGE,),
        public=True,
        editions=_TODAY,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.flow.read",
        method="GET",
        path=_FLOWS,
        handler=flow_handlers.read,
        replies={200: _FLOW},
        summary="Read a flow: what the sign-in waits for",
        rule=flow_rules.FLOW,
        public=True,
        editions=_TODAY,
    ),
    Operation(
        name="pingone.flow.act",
        method="POST",
        path=_FLOWS,
        handler=flow_handlers.act,
        replies={200: _FLOW},
        summary="Carry out the action of a flow that the media type names",
        media_types=flow_handlers.MEDIA_TYPES,
        body_optional=True,
        precondition=flow_handlers.offered,
        adds=False,  # a flow has one session at most
        rule=flow_rules.FLOW_CHECK,
        public=True,
        confidential=True,
        editions=_TODAY,
    ),
    Operation(
        name="pingone.resume",
        method="GET",
        path=f"{_AS}/resume",
        handler=flow_handlers.resume,
        replies={200: HTML, 302: None},
        page_or={200: _FLOW},
        summary="Answer the authorization request of a completed flow",
        query=_OF_FLOW,
        rule=flow_rules.FLOW_RESUME,
        other_rules=(flow_rules.FLOW_PAGE,),
        public=True,
        confidential=True,
        editions=_TODAY,
        render_problem=render_problem,
        adds=True,
    ),
    Operation(
        name="pingone.userinfo",
        method="GET",
        path=f"{_AS}/userinfo",
        also=(("POST", f"{_AS}/userinfo"),),
        handler=userinfo.userinfo,
        replies={200: "pingone/userinfo"},
        summary="Read the claims of an access token's user",
        authenticate=userinfo.authenticate,
        rule=rules.USERINFO,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.jwks",
        method="GET",
        path=f"{_AS}/jwks",
        handler=jwks,
        replies={200: "pingone/jwks"},
        summary="Read the JSON Web Key Set that verifies tokens",
        rule=rules.JWKS,
        public=True,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.discovery",
        method="GET",
        path=f"{_AS}/.well-known/openid-configuration",
        handler=discovery,
        replies={200: "pingone/discovery"},
        summary="Read the OpenID discovery document",
        rule=rules.DISCOVERY,
        public=True,
        render_problem=render_problem,
    ),
    Operation(
        name="pingone.introspect",
        method="POST",
        path=f"{_AS}/introspect",
        handler=introspect.introspect,
        replies={200: "pingone/introspection", **_REFUSALS},
        summary="Introspect a token, for its resource or its application",
        form=ABOUT_A_TOKEN,
        rule=rules.INTROSPECT_ACTIVE,
        confidential=True,
        authenticate=introspect.authenticate,
        security=_BY_CLIENT,
        render_problem=render_problem,
        adds=False,
    ),
    Operation(
        name="pingone.revoke",
        method="POST",
        path=f"{_AS}/revoke",
        handler=introspect.revoke,
        replies={200: None, **_REFUSALS},
        summary="Revoke a token of the application",
        form=ABOUT_A_TOKEN,
        rule=rules.REVOKE,
        confidential=True,
        authenticate=clients.authenticate,
        security=_BY_CLIENT,
        render_problem=render_problem,
        adds=False,
    ),
    Operation(
        name="pingone.signoff",
        method="GET",
        path=f"{_AS}/signoff",
        also=(("POST", f"{_AS}/signoff"),),
        handler=signoff,
        replies={200: HTML, 302: None, 400: _ERROR},
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
        public=True,
        confidential=True,
        render_problem=render_problem,
    ),
)
