"""The behaviours of PingOne's device authorization: each has a name, and says how we know it."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_RFC = "RFC 8628"
_TODAY = ("current",)
_DEVICE = "pingone.device_authorization"
_PAGES = ("pingone.device", "pingone.device.application")

DEVICE = Rule(
    name="pingone.device",
    says="`device_authorization` takes `client_id`, without client authentication, and `scope`, and"
    " answers a device code, a user code such as BVKV-2GZ2, the page to enter it at, and the"
    " application's `deviceTimeout` and `devicePollingInterval`. The page's path ends with the"
    " `devicePathId` or the application's id; `deviceCustomVerificationUri` takes its place.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Device authorization grant; {_RFC}, section 3.2. That credentials that"
    " are sent are looked at, and what the custom URI does: inferred",
    editions=_TODAY,
)
DEVICE_CLIENT = Rule(
    name="pingone.device.client",
    says="A device's application needs the grant type DEVICE_CODE: without it, 400"
    " `unauthorized_client`. An unknown or disabled one, or a wrong secret, is 401"
    " `invalid_client`.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Device authorization grant; {_RFC}, section 3.1; RFC 6749, section 5.2",
    operations=(_DEVICE,),
    statuses=(400, 401),
    editions=_TODAY,
)
DEVICE_PAGE = Rule(
    name="pingone.device.page",
    says="The page where a user code is entered redirects to the sign-on page of a flow; an"
    " application that is named and not there is 404 NOT_FOUND. On fakeping's page one enters the"
    " code, and allows or refuses as a user. A user who is given to sign in at once allows it with"
    " `user_code` in the URL.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_PLATFORM}, Device authorization grant: the start flow endpoints. Their answer, as of"
    " the authorization endpoint: chosen",
    operations=_PAGES,
    statuses=(404,),
    editions=_TODAY,
)
DEVICE_FLOW = Rule(
    name="pingone.device.flow",
    says="In a device's flow, signing in leads to DAG_USER_CODE_REQUIRED,"
    " `deviceAuthGrant.userCode.verify` with `userCode` to DAG_CONSENT_REQUIRED, and"
    " `deviceAuthGrant.consent` with `accept` to COMPLETED, or to FAILED if it is refused.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Configure device authorization grant flow, steps 6 to 10; Flows. FAILED:"
    " inferred",
    editions=_TODAY,
)
DEVICE_USER_CODE = Rule(
    name="pingone.device.user-code",
    says="A user code that is unknown, expired, used, or of another application than the flow's is"
    " 400 INVALID_DATA with the detail INVALID_VALUE, target `userCode`. Its letter case and its"
    " hyphen do not count.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Device authorization grant flows; {_RFC}, section 6.1. The error:"
    " unspecified",
    operations=("pingone.flow.act",),
    statuses=(400,),
    editions=_TODAY,
)
DEVICE_TOKEN = Rule(
    name="pingone.device.token",
    says="The grant type device_code exchanges a device code that the user has allowed for the"
    " user's tokens, once.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Token (device_code); {_RFC}, section 3.4",
    editions=_TODAY,
)
DEVICE_PENDING = Rule(
    name="pingone.device.pending",
    says="Until the user has decided, a device code is `authorization_pending`; asked for again"
    " before the interval has passed it is `slow_down`, and the interval is 5 seconds longer.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Device authorization grant, which names {_RFC}, section 3.5. The"
    " descriptions: unspecified",
    operations=("pingone.token",),
    statuses=(400,),
    editions=_TODAY,
)
DEVICE_ENDED = Rule(
    name="pingone.device.ended",
    says="A device code is `access_denied` once the user has refused, `expired_token` after the"
    " application's `deviceTimeout`, and `invalid_grant` if it is unknown, used, or another"
    " application's.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Device authorization grant, which names {_RFC}, section 3.5. The"
    " descriptions, and that a refused one stays so: unspecified",
    operations=("pingone.token",),
    statuses=(400,),
    editions=_TODAY,
)

RULES = tuple(each for each in globals().values() if isinstance(each, Rule))
