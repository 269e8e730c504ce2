"""Unmatched requests have a hint: the nearest operation or tenant."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from fakeping import FakePing
from fakeping.journal import unmatched
from fakeping.server import report
from tests.drive import ask

ROOT = "http://fakeping.invalid"
ENVIRONMENT = "6f1b3a52-7a3c-4c43-9d0e-0d8f7e6c5b4a"


@pytest.mark.parametrize(
    ("method", "path", "hint"),
    [
        pytest.param(
            "GET",
            f"/v1/environment/{ENVIRONMENT}/resources",
            "the nearest is GET /v1/environments/{environment_id}/resources, pingone.resource.list",
            id="a word that is misspelt",
        ),
        pytest.param(
            "POST",
            f"/environments/{ENVIRONMENT}/resources",
            "the nearest is POST /v1/environments/{environment_id}/resources,"
            " pingone.resource.create",
            id="no version",
        ),
        pytest.param(
            "POST",
            "/am/uma/realms/root/realms/alpha/resource_sets",
            "the nearest is POST /am/uma/{realm*}/resource_set, pingam.resource_set.register"
            " of the edition 8.1",
            id="a plural",
        ),
        pytest.param(
            "POST",
            "/uma/realms/root/realms/alpha/resource_set",
            "the nearest is POST /am/uma/{realm*}/resource_set, pingam.resource_set.register"
            " of the edition 8.1",
            id="no context path",
        ),
        pytest.param(
            "POST",
            "/am/oauth2/realms/root/realms/alpha/token",
            "the nearest is POST /am/oauth2/{realm*}/access_token, pingam.token",
            id="another name",
        ),
        pytest.param(
            "PATCH",
            f"/v1/environments/{ENVIRONMENT}/resource",
            "the nearest is GET or POST /v1/environments/{environment_id}/resources,"
            " pingone.resource.list or pingone.resource.create",
            id="a method that nothing there has",
        ),
        pytest.param(
            "GET",
            "/robots.txt",
            "fakeping serves nothing that is near",
            id="no word in common, whatever parameters take",
        ),
        pytest.param(
            "GET",
            "/v1/roles",
            "the nearest is GET /v1/roles, pingone.role.list of the edition current",
            id="another edition's, of a name that is elsewhere not served",
        ),
    ],
)
def test_a_path_of_nothing_names_the_nearest_operation(server, method, path, hint):
    ask(server, method, ROOT + path)

    [exchange] = server.unmatched
    assert (exchange.operation, exchange.hint) == (None, hint)
    assert (
        str(exchange)
        == f"#1 {method} {path} -> {exchange.status}  no operation  [{exchange.rule}]  ({hint})"
    )


def test_the_hint_names_the_edition_that_has_the_operation(server, tenant):
    one = tenant.pingone
    ask(server, "PATCH", f"{one.url}/environments/{one.environment_id}/resources")
    ask(server, "GET", f"{one.url}/environments/{one.environment_id}/resources/1/attributes")

    assert [each.hint for each in tenant.journal] == [
        (
            "the nearest is GET or POST /v1/environments/{environment_id}/resources,"
            " pingone.resource.list or pingone.resource.create"
        ),
        (
            "the nearest is GET /v1/environments/{environment_id}/resources/{resource_id}"
            "/attributes, pingone.attribute.list of the edition current,"
            " and this is p14c: choose pingone=current by --edition or --fakeping-edition"
        ),
    ]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        pytest.param("/groups", "fakeping does not serve groups", id="groups"),
        pytest.param("/users/1/devices", "fakeping does not serve MFA devices", id="MFA"),
        pytest.param("/flowPolicies", "fakeping does not serve DaVinci", id="DaVinci"),
        pytest.param("/x/y/z", "fakeping serves nothing that is near", id="nothing near"),
    ],
)
def test_the_hint_says_what_fakeping_does_not_serve(server, tenant, path, hint):
    one = tenant.pingone
    ask(server, "POST", f"{one.url}/environments/{one.environment_id}{path}", {})

    assert [each.hint for each in server.unmatched] == [hint]


@pytest.mark.parametrize("drop", [False, True])
def test_an_environment_that_is_gone_was_its_tenants(server, drop):
    with server.tenant(edition={"pingone": "current"}, name="tests/a.py::b") as tenant:
        one = tenant.pingone
        id_ = one.given.environment(name="staging")
        url, token = f"{one.url}/environments/{id_}", one.token()
        assert ask(server, "DELETE", url, token=token).status == 204
        if drop:
            tenant.drop()
        gone = ask(server, "GET", url, token=token)

        journal = server.unmatched if drop else tenant.journal
        assert (gone.status, len(server.unmatched)) == (401 if drop else 404, int(drop))
        whose = f"the tenant {tenant.id} of tests/a.py::b"
        assert journal[-1].hint == f"{id_} was of {whose}, and was deleted"


def test_the_hint_names_the_unknown_environment(server):
    ask(server, "GET", f"{ROOT}/v1/environments/{ENVIRONMENT}/resources", token="t")

    [exchange] = server.unmatched
    assert exchange.operation == "pingone.resource.list"
    assert exchange.hint == f"no tenant has {ENVIRONMENT}"


def test_a_slip_of_the_finger_names_the_nearest_tenant(server):
    server.tenant(environment_id=ENVIRONMENT)
    server.tenant(realm="photographs")

    ask(server, "GET", f"{ROOT}/v1/environments/{ENVIRONMENT[:-1]}b/resources", token="t")
    ask(server, "GET", f"{ROOT}/am/uma/realms/root/realms/photograph/resource_set", token="t")

    assert [each.hint for each in server.unmatched] == [
        f"no tenant has {ENVIRONMENT[:-1]}b; the nearest is {ENVIRONMENT}",
        "no tenant has /photograph; the nearest is /photographs",
    ]


def test_a_late_request_says_whose_it_was(server):
    with server.tenant(name="tests/test_a.py::test_b") as tenant:
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    with server.tenant() as other:
        realm, elsewhere = other.pingam.realm, other.pingam.resource_set_url

    ask(server, "GET", url, token="t")
    ask(server, "GET", elsewhere, token="t")

    assert [each.hint for each in server.unmatched] == [
        (
            f"{tenant.pingone.environment_id} was the tenant {tenant.id} of"
            " tests/test_a.py::test_b, which was dropped"
        ),
        f"/{realm} was the tenant {other.id}, which was dropped",
    ]


def test_only_so_many_dropped_tenants_are_remembered(server):
    first = server.tenant()
    url = first.pingam.resource_set_url
    first.drop()
    for _ in range(500):  # two addresses each
        server.tenant().drop()

    ask(server, "GET", url, token="t")

    assert server.unmatched[-1].hint.startswith("no tenant has ")


def test_what_went_where_it_should_has_no_hint(server, tenant):
    ask(server, "GET", tenant.pingam.resource_set_url, token=tenant.pingam.pat())

    assert tenant.journal[-1].hint is None


def test_a_failed_assertion_lists_unmatched_requests(server):
    ask(server, "GET", f"{ROOT}/before")
    tenant = server.tenant()
    ask(server, "GET", f"{ROOT}/v1/environments/{ENVIRONMENT}/resources", token="t")

    with pytest.raises(AssertionError) as failure:
        tenant.journal.assert_called("pingone.resource.list")

    assert (
        str(failure.value)
        == f"""\
pingone.resource.list was called 0 times, expected at least once.

Nothing was called at all.

Unmatched requests meanwhile (no such tenant or operation):
  unmatched #2 GET /v1/environments/{ENVIRONMENT}/resources -> {server.unmatched[-1].status}  \
pingone.resource.list  [{server.unmatched[-1].rule}]  (cause: unknown-token)\
  (no tenant has {ENVIRONMENT})"""
    )


def test_repeated_unmatched_requests_are_reported_once(server):
    tenant, late = server.tenant(), server.tenant(name="test_before")
    url = late.pingam.resource_set_url
    late.drop()
    for _ in range(50):
        ask(server, "GET", url, token="t")
    ask(server, "DELETE", url, token="t")

    with pytest.raises(AssertionError) as failure:
        tenant.journal.assert_called("pingone.resource.list")

    told = str(failure.value).partition("or operation):\n")[2].splitlines()
    assert [each.split(" -> ")[0] for each in told] == [
        f"  unmatched #1 GET {urlsplit(url).path}",
        "      ... and 49 more like it, up to #50",
        f"  unmatched #51 DELETE {urlsplit(url).path}",
    ]
    assert report.journal([tenant], tuple(server.unmatched)).count("like it, up to #50") == 1
    assert len(report.curl([tenant], tuple(server.unmatched)).splitlines()) == 2


def test_the_newest_of_many_unmatched_requests_are_listed(server):
    tenant = server.tenant()
    for number in range(23):
        ask(server, "GET", f"{ROOT}/{number}")

    with pytest.raises(AssertionError) as failure:
        tenant.journal.assert_called("pingone.resource.list")

    told = str(failure.value).partition("or operation):\n")[2].splitlines()
    assert told[0] == "  ... 3 others earlier"
    assert [each.split()[3] for each in told[1:]] == [f"/{number}" for number in range(3, 23)]


@pytest.fixture
def work(monkeypatch):
    """What is looked at to find what is near: segments, and addresses with what they are for."""
    segments, addresses = [], []
    distance, near = unmatched._distance, unmatched.get_close_matches

    def counted_distance(path, template):
        segments.append(tuple(path))
        return distance(path, template)

    def counted_near(address, known, **more):
        addresses.append((address, known))
        return near(address, known, **more)

    monkeypatch.setattr(unmatched, "_distance", counted_distance)
    monkeypatch.setattr(unmatched, "get_close_matches", counted_near)
    monkeypatch.setattr("tests.checked._told", lambda *_: ())
    return SimpleNamespace(segments=segments, addresses=addresses)


def listed(server):
    return ask(server, "GET", f"{ROOT}/__fakeping/unmatched").json["exchanges"]


def test_a_listing_has_hints_for_the_newest_different_requests(server, work):
    for number in range(60):
        ask(server, "GET", f"{ROOT}/path-{number}")
        ask(server, "GET", f"{ROOT}/path-{number}")

    hints = [each["hint"] is not None for each in listed(server)]

    assert hints == [False] * 80 + [True] * 40
    assert set(work.segments) == {(f"path-{number}",) for number in range(40, 60)}


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/" + "/".join("s" * 3 for _ in range(900)), id="many segments"),
        pytest.param("/" + "s" * 4_000, id="a long one"),
        pytest.param("/" * 4_000 + "v1", id="many that are empty"),
        pytest.param("/" + "%2f" * 1_300, id="percent-encoded"),
    ],
)
def test_a_long_path_is_looked_at_in_part(server, work, path):
    ask(server, "GET", f"{ROOT}{path}")

    [exchange] = listed(server)

    assert exchange["hint"].startswith(("the nearest is ", "fakeping serves nothing"))
    assert {len(each) <= 10 and all(len(one) <= 64 for one in each) for each in work.segments} == {
        True
    }


@pytest.mark.parametrize("address", ["nobody", "n" * 3_000])
def test_the_nearest_address_is_one_of_the_newest(server, work, address):
    for _ in range(300):
        server.tenant()
    pingone = [each.pingone.environment_id for each in server.tenants.all()]

    for each in ("", "s"):
        ask(server, "GET", f"{ROOT}/v1/environments/{address}{each}/resources")
    listed(server)

    assert [asked for asked, _ in work.addresses] == [address[:64], f"{address}s"[:64]]
    for _, known in work.addresses:
        assert len(known) <= 200
        assert set(known) <= set(pingone[-200:])


AGENTS = {
    "the provider": "Terraform/1.11.4 terraform-provider-pingone/1.21.0 PingOne-GOLANG-SDK/0.14",
    "the SDK": "pingtools PingOne-GOLANG-SDK-management/0.70.0",
}
TOLD = {
    "the provider": "Terraform's provider needs the edition current, and this is p14c:"
    " choose pingone=current by --edition or --fakeping-edition",
    "the SDK": "PingOne's Go SDK needs the edition current, and this is p14c:"
    " choose pingone=current by --edition or --fakeping-edition",
}


@pytest.mark.parametrize("client", AGENTS)
def test_a_client_that_needs_another_edition_is_told_so(server, tenant, client):
    one = tenant.pingone
    path = f"{one.url}/environments/{one.environment_id}/resources"
    ask(server, "GET", path, token=one.token(), headers={"User-Agent": AGENTS[client]})

    (exchange,) = tenant.journal
    assert (exchange.status, exchange.hint) == (200, TOLD[client])
    assert str(exchange).endswith(f"({TOLD[client]})")
    assert TOLD[client] in report.journal([tenant], ())


def test_a_path_and_a_client_of_another_edition_are_both_told(server, tenant):
    one = tenant.pingone
    path = f"{one.url}/environments/{one.environment_id}/applications"
    ask(server, "GET", path, headers={"User-Agent": AGENTS["the SDK"]})

    (exchange,) = tenant.journal
    nearest, told = exchange.hint.split("; ")
    assert "pingone.application.list of the edition current" in nearest
    assert told == TOLD["the SDK"]


def test_the_right_edition_is_no_news(server):
    with server.tenant(edition={"pingone": "current"}) as tenant:
        one = tenant.pingone
        path = f"{one.url}/environments/{one.environment_id}"
        for each in (f"{path}/resources", f"{path}/applicatons"):
            ask(server, "GET", each, token=one.token(), headers={"User-Agent": AGENTS["the SDK"]})
        (matched,) = tenant.journal

    # A path of nothing is no tenant's, so it is not known which edition was meant.
    nearest = "the nearest is GET /v1/environments/{environment_id}/applications"
    told = f"{nearest}, pingone.application.list of the edition current"
    assert (matched.hint, server.unmatched[-1].hint) == (None, told)


def test_other_clients_are_not_told(server, tenant):
    one = tenant.pingone
    path = f"{one.url}/environments/{one.environment_id}/resources"
    ask(server, "GET", path, token=one.token(), headers={"User-Agent": "curl/8.5.0"})

    assert tenant.journal[-1].hint is None


def test_who_names_no_tenant_is_told_how():
    server = FakePing(edition={"pingone": "current"})

    ask(server, "GET", f"{ROOT}/v1/roles")

    assert [each.hint for each in server.unmatched] == [
        "no tenant is named: a token of one would name it"
    ]
