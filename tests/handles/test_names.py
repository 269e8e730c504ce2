"""What hands type: names, ids and entities, URLs, headers and tokens."""

from base64 import b64encode
from urllib.parse import urlencode

import pytest

from fakeping import Refused, Unknown
from tests.over_http import Connection


def the_ways(entity, name):
    return entity, entity.id, name


def test_each_kind_of_pingones_takes_its_name_first(tenant):
    one, given = tenant.pingone, tenant.pingone.given
    photos = given.resource("photos", scopes=["view"])
    edit = given.scope("photos", "edit")
    album = given.attribute("photos", "album", "${user.id}")
    staff = given.population("staff")
    bob = given.user("bob", population="staff")
    policy = given.sign_on_policy("strict")
    action = given.sign_on_policy_action("strict", "MULTI_FACTOR_AUTHENTICATION")
    web = given.application("gallery", redirect_uris=["https://gallery.example"])
    given.grant("gallery", "photos", ["view"])
    given.application_attribute("gallery", "nick", "${user.username}")
    given.sign_on_policy_assignment("gallery", "strict")
    given.sign_in("bob")
    given.environment("other")

    assert [one.resource(each) for each in the_ways(photos, "photos")] == [photos] * 3
    assert [one.scope("photos", each) for each in the_ways(edit, "edit")] == [edit] * 3
    assert [one.application(each) for each in the_ways(web, "gallery")] == [web] * 3
    assert {one.user(each).id for each in the_ways(bob, "bob")} == {bob.id}
    assert [one.population(each).id for each in the_ways(staff, "staff")] == [staff.id] * 3
    assert [one.sign_on_policy(each) for each in the_ways(policy, "strict")] == [policy] * 3
    assert bob.population_id == staff.id
    for views, parent, name in (
        (one.scopes, photos, "photos"),
        (one.attributes, photos, "photos"),
        (one.grants, web, "gallery"),
        (one.application_attributes, web, "gallery"),
        (one.sign_on_policy_actions, policy, "strict"),
        (one.sign_on_policy_assignments, web, "gallery"),
    ):
        first, *others = [views(each) for each in the_ways(parent, name)]
        assert first
        assert others == [first, first]
    assert album in one.attributes("photos")
    assert action in one.sign_on_policy_actions("strict")
    assert one.secret("photos") == one.secret(photos)


def test_each_kind_of_pingams_takes_its_name_first(tenant):
    am, given = tenant.pingam, tenant.pingam.given
    bob = given.user("bob")
    app = given.client("app")
    photos = given.resource_set("photos", owner=bob, resource_scopes=["view", "edit"])
    given.label("red", owner="bob", resource_sets=["photos"])
    given.policy("photos", "alice", ["view"])

    assert [am.resource_set(each) for each in ("photos", photos.id)] == [
        am.resource_set(photos)
    ] * 2
    assert am.resource_sets(bob) == am.resource_sets("bob") != []
    assert am.policies(bob)[0].shares[0].subject == "alice"
    assert [each.name for each in am.labels(bob)] == ["red"]
    assert am.pat(bob, client=app) != am.claim_token(bob, client=app)
    assert am.ticket("photos", owner=bob) != am.ticket((photos.id, ["view"]), owner="bob")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda tenant: tenant.pingone.scopes("photo"), "did you mean photos?"),
        (lambda tenant: tenant.pingone.given.scope("photo", "x"), "no resource .*mean photos?"),
        (lambda tenant: tenant.pingone.resource("x"), "no resource with the id or the name 'x'"),
        (lambda tenant: tenant.pingone.given.sign_in("x"), "no user with"),
        (lambda tenant: tenant.pingone.given.grant("x", "photos"), "no application with"),
        (lambda tenant: tenant.pingam.given.policy("album", "bob"), "did you mean albums?"),
        (lambda tenant: tenant.pingam.rpt("bob", "album"), "did you mean albums?"),
        (lambda tenant: tenant.pingone.user_token("carol"), "no user with"),
    ],
)
def test_a_name_that_nothing_has_is_told_with_what_is_near(tenant, act, told):
    tenant.pingone.given.resource("photos")
    tenant.pingam.given.resource_set("albums", resource_scopes=["view"])

    with pytest.raises(Unknown, match=told) as unknown:
        act(tenant)

    assert isinstance(unknown.value, LookupError)


def test_a_name_that_several_have_is_refused(tenant):
    for owner in ("alice", "bob"):
        tenant.pingam.given.resource_set("photos", owner=owner, resource_scopes=["view"])

    with pytest.raises(Refused, match="several have the name 'photos'"):
        tenant.pingam.given.policy("photos", "carol")
    assert tenant.pingam.given.policy("photos", "carol", owner="bob").owner == "bob"


def test_resources_without_the_built_in_ones(tenant):
    tenant.pingone.given.resource("photos")

    assert [each.name for each in tenant.pingone.resources(built_in=False)] == ["photos"]
    assert len(tenant.pingone.resources()) == 3


def ask(tenant, running, url, headers):
    with Connection(running.url) as connection:
        return connection.ask("GET", url, headers=headers)


def test_urls_and_headers_are_those_of_a_request(tenant, running):
    one, am = tenant.pingone, tenant.pingam

    assert one.resources_url == f"{one.environment_url}/resources"
    assert one.environment_url == f"{one.url}/environments/{one.environment_id}"
    for url, headers, status in (
        (one.environment_url, one.headers(), 200),
        (one.resources_url, one.headers(), 200),
        (one.resources_url, one.headers(expired=True), 401),
        (one.resources_url, one.headers(roles=[]), 403),
        (am.resource_set_url, am.headers(), 200),
        (am.resource_set_url, am.headers("bob"), 200),
        (am.resource_set_url, am.headers(scopes=[]), 403),
    ):
        assert ask(tenant, running, url, headers).status == status


def test_a_user_token_is_what_sign_in_issues(tenant, running):
    one, given = tenant.pingone, tenant.pingone.given
    photos = given.resource("photos", scopes=["view", "edit"], audience="https://photos.example")
    bob, web = given.user("bob", email="bob@example.com"), given.application("gallery")
    given.grant(web, photos, ["view"])
    given.grant(web, "openid", ["email"])
    token = one.user_token("bob", client="gallery", scopes=["openid", "email", "view"])

    shown = introspected(tenant, running, photos, token)
    assert shown["active"] is True
    assert shown["sub"] == bob.id
    assert shown["client_id"] == web.id
    assert shown["aud"] == ["https://photos.example"]
    assert {*shown["scope"].split()} == {"openid", "email", "view"}
    assert ask(tenant, running, f"{one.auth_url}/userinfo", bearer(token)).json["sub"] == bob.id
    with pytest.raises(Refused):
        one.user_token("bob", client="gallery", scopes=["edit"])
    for any_scopes in (["edit"], ["view", "email"], []):
        assert one.user_token(bob, scopes=any_scopes)
    expired = one.user_token(bob, expired=True)
    assert ask(tenant, running, f"{one.auth_url}/userinfo", bearer(expired)).status == 401


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def introspected(tenant, running, resource, token):
    secret = tenant.pingone.secret(resource).secret
    with Connection(running.url) as connection:
        return connection.ask(
            "POST",
            f"{tenant.pingone.auth_url}/introspect",
            raw=urlencode({"token": token}).encode(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Authorization": "Basic " + b64encode(f"{resource.id}:{secret}".encode()).decode(),
            },
        ).json


def test_an_rpt_is_what_the_owner_shares(tenant, running):
    am = tenant.pingam
    photos = am.given.resource_set("photos", resource_scopes=["view", "edit"])
    with pytest.raises(Refused, match="does not let bob have view of 'photos': given"):
        am.rpt("bob", ("photos", ["view"]))
    with pytest.raises(Refused, match="no scope 'fly'"):
        am.rpt("bob", ("photos", ["fly"]))
    with pytest.raises(Refused, match="a resource set at least"):
        am.rpt("bob")
    am.given.policy("photos", "bob", ["view"])

    rpt = am.rpt("bob", (photos, ["view"]))
    owners = am.rpt(am.credentials.username, photos)

    def introspected(token):
        query = urlencode({"token": token})
        with Connection(running.url) as connection:
            url = f"{am.oauth2_url}/introspect"
            said = {"Content-Type": "application/x-www-form-urlencoded", **am.headers()}
            return connection.ask("POST", url, raw=query.encode(), headers=said).json

    shown = introspected(rpt)
    assert shown["active"] is True
    assert shown["permissions"][0]["resource_scopes"] == ["view"]
    assert introspected(owners)["permissions"][0]["resource_scopes"] == ["view", "edit"]
    assert introspected(am.rpt("bob", (photos, ["view"]), expired=True))["active"] is False
