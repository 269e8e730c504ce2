"""What both families' authorization servers take from OAuth 2.0, PKCE and OpenID Connect."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from fakeping.core.body import read_form
from fakeping.core.exchange import AUTHORIZATION, Request
from fakeping.core.problem import Problem
from fakeping.core.rules import Rule

# Grant types.
AUTHORIZATION_CODE = "authorization_code"
CLIENT_CREDENTIALS = "client_credentials"
IMPLICIT = "implicit"
PASSWORD = "password"  # noqa: S105 - the name of a grant
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the name of a grant
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105 - a grant
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
UMA_TICKET = "urn:ietf:params:oauth:grant-type:uma-ticket"

# Token types (RFC 8693).
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 - a type
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 - a type

# Methods of client authentication.
BASIC = "client_secret_basic"
POST = "client_secret_post"
NONE = "none"

# Code challenge methods (RFC 7636).
PLAIN = "plain"
S256 = "S256"

#: Scope of a request for an ID token.
OPENID = "openid"

#: How an authorization response may go to the client.
RESPONSE_MODES = ("query", "fragment", "form_post")

#: Replies with tokens or credentials are not cached (RFC 6749, section 5.1).
NO_STORE: Mapping[str, str] = MappingProxyType({"Cache-Control": "no-store", "Pragma": "no-cache"})


class OAuthError(Problem):
    """An error with a code, as in RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str, *, rule: Rule) -> None:
        super().__init__(description, rule=rule)
        self.error = error


def basic(request: Request) -> tuple[str, str] | None:
    """The user and the password of `Authorization: Basic` (RFC 7617); `None` without one.

    RFC 6749, section 2.3.1, has both form-encoded, which is left to the caller: few clients do so.
    Raises `ValueError` for what is not Base64 of UTF-8.
    """
    scheme, _, credentials = request.headers.get(AUTHORIZATION, "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(credentials.strip(), validate=True).decode()
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    user, _, password = text.partition(":")
    return user, password


def form(request: Request) -> Mapping[str, str]:
    """Read a form, also before the operation's body is validated."""
    if request.unread:
        raise request.unread
    return read_form(request.headers, request.body)


def words(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The distinct words of a space-separated parameter, such as `scope`."""
    return tuple(dict.fromkeys(said.get(name, "").split()))


def challenge_of(verifier: str, method: str) -> str:
    """The code challenge of a code verifier (RFC 7636, section 4.2)."""
    if method == PLAIN:
        return verifier
    return _base64url(hashlib.sha256(verifier.encode(errors="replace")).digest())


def half_hash(value: str | None) -> str | None:
    """The `at_hash` of an access token, or the `c_hash` of a code (OpenID Connect Core, 3.3.2.11).

    There is none of no token.
    """
    if value is None:
        return None
    return _base64url(hashlib.sha256(value.encode()).digest()[:16])


def hidden_fields(members: Mapping[str, str | None], *, between: str = "") -> str:
    """The fields of a page that posts an authorization response (`response_mode=form_post`)."""
    return between.join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in members.items()
        if value is not None
    )


def _base64url(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
