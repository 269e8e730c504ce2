"""The behaviours of sign-on policies: each has a name, and says how we know it."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_CURRENT = ("current",)
_WRITES = ("pingone.sign_on_policy.create", "pingone.sign_on_policy.update")

POLICY_BUILT_IN = Rule(
    name="pingone.sign_on_policy.built-in",
    says="Each environment has the sign-on policies `Single_Factor`, which is the default and has a"
    " LOGIN action, and `Multi_Factor`, with a MULTI_FACTOR_AUTHENTICATION action after that. Both"
    " can be changed, and deleted unless they are the default.",
    evidence=Evidence.DOCUMENTED,
    source="PingOne for Customers API, Sign-on policies: the two predefined ones. What may become"
    " of them: unspecified",
    editions=_CURRENT,
)
POLICY_NAME = Rule(
    name="pingone.sign_on_policy.name",
    says="A sign-on policy's name has letters, digits, `_`, `-`, `.` and spaces, or is an absolute"
    " URI if it has a `:`. Else 400 INVALID_DATA with the detail INVALID_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Sign-on policies data model; the pattern of the Go SDK. The error:"
    " inferred",
    operations=_WRITES,
    statuses=(400,),
    editions=_CURRENT,
)
POLICY_NAME_UNIQUE = Rule(
    name="pingone.sign_on_policy.name-unique",
    says="A sign-on policy's name is unique in its environment.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Sign-on policies data model",
    operations=_WRITES,
    statuses=(400,),
    editions=_CURRENT,
)
POLICY_DEFAULT = Rule(
    name="pingone.sign_on_policy.default",
    says="Each environment has one default sign-on policy, until PUT gives another a `default` of"
    " true. It can't be deleted: 400 REQUEST_FAILED with the detail CONSTRAINT_VIOLATION, 'Cannot"
    " delete a default policy'.",
    evidence=Evidence.OBSERVED,
    source="The Terraform provider, which looks for this detail; the code beside it: inferred",
    operations=("pingone.sign_on_policy.delete",),
    statuses=(400,),
    editions=_CURRENT,
)
POLICY_DEFAULT_LATER = Rule(
    name="pingone.sign_on_policy.default-later",
    says="A new sign-on policy can't be the default: 400 INVALID_DATA with the detail"
    " INVALID_VALUE. It becomes so by PUT.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Test a SAML application connection, step 8: 'You can't set default to"
    " true when you first create the sign-on policy'. The error: unspecified",
    operations=("pingone.sign_on_policy.create",),
    statuses=(400,),
    editions=_CURRENT,
)
POLICY_DEFAULT_TEXT = Rule(
    name="pingone.sign_on_policy.default-text",
    says='`default` is a boolean, or a string: "true" or "false". Answers have a boolean.',
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Get a token for custom resource access, step 6: the sample's body",
    editions=_CURRENT,
)
ACTION_REQUIRED = Rule(
    name="pingone.sign_on_policy_action.required",
    says="An action of a sign-on policy needs a `type` and a `priority` from 1: 400 INVALID_DATA"
    " with the detail REQUIRED_VALUE or OUT_OF_RANGE.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Sign-on policy actions base data model. The errors: inferred",
    operations=(
        "pingone.sign_on_policy_action.create",
        "pingone.sign_on_policy_action.update",
    ),
    statuses=(400,),
    editions=_CURRENT,
)
ACTION_KEPT = Rule(
    name="pingone.sign_on_policy_action.kept",
    says="An action of any documented type can be added, and comes back with every documented"
    " member that was sent. What the members mean is not looked at; two actions may have one"
    " priority.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Sign-on policy actions: their data models. Equal priorities: unspecified",
    editions=_CURRENT,
)
ACTION_LAST = Rule(
    name="pingone.sign_on_policy_action.last",
    says="The last action of a sign-on policy can't be deleted: 400 REQUEST_FAILED with the detail"
    " CONSTRAINT_VIOLATION, 'Cannot delete last action from the policy'.",
    evidence=Evidence.OBSERVED,
    source="The Terraform provider, which looks for this detail; the code beside it: inferred",
    operations=("pingone.sign_on_policy_action.delete",),
    statuses=(400,),
    editions=_CURRENT,
)
ACTION_LIMIT = Rule(
    name="pingone.sign_on_policy_action.limit",
    says="A sign-on policy has at most 20 actions; one more is 400 INVALID_DATA with the detail"
    " SIZE_LIMIT_EXCEEDED.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Sign-on policies: 'a maximum of 20'. The error: unspecified",
    operations=("pingone.sign_on_policy_action.create",),
    statuses=(400,),
    editions=_CURRENT,
)

_ASSIGN = (
    "pingone.sign_on_policy_assignment.create",
    "pingone.sign_on_policy_assignment.update",
)

ASSIGNED_REQUIRED = Rule(
    name="pingone.sign_on_policy_assignment.required",
    says="An assignment of a sign-on policy needs `signOnPolicy.id` and a `priority` from 1: 400"
    " INVALID_DATA with the detail REQUIRED_VALUE or OUT_OF_RANGE. Several may have one priority.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Create SOP assignment: request model. The errors: inferred. Equal"
    " priorities: unspecified",
    operations=_ASSIGN,
    statuses=(400,),
    editions=_CURRENT,
)
ASSIGNED_UNKNOWN = Rule(
    name="pingone.sign_on_policy_assignment.unknown",
    says="A sign-on policy that is not there can't be assigned: 400 INVALID_DATA with the detail"
    " INVALID_VALUE.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Create SOP assignment: the policy is created first",
    operations=("pingone.sign_on_policy_assignment.create",),
    statuses=(400,),
    editions=_CURRENT,
)
ASSIGNED_ONCE = Rule(
    name="pingone.sign_on_policy_assignment.once",
    says="A sign-on policy is assigned to an application once: 400 INVALID_DATA with the detail"
    " UNIQUENESS_VIOLATION.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_PLATFORM}, Application sign-on policy assignments: nothing is said of a second one",
    operations=("pingone.sign_on_policy_assignment.create",),
    statuses=(400,),
    editions=_CURRENT,
)
ASSIGNED_SAME = Rule(
    name="pingone.sign_on_policy_assignment.same",
    says="PUT repeats the sign-on policy of an assignment; another one is 400 INVALID_DATA with"
    " the detail INVALID_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Update SOP assignment: 'must match the current value'. The error:"
    " inferred",
    operations=("pingone.sign_on_policy_assignment.update",),
    statuses=(400,),
    editions=_CURRENT,
)
ASSIGNED_ACTION = Rule(
    name="pingone.sign_on_policy_assignment.action",
    says="A sign-on policy without an action can't be assigned: 400 INVALID_DATA with the detail"
    " CONSTRAINT_VIOLATION.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Configure a simple login, step 3: 'at least one associated action'. The"
    " error: unspecified",
    operations=("pingone.sign_on_policy_assignment.create",),
    statuses=(400,),
    editions=_CURRENT,
)
ASSIGNED_GONE = Rule(
    name="pingone.sign_on_policy_assignment.gone",
    says="Assignments go with their sign-on policy, and with their application.",
    evidence=Evidence.UNSPECIFIED,
    source="Acceptance tests of the Terraform provider, for the application. For the policy:"
    " nothing is said",
    editions=_CURRENT,
)

AUTHORIZE_ACR = Rule(
    name="pingone.authorize.acr",
    says="`acr` is the name of the sign-on policy: the first of `acr_values` that is assigned to"
    " the application, else the assigned one with the lowest priority, else the environment's"
    " default. With the switch `pingone.acr_strict` values of which none is assigned are"
    " `invalid_request`. In `p14c` no policy is checked: the first of `acr_values`, or"
    " `Single_Factor`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Application sign-on policy assignments. Values of which none is assigned:"
    " unspecified. PingOne for Customers API, Resources: acr_values=Single_Factor",
    operations=("pingone.authorize", "pingone.par"),
    statuses=(302, 400),
)

RULES = tuple(each for each in globals().values() if isinstance(each, Rule))
