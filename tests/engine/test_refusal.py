"""A bad document is refused whole, with the place of each fault, and nothing changes."""

import copy
import json
import math
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeping import FakePing
from fakeping.core.document_errors import BadDocument
from tests.engine.full import furnish

FAULTS = [
    pytest.param({"pingtwo": {}}, [""], id="a family that there is not"),
    pytest.param({"pingone": {"resource": []}}, ["pingone"], id="a misspelt member"),
    pytest.param({"pingone": {"resources": [{}]}}, ["pingone.resources[0].name"], id="no name"),
    pytest.param(
        {"pingone": {"resources": [{"name": "a", "scopes": ["r", {"name": 1}]}]}},
        ["pingone.resources[0].scopes[1].name"],
        id="a name that is a number",
    ),
    pytest.param(
        {
            "pingone": {
                "resources": [{"name": "a"}, {"name": "b", "scopes": ["r", "r"]}, {"name": "a"}]
            }
        },
        ["pingone.resources[1].scopes[1].name", "pingone.resources[2].name"],
        id="names that are taken",
    ),
    pytest.param(
        {"pingone": {"resources": [{"name": "openid", "description": "mine"}]}},
        ["pingone.resources[0]"],
        id="a built-in resource described",
    ),
    pytest.param(
        {"pingone": {"users": [{"username": "a"}, {"username": "a"}]}},
        ["pingone.users[1].username"],
        id="one user twice",
    ),
    pytest.param(
        {"pingone": {"applications": [{"redirectUris": ["nowhere"]}]}},
        ["pingone.applications[0].redirectUris"],
        id="a relative redirect URI",
    ),
    pytest.param(
        {"pingone": {"applications": [{"grants": [{"resource": "none"}]}]}},
        ["pingone.applications[0].grants[0]"],
        id="a grant for nothing",
    ),
    pytest.param(
        {"pingone": {"applications": [{"grants": [{"resource": "openid", "scopes": ["none"]}]}]}},
        ["pingone.applications[0].grants[0].scopes[0]"],
        id="a grant of a scope that there is not",
    ),
    pytest.param(
        {"pingone": {"populations": [{"builtIn": True, "deleted": True}]}},
        ["pingone.populations[0]"],
        id="no population left",
    ),
    pytest.param(
        {"pingone": {"environments": [{"name": "a"}, {"name": "a"}]}},
        ["pingone.environments[1].name"],
        id="one environment twice",
    ),
    pytest.param(
        {"pingam": {"resource_sets": [{"name": "P"}]}},
        ["pingam.resource_sets[0].resource_scopes"],
        id="no scopes",
    ),
    pytest.param(
        {"pingam": {"resource_sets": [{"name": "P", "resource_scopes": []}] * 2}},
        ["pingam.resource_sets[1].name"],
        id="one resource set twice",
    ),
    pytest.param(
        {"pingam": {"policies": [{"policyId": "P", "permissions": []}]}},
        ["pingam.policies[0]"],
        id="a policy for nothing",
    ),
    pytest.param(
        {
            "pingam": {
                "resource_sets": [{"name": "P", "resource_scopes": ["view"]}],
                "policies": [
                    {"policyId": "P", "permissions": [{"subject": "b", "scopes": ["edit"]}]}
                ],
            }
        },
        ["pingam.policies[0]"],
        id="a policy for a scope that there is not",
    ),
    pytest.param(
        {"pingam": {"users": [{"username": "b", "realm": "x"}], "tokens": [{"token": "t"}] * 2}},
        ["pingam.users[0]", "pingam.tokens[1]"],
        id="an unknown realm, and one token twice",
    ),
    pytest.param({"clock": {"set": "2026-02-30T00:00:00Z"}}, ["clock.set"], id="no such day"),
]


@pytest.fixture
def tenant():
    server = FakePing(ids_seed=1)
    tenant = server.tenant()
    tenant.clock.freeze()
    furnish(server, tenant)
    return tenant


@pytest.mark.parametrize(("document", "places"), FAULTS)
def test_each_fault_is_told_with_its_place_and_nothing_changes(tenant, document, places):
    before = json.dumps(tenant.snapshot())

    with pytest.raises(BadDocument) as refusal:
        tenant.reset(to=document)

    assert [each.target for each in refusal.value.violations] == places
    assert json.dumps(tenant.snapshot()) == before


def test_the_message_has_each_fault_on_a_line(tenant):
    bad = {"pingone": {"resources": [{"name": "a", "scopes": ["r", "r"]}, {"name": "a"}]}}

    with pytest.raises(BadDocument) as refusal:
        tenant.reset(to=bad)

    assert str(refusal.value) == (
        "pingone.resources[0].scopes[1].name: A scope with the specified name already exists.\n"
        "pingone.resources[1].name: A resource with the specified name already exists."
    )


def endless():
    inner = {}
    for _ in range(100_000):
        inner = {"a": inner}
    return inner


DEEP = json.loads('{"a":' * 200 + "1" + "}" * 200)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param([], id="a list"),
        pytest.param(None, id="nothing"),
        pytest.param({"clock": {"advance": math.nan}}, id="not a number"),
        pytest.param({"clock": {"advance": math.inf}}, id="infinity"),
        pytest.param({"clock": {"advance": 10**5000}}, id="a number without end"),
        pytest.param({"pingam": {"resource_sets": [DEEP]}}, id="deep"),
        pytest.param(
            {"pingam": {"resource_sets": [{"resource_scopes": ["\ud800"]}]}}, id="half a pair"
        ),
        pytest.param({"pingam": {"resource_sets": [endless()]}}, id="deeper than Python goes"),
        pytest.param({"pingone": object()}, id="an object of Python's"),
        pytest.param({"pingone": {"resources": {"name"}}}, id="a set"),
    ],
)
def test_hostile_documents_are_refused_cleanly(tenant, document):
    before = json.dumps(tenant.snapshot())

    with pytest.raises(BadDocument):
        tenant.reset(to=document)

    assert json.dumps(tenant.snapshot()) == before


def places(document, path=()):
    """Every place in a document."""
    yield path
    inside = document.items() if isinstance(document, dict) else ()
    if isinstance(document, list):
        inside = enumerate(document)
    for step, each in inside:
        yield from places(each, (*path, step))


ATOMS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


@cache
def furnished(edition):
    server = FakePing(ids_seed=1, edition={"pingone": edition})
    tenant = server.tenant()
    tenant.clock.freeze()
    furnish(server, tenant)
    return tenant, tenant.snapshot()


@settings(max_examples=100, deadline=None)
@given(data=st.data(), edition=st.sampled_from(["p14c", "current"]))
def test_a_spoilt_document_is_taken_or_changes_nothing(data, edition):
    tenant, valid = furnished(edition)
    tenant.reset(to=valid)
    spoilt = copy.deepcopy(valid)
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(data, spoilt)

    try:
        tenant.reset(to=spoilt)
    except BadDocument:
        assert tenant.snapshot() == valid
    assert tenant.crashes == ()
    again = tenant.snapshot()
    tenant.reset(to=again)
    assert tenant.snapshot() == again


def spoil(data, document):
    """Put something else at some place, take it away, or have it twice."""
    *path, last = data.draw(st.sampled_from([each for each in places(document) if each]))
    holder = document
    for step in path:
        holder = holder[step]
    how = data.draw(st.sampled_from(["replace", "remove", "repeat"]))
    if how == "replace":
        holder[last] = data.draw(VALUES)
    elif how == "remove":
        del holder[last]
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(holder[last]))
