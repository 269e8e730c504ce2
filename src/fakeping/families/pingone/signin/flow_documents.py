"""A flow as clients see it, and the URLs of it."""

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.families.oauth import NO_STORE
from fakeping.families.pingone.signin import flow_rules
from fakeping.families.pingone.signin.call import SignInCall, environment_of, issuer_of
from fakeping.families.pingone.signin.cookies import set_cookie
from fakeping.families.pingone.signin.flows import (
    COMPLETED,
    CONSENT_REQUIRED,
    FAILED,
    MUST_CHANGE_PASSWORD,
    PASSWORD_REQUIRED,
    RECOVERY_CODE_REQUIRED,
    USER_CODE_REQUIRED,
    USERNAME_PASSWORD_REQUIRED,
    Flow,
)
from fakeping.families.pingone.user import User

CHECK = "usernamePassword.check"
RESET = "session.reset"
CHANGE = "password.reset"
FORGOT = "password.forgot"
RECOVER = "password.recover"
SEND = "password.sendRecoveryCode"
VERIFY = "deviceAuthGrant.userCode.verify"
CONSENT = "deviceAuthGrant.consent"

#: The actions that a status offers.
OFFERED = {
    USERNAME_PASSWORD_REQUIRED: (CHECK, FORGOT, RESET),
    PASSWORD_REQUIRED: (CHECK, FORGOT, RESET),
    RECOVERY_CODE_REQUIRED: (RECOVER, SEND, RESET),
    MUST_CHANGE_PASSWORD: (CHANGE, RESET),
    USER_CODE_REQUIRED: (VERIFY, RESET),
    CONSENT_REQUIRED: (CONSENT, RESET),
    COMPLETED: (RESET,),
    FAILED: (),
}


def resume_url(call: SignInCall, flow: Flow) -> str:
    """Where a completed flow goes on."""
    return f"{issuer_of(call)}/resume?flowId={flow.id}"


def to_page(call: SignInCall, flow: Flow) -> Reply:
    """Redirect to the sign-on page."""
    headers = {**NO_STORE, "Location": _page_url(call, flow)}
    return Reply(302, b"", headers, flow_rules.FLOW_PAGE.name)


def reply(
    call: SignInCall,
    flow: Flow,
    *,
    new_cookie: str | None = None,
    response: dict[str, str | None] | None = None,
) -> Reply:
    """Reply with a flow, and once it is resumed, with the authorization response."""
    document = _document(call, flow)
    if response is not None:
        document["_links"]["signOnPage"] = {"href": _page_url(call, flow)}
        said = {name: value for name, value in response.items() if value is not None}
        document["authorizeResponse"] = said
    headers = {**NO_STORE, "Content-Type": "application/json"}
    if new_cookie is not None:
        headers["Set-Cookie"] = set_cookie(call, new_cookie)
    return Reply(200, encoded(document), headers)


def _document(call: SignInCall, flow: Flow) -> dict[str, JSON]:
    environment = environment_of(call)
    url = f"{_root(call)}/flows/{flow.id}"
    links = {"self": url}
    if flow.status not in {COMPLETED, FAILED}:
        links["signOnPage"] = _page_url(call, flow)
        links |= dict.fromkeys(_listed(flow), url)
    application = environment.applications.find(flow.request.client_id)
    embedded: dict[str, JSON] = {"application": {"name": application.name}} if application else {}
    user = environment.users.table.get(flow.user_id or "")
    if user is not None and flow.status != RECOVERY_CODE_REQUIRED:
        embedded["user"] = _user(user)
    return {
        "_links": {name: {"href": href} for name, href in links.items()},
        "_embedded": embedded,
        "id": flow.id,
        "environment": {"id": environment.id},
        **({"session": {"id": flow.session.id}} if flow.session else {}),
        "resumeUrl": resume_url(call, flow),
        "status": flow.status,
        "createdAt": flow.created_at,
        "expiresAt": flow.expires_at,
    }


def _listed(flow: Flow) -> tuple[str, ...]:
    """The actions that a flow has links to: none back to the start where it stands there."""
    offered = OFFERED[flow.status]
    starts = flow.status == USERNAME_PASSWORD_REQUIRED
    return tuple(each for each in offered if not (starts and each == RESET))


def _user(user: User) -> JSON:
    name = {"given": user.given_name, "family": user.family_name}
    said = {part: value for part, value in name.items() if value is not None}
    return {"id": user.id, "username": user.username, **({"name": said} if said else {})}


def _page_url(call: SignInCall, flow: Flow) -> str:
    return f"{_root(call)}/signon/?flowId={flow.id}"


def _root(call: SignInCall) -> str:
    return f"{call.request.base_url}/{call.params['environment_id']}"
