"""What the handlers of every area ask of a call."""

from fakeping.core.body import read_json
from fakeping.core.exchange import JSON
from fakeping.core.operation import Call
from fakeping.core.problem import Malformed
from fakeping.families.pingam.model import Identity
from fakeping.families.pingam.problems import OAuthProblem, WrongRequest
from fakeping.families.pingam.realms import addressed
from fakeping.families.pingam.rules import signin as rules
from fakeping.families.pingam.store import AccessManager, owner_of
from fakeping.families.pingam.wire import oauth as wire

AMCall = Call[AccessManager]


def realm(call: AMCall) -> str:
    """The realm that a call is about."""
    return addressed(call.params, call.request)


def owner(call: AMCall) -> str:
    """The resource owner on whose behalf a call is made."""
    return owner_of(call.caller)


def identity(call: AMCall) -> Identity:
    """Whose what a call registers will be."""
    return Identity(realm=realm(call), owner=owner(call), client=call.caller.client)


def deployment(call: AMCall) -> str:
    """The deployment's base URL, as the caller knows it."""
    return call.request.base_url + call.store.mount


def issuer(call: AMCall) -> str:
    """The issuer of the realm's tokens, as the caller knows it."""
    return wire.issuer(deployment(call), realm(call))


def required(call: AMCall, name: str) -> str:
    """A parameter of a form. Raises `OAuthProblem` when it is missing."""
    try:
        return str(call.body[name])
    except KeyError:
        raise OAuthProblem(
            "invalid_request", f"Missing parameter, '{name}'", rule=rules.PARAMETER
        ) from None


def optional_body(call: AMCall) -> JSON:
    """The JSON object that may come with a call; an empty one without. Raises `Malformed`."""
    if call.request.unread:
        raise call.request.unread
    if not call.request.body.strip():
        return {}
    document = read_json(call.request.body)
    if not isinstance(document, dict):
        raise Malformed("The body is not a JSON object")
    return document


def unknown_action(call: AMCall) -> WrongRequest:
    """What an `_action` that nobody knows meets."""
    action = call.query.get("_action")
    return WrongRequest(f"Action '{action}' not supported", rule=rules.ACTION)
