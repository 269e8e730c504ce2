"""A fault in a test's hand, and all of them together."""

import pytest

from fakeping.faults.script import Script

LIST = "pingone.resource.list"


def test_it_ends_with_its_block(tenant, one):
    with tenant.faults.next(LIST, status=503, times=None) as fault:
        inside = [one().status, one().status]

    assert (inside, one().status) == ([503, 503], 200)
    assert (fault.fired, fault.active) == (2, False)


def test_it_is_cancelled_and_its_counts_stay(tenant, one):
    fault = tenant.faults.next(LIST, status=503, times=None)
    one()

    fault.cancel()
    fault.cancel()

    assert one().status == 200
    assert (fault.matched, fault.fired, fault.active) == (1, 1, False)
    assert list(tenant.faults) == [fault]


def test_clearing_forgets_them_all(tenant, one):
    faults = [tenant.faults.next(LIST, status=503, times=None) for _ in range(3)]

    tenant.faults.clear()

    assert one().status == 200
    assert (len(tenant.faults), [each.active for each in faults]) == (0, [False] * 3)


def test_they_are_listed_in_order_and_found_by_their_id(tenant, one):
    first = tenant.faults.next(LIST)
    second = tenant.faults.drop()
    one()

    assert list(tenant.faults) == [first, second]
    assert len(tenant.faults) == 2
    assert (tenant.faults.get(second.id), tenant.faults.get("none")) == (second, None)


def test_it_says_what_it_is(tenant, one):
    fault = tenant.faults.after_commit((LIST, "pingam.*"), status=503, times=2)
    one()

    assert str(fault) == f"after_commit.status_503 at {LIST}, pingam.*"
    assert repr(fault) == f"<fault {fault}: active, matched 1, fired 1>"
    assert (
        repr(tenant.faults.drop()) == "<fault drop at every operation: active, matched 0, fired 0>"
    )
    fault.cancel()
    assert repr(fault) == f"<fault {fault}: over, matched 1, fired 1>"


def test_all_have_fired(tenant, one):
    tenant.faults.next(LIST, times=2)
    tenant.faults.delay(LIST, 0)
    one()
    one()

    tenant.faults.assert_all_fired()


def test_unfired_faults_are_reported(tenant, one):
    tenant.faults.next(LIST, status=503, times=3)
    tenant.faults.drop("pingam.*")
    tenant.faults.delay(LIST, 0, after=5)
    one()
    one()

    with pytest.raises(AssertionError) as unmet:
        tenant.faults.assert_all_fired()

    assert str(unmet.value).splitlines() == [
        "Not every fault has fired:",
        f"status_503 at {LIST}: fired 2 of 3, of 2 matching requests",
        "drop at pingam.*: fired 0 of 1, of 0 matching requests",
        f"delay at {LIST}: fired 0 of 1, of 2 matching requests",
    ]


def test_a_tenant_without_faults_has_no_script(tenant, one):
    state = tenant._state
    fault = tenant.faults.next(LIST)
    scripted = state.script

    one()

    assert isinstance(scripted, Script)
    assert (fault.active, state.script) == (False, None)


@pytest.mark.parametrize("end", ["cancel", "clear"])
def test_a_script_that_is_over_is_gone(tenant, end):
    fault = tenant.faults.next(LIST, times=None)

    fault.cancel() if end == "cancel" else tenant.faults.clear()

    assert tenant._state.script is None


def test_of_those_that_are_over_the_latest_thousand_are_remembered(tenant, one):
    waiting = tenant.faults.next("pingam.*", times=None)
    for _ in range(1_100):
        tenant.faults.next(LIST)
        one()

    assert len(tenant.faults) == 1_001
    assert next(iter(tenant.faults)) is waiting


def test_a_tenant_that_is_dropped_lets_go_of_what_it_holds(server):
    tenant = server.tenant()
    fault = tenant.faults.delay(LIST, 5)

    tenant.drop()

    assert not fault.active
    server.tenant().drop()


def test_a_crash_in_a_tests_own_matcher_is_reported(tenant, one):
    def broken(_):
        raise ZeroDivisionError

    tenant.faults.next("pingone.resource.create", json={"name": broken})

    reply = one("POST", body={"name": "photos"})

    crashes = [type(each) for each in tenant.crashes]
    tenant._state.crashes.clear()
    assert (reply.status, crashes) == (500, [ZeroDivisionError])


@pytest.mark.parametrize("to", ["seed", "empty", {}])
def test_a_reset_takes_faults_back_and_lets_go(tenant, one, to):
    tenant.clock.freeze()
    fault = tenant.faults.next(LIST, status=503, times=None, after=1)
    tenant.faults.delay(LIST, 60, clock="tenant")
    hold = one().hold

    tenant.reset(to=to if isinstance(to, str) else tenant.snapshot())

    assert (hold.remaining(), one().status, fault.active) == (0, 200, False)
    assert list(tenant.faults) == []


def test_a_reset_that_is_refused_leaves_the_faults(tenant, one):
    tenant.faults.next(LIST, status=503)

    with pytest.raises(ValueError, match=r".+"):
        tenant.reset(to={"what": "is this"})

    assert one().status == 503
