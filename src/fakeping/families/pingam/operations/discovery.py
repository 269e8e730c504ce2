"""Public metadata: discovery documents, signing keys, server information."""

from collections.abc import Mapping
from typing import Any

from fakeping.core.exchange import Reply
from fakeping.core.operation import Operation, row
from fakeping.families.pingam import refusals
from fakeping.families.pingam.edition import AM_8_1, OPENAM
from fakeping.families.pingam.operations.call import AMCall, deployment, issuer
from fakeping.families.pingam.rules import signin, uma
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest
from fakeping.families.pingam.wire import oauth as wire
from fakeping.families.pingam.wire.protocol import ACCEPTS


def openid(call: AMCall) -> Reply:
    """Reply with the realm's OpenID discovery document."""
    return wire.document(wire.configuration(issuer(call)))


def uma2(call: AMCall) -> Reply:
    """Reply with the realm's UMA 2.0 discovery document."""
    return wire.document(wire.uma_configuration(deployment(call), call.address))


def uma1(call: AMCall) -> Reply:
    """Reply with the realm's UMA 1 discovery document."""
    return wire.document(wire.uma1_configuration(deployment(call), call.address))


def keys(call: AMCall) -> Reply:
    """Reply with the JSON Web Key Set that verifies tokens."""
    return wire.document({"keys": [call.store.keys.public()]})


def server(call: AMCall) -> Reply:
    """Reply with the server's information for clients."""
    return common_rest.answer(common_rest.server(call.address), resource_version="1.1")


def uma_server(call: AMCall) -> Reply:
    """Reply with what AM's user interface asks of UMA."""
    return common_rest.resource(call.request, common_rest.uma_server(), own_id=False)


#: Of what anybody may read.
_LOOKED_UP: Mapping[str, Any] = {
    "public": True,
    "trailing_slash": False,
    "render_problem": refusals.lookup,
}

_WELL_KNOWN = "{realm*}/.well-known"

OPERATIONS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.discovery",
        f"GET /oauth2/{_WELL_KNOWN}/openid-configuration",
        openid,
        {200: "pingam/openid_configuration"},
        summary="Read the realm's OpenID discovery document",
        rule=signin.DISCOVERY,
        **_LOOKED_UP,
    ),
    row(
        "pingam.jwks",
        "GET /oauth2/{realm*}/connect/jwk_uri",
        keys,
        {200: "pingam/jwks"},
        summary="Read the JSON Web Key Set that verifies tokens",
        rule=signin.JWKS,
        **_LOOKED_UP,
    ),
    row(
        "pingam.uma_discovery",
        f"GET /uma/{_WELL_KNOWN}/uma2-configuration",
        uma2,
        {200: "pingam/uma2_configuration"},
        summary="Read the realm's UMA 2.0 discovery document",
        rule=uma.DISCOVERY,
        editions=frozenset({AM_8_1.name}),
        **_LOOKED_UP,
    ),
    row(
        "pingam.uma_discovery",
        f"GET /uma/{_WELL_KNOWN}/uma-configuration",
        uma1,
        {200: "pingam/uma1_configuration"},
        summary="Read the realm's UMA 1 discovery document",
        rule=uma.DISCOVERY,
        editions=frozenset({OPENAM.name}),
        **_LOOKED_UP,
    ),
    row(
        "pingam.serverinfo",
        "GET /json/{realm*}/serverinfo/*",
        server,
        {200: "pingam/serverinfo"},
        summary="Read the server's information for clients",
        rule=uma.SERVER_INFO,
        public=True,
        render_problem=refusals.common_rest,
    ),
    row(
        "pingam.serverinfo.uma",
        "GET /json/{realm*}/serverinfo/uma",
        uma_server,
        {200: "pingam/uma_serverinfo"},
        summary="Read what AM's user interface asks of UMA",
        rule=uma.SERVERINFO,
        headers=ACCEPTS,
        sends=("ETag",),
        public=True,
        render_problem=refusals.common_rest,
    ),
)
