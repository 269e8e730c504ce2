"""Flows, pushed requests and devices as entries of a state document: written and read."""

from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import JSON
from fakeping.families.pingone.document.gaps import Gaps
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.signin.devices import Device
from fakeping.families.pingone.signin.flows import Flow
from fakeping.families.pingone.signin.model import (
    DEVICE,
    Access,
    AuthorizationRequest,
    Session,
)
from fakeping.families.pingone.signin.recoveries import Recovery
from fakeping.redaction.secret_digest import Show


def dump(environment: Environment, show: Show) -> list[JSON]:
    """Every flow under way."""
    return [_entry(flow, until, show) for _, flow, until in environment.signin.flows.items()]


def dump_pushed(environment: Environment, show: Show) -> list[JSON]:
    """Every pushed authorization request."""
    return [
        {"uri": show(uri), "request": _request(request, show), "expiresAt": until}
        for uri, request, until in environment.signin.pushed.items()
    ]


def load(environment: Environment, document: JSON, findings: DocumentErrors, gaps: Gaps) -> None:
    """Replace flows, pushed requests, devices and recovery codes, if the document lists any."""
    flows = environment.signin.flows
    if "flows" in document:
        flows.forget()
    for place, each in enumerate(document.get("flows", ())):
        with findings.at("flows", place).caught():
            flow = _flow(environment, each, gaps)
            flows.load(flow.id, flow, expires_at=each["until"])
    pushed = environment.signin.pushed
    if "pushedRequests" in document:
        pushed.forget()
    for place, each in enumerate(document.get("pushedRequests", ())):
        with findings.at("pushedRequests", place).caught():
            request = _asked(environment, each["request"], gaps)
            pushed.load(gaps.opened(each["uri"]), request, expires_at=each["expiresAt"])
    recoveries = environment.signin.recoveries
    if "recoveryCodes" in document:
        recoveries.forget()
    for place, each in enumerate(document.get("recoveryCodes", ())):
        with findings.at("recoveryCodes", place).caught():
            user = environment.users.get(each["user"])
            recovery = Recovery(code=gaps.opened(each["code"]), failures=each["failures"])
            recoveries.load(user.id, recovery, expires_at=each["expiresAt"])
    devices = environment.signin.devices
    if "devices" in document:
        devices.forget()
    for place, each in enumerate(document.get("devices", ())):
        with findings.at("devices", place).caught():
            device = _device(environment, each, gaps)
            devices.load(gaps.opened(each["code"]), device, expires_at=each["expiresAt"])


def dump_devices(environment: Environment, show: Show) -> list[JSON]:
    """Every device that has no tokens yet."""
    return [
        {
            "code": show(code),
            "userCode": show(device.user_code),
            "status": device.status,
            **_some(session=device.session and _session(device.session), askedAt=device.asked_at),
            "request": _request(device.request, show),
            "interval": device.interval,
            "endsAt": device.ends_at,
            "expiresAt": until,
        }
        for code, device, until in environment.signin.devices.all()
    ]


def dump_recoveries(environment: Environment, show: Show) -> list[JSON]:
    """Every code by which a user may recover their password."""
    return [
        {"user": user_id, "code": show(each.code), "failures": each.failures, "expiresAt": until}
        for user_id, each, until in environment.signin.recoveries.all()
    ]


def _entry(flow: Flow, until: float, show: Show) -> JSON:
    return {
        "id": flow.id,
        "status": flow.status,
        **_some(
            user=flow.user_id,
            session=flow.session and _session(flow.session),
            userCode=flow.user_code and show(flow.user_code),
        ),
        "request": _request(flow.request, show),
        "createdAt": flow.created_at,
        "expiresAt": flow.expires_at,
        "until": until,
    }


def _session(session: Session) -> JSON:
    return {
        "id": session.id,
        "user": session.user_id,
        "authTime": session.auth_time,
        "acr": session.acr,
    }


def _request(request: AuthorizationRequest, show: Show) -> JSON:
    access = request.access
    return {
        "application": request.client_id,
        "redirectUri": request.redirect_uri,
        "responseTypes": sorted(request.response_types),
        "responseMode": request.response_mode,
        **_some(
            resource=access.resource_id,
            furtherResources=list(access.further_ids) or None,
            state=request.state,
            nonce=request.nonce,
            # With the method `plain` it is the verifier.
            codeChallenge=None if request.challenge is None else show(request.challenge),
            maxAge=request.max_age,
            loginHint=request.login_hint,
        ),
        "scopes": list(access.scopes),
        "openidScopes": list(access.openid),
        "codeChallengeMethod": request.challenge_method,
        "prompts": sorted(request.prompts),
        "acr": request.acr,
    }


def _some(**members: JSON) -> JSON:
    return {name: value for name, value in members.items() if value is not None}


def _began(document: JSON) -> Session | None:
    return document and Session(
        id=document["id"],
        user_id=document["user"],
        auth_time=document["authTime"],
        acr=document["acr"],
    )


def _device(environment: Environment, document: JSON, gaps: Gaps) -> Device:
    return Device(
        user_code=gaps.opened(document["userCode"]),
        request=_asked(environment, document["request"], gaps),
        status=document["status"],
        session=_began(document.get("session")),
        interval=document["interval"],
        asked_at=document.get("askedAt"),
        ends_at=document["endsAt"],
    )


def _flow(environment: Environment, document: JSON, gaps: Gaps) -> Flow:
    user_code = document.get("userCode")
    return Flow(
        id=document["id"],
        request=_asked(environment, document["request"], gaps),
        status=document["status"],
        user_id=document.get("user"),
        session=_began(document.get("session")),
        user_code=user_code and gaps.opened(user_code),
        created_at=document["createdAt"],
        expires_at=document["expiresAt"],
    )


def _asked(environment: Environment, document: JSON, gaps: Gaps) -> AuthorizationRequest:
    client_id = document["application"]
    begins = document["responseMode"] == DEVICE and not client_id
    if not begins and environment.applications.find(client_id) is None:
        raise LookupError(f"there is no application {client_id!r}")
    challenge = document.get("codeChallenge")
    return AuthorizationRequest(
        client_id=client_id,
        redirect_uri=document["redirectUri"],
        response_types=frozenset(document["responseTypes"]),
        response_mode=document["responseMode"],
        access=Access(
            resource_id=document.get("resource"),
            further_ids=tuple(document.get("furtherResources", ())),
            scopes=tuple(document["scopes"]),
            openid=tuple(document["openidScopes"]),
        ),
        state=document.get("state"),
        nonce=document.get("nonce"),
        challenge=None if challenge is None else gaps.opened(challenge),
        challenge_method=document["codeChallengeMethod"],
        prompts=frozenset(document["prompts"]),
        acr=document["acr"],
        max_age=document.get("maxAge"),
        login_hint=document.get("loginHint"),
    )
