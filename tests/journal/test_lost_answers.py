"""A client that tries again after a lost answer, over a socket, and what the journal says of it."""

import threading
from http.client import HTTPException

import pytest

from fakeping import FakePing, Unmet
from tests.over_http import Connection

CREATE = "pingone.resource.create"


@pytest.fixture(scope="module")
def serving():
    with FakePing() as server:
        yield server


@pytest.fixture
def tenant(serving):
    with serving.tenant() as tenant:
        yield tenant


def create(tenant, **how):
    """Create a resource, trying again once when no answer comes."""
    one = tenant.pingone
    url = f"{one.url}/environments/{one.environment_id}/resources"
    token = one.token()
    for _ in range(2):
        try:
            with Connection(url) as connection:
                return connection.ask("POST", url, {"name": "photos"}, token=token, **how)
        except (HTTPException, OSError):
            continue
    raise AssertionError("no answer came twice")


@pytest.mark.parametrize("how", [{"drop": True}, {"reset": True}, {"status": 503}])
def test_a_retry_that_conflicts_with_the_first_is_reported(tenant, how):
    tenant.faults.after_commit(CREATE, times=1, **how)

    reply = create(tenant)
    if reply.status == 503:
        reply = create(tenant)

    assert reply.status == 400
    with pytest.raises(Unmet, match="1 tripped over what the first had done") as failure:
        tenant.journal.assert_no_duplicate_effects()
    first, again = tenant.journal
    assert (failure.value.found, failure.value.nearest) == ((first,), (again,))
    assert again.rule == "pingone.resource.name-unique"
    [retry] = tenant.journal.assert_no_duplicate_effects(allow_refused=True)
    assert retry.fate == "refused"
    assert [each.name for each in tenant.pingone.resources()][-1] == "photos"


def test_a_retry_with_a_second_effect_is_reported(serving):
    with serving.tenant(switches={"pingam.unique_names": False}) as tenant:
        tenant.faults.after_commit("pingam.resource_set.register", status=503, times=1)
        url, token = tenant.pingam.resource_set_url, tenant.pingam.pat()
        body = {"name": "photo", "resource_scopes": ["view"]}
        with Connection(url) as connection:
            answers = [connection.ask("POST", url, body, token=token).status for _ in range(2)]

        assert answers == [503, 201]
        assert len(tenant.pingam.resource_sets()) == 2
        with pytest.raises(Unmet, match="1 took effect twice"):
            tenant.journal.assert_no_duplicate_effects()


def test_an_answer_that_never_came_has_the_status_0_in_a_har(tenant):
    tenant.faults.after_commit(CREATE, drop=True, times=1)

    create(tenant)

    statuses = [each["response"]["status"] for each in tenant.journal.to_har()["log"]["entries"]]
    assert statuses == [0, 400]


def test_a_long_poll_returns_the_exchange_and_blocks_no_other_request(serving, tenant):
    control = f"{serving.control_url}/tenants/{tenant.id}/journal?wait=30&operation={CREATE}"
    replies = []

    def poll():
        with Connection(control) as connection:
            replies.append(connection.ask("GET", control))

    heard = threading.Event()
    listen = tenant.journal.listen
    tenant.journal.listen = lambda *told, **about: (heard.set(), listen(*told, **about))[1]
    thread = threading.Thread(target=poll)
    thread.start()
    assert heard.wait(10)
    create(tenant)
    thread.join(10)

    [reply] = replies
    assert [each["operation"] for each in reply.json["exchanges"]] == [CREATE]


def test_a_long_poll_that_nothing_comes_to_ends_in_time(serving, tenant):
    control = f"{serving.control_url}/tenants/{tenant.id}/journal?wait=0.05"

    with Connection(control) as connection:
        reply = connection.ask("GET", control)

    assert (reply.status, reply.json["exchanges"]) == (200, [])
