"""The grants of the token endpoint, a function for each."""

from collections.abc import Callable, Mapping

from fakeping.core.caller import Caller
from fakeping.core.exchange import Reply
from fakeping.core.rules import Rule
from fakeping.families.oauth import OPENID, UMA_TICKET, OAuthError
from fakeping.families.pingam import codes
from fakeping.families.pingam.model import Client, Code
from fakeping.families.pingam.operations import rpt
from fakeping.families.pingam.operations.call import AMCall, issuer, required
from fakeping.families.pingam.problems import WrongCredentials
from fakeping.families.pingam.rules import signin as rules
from fakeping.families.pingam.rules import uma as uma_rules
from fakeping.families.pingam.tokens import REFRESH_LIFETIME
from fakeping.families.pingam.wire import oauth as wire


def access_token(call: AMCall) -> Reply:
    """Issue tokens for a grant."""
    grant_type = call.body.get("grant_type")
    if grant_type is None:
        raise OAuthError("invalid_request", "Grant type is not set", rule=rules.GRANT_TYPE)
    grant = GRANTS.get(grant_type)
    if grant is None:
        detail = "Grant type is not supported"
        raise OAuthError("unsupported_grant_type", detail, rule=rules.GRANT_TYPE)
    client = call.store.people.client(call.caller.client, realm=call.address)
    if not _may_use(client, grant_type):
        detail = "The client is not authorized to use this grant type"
        raise OAuthError("unauthorized_client", detail, rule=rules.GRANT_TYPE)
    reply = grant(call, client)
    reply.rule = GRANT_RULES[grant_type].name
    return reply


def _may_use(client: Client, grant_type: str) -> bool:
    secretless = client.client_secret is None and grant_type == "client_credentials"
    return not secretless and (client.grant_types is None or grant_type in client.grant_types)


def password(call: AMCall, client: Client) -> Reply:
    """Issue tokens for a user's name and password."""
    name, secret = required(call, "username"), required(call, "password")
    scopes = scopes_of(client, call.body.get("scope"))
    try:
        user = call.store.people.signed_in(name, secret, realm=call.address)
    except WrongCredentials:
        raise rpt.invalid_grant() from None
    caller = Caller(subject=user.name, client=client.client_id, scopes=scopes)
    return _issue(call, caller, grant_type="password")


def client_credentials(call: AMCall, client: Client) -> Reply:
    """Issue a token to the client itself."""
    scopes = scopes_of(client, call.body.get("scope"))
    caller = Caller(subject=None, client=client.client_id, scopes=scopes)
    return wire.tokens(
        call.store.tokens.issue(caller, realm=call.address, grant_type="client_credentials")
    )


def authorization_code(call: AMCall, client: Client) -> Reply:
    """Issue tokens for an authorization code."""
    value = required(call, "code")
    grant_id = codes.grant_of(value, realm=call.address)
    code = call.store.codes.redeem(value, realm=call.address)
    if code is None:
        call.store.tokens.revoke_grant(grant_id)
        raise rpt.invalid_grant(rules.CODE)
    same_uri = call.body.get("redirect_uri") == code.redirect_uri
    proven = codes.proves(code, call.body.get("code_verifier"))
    if code.client != client.client_id or not same_uri or not proven:
        raise rpt.invalid_grant(rules.CODE)
    caller = Caller(subject=code.user, client=client.client_id, scopes=code.scopes)
    return _issue(call, caller, grant_type="authorization_code", code=code, grant_id=grant_id)


def refresh_token(call: AMCall, client: Client) -> Reply:
    """Issue tokens for a refresh token, which cannot be used again."""
    token = call.store.tokens.find(required(call, "refresh_token"), realm=call.address)
    if token is None or not token.refreshes or token.caller.client != client.client_id:
        raise rpt.invalid_grant(rules.REFRESH)
    wanted = frozenset(call.body.get("scope", "").split()) or token.caller.scopes
    if not wanted <= token.caller.scopes:
        raise rpt.invalid_scope(wanted - token.caller.scopes)
    call.store.tokens.revoke(token)
    caller = Caller(subject=token.caller.subject, client=client.client_id, scopes=wanted)
    return _issue(call, caller, grant_type="refresh_token")


def scopes_of(client: Client, wanted: str | None) -> frozenset[str]:
    """The requested scopes, or the client's defaults. Raises `OAuthError` for others."""
    scopes = frozenset((wanted or "").split()) or frozenset(client.default_scopes)
    if not scopes:
        detail = "No scope requested and no default scope configured"
        raise OAuthError("invalid_scope", detail, rule=rules.SCOPE)
    if client.scopes is not None and not scopes <= client.scopes:
        raise rpt.invalid_scope(scopes - client.scopes)
    return scopes


def _issue(
    call: AMCall,
    caller: Caller,
    *,
    grant_type: str,
    code: Code | None = None,
    grant_id: str | None = None,
) -> Reply:
    """Issue a user's access token and, where they apply, a refresh token and an ID token."""
    issue = call.store.tokens.issue
    grant_id = grant_id or call.store.ids.uuid()
    access = issue(caller, realm=call.address, grant_type=grant_type, grant_id=grant_id)
    refresh = issue(
        caller,
        realm=call.address,
        lifetime=REFRESH_LIFETIME,
        grant_type=grant_type,
        refreshes=True,
        grant_id=grant_id,
    )
    id_token = None
    if OPENID in caller.scopes:
        subject = caller.subject or caller.client
        id_token = call.store.tokens.id_token(
            wire.id_claims(
                access,
                subject=subject,
                user=call.store.people.user(subject, realm=call.address),
                issuer=issuer(call),
                code=code,
                token_id=call.store.ids.uuid(),
            )
        )
    return wire.tokens(access, refresh=refresh, id_token=id_token)


# The rule of a successful grant.
GRANT_RULES: Mapping[str, Rule] = {
    "password": rules.ISSUED,
    "client_credentials": rules.ISSUED,
    "authorization_code": rules.CODE,
    "refresh_token": rules.REFRESH,
    UMA_TICKET: uma_rules.RPT,
}

GRANTS: Mapping[str, Callable[[AMCall, Client], Reply]] = {
    "password": password,
    "client_credentials": client_credentials,
    "authorization_code": authorization_code,
    "refresh_token": refresh_token,
    UMA_TICKET: rpt.uma_ticket,
}
