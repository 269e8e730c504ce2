"""How a requesting party gets an RPT."""

from fakeping.core.rules import Evidence, Rule

_DOC = "PingAM 8.1, UMA grant flow"
_GRANT = "UMA 2.0 Grant for OAuth 2.0 Authorization"
_SPEC = "Federated Authorization for UMA 2.0"
_LIVE = "Recordings of a running OpenAM, PingAM's open ancestor"

DISCOVERY = Rule(
    name="pingam.discovery.uma",
    says="UMA discovery is public, and has the members that 8.1 documents; `openam` has"
    " `uma-configuration`.",
    evidence=Evidence.DOCUMENTED,
    source="PingAM 8.1, endpoint configuration",
)
TICKET = Rule(
    name="pingam.ticket.issued",
    says="A permission request, an object or an array, answers 201 and a ticket: a JWT that holds"
    " for 120 seconds and once.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. The object: {_SPEC}, section 4.1",
)
TICKET_RESOURCE = Rule(
    name="pingam.ticket.resource",
    says="A resource that the PAT's owner does not have is 400 `invalid_resource_id`.",
    evidence=Evidence.INFERRED,
    source=f"{_SPEC}, section 4.3; the words: {_LIVE}",
    operations=("pingam.permission_request",),
    statuses=(400,),
)
TICKET_SCOPE = Rule(
    name="pingam.ticket.scope",
    says="A scope that the resource does not have is 400 `invalid_scope`.",
    evidence=Evidence.INFERRED,
    source=f"{_SPEC}, section 4.3; the words: {_LIVE}",
    operations=("pingam.permission_request",),
    statuses=(400,),
)
TICKET_AUTH = Rule(
    name="pingam.ticket.auth",
    says="The permission endpoint refuses a token in the form of AM's own REST endpoints, without"
    " `WWW-Authenticate`.",
    evidence=Evidence.OBSERVED,
    source=_LIVE,
)
RPT = Rule(
    name="pingam.rpt.issued",
    says="A ticket and an ID token as claim token bring an RPT, when the policy of every resource"
    " lets the party have every scope that the ticket and `scope` name. Owners may have their own."
    " What was deleted since the ticket, a resource or all that it names of one, is 400"
    " `invalid_grant`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. Owners, and what was deleted: unspecified",
)
RPT_UPGRADE = Rule(
    name="pingam.rpt.upgrade",
    says="`rpt` adds what that token allowed to the new one, for the same client and party, and"
    " the answer says `upgraded`. Any other text there, also an RPT that has expired, adds nothing,"
    " and the answer does not say `upgraded`.",
    evidence=Evidence.INFERRED,
    source=f"{_GRANT}, sections 3.3.1 and 3.3.5: to upgrade is the server's option",
)
SCOPE = Rule(
    name="pingam.rpt.scope",
    says="A scope in `scope` that none of the ticket's resources has is 400 `invalid_scope`; one"
    " that the client is not registered for is not considered. The ticket is spent either way.",
    evidence=Evidence.INFERRED,
    source=f"{_GRANT}, sections 3.3.1, 3.3.4 and 3.3.6",
    operations=("pingam.token",),
    statuses=(400,),
)
PARTY = Rule(
    name="pingam.rpt.party",
    says="Without a claim token the party is whoever `rpt`, or the bearer token that the client"
    " came with, stands for.",
    evidence=Evidence.UNSPECIFIED,
    source="UMA clients in use send an access token there",
)
NEED_INFO = Rule(
    name="pingam.rpt.need-info",
    says="When nothing says who the party is, the answer is 403 `need_info` with a new ticket and"
    " the claims that are wanted.",
    evidence=Evidence.INFERRED,
    source=f"{_GRANT}, section 3.3.6",
    operations=("pingam.token",),
    statuses=(403,),
)
CLAIM_FORMAT = Rule(
    name="pingam.rpt.claim-format",
    says="A claim token without a format, or with another than the ID token's, is 400"
    " `invalid_request`; the ticket is spent.",
    evidence=Evidence.INFERRED,
    source=f"{_GRANT}, section 3.3.1",
    operations=("pingam.token",),
    statuses=(400,),
)
REQUEST_SUBMITTED = Rule(
    name="pingam.rpt.request-submitted",
    says="What the party may not have is 403 `request_submitted` with a new ticket, and waits for"
    " the owner; what waits already is not submitted twice.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. The ancestor denies the second time",
    operations=("pingam.token",),
    statuses=(403,),
)
RPT_INTROSPECT = Rule(
    name="pingam.rpt.introspect",
    says="An RPT shows its `permissions`, each with its `exp`; resources that were deleted, and"
    " scopes that an update took from a resource, are not among them.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. {_SPEC}, section 5.1.1: only what is registered; deleted resources: inferred",
)
SERVER_INFO = Rule(
    name="pingam.serverinfo.public",
    says="`serverinfo/*` tells what a sign-in page must know, such as the name of the session's"
    " cookie. Nobody needs to be signed in.",
    evidence=Evidence.OBSERVED,
    source="Recordings of a running OpenAM, PingAM's open ancestor, which tells more",
)
SERVERINFO = Rule(
    name="pingam.serverinfo.uma",
    says="`serverinfo/uma` says that UMA is `enabled`, and that `resharingMode` is `OFF`. Nobody"
    " needs to be signed in.",
    evidence=Evidence.INFERRED,
    source="AM's user interface reads both; source of OpenAM, UmaConfigurationResource. The values:"
    " unspecified, for requesting parties share nothing here",
)
