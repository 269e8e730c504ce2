"""The UMA grant: a ticket is exchanged for a requesting party token (RPT)."""

from collections.abc import Iterable
from dataclasses import replace

from fakeping.core.caller import Caller
from fakeping.core.exchange import Reply
from fakeping.core.rules import Rule
from fakeping.families.oauth import UMA_TICKET, OAuthError
from fakeping.families.pingam.history import Event
from fakeping.families.pingam.model import Client, Permission, ResourceSet, Ticket, Token
from fakeping.families.pingam.operations.call import AMCall, issuer, required
from fakeping.families.pingam.problems import UMAError
from fakeping.families.pingam.rules import signin as signin_rules
from fakeping.families.pingam.rules import uma as rules
from fakeping.families.pingam.wire import oauth as wire

_GRANT = "The provided access grant is invalid, expired, or revoked."
_SUBMITTED = (
    "The client is not authorised to access the requested resource set. A request has been"
    " submitted to the resource owner requesting access to the resource"
)
_NEED_INFO = (
    "The authorization server needs additional information in order to determine whether the"
    " client is authorized to have these permissions."
)


def uma_ticket(call: AMCall, client: Client) -> Reply:
    """Issue an RPT for a ticket, if the owner lets the party have what it names."""
    ticket = call.store.tickets.use(required(call, "ticket"), realm=call.address)
    if ticket is None:
        raise invalid_grant()
    party = _party(call)
    if party is None:
        raise _need_info(call, ticket)
    wanted = _wanted(call, ticket, client)
    _tell(call, Event.REQUESTED, wanted, party)
    if not all(
        call.store.lets(party, each, owner=ticket.owner, client=client.client_id)
        for each in wanted.permissions
    ):
        call.store.submit(wanted, party, client=client.client_id)
        members = {"ticket": _again(call, ticket)}
        raise UMAError(
            "request_submitted", _SUBMITTED, rule=rules.REQUEST_SUBMITTED, members=members
        )
    _tell(call, Event.GRANTED, wanted, party)
    caller = Caller(subject=party, client=client.client_id)
    upgraded = _upgraded(call, caller)
    token = call.store.tokens.issue(
        caller,
        realm=call.address,
        grant_type=UMA_TICKET,
        permissions=_merged(upgraded or (), wanted.permissions),
    )
    return wire.tokens(token, upgraded=upgraded is not None)


def _tell(call: AMCall, event: Event, ticket: Ticket, party: str) -> None:
    """Add to the owner's audit history, of each resource set that a ticket names."""
    for each in ticket.permissions:
        call.store.history.asked(event, call.store.resource_sets.at(each.resource_id), party)


def invalid_scope(scopes: Iterable[str], *, rule: Rule = signin_rules.SCOPE) -> OAuthError:
    """The OAuth error `invalid_scope`, which names the scopes."""
    detail = f"Unknown/invalid scope(s): [{', '.join(sorted(scopes))}]"
    return OAuthError("invalid_scope", detail, rule=rule)


def invalid_grant(rule: Rule = signin_rules.GRANT) -> OAuthError:
    """The OAuth error `invalid_grant`."""
    return OAuthError("invalid_grant", _GRANT, rule=rule)


def _wanted(call: AMCall, ticket: Ticket, client: Client) -> Ticket:
    """The ticket, with the scopes of the `scope` parameter that the client is registered for.

    Raises `OAuthError` for a scope that none of the ticket's resource sets has.
    """
    more = call.body.get("scope", "").split()
    pairs = [(each, _shared(call, ticket, each)) for each in ticket.permissions]
    there = {scope for _, found in pairs for scope in found.resource_scopes}
    if unknown := [scope for scope in more if scope not in there]:
        raise invalid_scope(unknown, rule=rules.SCOPE)
    considered = [each for each in more if client.scopes is None or each in client.scopes]
    return replace(
        ticket, permissions=tuple(_widened(each, found, considered) for each, found in pairs)
    )


def _shared(call: AMCall, ticket: Ticket, of: Permission) -> ResourceSet:
    found = call.store.resource_sets.find(of.resource_id, realm=ticket.realm, owner=ticket.owner)
    if found is None:  # deleted since
        raise invalid_grant()
    return found


def _widened(of: Permission, found: ResourceSet, more: list[str]) -> Permission:
    """The permission with further scopes, without those that its resource set lost since."""
    left = [scope for scope in of.scopes if scope in found.resource_scopes]
    if of.scopes and not left:
        raise invalid_grant()
    added = [scope for scope in more if scope in found.resource_scopes]
    return replace(of, scopes=tuple(dict.fromkeys((*left, *added))))


def _party(call: AMCall) -> str | None:
    """The requesting party: the claim token's subject, else the RPT's, else the caller's."""
    claim_token = call.body.get("claim_token")
    if claim_token is not None:
        return _claimed(call, claim_token)
    rpt = _rpt(call)
    return (rpt.caller.subject if rpt else None) or call.caller.subject


def _claimed(call: AMCall, claim_token: str) -> str | None:
    if call.body.get("claim_token_format") != wire.ID_TOKEN_FORMAT:
        detail = f"The claim token format must be {wire.ID_TOKEN_FORMAT}"
        raise OAuthError("invalid_request", detail, rule=rules.CLAIM_FORMAT)
    claims = call.store.tokens.claims(claim_token, realm=call.address)
    if claims is None or not call.store.people.knows(claims["aud"], realm=call.address):
        return None
    return str(claims["sub"])


def _need_info(call: AMCall, ticket: Ticket) -> UMAError:
    claim = {
        "name": "sub",
        "claim_token_format": [wire.ID_TOKEN_FORMAT],
        "issuer": [issuer(call)],
    }
    members = {"ticket": _again(call, ticket), "required_claims": [claim]}
    return UMAError("need_info", _NEED_INFO, rule=rules.NEED_INFO, members=members)


def _again(call: AMCall, ticket: Ticket) -> str:
    return call.store.tickets.issue(
        ticket.permissions, realm=ticket.realm, owner=ticket.owner, issuer=issuer(call)
    ).value


def _rpt(call: AMCall) -> Token | None:
    token = call.store.tokens.find(call.body.get("rpt", ""), realm=call.address)
    return token if token and not token.refreshes else None


def _upgraded(call: AMCall, caller: Caller) -> tuple[Permission, ...] | None:
    """The permissions of the RPT that the request upgrades; `None` if it upgrades none."""
    rpt = _rpt(call)
    if rpt is None or (rpt.caller.subject, rpt.caller.client) != (caller.subject, caller.client):
        return None
    return rpt.permissions


def _merged(had: tuple[Permission, ...], new: tuple[Permission, ...]) -> tuple[Permission, ...]:
    scopes: dict[str, dict[str, None]] = {}
    for each in (*had, *new):
        scopes.setdefault(each.resource_id, {}).update(dict.fromkeys(each.scopes))
    return tuple(Permission(resource_id=id_, scopes=tuple(of)) for id_, of in scopes.items())
