"""python-keycloak's UMA client: tickets, and many calls at once."""

import asyncio

import pytest
import requests
from keycloak import KeycloakOpenIDConnection, KeycloakUMA
from keycloak.exceptions import KeycloakDeleteError, KeycloakGetError
from keycloak.uma_permissions import UMAPermission


@pytest.fixture
async def uma(tenant):
    am = tenant.pingam
    connection = KeycloakOpenIDConnection(
        server_url=f"{am.url}/uma/realms/root/",
        realm_name=am.realm,
        client_id=am.credentials.client_id,
        token={"access_token": am.pat(), "expires_in": 3600},
    )
    yield KeycloakUMA(connection)
    await connection.async_s.aclose()


def wanted(resource_id, scope):
    permission = UMAPermission(scope=scope)
    permission.resource_id = resource_id
    return permission


def test_a_ticket_is_for_several_photos(tenant, uma):
    am = tenant.pingam
    beach, dunes = (
        uma.resource_set_create({"name": name, "resource_scopes": ["view", "edit"]})["_id"]
        for name in ("beach", "dunes")
    )
    for each in (beach, dunes):
        am.given.policy(each, "bob", scopes=["view"])

    ticket = uma.permission_ticket_create([wanted(beach, "view"), wanted(dunes, "view")])["ticket"]
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:uma-ticket",
        "ticket": ticket,
        "claim_token": am.claim_token("bob"),
        "claim_token_format": "http://openid.net/specs/openid-connect-core-1_0.html#IDToken",
    }
    with requests.Session() as session:
        session.auth = am.credentials.client_id, am.credentials.client_secret
        rpt = session.post(am.token_url, data=form).json()["access_token"]
        about = session.post(f"{am.oauth2_url}/introspect", data={"token": rpt}).json()

    shared = {each["resource_id"]: each["resource_scopes"] for each in about["permissions"]}
    assert shared == {beach: ["view"], dunes: ["view"]}


def test_what_is_listed_is_read(uma):
    for name in ("beach", "dunes"):
        uma.resource_set_create({"name": name, "resource_scopes": ["view"]})

    assert sorted(each["name"] for each in uma.resource_set_list()) == ["beach", "dunes"]


async def test_twenty_photos_come_and_go_at_once(tenant, uma):
    names = [f"photo {number}" for number in range(20)]
    made = await asyncio.gather(
        *(uma.a_resource_set_create({"name": name, "resource_scopes": ["view"]}) for name in names)
    )
    ids = {each["_id"] for each in made}

    assert {*await uma.a_resource_set_list_ids()} == ids
    assert sorted([each["name"] async for each in uma.a_resource_set_list()]) == sorted(names)
    tickets = await asyncio.gather(
        *(uma.a_permission_ticket_create([wanted(each, "view")]) for each in ids)
    )
    assert len({each["ticket"] for each in tickets}) == 20
    await asyncio.gather(*(uma.a_resource_set_delete(each) for each in ids))
    assert tenant.pingam.resource_sets("alice") == []


async def test_what_is_gone_is_told(uma):
    made = await uma.a_resource_set_create({"name": "beach", "resource_scopes": ["view"]})
    await uma.a_resource_set_delete(made["_id"])

    with pytest.raises(KeycloakGetError) as read:
        await uma.a_resource_set_read(made["_id"])
    with pytest.raises(KeycloakDeleteError) as deleted:
        await uma.a_resource_set_delete(made["_id"])

    assert (read.value.response_code, deleted.value.response_code) == (404, 404)
