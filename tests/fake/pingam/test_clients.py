"""What real clients do, over a socket: a resource server of ForgeRock's kind, and many at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests

# Nothing here takes long; what hangs should not hang the suite.
SOON = 10


@pytest.fixture
def am(listening):
    with listening.tenant() as tenant:
        yield tenant.pingam
        assert tenant.crashes == ()


@pytest.fixture
def rs(am):
    """A resource server with a PAT that it got for a password."""
    session = requests.Session()
    known = am.credentials
    answer = session.post(
        f"{am.oauth2_url}/access_token",
        data={
            "grant_type": "password",
            "scope": "uma_protection",
            "username": known.username,
            "password": known.password,
        },
        auth=(known.client_id, known.client_secret),
    ).json()
    session.headers["Authorization"] = f"Bearer {answer['access_token']}"
    with session:
        yield session


def test_the_reference_resource_server_registers_merges_and_deletes(am, rs):
    made = rs.post(am.resource_set_url, json={"name": "IRA-456", "resource_scopes": ["meta"]})
    id_ = made.headers["Location"].split("/")[-1]
    url = f"{am.resource_set_url}/{id_}"

    merged = rs.put(url, json=rs.get(url).json() | {"resource_scopes": ["meta", "content"]})

    assert (made.status_code, made.json()["_id"]) == (201, id_)
    assert (merged.status_code, merged.json()["_id"]) == (200, id_)
    assert rs.get(url).json()["resource_scopes"] == ["meta", "content"]
    assert rs.get(am.resource_set_url).json() == [id_]
    gone = rs.delete(url)
    assert (gone.status_code, gone.content, gone.headers["Content-Type"]) == (
        204,
        b"",
        "application/json",
    )


def test_a_party_walks_the_whole_way_to_a_resource(am, rs):
    bob = am.given.user("bob", password="pw")
    app = am.given.client("photo-app", client_secret="s")
    photo = rs.post(am.resource_set_url, json={"resource_scopes": ["view"]}).json()["_id"]
    wanted = {"resource_id": photo, "resource_scopes": ["view"]}
    ticket = rs.post(f"{am.uma_url}/permission_request", json=wanted).json()["ticket"]
    challenge = am.challenge(ticket)
    as_uri = challenge.split('as_uri="')[1].split('"')[0]
    found = requests.get(f"{as_uri}/.well-known/uma2-configuration", timeout=SOON).json()
    who = (app.client_id, app.client_secret)
    claim = requests.post(
        found["token_endpoint"],
        data={
            "grant_type": "password",
            "scope": "openid",
            "username": bob.name,
            "password": bob.password,
        },
        auth=who,
        timeout=SOON,
    ).json()["id_token"]
    asked = {
        "grant_type": "urn:ietf:params:oauth:grant-type:uma-ticket",
        "claim_token": claim,
        "claim_token_format": "http://openid.net/specs/openid-connect-core-1_0.html#IDToken",
    }

    denied = requests.post(
        found["token_endpoint"], data={**asked, "ticket": ticket}, auth=who, timeout=SOON
    )
    owner = requests.post(
        f"{am.json_url}/authenticate",
        headers={
            "X-OpenAM-Username": am.credentials.username,
            "X-OpenAM-Password": am.credentials.password,
        },
        timeout=SOON,
    ).json()["tokenId"]
    own = {"iPlanetDirectoryPro": owner}
    waiting = f"{am.json_url}/users/alice/uma/pendingrequests"
    [request] = requests.get(f"{waiting}?_queryFilter=true", headers=own, timeout=SOON).json()[
        "result"
    ]
    requests.post(f"{waiting}/{request['_id']}?_action=approve", headers=own, timeout=SOON)
    again = {**asked, "ticket": denied.json()["ticket"]}
    granted = requests.post(found["token_endpoint"], data=again, auth=who, timeout=SOON)

    assert (denied.status_code, denied.json()["error"]) == (403, "request_submitted")
    assert granted.status_code == 200
    seen = rs.post(
        found["introspection_endpoint"], data={"token": granted.json()["access_token"]}
    ).json()
    assert [(each["resource_id"], each["resource_scopes"]) for each in seen["permissions"]] == [
        (photo, ["view"])
    ]


def test_twenty_register_and_delete_at_once(am, rs):
    barrier = Barrier(20)

    def one(number):
        barrier.wait()
        made = rs.post(
            am.resource_set_url, json={"name": str(number), "resource_scopes": ["a"]}
        ).json()
        return rs.delete(f"{am.resource_set_url}/{made['_id']}").status_code

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(one, range(20))) == [204] * 20
    assert rs.get(am.resource_set_url).json() == []


def test_no_update_with_a_condition_is_lost(am, rs):
    made = am.given.resource_set(resource_scopes=["0"])
    url = f"{am.resource_set_url}/{made.id}"
    barrier = Barrier(8)

    def count():
        """Add one, as often as it takes."""
        barrier.wait()
        while True:
            read = rs.get(url)
            scopes = [str(int(read.json()["resource_scopes"][0]) + 1)]
            headers = {"If-Match": read.headers["ETag"]}
            if rs.put(url, json={"resource_scopes": scopes}, headers=headers).status_code == 200:
                return

    with ThreadPoolExecutor(8) as pool:
        for each in [pool.submit(count) for _ in range(8)]:
            each.result(timeout=300)

    assert rs.get(url).json()["resource_scopes"] == ["8"]


def test_what_is_held_has_no_content_type(am, rs):
    made = am.given.resource_set(resource_scopes=[])

    held = rs.get(f"{am.resource_set_url}/{made.id}", headers={"If-None-Match": made.etag})

    assert (held.status_code, held.headers["ETag"], "Content-Type" in held.headers) == (
        304,
        made.etag,
        False,
    )
