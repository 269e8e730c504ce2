"""Checks of CORS where the session's cookie says who asks."""

from urllib.parse import urlencode

from fakeping.contract.check import ABSENT, expect
from fakeping.contract.pingone.signin.client import SignInClient
from fakeping.contract.pingone.signin.flow_client import (
    PI_FLOW,
    application,
    begun,
    check,
    person,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

_OWN, _BELOW, _OTHER = "https://a.example", "https://x.b.example", "https://b.example"
_ORIGINS = [_OWN, "https://*.b.example"]


def _trusts(answer: Answer, origin: str, *, trusted: bool) -> None:
    """Raise `Differs` unless scripts of an origin may read an answer, or may not."""
    said = {"Access_Control_Allow_Origin": origin, "Access_Control_Allow_Credentials": "true"}
    nobody = dict.fromkeys(said, ABSENT)
    expect(answer, answer.status, **(said if trusted else nobody))


def _asked(client: SignInClient, path: str, origin: str, **query: str) -> Answer:
    return client.browse(f"{client.target.auth_url}/{path}?{urlencode(query)}", origin=origin)


@CHECKS.of(rules.CORS_TRUSTED, editions=("current",))
def a_cookie_is_for_trusted_origins(target: PingOneTarget) -> None:
    """The application's; without settings there is none, whatever the answer is."""
    settings: JSON = {"behavior": "ALLOW_SPECIFIC_ORIGINS", "origins": _ORIGINS}
    for said, trusted in (
        ({"corsSettings": settings}, {_OWN, _BELOW}),
        ({"corsSettings": {"behavior": "ALLOW_NO_ORIGINS"}}, set()),
        ({}, set()),
    ):
        client = application(target, **said)
        for origin in (_OWN, _BELOW, _OTHER, "https://a.example.com", "null"):
            flow = begun(client, response_mode=PI_FLOW)
            for answer in (
                _asked(client, "authorize", origin, client_id=client.client_id),
                _asked(client, "signoff", origin, client_id=client.client_id),
                _asked(client, "resume", origin, flowId=flow["id"]),
            ):
                _trusts(answer, origin, trusted=origin in trusted)
            expect(_asked(client, "jwks", origin), 200, Access_Control_Allow_Origin="*")
        _trusts(_asked(client, "authorize", _OWN, client_id="nobody"), _OWN, trusted=False)


@CHECKS.of(rules.CORS_TRUSTED, editions=("current",))
def a_trusted_origin_reads_how_a_flow_ends(target: PingOneTarget) -> None:
    """The answer that ends it still knows the application."""
    settings: JSON = {"behavior": "ALLOW_SPECIFIC_ORIGINS", "origins": _ORIGINS}
    client = application(target, corsSettings=settings)
    flow = begun(client, response_mode=PI_FLOW)
    check(client, flow["id"], person(target))
    url = f"{target.auth_url}/resume?flowId={flow['id']}"
    ended = client.browse(url, origin=_OWN)
    expect(ended, 200, {"authorizeResponse": dict})
    _trusts(ended, _OWN, trusted=True)
