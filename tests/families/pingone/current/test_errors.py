"""How today's edition says no, and the headers of every answer."""

from random import Random

import pytest

from fakeping.core.exchange import Request
from fakeping.core.problem import Scripted
from fakeping.core.sources import Ids
from fakeping.families.pingone import problems
from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said

CACHING = {
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "0",
}


@pytest.mark.parametrize("roles", [[], ["Identity Data Admin"]])
def test_without_a_role_the_answer_is_403(call, tenant, roles):
    reply = call("GET", "/resources", token=tenant.pingone.token(roles=roles))

    assert said(reply) == (403, errors.NO_ROLE)
    assert (reply.rule, "WWW-Authenticate" in reply.headers) == ("pingone.auth.role", False)


@pytest.mark.parametrize("role", ["Client Application Developer", "Environment Admin"])
def test_one_of_two_roles_opens_the_door(call, tenant, role):
    assert call("GET", "/resources", token=tenant.pingone.token(roles=[role])).status == 200


def test_scopes_of_self_management_open_nothing(call, tenant):
    token = tenant.pingone.token(subject="alice", scopes=["p1:read:user", "p1:update:user"])

    assert said(call("GET", "/resources", token=token)) == (403, errors.NO_ROLE)


@pytest.mark.parametrize("token", [None, "garbage"])
def test_without_a_token_the_answer_is_401(call, token):
    reply = call("GET", "/resources", token=token)

    assert said(reply) == (401, errors.NO_TOKEN)
    assert reply.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "path",
    [
        "/resources/{nobody}",
        "/resources/{nobody}/scopes",
        "/resources/{nobody}/attributes",
        "/resources/{nobody}/secret",
        "/resources/{photos}/scopes/{nobody}",
        "/resources/{photos}/attributes/{nobody}",
        "/populations/{nobody}",
        "/resources/not-a-uuid",
        "/nothing",
    ],
)
def test_what_is_not_there_is_not_found(call, photos, path):
    nobody = "5c0de000-0000-4000-8000-000000000000"

    reply = call("GET", path.format(photos=photos.id, nobody=nobody))

    assert said(reply) == (404, errors.NOT_FOUND)
    assert reply.rule in {"pingone.error.not-found", "pingone.error.no-route"}


@pytest.mark.parametrize(
    ("switched", "answer"),
    [
        pytest.param(False, (404, errors.NOT_FOUND), id="not found"),
        pytest.param(True, (403, errors.NO_ROLE), id="by a switch forbidden"),
    ],
)
def test_an_environment_of_nobody(server, switched, answer):
    switches = {"pingone.unknown_environment_forbidden": switched}
    with server.tenant(edition={"pingone": "current"}, switches=switches) as tenant:
        url = f"{tenant.pingone.url}/environments/5c0de000-0000-4000-8000-000000000000"

        replies = [
            ask(server, "GET", f"{url}{path}", token=tenant.pingone.token())
            for path in ("", "/resources")
        ]

    assert [said(each) for each in replies] == [answer] * 2
    assert {each.rule for each in replies} == {"pingone.environment.unknown"}


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PATCH", "/resources/{0}", "DELETE, GET, PUT"),
        ("PUT", "/resources/{0}/secret", "DELETE, GET, POST"),
        ("DELETE", "/resources/{0}/attributes", "GET, POST"),
        ("POST", "", "DELETE, GET, PUT"),
    ],
)
def test_a_method_that_a_path_does_not_have_is_not_allowed(call, photos, method, path, allow):
    reply = call(method, path.format(photos.id), {})

    assert (reply.status, reply.headers["Allow"], reply.rule) == (
        405,
        allow,
        "pingone.error.method",
    )


def test_too_many_requests_are_told_when_to_come_again():
    problem = Scripted(
        "Slow down.",
        status=429,
        limit=100,
        retry_after=7,
        reset_at="2030-01-01T00:00:00.000Z",
    )

    reply = problems.render_problem(problem, Request(method="GET", path="/"), Ids(Random(1)))

    assert (reply.headers["Retry-After"], said(reply)) == (
        "7",
        (
            429,
            {
                "code": "REQUEST_LIMITED",
                "message": f"{errors.SORRY} Too many requests.",
                "details": [
                    {
                        "code": "LIMIT_EXCEEDED",
                        "message": "Slow down.",
                        "innerError": {
                            "quotaLimit": 100,
                            "quotaResetTime": "2030-01-01T00:00:00.000Z",
                            "retryAfter": 7,
                        },
                    }
                ],
            },
        ),
    )


@pytest.mark.parametrize("path", ["/resources", "/resources/x", "/secret"])
def test_every_answer_has_the_standard_headers(call, path):
    headers = call("GET", path).headers

    assert {name: headers[name] for name in CACHING} == CACHING
    assert headers["Access-Control-Expose-Headers"] == "Correlation-Id"


def test_every_answer_has_a_correlation_id_of_its_own(call):
    ids = {call("GET", "/resources").headers["Correlation-Id"] for _ in range(5)}

    assert len(ids) == 5


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/resources/x", None),
        ("POST", "/resources", {}),
        ("PATCH", "/resources", {}),
        ("DELETE", "", None),
        ("GET", "/resources?filter=x", None),
    ],
)
def test_every_error_names_its_rule(call, method, path, body):
    reply = call(method, path, body)

    assert reply.headers["X-Fakeping-Rule"] == reply.rule
    assert reply.rule.startswith("pingone.")


def test_a_switch_that_is_none_is_refused(server):
    with pytest.raises(ValueError, match=r"pingone\.names_fold_case"):
        server.tenant(switches={"pingone.magic": True})
