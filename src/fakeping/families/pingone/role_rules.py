"""The rules of roles, and of their assignments to applications and users."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_TERRAFORM = "Terraform's PingOne provider, whose tests record the live service"
_CURRENT = ("current",)
_OWNERS = ("application_role_assignment", "user_role_assignment")
_CREATES = tuple(f"pingone.{each}.create" for each in _OWNERS)
_DELETES = tuple(f"pingone.{each}.delete" for each in _OWNERS)

ROLES_BUILT_IN = Rule(
    name="pingone.role.built-in",
    says="`/v1/roles` has the built-in roles, the same in each environment, with what each is"
    " `applicableTo` and its `permissions`; they can be read alone. Custom roles are not served.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Read All Built-in Admin Roles; names of the Go SDK. Three ids: public"
    " code; the others, the descriptions and the extent of the permissions: chosen",
    editions=_CURRENT,
)
ROLE_REQUIRED = Rule(
    name="pingone.role-assignment.required",
    says="A role assignment needs `role.id`, `scope.id` and `scope.type`: without one, 400"
    " INVALID_DATA, REQUIRED_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Application role assignments, data model; the error: inferred",
    operations=_CREATES,
    statuses=(400,),
    editions=_CURRENT,
)
ROLE_UNKNOWN = Rule(
    name="pingone.role-assignment.role",
    says="A role that is not there is 400 INVALID_DATA with the detail INVALID_VALUE, target"
    " `role`.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Create application role assignment",
    operations=_CREATES,
    statuses=(400,),
    editions=_CURRENT,
)
ROLE_SCOPE = Rule(
    name="pingone.role-assignment.scope",
    says="A role has a scope of a type that it is applicable to, such as ORGANIZATION for"
    " Organization Admin, ORGANIZATION or ENVIRONMENT for Environment Admin, and ENVIRONMENT or"
    " POPULATION for Identity Data Admin. Another type, or an id that is not there, is 400"
    " INVALID_DATA with the detail INVALID_VALUE, target `scope`.",
    evidence=Evidence.OBSERVED,
    source=f"{_TERRAFORM}: it looks for the target. The code of the detail, the unknown id, and"
    " the types of roles that no test assigns: inferred",
    operations=_CREATES,
    statuses=(400,),
    editions=_CURRENT,
)
ROLE_TWICE = Rule(
    name="pingone.role-assignment.duplicate",
    says="The same role with the same scope once more is 400 INVALID_DATA with the detail"
    " UNIQUENESS_VIOLATION, target `role`: 'May not assign duplicate Role'.",
    evidence=Evidence.OBSERVED,
    source="An answer that a third party quotes",
    operations=_CREATES,
    statuses=(400,),
    editions=_CURRENT,
)
ROLE_LIMIT = Rule(
    name="pingone.role-assignment.limit",
    says="An application or a user has at most 250 role assignments with the scope POPULATION; one"
    " more is 400 INVALID_DATA with the detail SIZE_LIMIT_EXCEEDED.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Application role assignments. The error: unspecified",
    operations=_CREATES,
    statuses=(400,),
    editions=_CURRENT,
)
ROLE_ACTOR = Rule(
    name="pingone.role-assignment.actor",
    says="Who assigns a role, or takes it away, needs that role, or one that can assign it, with"
    " the same scope or a broader one: Environment Admin can assign all but Organization Admin,"
    " Organization Admin Environment Admin, Identity Data Admin its Read Only. Else 403"
    " ACCESS_FAILED with the detail INSUFFICIENT_PERMISSIONS, 'Must have role at the same or"
    " broader scope'.",
    evidence=Evidence.OBSERVED,
    source=f"{_TERRAFORM}: it looks for the sentence. Who can assign what:"
    f" {_PLATFORM}, PingOne role permissions. The status: inferred",
    operations=(*_CREATES, *_DELETES),
    statuses=(403,),
    editions=_CURRENT,
)
ROLE_READ_ONLY = Rule(
    name="pingone.role-assignment.read-only",
    says="`readOnly` of a role assignment is true for an actor who cannot delete it: who has the"
    " role by it, or lacks a role that can assign it. Then DELETE is 403 ACCESS_FAILED with the"
    " detail INSUFFICIENT_PERMISSIONS.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Application role assignments, `readOnly`; the refusal: inferred",
    operations=_DELETES,
    statuses=(403,),
    editions=_CURRENT,
)
ROLE_OPENS = Rule(
    name="pingone.role-assignment.opens",
    says="A worker's token opens what its role assignments do when it is used, and within their"
    " scope alone: an organization's every environment, one environment, or, of users, those of"
    " one population.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Create an admin worker app connection; Roles. That a list has the users"
    " of those populations alone: inferred",
    operations=("pingone.user.*", "pingone.password.*"),
    statuses=(403,),
    editions=_CURRENT,
)
ROLE_GONE = Rule(
    name="pingone.role-assignment.gone",
    says="A role assignment goes with its application or user, and with what its scope names.",
    evidence=Evidence.INFERRED,
    source="Acceptance tests of the Terraform provider, for the application. For the scope:"
    " nothing is said",
    editions=_CURRENT,
)

RULES = tuple(each for each in globals().values() if isinstance(each, Rule))
