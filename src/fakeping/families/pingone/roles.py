"""Administrators' roles: what each can be scoped to, which others it can assign, what it may do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fakeping.core.exchange import JSON
from fakeping.core.guided import Value
from fakeping.core.named import unknown
from fakeping.core.names import names as listed
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.edition import (
    DEVELOPER,
    ENVIRONMENT_ADMIN,
    IDENTITY_ADMIN,
    ORGANIZATION_ADMIN,
)

IDENTITY_READER = "Identity Data Read Only"

# What a role can be scoped to, the broadest first.
ORGANIZATION = "ORGANIZATION"
ENVIRONMENT = "ENVIRONMENT"
POPULATION = "POPULATION"
APPLICATION = "APPLICATION"
SCOPES = (ORGANIZATION, ENVIRONMENT, POPULATION, APPLICATION)

# PingOne's own ids, where somebody's code shows them.
_KNOWN_IDS = {
    ENVIRONMENT_ADMIN: "29ddce68-cd7f-4b2a-b6fc-f7a19553b496",
    IDENTITY_ADMIN: "0bd9c966-7664-4ac1-b059-0ff9293908e2",
    "Custom Roles Admin": "6f770b08-793f-4393-b2aa-b1d1587a0324",
}

_ALL = ("create", "delete", "read", "update")
_READ = ("read",)

#: For each service and resource of it, what may be done.
Permissions = tuple[tuple[str, str, tuple[str, ...]], ...]

_OF_APPLICATIONS: Permissions = tuple(
    ("applications", resource, _ALL)
    for resource in ("application", "attribute", "grant", "resource", "scope")
)
_OF_USERS: Permissions = (("directory", "population", _READ), ("directory", "user", _ALL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A built-in role."""

    name: str
    description: str
    #: The types of scopes that an assignment of it can have.
    applicable_to: tuple[str, ...] = (ENVIRONMENT,)
    permissions: Permissions = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        """Find its id, which is the same in each environment."""
        object.__setattr__(self, "id", id_of(self.name))

    def document(self, url: str) -> JSON:
        """The role, as an answer has it."""
        return {
            "_links": {"self": {"href": f"{url}/{self.id}"}},
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "applicableTo": list(self.applicable_to),
            "permissions": list(_permissions(self.permissions)),
        }


def _permissions(said: Permissions) -> Iterator[JSON]:
    for service, resource, verbs in said:
        for verb in verbs:
            yield {
                "id": f"{service}:{verb}:{resource}",
                "classifier": resource,
                "description": f"{verb.capitalize()} {resource}",
            }


def id_of(name: str) -> str:
    """The id of a role. One that is not built in is a custom one of its name."""
    return _KNOWN_IDS.get(name) or derived_uuid("pingone", "role", name)


#: The built-in roles, by id, in the order in which they are listed.
ROLES: Mapping[str, Role] = {
    each.id: each
    for each in (
        Role(
            name=ORGANIZATION_ADMIN,
            description="Manages the organization and its environments.",
            applicable_to=(ORGANIZATION,),
            permissions=(("orgmgt", "environment", _ALL), ("orgmgt", "organization", _READ)),
        ),
        Role(
            name=ENVIRONMENT_ADMIN,
            description="Manages everything in an environment but its users' data.",
            applicable_to=(ORGANIZATION, ENVIRONMENT),
            permissions=(
                *_OF_APPLICATIONS,
                ("authn", "signOnPolicy", _ALL),
                ("directory", "population", _ALL),
                ("orgmgt", "environment", ("read", "update")),
                ("directory", "user", _ALL),
            ),
        ),
        Role(
            name=IDENTITY_ADMIN,
            description="Manages the data of users.",
            applicable_to=(ENVIRONMENT, POPULATION),
            permissions=_OF_USERS,
        ),
        Role(
            name=IDENTITY_READER,
            description="Reads the data of users.",
            applicable_to=(ENVIRONMENT, POPULATION),
            permissions=tuple((service, of, _READ) for service, of, _ in _OF_USERS),
        ),
        Role(
            name=DEVELOPER,
            description="Manages applications and resources.",
            permissions=_OF_APPLICATIONS,
        ),
        Role(
            name="Application Owner",
            description="Manages single applications.",
            applicable_to=(ENVIRONMENT, APPLICATION),
            permissions=(("applications", "application", ("read", "update")),),
        ),
        Role(
            name="Configuration Read Only",
            description="Reads the configuration of an environment.",
            permissions=tuple((service, of, _READ) for service, of, _ in _OF_APPLICATIONS),
        ),
        Role(name="Custom Roles Admin", description="Manages custom roles."),
        Role(name="DaVinci Admin", description="Manages DaVinci's flows."),
        Role(name="DaVinci Admin Read Only", description="Reads DaVinci's flows."),
        Role(
            name="Help Desk Admin",
            description="Helps users with their accounts.",
            applicable_to=(ENVIRONMENT, POPULATION),
        ),
        Role(
            name="Authorize Gateway Policy Evaluator",
            description="Lets a gateway evaluate policies of PingOne Authorize.",
        ),
        *(
            Role(name=f"Advanced Identity Cloud {each}", description=f"Is a {each} there.")
            for each in ("Super Admin", "Tenant Admin")
        ),
        *(
            Role(name=f"PingFederate {each}", description=f"Is a PingFederate {each}.")
            for each in (
                "Administrator",
                "Auditor",
                "Crypto Administrator",
                "Expression Administrator",
                "User Administrator",
            )
        ),
    )
}

_BY_NAME = {each.name: each for each in ROLES.values()}

_CAN_ASSIGN: Mapping[str, frozenset[str]] = {
    ORGANIZATION_ADMIN: frozenset({ENVIRONMENT_ADMIN}),
    ENVIRONMENT_ADMIN: frozenset(_BY_NAME) - {ORGANIZATION_ADMIN},
    IDENTITY_ADMIN: frozenset({IDENTITY_READER}),
}


def built_in(roles: Iterable[str]) -> frozenset[str]:
    """PingOne's own roles of these names. Raises `Unknown`, which says what is near."""
    wanted = frozenset(listed(roles, "roles"))
    for each in sorted(wanted - _BY_NAME.keys()):
        raise unknown(each, _BY_NAME, kind="role")
    return wanted


def can_assign(held: str, role: str) -> bool:
    """Whether who has one role can assign another, or the same."""
    return held == role or role in _CAN_ASSIGN.get(held, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleScope:
    """What a role is limited to."""

    type: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAssignment(Value):
    """A role that an application or a user has, within a scope."""

    id: str
    environment_id: str
    #: The application or the user.
    owner_id: str
    #: The role's name.
    role: str
    scope: RoleScope

    @property
    def application_id(self) -> str:
        """The application that has the role."""
        return self.owner_id

    @property
    def user_id(self) -> str:
        """The user who has the role."""
        return self.owner_id

    @property
    def created_at(self) -> None:
        """Assignments have no dates."""

    @property
    def updated_at(self) -> None:
        """Assignments have no dates."""


def applicable_to(role: str) -> tuple[str, ...]:
    """The types of scopes that an assignment of a role can have; a custom one's are not known."""
    known = _BY_NAME.get(role)
    return SCOPES if known is None else known.applicable_to


def names(assignments: Iterable[RoleAssignment]) -> frozenset[str]:
    """The names of the roles that are assigned."""
    return frozenset(each.role for each in assignments)


def scoped_broadly(role: str, *, environment_id: str, organization_id: str) -> RoleScope:
    """The broadest scope that a role can have: the organization, or else the environment."""
    if ORGANIZATION in applicable_to(role):
        return RoleScope(type=ORGANIZATION, id=organization_id)
    return RoleScope(type=ENVIRONMENT, id=environment_id)


def assigned(
    roles: Iterable[str], owner_id: str, *, environment_id: str, organization_id: str
) -> tuple[RoleAssignment, ...]:
    """The assignments of roles, each with the broadest scope that it can have."""
    return tuple(
        RoleAssignment(
            id=derived_uuid(owner_id, "role", each),
            environment_id=environment_id,
            owner_id=owner_id,
            role=each,
            scope=scoped_broadly(
                each, environment_id=environment_id, organization_id=organization_id
            ),
        )
        for each in sorted(set(roles))
    )


def is_usual(assignment: RoleAssignment) -> bool:
    """Whether an assignment is as `assigned` makes it."""
    [usual] = assigned(
        [assignment.role],
        assignment.owner_id,
        environment_id=assignment.environment_id,
        organization_id=assignment.scope.id,
    )
    return assignment == usual


def inherited(
    assignments: Iterable[RoleAssignment], owner_id: str, environment_id: str
) -> tuple[RoleAssignment, ...]:
    """The same roles and scopes, of another application."""
    return tuple(
        RoleAssignment(
            id=derived_uuid(owner_id, "role", each.role, each.scope.type, each.scope.id),
            environment_id=environment_id,
            owner_id=owner_id,
            role=each.role,
            scope=each.scope,
        )
        for each in assignments
    )
