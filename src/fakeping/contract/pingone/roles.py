"""Checks of roles, and of their assignments to applications and users."""

from collections.abc import Iterator

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingone.assigned_roles import (
    application_url,
    assigned_url,
    assignment,
    everywhere,
    here,
    new_role,
    new_worker,
    role_named,
    roles_url,
    within,
    worker_with,
)
from fakeping.contract.pingone.refusals import NOBODY, gone, invalid, not_found, refused
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import role_rules as roles
from fakeping.families.pingone import rules
from fakeping.families.pingone.application_rules import APPLICATION_UNKNOWN

of = CHECKS.of

_CURRENT = ("current",)

_ORGANIZATION = "Organization Admin"
_ENVIRONMENT = "Environment Admin"
_IDENTITIES = "Identity Data Admin"
_READER = "Identity Data Read Only"
_DEVELOPER = "Client Application Developer"

# What the live service takes and refuses, by its provider's tests.
_FITS = {
    _ORGANIZATION: {"ORGANIZATION"},
    _ENVIRONMENT: {"ORGANIZATION", "ENVIRONMENT"},
    _IDENTITIES: {"ENVIRONMENT", "POPULATION"},
    "Application Owner": {"ENVIRONMENT", "APPLICATION"},
}


def _owners(target: PingOneTarget) -> Iterator[tuple[str, JSON, str]]:
    """An application and a user: the member that names them, each, and their URL."""
    application, user = target.application(), target.user()
    yield "application", application, application_url(target, application)
    yield "user", user, target.user_url(user)


@of(roles.ROLES_BUILT_IN, editions=_CURRENT)
def each_built_in_role_is_listed_and_read(target: PingOneTarget) -> None:
    """With its scopes and permissions; there is nothing else to do with them."""
    url = roles_url(target)
    listed = target.listed(url, "roles")
    for name in (*_FITS, _READER, _DEVELOPER, "Configuration Read Only", "Help Desk Admin"):
        found = target.named(listed, name)
        expect(target.ask("GET", f"{url}/{found['id']}"), 200, found)
        for scope in _FITS.get(name, ()):
            ensure(scope in found["applicableTo"], f"{name} is not applicable to {scope}")
        for each in found["permissions"]:
            ensure_same(set(each), {"id", "classifier", "description"}, "a permission's members")
    ids = {each["id"] for each in listed}
    ensure_same(len(ids), len(listed), "the number of roles")
    not_found(target.ask("GET", f"{url}/{NOBODY}"))
    for method in ("POST", "PUT", "DELETE"):
        where = url if method == "POST" else f"{url}/{listed[0]['id']}"
        expect(target.ask(method, where, json={"name": "x"}), 405)


@of(rules.CREATED, editions=_CURRENT)
def a_role_assignment_is_read_and_listed_as_it_was_made(target: PingOneTarget) -> None:
    """Of an application and of a user; it can't be replaced."""
    for member, owner, owner_url in _owners(target):
        url, body = assigned_url(owner_url), assignment(target, _IDENTITIES, here(target))
        answer = target.ask("POST", url, json=body)
        whole = {**body, member: {"id": owner["id"]}, "id": str, "readOnly": False}
        expect(answer, 201, whole, Location=answer.json["_links"]["self"]["href"])
        made = answer.json
        expect(target.ask("GET", made["_links"][member]["href"]), 200, {"id": owner["id"]})
        ensure_same(target.read(answer.headers["Location"]), made, "what was made")
        ensure_same(target.listed(url, "roleAssignments"), [made], "the role assignments")
        expect(target.ask("PUT", f"{url}/{made['id']}", json=body), 405)
        gone(target.ask("DELETE", f"{url}/{made['id']}"))
        not_found(target.ask("GET", f"{url}/{made['id']}"))
        ensure_same(target.listed(url, "roleAssignments"), [], "the role assignments")


@of(rules.NOT_FOUND, editions=_CURRENT)
def a_role_assignment_is_its_owners_alone(target: PingOneTarget) -> None:
    """It is found under no other application or user."""
    owners = [(url, new_role(target, url, _READER, here(target))) for _, _, url in _owners(target)]
    for (url, _), (_, others) in zip(owners, reversed(owners), strict=True):
        for id_ in (others["id"], NOBODY):
            not_found(target.ask("GET", f"{assigned_url(url)}/{id_}"))
            not_found(target.ask("DELETE", f"{assigned_url(url)}/{id_}"))
    nobody = assigned_url(f"{target.users_url}/{NOBODY}")
    not_found(target.ask("GET", nobody))
    not_found(target.ask("POST", nobody, json=assignment(target, _READER, here(target))))


@of(APPLICATION_UNKNOWN, editions=_CURRENT)
def an_unknown_application_has_no_roles(target: PingOneTarget) -> None:
    """It is 404, whatever is asked."""
    url = assigned_url(f"{target.applications_url}/{NOBODY}")
    said = {"code": "NOT_FOUND", "message": f"Unable to find Application with ID {NOBODY}"}
    expect(target.ask("GET", url), 404, said)
    expect(target.ask("POST", url, json=assignment(target, _READER, here(target))), 404, said)
    expect(target.ask("DELETE", f"{url}/{NOBODY}"), 404, said)


@of(roles.ROLE_REQUIRED, editions=_CURRENT)
def a_role_assignment_needs_a_role_and_a_scope(target: PingOneTarget) -> None:
    """Each by its id, and the scope's type."""
    body = assignment(target, _READER, here(target))
    wrongs: tuple[tuple[JSON, str], ...] = (
        ({"scope": body["scope"]}, "role"),
        ({**body, "role": {}}, "role.id"),
        ({"role": body["role"]}, "scope"),
        ({**body, "scope": {"type": "ENVIRONMENT"}}, "scope.id"),
        ({**body, "scope": {"id": target.environment_id}}, "scope.type"),
    )
    for _, _, url in _owners(target):
        for said, name in wrongs:
            answer = target.ask("POST", assigned_url(url), json=said)
            invalid(answer, ("REQUIRED_VALUE", name))


@of(rules.INVALID_TYPE, editions=_CURRENT)
def what_a_role_assignment_says_is_of_its_type(target: PingOneTarget) -> None:
    """The role and the scope are objects, and a scope is of a known type."""
    body = assignment(target, _READER, here(target))
    wrongs: tuple[tuple[JSON, str], ...] = (
        ({**body, "role": body["role"]["id"]}, "role"),
        ({**body, "role": {"id": 5}}, "role.id"),
        ({**body, "scope": {**body["scope"], "type": "PLANET"}}, "scope.type"),
        ({**body, "scope": {**body["scope"], "id": []}}, "scope.id"),
    )
    for _, _, url in _owners(target):
        for said, name in wrongs:
            answer = target.ask("POST", assigned_url(url), json=said)
            refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", name))


@of(roles.ROLE_UNKNOWN, editions=_CURRENT)
def a_role_that_is_not_there_is_not_assigned(target: PingOneTarget) -> None:
    """A role's name is no id."""
    for _, _, url in _owners(target):
        for id_ in (NOBODY, _READER):
            said = {"role": {"id": id_}, "scope": here(target)}
            invalid(target.ask("POST", assigned_url(url), json=said), ("INVALID_VALUE", "role"))
        ensure_same(target.listed(assigned_url(url), "roleAssignments"), [], "the assignments")


@of(roles.ROLE_SCOPE, editions=_CURRENT)
def a_role_has_a_scope_that_fits(target: PingOneTarget) -> None:
    """Of one of its types, and of something that is there."""
    application = target.application()
    scopes = {
        "ORGANIZATION": everywhere(target),
        "ENVIRONMENT": here(target),
        "POPULATION": within(target.population()),
        "APPLICATION": {"type": "APPLICATION", "id": application["id"]},
    }
    for name, fitting in _FITS.items():
        role = {"id": role_named(target, name)["id"]}
        for _, _, url in _owners(target):
            for type_, scope in scopes.items():
                said = {"role": role, "scope": scope}
                answer = target.ask("POST", assigned_url(url), json=said)
                if type_ not in fitting:
                    invalid(answer, ("INVALID_VALUE", "scope"))
                    continue
                expect(answer, 201, said)
                unknown = {"role": role, "scope": {"type": type_, "id": NOBODY}}
                answer = target.ask("POST", assigned_url(url), json=unknown)
                invalid(answer, ("INVALID_VALUE", "scope"))


@of(roles.ROLE_TWICE, editions=_CURRENT)
def a_role_is_assigned_once_with_a_scope(target: PingOneTarget) -> None:
    """With another scope it is another assignment; taken away, it can be assigned again."""
    for _, _, url in _owners(target):
        made = new_role(target, url, _READER, here(target))
        said = assignment(target, _READER, here(target))
        answer = target.ask("POST", assigned_url(url), json=said)
        invalid(answer, ("UNIQUENESS_VIOLATION", "role"))
        told = answer.json["details"][0]["message"]
        ensure_same(told, "May not assign duplicate Role", "the detail's message")
        new_role(target, url, _READER, within(target.population()))
        gone(target.ask("DELETE", f"{assigned_url(url)}/{made['id']}"))
        expect(target.ask("POST", assigned_url(url), json=said), 201)


@of(roles.ROLE_ACTOR, editions=_CURRENT)
def nobody_assigns_a_role_that_is_not_theirs_to_assign(target: PingOneTarget) -> None:
    """Nor one with a broader scope than their own."""
    other = {"type": "ENVIRONMENT", "id": target.environment()["id"]}
    own, whole, population = here(target), everywhere(target), within(target.population())
    for held, scope, role, wanted, may in (
        (_ENVIRONMENT, own, _IDENTITIES, own, True),
        (_ENVIRONMENT, own, _IDENTITIES, population, True),
        (_ENVIRONMENT, own, _ENVIRONMENT, own, True),
        (_ENVIRONMENT, own, _ENVIRONMENT, whole, False),
        (_ENVIRONMENT, own, _DEVELOPER, other, False),
        (_ENVIRONMENT, whole, _DEVELOPER, other, True),
        (_ENVIRONMENT, whole, _ORGANIZATION, whole, False),
        (_ORGANIZATION, whole, _ORGANIZATION, whole, True),
        (_ORGANIZATION, whole, _ENVIRONMENT, own, True),
        (_ORGANIZATION, whole, _IDENTITIES, own, False),
        (_IDENTITIES, own, _IDENTITIES, population, True),
        (_IDENTITIES, own, _READER, own, True),
        (_IDENTITIES, own, _DEVELOPER, own, False),
    ):
        _, token = worker_with(target, held, scope)
        url, said = assigned_url(target.user_url(target.user())), assignment(target, role, wanted)
        answer = target.ask("POST", url, json=said, token=token)
        if may:
            expect(answer, 201, {**said, "readOnly": False})
            continue
        refused(answer, 403, "ACCESS_FAILED", ("INSUFFICIENT_PERMISSIONS", None))
        told = answer.json["details"][0]["message"]
        ensure(told.startswith("Must have role at the same or broader scope"), f"told: {told}")
        made = target.made(url, said)
        answer = target.ask("DELETE", f"{url}/{made['id']}", token=token)
        refused(answer, 403, "ACCESS_FAILED", ("INSUFFICIENT_PERMISSIONS", None))


@of(roles.ROLE_READ_ONLY, editions=_CURRENT)
def who_cannot_take_a_role_away_is_told(target: PingOneTarget) -> None:
    """One's own role can't be taken away, whatever others one could assign."""
    worker, token = worker_with(target, _ENVIRONMENT, here(target))
    _, identities = worker_with(target, _IDENTITIES, here(target))
    url = assigned_url(application_url(target, worker))
    [made] = target.listed(url, "roleAssignments")
    one = f"{url}/{made['id']}"
    for asking, read_only in ((token, True), (identities, True), (target.own_token(), False)):
        said = {"id": made["id"], "readOnly": read_only}
        expect(target.ask("GET", one, token=asking), 200, said)
        answer = target.ask("GET", url, token=asking)
        expect(answer, 200)
        ensure_same(
            [each["readOnly"] for each in answer.json["_embedded"]["roleAssignments"]],
            [read_only],
            "readOnly",
        )
    answer = target.ask("DELETE", one, token=token)
    refused(answer, 403, "ACCESS_FAILED", ("INSUFFICIENT_PERMISSIONS", None))
    gone(target.ask("DELETE", one))


@of(roles.ROLE_GONE, editions=_CURRENT)
def a_role_goes_with_its_owner_and_with_its_scope(target: PingOneTarget) -> None:
    """A population, an application or an environment; other assignments stay."""
    population, application = target.population(), target.application()
    environment, populations = target.environment(), f"{target.environment_url}/populations"
    scoped = (
        ("Application Owner", "APPLICATION", application, application_url(target, application)),
        (_READER, "POPULATION", population, f"{populations}/{population['id']}"),
        (_READER, "ENVIRONMENT", environment, f"{target.environments_url}/{environment['id']}"),
    )  # fmt: skip
    worker = new_worker(target)
    urls = [application_url(target, worker), target.user_url(target.user())]
    kept = [new_role(target, url, _READER, here(target)) for url in urls]
    for role, type_, entity, entity_url in scoped:
        for url in urls:
            new_role(target, url, role, {"type": type_, "id": entity["id"]})
        gone(target.ask("DELETE", entity_url))
        for url, one in zip(urls, kept, strict=True):
            left = target.listed(assigned_url(url), "roleAssignments")
            ensure_same(left, [one], "the role assignments")
    for url, one in zip(urls, kept, strict=True):
        gone(target.ask("DELETE", url))
        answer = target.ask("GET", f"{assigned_url(url)}/{one['id']}")
        expect(answer, 404, {"code": "NOT_FOUND"})
