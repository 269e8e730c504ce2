"""Pushed authorization requests (RFC 9126): validated before the browser comes with their URI."""

from fakeping.core.exchange import Reply, encoded
from fakeping.families.oauth import NO_STORE
from fakeping.families.pingone.signin import authorization_requests as requests
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.model import PI_FLOW, REQUEST_URI

# Seconds, where the application says nothing.
_TIMEOUT = 60


def push(call: SignInCall) -> Reply:
    """Take an authorization request from its application, and return a URI for it."""
    environment = environment_of(call)
    application = environment.applications.get(call.caller.client)
    said = call.body
    without = said.get("response_mode") == PI_FLOW and "redirect_uri" not in said
    uri = "" if without else requests.redirect_uri(application, said)
    request = requests.validated(call, application, said, uri)
    lifetime = application.said.get("parTimeout") or _TIMEOUT
    name = REQUEST_URI + environment.signin.ids.opaque()
    environment.signin.pushed.put(request, lifetime=lifetime, name=name)
    headers = {**NO_STORE, "Content-Type": "application/json"}
    return Reply(201, encoded({"request_uri": name, "expires_in": lifetime}), headers)
