"""Whom a fault befalls, when, and how often."""

import re
from math import sqrt

import pytest

from fakeping import FakePing
from tests.drive import ask

CREATE = "pingone.resource.create"
LIST = "pingone.resource.list"


def statuses(ask_, times, *args, **more):
    return [ask_(*args, **more).status for _ in range(times)]


def test_the_next_request_fails_and_the_one_after_it_does_not(tenant, one):
    fault = tenant.faults.next(LIST, status=503)

    assert statuses(one, 3) == [503, 200, 200]
    assert (fault.matched, fault.fired, fault.active) == (1, 1, False)


def test_the_first_matches_are_spared_and_then_so_many_are_met(tenant, one):
    fault = tenant.faults.next(LIST, status=503, after=2, times=3)

    assert statuses(one, 7) == [200, 200, 503, 503, 503, 200, 200]
    assert (fault.matched, fault.fired) == (5, 3)


def test_without_times_it_never_ends(tenant, one):
    fault = tenant.faults.next(LIST, status=503, times=None)

    assert statuses(one, 20) == [503] * 20
    assert (fault.fired, fault.active) == (20, True)


def test_faults_apply_in_the_order_of_their_script(tenant, one):
    first = tenant.faults.next(LIST, status=500)
    second = tenant.faults.next(LIST, status=503, times=2)

    assert statuses(one, 4) == [500, 503, 503, 200]
    assert (first.matched, second.matched) == (1, 2)


def test_who_spares_a_request_leaves_it_to_the_next(tenant, one):
    tenant.faults.next(LIST, status=500, after=1)
    tenant.faults.next(LIST, status=503, times=None)

    assert statuses(one, 3) == [503, 500, 503]


@pytest.mark.parametrize(
    ("op", "struck"),
    [
        pytest.param(LIST, {"list"}, id="a name"),
        pytest.param((LIST, CREATE), {"list", "create"}, id="several"),
        pytest.param("pingone.resource.*", {"list", "create"}, id="a glob"),
        pytest.param("pingone.*", {"list", "create"}, id="a family"),
        pytest.param(["pingam.*", CREATE], {"create", "registrations"}, id="globs and names"),
        pytest.param(None, {"list", "create", "registrations"}, id="all"),
    ],
)
def test_operations_are_named_by_name_by_glob_or_not_at_all(tenant, one, am, op, struck):
    tenant.faults.next(op, status=503, times=None)

    answers = {
        "list": one().status,
        "create": one("POST", body={"name": "photos"}).status,
        "registrations": am().status,
    }

    assert {name for name, status in answers.items() if status == 503} == struck


@pytest.mark.parametrize(
    ("matching", "met"),
    [
        pytest.param({"json": {"name": "photos"}}, True, id="a part of the body"),
        pytest.param({"json": {"name": "videos"}}, False, id="another body"),
        pytest.param({"json": {"name": re.compile("^ph")}}, True, id="a pattern"),
        pytest.param({"json": {"name": str, "description": ...}}, True, id="a type, anything"),
        pytest.param({"json": None}, False, id="no body at all"),
        pytest.param({"query": {"expand": "scopes"}}, True, id="a part of the query"),
        pytest.param({"query": {"limit": 3}}, True, id="a number in the query"),
        pytest.param({"query": {"expand": "all"}}, False, id="another query"),
        pytest.param({"headers": {"x-TEST": "yes"}}, True, id="a header in any case"),
        pytest.param({"headers": {"X-Test": "no"}}, False, id="another header"),
        pytest.param({"headers": {"X-None": ...}}, False, id="a header that is not there"),
        pytest.param({"path": "*/resources"}, True, id="a path's glob"),
        pytest.param({"path": "/resources"}, False, id="another path"),
        pytest.param({"caller": "nobody"}, False, id="another caller"),
        pytest.param({"json": {"name": "photos"}, "path": "/x"}, False, id="one of two"),
    ],
)
def test_a_fault_applies_to_matching_requests(tenant, one, matching, met):
    fault = tenant.faults.next(CREATE, status=503, **matching)

    reply = one(
        "POST",
        "/resources?expand=scopes&limit=3",
        {"name": "photos", "description": "mine"},
        headers={"X-Test": "yes"},
    )

    assert (reply.status, fault.matched) == ((503, 1) if met else (201, 0))


def test_a_caller_is_a_subject_or_a_client(tenant, am):
    tenant.faults.next("pingam.*", status=503, caller="bob", times=None)
    tenant.faults.next("pingam.*", status=500, caller="phone", times=None)

    answers = [
        am(token=token).status
        for token in (
            tenant.pingam.pat(owner="alice"),
            tenant.pingam.pat(owner="bob"),
            tenant.pingam.pat(owner="carol", client="phone"),
            "unknown",
        )
    ]

    assert answers == [200, 503, 500, 401]


def test_a_forms_parameters_are_its_document(server, tenant):
    url = f"{tenant.pingone.auth_url}/token"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    tenant.faults.next("pingone.token", status=503, json={"grant_type": "client_credentials"})

    codes = [
        ask(server, "POST", url, raw=f"grant_type={each}".encode(), headers=form).status
        for each in ("authorization_code", "client_credentials")
    ]

    assert codes == [401, 503]


def test_a_body_that_is_no_json_is_like_none(tenant, one):
    tenant.faults.next(CREATE, status=503, json={})

    assert one("POST", raw=b"{").status == 400
    assert one("POST", raw=b"[" * 100_000).status == 400


def test_an_operation_that_does_not_exist_is_refused_with_what_comes_near(tenant):
    with pytest.raises(ValueError, match=r"'pingone.resource.creat'; did you mean pingone"):
        tenant.faults.next("pingone.resource.creat", status=503)

    assert list(tenant.faults) == []


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda f: f.next("pingtwo.*"), id="a glob of nothing"),
        pytest.param(lambda f: f.next(()), id="no operation"),
        pytest.param(lambda f: f.next((1,)), id="a number for an operation"),
        pytest.param(lambda f: f.next(429), id="a status for an operation"),
        pytest.param(lambda f: f.next(status=200), id="a status that is no failure"),
        pytest.param(lambda f: f.next(status=600), id="a status that there is not"),
        pytest.param(lambda f: f.next(status="503"), id="a status in words"),
        pytest.param(lambda f: f.next(status=True), id="a status that is true"),
        pytest.param(lambda f: f.next(times=0), id="no times"),
        pytest.param(lambda f: f.next(times=1.5), id="one and a half times"),
        pytest.param(lambda f: f.next(times=True), id="true times"),
        pytest.param(lambda f: f.next(after=-1), id="after less than nothing"),
        pytest.param(lambda f: f.next(probability=1.01), id="more than certain"),
        pytest.param(lambda f: f.next(probability=-0.1), id="less than impossible"),
        pytest.param(lambda f: f.next(probability=float("nan")), id="no probability"),
        pytest.param(lambda f: f.next(probability="1"), id="a probability in words"),
        pytest.param(lambda f: f.next(retry_after=-1), id="again before now"),
        pytest.param(lambda f: f.delay(None, -1), id="a delay into the past"),
        pytest.param(lambda f: f.delay(None, float("inf")), id="a delay for ever"),
        pytest.param(lambda f: f.delay(None, "soon"), id="a delay in words"),
        pytest.param(lambda f: f.delay(None, True), id="a true delay"),  # noqa: FBT003
        pytest.param(lambda f: f.delay(None, 1, clock="wall"), id="a clock of nobody"),
        pytest.param(lambda f: f.rate_limit(-1, 60), id="a limit below nothing"),
        pytest.param(lambda f: f.rate_limit(1.5, 60), id="a limit in halves"),
        pytest.param(lambda f: f.rate_limit(1, 0), id="a window of no length"),
        pytest.param(lambda f: f.rate_limit(1, 60, per="day"), id="a limit per day"),
        pytest.param(lambda f: f.after_commit(drop=True, status=503), id="two effects"),
        pytest.param(lambda f: f.after_commit(reset=True, delay=1), id="two others"),
        pytest.param(lambda f: f.after_commit(retry_after=1), id="again after what"),
        pytest.param(lambda f: f.after_commit(body="x"), id="a body of what"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_scripted(tenant, one, script):
    with pytest.raises(ValueError, match=r".+"):
        script(tenant.faults)

    assert list(tenant.faults) == []
    assert one().status == 200


def test_an_unknown_argument_is_refused(tenant):
    with pytest.raises(TypeError, match="jsn"):
        tenant.faults.next(LIST, jsn={})


@pytest.mark.parametrize("effect", ["next", "drop", "truncate", "malformed"])
@pytest.mark.slow
def test_a_thousand_certain_faults_fire_a_thousand_times(tenant, one, effect):
    fault = getattr(tenant.faults, effect)(LIST, times=None)

    replies = [one() for _ in range(1_000)]

    assert (fault.matched, fault.fired) == (1_000, 1_000)
    assert {each.fault for each in replies} == {fault.name}


def test_an_impossible_fault_never_fires(tenant, one):
    fault = tenant.faults.next(LIST, status=503, times=None, probability=0)

    assert statuses(one, 100) == [200] * 100
    assert (fault.matched, fault.fired) == (100, 0)


def luck(seed):
    server = FakePing(ids_seed=seed)
    tenant = server.tenant()
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    token = tenant.pingone.token()
    tenant.faults.next(LIST, status=503, times=None, probability=0.1)
    return [ask(server, "GET", url, token=token).status == 503 for _ in range(1_000)]


def test_a_probability_is_kept_within_three_sigma_and_repeats_with_the_seed():
    first, again, other = luck(1), luck(1), luck(2)

    assert abs(sum(first) - 100) <= 3 * sqrt(1_000 * 0.1 * 0.9)
    assert abs(sum(other) - 100) <= 3 * sqrt(1_000 * 0.1 * 0.9)
    assert first == again
    assert first != other


def test_one_faults_luck_is_not_anothers():
    def fired(*, alone):
        server = FakePing(ids_seed=5)
        tenant = server.tenant()
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
        token = tenant.pingone.token()
        tenant.faults.next(LIST, status=503, times=None, probability=0.5)
        if not alone:
            tenant.faults.delay(LIST, 0, probability=0.5)
        return [ask(server, "GET", url, token=token).status for _ in range(50)]

    assert fired(alone=True) == fired(alone=False)


def test_two_faults_are_not_lucky_together(tenant, one):
    faults = [tenant.faults.delay(LIST, 0, probability=0.5) for _ in range(2)]
    met = []
    for _ in range(50):
        before = [each.fired for each in faults]
        one()
        met.append([each.fired - was for each, was in zip(faults, before, strict=True)])

    assert {tuple(each) for each in met} == {(0, 0), (0, 1), (1, 0), (1, 1)}
