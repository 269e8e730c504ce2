"""Roles as tests give them, and what is said of them where nobody needs one."""

import pytest

from fakeping.core.problem import Invalid, NotFound
from fakeping.families.pingone.problems import Unfit
from fakeping.families.pingone.role_assignments import MOST_POPULATIONS
from fakeping.families.pingone.roles import id_of
from tests.drive import ask


@pytest.fixture
def tenant(server):
    return server.tenant(edition={"pingone": "current"})


def test_a_role_has_the_broadest_scope_unless_another_is_given(tenant):
    one = tenant.pingone
    staff, user = one.given.population(name="Staff"), one.given.user(username="ann")
    client = one.given.application()
    for role, scope in (
        ("Environment Admin", None),
        ("Identity Data Admin", None),
        ("Identity Data Admin", staff),
        ("Identity Data Read Only", {"type": "POPULATION", "id": "Staff"}),
        ("Application Owner", client),
    ):
        one.given.role_assignment(user, role, scope=scope)

    found = one.role_assignments("ann")

    assert [(each.scope.type, each.scope.id) for each in found] == [
        ("ORGANIZATION", one.organization_id),
        ("ENVIRONMENT", one.environment_id),
        ("POPULATION", staff.id),
        ("POPULATION", staff.id),
        ("APPLICATION", client.id),
    ]
    assert one.users()[0].roles == {each.role for each in found}


@pytest.mark.parametrize(
    ("owner", "said", "problem"),
    [
        ("nobody", {}, NotFound),
        ("ann", {"scope": {"type": "PLANET"}}, Invalid),
        ("ann", {"scope": {"type": "ORGANIZATION"}}, Unfit),
        ("ann", {"scope": {"type": "POPULATION"}}, ValueError),
        ("ann", {"scope": {"type": "POPULATION", "id": "nobodys"}}, Unfit),
    ],
)
def test_what_does_not_fit_is_not_given(tenant, owner, said, problem):
    tenant.pingone.given.user(username="ann")
    with pytest.raises(problem):
        tenant.pingone.given.role_assignment(owner, "Identity Data Admin", **said)
    assert tenant.pingone.role_assignments("ann") == []


def test_a_user_has_250_roles_for_populations(server, tenant):
    one = tenant.pingone
    user = one.given.user(username="ann")
    for number in range(MOST_POPULATIONS):
        population = one.given.population(name=f"p{number}")
        one.given.role_assignment(user, "Identity Data Admin", scope=population)
    url = f"{one.url}/environments/{one.environment_id}/users/{user.id}/roleAssignments"
    role = {"id": id_of("Identity Data Admin")}
    last = {"type": "POPULATION", "id": one.given.population(name="last").id}

    reply = ask(server, "POST", url, {"role": role, "scope": last}, token=one.token())

    assert reply.status == 400
    assert reply.json["details"][0]["code"] == "SIZE_LIMIT_EXCEEDED"
    here = {"type": "ENVIRONMENT", "id": one.environment_id}
    assert ask(server, "POST", url, {"role": role, "scope": here}, token=one.token()).status == 201


def test_a_deletion_that_is_undone_brings_its_roles_back(server, tenant):
    one = tenant.pingone
    staff, user = one.given.population(name="Staff"), one.given.user(username="ann")
    one.given.role_assignment(user, "Identity Data Admin", scope=staff)
    before, known = tenant.snapshot(), one.role_assignments(user)
    url = f"{one.url}/environments/{one.environment_id}/populations/{staff.id}"
    assert ask(server, "DELETE", url, token=one.token()).status == 204
    assert one.role_assignments(user) == []

    tenant.reset(to=before)

    assert one.role_assignments(user) == known


@pytest.mark.parametrize("auth", ["any", "off"])
def test_anybody_assigns_roles_where_nobody_needs_one(server, auth):
    one = server.tenant(edition={"pingone": "current"}, auth=auth).pingone
    user = one.given.user(username="ann", roles=["Organization Admin"])
    url = f"{one.url}/environments/{one.environment_id}/users/{user.id}/roleAssignments"

    [held] = ask(server, "GET", url, token="x").json["_embedded"]["roleAssignments"]

    assert held["readOnly"] is False
    assert ask(server, "DELETE", f"{url}/{held['id']}", token="x").status == 204
    assert ask(server, "GET", url.rpartition("/")[0].rpartition("/")[0], token="x").status == 200
