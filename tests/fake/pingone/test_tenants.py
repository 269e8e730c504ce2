"""One tenant's environments are nobody else's."""

import pytest

from tests.drive import ask
from tests.fake.pingone import errors
from tests.fake.pingone.driver import Client
from tests.fake.pingone.errors import said


@pytest.fixture
def made(server):
    """A tenant of today's, with an environment that was made by a request."""
    with server.tenant(edition={"pingone": "current"}) as tenant:
        license_ = {"id": tenant.pingone.environment_id}
        body = {"name": "staging", "type": "SANDBOX", "region": "NA", "license": license_}
        url = f"{tenant.pingone.url}/environments"
        answer = ask(server, "POST", url, body, token=tenant.pingone.token())
        yield tenant, f"{url}/{answer.json['id']}"


def test_an_environment_is_older_than_any_client_waits_for(call, tenant):
    assert call("GET").json["createdAt"] < tenant.clock.text(after=-300 * 86_400)


def test_what_nobodys_environment_was_asked_is_kept_by_the_server(server, tenant):
    server.unmatched.clear()

    ask(server, "GET", f"{tenant.pingone.url}/environments/x/resources")

    assert [str(each).split(" ", 1)[1] for each in server.unmatched] == [
        (
            "GET /v1/environments/x/resources -> 401  pingone.resource.list"
            "  [pingone.auth.token]  (cause: no-token)  (no tenant has x)"
        )
    ]
    assert len(tenant.journal) == 0


def test_the_platforms_resources_have_ids_of_their_own_in_each_environment(server, tenant):
    other = server.tenant()

    assert not {each.id for each in tenant.pingone.resources()} & {
        each.id for each in other.pingone.resources()
    }


def test_a_resource_in_another_environment_is_not_found(server, call):
    other = server.tenant().pingone.given.resource(name="theirs")

    assert said(call("GET", f"/resources/{other.id}")) == (404, errors.NOT_FOUND)


def test_another_environment_may_have_the_name(server, tenant, photos):
    other = server.tenant()

    assert other.pingone.given.resource(name="photos").name == "photos"


def test_a_dropped_tenants_environment_is_unknown(server):
    with server.tenant() as tenant:
        token, url = tenant.pingone.token(), tenant.pingone.url

    reply = ask(
        server, "GET", f"{url}/environments/{tenant.pingone.environment_id}/resources", token=token
    )
    assert said(reply) == (401, errors.NO_TOKEN)


def test_an_environment_that_was_made_is_its_tenants(server, made):
    _, url = made
    with server.tenant(edition={"pingone": "current"}) as other:
        reply = ask(server, "GET", url, token=other.pingone.token())

    assert said(reply) == (401, errors.NO_TOKEN)


def test_the_id_of_a_deleted_environment_is_anybodys(server, made):
    tenant, url = made
    id_ = url.rpartition("/")[2]
    ask(server, "DELETE", url, token=tenant.pingone.token())

    with server.tenant(environment_id=id_) as other:
        assert other.pingone.environment_id == id_


def test_sign_in_takes_the_tokens_of_its_own_environment_alone(server, tenant):
    elsewhere = server.tenant()
    bob = elsewhere.pingone.given.user(username="bob")
    token = elsewhere.pingone.token(subject=bob.id, scopes=["openid"])
    here = Client(server, tenant, tenant.pingone.credentials)

    assert here.userinfo(token).status == 401
    assert here.post("introspect", {"token": token}).json == {"active": False}
    assert Client(server, elsewhere, None).userinfo(token).status == 200


def test_dates_are_the_tenants_clocks(call, tenant):
    created = call("POST", "/resources", {"name": "a"}).json
    made = tenant.clock.text()
    tenant.clock.advance(60)
    updated = call("PUT", f"/resources/{created['id']}", {"name": "a"}).json

    assert (created["createdAt"], created["updatedAt"]) == (made, made)
    assert (updated["createdAt"], updated["updatedAt"]) == (made, tenant.clock.text())
