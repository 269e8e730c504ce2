"""An application under check, with the browser that is in front of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from fakeping.contract.check import ensure, expect
from fakeping.contract.jwt import challenge
from fakeping.contract.pingone.target import PingOneTarget, basic
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON

BASIC = "client_secret_basic"
POST = "client_secret_post"
NONE = "none"

#: Where every application here is sent back to.
REDIRECT = "https://example.com/signed-in"

#: PKCE: a verifier, and the challenge that S256 makes of it.
VERIFIER = "a-verifier-of-the-length-that-RFC-7636-asks-for"
CHALLENGE = challenge(VERIFIER)

_FOUND = 302
_BASIC_TYPES = frozenset({"web", "service", "worker"})


@dataclass(kw_only=True)
class SignInClient:
    """One application at a target's sign-in. Keeps the cookies of its one browser."""

    target: PingOneTarget
    client_id: str
    client_secret: str = field(repr=False)
    #: How it says who it is.
    method: str
    cookies: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def registered(
        cls,
        target: PingOneTarget,
        *,
        type: str = "web",  # noqa: A002 - what PingOne calls it
        method: str = "",
        **members: JSON,
    ) -> Self:
        """A new application; see `tenant.pingone.given.application`. A fake's alone."""
        method = method or (BASIC if type in _BASIC_TYPES else NONE)
        made = target.given(
            "application",
            **{
                "type": type,
                "name": target.name("application"),
                "redirect_uris": [REDIRECT],
                "token_endpoint_auth_method": method,
            }
            | members,
        )
        return cls(
            target=target,
            client_id=made["id"],
            client_secret=made["secret"],
            method=method,
        )

    @classmethod
    def worker(cls, target: PingOneTarget) -> Self:
        """The worker that asks for the target. Raises `NotRun` where its secret isn't known."""
        target.only_with_credentials()
        return cls(
            target=target,
            client_id=target.client_id,
            client_secret=target.client_secret,
            method=BASIC,
        )

    def granted(self, resource: JSON, scopes: list[str] | None = None) -> Self:
        """The same application, which may now ask for scopes of a resource."""
        said = {"application": self.client_id, "resource": resource["id"]}
        self.target.given("grant", **said, **({} if scopes is None else {"scopes": scopes}))
        return self

    # At the endpoints that take forms.

    def post(self, path: str, form: Mapping[str, Any], *, method: str = "") -> Answer:
        """Post a form as this application, in its own way unless another is named."""
        said = {name: value for name, value in form.items() if value is not None}
        headers = self._cookie()
        match method or self.method:
            case "client_secret_basic":
                headers["Authorization"] = basic(self.client_id, self.client_secret)
            case "client_secret_post":
                said |= {"client_id": self.client_id, "client_secret": self.client_secret}
            case _:
                said |= {"client_id": self.client_id}
        url = f"{self.target.auth_url}/{path}"
        return self._kept(self.target.ask("POST", url, form=said, headers=headers, token=None))

    def token(self, grant_type: str, **form: str | None) -> Answer:
        """Ask the token endpoint."""
        return self.post("token", {"grant_type": grant_type, **form})

    def own(self, **form: str | None) -> Answer:
        """Ask for a token on the application's own behalf."""
        return self.token("client_credentials", **form)

    # In the browser.

    def authorize(self, **members: str | None) -> Answer:
        """Ask the authorization endpoint; what is `None` is left out."""
        query = urlencode(self.request(**members))
        return self.browse(f"{self.target.auth_url}/authorize?{query}")

    def request(self, **members: str | None) -> dict[str, str]:
        """The parameters of an authorization request."""
        said = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT,
            **members,
        }
        return {name: value for name, value in said.items() if value is not None}

    def browse(self, url: str, *, form: Mapping[str, str] | None = None) -> Answer:
        """Go to a page, or send a form, with the browser's cookies."""
        method = "GET" if form is None else "POST"
        return self._kept(
            self.target.ask(method, url, form=form, headers=self._cookie(), token=None)
        )

    def code(self, **members: str | None) -> str:
        """A code, for whoever is signed in at once."""
        said = sent_back(self.authorize(**members))
        ensure("code" in said, f"the authorization endpoint sends back {said}, and no code")
        return said["code"]

    def exchange(self, code: str, **form: str | None) -> Answer:
        """Exchange a code."""
        said = {"code": code, "redirect_uri": REDIRECT, **form}
        return self.token("authorization_code", **said)

    def signed_in(self, **members: str | None) -> JSON:
        """The whole way, to the token answer."""
        answer = self.exchange(self.code(**members))
        expect(answer, 200, {"access_token": str, "token_type": "Bearer", "expires_in": int})
        return answer.json

    # About tokens.

    def userinfo(self, token: str | None) -> Answer:
        """Ask who a token is about."""
        return self.target.ask("GET", f"{self.target.auth_url}/userinfo", token=token)

    def introspect(self, token: str, *, method: str = "") -> Answer:
        """Ask what a token stands for."""
        return self.post("introspect", {"token": token}, method=method)

    def _cookie(self) -> dict[str, str]:
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": held} if held else {}

    def _kept(self, answer: Answer) -> Answer:
        said = answer.headers.get("Set-Cookie", "")
        name, _, value = said.partition(";")[0].partition("=")
        if value:
            self.cookies[name] = value
        elif name:
            self.cookies.pop(name, None)
        return answer


@contextmanager
def at_once(target: PingOneTarget) -> Iterator[JSON]:
    """A new user, whoever is asked to sign in meanwhile. A fake's alone."""
    user = new_user(target)
    target.given("sign_in", user=user["id"])
    try:
        yield user
    finally:
        target.given("sign_in", user=None)


def new_user(target: PingOneTarget, **members: JSON) -> JSON:
    """A new user. A fake's alone."""
    name = target.name("user")
    said = {"username": name, "email": f"{name}@example.com", "name": "Alice Smith"}
    return target.given("user", **said | members)


def sent_back(answer: Answer) -> dict[str, str]:
    """What an application is sent back, in the query or the fragment. Raises `Differs`."""
    expect(answer, _FOUND, Location=str)
    parts = urlsplit(answer.headers["Location"])
    where = answer.headers["Location"]
    ensure(where.startswith(REDIRECT), f"{answer.asked}: sent to {where!r}")
    return dict(parse_qsl(parts.fragment or parts.query))


def sent_back_error(answer: Answer, error: str) -> None:
    """Raise `Differs` unless an application is sent this error."""
    said = sent_back(answer)
    ensure(said.get("error") == error, f"{answer.asked}: sends back {said}, expected error={error}")


def photos(target: PingOneTarget, *kinds: str, **members: JSON) -> tuple[JSON, list[str]]:
    """A new resource with a scope of each kind, and what those are called."""
    resource = target.resource(**members)
    names = [target.name(each) for each in kinds]
    for each in names:
        target.scope(resource, name=each)
    return resource, names
