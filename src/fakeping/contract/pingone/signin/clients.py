"""Checks of client authentication and grants at the token endpoint."""

import re
from base64 import b64encode
from dataclasses import replace

from fakeping.contract.challenge import ensure_challenge
from fakeping.contract.check import ABSENT, ensure_same, expect
from fakeping.contract.pingone.refusals import NOBODY, denied
from fakeping.contract.pingone.signin.client import (
    BASIC,
    NONE,
    POST,
    SignInClient,
    at_once,
    photos,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget, basic
from fakeping.contract.transport import Answer
from fakeping.families.pingone.signin import rules

of = CHECKS.of

_INVALID = re.compile(
    r"Request denied: Invalid client credentials \(Correlation ID: (?P<id>[0-9a-fA-F-]+)\)"
)
_UNSUPPORTED = "Request denied: Unsupported authentication method"


@of(rules.TOKEN_CLIENT_CREDENTIALS)
def a_workers_token_opens_what_its_roles_do(target: PingOneTarget) -> None:
    """The token endpoint's answer has no scope, and the token opens the management API."""
    answer = SignInClient.worker(target).own()
    expect(
        answer,
        200,
        {"access_token": str, "token_type": "Bearer", "expires_in": int, "scope": ABSENT},
    )
    token = answer.json["access_token"]
    expect(target.ask("GET", target.resources_url, token=token), 200)


@of(rules.TOKEN_SCOPE)
def an_answer_names_the_scopes_that_were_granted(target: PingOneTarget) -> None:
    """`scope` lists the granted scopes, in the order of the request."""
    resource, [read, edit] = photos(target, "read", "edit")
    client = SignInClient.registered(target, type="service").granted(resource)
    for scope in (read, f"{edit} {read}"):
        expect(client.own(scope=scope), 200, {"scope": scope})
    with at_once(target):
        web = SignInClient.registered(target).granted(resource)
        for scope in ("openid", f"openid {read}", f"openid {edit} {read}"):
            said = web.signed_in(scope=scope).get("scope", "")
            ensure_same(sorted(said.split()), sorted(scope.split()), f"the scopes for {scope!r}")


@of(rules.TOKEN_NO_STORE)
def no_answer_of_the_token_endpoint_is_to_be_kept(target: PingOneTarget) -> None:
    """Tokens and errors have `Cache-Control: no-store` and `Pragma: no-cache`."""
    worker = SignInClient.worker(target)
    refused = worker.token("no-such-grant")
    for answer in (worker.own(), refused):
        expect(
            answer,
            answer.status,
            Cache_Control=re.compile(".*no-store.*"),
            Pragma=re.compile(".*no-cache.*"),
        )
    ensure_same(refused.status, 400, "the status of a refusal")


@of(rules.CLIENT_INVALID)
def an_unknown_client_or_a_wrong_secret_is_refused(target: PingOneTarget) -> None:
    """The error's description has the correlation id."""
    worker = SignInClient.worker(target)
    for client_id, secret in ((NOBODY, "secret"), (worker.client_id, "wrong"), (NOBODY, "")):
        answer = target.sign_in(client_id, secret)
        _refused(answer, _INVALID)
        found = _INVALID.fullmatch(answer.json["error_description"])
        told = found["id"] if found else None
        ensure_same(told, answer.headers.get("Correlation-Id"), "the correlation id")
        ensure_challenge(answer.asked, answer.headers.get("WWW-Authenticate"), "Basic")
    for header in ("Basic", "Basic %%%", "Basic Zm9v", "basic w6k6", "Bearer x"):
        answer = target.ask(
            "POST",
            f"{target.auth_url}/token",
            form={"grant_type": "client_credentials"},
            headers={"Authorization": header},
            token=None,
        )
        expect(answer, 401, {"error": "invalid_client"})
    for client_id in (worker.client_id, NOBODY):
        stranger = replace(worker, client_id=client_id, client_secret="wrong")  # noqa: S106
        for path in ("token", "introspect", "revoke"):
            said = {"grant_type": "client_credentials", "token": "x"}
            _refused(stranger.post(path, said, method=POST), _INVALID)
            _refused(stranger.post(path, said, method=BASIC), _INVALID)


@of(rules.CLIENT_METHOD)
def a_client_says_who_it_is_in_its_own_way(target: PingOneTarget) -> None:
    """Another authentication method than the registered one is refused."""
    for own, others in ((BASIC, (POST, NONE)), (POST, (BASIC, NONE))):
        resource, _ = photos(target, "read")
        client = SignInClient.registered(target, type="service", method=own).granted(resource)
        expect(client.own(), 200)
        for other in others:
            answer = client.post("token", {"grant_type": "client_credentials"}, method=other)
            _refused(answer, _UNSUPPORTED)
    public = SignInClient.registered(target, type="service", method=NONE)
    answer = public.post("token", {"grant_type": "client_credentials"}, method=BASIC)
    _refused(answer, _UNSUPPORTED)


@of(rules.CLIENT_WORKER_METHODS)
def the_first_worker_takes_its_secret_in_two_ways(target: PingOneTarget) -> None:
    """A fake's first worker accepts Basic and POST, others only their own method."""
    target.steered()
    worker = SignInClient.worker(target)
    for method in (BASIC, POST):
        expect(worker.post("token", {"grant_type": "client_credentials"}, method=method), 200)
    spelled = "".join(f"%{ord(each):02X}" for each in worker.client_secret)
    pair = b64encode(f"{worker.client_id}:{spelled}".encode()).decode()
    answer = target.ask(
        "POST",
        f"{target.auth_url}/token",
        form={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {pair}"},
        token=None,
    )
    expect(answer, 200)
    other = SignInClient.registered(target, type="worker", roles=["Client Application Developer"])
    expect(other.own(), 200)
    answer = other.post("token", {"grant_type": "client_credentials"}, method=POST)
    _refused(answer, _UNSUPPORTED)


@of(rules.CLIENT_LENIENT)
def whoever_asks_a_lenient_server_is_the_worker(target: PingOneTarget) -> None:
    """With `auth` of `any` or `off`, wrong credentials get the worker's token. In a new tenant."""
    for auth in ("any", "off"):
        with target.another(auth=auth) as lenient:
            answer = lenient.sign_in(NOBODY, "whatever")
            expect(answer, 200, {"access_token": str})
            token = answer.json["access_token"]
            expect(lenient.ask("GET", lenient.resources_url, token=token), 200)


@of(rules.REQUEST_INVALID)
def a_parameter_stands_once_and_makes_sense(target: PingOneTarget) -> None:
    """A missing, repeated or invalid parameter is refused, and named."""
    worker = SignInClient.worker(target)
    denied(worker.post("token", {}), "invalid_request")
    denied(worker.post("token", {"grant_type": ""}), "invalid_request")
    twice = target.ask(
        "POST",
        f"{target.auth_url}/token",
        raw=b"grant_type=client_credentials&grant_type=client_credentials",
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": basic(target.client_id, target.client_secret),
        },
        token=None,
    )
    denied(twice, "invalid_request")
    for path in ("introspect", "revoke"):
        for form in ({}, {"token": ""}):
            denied(worker.post(path, form), "invalid_request")
    web = SignInClient.registered(target)
    for grant in ("authorization_code", "refresh_token"):
        denied(web.token(grant), "invalid_request")
    another = {"grant_type": "client_credentials", "client_id": NOBODY}
    denied(worker.post("token", another), "invalid_request")


@of(rules.REQUEST_INVALID)
def a_client_authenticates_in_one_way(target: PingOneTarget) -> None:
    """By Basic it sends no secret in the form, not even the same; its id may stand there."""
    worker, about = SignInClient.worker(target), {"token": target.name("token")}
    named, secret = {"client_id": worker.client_id}, {"client_secret": worker.client_secret}
    asked = {"token": {"grant_type": "client_credentials"}, "introspect": about, "revoke": about}
    for path, form in asked.items():
        for more in (secret, named | secret):
            denied(worker.post(path, {**form, **more}), "invalid_request")
        expect(worker.post(path, {**form, **named}), 200)


@of(rules.GRANT_UNSUPPORTED)
def other_grants_are_not_supported(target: PingOneTarget) -> None:
    """Others are `unsupported_grant_type`, such as a user's password."""
    worker = SignInClient.worker(target)
    for grant in ("password", "no-such-grant", "Client_Credentials"):
        denied(worker.token(grant, username="a", password="b"), "unsupported_grant_type")  # noqa: S106


@of(rules.GRANT_UNAUTHORIZED)
def an_application_uses_the_grants_that_it_is_registered_for(target: PingOneTarget) -> None:
    """Others are refused."""
    web = SignInClient.registered(target, type="web")
    denied(web.own(), "unauthorized_client")
    service = SignInClient.registered(target, type="service")
    denied(service.token("refresh_token", refresh_token="x"), "unauthorized_client")  # noqa: S106
    denied(service.token("authorization_code", code="x"), "unauthorized_client")


def _refused(answer: Answer, description: object) -> None:
    said = {"error": "invalid_client", "error_description": description}
    expect(answer, 401, said)
