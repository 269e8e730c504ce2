"""A PingAM realm under test: its URLs, its users and clients, and the created entities."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Self

from fakeping.contract.pingam.accounts import Account, basic
from fakeping.contract.pingam.deletion import deleted
from fakeping.contract.pingam.promised import promised
from fakeping.contract.target import OWN, Control, NotRun, Target
from fakeping.contract.transport import Answer, Transport, an_object, explained, insist
from fakeping.families.pingam.edition import AM_8_1, EDITIONS, SWITCHES, Edition
from fakeping.families.pingam.realms import ROOT, path_of

FAMILY = "pingam"

#: The scope that makes an access token a PAT.
UMA_PROTECTION = "uma_protection"

#: The header that an SSO token comes in.
SSO = "iPlanetDirectoryPro"

_MADE_UP = "made up for a check"  # of users and clients that live in a fake, as long as it does


@dataclass(kw_only=True)
class PingAMTarget(Target):
    """One realm of a PingAM deployment.

    It needs a confidential client that may use the password grant for the scopes
    `uma_protection` and `openid`, and a user. More is held to the rules where there is a
    second user, or a control API that can make one.
    """

    edition: str = AM_8_1.name
    #: The deployment's base URL, such as `https://am.example.com:8443/am`.
    url: str
    #: `alpha`, `alpha/below`, or `/` for the root realm.
    realm: str
    client: Account
    owner: Account
    #: Another resource owner and requesting party.
    second: Account | None = None
    #: Where the client has browsers sent back to.
    redirect_uri: str = "https://client.fakeping.invalid/back"
    _tokens: dict[tuple[Account, Account, str], str] = field(default_factory=dict, repr=False)
    _sessions: dict[Account, str] = field(default_factory=dict, repr=False)
    #: By the header that it comes in: whose each PAT is, and each SSO token.
    _owners: dict[str, Account] = field(default_factory=dict, repr=False)

    @classmethod
    def from_tenant(
        cls,
        transport: Transport,
        document: Mapping[str, Any],
        *,
        control: Control | None = None,
        edition: str = AM_8_1.name,
        switches: Mapping[str, bool] | None = None,
        **more: Any,
    ) -> Self:
        """A tenant of a fake, from the document that the control API answers for it."""
        known = document[FAMILY]
        return cls(
            transport=transport,
            edition=edition,
            switches=switches or {},
            control=control,
            url=known["url"],
            realm=known["realm"],
            client=Account(name=known["client_id"], secret=known["client_secret"]),
            owner=Account(name=known["username"], secret=known["password"]),
            **more,
        )

    def __post_init__(self) -> None:
        """Raise `ValueError` for an unknown edition or switch."""
        if self.edition not in EDITIONS:
            raise ValueError(f"there is no edition {self.edition!r}: {', '.join(EDITIONS)}")
        unknown = {each.removeprefix(f"{FAMILY}.") for each in self.switches} - SWITCHES.keys()
        if unknown:
            raise ValueError(f"there is no switch {sorted(unknown)}: {', '.join(sorted(SWITCHES))}")

    @cached_property
    def behaviour(self) -> Edition:
        """The expected behaviour: the edition, with switches applied."""
        by_name = {each.removeprefix(f"{FAMILY}."): on for each, on in self.switches.items()}
        return promised(self.edition, by_name)

    @property
    def realm_path(self) -> str:
        """The path segments of the realm: `realms/root/realms/alpha`."""
        return path_of(self.realm_name)

    @property
    def realm_name(self) -> str:
        """The realm's absolute name: `/alpha`."""
        return ROOT + self.realm.strip(ROOT)

    @property
    def resource_set_url(self) -> str:
        """The URL of the realm's resource set endpoint."""
        kind = "oauth2" if self.behaviour.uma1 else "uma"
        return f"{self.url}/{kind}/{self.realm_path}/resource_set"

    def url_of(self, made: str) -> str:
        """The URL of a resource set."""
        return f"{self.resource_set_url}/{made}"

    @property
    def oauth2_url(self) -> str:
        """The base URL of the realm's OAuth 2.0 endpoints."""
        return f"{self.url}/oauth2/{self.realm_path}"

    @property
    def issuer(self) -> str:
        """The issuer of the realm's tokens, to which the URLs of discovery belong."""
        older = f"{self.url}/oauth2{self.realm_name.rstrip(ROOT)}"
        return older if self.behaviour.uma1 else self.oauth2_url

    @property
    def uma_url(self) -> str:
        """The base URL of the realm's UMA endpoints."""
        return f"{self.url}/uma/{self.realm_path}"

    @property
    def json_url(self) -> str:
        """The base URL of the realm's AM REST endpoints."""
        return f"{self.url}/json/{self.realm_path}"

    def own_token(self) -> str:
        """The owner's PAT."""
        return self.pat(self.owner)

    def pat(
        self, owner: Account, *, scope: str = UMA_PROTECTION, client: Account | None = None
    ) -> str:
        """A user's token by the password grant: a PAT by default."""
        key = (owner, client or self.client, scope)
        if key not in self._tokens:
            self._tokens[key] = self.password(owner, scope=scope, client=client)["access_token"]
            self._owners[f"Bearer {self._tokens[key]}"] = owner
        return self._tokens[key]

    def claim_token(self, party: Account) -> str:
        """An ID token, which identifies a requesting party."""
        return str(self.password(party, scope="openid")["id_token"])

    def password(self, user: Account, *, scope: str, client: Account | None = None) -> Any:
        """Tokens of a new password grant. Raises `NotRun` for an error."""
        answer = self.grant(
            "password", scope=scope, username=user.name, password=user.secret or "", client=client
        )
        document = an_object(answer)
        if "access_token" not in document:
            raise NotRun(f"no {scope} token for {user.name}: {answer.asked}: {explained(answer)}")
        return document

    def grant(
        self,
        grant_type: str,
        *,
        client: Account | None = None,
        token: str | None = None,
        **form: Any,
    ) -> Answer:
        """Call the token endpoint, by default as the target's own client."""
        said = {"grant_type": grant_type, **form}
        return self.post("access_token", said, client=client, token=token)

    def post(
        self,
        path: str,
        form: Mapping[str, str],
        *,
        client: Account | None = None,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a form to an OAuth 2.0 endpoint, as a client or with a bearer token."""
        who = client or self.client
        sent = dict(headers or {})
        if token is None and who.secret is not None:
            sent |= basic(who)
        elif token is None:
            form = {"client_id": who.name, **form}
        return self.ask("POST", f"{self.oauth2_url}/{path}", form=form, headers=sent, token=token)

    def session(self, user: Account) -> str:
        """A user's SSO token. Raises `NotRun` if sign-in fails."""
        if user not in self._sessions:
            self._sessions[user] = self.new_session(user)
            self._owners[self._sessions[user]] = user
        return self._sessions[user]

    def new_session(self, user: Account) -> str:
        """Sign in, and return the new SSO token."""
        headers = {"X-OpenAM-Username": user.name, "X-OpenAM-Password": user.secret or ""}
        answer = self.ask("POST", f"{self.json_url}/authenticate", headers=headers, token=None)
        if answer.status != 200:  # noqa: PLR2004 - what a sign-in answers
            raise NotRun(f"{user.name} can't sign in: the answer is {answer.status}")
        return str(answer.json["tokenId"])

    def own(
        self,
        method: str,
        path: str,
        *,
        user: Account | None = None,
        headers: Mapping[str, str] | None = None,
        **how: Any,
    ) -> Answer:
        """Call an owner's endpoint, `/json/.../users/{user}/{path}`, as that user."""
        who = user or self.owner
        sent = {SSO: self.session(who), **(headers or {})}
        return self.ask(method, self.own_url(path, who), headers=sent, token=None, **how)

    def own_url(self, path: str, user: Account | None = None) -> str:
        """The URL of an owner's endpoint."""
        return f"{self.json_url}/users/{(user or self.owner).name}/{path}"

    def register(self, said: Any, *, owner: Account | None = None, **how: Any) -> Answer:
        """Register a resource set, by default for the target's own owner."""
        how.setdefault("token", self.pat(owner) if owner else OWN)
        return self.ask("POST", self.resource_set_url, json=said, **how)

    def created(self, url: str, sent: Mapping[str, str], answer: Answer) -> None:
        """Remember a resource set or a label, and whose it is. The rest goes by itself."""
        where = url.partition("?")[0]
        if where.endswith("/oauth2/resources/labels"):
            self.remember(f"{where}/{answer.json['_id']}", {SSO: sent.get(SSO, "")})
        elif where.startswith(self.resource_set_url):
            bearer = {"Authorization": sent.get("Authorization", "")}
            self.remember(self.url_of(answer.json["_id"]), bearer | self.condition())

    def tidy(self) -> list[str]:
        """Delete what checks created, each with its owner's token. Returns the URLs that remain."""
        owners = dict(self._owners)  # of tokens for which time may have passed
        self._sign_out()
        for index, (url, headers) in enumerate(self._own):
            owner = owners.get(headers.get("Authorization", headers.get(SSO, "")))
            if owner is not None:
                self._own[index] = (url, {**headers, **self._as(owner)})
        return super().tidy()

    def _deleted(self, url: str, headers: Mapping[str, str]) -> int | None:
        """The status of a deletion; retries lost answers, and refused ones with the tag."""
        return insist(partial(deleted, self, url, headers))

    def forget(self, url: str) -> None:
        """Don't delete an entity."""
        self._forget(url)

    def deleters(self) -> list[Mapping[str, str]]:
        """Each owner, and the condition."""
        return [self._as(each) | self.condition() for each in (self.owner, self.second) if each]

    def _as(self, owner: Account) -> dict[str, str]:
        """The headers of an owner, for whatever of theirs is to be deleted."""
        bearer = f"Bearer {insist(partial(self.pat, owner))}"
        return {"Authorization": bearer, SSO: str(insist(partial(self.session, owner)))}

    def condition(self) -> dict[str, str]:
        """The header that every write must have, in editions that require one."""
        return {"If-Match": "*"} if self.behaviour.require_if_match else {}

    def advance(self, seconds: float) -> None:
        """Advance the clock and forget sessions. Raises `NotRun` on a real deployment."""
        super().advance(seconds)
        self._sign_out()

    def _sign_out(self) -> None:
        self._tokens.clear()
        self._sessions.clear()

    def other(self) -> Account:
        """The second user. Raises `NotRun` if there is none and none can be created."""
        if self.second is None:
            self.second = self.new_user("second")
        return self.second

    def new_user(self, hint: str = "user", **members: Any) -> Account:
        """Create a user of a fake. Raises `NotRun` on a real deployment."""
        user = Account(name=self.name(hint), secret=_MADE_UP)
        self.steered().given(FAMILY, "user", name=user.name, password=user.secret, **members)
        return user

    def new_client(self, **members: Any) -> Account:
        """Create a client of a fake. Raises `NotRun` on a real deployment."""
        secret = None if members.get("public") else _MADE_UP
        client = Account(name=self.name("client"), secret=secret)
        said = members if secret is None else {"client_secret": secret, **members}
        self.steered().given(FAMILY, "client", client_id=client.name, **said)
        return client

    def new_realm(self) -> str:
        """Create a realm of a fake below the target's own. Raises `NotRun` on a real deployment."""
        self.steered().given(FAMILY, "realm", name=(name := self.name("realm")))
        return f"{self.realm_name.rstrip(ROOT)}/{name}"
