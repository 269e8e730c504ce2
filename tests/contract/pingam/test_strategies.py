"""The fake takes what is valid, and refuses what is not, for just the reason that it has."""

from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from fakeping import FakePing
from fakeping.contract.pingam import steps, strategies
from fakeping.contract.transport import Answer
from fakeping.families.pingam.edition import EDITIONS
from tests.contract.pingam.conftest import target_in_process

MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
#: For what takes a ticket, and so an RSA signature, each time.
FEW = settings(MANY, max_examples=10)
OPERATIONS = strategies.operations()
EACH = [
    pytest.param(edition, operation, id=f"{edition}: {operation}")
    for edition in EDITIONS
    for operation in OPERATIONS
]


def often(operation: str) -> settings:
    return FEW if operation in {"pingam.pending_request.decide", "pingam.token"} else MANY


class Scene:
    """A target where one resource set is there, and how each operation is asked of it."""

    def __init__(self, server: FakePing, edition: str) -> None:
        self.target = target_in_process(server, edition)
        self.made = steps.resource_set(self.target, "view", "edit")
        self.updated = steps.resource_set(self.target)
        self.known = strategies.KnownEntities(
            resource_id=self.made.id,
            labels=tuple(steps.label(self.target)["_id"] for _ in range(2)),
            client=self.target.client,
            owner=self.target.owner,
        )

    def ask(self, operation: str, body: dict[str, Any]) -> Answer:  # noqa: PLR0911 - one for each operation
        target, made = self.target, self.made
        policy = f"uma/policies/{made.id}"
        match operation.removeprefix("pingam."):
            case "resource_set.register":
                return self.forgotten(target.register(body))
            case "resource_set.update":
                return steps.put(target, self.updated, body)
            case "permission_request":
                return steps.ask_permission(target, body)
            case "policy.put":
                return target.own("PUT", policy, json=body)
            case "policy.create":
                target.own("DELETE", policy)
                return target.own("POST", "uma/policies?_action=create", json=body)
            case "pending_request.decide":
                target.own("DELETE", policy)
                request = steps.submitted(target, made, target.other(), "view", "edit")
                path = f"uma/pendingrequests/{request['_id']}"
                return target.own("POST", f"{path}?_action=approve", json=body)
            case "owner_resource_set.update":
                return target.own("PUT", f"oauth2/resources/sets/{made.id}", json=body)
            case "label.create":
                return target.own("POST", "oauth2/resources/labels", json=body)
            case "token" | "introspect" | "revoke" as form:
                path = {"token": "access_token", "revoke": "token/revoke"}.get(form, form)
                url = f"{target.oauth2_url}/{path}"
                return target.ask("POST", url, form=body, token=None)
        raise LookupError(operation)

    def forgotten(self, answer: Answer) -> Answer:
        """Deleted at once: the next example may have the same name."""
        if answer.status == 201:
            url = self.target.url_of(answer.json["_id"])
            self.target.ask("DELETE", url, headers=self.target.condition())
        return answer


@pytest.fixture(scope="module")
def scenes(server: FakePing) -> dict[str, Scene]:
    return {edition: Scene(server, edition) for edition in EDITIONS}


@pytest.mark.parametrize(("edition", "operation"), EACH)
def test_what_is_valid_is_taken(scenes: dict[str, Scene], edition: str, operation: str) -> None:
    scene = scenes[edition]
    how: dict[str, Any] = {"edition": edition, "known": scene.known}
    bodies = strategies.valid(operation, **how) | strategies.boundary(operation, **how)

    @often(operation)
    @given(bodies)
    def holds(body: dict[str, Any]) -> None:
        answer = scene.ask(operation, body)
        assert answer.status in {200, 201}, answer.body

    holds()


@pytest.mark.parametrize(("edition", "operation"), EACH)
def test_what_is_invalid_is_refused_for_its_reason(
    scenes: dict[str, Scene], edition: str, operation: str
) -> None:
    scene = scenes[edition]

    @often(operation)
    @given(strategies.invalid(operation, edition=edition, known=scene.known))
    def holds(pair: tuple[Any, ...]) -> None:
        body, violation = pair
        answer = scene.ask(operation, body)
        said = answer.json
        told = said["message"] if violation.error is None else said["error_description"]
        assert (answer.status, said.get("error")) == (violation.status, violation.error)
        assert told.startswith(violation.sentence)

    holds()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_kind_of_body_is_there(operation: str) -> None:
    """A strategy that lost a branch would still pass: look for one body of each member."""
    kinds = {
        "pingam.resource_set.register": {"", "resource_scopes", "name", "type", "labels"},
        "pingam.resource_set.update": {"description", "icon_uri"},
        "pingam.permission_request": {"", "resource_id", "resource_scopes"},
        "pingam.policy.create": {"policyId", "permissions", "subject", "scopes"},
        "pingam.policy.put": {"subject"},
        "pingam.pending_request.decide": {"scopes"},
        "pingam.owner_resource_set.update": {"labels", "resource_scopes"},
        "pingam.label.create": {"type", "name"},
        "pingam.token": {"", "grant_type", "client_secret", "ticket", "code", "username"},
        "pingam.introspect": {"token", "client_id", "client_secret"},
        "pingam.revoke": {"token"},
    }[operation]

    until_found = settings(MANY, max_examples=1_000, phases=[Phase.generate])
    for kind in kinds:
        of_this_kind = partial(_is_about, kind)
        find(strategies.invalid(operation), of_this_kind, settings=until_found)


def _is_about(member: str, pair: tuple[Any, ...]) -> bool:
    return bool(pair[1].member == member)


def test_switches_count(server: FakePing) -> None:
    target = target_in_process(server, "8.1", require_name=True)
    how: dict[str, Any] = {"switches": {"require_name": True}}
    violations = set()

    @settings(MANY, max_examples=200, phases=[Phase.generate])
    @given(
        strategies.valid("pingam.resource_set.register", **how),
        strategies.invalid("pingam.resource_set.register", **how),
    )
    def look(body: dict[str, Any], pair: tuple[Any, ...]) -> None:
        assert "name" in body
        violations.add(pair[1].sentence.partition(". ")[2])

    look()
    assert "Missing required attribute, 'name'." in violations
    assert target.register({"resource_scopes": []}).status == 400


def test_an_operation_without_a_body_is_told() -> None:
    with pytest.raises(ValueError, match=r"no bodies for 'pingam.resource_set.read': choose from"):
        strategies.valid("pingam.resource_set.read")
