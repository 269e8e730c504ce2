"""Seeds: from documents, files and functions; what a reset goes back to."""

import builtins
import json

import pytest

from fakeping import FakePing
from fakeping.core.document_errors import BadDocument
from tests.drive import ask
from tests.engine.full import furnish

SEED = {
    "pingone": {
        "resources": [{"name": "photos", "scopes": ["photos:read", {"name": "photos:write"}]}],
        "applications": [
            {
                "name": "web",
                "redirectUris": ["https://app.example/"],
                "grants": [{"resource": "photos"}],
            }
        ],
        "users": [{"username": "alice", "name": "Alice Doe"}],
    },
    "pingam": {
        "users": [{"username": "bob", "password": "secret"}],
        "resource_sets": [{"owner": "alice", "name": "P", "resource_scopes": ["view"]}],
        "policies": [{"policyId": "P", "permissions": [{"subject": "bob", "scopes": ["view"]}]}],
        "tokens": [{"token": "alices-pat"}],
    },
}
YAML = """
pingone:
  resources:
    - name: photos
      scopes: [read]
      createdAt: 2026-01-02T03:04:05Z
clock:
  set: 2026-01-02T03:04:05Z
  frozen: true
"""


@pytest.fixture
def server():
    return FakePing(ids_seed=1)


def names(tenant):
    return [each.name for each in tenant.pingone.resources() if each.type == "CUSTOM"]


def test_a_seed_is_there_from_the_start(server):
    tenant = server.tenant(seed=SEED)

    photos = tenant.pingone.resource("photos")
    assert [each.name for each in tenant.pingone.scopes(photos)] == ["photos:read", "photos:write"]
    assert [each.name for each in tenant.pingone.users()] == ["Alice Doe"]
    assert [each.name for each in tenant.pingam.resource_sets()] == ["P"]
    assert tenant.pingam.policies()[0].shares[0].subject == "bob"
    url = tenant.pingam.resource_set_url
    assert ask(server, "GET", url, token="alices-pat").json == [
        each.id for each in tenant.pingam.resource_sets()
    ]


def test_a_reset_goes_back_to_the_seed_and_not_to_nothing(server):
    tenant = server.tenant(seed=SEED)
    tenant.clock.freeze()
    first = tenant.snapshot()
    furnish(server, tenant, again=True)
    assert tenant.snapshot() != first

    tenant.reset(to="seed")

    now = tenant.snapshot()
    for taken in (first, now):
        taken["pingam"].pop("tokens"), taken["pingam"].pop("sessions")
    assert now == first


def test_what_is_revoked_comes_back_with_the_seed(server):
    tenant = server.tenant(seed=SEED)
    am, known = tenant.pingam, tenant.pingam.credentials
    raw = f"token=alices-pat&client_id={known.client_id}&client_secret={known.client_secret}"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    ask(server, "POST", f"{am.oauth2_url}/token/revoke", raw=raw.encode(), headers=form)
    assert ask(server, "GET", am.resource_set_url, token="alices-pat").status == 401

    tenant.reset()

    assert ask(server, "GET", am.resource_set_url, token="alices-pat").status == 200


def test_a_reset_to_nothing_leaves_the_seed_for_later(server):
    tenant = server.tenant(seed=SEED)
    tenant.reset(to="empty")
    assert names(tenant) == []

    tenant.reset()

    assert names(tenant) == ["photos"]


def test_a_seed_gives_the_same_ids_in_the_same_environment():
    def ids(seed):
        server = FakePing(ids_seed=seed)
        here = {"environment_id": "0a41621f-2d74-4bb0-b416-4a39b8714261"}
        one = server.tenant(seed=SEED, **here).pingone
        photos = one.resource("photos")
        scopes = [each.id for each in one.scopes(photos)]
        return [photos.id, *scopes, one.users()[0].id, one.applications()[1].client_id]

    assert ids(1) == ids(2)


def test_two_entities_never_share_an_id(server):
    tenant = server.tenant(seed=SEED)
    photos = tenant.pingone.resource("photos")
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    ask(server, "PUT", f"{url}/{photos.id}", {"name": "pictures"}, token=tenant.pingone.token())

    tenant.add({"pingone": {"resources": [{"name": "photos"}]}})

    assert names(tenant) == ["pictures", "photos"]
    assert tenant.pingone.resource("photos").id != photos.id


@pytest.mark.parametrize("as_text", [True, False])
def test_a_seed_may_be_a_file_of_json(server, tmp_path, as_text):
    path = tmp_path / "seed.json"
    path.write_text(json.dumps(SEED), "utf-8")

    tenant = server.tenant(seed=str(path) if as_text else path)

    assert names(tenant) == ["photos"]


@pytest.mark.parametrize("ending", ["yaml", "yml", "YAML"])
def test_a_seed_may_be_a_file_of_yaml(server, tmp_path, ending):
    path = tmp_path / f"seed.{ending}"
    path.write_text(YAML, "utf-8")

    tenant = server.tenant(seed=path)

    assert names(tenant) == ["photos"]
    assert tenant.clock.text() == "2026-01-02T03:04:05.000Z"


def test_the_clock_goes_back_where_the_seed_says_what_time_it_is(server, tmp_path):
    path = tmp_path / "seed.yaml"
    path.write_text(YAML, "utf-8")
    with_clock, without = server.tenant(seed=path), server.tenant(seed=SEED)
    with_clock.clock.advance(60)
    without.clock.advance(3600)
    there = without.clock.timestamp()

    with_clock.reset()
    without.reset()

    assert with_clock.clock.text() == "2026-01-02T03:04:05.000Z"
    assert without.clock.timestamp() >= there


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("a: &x 1\nb: *x", "an alias is not taken", id="alias"),
        pytest.param("pingone: {}\npingone: {}", "stands twice", id="twice"),
        pytest.param("pingone: !!python/object:os.system {}", "a tag is not taken", id="tag"),
        pytest.param("pingone: [", "not YAML", id="no end"),
        pytest.param("[" * 5000, "nested more than 200 levels", id="deep"),
        pytest.param("1: 2", "the name of a member is a text", id="a number for a name"),
        pytest.param("pingone: .nan", "put it in quotes", id="not a number"),
    ],
)
def test_yaml_says_no_more_than_json_can(server, tmp_path, text, told):
    path = tmp_path / "seed.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(BadDocument, match=told):
        server.tenant(seed=path)


def test_a_file_that_is_no_json_says_which(server, tmp_path):
    path = tmp_path / "seed.json"
    path.write_text('{"pingone": {}, "pingone": {}}', "utf-8")

    with pytest.raises(BadDocument, match=r"seed\.json: the member 'pingone' stands twice"):
        server.tenant(seed=path)


def test_a_file_that_is_not_there_is_an_error_of_the_systems(server, tmp_path):
    with pytest.raises(FileNotFoundError):
        server.tenant(seed=tmp_path / "none.json")


def test_without_pyyaml_it_says_what_to_install(server, tmp_path, monkeypatch):
    path = tmp_path / "seed.yaml"
    path.write_text(YAML, "utf-8")
    really = builtins.__import__

    def without_yaml(name, *rest):
        if name == "yaml":
            raise ImportError(name)
        return really(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_yaml)

    with pytest.raises(ImportError, match=r"pip install 'fakeping\[yaml\]'"):
        server.tenant(seed=path)


def test_a_seed_may_be_a_function(server):
    def seed(tenant):
        tenant.pingone.given.resource(name="photos")
        tenant.clock.advance(60)

    tenant = server.tenant(seed=seed)
    tenant.pingone.given.resource(name="later")

    tenant.reset()

    assert names(tenant) == ["photos"]


def test_a_tenant_whose_seed_is_bad_is_not_there(server):
    with pytest.raises(BadDocument):
        server.tenant(seed={"pingone": {"resources": [{"name": "openid", "description": "x"}]}})

    assert server.tenants.all() == []


def test_the_default_tenant_takes_a_seed_and_keeps_its_own_ways():
    server = FakePing()
    tenant = server.default_tenant(seed=SEED)
    tenant.reset(to="seed")

    assert names(tenant) == ["photos"]
    root = f"{tenant.pingam.url}/uma/realms/root/resource_set"
    assert ask(server, "GET", root, token="alices-pat").status == 401
    assert ask(server, "GET", tenant.pingam.resource_set_url, token="alices-pat").status == 200


def test_the_same_text_gives_the_same_bytes_whoever_came_before():
    def play(server):
        tenant = server.tenant(ids_seed="tests/x.py::test_y")
        tenant.clock.freeze()
        one, am = tenant.pingone, tenant.pingam
        said = [tenant.id, one.environment_id, am.realm, one.credentials, am.credentials, am.pat()]
        said.append(one.given.resource(name="a").id)
        said.append(am.given.resource_set(resource_scopes=["view"]).id)
        return said

    busy = FakePing()
    busy.tenant().pingone.token()

    assert play(busy) == play(FakePing(ids_seed=3))


def test_stores_capture_and_restore_all_that_they_hold(server):
    tenant = server.tenant(seed=SEED)
    tenant.clock.freeze()
    stores = tenant._state.stores
    held = {name: store.capture() for name, store in stores.items()}
    before = tenant.snapshot()
    furnish(server, tenant, again=True)
    assert tenant.snapshot() != before

    for name, store in stores.items():
        store.restore(held[name])

    assert tenant.snapshot() == before
