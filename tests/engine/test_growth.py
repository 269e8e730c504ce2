"""A large document is read, and written, with work in proportion to it, whatever it is full of."""

from itertools import product

import pytest

from fakeping import FakePing
from tests.hostile.work import growth
from tests.sample import some


def one(**k):
    return {"pingone": k}


def am(**k):
    return {"pingam": k}


DOCS = {
    "resources": lambda n: one(resources=[{"name": f"r{i}"} for i in range(n)]),
    "resources with scopes": lambda n: one(
        resources=[{"name": f"r{i}", "scopes": [f"s{i}"]} for i in range(n)]
    ),
    "scopes": lambda n: one(resources=[{"name": "r", "scopes": [f"s{i}" for i in range(n)]}]),
    "attributes": lambda n: one(
        resources=[{"name": "r", "attributes": [{"name": f"a{i}", "value": "x"} for i in range(n)]}]
    ),
    "mapped claims": lambda n: one(
        resources=[
            {
                "name": "openid",
                "attributes": [{"name": f"a{i}", "value": "x"} for i in range(n)],
                "scopes": [{"name": f"s{i}", "mappedClaims": [f"a{i}"]} for i in range(n)],
            }
        ]
    ),
    "populations": lambda n: one(populations=[{"name": f"p{i}"} for i in range(n)]),
    "sign-on policies": lambda n: one(
        signOnPolicies=[
            {"name": f"p{i}", "actions": [{"type": "LOGIN", "priority": 1}]} for i in range(n)
        ]
    ),
    "environments": lambda n: one(environments=[{"name": f"e{i}"} for i in range(n)]),
    "users": lambda n: one(users=[{"username": f"u{i}"} for i in range(n)]),
    "users in populations": lambda n: one(
        populations=[{"name": f"p{i}"} for i in range(n)],
        users=[{"username": f"u{i}", "population": f"p{i}"} for i in range(n)],
    ),
    "applications": lambda n: one(applications=[{"name": f"a{i}"} for i in range(n)]),
    "same applications": lambda n: one(applications=[{"name": "a"} for i in range(n)]),
    "attributes of an application": lambda n: one(
        applications=[{"attributes": [{"name": f"a{i}", "value": "x"} for i in range(n)]}]
    ),
    "grants": lambda n: one(
        resources=[{"name": f"r{i}", "scopes": ["s" + str(i)]} for i in range(n)],
        applications=[
            {
                "name": "a",
                "grants": [{"resource": f"r{i}", "scopes": ["s" + str(i)]} for i in range(n)],
            }
        ],
    ),
    "grants of one": lambda n: one(
        resources=[{"name": "r", "scopes": [f"s{i}" for i in range(n)]}],
        applications=[
            {"name": f"a{i}", "grants": [{"resource": "r", "scopes": [f"s{i}"]}]} for i in range(n)
        ],
    ),
    "tokens": lambda n: one(
        applications=[{"name": f"a{i}"} for i in range(n)],
        tokens=[{"token": "sha256:" + f"{i:064d}", "application": f"a{i}"} for i in range(n)],
    ),
    "tokens of users": lambda n: one(
        users=[{"username": f"u{i}"} for i in range(n)],
        tokens=[{"token": "sha256:" + f"{i:064d}", "user": f"u{i}"} for i in range(n)],
    ),
    "realms": lambda n: am(realms=[f"r{i}" for i in range(n)]),
    "am users": lambda n: am(users=[{"username": f"u{i}"} for i in range(n)]),
    "clients": lambda n: am(clients=[{"client_id": f"u{i}"} for i in range(n)]),
    "resource_sets": lambda n: am(
        resource_sets=[
            {"name": f"s{i}", "resource_scopes": ["v"], "scopes": ["v"]} for i in range(n)
        ]
    ),
    "policies": lambda n: am(
        resource_sets=[
            {"name": f"s{i}", "resource_scopes": ["v"], "scopes": ["v"]} for i in range(n)
        ],
        policies=[
            {"policyId": f"s{i}", "permissions": [{"subject": "bob", "scopes": ["v"]}]}
            for i in range(n)
        ],
    ),
    "history": lambda n: am(
        history=[
            {"resource_set": f"s{i}", "party": "bob", "type": "Policy_Created"} for i in range(n)
        ]
    ),
    "requests": lambda n: am(
        resource_sets=[
            {"name": f"s{i}", "resource_scopes": ["v"], "scopes": ["v"]} for i in range(n)
        ],
        pending_requests=[
            {"resource_set": f"s{i}", "user": "bob", "scopes": ["v"]} for i in range(n)
        ],
    ),
    "permissions": lambda n: am(
        resource_sets=[{"name": "s", "resource_scopes": ["v"], "scopes": ["v"]}],
        policies=[
            {
                "policyId": "s",
                "permissions": [{"subject": f"bob{i}", "scopes": ["v"]} for i in range(n)],
            }
        ],
    ),
    "am tokens": lambda n: am(tokens=[{"token": f"t{i}"} for i in range(n)]),
    "sessions": lambda n: am(
        sessions=[{"sso_token": f"t{i}", "username": "alice"} for i in range(n)]
    ),
    "scope list": lambda n: am(
        resource_sets=[
            {
                "name": "s",
                "resource_scopes": [f"v{i}" for i in range(n)],
                "scopes": [f"v{i}" for i in range(n)],
            }
        ]
    ),
    "labels": lambda n: am(
        resource_sets=[
            {
                "name": "s",
                "resource_scopes": [],
                "scopes": [],
                "labels": [f"v{i}" for i in range(n)],
            }
        ]
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "edition"),
    some(product(DOCS, ["default", "others"]), one_of=4, name=" ".join),
)
def test_work_is_in_proportion(kind, edition):
    server = FakePing(ids_seed=1)
    edition = {"pingone": "current", "pingam": "openam"} if edition == "others" else {}
    if kind == "mapped claims" and not edition:
        edition = {"pingone": "current"}

    def read(size):
        tenant, document = server.tenant(edition=edition), DOCS[kind](size)
        return lambda: tenant.reset(to=document)

    def write(size):
        tenant = server.tenant(edition=edition)
        tenant.reset(to=DOCS[kind](size))
        return tenant.snapshot

    assert growth(read, 40) < 2.3
    assert growth(write, 40) < 2.3
