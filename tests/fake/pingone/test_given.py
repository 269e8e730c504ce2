"""State that a test puts there without a request."""

import pytest

from fakeping.core.problem import Invalid, NotFound, NotUnique, Problem
from tests.drive import ask

SAID = {
    "audience": "https://api.photos.example",
    "accessTokenValiditySeconds": 7200,
    "introspectEndpointAuthMethod": "CLIENT_SECRET_POST",
    "applicationPermissionsSettings": {"claimEnabled": True},
}


@pytest.fixture
def given(tenant):
    return tenant.pingone.given


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        pytest.param(
            "resource",
            {"scope": ["read"]},
            "a resource has no 'scope'; did you mean scopes[?]",
            id="a slip",
        ),
        pytest.param(
            "scope", {"zzz": 1}, "a scope has no 'zzz'; there are description, ", id="none"
        ),
        pytest.param(
            "attribute",
            {"value": "x", "idTokn": True},
            "did you mean idToken[?]",
            id="an attribute's",
        ),
    ],
)
def test_what_is_given_with_a_member_of_no_edition_is_refused(tenant, kind, said, sentence):
    given = tenant.pingone.given
    home = () if kind == "resource" else (given.resource(name="home"),)

    with pytest.raises(Invalid, match=sentence):
        getattr(given, kind)(*home, name="a", **said)


def test_given_refuses_a_member_of_another_edition(tenant):
    with pytest.raises(Invalid, match="a resource has no 'audience'"):
        tenant.pingone.given.resource(name="a", audience="https://a")

    assert [each.type for each in tenant.pingone.resources()] == ["PLATFORM", "PLATFORM"]


def test_given_takes_the_members_of_the_wire(server):
    with server.tenant(edition={"pingone": "current"}) as tenant:
        one, token = tenant.pingone, tenant.pingone.token()
        url = f"{one.url}/environments/{one.environment_id}/resources"
        api = one.resource("PingOne API")
        resource = one.given.resource(name="x", **SAID)
        scope = one.given.scope(api, name="p1:read:user:x", schemaAttributes=["email"])

        found = ask(server, "GET", f"{url}/{resource.id}", token=token).json
        shown = ask(server, "GET", f"{url}/{api.id}/scopes/{scope.id}", token=token).json

    assert {name: found[name] for name in SAID} == SAID
    assert shown["schemaAttributes"] == ["email"]


@pytest.mark.parametrize("uri", ["/back", "https://a/#f", "https://a/\r\nX: y", "https://a b"])
def test_a_redirect_uri_is_absolute_and_has_no_fragment(given, uri):
    with pytest.raises(ValueError, match="not a redirect URI"):
        given.application(redirect_uris=[uri])


def test_user_names_are_unique(given):
    given.user(username="alice")

    with pytest.raises(NotUnique):
        given.user(username="alice")


def test_only_a_user_of_the_environment_signs_in_at_once(given, server):
    stranger = server.tenant().pingone.given.user(username="mallory")

    with pytest.raises(NotFound):
        given.sign_in(stranger)


@pytest.mark.parametrize(
    ("resource", "scopes"), [("nothing", None), ("openid", ["nonsense"]), ("openid", ["x" * 36])]
)
def test_a_grant_of_what_is_not_there_is_a_lookup_error(given, resource, scopes):
    with pytest.raises(LookupError):
        given.grant(given.application(), resource, scopes)


def test_a_grant_takes_entities_names_and_ids(given, tenant):
    photos = given.resource(name="photos", scopes=["photos:read", "photos:edit"])
    [read, edit] = tenant.pingone.scopes(photos)
    application = given.application()

    granted = given.grant(application, photos, [read, edit.id])

    assert (
        granted
        == given.grant(application, "photos")
        == given.grant(application, photos.id, ["photos:read", "photos:edit"])
    )


def test_a_grant_without_its_last_scope_stays_through_a_snapshot(server):
    with server.tenant(edition={"pingone": "current"}) as tenant:
        one = tenant.pingone
        photos = one.given.resource(name="photos", scopes=["read"])
        application = one.given.application(grant_types=["client_credentials"])
        granted = one.given.grant(application, photos)
        [read] = one.scopes(photos)
        url = f"{one.url}/environments/{one.environment_id}/resources/{photos.id}/scopes/{read.id}"
        assert ask(server, "DELETE", url, token=one.token()).status == 204

        tenant.reset(to=tenant.snapshot())

        [left] = one.grants(application)
        assert (left.id, left.scope_ids) == (granted.id, ())
        assert one.given.grant(application, photos, []).scope_ids == ()


def test_a_grant_to_an_application_of_nobody_is_refused(given, server, photos):
    stranger = server.tenant().pingone.given.application()

    with pytest.raises(NotFound):
        given.grant(stranger, photos)


def test_an_application_is_given_as_its_entry_in_a_document(server):
    with server.tenant(edition={"pingone": "current"}) as tenant:
        given = tenant.pingone.given
        given.application(
            type="native",
            name="one",
            redirect_uris=["https://a.example/cb"],
            grant_types=["authorization_code"],
            refresh_lifetime=600,
        )
        [entry] = tenant.snapshot()["pingone"]["applications"]
        own = {"id", "secret", "createdAt", "updatedAt"}
        entry = {name: each for name, each in entry.items() if name not in own}

        given.application(**{**entry, "name": "two"})

        one, two = tenant.snapshot()["pingone"]["applications"]
        assert [each.pop("name") for each in (one, two)] == ["one", "two"]
        assert {**one, **dict.fromkeys(own)} == {**two, **dict.fromkeys(own)}


def test_a_member_of_two_names_is_said_by_one_of_them(given):
    both = {"redirectUris": ["https://a.example/cb"], "redirect_uris": ["https://b.example/cb"]}

    with pytest.raises(ValueError, match="redirectUris is said twice"):
        given.application(**both)


@pytest.mark.parametrize(
    "said",
    [
        {"type": "MAGIC"},
        {"redirectUris": ["not absolute"]},
        {"tokenEndpointAuthMethod": "MAGIC"},
        {"grantTypes": "IMPLICIT"},
    ],
)
def test_an_application_that_a_request_could_not_make_is_not_given(tenant, given, said):
    before = tenant.snapshot()

    with pytest.raises((Problem, ValueError)):
        given.application(**said)

    assert tenant.snapshot() == before


def test_an_environment_is_given_as_it_is_described_in_a_document(server):
    bill = {"products": [{"type": "PING_ONE_DAVINCI", "tags": ["DAVINCI_MINIMAL"]}]}
    with server.tenant(edition={"pingone": "current"}) as tenant:
        tenant.pingone.given.environment(name="e", type="PRODUCTION", billOfMaterials=bill)

        kept = tenant.snapshot()
        [entry] = kept["pingone"]["environments"]
        assert (entry["type"], entry["billOfMaterials"]["products"]) == (
            "PRODUCTION",
            bill["products"],
        )
        tenant.reset(to=kept)
        assert tenant.snapshot() == kept
        for said in ({"region": "EU"}, {"region": "MARS"}, {"resources": []}, {"type": "MAGIC"}):
            with pytest.raises((Problem, ValueError)):
                tenant.pingone.given.environment(name="f", **said)
        assert tenant.snapshot() == kept


@pytest.mark.parametrize("name", ["Orders #1", "pingone-billing", "a@b"])
def test_a_resource_of_any_name_can_be_put_back(server, name):
    with server.tenant(edition={"pingone": "current"}) as tenant:
        tenant.pingone.given.resource(name=name)

        kept = tenant.snapshot()
        tenant.reset(to=kept)

        assert tenant.snapshot() == kept
        assert tenant.pingone.resource(name).audience == name


def test_a_claim_may_be_a_text_and_then_an_object(server, tenant, given):
    user = given.user(username="alice")
    application = given.application(redirect_uris=["https://a.example/cb"])
    given.application_attribute(application, name="address", value="here")
    given.application_attribute(application, name="address.locality", value="Denver")
    token = tenant.pingone.token(client=application.id, subject=user.id, scopes=["openid"])

    reply = ask(server, "GET", f"{tenant.pingone.auth_url}/userinfo", token=token)

    assert (reply.status, reply.json["address"]) == (200, {"locality": "Denver"})


def test_pingones_own_applications_take_no_attributes(server):
    with server.tenant(edition={"pingone": "current"}) as tenant:
        one = tenant.pingone
        url = f"{one.url}/environments/{one.environment_id}/applications"
        first, *_ = ask(server, "GET", url, token=one.token()).json["_embedded"]["applications"]

        with pytest.raises(NotFound, match="own applications have no attributes"):
            one.given.application_attribute(first["id"], name="a", value="b")
