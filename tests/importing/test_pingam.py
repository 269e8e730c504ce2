"""What an owner of a PingAM realm has comes back as it was."""

import json

import pytest

from fakeping import FakePing
from tests.drive import ask
from tests.importing import in_force, run

FULL = {
    "users": [{"username": "carol", "password": "of-carol"}],
    "labels": [{"owner": "alice", "name": "2022/June"}],
    "resource_sets": [
        {
            "owner": "alice",
            "name": "Holiday",
            "resource_scopes": ["view", "edit"],
            "type": "album",
            "icon_uri": "https://photoz.example/icon.png",
            "owner_labels": ["2022/June"],
        },
        {"owner": "alice", "name": "Work", "resource_scopes": ["view"], "labels": ["Jobs"]},
        {"owner": "carol", "name": "Hers", "resource_scopes": ["view"]},
    ],
    "policies": [
        {
            "policyId": "Holiday",
            "owner": "alice",
            "permissions": [{"subject": "bob", "scopes": ["view"]}],
        }
    ],
    "pending_requests": [
        {"owner": "alice", "resource_set": "Work", "user": "carol", "scopes": ["view"]}
    ],
    "history": [
        {"owner": "alice", "resource_set": "Holiday", "party": "bob", "type": "Policy_Created"}
    ],
}

PATHS = ("oauth2/resources/labels", "oauth2/resources/sets", "uma/policies")
PATHS += ("uma/pendingrequests", "uma/auditHistory")


@pytest.fixture
def real(monkeypatch):
    """A server with a realm that has every kind, and the owner's credentials in force."""
    with FakePing() as server, server.tenant(seed={"pingam": FULL}) as tenant:
        known = tenant.pingam.credentials
        in_force(
            monkeypatch,
            {
                "FAKEPING_PINGAM_URL": tenant.pingam.url,
                "FAKEPING_PINGAM_REALM": tenant.pingam.realm,
                "FAKEPING_PINGAM_CLIENT_ID": known.client_id,
                "FAKEPING_PINGAM_CLIENT_SECRET": known.client_secret,
                "FAKEPING_PINGAM_OWNER": known.username,
                "FAKEPING_PINGAM_OWNER_PASSWORD": known.password,
            },
        )
        yield server, tenant


def answers(server, tenant):
    """What an owner's GETs answer, without the host's name."""
    handle = tenant.pingam
    base = f"{server.tenants.base_url}/am"
    realm = f"realms/root/realms/{handle.realm}"
    session = {"iPlanetDirectoryPro": handle.sso_token()}
    found = {}
    for path in PATHS:
        url = f"{base}/json/{realm}/users/alice/{path}?_queryFilter=true"
        found[path] = json.loads(ask(server, "GET", url, headers=session).body)["result"]
        for each in found[path]:
            each.pop("_rev", None)
    pat = handle.pat()
    for id_ in json.loads(ask(server, "GET", f"{base}/uma/{realm}/resource_set", token=pat).body):
        reply = ask(server, "GET", f"{base}/uma/{realm}/resource_set/{id_}", token=pat)
        found[id_] = json.loads(reply.body)
    return json.loads(json.dumps(found).replace(server.tenants.base_url, ""))


def test_what_an_owner_has_answers_as_it_did(real, tmp_path):
    server, tenant = real
    file = tmp_path / "seed.json"

    ran = run("seed", "import", "--target", server.url, "--family", "pingam", "--out", file)

    assert ran.code == 0, ran.err
    before = answers(server, tenant)
    elsewhere = FakePing()
    after = answers(elsewhere, elsewhere.tenant(seed=file, realm=tenant.pingam.realm))
    assert len(before["oauth2/resources/sets"]) == 2
    assert all(before[path] for path in PATHS)
    assert after == before
    assert "other users" in ran.err


def test_its_secrets_are_not_written(real):
    server, tenant = real

    ran = run("seed", "import", "--target", server.url)

    known = tenant.pingam.credentials
    assert ran.code == 0
    for each in (known.client_secret, known.password, "of-carol"):
        assert each not in ran.out + ran.err


def test_its_people_are_made_up(real):
    server, _ = real

    ran = run("seed", "import", "--target", server.url, "--anonymize")

    assert ran.code == 0, ran.err
    for each in ("alice", "bob", "carol"):
        assert each not in ran.out
    part = json.loads(ran.out)["pingam"]
    (policy,) = part["policies"]
    assert policy["owner"] == part["users"][0]["username"] == "person-1"
    assert policy["permissions"][0]["subject"] in {each["username"] for each in part["users"]}


def test_a_password_that_is_wrong_is_2(real, monkeypatch):
    server, _ = real
    monkeypatch.setenv("FAKEPING_PINGAM_OWNER_PASSWORD", "a-wrong-one")

    ran = run("seed", "import", "--target", server.url)

    assert (ran.code, ran.out) == (2, "")
    assert "no token to ask with" in ran.err
    assert "a-wrong-one" not in ran.err
