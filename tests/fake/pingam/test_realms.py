"""Realms, which a tenant has to itself, and their addresses."""

import pytest

from fakeping import FakePing
from fakeping.families.pingam.realms import path_of, realm_of
from tests.drive import ask

BODY = {"resource_scopes": ["view"], "name": "photos"}


@pytest.fixture
def whole_server():
    """A fake of a test's own, whose root realm nobody else has."""
    return FakePing(ids_seed=1)


def registered(server, url, token, body=BODY):
    return ask(server, "POST", url, body, token=token).json["_id"]


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
        f"{server.tenants.base_url}/am/uma/realms/root/realms/{realm}/resource_set"
    )


def test_a_nested_realm_is_another_realm(server, tenant):
    nested = tenant.pingam.given.realm("customers")
    url = tenant.pingam.resource_set_url.replace("/resource_set", "/realms/customers/resource_set")
    pat = tenant.pingam.pat(realm=nested)

    id_ = registered(server, url, pat)

    assert nested == f"/{tenant.pingam.realm}/customers"
    assert ask(server, "GET", url, token=pat).json == [id_]
    assert ask(server, "GET", f"{url}/{id_}", token=pat).json["user_access_policy_uri"] == (
        f"{server.tenants.base_url}/am/XUI/?realm={nested}#uma/share/{id_}"
    )
    parent = tenant.pingam.resource_set_url
    assert ask(server, "GET", parent, token=tenant.pingam.pat()).json == []
    assert ask(server, "GET", f"{parent}/{id_}", token=tenant.pingam.pat()).status == 404


def test_the_root_realm_is_a_realm(whole_server):
    tenant = whole_server.tenant()
    root = tenant.pingam.given.realm("/")
    url = f"{whole_server.tenants.base_url}/am/uma/realms/root/resource_set"
    pat = tenant.pingam.pat(realm=root)

    reply = ask(whole_server, "POST", url, BODY, token=pat)

    id_ = reply.json["_id"]
    assert (reply.status, reply.headers["Location"]) == (201, f"{url}/{id_}")
    assert reply.json["user_access_policy_uri"] == (
        f"{whole_server.tenants.base_url}/am/XUI/?realm=/#uma/share/{id_}"
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

    assert tenant.pingam.url == f"{server.tenants.base_url}{mount}"
    assert created.json["user_access_policy_uri"].startswith(
        f"{server.tenants.base_url}{mount}/XUI/?realm=/"
    )
    assert created.headers["Location"].startswith(
        f"{server.tenants.base_url}{mount}/uma/realms/root/"
    )
