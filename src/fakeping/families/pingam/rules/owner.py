"""What a resource owner sees and decides."""

from fakeping.core.rules import Evidence, Rule

_DOC = "PingAM 8.1, UMA policies"
_SOURCE = "Source of OpenAM"

POLICY_MISSING = Rule(
    name="pingam.policy.missing",
    says="A policy that is not there is 404, `UMA Policy not found, {id}`.",
    evidence=Evidence.DOCUMENTED,
    source=_DOC,
    operations=("pingam.policy.read", "pingam.policy.put", "pingam.policy.delete"),
    statuses=(404,),
)
POLICY_EXISTS = Rule(
    name="pingam.policy.exists",
    says="A second policy for a resource set is 409.",
    evidence=Evidence.INFERRED,
    source=_SOURCE,
    operations=("pingam.policy.create", "pingam.policy.put"),
    statuses=(409,),
)
POLICY_SCOPES = Rule(
    name="pingam.policy.scopes",
    says="A policy with a scope that the resource set does not have is 400.",
    evidence=Evidence.INFERRED,
    source=_SOURCE,
    operations=(
        "pingam.policy.create",
        "pingam.policy.put",
        "pingam.pending_request.decide",
        "pingam.pending_request.decide_all",
    ),
    statuses=(400,),
)
POLICY_OWNER = Rule(
    name="pingam.policy.owner",
    says="Only the resource owner creates a policy; for an administrator it is 403. Approving a"
    " request is no such creation.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: 'Only the resource owner can create a policy'. The sentence: {_SOURCE},"
    " UmaPolicyResourceAuthzFilter. Approving: unspecified",
    operations=("pingam.policy.create", "pingam.policy.put"),
    statuses=(403,),
)
POLICY_RESOURCE = Rule(
    name="pingam.policy.resource",
    says="A policy for what the owner does not have is 400, `Invalid ResourceSet UID`.",
    evidence=Evidence.INFERRED,
    source=_SOURCE,
    operations=(
        "pingam.policy.create",
        "pingam.policy.put",
        "pingam.pending_request.decide",
        "pingam.pending_request.decide_all",
    ),
    statuses=(400,),
)
POLICY_ID = Rule(
    name="pingam.policy.id",
    says="The id in the URL and `policyId` are the same, and the resource set's.",
    evidence=Evidence.DOCUMENTED,
    source=_DOC,
    operations=("pingam.policy.create", "pingam.policy.put"),
    statuses=(400,),
)
POLICY_SHAPE = Rule(
    name="pingam.policy.shape",
    says="A policy has a `policyId` and `permissions`, each of a `subject` and `scopes`; the first"
    " that is not right is named in a 400.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: a missing subject. The other sentences: {_SOURCE}",
    operations=("pingam.policy.create", "pingam.policy.put"),
    statuses=(400,),
)
POLICY_CREATED = Rule(
    name="pingam.policy.created",
    says="`PUT` with `If-None-Match: *` creates: 201, `_id` and `_rev`. Otherwise it updates what"
    " is there, 200, and creates what is not; with `If-Match` it never creates.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. Without either header: unspecified",
)
CREATED_AT = Rule(
    name="pingam.crest.location",
    says="What is created is at `Location`, its id below the collection's URL; the `_rev` of a"
    " resource is its `ETag`, in quotes.",
    evidence=Evidence.INFERRED,
    source="ForgeRock's common REST, RequestRunner: 201 with `Location`, `ETag` for a revision",
)
PROTOCOL = Rule(
    name="pingam.crest.protocol",
    says="`protocol=1.0` in `Accept-API-Version` leaves `_rev` out of resources, and the `_id` of"
    " policies; 2.0, 2.1 and none show both. A version that is to come is 400.",
    evidence=Evidence.INFERRED,
    source="ForgeRock's common REST, HttpUtils: 2.1 is the default; the ancestor's own documents",
    operations=(
        "pingam.policy.*",
        "pingam.pending_request.*",
        "pingam.owner_resource_set.*",
        "pingam.label.*",
    ),
    statuses=(400,),
)
CREATION = Rule(
    name="pingam.crest.creation",
    says="In protocol 2.1 a `POST` without `_action` creates; before it is 400. A `PUT` without a"
    " condition creates what is not there, except in protocol 1.0; an `If-None-Match` other than"
    " `*` is 400.",
    evidence=Evidence.DOCUMENTED,
    source="PingAM 8.1, UMA labels: the sample's POST. The rest: ForgeRock's common REST,"
    " HttpUtils",
    operations=(
        "pingam.policy.create",
        "pingam.policy.put",
        "pingam.label.create",
        "pingam.label.put",
        "pingam.owner_resource_set.act",
    ),
    statuses=(400,),
)
POLICY_REVISION = Rule(
    name="pingam.policy.revision",
    says="An `If-Match` that is neither `*` nor the current `_rev` is 412.",
    evidence=Evidence.INFERRED,
    source="ForgeRock's common REST",
    operations=("pingam.policy.put", "pingam.policy.delete"),
    statuses=(412,),
)
POLICY_EXPIRES = Rule(
    name="pingam.policy.expires",
    says="A condition of the type `Expiration` ends a policy at its `expirationDate`. Members that"
    " are not known are kept, and decide nothing.",
    evidence=Evidence.DOCUMENTED,
    source="PingAM 8.1, /json/users/{user}/uma/policies: the sample",
)
POLICY_CLIENTS = Rule(
    name="pingam.policy.clients",
    says="A condition of the type `clientId` lets the clients in its `clientIds` alone get an RPT"
    " for what a policy shares. Owners have their own through any client.",
    evidence=Evidence.DOCUMENTED,
    source="PingAM 8.1, /json/users/{user}/uma/policies: 'to restrict the list of clients that can"
    " obtain an RPT'. The name `clientIds`, and owners: unspecified",
)
POLICY_CONDITIONS = Rule(
    name="pingam.policy.conditions",
    says="All conditions of a policy must hold or, where its `type` is `OR`, any; two of one type"
    " count like others. A `type` but `AND` and `OR`, and a condition that is neither `Expiration`"
    " nor `clientId`, are 400.",
    evidence=Evidence.DOCUMENTED,
    source="PingAM 8.1, /json/users/{user}/uma/policies: 'add multiple conditions, separated by AND"
    " and OR'. The default, and the refusals: inferred",
    operations=("pingam.policy.create", "pingam.policy.put"),
    statuses=(400,),
)
_QUERIES = (
    "pingam.policy.query",
    "pingam.pending_request.query",
    "pingam.owner_resource_set.query",
    "pingam.history.query",
)
_COMMON_REST = "Source of ForgeRock's Common REST"
QUERY = Rule(
    name="pingam.query.filter",
    says="A `_queryFilter` is `true`, `false`, or comparisons joined by `and`, `or`, `!` and"
    " parentheses, their texts in double or single quotes, where a backslash escapes; what can't"
    " be parsed is 400.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. The grammar and the error: {_COMMON_REST}, QueryFilterParser, HttpAdapter."
    " `true` and `false` for resource sets: unspecified, and 501 in the ancestor",
    operations=_QUERIES,
    statuses=(400,),
)
QUERY_MEMBERS = Rule(
    name="pingam.query.members",
    says="Policies are found by `resourceServer` and `permissions/subject` with `eq`: another"
    " member is 500, `'/badField' not queryable`, another operator 500. Resource sets are found by"
    " `name`, `resourceServer`, `resourceOwnerId` and `policy/permissions/subject` with `eq`, `sw`"
    " and `co`, and by `labels` with `eq`; what else is asked is 501. UMA requests are found by"
    " every member with every operator of Common REST, letter case aside. An audit history is asked"
    " with `and` of `eq`, `sw` and `co`, its `eventTime` with `eq`; what else is 500.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: what policies are found by, and the 500. The others: {_SOURCE}",
    operations=_QUERIES,
    statuses=(500, 501),
)
QUERY_MISSING = Rule(
    name="pingam.query.missing",
    says="A query without a filter is 400 for policies and resource sets, and 501 for UMA requests"
    " and audit histories; `_queryId=*` finds every resource set.",
    evidence=Evidence.INFERRED,
    source=f"{_SOURCE}, ResourceSetResource, PendingRequestResource. Policies and"
    " audit histories: unspecified",
    operations=_QUERIES,
    statuses=(400, 501),
)
QUERY_PARAMETERS = Rule(
    name="pingam.query.parameters",
    says="The names of Common REST's query parameters are taken in any letter case. A value that"
    " can't be parsed, one that is given twice, and two that exclude each other are 400.",
    evidence=Evidence.INFERRED,
    source=f"{_COMMON_REST}, HttpAdapter",
    operations=(*_QUERIES, "pingam.label.query"),
    statuses=(400,),
)
QUERY_PAGES = Rule(
    name="pingam.query.pages",
    says="`_pageSize` entities are answered after `_pagedResultsOffset` of them, and"
    " `remainingPagedResults` counts what is left. No page size, or one below 1, is all. There is"
    " no cookie, and no total whatever `_totalPagedResultsPolicy` says.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}, OpenAM 13, Administration Guide, UMA. Without a page size, the cookie and the"
    f" total: {_SOURCE}, QueryResponsePresentation",
)
QUERY_SORTED = Rule(
    name="pingam.query.sorted",
    says="`_sortKeys` sorts by one member after the other, before paging; `-` in front reverses."
    " What has no such member comes first.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. Other members than `policyId` and `name`: {_SOURCE},"
    " QueryResponsePresentation",
)
QUERY_FIELDS = Rule(
    name="pingam.query.fields",
    says="`_fields` answers `_id`, `_rev` and the members that it names, each by the last name of"
    " its path; unknown ones are left out.",
    evidence=Evidence.INFERRED,
    source=f"{_COMMON_REST}, Resources.filterResource",
)
QUERY_WHOLE = Rule(
    name="pingam.query.whole",
    says="A query looks at up to 5,000 of an owner's entities; where there are more it is 400.",
    evidence=Evidence.UNSPECIFIED,
    source="How many the real one answers with, the documentation does not say",
    operations=(*_QUERIES[:-1], "pingam.label.query"),
    statuses=(400,),
    incidental=True,
)
REQUEST_MISSING = Rule(
    name="pingam.pending_request.missing",
    says="A pending request that is not there, or is another owner's, is 404.",
    evidence=Evidence.INFERRED,
    source=_SOURCE,
    operations=("pingam.pending_request.read", "pingam.pending_request.decide"),
    statuses=(404,),
)
REQUEST_APPROVED = Rule(
    name="pingam.pending_request.approved",
    says="Approving shares the `scopes` of the body, or else all that was asked for, in a new"
    " policy or in the one that is there; denying forgets the request.",
    evidence=Evidence.DOCUMENTED,
    source="PingAM 8, /json/users/{user}/uma/pendingrequests. Without a body: inferred",
    operations=("pingam.pending_request.decide", "pingam.pending_request.decide_all"),
    statuses=(400,),
)
HISTORY = Rule(
    name="pingam.history",
    says="An owner's `auditHistory` has an entry for each request for an RPT of each resource set,"
    " `Authorisation_Requested`, and then for what came of it: `Authorisation_Granted`, another"
    " `Authorisation_Requested` where it was submitted, `Authorisation_Denied` where it waited"
    " already. `Authorisation_Request_Approved` and `Authorisation_Request_Denied` have the"
    " party's name, `Policy_Created` and `Policy_Updated` the owner's universal id. Deletions have"
    " none.",
    evidence=Evidence.INFERRED,
    source=f"{_SOURCE}, UmaAuditType, AuthorizationRequestEndpoint, PendingRequestsService,"
    " UmaPolicyServiceImpl. That an approval says `Policy_Created` or `Policy_Updated` first, and"
    " one entry for each of several resource sets: inferred. How long: unspecified",
)
SETS_SHARED = Rule(
    name="pingam.owner_resource_set.shared",
    says="The resource sets that an unexpired policy shares with a user are in their list after"
    " their own, unless `resourceOwnerId` narrows it, and can be read. Only the owner sees the"
    " policy; others see all labels.",
    evidence=Evidence.INFERRED,
    source=f"{_SOURCE}, ResourceSetService, ResourceSetResource. It reads any resource set by its"
    " id, of whatever owner: here one that is not shared is 404",
)
REVOKE_ALL = Rule(
    name="pingam.owner_resource_set.revoke-all",
    says="`_action=revokeAll`, in any letter case, deletes every policy of the owner's: 200, `{}`,"
    " even where there is none. Resource sets, labels and requests stay. Another action is 501.",
    evidence=Evidence.INFERRED,
    source=f"{_SOURCE}, ResourceSetResource",
    operations=("pingam.owner_resource_set.act",),
    statuses=(501,),
)
SETS_MISSING = Rule(
    name="pingam.owner_resource_set.missing",
    says="A resource set that is not there, or is another owner's and not shared, is 404 with"
    " the sentence 'No resource set with id, {id}, found.'",
    evidence=Evidence.INFERRED,
    source=f"{_SOURCE}, ResourceSetService",
    operations=("pingam.owner_resource_set.read", "pingam.owner_resource_set.update"),
    statuses=(404,),
)
