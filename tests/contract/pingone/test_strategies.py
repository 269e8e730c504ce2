"""What the strategies call valid the fake takes, and what they call invalid it refuses so."""

from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings

from fakeping.contract.pingone import strategies
from fakeping.contract.pingone.policies import actions_url, new_action, new_policy, policies_url
from fakeping.contract.pingone.refusals import refused
from fakeping.families.pingone.edition import EDITIONS
from tests.contract.pingone.conftest import target_of

NOW = datetime(2030, 1, 1, tzinfo=UTC)

OPERATIONS = [
    pytest.param(edition, operation, id=f"{edition}-{operation}")
    for edition in EDITIONS
    for operation in strategies.operations(edition)
]

ONCE = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


class Place:
    """A tenant with one of everything, and where an operation's body is sent in it."""

    def __init__(self, server, edition):
        self.tenant = server.tenant(edition={"pingone": edition})
        self.tenant.clock.freeze()
        self.tenant.clock.set(NOW)
        self.target = target_of(server, self.tenant)

    def send(self, operation, body):
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
        else:
            url = self._url(noun)
            if verb == "update":
                made = {
                    "resource": target.resource,
                    "population": target.population,
                    "sign_on_policy": partial(new_policy, target),
                    "sign_on_policy_action": lambda: new_action(target, self.policy),
                }.get(noun)
                made = made() if made else getattr(target, noun)(self.resource)
                url += f"/{made['id']}"
        method = {"create": "POST", "rotate": "POST", "patch": "PATCH"}.get(verb, "PUT")
        return target.ask(method, url, json=body)

    def _url(self, noun):
        target = self.target
        if noun == "resource":
            return target.resources_url
        if noun == "sign_on_policy":
            return policies_url(target)
        if noun == "sign_on_policy_action":
            self.policy = new_policy(target)
            return actions_url(target, self.policy)
        if noun == "population":
            return f"{target.environment_url}/populations"
        self.resource = target.resource()
        part = {"scope": "scopes", "attribute": "attributes", "secret": "secret"}[noun]
        return f"{target.resource_url(self.resource)}/{part}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert self.tenant.crashes == ()
        self.tenant.drop()


@pytest.mark.parametrize(("edition", "operation"), OPERATIONS)
def test_what_is_valid_is_taken(server, edition, operation):
    @ONCE
    @given(strategies.valid(operation, edition=edition, prefix="fakeping-", now=NOW))
    def taken(body):
        with Place(server, edition) as place:
            assert place.send(operation, body).status in {200, 201}

    taken()


@pytest.mark.parametrize(("edition", "operation"), OPERATIONS)
def test_what_is_on_an_edge_is_taken(server, edition, operation):
    @ONCE
    @given(strategies.boundary(operation, edition=edition, now=NOW))
    def taken(body):
        with Place(server, edition) as place:
            assert place.send(operation, body).status in {200, 201}

    taken()


@pytest.mark.parametrize(("edition", "operation"), OPERATIONS)
def test_what_is_invalid_is_refused_for_just_that(server, edition, operation):
    @ONCE
    @given(strategies.invalid(operation, edition=edition, now=NOW))
    def told(pair):
        body, violation = pair
        with Place(server, edition) as place:
            refused(place.send(operation, body), 400, violation.code, *violation.details)

    told()


def test_an_edition_that_is_not_there_has_no_strategy():
    with pytest.raises(ValueError, match="there is no edition 'curent': p14c, current"):
        strategies.valid("pingone.scope.create", edition="curent")
    with pytest.raises(ValueError, match="there is no edition 'curent'"):
        strategies.operations("curent")


def test_an_operation_without_a_body_has_no_strategy():
    with pytest.raises(ValueError, match="no operation of p14c with a JSON body"):
        strategies.valid("pingone.attribute.create", edition="p14c")
