"""Device authorization (RFC 8628): the device's request, and its tokens."""

from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.families.oauth import DEVICE_CODE, NO_STORE, NONE, OAuthError, form
from fakeping.families.pingone.signin import clients, issue, scopes
from fakeping.families.pingone.signin import device_deciding as deciding
from fakeping.families.pingone.signin import device_rules as device
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.devices import REFUSED
from fakeping.families.pingone.signin.model import Application, Authorization
from fakeping.families.pingone.signin.parameters import required
from fakeping.families.pingone.signin.problems import InvalidClient

# What an application has that says nothing.
_TIMEOUT = 600
_INTERVAL = 5


def authenticate(call: SignInCall) -> Caller:
    """Return the application that is named, whose secret counts if it is sent."""
    shown = clients.credentials(call.request, form(call.request))
    environment = environment_of(call)
    found = environment.applications.find(shown.client_id)
    if shown.method == NONE and found is not None and found.enabled:
        return Caller(subject=None, client=found.client_id, issuer=environment.id)
    try:
        return clients.authenticate(call)
    except InvalidClient as problem:
        raise clients.refused(shown, rule=device.DEVICE_CLIENT) from problem


def authorize_device(call: SignInCall) -> Reply:
    """Return the codes of a device, and where its user enters theirs."""
    environment = environment_of(call)
    application = environment.applications.find(call.caller.client)
    assert application is not None  # noqa: S101 - it authenticated
    if DEVICE_CODE not in application.grant_types:
        raise OAuthError(
            "unauthorized_client",
            f"The application may not use the grant type {DEVICE_CODE}",
            rule=device.DEVICE_CLIENT,
        )
    access = scopes.access(environment, application, call.body, user=True)
    said = application.said
    lifetime = said.get("deviceTimeout") or _TIMEOUT
    interval = said.get("devicePollingInterval") or _INTERVAL
    code, waiting = environment.signin.devices.begin(
        deciding.request(environment, application, access), lifetime=lifetime, interval=interval
    )
    own = f"{_root(call)}/device/{said.get('devicePathId') or application.client_id}"
    uri = said.get("deviceCustomVerificationUri") or own
    document = {
        "device_code": code,
        "user_code": waiting.user_code,
        "verification_uri": uri,
        "verification_uri_complete": f"{uri}{'&' if '?' in uri else '?'}user_code="
        f"{waiting.user_code}",
        "expires_in": lifetime,
        "interval": interval,
    }
    headers = {**NO_STORE, "Content-Type": "application/json"}
    return Reply(200, encoded(document), headers, device.DEVICE.name)


def device_code(call: SignInCall, application: Application) -> JSON:
    """Exchange a device code, which the user has allowed, for the user's tokens."""
    devices, code = environment_of(call).signin.devices, required(call.body, "device_code")
    found = devices.get(code)
    if found is None or found.request.client_id != application.client_id:
        raise _ended("invalid_grant", "The device_code is unknown or used, or another client's.")
    if devices.has_ended(found):
        raise _ended("expired_token", "The device_code has expired.")
    if found.status == REFUSED:
        raise _ended("access_denied", "The user refused the device.")
    if devices.asks(code, found):
        raise _pending("slow_down", "The device asks too often.")
    if found.session is None:
        raise _pending("authorization_pending", "The user has not allowed the device yet.")
    devices.take(code)
    authorization = Authorization(
        id=environment_of(call).signin.ids.uuid(), session=found.session, request=found.request
    )
    return issue.for_user(call, application, authorization, found.request.access)


def _root(call: SignInCall) -> str:
    return f"{call.request.base_url}/{call.params['environment_id']}"


def _ended(error: str, description: str) -> OAuthError:
    return OAuthError(error, description, rule=device.DEVICE_ENDED)


def _pending(error: str, description: str) -> OAuthError:
    return OAuthError(error, description, rule=device.DEVICE_PENDING)
