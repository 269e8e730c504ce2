"""Entries of a document, one kind at a time: what each may leave out, and what it brings."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from fakeping import FakePing
from fakeping.core.document_errors import BadDocument
from fakeping.core.problem import Invalid
from fakeping.families.pingone.problems import Unfit
from fakeping.families.pingone.roles import id_of
from fakeping.redaction.secret_digest import digest_of
from tests.drive import ask
from tests.engine.full import FORM

ENVIRONMENT = "0a41621f-2d74-4bb0-b416-4a39b8714261"
OTHER = "1a41621f-2d74-4bb0-b416-4a39b8714261"
BACK = "https://app.example/back"


@pytest.fixture
def server():
    return FakePing(ids_seed=1, edition={"pingone": "current"})


@pytest.fixture
def tenant(server):
    tenant = server.tenant(environment_id=ENVIRONMENT, realm="one")
    tenant.clock.freeze()
    return tenant


@pytest.fixture(scope="module")
def elsewhere():
    return FakePing(ids_seed=2, edition={"pingone": "current"})


@pytest.fixture
def copied(tenant, elsewhere):
    """Copies the tenant to another server."""
    copies = []

    def copied():
        copies.append(elsewhere.tenant(environment_id=ENVIRONMENT, realm="one"))
        copies[-1].reset(to=tenant.snapshot())
        assert copies[-1].snapshot() == tenant.snapshot()
        return copies[-1]

    yield copied
    for each in copies:
        each.drop()


def one(tenant, path=""):
    return f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}{path}"


def post(server, url, who=None, **form):
    """Post a form, as an application."""
    if who is not None:
        form |= {"client_id": who.client_id, "client_secret": who.client_secret}
    return ask(server, "POST", url, raw=urlencode(form).encode(), headers=FORM)


def places(tenant, document):
    """Where a document is wrong."""
    with pytest.raises(BadDocument) as refusal:
        tenant.reset(to=document)
    return [each.target for each in refusal.value.violations]


# PingOne's tokens, and who may have them.


def test_a_fixed_token_is_the_workers_unless_it_says_otherwise(server, tenant):
    tenant.reset(to={"pingone": {"tokens": [{"token": "fixed"}]}})

    assert ask(server, "GET", one(tenant, "/resources"), token="fixed").status == 200
    assert ask(server, "GET", one(tenant, "/resources"), token=digest_of("fixed")).status == 401
    worker = tenant.pingone.credentials
    url = f"{tenant.pingone.auth_url}/introspect"
    said = post(server, url, worker, token="fixed").json
    assert said | {"jti": ""} == {
        "active": True,
        "client_id": worker.client_id,
        "aud": ["https://api.pingone.com"],
        "env": ENVIRONMENT,
        "iss": tenant.pingone.auth_url,
        "jti": "",
        "token_type": "Bearer",
    }


def test_a_fixed_token_stands_for_whom_it_says(server, tenant):
    now = tenant.clock.timestamp()
    said = {
        "token": "alices",
        "application": "app",
        "user": "alice",
        "scopes": ["openid"],
        "expiresAt": now + 60,
    }
    seed = {
        "applications": [{"name": "app", "tokenEndpointAuthMethod": "CLIENT_SECRET_POST"}],
        "users": [{"username": "alice"}],
        "tokens": [said],
    }
    tenant.reset(to={"pingone": seed})
    url = f"{tenant.pingone.auth_url}/userinfo"

    assert ask(server, "GET", url, token="alices").json["sub"] == tenant.pingone.users()[0].id
    app = tenant.pingone.applications()[1]
    found = post(server, f"{tenant.pingone.auth_url}/introspect", app, token="alices").json
    assert (found["client_id"], found["exp"]) == (app.client_id, int(now + 60))
    tenant.clock.advance(60)
    assert ask(server, "GET", url, token="alices").status == 401


def test_a_fixed_token_works_elsewhere_and_can_be_revoked(tenant, elsewhere, copied):
    tenant.reset(to={"pingone": {"tokens": [{"token": "fixed"}]}})
    copy = copied()
    url, worker = f"{copy.pingone.auth_url}/revoke", copy.pingone.credentials
    assert ask(elsewhere, "GET", one(copy, "/resources"), token="fixed").status == 200

    post(elsewhere, url, worker, token="fixed")

    assert ask(elsewhere, "GET", one(copy, "/resources"), token="fixed").status == 401


def test_fixed_tokens_stay_unless_a_document_lists_others(server, tenant):
    tenant.reset(to={"pingone": {"tokens": [{"token": "fixed"}]}})
    tenant.reset(to={})
    assert ask(server, "GET", one(tenant, "/resources"), token="fixed").status == 200

    tenant.reset(to={"pingone": {"tokens": [{"token": "another"}]}})

    assert ask(server, "GET", one(tenant, "/resources"), token="fixed").status == 401
    assert ask(server, "GET", one(tenant, "/resources"), token="another").status == 200


def test_one_token_stands_for_one_thing(tenant):
    said = {"tokens": [{"token": "a"}, {"token": digest_of("a")}]}

    assert places(tenant, {"pingone": said}) == ["pingone.tokens[1]"]


def test_the_workers_secret_may_be_chosen(server, tenant, elsewhere, copied):
    before = tenant.pingone.credentials
    tenant.reset(to={"pingone": {"worker": {"secret": "chosen"}}})

    assert tenant.pingone.credentials.client_secret == "chosen"
    url = f"{tenant.pingone.auth_url}/token"
    assert post(server, url, before, grant_type="client_credentials").status == 401
    copy = copied()
    assert copy.pingone.credentials.client_secret == digest_of("chosen")
    assert (
        post(elsewhere, url, copy.pingone.credentials, grant_type="client_credentials").status
        == 401
    )
    chosen = tenant.pingone.credentials
    assert post(elsewhere, url, chosen, grant_type="client_credentials").status == 200
    tenant.reset(to="empty")
    assert tenant.pingone.credentials == before


# PingOne's sign-in, carried elsewhere.


def authorize(server, tenant, app, cookie="", **more):
    said = {"response_type": "code", "client_id": app.client_id, "redirect_uri": BACK, **more}
    headers = {"Cookie": cookie}
    url = f"{tenant.pingone.auth_url}/authorize?{urlencode(said)}"
    reply = ask(server, "GET", url, headers=headers)
    answer = dict(parse_qsl(urlsplit(reply.headers["Location"]).query))
    return answer, reply.headers.get("Set-Cookie", "").partition(";")[0]


@pytest.fixture
def app(tenant):
    given = tenant.pingone.given
    given.sign_in(given.user(username="alice", name="Alice Doe"))
    app = given.application(redirect_uris=[BACK], token_endpoint_auth_method="client_secret_post")
    given.grant(app, given.resource(name="photos", scopes=["read"]))
    return app


def redeem(server, tenant, app, code):
    url = f"{tenant.pingone.auth_url}/token"
    return post(
        server, url, app, grant_type="authorization_code", code=code, redirect_uri=BACK
    ).json


def refresh(server, tenant, app, token):
    url = f"{tenant.pingone.auth_url}/token"
    return post(server, url, app, grant_type="refresh_token", refresh_token=token)


def test_a_refresh_token_works_elsewhere_and_once(server, tenant, app, elsewhere, copied):
    answer, _ = authorize(server, tenant, app, scope="openid read")
    first = redeem(server, tenant, app, answer["code"])["refresh_token"]
    copy = copied()

    again = refresh(elsewhere, copy, app, first)

    assert (again.status, again.json["scope"]) == (200, "openid read")
    assert refresh(elsewhere, copy, app, first).status == 400  # and that ends it all
    assert refresh(elsewhere, copy, app, again.json["refresh_token"]).status == 400


def test_what_was_spent_ends_the_authorization_elsewhere_too(
    server, tenant, app, elsewhere, copied
):
    answer, _ = authorize(server, tenant, app, scope="read")
    first = redeem(server, tenant, app, answer["code"])["refresh_token"]
    second = refresh(server, tenant, app, first).json["refresh_token"]
    copy = copied()

    assert refresh(elsewhere, copy, app, digest_of(second)).status == 400  # a digest opens nothing
    assert refresh(elsewhere, copy, app, first).status == 400
    assert refresh(elsewhere, copy, app, second).status == 400


def test_a_session_lasts_elsewhere_and_ends_there(server, tenant, app, elsewhere, copied):
    _, cookie = authorize(server, tenant, app, scope="openid")
    tenant.pingone.given.sign_in(None)
    copy = copied()

    answer, _ = authorize(elsewhere, copy, app, cookie, scope="openid", prompt="none")
    assert "code" in answer
    digest = f"ST={digest_of(cookie.removeprefix('ST='))}"
    answer, _ = authorize(elsewhere, copy, app, digest, scope="openid", prompt="none")
    assert answer["error"] == "login_required"
    url = f"{copy.pingone.auth_url}/signoff"
    ask(elsewhere, "GET", url, headers={"Cookie": cookie})
    answer, _ = authorize(elsewhere, copy, app, cookie, scope="openid", prompt="none")
    assert answer["error"] == "login_required"


def test_a_code_ends_with_a_reset(server, tenant, app):
    answer, _ = authorize(server, tenant, app, scope="openid")

    tenant.reset(to=tenant.snapshot())

    assert redeem(server, tenant, app, answer["code"])["error"] == "invalid_grant"


def test_an_authorization_is_an_applications(tenant):
    session = {"id": OTHER, "user": "u", "authTime": 0, "acr": "a"}
    said = {"authorizations": [{"id": OTHER, "application": "none", "session": session}]}

    assert places(tenant, {"pingone": said}) == ["pingone.authorizations[0]"]


# What PingOne's environments hold.


def test_an_id_is_one_entitys(tenant):
    resources = [{"name": name, "id": OTHER} for name in ("a", "b")]

    assert places(tenant, {"pingone": {"resources": resources}}) == ["pingone.resources[1]"]


def test_a_claim_may_be_mapped_by_its_attributes_name(tenant):
    said = {
        "name": "openid",
        "attributes": [{"name": "nick", "value": "${user.nickname}"}],
        "scopes": [{"name": "nicks", "mappedClaims": ["nick"]}],
    }

    tenant.reset(to={"pingone": {"resources": [said]}})

    openid = tenant.pingone.resource("openid")
    [nick] = [each.id for each in tenant.pingone.attributes(openid) if each.name == "nick"]
    assert tenant.pingone.scopes(openid)[-1].mapped_claims == (nick,)


@pytest.mark.parametrize("secret", ["simple", {"secret": "simple"}])
def test_a_resources_secret_may_be_chosen(server, tenant, elsewhere, copied, secret):
    tenant.reset(to={"pingone": {"resources": [{"name": "photos", "secret": secret}]}})
    photos = tenant.pingone.resource("photos")
    assert tenant.pingone.secret(photos).secret == "simple"
    copy = copied()

    def introspects(server, secret):
        url = f"{tenant.pingone.auth_url}/introspect"
        basic = {"client_id": photos.id, "client_secret": secret, "token": "x"}
        resource = one(tenant, f"/resources/{photos.id}")
        body = {"name": "photos", "introspectEndpointAuthMethod": "CLIENT_SECRET_POST"}
        holder = tenant if server is not elsewhere else copy
        ask(server, "PUT", resource, body, token=holder.pingone.token())
        return post(server, url, **basic).status

    assert introspects(server, "simple") == 200
    assert introspects(elsewhere, "simple") == 200
    assert introspects(elsewhere, copy.pingone.secret(photos).secret) == 401


def test_a_previous_secret_lives_on_elsewhere(server, tenant, copied):
    photos = tenant.pingone.given.resource(name="photos")
    first = tenant.pingone.secret(photos).secret
    body = {"previous": {"expiresAt": tenant.clock.text(after=3600)}}
    url = one(tenant, f"/resources/{photos.id}/secret")
    ask(server, "POST", url, body, token=tenant.pingone.token())
    copy = copied()

    held = copy._state.stores["pingone"].home.secrets

    assert held.accepts(photos.id, first)
    assert held.accepts(photos.id, tenant.pingone.secret(photos).secret)
    copy.clock.advance(3601)
    assert not held.accepts(photos.id, first)


def test_the_built_in_population_may_have_changed_or_gone(server, tenant, copied):
    [first] = tenant.pingone.populations()
    token = tenant.pingone.token()
    body = {"name": "Everybody"}
    ask(server, "PUT", one(tenant, f"/populations/{first.id}"), body, token=token)
    assert [each.name for each in copied().pingone.populations()] == ["Everybody"]
    tenant.pingone.given.population(name="Staff", default=True)
    ask(server, "DELETE", one(tenant, f"/populations/{first.id}"), token=token)
    again = tenant.snapshot()
    tenant.reset(to="empty")
    assert [each.name for each in tenant.pingone.populations()] == ["Default"]

    tenant.reset(to=again)

    assert [each.name for each in tenant.pingone.populations()] == ["Staff"]


def test_another_population_may_have_the_name_of_the_built_in_one(server, tenant, copied):
    [first] = tenant.pingone.populations()
    put(server, tenant, f"/populations/{first.id}", {"name": "Everybody"})
    tenant.pingone.given.population(name="Default")
    with copied() as copy:
        assert [each.name for each in copy.pingone.populations()] == ["Everybody", "Default"]
    tenant.pingone.given.population(name="Staff", default=True)
    ask(server, "DELETE", one(tenant, f"/populations/{first.id}"), token=tenant.pingone.token())

    assert [each.name for each in copied().pingone.populations()] == ["Default", "Staff"]


def put(server, tenant, path, body, method="PUT", *, token=None):
    token = token or tenant.pingone.token()
    reply = ask(server, method, one(tenant, path), body, token=token)
    assert reply.status < 300, reply.json


def policies(tenant):
    return [(each.name, each.default) for each in tenant.pingone.sign_on_policies()]


def test_built_in_sign_on_policies_may_have_changed_places(server, tenant, copied):
    first, second = tenant.pingone.sign_on_policies()
    put(server, tenant, f"/signOnPolicies/{first.id}", {"name": "for a while"})
    put(server, tenant, f"/signOnPolicies/{second.id}", {"name": first.name, "default": True})
    put(server, tenant, f"/signOnPolicies/{first.id}", {"name": second.name, "description": "x"})

    copy = copied()

    assert policies(copy) == [("Multi_Factor", False), ("Single_Factor", True)]
    assert copy.pingone.sign_on_policies() == tenant.pingone.sign_on_policies()


def test_a_custom_sign_on_policy_may_have_taken_over(server, tenant, copied):
    first, _ = tenant.pingone.sign_on_policies()
    tenant.pingone.given.sign_on_policy(name="Ours", default=True)
    put(server, tenant, f"/signOnPolicies/{first.id}", None, "DELETE")
    tenant.pingone.given.sign_on_policy(name=first.name, actions=[])

    copy = copied()

    assert policies(copy) == [("Multi_Factor", False), ("Ours", True), (first.name, False)]
    assert copy.pingone.sign_on_policy_actions(copy.pingone.sign_on_policy(first.name)) == []


def test_actions_of_sign_on_policies_come_along_as_they_were_sent(server, tenant, copied):
    given = tenant.pingone.given
    _, multi = tenant.pingone.sign_on_policies()
    login, _ = tenant.pingone.sign_on_policy_actions(multi)
    path = f"/signOnPolicies/{multi.id}/actions"
    said = {"type": "LOGIN", "priority": 5, "recovery": {"enabled": True, "x": [1, None]}}
    put(server, tenant, path, said, "POST")
    put(server, tenant, f"{path}/{login.id}", None, "DELETE")
    agreement = {"type": "AGREEMENT", "agreement": {"id": "a"}}
    ours = given.sign_on_policy(name="Ours", actions=["LOGIN", agreement])

    copy = copied().pingone

    assert [(each.type, each.priority) for each in copy.sign_on_policy_actions(multi)] == [
        ("MULTI_FACTOR_AUTHENTICATION", 2),
        ("LOGIN", 5),
    ]
    for each in (multi, ours):
        known = tenant.pingone.sign_on_policy_actions(each)
        assert copy.sign_on_policy_actions(each) == known
    assert known[1].kept == (("agreement", '{"id": "a"}'),)


def test_what_is_assigned_to_an_application_comes_along(server, tenant, copied):
    given = tenant.pingone.given
    ours, web = given.sign_on_policy(name="Ours"), given.application(redirect_uris=[BACK])
    given.sign_on_policy_assignment(web, "Multi_Factor", priority=7)
    given.sign_on_policy_assignment(web, ours)
    given.sign_on_policy_assignment(tenant.pingone.credentials, ours.id, priority=3)
    put(server, tenant, f"/signOnPolicies/{ours.id}", {"name": "Theirs"})

    copy = copied().pingone

    for each in (web, tenant.pingone.credentials):
        known = tenant.pingone.sign_on_policy_assignments(each)
        assert copy.sign_on_policy_assignments(each.client_id) == known
    assert [each.priority for each in tenant.pingone.sign_on_policy_assignments(web)] == [7, 8]


@pytest.mark.parametrize(
    "wrong", [{"application": "nobodys"}, {"signOnPolicy": "nobodys"}, {"priority": 0}]
)
def test_a_document_assigns_what_is_there(tenant, wrong):
    known = {"application": "app", "signOnPolicy": "Multi_Factor", "priority": 1}
    said = {"applications": [{"name": "app"}]}
    with pytest.raises(BadDocument, match=r"pingone.signOnPolicyAssignments\[0\]"):
        tenant.reset(to={"pingone": {**said, "signOnPolicyAssignments": [known | wrong]}})
    tenant.reset(to={"pingone": {**said, "signOnPolicyAssignments": [known]}})
    *_, app = tenant.pingone.applications()
    assert [each.priority for each in tenant.pingone.sign_on_policy_assignments(app)] == [1]


def test_roles_come_along_with_their_scopes(server, tenant, copied):
    one = tenant.pingone
    staff, web = one.given.population(name="Staff"), one.given.application(redirect_uris=[BACK])
    user = one.given.user(username="ann", roles=["Identity Data Admin", "Photographer"])
    other = one.given.environment(name="other")
    one.given.role_assignment(user, "Identity Data Admin", scope=staff)
    one.given.role_assignment(web, "Application Owner", scope=web)
    one.given.role_assignment(web, "Environment Admin", scope={"type": "ENVIRONMENT"})
    there = {"type": "ENVIRONMENT", "id": other}
    one.given.role_assignment(one.credentials, "Environment Admin", scope=there)
    own = one.role_assignments(one.credentials)[0]
    path = f"/applications/{one.credentials.id}/roleAssignments/{own.id}"
    put(server, tenant, path, None, "DELETE", token=one.token(roles=["Environment Admin"]))
    mine = {"role": {"id": id_of("Client Application Developer")}, "scope": there}
    put(server, tenant, f"/users/{user.id}/roleAssignments", mine, "POST")
    worker = {
        "name": "w", "type": "WORKER", "protocol": "OPENID_CONNECT", "enabled": True,
        "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC", "grantTypes": ["CLIENT_CREDENTIALS"],
    }  # fmt: skip
    put(server, tenant, "/applications", worker, "POST")
    known = {each.id: one.role_assignments(each) for each in (*one.applications(), *one.users())}

    tenant.reset(to=tenant.snapshot())

    assert known == {id_: one.role_assignments(id_) for id_ in known}
    assert {each.role for each in known[user.id]} == {
        "Client Application Developer", "Identity Data Admin", "Photographer",
    }  # fmt: skip
    copy = copied().pingone
    for id_, held in known.items():
        if id_ == one.credentials.id:
            continue  # each environment has a worker of its own
        wanted = [(each.id, each.role, each.scope.type) for each in held]
        found = [(each.id, each.role, each.scope.type) for each in copy.role_assignments(id_)]
        assert sorted(found) == sorted(wanted)
        scopes = {each.scope.id for each in copy.role_assignments(id_)}
        known_there = {copy.organization_id, copy.environment_id, other, staff.id, web.id}
        assert scopes <= known_there


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": "nobody"},
        {"application": "app"},
        {"scope": {"type": "POPULATION", "id": "nobodys"}},
        {"scope": {"type": "POPULATION"}},
        {"scope": {"type": "ORGANIZATION"}},
        {"role": "Environment Admin", "scope": {"type": "APPLICATION", "id": "x"}},
    ],
)
def test_a_document_assigns_roles_that_fit(tenant, wrong):
    known = {"user": "ann", "role": "Identity Data Admin"}
    said = {"applications": [{"name": "app"}], "users": [{"username": "ann"}]}
    with pytest.raises(BadDocument, match=r"pingone.roleAssignments\[0\]"):
        tenant.reset(to={"pingone": {**said, "roleAssignments": [known | wrong]}})
    tenant.reset(to={"pingone": {**said, "roleAssignments": [known]}})
    assert [each.role for each in tenant.pingone.role_assignments("ann")] == ["Identity Data Admin"]


def test_a_document_names_built_in_sign_on_policies(tenant):
    tenant.reset(
        to={
            "pingone": {
                "signOnPolicies": [
                    {"builtIn": "Single_Factor", "deleted": True},
                    {"builtIn": "Multi_Factor", "default": True},
                ]
            }
        }
    )
    assert policies(tenant) == [("Multi_Factor", True)]
    assert len(tenant.pingone.sign_on_policy_actions(tenant.pingone.sign_on_policies()[0])) == 2


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ({"name": "a", "deleted": True}, ""),
        ({"name": "a/b"}, ""),
        ({"name": "Single_Factor"}, ""),
        ({"builtIn": "Single_Factor", "deleted": True}, ""),
        ({"name": "a", "actions": [{"type": "LOGIN", "priority": 0}]}, ".actions[0]"),
    ],
)
def test_a_sign_on_policy_that_cannot_be_is_refused(tenant, entry, path):
    with pytest.raises(BadDocument, match=re.escape(f"pingone.signOnPolicies[0]{path}")):
        tenant.reset(to={"pingone": {"signOnPolicies": [entry]}})
    assert policies(tenant) == [("Single_Factor", True), ("Multi_Factor", False)]


def test_a_sign_on_policy_is_given_with_all_of_its_actions_or_not_at_all(tenant):
    given = tenant.pingone.given
    with pytest.raises(Invalid, match="acrValues"):
        given.sign_on_policy(name="Ours", actions=["LOGIN", {"type": "LOGIN", "color": 1}])
    with pytest.raises(Unfit, match="name"):
        given.sign_on_policy(name="a/b")
    assert len(policies(tenant)) == 2
    ours = given.sign_on_policy(name="Ours", actions="LOGIN")
    added = given.sign_on_policy_action(ours, recovery={"enabled": False})
    assert (added.type, added.priority) == ("LOGIN", 2)
    assert tenant.pingone.sign_on_policy_actions(ours.id)[1] == added
    with pytest.raises(LookupError, match="'nothing'"):
        tenant.pingone.sign_on_policy("nothing")


def test_environments_come_and_go_with_documents(server, tenant):
    said = {"name": "other", "id": OTHER, "resources": [{"name": "inside"}]}
    tenant.reset(to={"pingone": {"name": "home", "environments": [said]}})
    url = f"{tenant.pingone.url}/environments/{OTHER}"
    taken = tenant.snapshot()
    assert ask(server, "GET", url, token=tenant.pingone.token()).json["name"] == "other"
    assert ask(server, "GET", one(tenant), token=tenant.pingone.token()).json["name"] == "home"

    tenant.reset(to="empty")
    assert ask(server, "GET", url, token=tenant.pingone.token()).status in {403, 404}
    tenant.reset(to=taken)

    listed = ask(server, "GET", f"{url}/resources", token=tenant.pingone.token()).json
    assert listed["_embedded"]["resources"][-1]["name"] == "inside"


def test_an_environment_of_another_tenant_is_refused(server, tenant):
    server.tenant(environment_id=OTHER)
    said = {"environments": [{"name": "other", "id": OTHER}], "resources": [{"name": "a"}]}

    assert places(tenant, {"pingone": said}) == ["pingone.environments[0]"]
    assert tenant.pingone.environments() == [ENVIRONMENT]


def test_an_environment_comes_back_with_the_seed(server):
    seed = {"pingone": {"environments": [{"name": "other", "id": OTHER}]}}
    tenant = server.tenant(environment_id=ENVIRONMENT, seed=seed)
    url = f"{tenant.pingone.url}/environments/{OTHER}"
    ask(server, "DELETE", url, token=tenant.pingone.token())
    assert tenant.pingone.environments() == [ENVIRONMENT]

    tenant.reset()

    assert ask(server, "GET", url, token=tenant.pingone.token()).status == 200


def test_a_built_in_attribute_that_was_changed_is_listed(server, tenant, copied):
    photos = tenant.pingone.given.resource(name="photos")
    [sub] = tenant.pingone.attributes(photos)
    url = one(tenant, f"/resources/{photos.id}/attributes/{sub.id}")
    body = {"name": "sub", "value": "${user.username}"}
    assert ask(server, "PUT", url, body, token=tenant.pingone.token()).status == 200

    [copy] = copied().pingone.attributes(photos.id)

    assert (copy.id, copy.value) == (sub.id, "${user.username}")


def test_a_grant_goes_with_its_resource(server, tenant, app):
    photos = tenant.pingone.resource("photos")
    url = one(tenant, f"/resources/{photos.id}")

    ask(server, "DELETE", url, token=tenant.pingone.token())

    [written] = tenant.snapshot()["pingone"]["applications"]
    assert (written["id"], "grants" in written) == (app.client_id, False)


# What PingAM's realms hold.


def test_a_client_may_have_a_secret_of_ones_choice(server, tenant, elsewhere, copied):
    said = {"client_id": "app", "client_secret": "simple", "default_scopes": ["read"]}
    tenant.reset(to={"pingam": {"clients": [said, {"client_id": "other", "scopes": []}]}})
    url = f"{tenant.pingam.oauth2_url}/access_token"
    form = {"grant_type": "client_credentials", "client_id": "app"}
    copied()

    for asked in (server, elsewhere):
        assert post(asked, url, **form, client_secret="simple").status == 200
        assert post(asked, url, **form, client_secret=digest_of("simple")).status == 401
    app, other = tenant.pingam.clients()
    assert (app.scopes, other.scopes) == (None, frozenset())
    assert len(other.client_secret) > 16


def test_a_tenants_own_password_may_be_chosen(tenant):
    before = tenant.pingam.credentials

    tenant.reset(to={"pingam": {"users": [{"username": "alice", "password": "chosen"}]}})

    assert tenant.pingam.credentials.password == "chosen"
    tenant.reset(to="empty")
    assert tenant.pingam.credentials == before


def test_an_sso_token_lasts_elsewhere_and_ends_there(tenant, elsewhere, copied):
    token = tenant.pingam.sso_token("alice")
    copied()
    url = f"{tenant.pingam.json_url}/users/alice/uma/policies?_queryFilter=true"

    def status(token):
        return ask(elsewhere, "GET", url, headers={"iPlanetDirectoryPro": token}).status

    assert [status(token), status(token), status(digest_of(token))] == [200, 200, 401]
    logout = f"{tenant.pingam.json_url}/sessions?_action=logout"
    ask(elsewhere, "POST", logout, {}, headers={"iPlanetDirectoryPro": token})
    assert status(token) == 401


def test_requests_and_labels_may_be_written_by_hand(server, tenant):
    said = {
        "labels": [{"name": "mine"}, {"_id": "l/1", "name": "more", "type": "STAR"}],
        "resource_sets": [
            {
                "name": "P",
                "resource_scopes": ["view"],
                "owner_labels": ["mine", "l/1"],
                "labels": ["its"],
            }
        ],
        "pending_requests": [{"resource_set": "P", "user": "bob", "scopes": ["view"]}],
    }

    tenant.reset(to={"pingam": said})

    [request] = tenant.pingam.pending_requests()
    assert (request.resource, request.user, request.scopes) == ("P", "bob", ("view",))
    assert request.at == tenant.clock.timestamp()
    sso = {"iPlanetDirectoryPro": tenant.pingam.sso_token()}
    url = f"{tenant.pingam.json_url}/users/alice/oauth2/resources/sets?_queryFilter=true"
    [shown] = ask(server, "GET", url, headers=sso).json["result"]
    labels = {each.name: each for each in tenant.pingam.labels()}
    assert shown["labels"] == [labels["mine"].id, "l/1"]
    assert {each.name: each.type for each in labels.values()} == {
        "mine": "USER",
        "more": "STAR",
        "its": "SYSTEM",
    }
    [entity] = tenant.pingam.resource_sets()
    pat = tenant.pingam.pat()
    read = ask(server, "GET", f"{tenant.pingam.resource_set_url}/{entity.id}", token=pat).json
    assert read["labels"] == ["its", "mine", "more"]


def test_what_later_requests_led_to_is_taken_back(server, tenant):
    am = tenant.pingam
    first = am.given.resource_set(resource_scopes=["view", "edit"], name="P")
    second = am.given.resource_set(resource_scopes=["view"], name="Q")
    am.given.policy(first, subject="bob", scopes=["edit"])
    for each, body in (
        (first, {"name": "R", "resource_scopes": ["view"]}),
        (second, {"name": "R", "resource_scopes": ["view"]}),
    ):
        reply = ask(server, "PUT", f"{am.resource_set_url}/{each.id}", body, token=am.pat())
        assert reply.status == 200
    taken = tenant.snapshot()

    tenant.reset(to=taken)

    assert tenant.snapshot() == taken
    assert [each.name for each in am.resource_sets()] == ["R", "R"]
    assert am.policies()[0].name == "P"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        pytest.param(
            {"resource_sets": [{"_id": "x", "resource_scopes": []}] * 2},
            "resource_sets[1]",
            id="resource sets",
        ),
        pytest.param(
            {
                "resource_sets": [{"name": "P", "resource_scopes": ["a"]}],
                "pending_requests": [
                    {"_id": "x", "resource_set": "P", "user": "bob", "scopes": ["a"]}
                ]
                * 2,
            },
            "pending_requests[1]",
            id="requests",
        ),
        pytest.param(
            {"tokens": [{"token": "x"}, {"token": digest_of("x")}]}, "tokens[1]", id="tokens"
        ),
    ],
)
def test_what_is_known_by_an_id_is_there_once(tenant, said, place):
    assert places(tenant, {"pingam": said}) == [f"pingam.{place}"]


def test_a_new_id_is_never_one_that_a_document_brought(tenant):
    first = tenant.pingam.given.resource_set(resource_scopes=["view"])
    prefix, counted = first.id[:36], int(first.id[36:])
    said = {"_id": f"{prefix}{counted + 1}", "resource_scopes": ["view"]}

    tenant.add({"pingam": {"resource_sets": [said]}})

    assert tenant.pingam.given.resource_set(resource_scopes=["view"]).id == f"{prefix}{counted + 2}"


def test_where_it_is_shared_is_kept_when_it_is_not_the_usual_place(tenant):
    uri = "https://am.example/am/XUI/?realm=/one#uma/share/x"
    said = {"_id": "x", "resource_scopes": ["view"], "user_access_policy_uri": uri}

    tenant.reset(to={"pingam": {"resource_sets": [said]}})

    assert tenant.pingam.resource_sets()[0].user_access_policy_uri == uri
    assert tenant.snapshot()["pingam"]["resource_sets"][0]["user_access_policy_uri"] == uri


def test_a_realm_of_another_tenant_is_refused(server, tenant):
    server.tenant(realm="two")

    assert places(tenant, {"pingam": {"realms": ["below", "/two"]}}) == ["pingam.realms[1]"]
    assert tenant._state.stores["pingam"].realms == {"/one"}


def test_the_ancestors_names_are_taken_in_its_edition():
    server = FakePing(ids_seed=1, edition={"pingam": "openam"})
    tenant = server.tenant()

    tenant.reset(to={"pingam": {"resource_sets": [{"name": "P", "scopes": ["view"]}]}})

    assert tenant.pingam.resource_sets()[0].resource_scopes == ("view",)
    assert tenant.snapshot()["pingam"]["resource_sets"][0]["scopes"] == ["view"]
    nameless = {"pingam": {"resource_sets": [{"scopes": ["view"]}]}}
    assert places(tenant, nameless) == ["pingam.resource_sets[0]"]


def test_an_id_is_not_given_again_after_a_reset(tenant):
    first = tenant.pingam.given.resource_set(resource_scopes=["view"])
    tenant.reset(to="empty")

    assert tenant.pingam.given.resource_set(resource_scopes=["view"]).id != first.id


def test_what_a_requesting_partys_token_allows_is_allowed_elsewhere(
    server, tenant, elsewhere, copied
):
    am, known = tenant.pingam, tenant.pingam.credentials
    photo = am.given.resource_set(resource_scopes=["view"])
    am.given.policy(photo, subject="bob")
    rpt = post(
        server,
        f"{am.oauth2_url}/access_token",
        known,
        grant_type="urn:ietf:params:oauth:grant-type:uma-ticket",
        ticket=am.ticket(photo),
        claim_token=am.claim_token("bob"),
        claim_token_format="http://openid.net/specs/openid-connect-core-1_0.html#IDToken",
    ).json["access_token"]
    copied()

    seen = post(elsewhere, f"{am.oauth2_url}/introspect", token=rpt, **same(elsewhere)).json

    assert seen["active"] is True
    assert [(each["resource_id"], each["resource_scopes"]) for each in seen["permissions"]] == [
        (photo.id, ["view"])
    ]


def same(server):
    """The client of the copy, which has a secret of its own."""
    known = server.tenants.all()[-1].pingam.credentials
    return {"client_id": known.client_id, "client_secret": known.client_secret}
