"""Bugs of PingOne's tokens: when they end, what ends with them, and whom they let in."""

from dataclasses import replace

from fakeping.core.caller import Caller
from fakeping.core.keys import Keys
from fakeping.core.problem import Unauthenticated
from fakeping.core.sources import Clock
from fakeping.engine import calling, world
from fakeping.families.pingone import secret
from fakeping.families.pingone.builtins import AUDIENCE
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.secret import ResourceSecrets
from fakeping.families.pingone.signin import (
    authorizations,
    exchange,
    flow_documents,
    flow_handlers,
    flows,
    token,
)
from fakeping.families.pingone.signin.authorizations import Authorizations
from fakeping.families.pingone.signin.call import environment_of
from fakeping.families.pingone.signin.flows import Flows
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.signin.sessions import Sessions
from fakeping.families.pingone.tokens import Tokens
from fakeping.server import aiohttp_door
from tests.contract.bugs.seams import (
    Beginnings,
    bugs,
    exchanged,
    instead,
    never_forgets,
    nothing,
    row,
    yes,
)

p14c, current = bugs("pingone.p14c"), bugs("pingone.current")


def later(seconds):
    """Tokens hold so much longer than was asked for."""

    def issue(right, tokens, caller, *, lifetime, **more):
        return right(tokens, caller, lifetime=lifetime + seconds, **more)

    return instead(Tokens, "issue", issue)


def for_an_hour(right, known, authorization, **_):
    return right(known, authorization, lifetime=3600)


def dying_at_once(right, secrets, resource_id, **more):
    rotated = right(secrets, resource_id, **more)
    secrets.forget_previous(resource_id)
    return rotated


def just_now(right, sessions, cookie):
    found = right(sessions, cookie)
    return found and replace(found, auth_time=2**40)


def however_old(right, call, presented):
    return call.store.tokens.id_token(presented)


EVERYTHING = ("usernamePassword.check", "password.reset", "session.reset")

ENDS = (
    current(
        "nothing ever ends",
        instead(Clock, "advance", nothing),
        "auth.token secret.previous token.code-once token.refresh-lifetime authorize.prompt",
    ),
    p14c("a token ends a second late", later(1), "auth.token"),
    p14c("a token ends a second early", later(-1), "auth.token"),
    p14c(
        "a code ends a second late",
        exchanged(authorizations, "CODE_LIFETIME", 61),
        "token.code-once",
    ),
    p14c("a code ends soon", exchanged(authorizations, "CODE_LIFETIME", 30), "token.code-once"),
    p14c(
        "a refresh token ends soon",
        instead(Authorizations, "new_refresh_token", for_an_hour),
        "token.refresh-lifetime",
    ),
    current(
        "a previous secret dies at once",
        instead(ResourceSecrets, "rotate", dying_at_once),
        "secret.previous",
    ),
    current(
        "a previous secret lives on",
        never_forgets(ResourceSecrets, "accepts", key=lambda _, *asked: asked),
        "introspect.auth",
    ),
    p14c("everybody has just signed in", instead(Sessions, "get", just_now), "authorize.prompt"),
    p14c("who signs off stays signed in", instead(Sessions, "end", nothing), "signoff"),
    p14c(
        "a page counts twice",
        never_forgets(Flows, "take", key=lambda _, flow: flow),
        "signon.once",
    ),
    current(
        "a flow counts twice",
        never_forgets(Flows, "get", key=lambda _, flow: flow),
        "flow.unknown flow.resume",
    ),
    current("a flow ends a second late", exchanged(flows, "LIFETIME", 901), "flow.unknown"),
    current("every password is right", instead(flow_handlers, "matches", yes), "flow.credentials"),
    current(
        "every flow offers everything",
        exchanged(flow_documents, "OFFERED", dict.fromkeys(flows.STATUSES, EVERYTHING)),
        "flow flow.change",
    ),
    current(
        "an old ID token is exchanged",
        instead(exchange, "_of_id_token", however_old),
        "token.exchange-token",
    ),
    p14c(
        "a code and a refresh token work twice",
        instead(Authorizations, "use", nothing),
        "token.code-once token.refresh-rotation",
    ),
)


def nothing_came_of_it(right, known, id_):
    right(known, id_)
    return {}


ENDS_WITH_IT = (
    p14c(
        "what a stolen code brought holds",
        instead(Authorizations, "end", nothing_came_of_it),
        "token.code-once token.refresh-rotation",
    ),
    p14c("a revoked token holds", instead(Tokens, "revoke", nothing), "revoke token.code-once"),
)


def of_any_application(_, environment, caller):
    user_id, applications = caller.subject, environment.applications
    acts = environment.users.table.get(user_id) if user_id else applications.find(caller.client)
    return acts.assignments if acts else ()


def for_the_api_too(right, tokens, secret):
    found = right(tokens, secret)
    return replace(found, audience=found.audience | {AUDIENCE})


def anybody(right, tokens, secret):
    try:
        return right(tokens, secret)
    except Unauthenticated:
        return Caller(subject=None, client="anybody")


def of_any_environment(_, call):
    secret = call.request.headers["Authorization"].partition(" ")[2]
    return replace(call.store.tokens.caller(secret), issuer=call.address)


BY_THEIR_BEGINNING = exchanged(
    Application,
    "redirect_uris",
    property(lambda each: Beginnings(each.said.get("redirectUris", ()))),
)


def whoever(find):
    """A grant counts whichever application comes with it."""

    def grant(right, call, application):
        known = find(environment_of(call).signin.authorizations, call.body)
        owner = known.request.client_id if known else application.client_id
        return right(call, replace(application, id=owner))

    return grant


def as_its_client(right, call):
    try:
        asks = call.store.tokens.find(call.body.get("token", "")).caller
    except Unauthenticated:
        asks = call.caller
    return right(replace(call, caller=asks))


def with_the_rest(right, keys):
    return {**right(keys), "d": "AQAB"}


WHOM = (
    p14c(
        "applications of any type act by roles",
        instead(Environment, "roles", of_any_application),
        "auth.role",
    ),
    p14c("every token is for the API", instead(Tokens, "find", for_the_api_too), "auth.role"),
    p14c(
        "an unmatched request needs no valid token",
        instead(Tokens, "caller", anybody),
        "environment.unknown",
    ),
    current(
        "another environment's token opens userinfo",
        row("pingone.userinfo", authenticate=of_any_environment),
        "auth.token",
    ),
    p14c(
        "a redirect URI may go on",
        BY_THEIR_BEGINNING,
        "authorize.redirect",
    ),
    p14c("any verifier proves it", instead(token, "check_verifier", yes), "token.grant-invalid"),
    p14c(
        "a code is anybody's",
        instead(
            token.GRANTS,
            "authorization_code",
            whoever(lambda known, said: known.code(said.get("code", ""))),
        ),
        "token.grant-invalid",
    ),
    p14c(
        "a refresh token is anybody's",
        instead(
            token.GRANTS,
            "refresh_token",
            whoever(lambda known, said: known.refresh_token(said.get("refresh_token", ""))),
        ),
        "token.grant-invalid",
    ),
    p14c(
        "anybody's token is introspected",
        row("pingone.introspect", handler=as_its_client),
        "introspect.active",
    ),
    p14c("anybody's token is revoked", row("pingone.revoke", handler=as_its_client), "revoke"),
    p14c(
        "any secret will do",
        instead(secret, "matches", yes),
        "token.client-invalid introspect.auth",
    ),
    p14c("the private key is public", instead(Keys, "public", with_the_rest), "jwks"),
)


def the_body_first(right, operation, family, call):
    calling.document_of(operation, family, call)
    return right(operation, family, call)


AT_THE_DOOR = (
    p14c(
        "the body is read before anybody is asked who they are",
        instead(world, "caller_of", the_body_first),
        "auth.token",
    ),
    p14c(
        "the door is wide",
        exchanged(aiohttp_door, "MAX_BODY", 16 * aiohttp_door.MAX_BODY),
        "error.too-large",
        at_the_door=True,
    ),
)

BUGS = (*ENDS, *ENDS_WITH_IT, *WHOM, *AT_THE_DOOR)
