"""Every sample of the source documents is valid, is played, and is answered as documented."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from fakeping import FakePing
from fakeping.cli.demo import HttpResponse, faults_of, play, reply_schema
from fakeping.cli.main import cli
from fakeping.core import schemas
from fakeping.core.sample import FORM
from fakeping.families import FAMILIES

SAMPLES = tuple(sample for family in FAMILIES for sample in family.samples())
WORKFLOW = tuple(each for each in SAMPLES if each.title.startswith("Step "))
PINGONE_CURRENT = tuple(each for each in SAMPLES if each.edition and each not in WORKFLOW)
PINGAM = tuple(each for each in SAMPLES if str(each.operation).startswith("pingam."))
PINGONE = tuple(each for each in SAMPLES if each not in (*PINGONE_CURRENT, *WORKFLOW, *PINGAM))
ALL = [pytest.param(each, id=each.title) for each in SAMPLES]

SOURCES = Path(__file__).parents[2] / "shared" / "sources"


@pytest.fixture(scope="module")
def played():
    with FakePing() as server:
        documented = server.default_tenant()
        current = server.tenant(edition={"pingone": "current"})
        return {
            sample.title: (answer, server.url)
            for tenant, samples in (
                (documented, PINGONE),
                (current, PINGONE_CURRENT + WORKFLOW),
                (documented, PINGAM),
            )
            for sample, answer, _ in play(server, tenant, samples)
        }


@pytest.mark.parametrize("sample", ALL)
def test_a_sample_is_answered_as_its_operation_promises(sample, played):
    answer, _ = played[sample.title]

    assert faults_of(sample, answer) == []


@pytest.mark.parametrize("sample", [each for each in ALL if each.values[0].reply])
def test_a_documented_answer_validates_against_its_schema(sample):
    schemas.validate(reply_schema(sample), sample.reply)


@pytest.mark.parametrize("sample", [each for each in ALL if each.values[0].body])
def test_a_documented_body_validates_against_its_schema(sample):
    [operation, *_] = [
        each
        for family in FAMILIES
        for each in family.operations
        if each.name == sample.operation
        and (sample.edition is None or not each.editions or sample.edition in each.editions)
    ]

    if sample.media_type == FORM:
        assert sample.document.keys() <= operation.form.keys()
    else:
        schema = operation.media_types.get(sample.media_type, operation.body_schema)
        schemas.validate(schema, sample.document)


def test_the_documented_list_comes_back_with_only_the_host_changed(played):
    answer, url = played["Get resources"]
    (sample,) = [each for each in PINGONE if each.title == "Get resources"]
    expected = json.dumps(sample.reply).replace("https://api.pingone.com/v1", f"{url}/v1")

    assert json.loads(answer.body) == json.loads(expected)


def test_the_documented_scope_comes_back_with_only_host_and_ids_changed(played):
    answer, url = played["Get one scope"]
    (sample,) = [each for each in PINGONE if each.title == "Get one scope"]
    uuid = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

    assert json.loads(uuid.sub("ID", answer.body.decode().replace(url, "HOST"))) == json.loads(
        uuid.sub("ID", json.dumps(sample.reply).replace("https://api.pingone.com", "HOST"))
    )


def test_todays_scope_comes_back_with_only_host_ids_and_dates_changed(played):
    answer, url = played["Create OpenID Connect Resource Scope"]
    changing = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[-0-9]{10}T[0-9:.]+Z")

    [sample] = [each for each in PINGONE_CURRENT if each.title.startswith("Create OpenID Connect")]
    expected = json.dumps(sample.reply).replace("https://api.pingone.com", "HOST")
    assert json.loads(changing.sub("X", answer.body.decode().replace(url, "HOST"))) == json.loads(
        changing.sub("X", expected)
    )


def test_todays_update_clears_and_resets_as_its_page_says(played):
    created, _ = played["Create Resource"]
    updated, _ = played["Update Resource"]

    expected = json.loads(created.body) | {
        "audience": "https://api.custom.eu",
        "accessTokenValiditySeconds": 3600,
        "updatedAt": json.loads(updated.body)["updatedAt"],
    }
    del expected["description"]
    assert json.loads(updated.body) == expected


def test_the_workflow_ends_with_a_token_for_the_custom_resource(played):
    resource, scope, token, introspected = (
        json.loads(played[each][0].body)
        for each in (
            "Step 3: Create a custom resource",
            "Step 4: Create a custom scope",
            "Step 16: Get the access token",
            "Step 17: Introspect the token",
        )
    )

    assert token.keys() == {"access_token", "token_type", "expires_in", "scope"}
    assert (token["expires_in"], token["scope"]) == (7200, scope["name"])
    assert introspected["active"] is True
    assert introspected["aud"] == [resource["audience"]]
    assert introspected["scope"] == scope["name"]


def test_the_workflow_has_seventeen_steps():
    assert [each.title.partition(":")[0] for each in WORKFLOW] == [
        f"Step {number}" for number in range(1, 18)
    ]


def test_the_documented_resource_set_is_read_back_as_it_was_registered(played):
    answer, url = played["Read"]
    (sample,) = [each for each in PINGAM if each.title == "Register"]
    id_ = "126615ba-b7fd-4660-b281-bae81aa45f7c0"

    assert json.loads(answer.body) == json.loads(sample.body) | {
        "_id": id_,
        "labels": [],
        "user_access_policy_uri": f"{url}/am/XUI/?realm=/alpha#uma/share/{id_}",
    }


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        pytest.param({"status": 404}, "the status is 404, not 200", id="another status"),
        pytest.param({"body": b"{}"}, "the answer breaks the schema", id="another body"),
        pytest.param({"body": b"<"}, "the answer breaks the schema", id="no JSON"),
    ],
)
def test_an_answer_that_breaks_its_promise_is_a_fault(answer, fault):
    whole = HttpResponse(**({"status": 200, "reason": "", "headers": {}, "body": b""} | answer))

    (found,) = faults_of(PINGONE[0], whole)

    assert fault in found


def test_the_demo_ends_with_1_when_an_answer_breaks_its_schema(monkeypatch):
    monkeypatch.setattr("fakeping.cli.demo.faults_of", lambda *_: ["broken"])

    result = CliRunner().invoke(cli, ["demo", "--samples"])

    assert (result.exit_code, "! broken" in result.output) == (1, True)


def test_the_demo_shows_request_and_answer_and_ends_with_0():
    result = CliRunner().invoke(cli, ["demo", "--samples", "--verbose"])

    assert result.exit_code == 0
    assert "> GET //v1/environments/" in result.output
    assert "< 204 No Content" in result.output
    assert f"{len(SAMPLES)} samples, {len(SAMPLES)} answered" in result.output
    assert "\x1b[" not in result.output


def test_the_demo_is_in_colour_on_a_terminal():
    result = CliRunner().invoke(cli, ["demo", "--samples"], color=True)

    assert "\x1b[32m" in result.output


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents are not at hand")
@pytest.mark.parametrize(
    "sample", [each for each in ALL if each.values[0].body and not each.values[0].edition]
)
def test_a_documented_body_stands_in_its_document_word_for_word(sample):
    documents = "\n".join(each.read_text("utf-8") for each in SOURCES.glob("*.txt"))

    assert sample.body in documents
