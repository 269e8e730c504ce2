"""A tenant's state over HTTP: what Python's `snapshot` and `reset` do, for any language."""

import pytest

from fakeping.core import schemas
from fakeping.core.document_errors import BadDocument
from tests.control.test_control import TENANTS, is_problem
from tests.drive import ask

SEED = {
    "pingone": {"resources": [{"name": "photos", "scopes": ["photos:read"]}]},
    "pingam": {"resource_sets": [{"name": "P", "resource_scopes": ["view"]}]},
}
BAD = {"pingone": {"resources": [{"name": "a", "scopes": ["r", "r"]}, {"name": "a"}]}}


@pytest.fixture
def url(server):
    return f"{TENANTS}/{ask(server, 'POST', TENANTS, {'seed': SEED}).json['id']}"


def names(server, url):
    held = ask(server, "GET", f"{url}/state").json
    return [each["name"] for each in held["pingone"].get("resources", ())]


def test_a_tenant_comes_with_its_seed_and_goes_back_to_it(server, url):
    assert names(server, url) == ["photos"]
    assert ask(server, "POST", f"{url}/reset", {"to": "empty"}).status == 204
    assert names(server, url) == []

    assert ask(server, "POST", f"{url}/reset", {"to": "seed"}).status == 204

    assert names(server, url) == ["photos"]


def test_a_read_state_can_be_restored(server, url):
    held = ask(server, "GET", f"{url}/state")
    schemas.validate("control/state", held.json)
    ask(server, "POST", f"{url}/reset", {"to": "empty"})

    assert ask(server, "PUT", f"{url}/state", held.json).status == 204

    now = ask(server, "GET", f"{url}/state").json
    assert now | {"clock": None} == held.json | {"clock": None}


@pytest.mark.parametrize(
    ("method", "where", "wrap"),
    [
        pytest.param("PUT", "/state", lambda of: of, id="put"),
        pytest.param("POST", "/reset", lambda of: of, id="reset to a document"),
        pytest.param("POST", "/reset", lambda of: {"to": of}, id="reset to a member"),
    ],
)
def test_put_replaces_the_state(server, url, method, where, wrap):
    said = {"pingone": {"resources": [{"name": "music"}]}}

    assert ask(server, method, url + where, wrap(said)).status == 204

    assert names(server, url) == ["music"]


def test_patch_adds_to_the_state(server, url):
    said = {"pingone": {"resources": [{"name": "music"}]}}

    assert ask(server, "PATCH", f"{url}/state", said).status == 204

    assert names(server, url) == ["photos", "music"]


@pytest.mark.parametrize(
    ("method", "where"), [("PUT", "/state"), ("PATCH", "/state"), ("POST", "/reset")]
)
def test_a_bad_document_is_refused_with_each_fault(server, url, method, where):
    reply = ask(server, method, url + where, BAD)

    assert is_problem(reply, 422)
    assert reply.json["detail"].splitlines() == [
        f"{each['target']}: {each['message']}" for each in reply.json["violations"]
    ]
    assert [each["target"] for each in reply.json["violations"]] == [
        "pingone.resources[0].scopes[1].name",
        "pingone.resources[1].name",
    ]
    assert names(server, url) == ["photos"]


def test_a_document_of_the_wrong_shape_is_refused_with_each_fault(server, tenant, url):
    wrong = {"pingone": {"resources": [{"name": 1}, {}]}}
    with pytest.raises(BadDocument) as refusal:
        tenant.reset(to=wrong)

    reply = ask(server, "PUT", f"{url}/state", wrong)

    assert is_problem(reply, 400)
    assert reply.json["detail"] == str(refusal.value)
    assert str(refusal.value).splitlines() == [
        "pingone.resources[0].name: 1 is not of type 'string'",
        "pingone.resources[1].name: 'name' is a required property",
    ]
    assert [each["target"] for each in reply.json["violations"]] == [
        "pingone.resources[0].name",
        "pingone.resources[1].name",
    ]


@pytest.mark.parametrize("to", ["nowhere", 1, None, {"pingone": 1}])
def test_there_is_nowhere_else_to_go_back_to(server, url, to):
    assert is_problem(ask(server, "POST", f"{url}/reset", {"to": to}), 400)


def test_a_tenant_with_a_bad_seed_is_not_made(server):
    before = len(ask(server, "GET", TENANTS).json["tenants"])

    reply = ask(server, "POST", TENANTS, {"seed": BAD})

    assert is_problem(reply, 422)
    assert reply.json["violations"][1]["target"] == "seed.pingone.resources[1].name"
    assert len(ask(server, "GET", TENANTS).json["tenants"]) == before


def test_the_same_text_gives_the_same_tenant(server):
    said = {"ids_seed": "tests/test_x.py::test_y"}
    first = ask(server, "POST", TENANTS, said).json
    ask(server, "DELETE", f"{TENANTS}/{first['id']}")

    second = ask(server, "POST", TENANTS, said).json

    first["pingone"].pop("token"), second["pingone"].pop("token")
    assert second == first


def test_a_tenant_still_shows_tokens_that_hold_after_a_reset(server, url):
    shown = ask(server, "GET", url).json["pingam"]["pat"]
    ask(server, "PUT", f"{url}/state", {"pingam": {"tokens": []}})

    described = ask(server, "GET", url).json["pingam"]

    assert described["pat"] != shown
    assert ask(server, "GET", described["resource_set_url"], token=described["pat"]).status == 200
