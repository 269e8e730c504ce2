"""Who may see what, and where: realms, owners, clients and their PATs."""

import pytest

from fakeping import FakePing
from fakeping.families.pingam.realms import path_of, realm_of
from tests.drive import ask
from tests.families.pingam import errors
from tests.families.pingam.errors import said

BODY = {"resource_scopes": ["view"], "name": "photos"}


@pytest.fixture
def whole_server():
    """A fake of a test's own, whose root realm nobody else has."""
    return FakePing(ids_seed=1)


def registered(server, url, token, body=BODY):
    return ask(server, "POST", url, body, token=token).json["_id"]


# Realms


@pytest.mark.parametrize(
    ("segments", "realm"),
    [
        pytest.param("realms/root", "/", id="the root"),
        pytest.param("realms/root/realms/alpha", "/alpha", id="one below"),
        pytest.param("realms/root/realms/a/realms/b", "/a/b", id="two below"),
        pytest.param("realms/root/realms/realms", "/realms", id="a realm called realms"),
        pytest.param("", "/", id="none"),
        pytest.param("alpha", "/alpha", id="as older versions have it"),
        pytest.param("realms/alpha", "/alpha", id="not from the root on"),
        pytest.param("realms/root/alpha", "/alpha", id="realms/ is missing"),
        pytest.param("realms/root/realms", "/realms", id="half a step"),
    ],
)
def test_a_path_addresses_a_realm(segments, realm):
    assert realm_of(segments) == realm


@pytest.mark.parametrize("realm", ["/", "/alpha", "/a/b/c"])
def test_a_realm_has_a_path_that_addresses_it(realm):
    assert realm_of(path_of(realm)) == realm


def test_a_tenants_realm_is_below_the_root(server, tenant):
    realm = tenant.pingam.realm

    assert tenant.pingam.resource_set_url == (
        f"{server.url}/am/uma/realms/root/realms/{realm}/resource_set"
    )


def test_a_nested_realm_is_another_realm(server, tenant):
    nested = tenant.pingam.given.realm("customers")
    url = tenant.pingam.resource_set_url.replace("/resource_set", "/realms/customers/resource_set")
    pat = tenant.pingam.pat(realm=nested)

    id_ = registered(server, url, pat)

    assert nested == f"/{tenant.pingam.realm}/customers"
    assert ask(server, "GET", url, token=pat).json == [id_]
    assert ask(server, "GET", f"{url}/{id_}", token=pat).json["user_access_policy_uri"] == (
        f"{server.url}/am/XUI/?realm={nested}#uma/share/{id_}"
    )
    parent = tenant.pingam.resource_set_url
    assert ask(server, "GET", parent, token=tenant.pingam.pat()).json == []
    assert said(ask(server, "GET", f"{parent}/{id_}", token=tenant.pingam.pat())) == (
        errors.not_found(id_)
    )


def test_the_root_realm_is_a_realm(whole_server):
    tenant = whole_server.tenant()
    root = tenant.pingam.given.realm("/")
    url = f"{whole_server.url}/am/uma/realms/root/resource_set"
    pat = tenant.pingam.pat(realm=root)

    reply = ask(whole_server, "POST", url, BODY, token=pat)

    id_ = reply.json["_id"]
    assert (reply.status, reply.headers["Location"]) == (201, f"{url}/{id_}")
    assert reply.json["user_access_policy_uri"] == (
        f"{whole_server.url}/am/XUI/?realm=/#uma/share/{id_}"
    )
    assert ask(whole_server, "GET", reply.headers["Location"], token=pat).status == 200


def test_a_tenant_may_live_in_the_root_realm(whole_server):
    tenant = whole_server.tenant(realm="/")

    assert tenant.pingam.resource_set_url.endswith("/am/uma/realms/root/resource_set")
    assert tenant.pingam.given.realm("alpha") == "/alpha"


def test_one_tenant_at_a_time_has_a_realm(whole_server):
    whole_server.tenant().pingam.given.realm("/")
    other = whole_server.tenant(realm="alpha")

    with pytest.raises(ValueError, match="another tenant has the pingam address '/'") as taken:
        other.pingam.given.realm("/")
    assert str(taken.value).endswith("which is always free, or start a second server")
    with pytest.raises(ValueError, match="another tenant has the pingam address '/alpha'"):
        whole_server.tenant(realm="alpha")


def test_a_dropped_tenants_realms_are_free(whole_server):
    with whole_server.tenant(realm="alpha") as tenant:
        tenant.pingam.given.realm("/")

    again = whole_server.tenant(realm="alpha")
    assert again.pingam.given.realm("/") == "/"


@pytest.mark.parametrize("token", [None, "pat"])
@pytest.mark.parametrize(
    ("path", "realm"),
    [
        pytest.param("realms/root/realms/bogus", "/bogus", id="unknown"),
        pytest.param("realms/root/realms/bogus/realms/x", "/bogus/x", id="nested"),
        pytest.param("realms/root", "/", id="the root that nobody has"),
        pytest.param("realms/root/realms/%FF", "/\N{REPLACEMENT CHARACTER}", id="not UTF-8"),
        pytest.param("realms/root/realms/%22", '/"', id="a quote"),
    ],
)
@pytest.mark.parametrize(
    ("method", "id_"), [("GET", ""), ("POST", ""), ("PUT", "/x"), ("DELETE", "/x")]
)
def test_an_unknown_realm_is_told_before_who_calls(server, tenant, token, path, realm, method, id_):
    sent = tenant.pingam.pat() if token else None
    url = f"{server.url}/am/uma/{path}/resource_set{id_}"

    reply = ask(server, method, url, {}, token=sent)

    assert said(reply) == errors.no_realm(realm)
    assert reply.rule == "pingam.realm.unknown"


def test_a_realm_is_told_from_another_by_letter_case(server, tenant):
    realm = tenant.pingam.realm.upper()
    url = f"{server.url}/am/uma/realms/root/realms/{realm}/resource_set"

    assert said(ask(server, "GET", url)) == errors.no_realm(f"/{realm}")


@pytest.mark.parametrize("name", ["a b", "\N{LATIN SMALL LETTER E WITH ACUTE}", "a?b#c", "50%"])
def test_a_realms_links_resolve_whatever_it_is_called(whole_server, name):
    tenant = whole_server.tenant(realm=name)
    pat = tenant.pingam.pat()

    created = ask(whole_server, "POST", tenant.pingam.resource_set_url, BODY, token=pat)

    assert created.status == 201
    assert created.headers["Location"].isascii()
    assert ask(whole_server, "GET", created.headers["Location"], token=pat).status == 200


def test_a_token_for_a_realm_that_is_not_there_is_a_mistake(tenant):
    with pytest.raises(ValueError, match=r"the tenant has no realm '/nowhere'; `given.realm`"):
        tenant.pingam.pat(realm="nowhere")


@pytest.mark.parametrize("context", ["/openam", "openam", "/sso/am/", "/", ""])
def test_the_context_path_is_the_deployments(context):
    server = FakePing(am_context_path=context)
    tenant = server.tenant()
    mount = f"/{context.strip('/')}".rstrip("/")

    created = ask(server, "POST", tenant.pingam.resource_set_url, BODY, token=tenant.pingam.pat())

    assert tenant.pingam.url == f"{server.url}{mount}"
    assert created.json["user_access_policy_uri"].startswith(f"{server.url}{mount}/XUI/?realm=/")
    assert created.headers["Location"].startswith(f"{server.url}{mount}/uma/realms/root/")


# Owners and clients


@pytest.fixture
def bob(tenant):
    return tenant.pingam.pat("bob")


@pytest.fixture
def other_client(tenant):
    return tenant.pingam.pat(client="other")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_what_is_anothers_does_not_exist(call, bob, photos, path, method):
    reply = call(method, path, BODY, token=bob)

    status, body = errors.not_found(photos.id)
    assert said(reply) == (status, b"" if method == "HEAD" else body)
    assert call("GET", path).status == 200


def test_what_is_anothers_is_told_like_what_nobody_has(call, bob, photos):
    absent = photos.id[:-1] + "99"

    theirs, nobodys = (call("GET", f"/{id_}", token=bob) for id_ in (photos.id, absent))

    assert theirs.body.replace(photos.id.encode(), absent.encode()) == nobodys.body
    assert (theirs.status, theirs.headers) == (nobodys.status, nobodys.headers)


def test_each_owner_lists_its_own(call, bob, photos):
    theirs = call("POST", "", BODY, token=bob).json["_id"]

    assert (call("GET").json, call("GET", token=bob).json) == ([photos.id], [theirs])


def test_each_owner_has_names_of_its_own(call, bob):
    assert [call("POST", "", BODY, token=each).status for each in (bob, bob)] == [201, 400]
    assert call("POST", "", BODY).status == 201


def test_a_list_is_what_this_client_registered(call, other_client, photos):
    theirs = call("POST", "", BODY, token=other_client).json["_id"]

    assert (call("GET").json, call("GET", token=other_client).json) == ([photos.id], [theirs])


def test_each_client_has_names_of_its_own(call, other_client):
    assert [call("POST", "", BODY, token=each).status for each in (other_client, other_client)] == [
        201,
        400,
    ]
    assert call("POST", "", BODY).status == 201


def test_another_client_of_the_owner_may_read_update_and_delete(call, other_client, photos, path):
    assert call("GET", path, token=other_client) == call("GET", path)
    assert call("PUT", path, BODY, token=other_client).status == 200
    assert call("GET").json == [photos.id]
    assert call("DELETE", path, token=other_client).status == 204


def test_an_owner_keeps_the_name_in_each_realm(server, tenant, call):
    nested = tenant.pingam.given.realm("b")
    url = f"{server.url}/am/uma/{path_of(nested)}/resource_set"

    assert call("POST", "", BODY).status == 201
    assert ask(server, "POST", url, BODY, token=tenant.pingam.pat(realm=nested)).status == 201


def test_a_tenants_resource_sets_are_seen_by_owner(tenant, photos):
    theirs = tenant.pingam.given.resource_set(owner="bob", resource_scopes=[])

    assert (tenant.pingam.resource_sets(), tenant.pingam.resource_sets(owner="bob")) == (
        [photos],
        [theirs],
    )


# PATs


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param({"Authorization": "Bearer garbage"}, id="garbage"),
        pytest.param({"Authorization": "Bearer"}, id="a scheme alone"),
        pytest.param({"Authorization": "Basic {pat}"}, id="the wrong scheme"),
        pytest.param({"Authorization": "{pat}"}, id="no scheme"),
        pytest.param({"Authorization": "Bearer {pat} x"}, id="and more"),
        pytest.param({"Cookie": "iPlanetDirectoryPro={pat}"}, id="a cookie"),
    ],
)
@pytest.mark.parametrize(
    ("method", "id_"), [("GET", ""), ("POST", ""), ("PUT", "/x"), ("DELETE", "/x")]
)
def test_without_a_pat_the_answer_is_401(call, tenant, method, id_, headers):
    pat = tenant.pingam.pat()
    sent = {name: value.format(pat=pat) for name, value in headers.items()}

    reply = call(method, id_, raw=b"{", token=None, headers=sent)

    assert said(reply) == errors.NO_TOKEN
    assert "WWW-Authenticate" not in reply.headers
    assert reply.headers["Content-Type"] == "application/json"


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
    assert said(call("GET", token=token(tenant, server))) == errors.NO_TOKEN


def test_a_pat_holds_in_its_own_realm_alone(tenant, call):
    nested = tenant.pingam.given.realm("b")

    assert said(call("GET", token=tenant.pingam.pat(realm=nested))) == errors.NO_TOKEN


def test_a_pat_that_was_used_expires_all_the_same(call, tenant):
    pat = tenant.pingam.pat(lifetime=60)
    before = call("GET", token=pat).status

    tenant.clock.advance(59)
    last = call("GET", token=pat).status
    tenant.clock.advance(1)

    assert (before, last, said(call("GET", token=pat))) == (200, 200, errors.NO_TOKEN)


def test_a_token_may_be_chosen(call, tenant):
    pat = tenant.pingam.pat(value="515d6551-6512-5279-98b6-c0ef3f03a723")

    assert pat == "515d6551-6512-5279-98b6-c0ef3f03a723"
    assert call("GET", token=pat).status == 200


def test_a_token_is_opaque(tenant):
    assert len(tenant.pingam.pat()) == len("oMsRVDXHYsWAC0KClr6dmX2_cIc")


@pytest.mark.parametrize("scopes", [[], ["openid"]])
def test_a_token_without_uma_protection_may_not(call, tenant, scopes):
    reply = call("GET", token=tenant.pingam.pat(scopes=scopes))

    assert said(reply) == errors.NO_SCOPE
    assert reply.rule == "pingam.auth.scope"


def test_a_pat_may_have_other_scopes_too(call, tenant):
    pat = tenant.pingam.pat(scopes=["uma_protection", "openid"])

    assert call("GET", token=pat).status == 200


def test_a_tenant_may_leave_the_scope_alone(server):
    am = server.tenant(switches={"pingam.enforce_pat_scope": False}).pingam

    assert ask(server, "GET", am.resource_set_url, token=am.pat(scopes=[])).status == 200


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
