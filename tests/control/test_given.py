"""State that is put there over HTTP, with the names of Python's `given`."""

import pytest

from tests.control.test_control import TENANTS, is_problem
from tests.drive import ask


@pytest.fixture(params=["p14c", "current"])
def url(request, server):
    said = {"editions": {"pingone": request.param}}
    return f"{TENANTS}/{ask(server, 'POST', TENANTS, said).json['id']}"


@pytest.fixture
def tenant(server, url):
    return server.tenants.get(url.rpartition("/")[2])


@pytest.fixture
def give(server, url):
    def give(family, kind, **members):
        said = {"family": family, "kind": kind, "members": members}
        return ask(server, "POST", f"{url}/given", said)

    return give


def test_a_resource_comes_with_its_scopes(give, tenant):
    reply = give("pingone", "resource", name="photos", scopes=["read"])

    created = tenant.pingone.resource("photos")
    assert (reply.status, reply.json["id"]) == (201, created.id)
    assert [each["id"] for each in reply.json["scopes"]] == [
        each.id for each in tenant.pingone.scopes(created)
    ]


def test_parts_of_a_resource_name_it_by_id_or_name(give, tenant):
    photos = give("pingone", "resource", name="photos").json

    scope = give("pingone", "scope", resource="photos", name="read", description="d")
    attribute = give("pingone", "attribute", resource=photos["id"], name="a", value="b")

    assert (scope.status, scope.json["description"]) == (201, "d")
    assert (attribute.status, attribute.json["value"]) == (201, "b")
    assert tenant.pingone.attributes(photos["id"])[-1].id == attribute.json["id"]


def test_a_new_application_is_answered_with_its_secret(give, tenant):
    reply = give("pingone", "application", type="service", name="batch")

    made = tenant.pingone.applications()[-1]
    assert (reply.json["id"], reply.json["secret"]) == (made.client_id, made.client_secret)


def test_a_grant_and_who_signs_in_at_once(give, tenant):
    give("pingone", "resource", name="photos", scopes=["read"])
    client = give("pingone", "application").json["id"]
    user = give("pingone", "user", username="alice", name="Alice Doe").json

    assert user["population"] == "Default"
    said = {"application": client, "resource": "photos", "scopes": ["read"]}
    assert give("pingone", "grant", **said).json == said
    assert give("pingone", "sign_in", user="alice").status == 201
    held = tenant.snapshot()["pingone"]
    [granted] = held["applications"][0]["grants"]
    assert (granted["resource"], granted["scopes"]) == ("photos", ["read"])
    assert held["users"][0]["signsInAtOnce"] is True
    assert give("pingone", "sign_in", user=None).status == 201
    assert "signsInAtOnce" not in tenant.snapshot()["pingone"]["users"][0]


def test_an_applications_attribute_names_scopes_that_it_was_granted(give, tenant):
    client = give("pingone", "application", name="web").json["id"]
    give("pingone", "grant", application=client, resource="openid", scopes=["email"])

    said = {"name": "mail", "value": "${user.email}", "oidcScopes": ["email"]}
    made = give("pingone", "application_attribute", application=client, **said)

    openid = tenant.pingone.resource("openid")
    [email] = [each.id for each in tenant.pingone.scopes(openid) if each.name == "email"]
    assert (made.status, made.json["oidcScopes"]) == (201, [email])
    assert [each.name for each in tenant.pingone.application_attributes(client)] == ["sub", "mail"]
    [written] = tenant.snapshot()["pingone"]["applications"]
    assert [each["oidcScopes"] for each in written["attributes"]] == [["email"]]


def test_populations_and_environments(give, tenant):
    staff = give("pingone", "population", name="Staff", default=True).json
    other = give("pingone", "environment", name="other").json

    assert [each.name for each in tenant.pingone.populations() if each.default] == ["Staff"]
    assert staff["name"] == "Staff"
    assert tenant.pingone.environments() == [tenant.pingone.environment_id, other["id"]]


def test_sign_on_policies_and_their_actions(give, tenant):
    ours = give("pingone", "sign_on_policy", name="Ours", default=True, actions=["LOGIN"]).json
    said = {"type": "AGREEMENT", "agreement": {"id": "a"}}
    more = give("pingone", "sign_on_policy_action", policy="Ours", **said).json

    assert [each.name for each in tenant.pingone.sign_on_policies() if each.default] == ["Ours"]
    assert [each["type"] for each in ours["actions"]] == ["LOGIN"]
    assert more | said == more
    assert more["priority"] == 2
    assert give("pingone", "sign_on_policy_action", policy="nobodys").status == 422
    client = tenant.pingone.given.application().client_id
    assert give("pingone", "sign_on_policy_assignment", application=client, policy="Ours").json == {
        "application": client,
        "policy": "Ours",
    }
    [assigned] = tenant.pingone.sign_on_policy_assignments(client)
    assert assigned.priority == 1


def test_role_assignments(give, tenant):
    staff = give("pingone", "population", name="Staff").json
    user = give("pingone", "user", username="ann", roles=["Environment Admin"]).json
    scope = {"type": "POPULATION", "id": "Staff"}

    made = give("pingone", "role_assignment", user="ann", role="Identity Data Admin", scope=scope)

    assert made.json["scope"] == {"type": "POPULATION", "id": staff["id"]}
    assert [(each.role, each.scope.type) for each in tenant.pingone.role_assignments("ann")] == [
        ("Environment Admin", "ORGANIZATION"),
        ("Identity Data Admin", "POPULATION"),
    ]
    worker = tenant.pingone.given.application(type="worker").client_id
    give("pingone", "role_assignment", application=worker, role="Client Application Developer")
    assert tenant.pingone.roles_of(worker) == {"Client Application Developer"}
    for wrong in (
        {"user": "nobody", "role": "Identity Data Admin"},
        {"role": "Identity Data Admin"},
        {"user": user["id"], "application": worker, "role": "Identity Data Admin"},
        {"user": user["id"], "role": "Environment Admin", "scope": scope},
        {"user": user["id"], "role": "Environment Admin"},
        {"user": user["id"], "role": "Identity Data Admin", "scope": {"type": "POPULATION"}},
    ):
        assert give("pingone", "role_assignment", **wrong).status == 422


def test_a_resource_set_and_whom_it_is_shared_with(give, tenant):
    photo = give("pingam", "resource_set", owner="bob", resource_scopes=["view"], name="P").json

    shared = give("pingam", "policy", owner="bob", resource_set="P", subject="carol").json

    assert [each.id for each in tenant.pingam.resource_sets("bob")] == [photo["_id"]]
    assert photo["resource_scopes"] == ["view"]
    assert shared == {
        "policyId": photo["_id"],
        "owner": "bob",
        "permissions": [{"subject": "carol", "scopes": ["view"]}],
    }


def test_realms_users_and_clients(give, tenant):
    realm = give("pingam", "realm", name="customers").json
    user = give("pingam", "user", name="carol", claims={"email": "c@x"}).json
    client = give("pingam", "client", client_id="app", public=True).json

    assert realm == {"name": f"/{tenant.pingam.realm}/customers"}
    [carol] = tenant.pingam.users()
    assert user == {"username": "carol", "password": carol.password, "claims": {"email": "c@x"}}
    assert client["public"] is True
    assert [each.client_id for each in tenant.pingam.clients()] == ["app"]


@pytest.mark.parametrize(
    ("family", "kind", "members", "places"),
    [
        pytest.param("pingone", "resource", {"name": "openid"}, ["members.name"], id="taken"),
        pytest.param("pingone", "scope", {"resource": "x", "name": "a"}, ["members"], id="nowhere"),
        pytest.param(
            "pingone", "grant", {"application": "x", "resource": "openid"}, ["members"], id="nobody"
        ),
        pytest.param("pingone", "sign_in", {"user": "x"}, ["members"], id="no such user"),
        pytest.param(
            "pingone",
            "application",
            {"redirect_uris": ["x"]},
            ["members.redirectUris"],
            id="no URI",
        ),
        pytest.param(
            "pingam", "policy", {"resource_set": "x", "subject": "b"}, ["members"], id="nothing"
        ),
        pytest.param("pingam", "user", {"name": "b", "realm": "x"}, ["members"], id="no realm"),
    ],
)
def test_what_a_request_would_be_refused_for_is_refused(give, family, kind, members, places):
    reply = give(family, kind, **members)

    assert is_problem(reply, 422)
    assert [each["target"] for each in reply.json["violations"]] == places


@pytest.mark.parametrize(
    ("family", "kind", "members"),
    [
        pytest.param("pingthree", "resource", {}, id="an unknown family"),
        pytest.param("pingone", "session", {}, id="an unknown kind"),
        pytest.param("pingone", "resource", {}, id="no name"),
        pytest.param("pingone", "resource", {"name": 1}, id="a name that is a number"),
        pytest.param("pingone", "user", {"username": "a", "id": "b"}, id="an unknown member"),
        pytest.param("pingam", "resource_set", {"resource_scopes": "view"}, id="no list"),
    ],
)
def test_invalid_options_are_refused(give, family, kind, members):
    assert is_problem(give(family, kind, **members), 400)


def test_members_of_the_wire_are_held_to_the_requests_rules(give):
    reply = give("pingone", "resource", name="a", accessTokenValiditySeconds="long")

    # `p14c` has no such member
    assert is_problem(reply, 422)
    assert reply.json["violations"][0]["target"] == "members.accessTokenValiditySeconds"


def test_an_application_has_its_names_of_the_document_or_of_python(give):
    uris = ["https://app.example/cb"]
    one = give("pingone", "application", type="WEB_APP", redirectUris=uris)
    two = give("pingone", "application", type="web", redirect_uris=uris)

    assert (one.status, two.status) == (201, 201)
    assert one.json["redirectUris"] == two.json["redirectUris"] == uris
    both = give("pingone", "application", redirectUris=uris, redirect_uris=uris)
    assert both.status == 422
