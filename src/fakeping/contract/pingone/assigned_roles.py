"""Roles of a deployment under check, and workers that have them."""

from fakeping.contract.check import expect
from fakeping.contract.pingone.signin.client import SignInClient
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON


def roles_url(target: PingOneTarget) -> str:
    """Where the built-in roles are listed."""
    return f"{target.api_url}/roles"


def role_named(target: PingOneTarget, name: str) -> JSON:
    """A built-in role."""
    return target.named(target.listed(roles_url(target), "roles"), name)


def assigned_url(owner_url: str) -> str:
    """Where the roles of an application or a user are listed."""
    return f"{owner_url}/roleAssignments"


def application_url(target: PingOneTarget, application: JSON) -> str:
    """Where an application is read."""
    return f"{target.applications_url}/{application['id']}"


def here(target: PingOneTarget) -> JSON:
    """The environment, as the scope of a role."""
    return {"type": "ENVIRONMENT", "id": target.environment_id}


def everywhere(target: PingOneTarget) -> JSON:
    """The organization, as the scope of a role."""
    organization = target.read(target.environment_url)["organization"]
    return {"type": "ORGANIZATION", "id": organization["id"]}


def within(population: JSON) -> JSON:
    """A population, as the scope of a role."""
    return {"type": "POPULATION", "id": population["id"]}


def assignment(target: PingOneTarget, role: str, scope: JSON) -> JSON:
    """The body of a role assignment."""
    return {"role": {"id": role_named(target, role)["id"]}, "scope": scope}


def new_role(target: PingOneTarget, owner_url: str, role: str, scope: JSON) -> JSON:
    """Assign a role to an application or a user."""
    return target.had(assigned_url(owner_url), assignment(target, role, scope))


def new_worker(target: PingOneTarget) -> JSON:
    """A worker application without roles."""
    said = {"type": "WORKER", "grantTypes": ["CLIENT_CREDENTIALS"], "responseTypes": []}
    return target.application(**said, assignActorRoles=False)


def token_of(target: PingOneTarget, worker: JSON) -> str:
    """A token of a worker application."""
    answer = SignInClient.of(target, worker).own()
    expect(answer, 200, {"access_token": str})
    token: str = answer.json["access_token"]
    return token


def worker_with(target: PingOneTarget, role: str, scope: JSON) -> tuple[JSON, str]:
    """A worker application that has a role, and its token."""
    worker = new_worker(target)
    new_role(target, application_url(target, worker), role, scope)
    return worker, token_of(target, worker)
