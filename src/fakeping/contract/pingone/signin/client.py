"""An application under test, with a browser."""

import re
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
_PAGE = re.compile(r"/signon/\?flowId=")
_BASIC_TYPES = frozenset({"web", "service", "worker"})


@dataclass(kw_only=True)
class SignInClient:
    """An application of a target, and a browser's cookies."""

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
        """Create an application; see `tenant.pingone.given.application`. Only on a fake."""
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
    def of(cls, target: PingOneTarget, application: JSON) -> Self:
        """An application that exists, with the secret that it has now."""
        url = f"{target.applications_url}/{application['id']}/secret"
        return cls(
            target=target,
            client_id=application["id"],
            client_secret=target.read(url)["secret"],
            method=application["tokenEndpointAuthMethod"].lower(),
        )

    @classmethod
    def worker(cls, target: PingOneTarget) -> Self:
        """The target's worker. Raises `NotRun` if its secret is unknown."""
        target.only_with_credentials()
        return cls(
            target=target,
            client_id=target.client_id,
            client_secret=target.client_secret,
            method=BASIC,
        )

    def granted(self, resource: JSON, scopes: list[str] | None = None) -> Self:
        """The application with scopes of a resource granted."""
        said = {"application": self.client_id, "resource": resource["id"]}
        self.target.given("grant", **said, **({} if scopes is None else {"scopes": scopes}))
        return self

    # At the endpoints that take forms.

    def post(self, path: str, form: Mapping[str, Any], *, method: str = "") -> Answer:
        """Post a form with the client's credentials, by default in its own method."""
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
        return self.kept(self.target.ask("POST", url, form=said, headers=headers, token=None))

    def token(self, grant_type: str, **form: str | None) -> Answer:
        """Call the token endpoint."""
        return self.post("token", {"grant_type": grant_type, **form})

    def own(self, **form: str | None) -> Answer:
        """Get a token by client credentials."""
        return self.token("client_credentials", **form)

    # In the browser.

    def authorize(self, **members: str | None) -> Answer:
        """Call the authorization endpoint, and follow it to the sign-on page.

        `None` leaves a parameter out.
        """
        query = urlencode(self.request(**members))
        answer = self.browse(f"{self.target.auth_url}/authorize?{query}")
        return self.browse(page_of(answer)) if page_of(answer) else answer

    def request(self, **members: str | None) -> dict[str, str]:
        """The parameters of an authorization request."""
        said = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT,
            **members,
        }
        return {name: value for name, value in said.items() if value is not None}

    def browse(
        self, url: str, *, form: Mapping[str, str] | None = None, origin: str | None = None
    ) -> Answer:
        """Load a page, or send a form, with the browser's cookies; as a script of an origin."""
        method = "GET" if form is None else "POST"
        headers = self._cookie() | ({"Origin": origin} if origin else {})
        return self.kept(self.target.ask(method, url, form=form, headers=headers, token=None))

    def code(self, **members: str | None) -> str:
        """Get a code, with the user signed in at once."""
        said = sent_back(self.authorize(**members))
        ensure("code" in said, f"the authorization endpoint sends back {said}, and no code")
        return said["code"]

    def exchange(self, code: str, **form: str | None) -> Answer:
        """Exchange a code for tokens."""
        said = {"code": code, "redirect_uri": REDIRECT, **form}
        return self.token("authorization_code", **said)

    def signed_in(self, **members: str | None) -> JSON:
        """Sign in, and return the token endpoint's answer."""
        answer = self.exchange(self.code(**members))
        expect(answer, 200, {"access_token": str, "token_type": "Bearer", "expires_in": int})
        return answer.json

    # About tokens.

    def userinfo(self, token: str | None) -> Answer:
        """Call the user info endpoint."""
        return self.target.ask("GET", f"{self.target.auth_url}/userinfo", token=token)

    def introspect(self, token: str, *, method: str = "") -> Answer:
        """Introspect a token."""
        return self.post("introspect", {"token": token}, method=method)

    def _cookie(self) -> dict[str, str]:
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": held} if held else {}

    def kept(self, answer: Answer) -> Answer:
        """Keep the cookie that an answer sets."""
        said = answer.headers.get("Set-Cookie", "")
        name, _, value = said.partition(";")[0].partition("=")
        if value:
            self.cookies[name] = value
        elif name:
            self.cookies.pop(name, None)
        return answer


@contextmanager
def at_once(target: PingOneTarget) -> Iterator[JSON]:
    """Create a user, and sign in all who come to the endpoint as that user. Only on a fake."""
    user = new_user(target)
    target.given("sign_in", user=user["id"])
    try:
        yield user
    finally:
        target.given("sign_in", user=None)


def new_user(target: PingOneTarget, **members: JSON) -> JSON:
    """Create a user. Only on a fake."""
    name = target.name("user")
    said = {"username": name, "email": f"{name}@example.com", "name": "Alice Smith"}
    return target.given("user", **said | members)


def page_of(answer: Answer) -> str:
    """The URL of the sign-on page that an answer redirects to, or ""."""
    where = answer.headers.get("Location", "")
    return where if _PAGE.search(where) else ""


def sent_back(answer: Answer) -> dict[str, str]:
    """The parameters of a redirection, from the query or the fragment. Raises `Differs`."""
    expect(answer, _FOUND, Location=str)
    parts = urlsplit(answer.headers["Location"])
    where = answer.headers["Location"]
    ensure(where.startswith(REDIRECT), f"{answer.asked}: sent to {where!r}")
    return dict(parse_qsl(parts.fragment or parts.query))


def sent_back_error(answer: Answer, error: str) -> None:
    """Raise `Differs` unless a redirection has this error."""
    said = sent_back(answer)
    ensure(said.get("error") == error, f"{answer.asked}: sends back {said}, expected error={error}")


def photos(target: PingOneTarget, *kinds: str, **members: JSON) -> tuple[JSON, list[str]]:
    """Create a resource with scopes of each kind. Returns their names too."""
    resource = target.resource(**members)
    names = [target.name(each) for each in kinds]
    for each in names:
        target.scope(resource, name=each)
    return resource, names
