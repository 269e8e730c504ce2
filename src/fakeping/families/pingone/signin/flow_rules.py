"""The behaviours of PingOne's sign-in without a browser: each has a name, and its evidence."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_TODAY = ("current",)

FLOW = Rule(
    name="pingone.flow",
    says="`response_mode=pi.flow` answers a flow, and needs no `redirect_uri`: its status, the"
    " actions as links, `resumeUrl`, and 15 minutes to sign in. GET answers it again.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Getting started: Simple SSO; Flows. Without registration",
    editions=_TODAY,
)
FLOW_PAGE = Rule(
    name="pingone.flow.page",
    says="Without `pi.flow`, whoever has no session is redirected to the sign-on page, with"
    " `flowId` in its URL; so is who resumes a flow too early, or without its session.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Get a token for custom resource access. That resuming does: unspecified."
    " PingOne's page is on another host",
    editions=_TODAY,
)
FLOW_CHECK = Rule(
    name="pingone.flow.check",
    says="The media type `usernamePassword.check`, without credentials of a client, completes a"
    " flow, and sets the session's cookie `ST`.",
    evidence=Evidence.OBSERVED,
    source=f"{_PLATFORM}, Getting started: Simple SSO; clients of a live environment. `Secure` and"
    " `SameSite=None` are left out over plain HTTP",
    editions=_TODAY,
)
FLOW_SESSION = Rule(
    name="pingone.flow.session",
    says="A session that is too old, or that `prompt=login` does not accept, makes a flow with"
    " PASSWORD_REQUIRED for its user; one that is accepted, a COMPLETED one. `session.reset` goes"
    " back to the start.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Flows. That an accepted session completes the flow: inferred",
    editions=_TODAY,
)
FLOW_CHANGE = Rule(
    name="pingone.flow.change",
    says="A password that must be changed makes the flow MUST_CHANGE_PASSWORD; `password.reset`"
    " with the current and a new one completes it.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Flows; PingOne's sample sign-on page",
    editions=_TODAY,
)
FLOW_FORGOT = Rule(
    name="pingone.flow.forgot",
    says="`password.forgot` with a user name makes the flow RECOVERY_CODE_REQUIRED and sends the"
    " user a code, `password.sendRecoveryCode` another; `password.recover` with it and a new"
    " password completes the flow. A wrong code is 400 INVALID_DATA with the detail INVALID_VALUE,"
    " target `recoveryCode`. A user who is not there is told nothing else.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Flows, Forgot password. The error, and that nobody is told who is there:"
    " unspecified",
    operations=("pingone.flow.act",),
    statuses=(400,),
    editions=_TODAY,
)
FLOW_RESUME = Rule(
    name="pingone.flow.resume",
    says="`resume`, with the cookie of a completed flow, answers the authorization request: a"
    " redirect, or with `pi.flow` the flow and its `authorizeResponse`. It does so once.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Getting started: Simple SSO. Before that, `pi.flow` answers the flow as"
    " it is: unspecified, as is that it is once",
    editions=_TODAY,
)
FLOW_CREDENTIALS = Rule(
    name="pingone.flow.credentials",
    says="A wrong user name or password is 400 INVALID_DATA with the detail INVALID_CREDENTIALS, a"
    " user without one NO_PASSWORD, and a wrong current password INVALID_VALUE.",
    evidence=Evidence.OBSERVED,
    source="PingOne's sample sign-on page acts on these codes. The code above them: inferred",
    operations=("pingone.flow.act",),
    statuses=(400,),
    editions=_TODAY,
)
FLOW_USER = Rule(
    name="pingone.flow.user",
    says="The right password of a user who is locked is 400 INVALID_DATA with the detail"
    " PASSWORD_LOCKED_OUT, of one who is disabled USER_DISABLED.",
    evidence=Evidence.UNSPECIFIED,
    source="PASSWORD_LOCKED_OUT is what PingOne's sample sign-on page knows; USER_DISABLED: chosen",
    operations=("pingone.flow.act",),
    statuses=(400,),
    editions=_TODAY,
)
FLOW_ACTION_OFFERED = Rule(
    name="pingone.flow.action",
    says="An action that the flow does not offer, or that no media type names, is 401"
    " ACCESS_FAILED with the detail INVALID_TOKEN.",
    evidence=Evidence.OBSERVED,
    source="An answer of auth.pingone.com to a form, as quoted by a third party. Other actions that"
    " aren't offered: inferred",
    operations=("pingone.flow.act",),
    statuses=(401,),
    editions=_TODAY,
)
FLOW_UNKNOWN = Rule(
    name="pingone.flow.unknown",
    says="A flow that is unknown, expired or resumed is 404 NOT_FOUND.",
    evidence=Evidence.UNSPECIFIED,
    source="No source says",
    operations=("pingone.flow.read", "pingone.flow.act", "pingone.resume"),
    statuses=(404,),
    editions=_TODAY,
)

PAR = Rule(
    name="pingone.par",
    says="`par` takes the parameters of an authorization request with the client's authentication,"
    " and answers 201 with a `request_uri`, good for `parTimeout`, by default 60 seconds.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Pushed authorization requests; the status is RFC 9126's. It is refused"
    " as the authorization endpoint refuses it, but in the answer",
    editions=_TODAY,
)
PAR_ONCE = Rule(
    name="pingone.par.once",
    says="A `request_uri` counts once, in place of all other parameters but `client_id`; one that"
    " is used, expired, unknown or another client's is `invalid_request_uri`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Pushed authorization requests. The error is RFC 9101's",
    operations=("pingone.authorize",),
    statuses=(400,),
    editions=_TODAY,
)
PAR_REQUIRED = Rule(
    name="pingone.par.required",
    says="An application with `parRequirement` REQUIRED that does not push its request is"
    " `invalid_request`.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Applications: parRequirement. The error is RFC 9126's",
    operations=("pingone.authorize",),
    statuses=(302, 400),
    editions=_TODAY,
)

RULES = tuple(each for each in list(globals().values()) if isinstance(each, Rule))
