"""Sign-in by flows, as a client without a browser does it: by the API alone."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from fakeping.contract.check import expect
from fakeping.contract.pingone.signin.client import BASIC, REDIRECT, SignInClient
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON

PASSWORD = "2FederateM0re!"  # noqa: S105 - the samples' own
PI_FLOW = "pi.flow"

_MEDIA = "application/vnd.pingidentity.{}+json"


@dataclass(kw_only=True)
class Person:
    """A user with a password."""

    id: str
    username: str
    password: str = field(default=PASSWORD, repr=False)


def application(target: PingOneTarget, **members: JSON) -> SignInClient:
    """Create an application by the API, and read its secret."""
    made = target.application(**{"redirectUris": [REDIRECT], **members})
    return held(target, made)


def held(target: PingOneTarget, made: JSON) -> SignInClient:
    """An application that the API created, with its secret."""
    secret = target.read(f"{target.applications_url}/{made['id']}/secret")["secret"]
    return SignInClient(target=target, client_id=made["id"], client_secret=secret, method=BASIC)


def person(target: PingOneTarget, *, force_change: bool = False) -> Person:
    """Create a user by the API, and set their password."""
    user = target.user()
    set_password(target, user, PASSWORD, force_change=force_change)
    return Person(id=user["id"], username=user["username"])


def set_password(
    target: PingOneTarget, user: JSON, password: str, *, force_change: bool = False
) -> None:
    """Set a user's password."""
    said = {"value": password, "forceChange": force_change}
    headers = {"Content-Type": _MEDIA.format("password.set")}
    answer = target.ask("PUT", f"{target.user_url(user)}/password", json=said, headers=headers)
    expect(answer, 200, {"status": str})


def root(target: PingOneTarget) -> str:
    """Where an environment's flows are."""
    return target.auth_url.rpartition("/as")[0]


def flow_url(target: PingOneTarget, flow_id: str) -> str:
    """The URL of a flow."""
    return f"{root(target)}/flows/{flow_id}"


def begun(client: SignInClient, **members: str | None) -> JSON:
    """Begin a flow with `pi.flow`."""
    said = {"response_mode": PI_FLOW, "redirect_uri": None, "scope": "openid", **members}
    answer = client.authorize(**said)
    expect(answer, 200, {"id": str, "status": str, "resumeUrl": str})
    return answer.json


def flow_of(answer: Answer) -> str:
    """The id of the flow that an answer redirects to the sign-on page of."""
    expect(answer, 302, Location=str)
    return parse_qs(urlsplit(answer.headers["Location"]).query).get("flowId", [""])[0]


def act(client: SignInClient, flow_id: str, action: str, said: Any = None) -> Answer:
    """Carry out an action of a flow, without credentials or a cookie; keep the cookie it sets."""
    headers = {"Content-Type": _MEDIA.format(action)}
    url = flow_url(client.target, flow_id)
    answer = client.target.ask("POST", url, json=said or {}, headers=headers, token=None)
    return client.kept(answer)


def check(client: SignInClient, flow_id: str, who: Person, **members: str) -> Answer:
    """Check a user's name and password."""
    said = {"username": who.username, "password": who.password, **members}
    return act(client, flow_id, "usernamePassword.check", said)


def resume(client: SignInClient, flow_id: str) -> Answer:
    """Resume a flow, with the cookie."""
    return client.browse(f"{client.target.auth_url}/resume?flowId={flow_id}")


def redirected(web: SignInClient, **members: str) -> Answer:
    """The redirect of the authorization endpoint, which is not followed."""
    said = {"scope": "openid", **members}
    return web.browse(f"{web.target.auth_url}/authorize?{urlencode(web.request(**said))}")
