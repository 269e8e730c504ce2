"""A journal, written as a test: it runs, it passes, and it fails when an answer is another."""

import subprocess
import sys

import pytest
import requests

from fakeping import FakePing
from fakeping.regression.names import VariablesByText
from tests.drive import ask

ENVIRONMENT = "6f1b3a52-7a3c-4c43-9d0e-0d8f7e6c5b4a"
OTHER = "0271641f-2d74-4bb0-b416-4a39b8714261"


def bearer(token, **headers):
    return {"Authorization": f"Bearer {token}", **headers}


def call(method, url, **said):
    return requests.request(method, url, timeout=10, **said)


def play_pingone(tenant):
    """Make, trip, read, list, be refused, remove: all that a resource goes through."""
    base = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    worker = bearer(tenant.pingone.token())
    made = call("POST", base, json={"name": "photos", "description": "it's {x}"}, headers=worker)
    one = f"{base}/{made.json()['id']}"
    call("POST", f"{one}/scopes", json={"name": "photos:read"}, headers=worker)
    call("POST", base, json={"name": "photos"}, headers=worker)
    call("PUT", one, json={"name": "pictures"}, headers=worker)
    call("GET", one, headers=worker)
    call("GET", f"{base}/{OTHER}", headers=worker)
    call("GET", base, headers=bearer("unknown"))
    call("GET", base)
    asking = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    call("OPTIONS", base, headers=asking)
    call("DELETE", one, headers=bearer(tenant.pingone.token(roles=["Identity Data Admin"])))
    call("DELETE", one, headers=worker)


def play_pingam(tenant):
    """Two owners, and conditional requests."""
    url = tenant.pingam.resource_set_url
    alice = bearer(tenant.pingam.pat())
    bob = bearer(tenant.pingam.pat("bob", scopes=["uma_protection", "more"]))
    made = call("POST", url, json={"name": "a", "resource_scopes": ["view"]}, headers=alice)
    one = f"{url}/{made.json()['_id']}"
    match = {"If-Match": made.headers["ETag"]}
    call("GET", one, headers=bob)
    call("GET", url, headers=alice)
    call("PUT", one, json={"resource_scopes": ["edit"]}, headers=alice | match)
    call("DELETE", one, headers=alice | {"If-Match": '"0"'})
    call("DELETE", one, headers=alice)


def play_owner(tenant):
    """An owner's own pages, by a session; a body that is no JSON; answers that were spoilt."""
    am = tenant.pingam
    alice = bearer(am.pat())
    call("POST", am.resource_set_url, data=b"{", headers=alice)
    tenant.faults.after_commit("pingam.resource_set.register", status=503, times=1)
    said = {"name": "lost", "resource_scopes": ["view"]}
    call("POST", am.resource_set_url, json=said, headers=alice)
    call("POST", am.resource_set_url, json=said, headers=alice)
    tenant.faults.next("pingam.resource_set.list", status=500)
    call("GET", am.resource_set_url, headers=alice)
    policies = f"{am.json_url}/users/alice/uma/policies?_queryFilter=true"
    call("GET", policies, headers={"iPlanetDirectoryPro": am.sso_token("alice")})
    call("GET", f"{am.uma_url}/.well-known/uma2-configuration")


def play_what_can_not_be_asked_again(tenant):
    """Secrets, what was there before, and a body that no journal keeps whole."""
    one, am = tenant.pingone, tenant.pingam
    worker = bearer(one.token())
    before = one.given.resource(name="before")
    base = f"{one.url}/environments/{one.environment_id}/resources"
    call("GET", f"{base}/{before.id}", headers=worker)
    client = (one.credentials.client_id, one.credentials.client_secret)
    call("POST", f"{one.auth_url}/token", data={"grant_type": "client_credentials"}, auth=client)
    call("GET", f"{one.auth_url}/userinfo", headers=bearer(one.token(subject="alice")))
    call("GET", base, headers=bearer(one.token(client="another")))
    call("GET", am.resource_set_url, headers=bearer(am.pat(scopes=["x"])))
    long = {"name": "long", "resource_scopes": ["s" * 70_000]}
    call("POST", am.resource_set_url, json=long, headers=bearer(am.pat()))


@pytest.fixture(scope="module")
def written():
    """What is written of each play, in each edition."""
    with FakePing() as server:
        made = {}
        for edition in ("p14c", "current"):
            for play in (play_pingone, play_pingam, play_owner, play_what_can_not_be_asked_again):
                with server.tenant(edition={"pingone": edition}) as tenant:
                    play(tenant)
                    made[play.__name__, edition] = tenant.journal.to_pytest()
                    assert tenant.crashes == ()
    return made


def run(folder, **modules):
    for name, text in modules.items():
        (folder / f"test_{name}.py").write_text(text, "utf-8")
    tried = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore", "."]
    return subprocess.run(tried, cwd=folder, capture_output=True, text=True, check=False)


def test_what_is_written_runs_and_passes(tmp_path, written):
    modules = {f"{play}_{edition}": text for (play, edition), text in written.items()}

    done = run(tmp_path, **modules)

    assert done.returncode == 0, done.stdout
    assert "8 passed" in done.stdout


def test_what_is_written_fails_where_an_answer_is_another(tmp_path, written):
    text = written["play_pingone", "p14c"]
    wrong = text.replace("assert body['name'] == 'pictures'", "assert body['name'] == 'x'", 1)
    assert wrong != text

    done = run(tmp_path, wrong=wrong)

    assert "AssertionError: assert 'pictures' == 'x'" in done.stdout


def test_ids_are_variables_and_callers_have_tokens_of_their_own(written):
    text = written["play_pingam", "p14c"]

    assert text[text.index("def test_") :].startswith(
        """\
def test_what_was_recorded(fakeping):
    server = fakeping.pingone.url.removesuffix("/v1")
    environment_id = fakeping.pingone.environment_id
    realm = fakeping.pingam.realm

    # 1: pingam.resource_set.register
    status, headers, body = ask(
        server,
        "POST",
        f"/am/uma/realms/root/realms/{realm}/resource_set",
        {"Authorization": f"Bearer {fakeping.pingam.pat()}", "Content-Type": 'application/json'},
        json.dumps({'name': 'a', 'resource_scopes': ['view']}),
    )
    assert status == 201
    resource_set_id = body['_id']
    etag = headers["ETag"]

    # 2: pingam.resource_set.read
    status, headers, body = ask(
        server,
        "GET",
        f"/am/uma/realms/root/realms/{realm}/resource_set/{resource_set_id}",
        {"Authorization": f"Bearer {fakeping.pingam.pat(owner='bob', scopes=['more', \
'uma_protection'])}"},
    )
    assert status == 404
"""
    )


def test_what_is_written_has_two_lines_between_its_parts(written):
    for source in written.values():
        assert "\n\n\n\n" not in source
        assert "\n\n\ndef ask(" in source


def test_another_edition_is_a_marker(written):
    assert (
        "@pytest.mark.fakeping(edition={'pingone': 'current'})\ndef test_"
        in (written["play_pingam", "current"])
    )
    assert "pytest" not in written["play_pingam", "p14c"].replace("pytest_", "")


def test_a_failure_that_was_scripted_is_left_out_where_nothing_happened(written):
    text = written["play_owner", "p14c"]

    assert text.count("# Left out") == 1
    assert "kept it from happening.\n" in text
    assert """{"iPlanetDirectoryPro": fakeping.pingam.sso_token(user='alice')}""" in text
    assert "        b'{',\n" in text


def test_what_is_left_out_says_why(written):
    text = written["play_what_can_not_be_asked_again", "p14c"]

    reasons = [each.rpartition(": ")[2] for each in text.splitlines() if "# Left out" in each]
    assert [each.partition(" ")[2] if each[:8].isalnum() else each for each in reasons] == [
        "was there before.",
        "it may hold secrets, which were not recorded.",
        "a user's token belongs to a sign-in.",
        "nobody recorded who was not allowed to.",
        "its body was longer than what was recorded.",
    ]


def test_what_nobody_asked_for_is_named_for_whoever_runs_the_test(server):
    tenant = server.tenant()
    tenant.pingone.given.resource(name="given by\na test")
    tenant.pingone.given.user(username="alice")
    album = tenant.pingam.given.resource_set(resource_scopes=["view"])
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    ask(server, "POST", url, {"name": "asked for"}, token=tenant.pingone.token())

    text = tenant.journal.to_pytest()

    assert [each.strip() for each in text.splitlines() if each.startswith("    # ")] == [
        "# Not recorded, and to be put there first, with `given` or a seed:",
        "#   pingone.resources: given by\\na test",
        "#   pingone.users: alice",
        f"#   pingam.resource_sets: {album.id}",
        "# 1: pingone.resource.create",
    ]
    compile(text, "written", "exec")


def test_the_journal_of_unmatched_requests_cannot_become_a_test():
    with pytest.raises(ValueError, match="no tenant"):
        FakePing().unmatched.to_pytest()


@pytest.mark.parametrize(
    ("text", "source"),
    [
        pytest.param("plain", "'plain'", id="a literal"),
        pytest.param(ENVIRONMENT, "environment_id", id="a variable"),
        pytest.param(f"/{ENVIRONMENT}/x", 'f"/{environment_id}/x"', id="in a text"),
        pytest.param(f'{{"\\{ENVIRONMENT}', r'f"{{\"\\{environment_id}"', id="with odd characters"),
        pytest.param("/realms/al/pha", 'f"/realms/{realm}/pha"', id="a realm"),
        pytest.param("al", "'al'", id="a word that is called like the realm"),
    ],
)
def test_a_text_is_written_with_its_variables(text, source):
    names = VariablesByText(environment_id=ENVIRONMENT, realm="al")

    assert names.text(text) == source
    assert eval(source, {"environment_id": ENVIRONMENT, "realm": "al"}) == text  # noqa: S307
