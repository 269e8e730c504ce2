"""What the strategies call valid the fake takes, and what they call invalid it refuses so."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any, Self

import pytest
from hypothesis import HealthCheck, given, settings

from fakeping import FakePing
from fakeping.contract.pingone import strategies
from fakeping.contract.pingone.assigned_roles import assignment, here
from fakeping.contract.pingone.policies import (
    actions_url,
    new_action,
    new_assignment,
    new_policy,
    policies_url,
)
from fakeping.contract.pingone.refusals import refused
from fakeping.contract.transport import Answer
from fakeping.families.pingone.edition import EDITIONS
from tests.contract.pingone.conftest import target_of

NOW = datetime(2030, 1, 1, tzinfo=UTC)

OPERATIONS = [
    pytest.param(edition, operation, id=f"{edition}-{operation}")
    for edition in EDITIONS
    for operation in strategies.operations(edition)
]

ONCE = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


#: The parts of applications, by noun, as they are in URLs.
OF_APPLICATIONS = {
    "application_secret": "secret",
    "application_attribute": "attributes",
    "grant": "grants",
    "application_role_assignment": "roleAssignments",
    "sign_on_policy_assignment": "signOnPolicyAssignments",
}


class Place:
    """A tenant with one of everything, and where an operation's body is sent in it."""

    def __init__(self, server: FakePing, edition: str) -> None:
        self.tenant = server.tenant(edition={"pingone": edition})
        self.tenant.clock.freeze()
        self.tenant.clock.set(NOW)
        self.target = target_of(server, self.tenant)

    def send(self, operation: str, body: dict[str, Any]) -> Answer:
        target, (noun, verb) = self.target, operation.split(".")[1:]
        if noun in {"environment", "bill_of_materials"}:
            url = target.environments_url
            if verb != "create":
                url += f"/{target.environment()['id']}"
            url += {"bill_of_materials": "/billOfMaterials"}.get(noun, "")
            url += "/type" if verb == "update_type" else ""
        elif noun == "user":
            url = target.users_url
            if verb != "create":
                url = target.user_url(target.user())
            parts = {"update_enabled": "/enabled", "update_mfa_enabled": "/mfaEnabled"}
            url += parts.get(verb, "")
        elif noun == "user_role_assignment":
            url = f"{target.user_url(target.user())}/roleAssignments"
        else:
            url = self._url(noun)
            if verb == "update":
                makers: dict[str, Callable[[], Any]] = {
                    "resource": target.resource,
                    "population": target.population,
                    "sign_on_policy": partial(new_policy, target),
                    "sign_on_policy_action": lambda: new_action(target, self.policy),
                    **self._parts_of_application(),
                }
                made = makers[noun]() if noun in makers else getattr(target, noun)(self.resource)
                url += f"/{made['id']}"
        method = {"create": "POST", "rotate": "POST", "patch": "PATCH"}.get(verb, "PUT")
        return target.ask(method, url, json=body)

    def _parts_of_application(self) -> dict[str, Callable[..., Any]]:
        target = self.target
        return {
            "application": target.application,
            "application_attribute": lambda: target.application_attribute(self.application),
            "grant": lambda: target.grant(self.application, self.granted, self.scope),
            "sign_on_policy_assignment": lambda: new_assignment(
                target, self.application, new_policy(target)
            ),
        }

    def named(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        """A body that names what there is, where it has ids of other things."""
        target, noun = self.target, operation.split(".")[1]
        if noun == "grant":
            ids = {"resource": {"id": self.granted["id"]}, "scopes": [{"id": self.scope["id"]}]}
            return {**body, **ids}
        if noun in {"application_role_assignment", "user_role_assignment"}:
            return {**body, **assignment(target, "Environment Admin", here(target))}
        if noun == "sign_on_policy_assignment":
            return {**body, "signOnPolicy": {"id": new_policy(target)["id"]}}
        return body

    @cached_property
    def granted(self) -> Any:
        return self.target.resource()

    @cached_property
    def scope(self) -> Any:
        return self.target.scope(self.granted)

    def _url(self, noun: str) -> str:
        target = self.target
        whole = {
            "resource": target.resources_url,
            "population": f"{target.environment_url}/populations",
            "application": target.applications_url,
            "sign_on_policy": policies_url(target),
        }
        if noun in whole:
            return whole[noun]
        if noun == "sign_on_policy_action":
            self.policy = new_policy(target)
            return actions_url(target, self.policy)
        if noun in OF_APPLICATIONS:
            self.application = target.application()
            return f"{target.applications_url}/{self.application['id']}/{OF_APPLICATIONS[noun]}"
        self.resource = target.resource()
        part = {"scope": "scopes", "attribute": "attributes", "secret": "secret"}[noun]
        return f"{target.resource_url(self.resource)}/{part}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.tenant.crashes == ()
        self.tenant.drop()


@pytest.mark.parametrize(("edition", "operation"), OPERATIONS)
def test_what_is_valid_is_taken(server: FakePing, edition: str, operation: str) -> None:
    @ONCE
    @given(strategies.valid(operation, edition=edition, prefix="fakeping-", now=NOW))
    def taken(body: dict[str, Any]) -> None:
        with Place(server, edition) as place:
            assert place.send(operation, place.named(operation, body)).status in {200, 201}

    taken()


@pytest.mark.parametrize(("edition", "operation"), OPERATIONS)
def test_what_is_on_an_edge_is_taken(server: FakePing, edition: str, operation: str) -> None:
    @ONCE
    @given(strategies.boundary(operation, edition=edition, now=NOW))
    def taken(body: dict[str, Any]) -> None:
        with Place(server, edition) as place:
            assert place.send(operation, place.named(operation, body)).status in {200, 201}

    taken()


@pytest.mark.parametrize(("edition", "operation"), OPERATIONS)
def test_what_is_invalid_is_refused_for_just_that(
    server: FakePing, edition: str, operation: str
) -> None:
    @ONCE
    @given(strategies.invalid(operation, edition=edition, now=NOW))
    def told(pair: tuple[Any, ...]) -> None:
        body, violation = pair
        with Place(server, edition) as place:
            refused(place.send(operation, body), 400, violation.code, *violation.details)

    told()


def test_an_edition_that_is_not_there_has_no_strategy() -> None:
    with pytest.raises(ValueError, match="there is no edition 'curent': p14c, current"):
        strategies.valid("pingone.scope.create", edition="curent")
    with pytest.raises(ValueError, match="there is no edition 'curent'"):
        strategies.operations("curent")


def test_an_operation_without_a_body_has_no_strategy() -> None:
    with pytest.raises(ValueError, match="no operation of p14c with a JSON body"):
        strategies.valid("pingone.attribute.create", edition="p14c")
