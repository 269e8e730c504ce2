"""A realm has a name that a URL leads to, wherever it comes from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping import FakePing
from fakeping.families.pingam.realms import OutOfReach, checked
from tests.control.test_control import TENANTS
from tests.drive import ask

OUT_OF_REACH = ["root", "/root", "root/alpha", ".", "a/..", "a//b"]
REACHED = ["/", "alpha/root", "realms", "realms/realms", "a%2Fb", "ä b?#", "Root", "..."]


def sources(server, tenant, name):
    """Everywhere a realm's name comes from, with a name from the root on."""
    absolute = f"/{name.strip('/')}"
    yield lambda: server.tenant(realm=name)
    yield lambda: server.tenant(seed={"pingam": {"realms": [absolute]}})
    yield lambda: tenant.pingam.given.realm(absolute)
    yield lambda: tenant.reset(to={"pingam": {"realms": [absolute]}})


@pytest.mark.parametrize("name", OUT_OF_REACH)
def test_what_no_url_leads_to_is_refused_wherever_it_comes_from(name):
    server = FakePing()
    tenant = server.tenant()
    before = tenant.snapshot()
    for make in sources(server, tenant, name):
        with pytest.raises(ValueError, match="no URL leads to a realm"):
            make()

    assert tenant.snapshot() == before
    assert server.tenants.all() == [tenant]


def test_over_http_it_is_refused_with_the_reason(server):
    refused = ask(server, "POST", TENANTS, {"realm": "root"})

    assert refused.status == 400
    assert refused.json["detail"] == (
        "no URL leads to a realm that is called '/root'; the root realm is /"
    )


@pytest.mark.parametrize("name", REACHED)
def test_every_other_is_reached(name):
    server = FakePing()
    with server.tenant(realm=name) as tenant:
        found = ask(server, "GET", tenant.pingam.resource_set_url, token=tenant.pingam.pat())

    assert found.status == 200


NAMES = st.sampled_from(["root", "realms", "a", "%2F", ".", "..", "", "\udcff", "?"])


@given(st.lists(NAMES, min_size=1))
def test_a_name_that_is_taken_is_the_name_that_its_url_has(names):
    name = "/" + "/".join(names).strip("/")
    try:
        checked(name)
    except OutOfReach:
        return
    server = FakePing()
    tenant = server.tenant(realm=name)

    found = ask(server, "GET", tenant.pingam.resource_set_url, token=tenant.pingam.pat())

    assert (found.status, tenant.pingam.realm) == (200, name.strip("/"))


def test_who_is_gone_is_not_described():
    with FakePing() as server:
        with server.tenant() as dropped:
            assert server.describe(dropped)["id"] == dropped.id
        with pytest.raises(LookupError, match="was dropped: nothing answers for it"):
            server.describe(dropped)
        tenant = server.tenant()
    with pytest.raises(LookupError, match="has stopped"):
        server.describe(tenant)
