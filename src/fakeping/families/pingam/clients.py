"""Client authentication: HTTP Basic, form parameters, or the id alone of a public client."""

import base64
import binascii
from urllib.parse import unquote_plus

from fakeping.core.body import read_form
from fakeping.core.exchange import Request, bearer
from fakeping.core.operation import Call, Caller
from fakeping.core.problem import Unauthenticated
from fakeping.families.pingam.callers import authenticate
from fakeping.families.pingam.people import CLIENT
from fakeping.families.pingam.problems import UnknownClient
from fakeping.families.pingam.store import AccessManager


def client(call: Call[AccessManager]) -> Caller:
    """Authenticate the calling client. Raises `UnknownClient`."""
    request, store, realm = call.request, call.store, call.address
    found = _basic(request, realm=realm) or _form(request, realm=realm)
    if found is None:
        return _bearer(request, store, realm=realm)
    client_id, secret = found
    if store.auth == "off":
        return Caller(subject=None, client=client_id)
    try:
        known = store.people.authenticated(client_id, secret, realm=realm)
    except UnknownClient:  # RFC 6749 has Basic's two percent-encoded; few clients do
        plain = unquote_plus(client_id), unquote_plus(secret)
        known = store.people.authenticated(*plain, realm=realm)
    return Caller(subject=None, client=known.client_id)


def client_or_pat(call: Call[AccessManager]) -> Caller:
    """Authenticate a caller of introspection: a client, or the bearer of a PAT."""
    return client(call) if bearer(call.request) is None else authenticate(call)


def _basic(request: Request, *, realm: str) -> tuple[str, str] | None:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise UnknownClient(realm) from None
    client_id, _, secret = pair.partition(":")
    return client_id, secret


def _form(request: Request, *, realm: str) -> tuple[str, str] | None:
    """The id and secret in a form. Raises `UnknownClient` for an assertion: none is taken."""
    if request.method == "GET":
        return None
    if request.unread:
        raise request.unread
    form = read_form(request.headers, request.body)
    if "client_assertion" in form or "client_assertion_type" in form:
        raise UnknownClient(realm)
    client_id = form.get("client_id")
    return None if client_id is None else (client_id, form.get("client_secret", ""))


def _bearer(request: Request, store: AccessManager, *, realm: str) -> Caller:
    """Take an access token as client authentication: UMA clients in use send one."""
    if store.auth == "off":
        return Caller(subject=None, client=CLIENT)
    try:
        return store.tokens.caller(bearer(request) or "", realm=realm)
    except Unauthenticated:
        raise UnknownClient(realm) from None
