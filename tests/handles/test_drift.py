"""What changes behind a client's back: the same rules as by a request, without one."""

import pytest

from fakeping import FakePing, NotFound, Refused
from tests.over_http import Connection


def made(tenant):
    """One of each kind of PingOne's, with a member to change, its new value and where that is."""
    given = tenant.pingone.given
    photos = given.resource("photos", description="old")
    view = given.scope(photos, "view", description="old")
    album = given.attribute(photos, "album", "${user.id}")
    staff = given.population("staff", description="old")
    policy = given.sign_on_policy("strict", description="old")
    action = given.sign_on_policy_action(policy, "MULTI_FACTOR_AUTHENTICATION")
    web = given.application("gallery", redirect_uris=["https://gallery.example"])
    bob = given.user("bob", email="bob@example.com", name="Bob B", password="secret")
    grant = given.grant(web, photos)
    nick = given.application_attribute(web, "nick", "${user.username}")
    assigned = given.sign_on_policy_assignment(web, policy)
    edit = given.scope(photos, "edit")
    return {
        "grant": (grant, "scopes", [{"id": edit.id}], lambda each: each.scope_ids == (edit.id,)),
        "nick": (nick, "value", "${user.id}", lambda each: each.value == "${user.id}"),
        "assigned": (assigned, "priority", 7, lambda each: each.priority == 7),
        "action": (action, "priority", 9, lambda each: each.priority == 9),
        "policy": (policy, "description", "new", lambda each: each.description == "new"),
        "album": (album, "value", "${user.email}", lambda each: each.value == "${user.email}"),
        "view": (view, "description", "new", lambda each: each.description == "new"),
        "photos": (photos, "name", "pictures", lambda each: each.name == "pictures"),
        "web": (web, "enabled", True, lambda each: each.said["enabled"] is True),
        "email": (bob, "email", "b@example.com", lambda each: each.email == "b@example.com"),
        "enabled": (bob, "enabled", False, lambda each: each.enabled is False),
        "moved": (bob, "population", "staff", lambda each: each.population_id == staff.id),
        "password": (bob, "password", "other", lambda each: each.password != bob.password),
        "staff": (staff, "description", "new", lambda each: each.description == "new"),
    }


KINDS = [*made(FakePing().tenant(edition={"pingone": "current"}))]


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_pingones_can_be_changed(tenant, name):
    entity, member, value, holds = made(tenant)[name]

    changed = tenant.pingone.change(entity, **{member: value})

    assert holds(changed)
    assert changed.id == entity.id
    with FakePing().tenant(edition={"pingone": "current"}) as other:
        other.reset(to=tenant.snapshot())


@pytest.mark.parametrize("name", [each for each in KINDS if each not in {"moved", "enabled"}])
def test_each_kind_of_pingones_can_be_removed_once(tenant, name):
    entities = made(tenant)
    entity = entities[name][0]

    if name == "policy":
        tenant.pingone.remove(entities["assigned"][0])
    tenant.pingone.remove(entity)

    with pytest.raises(NotFound):
        tenant.pingone.remove(entity)
    with pytest.raises(NotFound):
        tenant.pingone.change(entity, name="x")


def test_clients_see_it(tenant, running):
    photos = tenant.pingone.given.resource("photos", description="old")
    url = f"{tenant.pingone.resources_url}/{photos.id}"

    def read():
        with Connection(running.url) as connection:
            return connection.ask("GET", url, headers=tenant.pingone.headers())

    tenant.pingone.change(photos, name="pictures", description=None)
    assert read().json["name"] == "pictures"
    assert "description" not in read().json
    tenant.pingone.remove(photos)
    assert read().status == 404
    assert len(tenant.journal) == 3  # the test's own


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda one: one.remove(one.resource("openid")), "."),
        (lambda one: one.remove(one.credentials), "."),
        (lambda one: one.change(one.resource("photos"), nam="x"), "no 'nam'; did you mean name"),
        (lambda one: one.change(one.resource("photos"), name="openid"), "."),
        (lambda one: one.change(one.user("bob"), enabled="no"), "is enabled or not"),
        (lambda one: one.change(one.user("bob"), population="x"), "no population with"),
        (lambda one: one.change(one.user("bob"), password=5), "password is a name"),
        (lambda one: one.remove(one.secret("photos")), "no entity that can be"),
    ],
)
def test_rules_hold_as_for_a_request(tenant, act, told):
    tenant.pingone.given.resource("photos")
    tenant.pingone.given.user("bob")
    tenant.pingone.secret("photos")  # made where somebody first asks
    before = tenant.snapshot()

    with pytest.raises(Refused, match=told):
        act(tenant.pingone)

    assert tenant.snapshot() == before


def test_pingams_can_be_changed_and_removed(tenant):
    am, given = tenant.pingam, tenant.pingam.given
    bob, app = given.user("bob"), given.client("app")
    photos = given.resource_set("photos", resource_scopes=["view"], type="album")
    policy = given.policy(photos, bob)
    red = given.label("red", resource_sets=[photos])

    renamed = am.change(photos, name="pictures", type=None, resource_scopes=["view", "edit"])
    assert (renamed.name, renamed.resource_scopes) == ("pictures", ("view", "edit"))
    assert b"album" not in renamed.document
    assert am.change(bob, administrator=True).administrator
    assert [each.administrator for each in am.users()] == [True]
    assert am.change(app, scopes=["view"]).scopes == {"view"}
    shared = [{"subject": "carol", "scopes": ["edit"]}]
    assert am.change(policy, permissions=shared).shares[0].subject == "carol"
    with FakePing().tenant(edition={"pingone": "current"}) as other:
        other.reset(to=tenant.snapshot())

    for entity, views in (
        (red, am.labels),
        (policy, am.policies),
        (photos, am.resource_sets),
        (bob, am.users),
        (app, am.clients),
    ):
        assert views()
        am.remove(entity)
        assert views() == []
        with pytest.raises((LookupError, NotFound)):
            am.remove(entity)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda am: am.change(am.resource_set("photos"), resource_scopes=[5]), "."),
        (lambda am: am.change(am.users()[0], passwrd="x"), "did you mean password"),
        (lambda am: am.change(am.users()[0], password=5), "."),
        (lambda am: am.change(am.clients()[0], scopes="view"), "scopes is a list"),
        (lambda am: am.change(am.policies()[0], permissions=[{"subject": "x"}]), "."),
        (
            lambda am: am.change(
                am.policies()[0], permissions=[{"subject": "x", "scopes": ["fly"]}]
            ),
            ".",
        ),
        (lambda am: am.remove(am.credentials), "."),
        (lambda am: am.change(am.labels()[0], name="x"), "."),
    ],
)
def test_pingams_rules_hold_too(tenant, act, told):
    given = tenant.pingam.given
    given.user("bob")
    given.client("app")
    photos = given.resource_set("photos", resource_scopes=["view"])
    given.policy(photos, "bob")
    given.label("red")
    before = tenant.snapshot()

    with pytest.raises(Refused, match=told):
        act(tenant.pingam)

    assert tenant.snapshot() == before
