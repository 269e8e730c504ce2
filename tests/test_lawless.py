"""The check on every reply of the suite finds a refusal without a rule, or with a wrong one."""

from dataclasses import replace

import pytest

from fakeping.core.exchange import Headers, Request
from tests import checked


@pytest.fixture
def found(server):
    """What the check says of a request's reply, once the reply was tampered with."""

    def found(path, **tampered):
        request = Request(method="GET", path=path, headers=Headers())
        reply = server.tenants.world.handle(request)
        return list(checked._lawless(server.tenants.world, request, replace(reply, **tampered)))

    return found


def resources(tenant):
    return f"/v1/environments/{tenant.pingone.environment_id}/resources"


@pytest.mark.parametrize(
    ("tampered", "sentence"),
    [
        pytest.param({"rule": None}, "None is no rule of pingone", id="none"),
        pytest.param({"rule": "pingam.auth.token"}, "is no rule of pingone", id="another family's"),
        pytest.param({"headers": {}}, "X-Fakeping-Rule is None", id="not told"),
        pytest.param({"status": 418}, "does not say that it refuses with this", id="no status"),
        pytest.param(
            {"rule": "pingone.error.crash", "status": 500}, "X-Fakeping-Rule is", id="two of them"
        ),
    ],
)
def test_a_refusal_that_breaks_the_law_is_found(tenant, found, tampered, sentence):
    [said] = found(resources(tenant), **tampered)

    assert sentence in said


def test_a_rule_that_does_not_say_so_is_found(tenant, found):
    name = "pingone.token.client-invalid"

    [said] = found(resources(tenant), rule=name, headers={"X-Fakeping-Rule": name})

    assert said.endswith("does not say that it refuses pingone.resource.list")


def test_an_answer_by_a_rule_that_the_operation_does_not_name_is_found(tenant, found):
    [said] = found(resources(tenant), rule="pingone.jwks", status=200, headers={})

    assert said.endswith("pingone.resource.list does not say that pingone.jwks answers it")


def test_what_keeps_the_law_is_let_be(tenant, found):
    assert found(resources(tenant)) == []
    assert found(resources(tenant), rule=None, fault="a test's own") == []
