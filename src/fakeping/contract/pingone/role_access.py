"""Checks of what a worker's roles open."""

from fakeping.contract.check import ensure_same, expect
from fakeping.contract.pingone.assigned_roles import (
    application_url,
    assigned_url,
    everywhere,
    here,
    new_role,
    new_worker,
    token_of,
    within,
    worker_with,
)
from fakeping.contract.pingone.refusals import NOBODY, not_found, refused
from fakeping.contract.pingone.signin.client import SignInClient, at_once
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.pingone.user_bodies import placed
from fakeping.contract.transport import Answer
from fakeping.families.pingone import role_rules as roles
from fakeping.families.pingone.application_rules import APPLICATION_ROLES

of = CHECKS.of

_CURRENT = ("current",)


def _denied(answer: Answer) -> None:
    refused(answer, 403, "ACCESS_FAILED", ("INSUFFICIENT_PERMISSIONS", None))


@of(roles.ROLE_OPENS, editions=_CURRENT)
def a_worker_may_what_its_roles_open_now(target: PingOneTarget) -> None:
    """A token opens nothing without a role, and what the role does as soon as it is there."""
    worker = new_worker(target)
    token = token_of(target, worker)
    _denied(target.ask("GET", target.resources_url, token=token))
    url = application_url(target, worker)
    made = new_role(target, url, "Client Application Developer", here(target))
    expect(target.ask("GET", target.resources_url, token=token), 200)
    _denied(target.ask("GET", target.users_url, token=token))
    expect(target.ask("DELETE", f"{assigned_url(url)}/{made['id']}"), 204)
    _denied(target.ask("GET", target.resources_url, token=token))


@of(roles.ROLE_OPENS, editions=_CURRENT)
def a_role_opens_the_environments_of_its_scope(target: PingOneTarget) -> None:
    """Its own, another, or all of the organization."""
    other = target.environment()["id"]
    there = {"type": "ENVIRONMENT", "id": other}
    for scope, opened in (
        (here(target), (True, False)),
        (there, (False, True)),
        (everywhere(target), (True, True)),
    ):
        _, token = worker_with(target, "Environment Admin", scope)
        for id_, opens in zip((target.environment_id, other), opened, strict=True):
            answer = target.ask("GET", f"{target.environments_url}/{id_}/resources", token=token)
            if opens:
                expect(answer, 200)
            else:
                _denied(answer)


@of(roles.ROLE_OPENS, editions=_CURRENT)
def a_role_for_a_population_opens_its_users(target: PingOneTarget) -> None:
    """They can be listed, read, changed and added, and no others."""
    population, other = target.population(), target.population()
    _, token = worker_with(target, "Identity Data Admin", within(population))
    own = target.user(**placed(population["id"]))
    stranger = target.user(**placed(other["id"]))
    answer = target.ask("GET", target.users_url, token=token)
    expect(answer, 200, {"count": 1, "size": 1})
    listed = answer.json["_embedded"]["users"]
    ensure_same([each["id"] for each in listed], [own["id"]], "the users")
    for part in ("", "/password", "/enabled"):
        expect(target.ask("GET", f"{target.user_url(own)}{part}", token=token), 200)
        _denied(target.ask("GET", f"{target.user_url(stranger)}{part}", token=token))
    not_found(target.ask("GET", f"{target.users_url}/{NOBODY}", token=token))
    moved = f"{target.user_url(own)}/population"
    _denied(target.ask("PUT", moved, json={"id": other["id"]}, token=token))
    for id_, opens in ((population["id"], True), (other["id"], False)):
        answer = target.ask(
            "POST", target.users_url, json=target.user_body(**placed(id_)), token=token
        )
        if opens:
            expect(answer, 201)
        else:
            _denied(answer)
    _denied(target.ask("POST", target.users_url, json=target.user_body(), token=token))
    _denied(target.ask("GET", target.resources_url, token=token))
    _, everybodys = worker_with(target, "Identity Data Admin", here(target))
    expect(target.ask("GET", target.user_url(stranger), token=everybodys), 200)


@of(roles.ROLE_OPENS, editions=_CURRENT)
def a_user_has_the_roles_that_are_assigned_to_them(target: PingOneTarget) -> None:
    """Through a worker, which needs none."""
    codes = ["authorization_code"]
    worker = SignInClient.registered(target, type="worker", grant_types=codes, roles=[])
    user = target.user()
    with at_once(target):
        target.given("sign_in", user=user["id"])
        token = worker.signed_in(scope="openid")["access_token"]
        _denied(target.ask("GET", target.resources_url, token=token))
        new_role(target, target.user_url(user), "Client Application Developer", here(target))
        expect(target.ask("GET", target.resources_url, token=token), 200)


@of(APPLICATION_ROLES, editions=_CURRENT)
def what_a_worker_inherits_are_role_assignments(target: PingOneTarget) -> None:
    """Those of the worker that makes it, with their scopes; none if it is told so."""
    actor, token = worker_with(target, "Environment Admin", here(target))
    for inherits in (True, False):
        body = target.application_body(
            type="WORKER", grantTypes=["CLIENT_CREDENTIALS"], assignActorRoles=inherits
        )
        answer = target.ask("POST", target.applications_url, json=body, token=token)
        expect(answer, 201)
        found, wanted = (
            [
                (each["role"], each["scope"])
                for each in target.listed(assigned_url(url), "roleAssignments")
            ]
            for url in (application_url(target, answer.json), application_url(target, actor))
        )
        ensure_same(found, wanted if inherits else [], "the roles")
