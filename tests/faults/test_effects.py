"""What a fault does, and what it leaves alone."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from fakeping import FakePing
from tests.drive import ask

CREATE = "pingone.resource.create"
LIST = "pingone.resource.list"
SORRY = "The request could not be completed."


def names(tenant):
    return [each.name for each in tenant.pingone.resources()]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda f: f.next(CREATE, status=503), id="a status"),
        pytest.param(lambda f: f.drop(CREATE), id="a dropped connection"),
        pytest.param(lambda f: f.drop(CREATE, reset=True), id="a reset connection"),
        pytest.param(lambda f: f.rate_limit(0, 60, op=CREATE), id="a rate limit"),
        pytest.param(lambda f: f.preset("unexpected_error", op=CREATE), id="an unexpected error"),
        pytest.param(lambda f: f.preset("throttled", op=CREATE), id="throttled"),
    ],
)
def test_what_comes_before_the_operation_writes_nothing(tenant, one, script):
    before = names(tenant)
    script(tenant.faults)

    reply = one("POST", body={"name": "photos"})

    (exchange,) = tenant.journal
    assert reply.status != 201
    assert names(tenant) == before
    assert (exchange.changes, exchange.status, exchange.fault) == ((), reply.status, reply.fault)


def test_what_comes_before_the_operation_comes_before_authentication(tenant, one):
    tenant.faults.next(LIST, status=503)

    assert one(token="nobody's").status == 503
    assert one(token="nobody's").status == 401


@pytest.mark.parametrize(
    ("said", "status", "name"),
    [
        pytest.param({}, 0, "drop", id="a dropped connection, unless something else is said"),
        pytest.param({"drop": True}, 0, "drop", id="a dropped connection"),
        pytest.param({"reset": True}, 0, "reset", id="a reset connection"),
        pytest.param({"status": 503}, 503, "status_503", id="a status"),
        pytest.param({"status": 502, "body": "<p>no"}, 502, "answer_502", id="a proxy's page"),
        pytest.param({"truncate": True}, 201, "truncate", id="a truncated body"),
        pytest.param({"malformed": True}, 201, "malformed", id="a malformed body"),
        pytest.param({"delay": 0.001}, 201, "delay", id="a delay"),
    ],
)
def test_a_fault_after_commit_keeps_the_write(tenant, one, said, status, name):
    fault = tenant.faults.after_commit(CREATE, **said)

    reply = one("POST", body={"name": "photos"})

    (exchange,) = tenant.journal
    assert (reply.status, reply.fault) == (status, f"after_commit.{name}")
    assert names(tenant)[-1] == "photos"
    assert [(each.kind, each.before) for each in exchange.changes] == [("resource", None)]
    assert (exchange.status, exchange.fault) == (status, fault.name)


def test_a_refused_write_is_not_committed(tenant, one):
    fault = tenant.faults.after_commit(CREATE)

    assert one("POST", body={"name": ""}).status == 400
    assert (fault.matched, fault.fired) == (0, 0)
    assert one("POST", body={"name": "photos"}).status == 0
    assert (fault.matched, fault.fired) == (1, 1)


def test_a_fault_before_the_operation_prevents_the_write(tenant, one):
    tenant.faults.next(CREATE, status=503)
    fault = tenant.faults.after_commit(CREATE)

    assert one("POST", body={"name": "photos"}).status == 503
    assert (fault.matched, fault.fired) == (0, 0)


def test_a_dropped_request_is_not_committed_later(tenant, one):
    tenant.faults.drop(CREATE)
    fault = tenant.faults.after_commit(CREATE, delay=1)

    reply = one("POST", body={"name": "photos"})

    assert (reply.fault, reply.hold, fault.matched) == ("drop", None, 0)


def test_an_answer_gets_only_one_fault(tenant, one):
    tenant.faults.malformed(LIST)
    later = tenant.faults.truncate(LIST)

    replies = [one(), one()]

    assert [(each.fault, each.cut) for each in replies] == [
        ("malformed", None),
        ("truncate", "truncate"),
    ]
    assert later.matched == 1


def test_a_retry_after_a_lost_answer_conflicts_with_the_first_write(tenant, one):
    tenant.faults.after_commit(CREATE)

    answers = [one("POST", body={"name": "photos"}).status for _ in range(2)]

    assert answers == [0, 400]
    assert names(tenant).count("photos") == 1


def test_a_lost_answer_is_cut_and_nothing_of_it_is_sent(tenant, one):
    tenant.faults.drop(LIST)
    tenant.faults.drop(LIST, reset=True)
    tenant.faults.truncate(LIST)

    replies = [one() for _ in range(3)]

    assert [(each.status, each.cut) for each in replies] == [
        (0, "drop"),
        (0, "reset"),
        (200, "truncate"),
    ]
    assert [each.body == b"" for each in replies] == [True, True, False]


def test_a_truncated_answer_without_a_body_is_dropped(tenant, one):
    photos = tenant.pingone.given.resource(name="photos")
    tenant.faults.truncate("pingone.resource.delete")

    reply = one("DELETE", f"/resources/{photos.id}")

    assert (reply.status, reply.cut, reply.fault) == (0, "drop", "truncate")
    assert "photos" not in names(tenant)


def test_a_malformed_answer_is_whole_and_no_json(tenant, one):
    whole = one().body
    tenant.faults.malformed(LIST)

    broken = one()

    assert len(broken.body) == len(whole)
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken.body)


def test_an_answer_without_a_body_is_not_malformed(tenant, one):
    photos = tenant.pingone.given.resource(name="photos")
    fault = tenant.faults.malformed("pingone.resource.*")

    assert one("DELETE", f"/resources/{photos.id}").fault is None
    assert fault.fired == 0
    assert one().fault == "malformed"


def test_a_refusal_can_be_truncated_too(tenant, one):
    tenant.faults.truncate(CREATE)

    reply = one("POST", body={})

    assert (reply.status, reply.cut) == (400, "truncate")


def test_the_journal_says_what_was_applied_and_the_answer_does_too(tenant, one):
    tenant.faults.delay(LIST, 0.5)
    tenant.faults.next(LIST, status=503)

    reply = one()

    assert reply.fault == "status_503+delay"
    assert reply.headers["X-Fakeping-Fault"] == "status_503+delay"
    assert tenant.journal[-1].fault == "status_503+delay"
    tenant.journal.assert_called(LIST, count=1, status=503)


def test_no_fault_is_no_header(tenant, one):
    tenant.faults.next(CREATE, status=503)

    reply = one()

    assert (reply.fault, "X-Fakeping-Fault" in reply.headers) == (None, False)


def test_a_body_of_the_tests_own_is_sent_as_it_is(tenant, one):
    tenant.faults.next(LIST, status=502, body="<html>Bad Gateway</html>")
    tenant.faults.next(LIST, status=504, body="upstream timed out")
    tenant.faults.next(LIST, status=500, body={"oops": ["é"]})

    replies = [one() for _ in range(3)]

    assert [(r.status, r.headers["Content-Type"], r.body.decode()) for r in replies] == [
        (502, "text/html; charset=utf-8", "<html>Bad Gateway</html>"),
        (504, "text/plain; charset=utf-8", "upstream timed out"),
        (500, "application/json", '{"oops":["é"]}'),
    ]
    assert {each.fault for each in replies} == {"answer_502", "answer_504", "answer_500"}


def limited(tenant, one, **said):
    tenant.clock.freeze()
    tenant.faults.rate_limit(2, 60, op=LIST, **said)
    return [one() for _ in range(3)]


def test_a_rate_limit_lets_so_many_pass_and_tells_the_rest_when_to_come_again(tenant, one):
    tenant.clock.set("2026-01-01T00:00:00Z")
    first, second, third = limited(tenant, one)

    assert (first.status, second.status, third.status) == (200, 200, 429)
    assert third.headers["Retry-After"] == "60"
    assert third.json | {"id": ""} == {
        "id": "",
        "code": "REQUEST_LIMITED",
        "message": f"{SORRY} Too many requests.",
        "details": [
            {
                "code": "LIMIT_EXCEEDED",
                "message": "2 requests in 60 seconds are allowed.",
                "innerError": {
                    "quotaLimit": 2,
                    "quotaResetTime": tenant.clock.text(after=60),
                    "retryAfter": 60,
                },
            }
        ],
    }


def test_a_window_begins_with_its_first_request_and_ends_by_the_tenants_clock(tenant, one):
    limited(tenant, one)

    tenant.clock.advance(59.5)
    late = one()
    tenant.clock.advance(0.5)
    after = [one().status for _ in range(3)]

    assert (late.status, late.headers["Retry-After"]) == (429, "1")
    assert after == [200, 200, 429]


def test_a_clock_that_is_set_back_begins_a_window(tenant, one):
    limited(tenant, one)

    tenant.clock.set(tenant.clock.now() - timedelta(hours=1))

    assert one().status == 200


def test_retry_after_is_sent_as_scripted(tenant, one):
    *_, third = limited(tenant, one, retry_after="1.2s")

    assert third.headers["Retry-After"] == "2"
    assert third.json["details"][0]["innerError"]["retryAfter"] == 2


def test_each_caller_has_a_limit_of_its_own(tenant, am):
    tenant.clock.freeze()
    tenant.faults.rate_limit(1, 60)
    bob, phone = tenant.pingam.pat(owner="bob"), tenant.pingam.pat(client="phone")

    answers = [am(**more).status for more in ({}, {}, {"token": bob}, {"token": phone}, {})]

    assert answers == [200, 429, 200, 200, 429]


def test_a_limit_of_the_tenant_counts_everybody(tenant, am):
    tenant.clock.freeze()
    tenant.faults.rate_limit(1, 60, per="tenant")
    bob = tenant.pingam.pat(owner="bob")

    assert [am().status, am(token=bob).status] == [200, 429]


def test_callers_who_are_gone_take_no_room(tenant, am):
    tenant.clock.freeze()
    fault = tenant.faults.rate_limit(1, 60)
    for number in range(1_500):
        am(token=tenant.pingam.pat(owner=f"owner {number}"))
        tenant.clock.advance(1)

    assert fault.matched == 1_500
    assert fault.fired == 0
    assert len(fault.effect.problem.__self__._windows) <= 1_000


def test_a_date_says_when_an_unavailable_platform_is_back(tenant, one):
    tenant.clock.freeze()
    tenant.clock.set(datetime(2026, 1, 1, 12, 0, 0, 500_000, tzinfo=UTC))
    tenant.faults.next(LIST, status=503, retry_after=5)

    assert one().headers["Retry-After"] == "Thu, 01 Jan 2026 12:00:06 GMT"


def test_a_delay_is_held_at_the_door_and_seen_in_process(tenant, one):
    tenant.faults.delay(LIST, 3)

    reply = one()

    assert (reply.status, reply.fault) == (200, "delay")
    assert 2 < reply.hold.remaining() <= 3
    assert reply.hold.reply().hold is None


def test_delays_come_one_after_the_other(tenant, one):
    tenant.clock.freeze()
    tenant.faults.delay(LIST, 3, clock="tenant")
    tenant.faults.delay(LIST, 4, clock="tenant")

    first = one()
    tenant.clock.advance(3)
    second = first.hold.reply()

    assert first.fault == "delay+delay"
    assert (first.hold.remaining() <= 0, second.hold.remaining()) == (True, float("inf"))
    tenant.clock.unfreeze()
    assert 3 < second.hold.remaining() <= 4
    assert second.hold.reply().hold is None


def test_cancelling_a_delay_releases_held_answers(tenant, one):
    heard = []
    fault = tenant.faults.delay(LIST, "1h", times=2)
    hold, gone = one().hold, one().hold
    end = hold.listen(lambda: heard.append("news"))
    deaf = gone.listen(lambda: heard.append("nobody hears this"))
    deaf()

    fault.cancel()
    end()

    assert heard == ["news"]
    assert (hold.remaining(), hold.reply().status) == (0, 200)


def run(script):
    """What a client sees that tries again until it is answered, and what is there at the end."""
    server = FakePing(ids_seed=9)
    tenant = server.tenant()
    tenant.clock.freeze()
    tenant.clock.set("2026-01-01T00:00:00Z")
    root = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    token = tenant.pingone.token()
    script(tenant.faults)
    seen = []
    for name in ("photos", "videos", "", "photos"):
        reply = ask(server, "POST", root, {"name": name}, token=token)
        while reply.fault:
            reply = ask(server, "POST", root, {"name": name}, token=token)
        seen.append((reply.status, reply.body))
    return seen, tenant.pingone.resources(), tenant.pingam.pat()


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda f: f.next(CREATE, status=503, times=5), id="statuses"),
        pytest.param(lambda f: f.next(CREATE, probability=0.5, times=9), id="by chance"),
        pytest.param(lambda f: f.drop(CREATE, times=3), id="dropped connections"),
        pytest.param(lambda f: f.preset("unexpected_error", times=3), id="an incident"),
    ],
)
def test_faults_disturb_neither_ids_nor_tokens_nor_state(script):
    assert run(script) == run(lambda _: None)


def test_faults_of_one_tenant_never_touch_another(server, tenant, one):
    other = server.tenant()
    other.faults.next(status=503, times=None)

    assert one().status == 200
    assert list(tenant.faults) == []


def test_faults_skip_the_control_api_and_unmatched_requests(server, tenant):
    tenant.faults.next(status=503, times=None)

    health = ask(server, "GET", f"{server.tenants.base_url}/__fakeping/health")
    unmatched = ask(
        server, "GET", f"{server.tenants.base_url}/am/uma/realms/root/realms/none/resource_set"
    )
    nowhere = ask(server, "GET", f"{server.tenants.base_url}/no/such/path")

    assert (health.status, unmatched.status, nowhere.status) == (200, 404, 404)
    assert {health.fault, unmatched.fault, nowhere.fault} == {None}


def test_a_method_that_is_not_there_is_no_operation_to_fail(tenant, one):
    tenant.faults.next(status=503)

    assert one("PATCH").status == 405
