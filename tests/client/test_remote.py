"""A tenant of a server that runs elsewhere has all that one of this process has."""

import inspect
import threading
from datetime import UTC, datetime, timedelta

import pytest

from fakeping import FakePing, Tenant, connect
from fakeping.client import Refused, Unreachable
from fakeping.core.problem import NotUnique, Problem
from fakeping.core.sources import Clock
from fakeping.families import Handles
from fakeping.families.pingam.given import Given as GivenPingAM
from fakeping.families.pingam.tenancy import PingAM
from fakeping.families.pingone.resources import Resources
from fakeping.families.pingone.tenancy import Given as GivenPingOne
from fakeping.families.pingone.tenancy import PingOne
from fakeping.faults.faults import Faults
from fakeping.server import report
from fakeping.server.coded import Crash, coded, decoded
from tests.over_http import Connection

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def elsewhere(listening):
    with connect(listening.url) as server:
        yield server


@pytest.fixture
def far(elsewhere):
    with elsewhere.tenant(edition={"pingone": "current"}) as tenant:
        yield tenant


@pytest.fixture
def near(listening, far):
    """The very same tenant, in the process that has it."""
    return listening.tenants.get(far.id)


@pytest.fixture
def http(listening):
    with Connection(listening.url) as connection:
        yield connection


def resources(tenant):
    return f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"


def public(kind):
    return {each for each in dir(kind) if not each.startswith("_")}


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        pytest.param(PingOne, lambda tenant: tenant.pingone, id="PingOne"),
        pytest.param(GivenPingOne, lambda tenant: tenant.pingone.given, id="given, PingOne"),
        pytest.param(PingAM, lambda tenant: tenant.pingam, id="PingAM"),
        pytest.param(GivenPingAM, lambda tenant: tenant.pingam.given, id="given, PingAM"),
        pytest.param(Clock, lambda tenant: tenant.clock, id="the clock"),
        pytest.param(Faults, lambda tenant: tenant.faults, id="the faults"),
    ],
)
def test_every_member_is_there(far, kind, held):
    proxy = held(far)

    assert public(proxy) >= public(kind)
    for name in public(kind):
        assert hasattr(proxy, name)


def test_every_member_of_a_tenant_is_carried_out_elsewhere(far):
    elsewhere_too = set(vars(type(far)))

    assert isinstance(far, Tenant)
    assert public(Tenant) - elsewhere_too - {"count_answers", *vars(Handles)} == set()


def test_a_remote_tenant_has_the_servers_ids(far, near):
    assert far.id == near.id
    for name in ("environment_id", "edition", "url", "auth_url"):
        assert getattr(far.pingone, name) == getattr(near.pingone, name)
    for name in ("realm", "url", "resource_set_url", "uma_url", "json_url", "edition"):
        assert getattr(far.pingam, name) == getattr(near.pingam, name)
    assert far.pingone.credentials == near.pingone.credentials
    assert far.pingam.credentials == near.pingam.credentials


def test_urls_have_the_host_that_the_client_connected_to(listening):
    port = listening.url.rpartition(":")[2]
    with connect(f"http://localhost:{port}") as server, server.tenant() as tenant:
        assert tenant.pingone.url == f"http://localhost:{port}/v1"
        assert f'as_uri="http://localhost:{port}/am/' in tenant.pingam.challenge("a ticket")


def test_given_values_are_the_very_values(far, near):
    given = far.pingone.given
    photos = given.resource(name="photos", scopes=["view", "print"])
    app = given.application(type="spa", redirect_uris=("https://app.example/back",))
    user = given.user(username="alice", name="Alice Liddell", attributes={"locale": "en"})
    given.grant(app, photos, ["view"])
    given.sign_in(user)
    given.sign_in(None)
    album = far.pingam.given.resource_set(owner="alice", resource_scopes=iter(["view"]))
    far.pingam.given.user("bob", claims={"email": "bob@example.com"})

    assert near.pingone.resource("photos") == photos == far.pingone.resource("photos")
    assert near.pingone.scopes(photos) == far.pingone.scopes(photos)
    assert near.pingam.resource_sets("alice") == [album] == far.pingam.resource_sets("alice")
    assert far.pingone.given.application().client_id != app.client_id


def test_tokens_open_what_they_should(far, http):
    assert http.ask("GET", resources(far), token=far.pingone.token()).status == 200
    assert http.ask("GET", resources(far), token=far.pingone.token(roles=[])).status != 200
    assert http.ask("GET", resources(far), token=far.pingone.token(expired=True)).status == 401
    album = far.pingam.given.resource_set(owner="alice", resource_scopes=["view"])
    ticket = far.pingam.ticket(album, (album, ["view"]))
    assert ticket
    forever = far.pingam.pat(owner="bob", lifetime=float("inf"))
    assert http.ask("GET", far.pingam.resource_set_url, token=forever).json == []


@pytest.mark.parametrize(
    ("act", "kind", "sentence"),
    [
        pytest.param(
            lambda far: far.pingone.resource("nowhere"), LookupError, "nowhere", id="looked for"
        ),
        pytest.param(
            lambda far: far.pingam.given.realm("/"), ValueError, "another tenant", id="taken"
        ),
        pytest.param(
            lambda far: [far.pingone.given.user(username="alice") for _ in range(2)],
            NotUnique,
            "is unique but",
            id="a problem of the fake's",
        ),
        pytest.param(
            lambda far: [far.pingone.given.resource(name="photos") for _ in range(2)],
            Problem,
            "already exists",
            id="a problem that one family has",
        ),
        pytest.param(
            lambda far: far.pingone.token(rols=[]), TypeError, "rols", id="no such argument"
        ),
        pytest.param(
            lambda far: far.pingone.tokn,
            AttributeError,
            "pingone has no 'tokn'; did you mean token",
            id="no such member",
        ),
        pytest.param(lambda far: far.pingone._store, AttributeError, "_store", id="what is within"),
        pytest.param(
            lambda far: far.clock.listen(print), TypeError, "another process", id="a function"
        ),
        pytest.param(
            lambda far: far.faults.next("pingone.nothing"), ValueError, "nothing", id="a mistake"
        ),
    ],
)
def test_what_goes_wrong_there_goes_wrong_here(listening, far, act, kind, sentence):
    with listening.tenant() as other:
        other.pingam.given.realm("/")
        with pytest.raises(kind, match=sentence):
            act(far)


def test_the_journal_answers_every_question(far, near, http):
    token = far.pingone.token()
    http.ask("POST", resources(far), raw=b'{"name":"photos"}', headers=JSON, token=token)
    http.ask("GET", resources(far) + "?expand=scopes", token=token)
    http.ask("GET", f"{resources(far)}/nothing", token=token)
    journal = far.journal

    assert len(journal) == journal.position == 3
    assert [str(each) for each in journal] == [str(each) for each in near.journal]
    assert [each.to_curl() for each in journal] == [each.to_curl() for each in near.journal]
    assert str(journal[0].changes[0]) == str(near.journal[0].changes[0])
    assert journal[-1].rule == "pingone.error.not-found"
    assert [each.number for each in journal[1:]] == [2, 3]
    journal.assert_called("pingone.resource.create", count=1, json={"name": "photos"}, status=201)
    journal.assert_order("pingone.resource.create", "pingone.resource.read")
    journal.assert_not_called("pingone.resource.delete")
    with pytest.raises(AssertionError, match='"albums"'):
        journal.assert_called("pingone.resource.create", json={"name": "albums"})
    with pytest.raises(ValueError, match=r"did you mean pingone\.resource\.create"):
        journal.assert_called("pingone.resource.creat")
    har = journal.to_har()["log"]["entries"]
    assert [each["response"]["status"] for each in har] == [201, 200, 404]
    journal.clear()
    assert (len(journal), len(near.journal), journal.gone(0)) == (0, 0, 0)


def test_waiting_ends_with_the_exchange(far, listening):
    def ask():
        with Connection(listening.url) as connection:
            connection.ask("GET", far.pingam.resource_set_url, token=pat)

    pat = far.pingam.pat()
    later = threading.Timer(0.05, ask)
    later.start()

    [found] = far.journal.wait_for("pingam.resource_set.list", timeout=300)

    later.join()
    assert found.status == 200
    with pytest.raises(AssertionError, match=r"within 0\.05 s"):
        far.journal.wait_for("pingam.resource_set.delete", timeout=0.05)


def test_remote_faults_fire_and_can_be_cancelled(far, http):
    token = far.pingone.token()
    with far.faults.next("pingone.resource.list", status=503, times=3) as fault:
        assert http.ask("GET", resources(far), token=token).status == 503
        assert (fault.fired, fault.active, fault.name) == (1, True, "status_503")
        assert [str(each) for each in far.faults] == [str(fault)]
        assert (len(far.faults), far.faults.get(fault.id).id) == (1, fault.id)
        assert "fired 1" in repr(next(iter(far.faults)))
    assert http.ask("GET", resources(far), token=token).status == 200
    assert not fault.active
    with pytest.raises(AssertionError, match="Not every fault has fired"):
        far.faults.assert_all_fired()
    far.faults.clear()
    assert (len(far.faults), far.faults.get("1")) == (0, None)


def test_the_clock_moves(far, near):
    instant = datetime(2030, 1, 1, tzinfo=UTC)
    far.clock.freeze()
    far.clock.set(instant)
    far.clock.advance(timedelta(hours=1))

    assert far.clock.now() == near.clock.now() == instant + timedelta(hours=1)
    assert far.clock.frozen


def test_a_remote_crash_has_its_traceback(far, near, http, monkeypatch):
    monkeypatch.setattr(Resources, "create", lambda *_: 1 / 0)
    http.ask("POST", resources(far), {"name": "photos"}, token=far.pingone.token())

    [crash] = far.crashes

    near._state.crashes.clear()
    assert isinstance(crash, Crash)
    assert "ZeroDivisionError" in str(crash)


def test_a_remote_tenant_can_be_dropped_twice(elsewhere, listening):
    tenant = elsewhere.tenant()
    other = elsewhere.existing(tenant.id)
    with tenant:
        assert listening.tenants.get(tenant.id) is not None
    tenant.drop()
    other.drop()

    assert listening.tenants.get(tenant.id) is None
    with pytest.raises(Refused, match="there is no tenant") as refused:
        elsewhere.existing(tenant.id)
    assert refused.value.status == 404


def test_a_tenant_lists_only_the_unmatched_requests_meant_for_it(elsewhere, far, http):
    with elsewhere.tenant() as other:
        http.ask("GET", f"{far.pingone.url}/environments/elsewhere/resources", token="unknown")
        http.ask("GET", f"{resources(far)}/no/such/path/at/all")
        http.ask("GET", f"{far.pingone.url}/nowhere", token=far.pingone.token())
        http.ask("GET", f"{far.pingone.url}/nowhere", token=other.pingam.pat())

        mine = [each.path for each in elsewhere.unmatched_of([far])]

        assert mine == [
            f"/v1/environments/{far.pingone.environment_id}/resources/no/such/path/at/all",
            "/v1/nowhere",
        ]
        assert len(elsewhere.unmatched_of([other])) == 1
        assert len(elsewhere.unmatched) >= 4
        with pytest.raises(AssertionError, match="no/such/path"):
            far.journal.assert_called("pingone.resource.read")


def test_what_its_tenants_met_is_counted_where_that_is_wanted(listening, http):
    with connect(listening.url, coverage=True) as server:
        with server.tenant() as tenant:
            http.ask("GET", tenant.pingam.resource_set_url)
            assert [times for _, times in tenant.tally] == [1]
        assert [(kind.status, times) for kind, times in server.tally] == [(401, 1)]


def test_coverage_is_off_by_default(far):
    assert far.tally is None


def test_a_report_tells_the_same_of_both(far, near, http):
    token = far.pingone.token()
    http.ask("POST", resources(far), raw=b'{"name":""}', headers=JSON, token=token)
    far.faults.next("pingone.resource.list", status=503)
    far.clock.freeze()

    assert report.journal([far], []) == report.journal([near], [])
    assert report.curl([far], []) == report.curl([near], [])


@pytest.mark.parametrize("url", ["localhost:8900", "ftp://localhost", "http://", "8900"])
def test_an_invalid_url_is_reported_as_such(url):
    with pytest.raises(ValueError, match=f"'{url}' is not a server's URL, such as http://127"):
        connect(url)


def test_a_server_with_a_key_wants_it():
    with FakePing(control_key="open sesame") as server:
        with pytest.raises(Refused, match="control key") as refused:
            connect(server.url)
        assert refused.value.status == 401
        with connect(server.url, control_key="open sesame") as elsewhere:
            assert elsewhere.tenant().id


def test_a_server_that_does_not_answer_is_reported():
    with FakePing() as server:
        url = server.url
    with pytest.raises(Unreachable, match=f"no fakeping answers at {url}"):
        connect(url)


def test_what_answers_may_be_something_else(httpserver):
    httpserver.expect_request("/__fakeping/health").respond_with_data("<html>")
    with pytest.raises(Unreachable, match="is no fakeping"):
        connect(httpserver.url_for(""))


def test_a_connection_that_the_server_closed_is_opened_again(listening):
    with FakePing() as server:
        port = int(server.url.rpartition(":")[2])
        elsewhere = connect(server.url)
    with FakePing(port=port), elsewhere:
        assert elsewhere.tenant().pingone.environment_id


def test_a_taken_environment_is_refused(elsewhere, far):
    with pytest.raises(ValueError, match="another tenant has"):
        elsewhere.tenant(environment_id=far.pingone.environment_id)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        1.5,
        "text",
        b"\x00\xff",
        ("a", ("b",)),
        frozenset({"a"}),
        {"a": [1, {"$": 2}]},
        timedelta(seconds=90),
        datetime(2030, 1, 1, tzinfo=UTC),
        float("inf"),
    ],
    ids=repr,
)
def test_a_value_comes_back_as_it_was(value):
    assert decoded(coded(value)) == value


@pytest.mark.parametrize("said", [{"a": 1}, {"$no": 1}, {"$": "os.system"}, {}], ids=repr)
def test_values_that_cannot_be_sent_are_refused(said):
    with pytest.raises(ValueError, match="nothing is"):
        decoded(said)


@pytest.mark.parametrize(
    "value", [print, object(), Tenant], ids=["a function", "an object", "a class"]
)
def test_what_means_nothing_elsewhere_is_not_sent(value):
    with pytest.raises(TypeError, match="sent to another process"):
        coded(value)


@pytest.mark.parametrize(
    "path", ["pingone._store", "drop", "pingone.given", "nothing", "clock.__init__", "faults.7"]
)
def test_nothing_else_can_be_called(elsewhere, far, path):
    with pytest.raises((Refused, TypeError)):
        far._carry(path, (), {})
    assert elsewhere.existing(far.id)


def test_its_methods_are_documented_as_they_are_here(far):
    assert inspect.getdoc(far.pingone.token) == inspect.getdoc(PingOne.token)
    assert repr(far.clock) == "<clock of a tenant elsewhere>"
