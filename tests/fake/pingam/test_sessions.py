"""Sessions that a test puts there, with their properties, and documents of them."""

import pytest

from tests.drive import ask


@pytest.fixture
def am(tenant):
    tenant.pingam.given.user("bob", password="pw")
    return tenant.pingam


@pytest.fixture
def act(server, am):
    def act(action, *, sso, query=""):
        url = f"{am.json_url}/sessions?_action={action}{query}"
        return ask(server, "POST", url, headers={"iPlanetDirectoryPro": sso} if sso else {})

    return act


def properties_of(server, am, sso, body=None):
    action = "getSessionProperties" if body is None else "updateSessionProperties"
    url = f"{am.json_url}/sessions?_action={action}"
    return ask(server, "POST", url, body or {}, headers={"iPlanetDirectoryPro": sso})


def test_a_session_goes_through_a_snapshot_with_its_properties(server, tenant, am, act):
    assert am.given.session_property("Place").name == "Place"
    sso, other = am.sso_token("bob"), am.sso_token("bob")
    properties_of(server, am, sso, {"Place": "here"})
    before = act("validate", sso=sso).json

    tenant.reset(to=tenant.snapshot())

    assert properties_of(server, am, sso).json == {"Place": "here"}
    assert act("getSessionInfo", sso=sso).json["properties"] == {"Place": "here"}
    assert act("validate", sso=sso).json == before
    url = f"{am.json_url}/sessions?_action=logoutByUser"
    headers = {"iPlanetDirectoryPro": sso}
    assert ask(server, "POST", url, {"username": "bob"}, headers=headers).json == {"result": True}
    assert [act("validate", sso=each).json for each in (sso, other)] == [{"valid": False}] * 2


def test_a_session_property_is_one_realms(server, am):
    am.given.realm("below")
    am.given.session_property("Place", realm=f"{am.realm}/below")

    reply = properties_of(server, am, am.sso_token(), {"Place": "here"})

    assert (reply.status, reply.rule) == (403, "pingam.session.properties")


def test_a_document_says_which_session_properties_there_are(server, tenant, am):
    sso = am.sso_token()
    tenant.add({"pingam": {"session_properties": [{"name": "Place"}]}})

    assert properties_of(server, am, sso).json == {"Place": ""}
    assert tenant.snapshot()["pingam"]["session_properties"] == [{"name": "Place"}]
