"""Resource sets that a test puts there, their ids, and links that stay."""

import re

import pytest

from tests.drive import ask

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\d+")


DOCUMENTED = {
    "resource_scopes": ["view", "comment", "download"],
    "name": "My Resource Name",
    "description": "An example resource stored in resourceserver.example.com",
    "type": "https://resourceserver.example.com/resources/",
    "icon_uri": "https://resourceserver.example.com/resources/resources.png",
}


def reference(tenant, id_):
    realm = tenant.pingam.realm
    uri = f"{tenant.pingam.url}/XUI/?realm=/{realm}#uma/share/{id_}"
    return {"_id": id_, "user_access_policy_uri": uri}


def register(call, body, **how):
    return call("POST", "", body, **how).json["_id"]


def test_an_id_is_a_uuid_with_a_counter_behind_it(call):
    ids = [register(call, {"resource_scopes": []}) for _ in range(12)]

    assert all(ID.fullmatch(each) for each in ids)
    assert [each[36:] for each in ids] == [str(number) for number in range(12)]
    assert len({each[:36] for each in ids}) == 1


def test_the_samples_realm_begins_with_the_samples_id(server):
    with server.tenant(realm="alpha") as tenant:
        registered = tenant.pingam.given.resource_set(resource_scopes=["view"])

    assert registered.id == "126615ba-b7fd-4660-b281-bae81aa45f7c0"


def test_a_policy_uri_is_made_once(server, tenant, call, path):
    before = call("GET", path).json["user_access_policy_uri"]

    server.tenants.base_url, kept = "http://elsewhere", server.tenants.base_url
    try:
        ask(
            server,
            "PUT",
            tenant.pingam.resource_set_url + path,
            DOCUMENTED,
            token=tenant.pingam.pat(),
        )
    finally:
        server.tenants.base_url = kept

    assert call("GET", path).json["user_access_policy_uri"] == before


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"resource_scopes": []}, id="nothing"),
        pytest.param(DOCUMENTED | {"labels": ["a"], "x": 1}, id="everything"),
    ],
)
def test_state_put_there_without_http_is_the_same(server, tenant, body):
    given = tenant.pingam.given.resource_set(**body)
    url = f"{tenant.pingam.resource_set_url}/{given.id}"

    document = ask(server, "GET", url, token=tenant.pingam.pat()).json

    assert document == {"labels": []} | body | reference(tenant, given.id)
    assert tenant.pingam.resource_sets() == [given]
