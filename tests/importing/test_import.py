"""A PingOne environment that is read comes back as it was: its answers are the same."""

import json

import pytest

from fakeping import FakePing
from tests.drive import ask
from tests.importing import CURRENT, environ, in_force, run

FULL = {
    "name": "Ours",
    "description": "All that an environment can have",
    "populations": [
        {"builtIn": True, "name": "Everybody", "description": "The first"},
        {"name": "Staff", "preferredLanguage": "en"},
    ],
    "resources": [
        {
            "name": "photos",
            "audience": "https://photos.example",
            "attributes": [{"name": "plan", "value": "${user.type}"}],
            "scopes": ["photos:read", {"name": "photos:write", "mappedClaims": ["plan"]}],
        },
        {"name": "openid", "scopes": ["loyalty"], "attributes": [{"name": "tier", "value": "a"}]},
        {"name": "PingOne API", "scopes": ["p1:read:user:ours"]},
    ],
    "signOnPolicies": [
        {
            "name": "Ours",
            "default": True,
            "actions": [{"type": "LOGIN", "priority": 1, "recovery": {"enabled": True}}],
        },
        {"builtIn": "Multi_Factor", "deleted": True},
    ],
    "worker": {"grants": [{"resource": "photos", "scopes": ["photos:read"]}]},
    "applications": [
        {
            "name": "shop",
            "redirectUris": ["https://shop.example/back"],
            "grants": [{"resource": "photos", "scopes": ["photos:read"]}, {"resource": "openid"}],
            "attributes": [{"name": "level", "value": "${user.title}", "oidcScopes": ["loyalty"]}],
        },
        {"name": "job", "type": "WORKER", "secret": "chosen-by-somebody"},
    ],
    "users": [
        {
            "username": "alice.doe",
            "name": "Alice Doe",
            "email": "alice.doe@corp.example",
            "population": "Staff",
            "mfaEnabled": True,
            "password": "2Federate!-and-more",
            "attributes": {
                "mobilePhone": "+1.5125551234",
                "address.locality": "Springfield",
                "address.countryCode": "US",
                "title": "Head of alice.doe",
                "costCentre": "C-4711",
            },
        },
        {"username": "bob", "enabled": False, "lifecycle": "VERIFICATION_REQUIRED"},
    ],
    "signOnPolicyAssignments": [{"application": "shop", "signOnPolicy": "Ours", "priority": 3}],
    "roleAssignments": [
        {"user": "alice.doe", "role": "Identity Data Admin", "scope": {"type": "ENVIRONMENT"}},
        {
            "application": "job",
            "role": "Identity Data Admin",
            "scope": {"type": "POPULATION", "id": "Staff"},
        },
    ],
}

COLLECTIONS = ("populations", "resources", "applications", "users", "signOnPolicies")
PARTS = ("scopes", "attributes", "grants", "signOnPolicyAssignments", "roleAssignments", "actions")


@pytest.fixture(scope="module")
def real():
    """A server with a tenant that has every kind."""
    with FakePing() as server, server.tenant(edition=CURRENT, seed={"pingone": FULL}) as tenant:
        yield server, tenant


@pytest.fixture
def asked(real, monkeypatch):
    """The command with the tenant's credentials, and its document."""
    server, tenant = real
    in_force(monkeypatch, environ(tenant))

    def command(*arguments):
        ran = run("seed", "import", "--target", server.url, *arguments)
        assert ran.code == 0, ran.err
        return json.loads(ran.out), ran.err

    return command


def answers(server, tenant):
    """What every GET of an environment's entities answers, by path, without the host's name."""
    handle = tenant.pingone
    start = f"{server.tenants.base_url}/v1/environments/{handle.environment_id}"
    token = handle.token()
    found = {}

    def get(path):
        reply = ask(server, "GET", start + path, token=token)
        document = json.loads(reply.body)
        if reply.status == 200:
            found[path] = document
        return document.get("_embedded", {})

    get(""), get("/billOfMaterials")
    for name in COLLECTIONS:
        for each in get(f"/{name}")[name]:
            get(f"/{name}/{each['id']}")
            for part in PARTS:
                get(f"/{name}/{each['id']}/{part}")
    text = json.dumps(found).replace(server.tenants.base_url, "")
    return json.loads(text)


def without_what_no_document_keeps(found):
    """The licence and the organization are a tenant's own, as the environment's id is."""
    found[""].pop("organization")
    return found


def test_what_is_read_answers_as_it_did(real, asked, tmp_path):
    server, tenant = real
    file = tmp_path / "seed.json"

    document, _ = asked()
    asked_again = run("seed", "import", "--target", server.url, "--out", file)

    assert asked_again.code == 0
    assert json.loads(file.read_text("utf-8")) == document
    before = without_what_no_document_keeps(answers(server, tenant))
    elsewhere = FakePing()
    same = {"environment_id": tenant.pingone.environment_id}
    after = without_what_no_document_keeps(
        answers(elsewhere, elsewhere.tenant(edition=CURRENT, seed=file, **same))
    )
    assert after.keys() == before.keys()
    for path, answer in before.items():
        assert after[path] == answer, path
    with elsewhere.tenant(edition=CURRENT, seed=file):  # and under any other id
        pass


def test_of_what_was_chosen_the_rest_is_told(asked):
    document, said = asked("--kinds", "applications,users")

    assert document["pingone"].keys() == {"applications", "users"}
    assert [each["name"] for each in document["pingone"]["applications"]] == ["shop", "job"]
    assert "pingone.applications.grants: there is no resource 'photos'" in said
    assert "left out: pingone.signOnPolicyAssignments" in said


def test_nobody_is_in_an_anonymous_seed(asked):
    document, _ = asked("--anonymize")
    again, _ = asked("--anonymize")

    text = json.dumps(document)
    assert document == again
    for each in (
        "alice",
        "Alice",
        "Doe",
        "bob",
        "corp.example",
        "5125551234",
        "Springfield",
        "4711",
    ):
        assert each not in text, each
    alice, bob = document["pingone"]["users"]
    assert alice["email"] == f"{alice['username']}@example.com"
    assert alice["attributes"]["address.countryCode"] == "US"
    assert alice["name"]["given"] == alice["username"].replace("user-", "Given-")
    assert bob["username"] != alice["username"]


def test_no_secret_is_written(real, asked, tmp_path):
    server, tenant = real
    handle = tenant.pingone
    file = tmp_path / "seed.json"

    document, said = asked()
    run("seed", "import", "--target", server.url, "--out", file)

    text = json.dumps(document) + said
    secrets = [handle.credentials.client_secret, "chosen-by-somebody", "2Federate!-and-more"]
    for each in secrets:
        assert each not in text
    assert (file.stat().st_mode & 0o077) == 0 or file.stat().st_mode & 0o777 == 0o666  # Windows
    assert "password of users" in said


def test_only_what_changes_nothing_is_asked(real, asked):
    _, tenant = real
    tenant.journal.clear()

    asked()

    assert {each.method for each in tenant.journal if each.operation != "pingone.token"} == {"GET"}
    assert not [each for each in tenant.journal if "secret" in each.path]


def test_a_429_is_waited_for(real, asked, monkeypatch):
    _, tenant = real
    whole, _ = asked()
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)
    tenant.faults.next("pingone.user.list", 429, retry_after=7, times=2)

    assert asked()[0] == whole
    assert waited == [7.0, 7.0]


def test_pages_are_followed(monkeypatch):
    users = [{"username": f"user {number}"} for number in range(230)]
    with FakePing() as server:
        tenant = server.tenant(edition=CURRENT, seed={"pingone": {"users": users}})
        in_force(monkeypatch, environ(tenant))

        ran = run("seed", "import", "--target", server.url, "--kinds", "users")

        names = {each["username"] for each in json.loads(ran.out)["pingone"]["users"]}
        assert names == {each["username"] for each in users}
        assert sum(each.operation == "pingone.user.list" for each in tenant.journal) > 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "it is --target URL, or --terraform FILE"),
        (("--target", "http://am.example.com"), "in the clear"),
        (("--target", "ftp://am.example.com"), "URL"),
        (("--target", "http://127.0.0.1:9", "--kinds", "nothing"), "there is no kind 'nothing'"),
        (("--target", "http://127.0.0.1:9"), "http://127.0.0.1:9"),
    ],
)
def test_what_cannot_be_imported_is_2(monkeypatch, arguments, reason):
    in_force(
        monkeypatch,
        {
            "FAKEPING_PINGONE_ENVIRONMENT_ID": "0271641f-2d74-4bb0-b416-4a39b8714261",
            "FAKEPING_PINGONE_CLIENT_ID": "worker",
            "FAKEPING_PINGONE_CLIENT_SECRET": "a-secret-of-ours",
        },
    )

    ran = run("seed", "import", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err
    assert ran.err.count("\n") == 1
    assert "a-secret-of-ours" not in ran.err


def test_without_credentials_the_variables_are_named(real, monkeypatch):
    in_force(monkeypatch, {})

    ran = run("seed", "import", "--target", real[0].url, "--family", "pingone")

    assert ran.code == 2
    assert "FAKEPING_PINGONE_ENVIRONMENT_ID is not set" in ran.err
