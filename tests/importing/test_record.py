"""A script of requests is asked of a deployment, and its answers are what tests are held to."""

import json

import pytest

from fakeping import FakePing
from tests.importing import CURRENT, environ, in_force, run
from tests.recorded import recordings

SCRIPT = {
    "source": {
        "title": "Our sandbox",
        "where": "https://wiki.example/sandbox",
        "family": "pingone",
        "date": "2026-11-30",
    },
    "answers": [
        {
            "name": "create",
            "operation": "pingone.resource.create",
            "shows": "A resource with its usual members.",
            "request": {
                "method": "POST",
                "path": "/v1/environments/{environment}/resources",
                "headers": {"Authorization": "Bearer {worker}"},
                "body": {"name": "photos", "description": "ask dora@corp.example"},
            },
        },
        {
            "name": "secret",
            "shows": "Its secret.",
            "request": {
                "method": "GET",
                "path": "/v1/environments/{environment}/resources/${create.id}/secret",
                "headers": {"Authorization": "Bearer {worker}"},
            },
        },
        {
            "name": "token",
            "shows": "A token of the worker's.",
            "request": {
                "method": "POST",
                "path": "/{environment}/as/token",
                "form": {
                    "grant_type": "client_credentials",
                    "client_id": "{client_id}",
                    "client_secret": "{client_secret}",
                },
            },
        },
        {
            "name": "again",
            "shows": "With that token.",
            "request": {
                "method": "GET",
                "path": "/v1/environments/{environment}/resources/${create.id}",
                "headers": {"Authorization": "Bearer ${token.access_token}"},
            },
        },
        {
            "name": "delete",
            "shows": "No content.",
            "request": {
                "method": "DELETE",
                "path": "/v1/environments/{environment}/resources/${create.id}",
                "headers": {"Authorization": "Bearer {worker}"},
            },
        },
    ],
}


@pytest.fixture
def real(monkeypatch):
    """A server with a tenant whose credentials are in force."""
    with FakePing() as server, server.tenant(edition=CURRENT) as tenant:
        in_force(monkeypatch, environ(tenant))
        yield server, tenant


@pytest.fixture
def recorded(real, tmp_path):
    """The command over a script."""

    def command(script, *arguments, target=real[0].url):
        file = tmp_path / "script.json"
        file.write_text(json.dumps(script), "utf-8")
        return run("record", file, "--target", target, *arguments)

    return command


def test_answers_are_written_as_tests_take_them(recorded, tmp_path, monkeypatch):
    ran = recorded(SCRIPT, "--out", tmp_path / "ours.json")

    assert ran.code == 0, ran.err
    document = json.loads((tmp_path / "ours.json").read_text("utf-8"))
    (tmp_path / "script.json").unlink()
    monkeypatch.setattr(recordings, "HERE", tmp_path)
    read = recordings.recordings.__wrapped__()
    assert [each.status for each in read] == [201, 200, 200, 200, 204]
    assert {each.source.kind for each in read} == {"recorded"}
    create, secret, token, again, delete = document["answers"]
    assert create["body"]["id"] == again["body"]["id"] == "00000000-0000-4000-8000-000000000002"
    assert secret["request"]["path"].endswith("/resources/{create.id}/secret")
    assert (secret["body"]["secret"], secret["varies"]) == ("(secret)", ["secret"])
    assert token["body"]["access_token"] == "(secret)"
    assert token["request"]["form"]["client_secret"] == "{client_secret}"
    assert again["request"]["headers"] == {"Authorization": "Bearer {token.access_token}"}
    assert create["body"]["description"] == "ask user-1@example.com"
    assert delete["body"] == ""


def test_no_secret_and_no_id_of_ours_is_recorded(real, recorded):
    _, tenant = real

    ran = recorded(SCRIPT)

    handle = tenant.pingone
    for each in (
        handle.credentials.client_secret,
        handle.credentials.client_id,
        handle.environment_id,
        "corp.example",
        "eyJ",
        "127.0.0.1",
    ):
        assert each not in ran.out, each


def test_what_is_recorded_is_what_the_fake_answers(recorded):
    once, again = recorded(SCRIPT), recorded(SCRIPT)

    def steady(ran):
        text = json.loads(ran.out)
        for each in text["answers"]:
            for member in ("createdAt", "updatedAt"):
                if isinstance(each.get("body"), dict):
                    each["body"].pop(member, None)
        return text

    assert steady(once) == steady(again)


def changed(**members):
    """The script whose last answer has other members."""
    answers = [*SCRIPT["answers"][:-1], {**SCRIPT["answers"][-1], **members}]
    return {**SCRIPT, "answers": answers}


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ([], "a script has `source` and `answers`"),
        ({**SCRIPT, "source": {"family": "other"}}, "`family` is pingone or pingam"),
        (changed(name="create"), "answers[4]: another one is called 'create'"),
        (changed(surprise=1), "answers[4] has no 'surprise'"),
        (changed(request={"method": "GET", "path": "https://evil.example/"}), "begins with one /"),
        (changed(request={"method": "GET", "path": "//evil.example/"}), "begins with one /"),
        (changed(request={"method": "GET", "path": "/v1/${later.id}"}), "no earlier answer"),
        (changed(request={"method": "GET", "path": "/v1/${create.nothing}"}), "has no member"),
    ],
)
def test_a_script_that_cannot_be_asked_is_2(recorded, script, reason):
    ran = recorded(script)

    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err


def test_nothing_goes_in_the_clear(recorded, monkeypatch):
    ran = recorded(SCRIPT, target="http://api.example.com")

    assert ran.code == 2
    assert "in the clear" in ran.err
