"""Bugs of PingAM's tokens: when they end, what ends with them, and whom they let in."""

from dataclasses import replace

from fakeping.core.keys import Keys
from fakeping.core.sources import Clock
from fakeping.families.pingam import codes, policies, sessions, tickets
from fakeping.families.pingam.codes import Codes
from fakeping.families.pingam.operations import authorize, grants
from fakeping.families.pingam.people import UMA_PROTECTION, People
from fakeping.families.pingam.sessions import Sessions
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.tickets import Tickets
from fakeping.families.pingam.tokens import LIFETIME, Tokens
from fakeping.server import aiohttp_door
from tests.contract.bugs.seams import (
    Anybodys,
    Beginnings,
    bugs,
    exchanged,
    instead,
    never_forgets,
    nothing,
    row,
    yes,
)

am = bugs("pingam.8.1")


def later(seconds):
    """Tokens hold so much longer than was asked for."""

    def issue(right, tokens, caller, *, lifetime=LIFETIME, **more):
        return right(tokens, caller, lifetime=lifetime + seconds, **more)

    return instead(Tokens, "issue", issue)


def as_it_was(_, sessions, session):
    return session


def value_of(_, value, **where):
    return value


HOLDS_FOR_EVER = later(10**9)

ENDS = (
    am(
        "nothing ever ends",
        instead(Clock, "advance", nothing),
        "auth.token token.code session.required ticket.issued policy.expires rpt.need-info",
    ),
    am("a token holds for ever", HOLDS_FOR_EVER, "auth.token introspect.protected"),
    am("a token ends a second late", later(1), "auth.token"),
    am("a token ends a second early", later(-1), "auth.token"),
    am("a code ends a second late", exchanged(codes, "LIFETIME", 121), "token.code"),
    am("a code ends soon", exchanged(codes, "LIFETIME", 60), "token.code"),
    am("a ticket ends a second late", exchanged(tickets, "LIFETIME", 121), "ticket.issued"),
    am("a session may idle on", exchanged(sessions, "IDLE", 7200), "session.required"),
    am("a session lasts longer", exchanged(sessions, "LONGEST", 7201), "session.required"),
    am("a session idles in use", instead(Sessions, "touch", as_it_was), "session.required"),
    am("a code works twice", never_forgets(Codes, "redeem", key=value_of), "token.code"),
    am("a ticket works twice", never_forgets(Tickets, "use", key=value_of), "ticket.issued"),
    am("what is revoked holds", instead(Tokens, "revoke", nothing), "token.refresh revoke.silent"),
)


def with_all(right, tokens, token):
    right(tokens, token)
    tokens.revoke_grant(token.grant_id)


ENDS_WITH_IT = (
    am(
        "what came with it holds",
        instead(Tokens, "revoke_grant", nothing),
        "token.code revoke.silent",
    ),
    am("an access token takes all along", instead(Tokens, "revoke", with_all), "revoke.silent"),
)


def of_any_kind(right, tokens, value, *, realm):
    found = tokens.find(value, realm=realm)
    return found.caller if found else right(tokens, value, realm=realm)


def known_once(right, tokens, value, *, realm):
    found = next((each for each in tokens.all() if each.value == value), None)
    return right(tokens, value, realm=found.realm if found else realm)


def seen_once(right, sessions, id_, *, realm):
    found = next((each for each in sessions.all() if each.id == id_), None)
    return right(sessions, id_, realm=found.realm if found else realm)


def in_any_realm(right, people, name, *, realm):
    known = {each.name: each for _, each in people.users()}
    return known.get(name) or right(people, name, realm=realm)


def without_scopes(right, tokens, value, *, realm):
    found = right(tokens, value, realm=realm)
    return replace(found, scopes=found.scopes | {UMA_PROTECTION})


def with_any_secret(_, people, client_id, secret, *, realm):
    return people.client(client_id, realm=realm)


def of_any_name(right, sessions, id_, *, realm):
    found = right(sessions, id_, realm=realm)
    return found and replace(found, user=Anybodys(found.user))


def for_anybody(right, codes, value, *, realm):
    code = right(codes, value, realm=realm)
    return code and replace(code, client=Anybodys(code.client))


def whoever(right, call, client):
    known = call.store.tokens.find(call.body.get("refresh_token", ""), realm=call.address)
    return right(call, replace(client, client_id=known.caller.client if known else ""))


def as_its_client(right, call):
    known = call.store.tokens.find(call.body.get("token", ""), realm=call.address)
    return right(replace(call, caller=known.caller) if known else call)


def by_their_beginning(right, people, client_id, *, realm):
    found = right(people, client_id, realm=realm)
    return replace(found, redirect_uris=Beginnings(found.redirect_uris))


def with_the_rest(right, keys):
    return {**right(keys), "d": "AQAB"}


OPENS_WITHOUT_SCOPES = instead(Tokens, "caller", without_scopes)

WHOM = (
    am("a token opens without its scope", OPENS_WITHOUT_SCOPES, "auth.scope"),
    am("a refresh token opens too", instead(Tokens, "caller", of_any_kind), "auth.token"),
    am("another realm's token opens", instead(Tokens, "caller", known_once), "auth.token"),
    am("another realm's session opens", instead(Sessions, "find", seen_once), "session.required"),
    am("users are of all realms", instead(People, "user", in_any_realm), "signin.credentials"),
    am("everybody is the owner", instead(Sessions, "find", of_any_name), "session.owner"),
    am("any secret will do", instead(People, "authenticated", with_any_secret), "token.client"),
    am("any verifier proves it", instead(codes, "proves", yes), "token.code"),
    am("a code is anybody's", instead(Codes, "redeem", for_anybody), "token.code"),
    am(
        "a refresh token is anybody's",
        instead(grants.GRANTS, "refresh_token", whoever),
        "token.refresh",
    ),
    am("anybody's token is revoked", row("pingam.revoke", handler=as_its_client), "revoke.silent"),
    am(
        "anybody's token is introspected",
        row("pingam.introspect", handler=as_its_client),
        "introspect.own-tokens",
    ),
    am(
        "a redirect URI may go on",
        instead(People, "client", by_their_beginning),
        "authorize.untrusted",
    ),
    am("a consent is anybody's", instead(authorize, "matches", yes), "authorize.consent"),
    am("the private key is public", instead(Keys, "public", with_the_rest), "jwks"),
)


def with_one_of_them(right, policy, party, permission, **how):
    parts = [replace(permission, scopes=(each,)) for each in permission.scopes]
    return any(right(policy, party, each, **how) for each in parts)


def as_anybody(right, store, party, permission, *, owner, client):
    return right(store, party, permission, owner="", client=client)


def for_any_party(right, tokens, value, *, realm):
    found = right(tokens, value, realm=realm)
    if found is None or found.permissions is None:
        return found
    party = found.caller
    anybody = replace(party, subject=Anybodys(party.subject), client=Anybodys(party.client))
    return replace(found, caller=anybody)


def as_issued(_, store, token):
    return token


RPTS = (
    am("one scope brings the others", instead(policies, "lets", with_one_of_them), "rpt.issued"),
    am("owners need a policy too", instead(AccessManager, "lets", as_anybody), "rpt.issued"),
    am("an RPT upgrades anybody's", instead(Tokens, "find", for_any_party), "rpt.upgrade"),
    am("an RPT is for what is gone", instead(AccessManager, "there", as_issued), "rpt.introspect"),
)

AT_THE_DOOR = (
    am(
        "the door is wide",
        exchanged(aiohttp_door, "MAX_BODY", 16 * aiohttp_door.MAX_BODY),
        "error.too-large",
        at_the_door=True,
    ),
)

BUGS = (*ENDS, *ENDS_WITH_IT, *WHOM, *RPTS, *AT_THE_DOOR)
