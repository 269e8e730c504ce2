"""The rules of the attributes of applications."""

from fakeping.core.rules import Evidence, Rule

_TERRAFORM = "The tests of Terraform's PingOne provider, which record the live service"
_SDK = "PingOne's Go SDK, the model of an application's attribute"
_MAPPING = "PingOne Platform API, Application attribute mapping"
_ATTRIBUTE_WRITES = ("pingone.application_attribute.create", "pingone.application_attribute.update")

ATTRIBUTES = Rule(
    name="pingone.application-attribute.list",
    says="An application has the core attribute `sub`, `${user.id}`, from the start, and custom"
    " ones; a PUT without `idToken`, `userInfo` and `oidcScopes` resets them to true, true and"
    " none. PingOne's own applications have no attributes: 404.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_MAPPING}; Terraform's provider. PingOne's own: unspecified",
    operations=("pingone.application_attribute.*",),
    statuses=(200, 201, 404),
)
ATTRIBUTE_CORE = Rule(
    name="pingone.application-attribute.core",
    says="`sub` takes a new value, but no new name, stays `required`, and can't be deleted: 400."
    " It stands everywhere, whatever is said.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_MAPPING}; Terraform's provider resets it and never deletes it. The errors,"
    " and where it stands: unspecified",
    operations=("pingone.application_attribute.update", "pingone.application_attribute.delete"),
    statuses=(400,),
)
ATTRIBUTE_RESERVED = Rule(
    name="pingone.application-attribute.reserved",
    says="The names of registered claims are reserved: 400 INVALID_DATA, INVALID_VALUE, `Attribute"
    " name '...' is not valid for the '...' application`.",
    evidence=Evidence.OBSERVED,
    source=f"{_TERRAFORM}; the names: {_SDK}. Which word stands for the application: unspecified",
    operations=_ATTRIBUTE_WRITES,
    statuses=(400,),
)
ATTRIBUTE_REQUIRED = Rule(
    name="pingone.application-attribute.required",
    says="An attribute says whether it is `required`: left out, 400 INVALID_DATA, REQUIRED_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_MAPPING}, the table of members; {_SDK}. A sentence above the table says that it is"
    " optional",
    operations=_ATTRIBUTE_WRITES,
    statuses=(400,),
)
ATTRIBUTE_PLACE = Rule(
    name="pingone.application-attribute.place",
    says="An attribute stands in the ID token, in the user info or in both, which is the default;"
    " in neither, it is 400 INVALID_DATA.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_SDK}. The error: unspecified",
    operations=_ATTRIBUTE_WRITES,
    statuses=(400,),
)
ATTRIBUTE_SCOPES = Rule(
    name="pingone.application-attribute.scopes",
    says="`oidcScopes` has ids of scopes of openid that are granted to the application, at least"
    " one; else it is 400 INVALID_DATA. A scope that is no longer granted leaves them, and an"
    " attribute goes with its last one.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_SDK}. The errors, and what becomes of scopes that are no longer granted:"
    " unspecified",
    operations=_ATTRIBUTE_WRITES,
    statuses=(400,),
)
ATTRIBUTE_CLAIMS = Rule(
    name="pingone.application-attribute.claims",
    says="An application's attributes are claims of its ID tokens and of its user info, whichever"
    " scopes were asked for beside `openid`, or with one of their `oidcScopes`. They stand in the"
    " place of openid's of the same name; `sub` in the place of the user's id.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_MAPPING}; docs.pingidentity.com, Editing an OIDC resource. `sub` of the user info:"
    " OpenID Connect Core, section 5.3.2",
)
ATTRIBUTE_NO_VALUE = Rule(
    name="pingone.application-attribute.no-value",
    says="An ID token with a required attribute that has no value for the user is refused,"
    " `invalid_request`; one that is not required is left out.",
    evidence=Evidence.DOCUMENTED,
    source="docs.pingidentity.com, Mapping attributes: an error. Which: unspecified",
    operations=("pingone.token", "pingone.authorize"),
    statuses=(302, 400),
)

RULES = (
    ATTRIBUTES,
    ATTRIBUTE_CORE,
    ATTRIBUTE_RESERVED,
    ATTRIBUTE_REQUIRED,
    ATTRIBUTE_PLACE,
    ATTRIBUTE_SCOPES,
    ATTRIBUTE_CLAIMS,
    ATTRIBUTE_NO_VALUE,
)
