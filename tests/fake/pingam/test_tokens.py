"""Tokens that a test makes, and who else is let in."""

import json
from urllib.parse import urlsplit

import pytest

from fakeping.core.exchange import Headers, Request
from fakeping.core.problem import TooLarge
from tests.drive import ask
from tests.fake.pingam.forms import GRANT, ID_TOKEN, UMA_TICKET, OAuth, post

BODY = {"resource_scopes": ["view"], "name": "photos"}


@pytest.fixture
def oauth(server, tenant):
    return OAuth(server, tenant)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(lambda tenant, _: tenant.pingam.pat(expired=True), id="expired"),
        pytest.param(lambda tenant, _: tenant.pingone.token(), id="PingOne's"),
        pytest.param(lambda tenant, _: tenant.pingam.pat().swapcase(), id="nearly"),
        pytest.param(lambda _, server: server.tenant().pingam.pat(), id="another tenant's"),
        pytest.param(lambda tenant, _: f"{tenant.pingam.pat()}\0", id="with a NUL"),
    ],
)
def test_another_token_opens_nothing(server, tenant, call, token):
    assert call("GET", token=token(tenant, server)).status == 401


def test_a_token_may_be_chosen(call, tenant):
    pat = tenant.pingam.pat(value="515d6551-6512-5279-98b6-c0ef3f03a723")

    assert pat == "515d6551-6512-5279-98b6-c0ef3f03a723"
    assert call("GET", token=pat).status == 200


def test_a_token_is_opaque(tenant):
    assert len(tenant.pingam.pat()) == len("oMsRVDXHYsWAC0KClr6dmX2_cIc")


def test_a_tenants_resource_sets_are_seen_by_owner(tenant, photos):
    theirs = tenant.pingam.given.resource_set(owner="bob", resource_scopes=[])

    assert (tenant.pingam.resource_sets(), tenant.pingam.resource_sets(owner="bob")) == (
        [photos],
        [theirs],
    )


def test_the_caller_is_journalled_as_owner_and_client(call, tenant):
    call("POST", "", BODY, token=tenant.pingam.pat("bob", client="app"))

    [exchange] = tenant.journal.assert_called(
        "pingam.resource_set.register", json=BODY, caller="bob", status=201
    )
    assert str(exchange.caller) == "bob via app"


def test_a_clients_own_token_registers_for_the_client(call, tenant):
    pat = tenant.pingam.pat(None, client="app")

    id_ = call("POST", "", BODY, token=pat).json["_id"]

    assert [each.id for each in tenant.pingam.resource_sets(owner="app")] == [id_]


@pytest.mark.parametrize(
    ("auth", "nobody", "anybody", "scopeless"),
    [
        pytest.param("strict", 401, 401, 403, id="strict"),
        pytest.param("any", 401, 200, 200, id="any"),
        pytest.param("off", 200, 200, 200, id="off"),
    ],
)
def test_a_tenant_may_let_others_in(server, auth, nobody, anybody, scopeless):
    tenant = server.tenant(auth=auth)
    scoped = tenant.pingam.pat(scopes=[])

    statuses = [
        ask(server, "GET", tenant.pingam.resource_set_url, token=token).status
        for token in (None, "anything", scoped)
    ]

    assert statuses == [nobody, anybody, scopeless]


@pytest.mark.parametrize("auth", ["any", "off"])
def test_whoever_is_let_in_is_alice(server, auth):
    tenant = server.tenant(auth=auth)

    ask(server, "POST", tenant.pingam.resource_set_url, BODY, token="anything")

    assert [each.name for each in tenant.pingam.resource_sets(owner="alice")] == ["photos"]


def test_with_any_token_the_tenants_own_still_say_whose_they_are(server):
    tenant = server.tenant(auth="any")

    ask(server, "POST", tenant.pingam.resource_set_url, BODY, token=tenant.pingam.pat("bob"))

    assert [each.name for each in tenant.pingam.resource_sets(owner="bob")] == ["photos"]


@pytest.mark.parametrize(("auth", "sso"), [("off", None), ("any", "anything")])
def test_a_tenant_may_let_others_to_an_owners_endpoints(server, auth, sso):
    with server.tenant(auth=auth) as tenant:
        url = f"{tenant.pingam.json_url}/users/carol/uma/policies?_queryFilter=true"
        reply = ask(server, "GET", url, headers={"iPlanetDirectoryPro": sso} if sso else {})

    assert reply.status == 200


def test_users_and_clients_belong_to_a_realm_and_the_tenants_own_to_all(server, tenant, oauth):
    below = tenant.pingam.given.realm("below")
    tenant.pingam.given.user("carol", password="pw", realm=below)
    url = f"{tenant.pingam.oauth2_url}/realms/below/access_token"
    form = {"grant_type": "password", "scope": "a", "username": "carol", "password": "pw"}

    there = post(server, url, form, headers=oauth.client)
    here = oauth.post("access_token", form)
    own = post(server, url, {**form, **oauth.user}, headers=oauth.client)

    assert (there.status, here.json, own.status) == (200, GRANT, 200)


def test_a_token_that_was_chosen_is_nowhere_in_what_is_written_out(tenant, oauth):
    chosen = tenant.pingam.pat(value="chosen-by-a-client")

    assert oauth.introspect(chosen)["authGrantId"] != chosen
    assert chosen not in json.dumps(tenant.snapshot())


def test_userinfo_and_tokeninfo_say_whom_a_token_stands_for(server, tenant, oauth):
    tenant.pingam.given.user("alice", password="pw", claims={"name": "Alice"})
    token = tenant.pingam.pat()

    info, of = (
        ask(server, "GET", f"{oauth.am.oauth2_url}/{path}", token=token)
        for path in ("userinfo", "tokeninfo")
    )

    assert info.json == {"sub": "alice", "subname": "alice", "name": "Alice"}
    assert (of.json["scope"], of.json["grant_type"]) == (["uma_protection"], "password")
    assert of.headers["Cache-Control"] == "no-cache, no-store"


def test_no_body_of_the_token_endpoint_is_journalled(tenant, oauth):
    oauth.password()

    exchange = tenant.journal[-1]
    assert (exchange.operation, exchange.request_body, exchange.reply_body) == (
        "pingam.token",
        b"",
        b"",
    )
    assert exchange.caller.client == "UMA-Resource-Server"


@pytest.mark.parametrize("auth", ["any", "off"])
def test_a_tenant_that_lets_anybody_in_lets_any_bearer_introspect(server, auth):
    with server.tenant(auth=auth) as tenant:
        oauth = OAuth(server, tenant)

        seen = oauth.introspect(tenant.pingam.pat(), token="anything")

    assert seen["active"] is True


def test_with_authentication_off_any_client_will_do(server):
    with server.tenant(auth="off") as tenant:
        oauth = OAuth(server, tenant)

        named = oauth.token("client_credentials", headers=oauth.client, scope="a")
        nameless = oauth.token("client_credentials", headers={}, scope="a")

    assert (named.status, nameless.status) == (200, 200)


@pytest.mark.parametrize(
    "raw", [b"grant_type=a&grant_type=b", b"a=%FF", b"&".join([b"a=1"] * 2000)]
)
def test_a_form_that_can_t_be_read_is_an_invalid_request(server, oauth, raw):
    headers = {**oauth.client, "Content-Type": "application/x-www-form-urlencoded"}

    reply = ask(server, "POST", f"{oauth.am.oauth2_url}/access_token", raw=raw, headers=headers)

    assert (reply.status, reply.json["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(("path", "secret"), [("access_token", True), ("access_token", False)])
def test_a_form_that_did_not_arrive_is_told_before_who_calls(server, oauth, path, secret):
    request = Request(
        method="POST",
        path=urlsplit(f"{oauth.am.oauth2_url}/{path}").path,
        headers=Headers(oauth.client if secret else {}),
        unread=TooLarge("the body is too large"),
    )

    reply = server.tenants.world.handle(request)

    assert (reply.status, reply.json["error"]) == (413, "invalid_request")


def test_another_tenants_ticket_is_unknown(server, tenant, oauth):
    claim = tenant.pingam.claim_token("bob")
    with server.tenant() as other:
        theirs = other.pingam.given.resource_set(resource_scopes=[])
        ticket = other.pingam.ticket(theirs)
        form = {"ticket": ticket, "claim_token": claim, "claim_token_format": ID_TOKEN}
        assert oauth.token(UMA_TICKET, **form).json == GRANT


def test_another_tenants_id_token_says_nothing(server, tenant, oauth):
    photo = tenant.pingam.given.resource_set(resource_scopes=["view"])
    claim = server.tenant().pingam.claim_token("bob")
    form = {"ticket": tenant.pingam.ticket(photo), "claim_token": claim}

    reply = oauth.token(UMA_TICKET, **form, claim_token_format=ID_TOKEN)

    assert (reply.status, reply.json["error"]) == (403, "need_info")


@pytest.fixture
def photo(tenant):
    return tenant.pingam.given.resource_set(resource_scopes=["view", "edit"], name="photo")


def test_a_challenge_leads_to_the_tenants_discovery(server, tenant, photo):
    ticket = tenant.pingam.ticket(photo)

    challenge = tenant.pingam.challenge(ticket)

    scheme, _, said = challenge.partition(" ")
    params = dict(each.split("=", 1) for each in said.split(", "))
    assert (scheme, params["realm"], params["ticket"]) == (
        "UMA",
        f'"{tenant.pingam.realm}"',
        f'"{ticket}"',
    )
    url = params["as_uri"].strip('"') + "/.well-known/uma2-configuration"
    found = ask(server, "GET", url).json
    assert found["resource_registration_endpoint"] == tenant.pingam.resource_set_url
    assert found["permission_endpoint"] == f"{tenant.pingam.uma_url}/permission_request"
    assert found["token_endpoint"] == f"{tenant.pingam.oauth2_url}/access_token"
