"""Faults over HTTP: all that a test can say in Python, and what makes no sense refused."""

import pytest

from fakeping.faults.script import MAX_FAULTS
from tests.control.test_control import TENANTS, is_problem
from tests.drive import ask

LIST = "pingone.resource.list"
#: What a fault is told and what becomes of it, without what it was told.
READ_ONLY = {"id", "name", "matched", "fired", "active"}


@pytest.fixture
def url(tenant):
    return f"{TENANTS}/{tenant.id}/faults"


@pytest.fixture
def script(server, url):
    def script(**document):
        return ask(server, "POST", url, document)

    return script


@pytest.fixture
def one(server, tenant):
    root = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}"
    token = tenant.pingone.token()
    return lambda: ask(server, "GET", f"{root}/resources", token=token)


def test_a_fault_is_scripted_and_fires(server, url, script, one):
    made = script(fault="next", op=LIST, status=503, times=2, retry_after="1m")
    codes = [one().status for _ in range(3)]

    assert (made.status, made.headers["Location"]) == (201, f"{url}/{made.json['id']}")
    assert made.json == {
        "id": "1",
        "name": "status_503",
        "fault": "next",
        "op": LIST,
        "status": 503,
        "retry_after": 60,
        "times": 2,
        "after": 0,
        "probability": 1.0,
        "matched": 0,
        "fired": 0,
        "active": True,
    }
    assert codes == [503, 503, 200]
    assert ask(server, "GET", made.headers["Location"]).json == made.json | {
        "matched": 2,
        "fired": 2,
        "active": False,
    }


EVERYTHING = [
    pytest.param({"fault": "next"}, id="whatever"),
    pytest.param({"fault": "next", "status": 429, "retry_after": 3, "op": ["pingone.*"]}, id="429"),
    pytest.param({"fault": "next", "op": LIST, "status": 502, "body": "<p>no"}, id="a page"),
    pytest.param({"fault": "next", "body": {"a": [1]}, "probability": 0.5}, id="a document"),
    pytest.param({"fault": "delay", "seconds": 0.2, "clock": "tenant", "times": 3}, id="a delay"),
    pytest.param({"fault": "delay", "seconds": {"uniform": [0.1, 0.2]}}, id="a uniform delay"),
    pytest.param({"fault": "delay", "seconds": {"lognormal": [0.1, 1.5]}}, id="a log-normal one"),
    pytest.param({"fault": "drop", "reset": True, "after": 2}, id="a reset"),
    pytest.param({"fault": "truncate", "path": "*/resources"}, id="truncated"),
    pytest.param({"fault": "malformed", "caller": "bob", "times": None}, id="malformed"),
    pytest.param({"fault": "rate_limit", "limit": 5, "window": 60, "per": "tenant"}, id="a limit"),
    pytest.param({"fault": "after_commit", "drop": True}, id="lost"),
    pytest.param({"fault": "after_commit", "status": 503, "retry_after": 0}, id="lost by 503"),
    pytest.param({"fault": "after_commit", "delay": 1, "clock": "real"}, id="late"),
    pytest.param({"fault": "after_commit", "delay": {"uniform": [1, 2]}}, id="more or less late"),
    pytest.param({"fault": "after_commit", "malformed": True}, id="broken"),
    pytest.param({"fault": "preset", "preset": "fresh_environment", "seconds": 9}, id="fresh"),
    pytest.param({"fault": "preset", "preset": "throttled", "retry_after": 4}, id="throttled"),
    pytest.param({"fault": "preset", "preset": "token_expired", "after": 4}, id="expired"),
    pytest.param({"fault": "preset", "preset": "pat_expired_mid_flow"}, id="a PAT expired"),
    pytest.param({"fault": "preset", "preset": "scope_revoked", "times": 4}, id="revoked"),
    pytest.param({"fault": "preset", "preset": "stale_list", "seconds": 4}, id="stale"),
    pytest.param({"fault": "preset", "preset": "unexpected_error", "after": 1}, id="an error"),
    pytest.param(
        {
            "fault": "next",
            "op": LIST,
            "json": {"name": "photos"},
            "query": {"limit": 3},
            "headers": {"Accept": "text/html"},
        },
        id="what it must be like",
    ),
]


@pytest.mark.parametrize("document", EVERYTHING)
def test_a_faults_document_can_be_sent_again(server, url, script, document):
    made = script(**document)
    told = {name: value for name, value in made.json.items() if name not in READ_ONLY}

    again = script(**told)

    kept = {name: value for name, value in again.json.items() if name not in READ_ONLY}
    assert (made.status, again.status) == (201, 201)
    assert {name: told[name] for name in document} == document
    assert kept == told
    assert ask(server, "GET", url).json == {"faults": [made.json, again.json]}


@pytest.mark.parametrize(
    ("document", "target"),
    [
        pytest.param({"fault": "explode"}, "fault", id="a fault that is none"),
        pytest.param({"op": LIST}, "fault", id="no fault"),
        pytest.param({"fault": "next", "op": "pingone.resource.lst"}, "op", id="no operation"),
        pytest.param({"fault": "next", "op": []}, "op", id="none of several"),
        pytest.param({"fault": "next", "op": [LIST, 1]}, "op[1]", id="a number among several"),
        pytest.param({"fault": "next", "status": 200}, "status", id="a success"),
        pytest.param({"fault": "next", "status": "503"}, "status", id="a status in words"),
        pytest.param({"fault": "next", "times": 0}, "times", id="no times"),
        pytest.param({"fault": "next", "after": -1}, "after", id="before the first"),
        pytest.param({"fault": "next", "probability": 2}, "probability", id="twice certain"),
        pytest.param({"fault": "next", "retry_after": "soon"}, None, id="soon"),
        pytest.param({"fault": "next", "seconds": 3}, "", id="what another fault has"),
        pytest.param({"fault": "delay"}, "seconds", id="a delay of nothing"),
        pytest.param({"fault": "delay", "seconds": -1}, None, id="a delay into the past"),
        pytest.param({"fault": "delay", "seconds": 1, "clock": "sun"}, "clock", id="a sundial"),
        pytest.param(
            {"fault": "delay", "seconds": {"uniform": [2, 1]}}, "seconds.uniform", id="reversed"
        ),
        pytest.param(
            {"fault": "after_commit", "delay": {"lognormal": [0, 1]}}, "delay.lognormal", id="at 0"
        ),
        pytest.param({"fault": "delay", "seconds": {"normal": [2, 1]}}, "seconds", id="normal"),
        pytest.param(
            {"fault": "delay", "seconds": {"uniform": [1]}}, "seconds.uniform", id="half of one"
        ),
        pytest.param({"fault": "rate_limit", "limit": 1}, "window", id="a limit without a window"),
        pytest.param({"fault": "rate_limit", "limit": 1, "window": 0}, "window", id="no window"),
        pytest.param({"fault": "after_commit", "drop": True, "reset": True}, "reset", id="both"),
        pytest.param({"fault": "after_commit", "body": "x"}, "status", id="a body of what"),
        pytest.param({"fault": "preset"}, "preset", id="no preset"),
        pytest.param({"fault": "preset", "preset": "flood"}, "preset", id="another preset"),
        pytest.param(
            {"fault": "preset", "preset": "throttled", "op": "pingone.*", "seconds": -1},
            None,
            id="throttled until yesterday",
        ),
        pytest.param(
            {"fault": "preset", "preset": "scope_revoked", "seconds": 4},
            "seconds",
            id="what this preset does not take",
        ),
        pytest.param(
            {"fault": "preset", "preset": "stale_list", "op": "pingone.resource.read"},
            "op",
            id="a list that is none",
        ),
        pytest.param({"fault": "next", "json": {"$matches": "("}}, None, id="a broken pattern"),
    ],
)
def test_nonsense_is_refused_with_its_place(server, url, script, one, document, target):
    reply = script(**document)

    assert is_problem(reply, 400, f"{target}: " if target else None)
    assert ask(server, "GET", url).json == {"faults": []}
    assert one().status == 200


def test_the_body_must_be_an_object(server, url):
    assert is_problem(ask(server, "POST", url, [1]), 400)


def test_one_is_taken_back_and_the_others_stay(server, url, script, one):
    first, second = (script(fault="next", status=status).json for status in (500, 503))

    gone = ask(server, "DELETE", f"{url}/{first['id']}")

    assert gone.status == 204
    assert ask(server, "GET", url).json["faults"] == [second]
    assert is_problem(ask(server, "GET", f"{url}/{first['id']}"), 404, "there is no fault")
    assert is_problem(ask(server, "DELETE", f"{url}/{first['id']}"), 404)
    assert [one().status, one().status] == [503, 200]


def test_all_are_taken_back(server, url, script, one):
    script(fault="next")
    script(fault="drop")

    assert ask(server, "DELETE", url).status == 204
    assert ask(server, "GET", url).json == {"faults": []}
    assert one().status == 200


def test_matchers_are_written_as_an_expectations(server, tenant, script):
    script(
        fault="next",
        op="pingam.resource_set.register",
        json={"name": {"$matches": "^ph"}, "resource_scopes": ["view", {"$any": True}]},
        times=None,
    )
    url, pat = tenant.pingam.resource_set_url, tenant.pingam.pat()

    codes = [
        ask(server, "POST", url, body, token=pat).status
        for body in (
            {"name": "photos", "resource_scopes": ["view", "print"]},
            {"name": "videos", "resource_scopes": ["view"]},
        )
    ]

    assert codes == [500, 201]


def test_listed_faults_show_no_secret(server, tenant, script, url):
    secret = tenant.pingone.token()
    script(fault="next", op="pingone.token", json={"client_secret": secret})
    script(fault="next", op=LIST, headers={"Authorization": f"Bearer {secret}", "X-Key": secret})
    script(fault="next", query={"code": secret}, body={"access_token": secret})

    shown = ask(server, "GET", url)

    assert secret.encode() not in shown.body
    assert shown.body.count(b"sha256:") == 5
    assert secret not in repr(list(tenant.faults))


def test_faults_of_an_unknown_tenant_are_not_found(server):
    assert is_problem(ask(server, "GET", f"{TENANTS}/none/faults"), 404)


def test_there_are_so_many_faults_at_once_and_no_more(tenant, script):
    for _ in range(MAX_FAULTS - 1):
        tenant.faults.next(status=503)

    first, second = (script(fault="next", status=503) for _ in range(2))

    assert (first.status, second.status) == (201, 400)
    assert "1,000 faults" in second.json["detail"]
    with pytest.raises(ValueError, match="1,000 faults"):
        tenant.faults.next(status=503)
    tenant.faults.clear()
    assert script(fault="next", status=503).status == 201
