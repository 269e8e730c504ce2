"""What tests ask most often of a journal and of faults."""

import json

import pytest

from fakeping import Evicted, JournalLimits, Unmet
from tests.over_http import Connection


@pytest.fixture
def ask(tenant, running):
    def ask(query="", **said):
        with Connection(running.url) as connection:
            url = tenant.pingone.resources_url + query
            return connection.ask("GET", url, headers=tenant.pingone.headers(**said)).status

    return ask


def test_the_last_exchange(tenant, ask):
    with pytest.raises(IndexError, match="nothing was called"):
        _ = tenant.journal.last
    ask()
    ask(expired=True)

    assert tenant.journal.last == tenant.journal[-1]
    assert tenant.journal.last.status == 401
    tenant.journal.clear()
    with pytest.raises(IndexError):
        _ = tenant.journal.last


def test_how_often(tenant, ask):
    ask()
    since = tenant.journal.position
    ask(expired=True)
    ask()

    journal = tenant.journal
    assert journal.count() == 3
    assert journal.count("pingone.resource.*", status=200) == 2
    assert journal.count("pingone.resource.list", since=since) == 2
    assert journal.count("pingone.resource.create") == 0
    with pytest.raises(ValueError, match=r"did you mean pingone\.resource\.list"):
        journal.count("pingone.resource.lst")
    with pytest.raises(TypeError, match="did you mean status"):
        journal.count("pingone.resource.list", staus=200)
    with pytest.raises(TypeError, match="did you mean at_least"):
        journal.assert_called("pingone.resource.list", atleast=1)


def test_once(tenant, ask):
    ask()
    ask(expired=True)

    found = tenant.journal.assert_called_once("pingone.resource.list", status=401)
    assert found == tenant.journal.last
    with pytest.raises(Unmet, match="exactly once"):
        tenant.journal.assert_called_once("pingone.resource.list")
    with pytest.raises(Unmet):
        tenant.journal.assert_called_once("pingone.resource.create")


def test_a_number_that_may_be_wrong_is_not_told(running):
    with (
        running.tenant(journal=JournalLimits(entries=1)) as tenant,
        Connection(running.url) as connection,
    ):
        for _ in range(2):
            connection.ask("GET", tenant.pingone.resources_url)
        with pytest.raises(Evicted):
            tenant.journal.count("pingone.resource.list")
        assert tenant.journal.last.number == 2


def test_a_status_is_the_second_argument_of_a_fault(tenant, ask):
    tenant.faults.next("pingone.resource.list", 503)

    assert [ask(), ask()] == [503, 200]


def test_a_har_is_written_where_it_is_wanted(tenant, ask, tmp_path):
    ask()

    tenant.journal.to_har(tmp_path / "here.har")

    har = json.loads((tmp_path / "here.har").read_text("utf-8"))
    assert [each["response"]["status"] for each in har["log"]["entries"]] == [200]
