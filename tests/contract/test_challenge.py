"""Media types and challenges are read by their grammar: what only begins like one is none."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fakeping import FakePing
from fakeping.contract.challenge import Challenge, challenges
from fakeping.contract.check import Checks, expect
from fakeping.contract.suites import SUITES
from fakeping.contract.target import Differs, Target
from fakeping.contract.transport import Answer, InProcess
from fakeping.core.body import is_json
from fakeping.core.exchange import Headers, Reply, Request
from tests.contract.pingam.conftest import target_in_process
from tests.contract.pingone.conftest import target_of


@pytest.fixture(scope="module")
def server() -> FakePing:
    return FakePing(ids_seed=1)


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "Application/JSON;charset=UTF-8",
        'application/json; charset="utf-8"',
        "application/hal+json ; a=b;c=d",
        "application/problem+json;",
    ],
)
def test_json(media_type: str) -> None:
    answer = Answer(status=200, headers=Headers({"Content-Type": media_type}), body=b"{}")

    assert is_json(media_type)
    expect(answer, 200, {})


NO_JSON = [
    "application/jsonx",
    "xapplication/json",
    "application/x-json",
    "application/json x",
    "application/json, text/html",
    "application/json; charset",
    "application/json\n",
    "text/json",
    "text/plain; a=application/json",
    "json",
    "",
]


@pytest.mark.parametrize("media_type", NO_JSON)
def test_no_json(media_type: str) -> None:
    answer = Answer(status=200, headers=Headers({"Content-Type": media_type}), body=b"{}")

    assert not is_json(media_type)
    with pytest.raises(Differs, match="Content-Type"):
        expect(answer, 200, {})


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Bearer", [("bearer", ())]),
        ('Basic realm="a, b=c"', [("basic", (("realm", '"a, b=c"'),))]),
        ("NTLM dG9rZW4=", [("ntlm", (("", "dG9rZW4="),))]),
        (
            'Bearer Realm = x , error="invalid_token",Basic realm=y',
            [
                ("bearer", (("realm", "x"), ("error", '"invalid_token"'))),
                ("basic", (("realm", "y"),)),
            ],
        ),
        (r'Basic realm="a \"quote\""', [("basic", (("realm", r'"a \"quote\""'),))]),
    ],
)
def test_challenges(header: str, expected: list[Any]) -> None:
    assert challenges(header) == [
        Challenge(scheme=scheme, parameters=parameters) for scheme, parameters in expected
    ]


NO_CHALLENGE = ["Bearer;", 'Basic realm="', 'Bearer error="x" y', "=", '"Bearer"', "Bearer ,=", "é"]


@pytest.mark.parametrize("header", NO_CHALLENGE)
def test_no_challenge(header: str) -> None:
    with pytest.raises(ValueError, match="not a challenge"):
        challenges(header)


WHO_ASKS = ("pingone.auth.", "pingone.token.client-", "pingam.auth.", "pingam.token.client")


def told(server: FakePing, family: str, change: Callable[..., Any]) -> set[str]:
    """What each check of the challenge finds where every 401 has another one."""
    target: Target
    if family == "pingone":
        target = target_of(server, server.tenant(edition={"pingone": "current"}))
    else:
        target = target_in_process(server)

    def changed(request: Request) -> Reply:
        reply = server.tenants.world.handle(request)
        return change(request, reply) if reply.status == 401 else reply

    target.transport = InProcess(changed)
    checks: Checks[Any] = SUITES[family].checks
    asked = [each for each in checks if each.rule.name.startswith(WHO_ASKS)]
    found = [each.verdict(target) for each in asked]
    return {each.rule.name for each in found if each.outcome == "differs"}


def another(header: str | None) -> Callable[..., Any]:
    def change(request: Request, reply: Reply) -> Reply:
        headers = {n: v for n, v in reply.headers.items() if n != "WWW-Authenticate"}
        if header is not None:
            headers["WWW-Authenticate"] = header
        return replace(reply, headers=headers)

    return change


@pytest.mark.parametrize("header", ["Bearerx", "Basicx realm=a", 'Bearer realm="', "", None])
def test_another_challenge_is_found(server: FakePing, header: str | None) -> None:
    assert {"pingone.auth.challenge", "pingone.token.client-invalid"} <= told(
        server, "pingone", another(header)
    )


@pytest.mark.parametrize("header", ["Basicx realm=a", "Basic", 'Basic realm="', "Bearer"])
def test_another_challenge_of_pingam_is_found(server: FakePing, header: str) -> None:
    assert "pingam.auth.no-challenge" in told(server, "pingam", another(header))


@pytest.mark.parametrize(
    "place", ["/populations", "/billOfMaterials", "/as/introspect", "/as/revoke", "/secret"]
)
def test_a_challenge_that_one_operation_lacks_is_found(server: FakePing, place: str) -> None:
    def change(request: Request, reply: Reply) -> Reply:
        return another(None)(request, reply) if request.path.endswith(place) else reply

    assert "pingone.auth.challenge" in told(server, "pingone", change)
