"""The rules of the grants of applications."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_TERRAFORM = "The tests of Terraform's PingOne provider, which record the live service"
_SDK = "PingOne's Go SDK, the model of a grant"

_GRANT_WRITES = ("pingone.grant.create", "pingone.grant.update")

GRANT_REQUIRED = Rule(
    name="pingone.grant.required",
    says="A grant needs a resource and scopes, each with its id: 400 INVALID_DATA, REQUIRED_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source=_SDK,
    operations=_GRANT_WRITES,
    statuses=(400,),
)
GRANT_ONE = Rule(
    name="pingone.grant.one",
    says="A second grant for a resource is 400 INVALID_DATA, UNIQUENESS_VIOLATION.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Create grant: a note. The status and the details: unspecified",
    operations=_GRANT_WRITES,
    statuses=(400,),
)
GRANT_NAMES = Rule(
    name="pingone.grant.scope-names",
    says="Two grants of an application with scopes of the same name are 400 INVALID_DATA,"
    " UNIQUENESS_VIOLATION.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Create grant: a note. The status and the details: unspecified",
    operations=_GRANT_WRITES,
    statuses=(400,),
)
GRANT_UNKNOWN = Rule(
    name="pingone.grant.unknown",
    says="A grant for an unknown resource, or with a scope that the resource does not have, is 400"
    " INVALID_DATA, INVALID_VALUE.",
    evidence=Evidence.UNSPECIFIED,
    source="Terraform's provider looks before it asks",
    operations=_GRANT_WRITES,
    statuses=(400,),
)
GRANT_SCOPES = Rule(
    name="pingone.grant.scopes",
    says="A grant without a scope is 400 INVALID_DATA, EMPTY_VALUE.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_SDK}: `scopes` is required",
    operations=_GRANT_WRITES,
    statuses=(400,),
)
GRANT_RESOURCE = Rule(
    name="pingone.grant.resource",
    says="A PUT with another resource is 400 INVALID_DATA, INVALID_VALUE.",
    evidence=Evidence.UNSPECIFIED,
    source="Terraform's provider makes another grant instead",
    operations=("pingone.grant.update",),
    statuses=(400,),
)
GRANT_CASCADE = Rule(
    name="pingone.grant.cascade",
    says="A scope that is deleted leaves the grants that have it. A grant stays without its last"
    " scope, until a PUT gives it others; it goes with its resource and with its application.",
    evidence=Evidence.INFERRED,
    source=f"{_TERRAFORM}: every scope of a grant is deleted and made again, and then the grant is"
    " replaced: so it is still there. Resources: unspecified",
)
GRANT_CONSOLE = Rule(
    name="pingone.grant.console",
    says="PingOne's console has no grants: 404. Its portal and its self-service pages have one for"
    " PingOne's API, which can be replaced.",
    evidence=Evidence.OBSERVED,
    source=f"{_TERRAFORM}; the document says 404 for self-service as well",
    operations=("pingone.grant.*",),
    statuses=(404,),
)

RULES = (
    GRANT_REQUIRED,
    GRANT_ONE,
    GRANT_NAMES,
    GRANT_UNKNOWN,
    GRANT_SCOPES,
    GRANT_RESOURCE,
    GRANT_CASCADE,
    GRANT_CONSOLE,
)
