"""What a request does to the state is noted, one entity at a time; a look is not."""

import pytest

from fakeping import FakePing
from fakeping.core.change import Change
from tests.drive import ask

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def server():
    return FakePing(ids_seed=1, edition={"pingone": "current"})


@pytest.fixture
def tenant(server):
    return server.tenant()


@pytest.fixture
def changes(server, tenant):
    """Put one request to the tenant; what it changed, as kinds and comings and goings."""

    def changed(method, url, *body, **said):
        reply = ask(server, method, url, *body, **said)
        assert reply.status < 400, reply.json
        return [
            (each.kind, each.before is not None, each.after is not None)
            for each in tenant._state.changes
        ]

    return changed


def form(*pairs):
    return "&".join(pairs).encode()


def came(kind):
    return (kind, False, True)


def became(kind):
    return (kind, True, True)


def went(kind):
    return (kind, True, False)


def test_writes_of_resources_and_their_parts_are_noted(tenant, changes):
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    token = tenant.pingone.token()

    assert changes("POST", url, {"name": "a"}, token=token) == [came("resource")]
    resource = f"{url}/{tenant.pingone.resource('a').id}"
    assert changes("PUT", resource, {"name": "b"}, token=token) == [became("resource")]
    assert changes("POST", f"{resource}/scopes", {"name": "s"}, token=token) == [came("scope")]
    said = {"name": "n", "value": "${user.id}"}
    assert changes("POST", f"{resource}/attributes", said, token=token) == [came("attribute")]
    assert changes("POST", f"{resource}/secret", token=token) == [became("secret")]


def test_a_change_has_the_entity_as_it_was_and_as_it_is(tenant, changes):
    before = tenant.pingone.given.resource(name="a")
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"

    changes("PUT", f"{url}/{before.id}", {"name": "b"}, token=tenant.pingone.token())

    after = tenant.pingone.resource("b")
    assert tenant._state.changes == [Change("resource", before.id, before, after)]


def test_what_goes_along_with_a_resource_is_noted_first(tenant, changes):
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    resource = tenant.pingone.given.resource(name="a", scopes=["r", "w"])
    tenant.pingone.given.attribute(resource, name="n", value="v")
    application = tenant.pingone.given.application()
    tenant.pingone.given.grant(application, resource)

    done = changes("DELETE", f"{url}/{resource.id}", token=tenant.pingone.token())

    assert done == [
        went("attribute"),  # `sub`, which it had from the start
        went("attribute"),
        went("grant"),
        went("scope"),
        went("scope"),
        went("resource"),
    ]


def test_an_environment_takes_along_what_somebody_added_to_it(tenant, changes):
    token = tenant.pingone.token()
    url = f"{tenant.pingone.url}/environments"
    said = {"name": "e", "type": "SANDBOX", "region": "NA", "license": {"id": "x" * 36}}
    said["license"]["id"] = tenant.pingone.environment_id
    assert changes("POST", url, said, token=token) == [came("environment")]
    [_, other] = tenant.pingone._store.environments()
    inside = f"{url}/{other.id}"
    resources = f"{inside}/resources"
    assert changes("POST", resources, {"name": "a"}, token=token) == [came("resource")]
    changes(
        "POST",
        f"{resources}/{other.resources.api.id}/scopes",
        {"name": "p1:read:user:x"},
        token=token,
    )
    openid = other.resources.named("openid").id
    changes("POST", f"{resources}/{openid}/attributes", {"name": "n", "value": "v"}, token=token)
    changes("POST", f"{inside}/populations", {"name": "p"}, token=token)
    changes("POST", f"{inside}/signOnPolicies", {"name": "p"}, token=token)
    [*_, policy] = other.sign_on_policies.table
    login = {"type": "LOGIN", "priority": 1}
    changes("POST", f"{inside}/signOnPolicies/{policy.id}/actions", login, token=token)
    assert changes("PUT", f"{inside}/type", {"type": "SANDBOX"}, token=token) == [
        became("environment")
    ]

    done = changes("DELETE", inside, token=token)

    policy = ["sign_on_policy_action", "sign_on_policy"]
    kinds = ["resource", "scope", "attribute", "population", *policy, "environment"]
    assert done == [went(kind) for kind in kinds]


def test_resource_sets_and_what_is_shared_of_them_are_noted(tenant, changes):
    am = tenant.pingam
    pat = am.pat()
    url = am.resource_set_url
    assert changes("POST", url, {"resource_scopes": ["view"], "name": "n"}, token=pat) == [
        came("resource_set")
    ]
    [photo] = am.resource_sets()
    one = f"{url}/{photo.id}"
    assert changes("PUT", one, {"resource_scopes": ["view"]}, token=pat) == [became("resource_set")]
    policies = f"{am.json_url}/users/alice/uma/policies/{photo.id}"
    sso = {"iPlanetDirectoryPro": am.sso_token()}
    share = {"policyId": photo.id, "permissions": [{"subject": "bob", "scopes": ["view"]}]}
    assert changes("PUT", policies, share, headers=sso) == [came("policy")]

    assert changes("DELETE", one, token=pat) == [went("resource_set"), went("policy")]


def test_sign_in_notes_tokens_and_their_end(tenant, changes):
    am, known = tenant.pingam, tenant.pingam.credentials
    who = (f"client_id={known.client_id}", f"client_secret={known.client_secret}")
    grant = f"grant_type=password&username=alice&password={known.password}&scope=uma_protection"
    token_url = f"{am.oauth2_url}/access_token"

    done = changes("POST", token_url, raw=form(*who, grant), headers=FORM)

    assert done == [came("token"), came("token")]
    token = am.pat()
    revoke = f"{am.oauth2_url}/token/revoke"
    assert changes("POST", revoke, raw=form(*who, f"token={token}"), headers=FORM) == [
        went("token")
    ]
    assert changes("POST", revoke, raw=form(*who, f"token={token}"), headers=FORM) == []


def test_a_change_names_no_secret(tenant, changes):
    am, known = tenant.pingam, tenant.pingam.credentials
    who = (f"client_id={known.client_id}", f"client_secret={known.client_secret}")
    token = am.pat()

    changes("POST", f"{am.oauth2_url}/token/revoke", raw=form(*who, f"token={token}"), headers=FORM)

    [change] = tenant._state.changes
    assert token not in repr(change)
    assert change.id.startswith("sha256:")


@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/scopes", "/{id}/attributes", "/{id}/secret"])
def test_a_look_changes_nothing(tenant, changes, path):
    resource = tenant.pingone.given.resource(name="a")
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"

    assert changes("GET", url + path.format(id=resource.id), token=tenant.pingone.token()) == []


def test_a_refusal_changes_nothing(server, tenant):
    tenant.pingone.given.resource(name="a")
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"

    reply = ask(server, "POST", url, {"name": "a"}, token=tenant.pingone.token())

    assert (reply.status, tenant._state.changes) == (400, [])


def test_a_session_that_is_used_is_no_change(tenant, changes):
    am = tenant.pingam
    sso = {"iPlanetDirectoryPro": am.sso_token()}

    done = changes("GET", f"{am.json_url}/users/alice/uma/policies?_queryFilter=true", headers=sso)

    assert done == []
