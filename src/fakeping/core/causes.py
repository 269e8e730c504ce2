"""Why a request was not authenticated: names that the journal shows, and what each means.

The vendors' answers don't tell, and a record must not repeat the credential.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Cause = Literal[
    "no-token",
    "no-bearer",
    "expired",
    "revoked",
    "other-tenant",
    "other-family",
    "other-token",
    "unknown-token",
    "no-session",
    "unknown-session",
    "no-client",
    "unknown-client",
    "wrong-secret",
    "wrong-password",
]

#: What each means, as the end of a sentence.
MEANINGS: Mapping[Cause, str] = MappingProxyType(
    {
        "no-token": "the request has no token: it goes into `Authorization: Bearer TOKEN`",
        "no-bearer": "its `Authorization` header does not begin with `Bearer` and a space",
        "expired": "the token has expired, by the tenant's clock",
        "revoked": "the token was revoked",
        "other-tenant": "another tenant of this server issued the token",
        "other-family": "the token is one of the tenant's other API: PingOne's or PingAM's",
        "other-token": "the tenant issued the token, but not as an access token for this: it is a"
        " refresh token, or another realm's or environment's",
        "unknown-token": "no tenant of this server issued the token: it is misspelt, an ID token,"
        " or an earlier run's",
        "no-session": "the request has no SSO token: it goes into `iPlanetDirectoryPro`",
        "unknown-session": "the SSO token is of no session of this realm, or of one that has ended",
        "no-client": "the request names no client",
        "unknown-client": "no client of this realm or environment has that id",
        "wrong-secret": "the client's secret is another",
        "wrong-password": "no user of this realm has that name and that password",
    }
)

#: Of a request with a bearer token.
OF_TOKENS: tuple[Cause, ...] = (
    *("no-token", "no-bearer", "expired", "other-tenant", "other-family", "other-token"),
    "unknown-token",
)
#: Of a client that authenticates.
OF_CLIENTS: tuple[Cause, ...] = ("no-client", "unknown-client", "wrong-secret")

CAUSES: tuple[Cause, ...] = get_args(Cause)
