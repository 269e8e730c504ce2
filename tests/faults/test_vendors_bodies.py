"""A scripted status has the vendor's own body, in the form of the endpoint."""

from random import Random

import pytest

from fakeping.core import schemas
from fakeping.core.exchange import Request
from fakeping.core.problem import Scripted
from fakeping.core.sources import Ids
from fakeping.families import FAMILIES
from tests.drive import ask
from tests.fake.pingone.errors import SORRY

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UNSUPPORTED = (
    "The server is refusing to service the request because the entity of the request is in a format"
    " not supported by the requested resource for the requested method."
)
RESTLET = (
    "Internal Server Error (500) - The server encountered an unexpected condition which prevented"
    " it from fulfilling the request"
)
TOKEN = "The access token provided is expired, revoked, malformed, or invalid for other reasons."


def said(reply):
    return {name: value for name, value in reply.json.items() if name != "id"}


@pytest.mark.parametrize(
    ("status", "code", "sentence", "details"),
    [
        (400, "INVALID_REQUEST", "The request was malformed or invalid.", None),
        (
            401,
            "ACCESS_FAILED",
            "You do not have access to this resource.",
            {
                "code": "INVALID_TOKEN",
                "target": "Authentication Credentials",
                "message": "The authorization token is either missing or invalid, or it has"
                " expired.",
            },
        ),
        (
            403,
            "ACCESS_FAILED",
            "You do not have access to this resource.",
            {
                "code": "INSUFFICIENT_PERMISSIONS",
                "message": "The actor attempting to perform the request is not authorized.",
            },
        ),
        (404, "NOT_FOUND", "The requested resource was not found.", None),
        (405, "INVALID_REQUEST", "The method is not allowed.", None),
        (408, "INVALID_REQUEST", "The body did not arrive.", None),
        (409, "REQUEST_FAILED", "The request conflicts with another.", None),
        (413, "INVALID_REQUEST", "The body is too large.", None),
        (415, "INVALID_REQUEST", UNSUPPORTED, None),
        (418, "INVALID_REQUEST", "The request was malformed or invalid.", None),
        (
            429,
            "REQUEST_LIMITED",
            "Too many requests.",
            {
                "code": "LIMIT_EXCEEDED",
                "message": "Too many requests.",
                "innerError": {"retryAfter": 1},
            },
        ),
        (500, "UNEXPECTED_ERROR", "An unexpected error occurred.", None),
        (502, "UNEXPECTED_ERROR", "An unexpected error occurred.", None),
        (503, "UNEXPECTED_ERROR", "The service is unavailable.", None),
        (504, "UNEXPECTED_ERROR", "An unexpected error occurred.", None),
        (599, "UNEXPECTED_ERROR", "An unexpected error occurred.", None),
    ],
)
def test_pingones_envelope(tenant, one, status, code, sentence, details):
    tenant.faults.next("pingone.resource.list", status=status)

    reply = one()

    whole = sentence if sentence == UNSUPPORTED else f"{SORRY} {sentence}"
    expected = {"code": code, "message": whole}
    assert reply.status == status
    assert said(reply) == expected | ({"details": [details]} if details else {})
    assert reply.rule == f"pingone.error.{'rate-limit' if status == 429 else 'scripted'}"
    assert reply.headers["X-Fakeping-Rule"] == reply.rule


@pytest.mark.parametrize(
    ("status", "header"),
    [(400, None), (401, "Bearer"), (403, None), (429, None), (500, None)],
)
def test_pingones_401_alone_has_a_challenge(tenant, one, status, header):
    tenant.faults.next("pingone.resource.list", status=status)

    assert one().headers.get("WWW-Authenticate") == header


@pytest.mark.parametrize(("status", "header"), [(429, "1"), (503, None), (500, None), (401, None)])
def test_rate_limit_errors_always_have_retry_after(tenant, one, status, header):
    tenant.faults.next("pingone.resource.list", status=status)

    assert one().headers.get("Retry-After") == header


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_retry_after_is_sent_with_any_status(tenant, one, status):
    tenant.faults.next("pingone.resource.list", status=status, retry_after=7)

    assert one().headers["Retry-After"] == "7"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"error": "invalid_request", "error_description": "Request denied: Invalid request"}),
        (
            401,
            {
                "error": "invalid_client",
                "error_description": "Request denied: Invalid client credentials",
            },
        ),
        (500, {"code": "UNEXPECTED_ERROR", "message": f"{SORRY} An unexpected error occurred."}),
    ],
)
def test_pingones_sign_in_speaks_oauth_where_oauth_has_a_word(server, tenant, status, body):
    tenant.faults.next("pingone.token", status=status)

    reply = ask(server, "POST", f"{tenant.pingone.auth_url}/token", raw=b"", headers=FORM)

    assert (reply.status, said(reply)) == (status, body)
    assert reply.headers["Cache-Control"] == "no-store"


def test_pingones_user_info_refuses_a_token_as_the_platform_does(server, tenant):
    tenant.faults.next("pingone.userinfo", status=401)

    reply = ask(server, "GET", f"{tenant.pingone.auth_url}/userinfo", token="any")

    assert (reply.status, reply.json["code"]) == (401, "ACCESS_FAILED")


@pytest.mark.parametrize(
    ("status", "error", "sentence"),
    [
        (400, "bad_request", "Bad Request"),
        (401, "invalid_token", TOKEN),
        (403, "insufficient_scope", "Forbidden"),
        (404, "not_found", "Not Found"),
        (408, "bad_request", "Request Timeout"),
        (409, "conflict", "Conflict"),
        (412, "precondition_failed", "Precondition Failed"),
        (413, "bad_request", None),
        (415, "bad_request", "Unsupported Media Type"),
        (429, "too_many_requests", "Too Many Requests"),
        (500, "server_error", RESTLET),
        (503, "temporarily_unavailable", "Service Unavailable"),
        (599, "server_error", "Status 599"),
    ],
)
@pytest.mark.parametrize("operation", ["pingam.resource_set.list", "pingam.introspect"])
def test_pingams_registration_and_oauth_endpoints(
    server, tenant, operation, status, error, sentence
):
    tenant.faults.next(operation, status=status)
    url = {
        "pingam.resource_set.list": tenant.pingam.resource_set_url,
        "pingam.introspect": f"{tenant.pingam.oauth2_url}/introspect",
    }[operation]
    method = "GET" if operation.endswith("list") else "POST"

    reply = ask(server, method, url, token=tenant.pingam.pat(), headers=FORM)

    wanted = "invalid_request" if "introspect" in operation and error == "bad_request" else error
    if status == 415:
        wanted = error
    assert reply.status == status
    assert reply.json["error"] == wanted
    assert sentence is None or reply.json["error_description"] == sentence
    assert reply.rule == "pingam.error.scripted"


@pytest.mark.parametrize("status", [401, 403, 404, 405, 409, 429, 500, 503, 599])
def test_ams_own_endpoints_say_code_reason_and_message(server, tenant, status):
    tenant.faults.next("pingam.pending_request.query", status=status)

    reply = ask(server, "GET", f"{tenant.pingam.json_url}/users/alice/uma/pendingrequests")

    assert reply.status == status
    assert reply.json.keys() == {"code", "reason", "message"}
    assert reply.json["code"] == status
    schemas.validate("pingam/error", reply.json)


def test_pingams_token_endpoint_does_not_know_the_client(server, tenant):
    tenant.faults.next("pingam.token", status=401)

    reply = ask(server, "POST", f"{tenant.pingam.oauth2_url}/access_token", headers=FORM)

    assert (reply.status, reply.json) == (
        401,
        {"error": "invalid_client", "error_description": "Client authentication failed"},
    )


@pytest.mark.parametrize(("status", "form"), [(401, "code"), (403, "code"), (500, "error")])
def test_pingams_uma_endpoints_have_two_forms(server, tenant, status, form):
    tenant.faults.next("pingam.permission_request", status=status)

    reply = ask(server, "POST", f"{tenant.pingam.uma_url}/permission_request", {})

    assert (reply.status, form in reply.json) == (status, True)


ROWS = [
    pytest.param(family, operation, id=operation.name)
    for family in FAMILIES
    for operation in family.operations
]


@pytest.mark.parametrize(("family", "operation"), ROWS)
def test_every_operation_answers_every_status_in_a_form_of_its_family(family, operation):
    render = operation.render_problem or family.render_problem
    request = Request(method=operation.method, path=operation.path)
    for status in range(400, 600):
        problem = Scripted("why", status=status, retry_after=3, retry_at=10.0)

        reply = render(problem, request, Ids(Random(1)))

        assert reply.status == status
        schemas.validate(family.problem_replies[500], reply.json)
