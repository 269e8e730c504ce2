"""A PingOne environment under test: its URLs, its worker, and the created entities."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Self
from urllib.parse import quote, urljoin

from fakeping.contract.check import expect
from fakeping.contract.target import Control, Differs, NotRun, Target
from fakeping.contract.transport import Answer, Transport, an_object, explained
from fakeping.core.exchange import JSON
from fakeping.core.limits import limit
from fakeping.families.pingone.edition import SWITCHES, Edition, chosen

_CURRENT = "current"

_PAGES = limit(
    "contract.pages",
    1_000,
    unit="pages",
    bounds="what `fakeping contract` reads of one collection",
    past="the deployment differs: its pages come to no end",
)


@dataclass(kw_only=True)
class PingOneTarget(Target):
    """One environment of PingOne: a fake's, or a real one, whose two hosts differ.

    Its worker application needs the roles Client Application Developer and Environment Admin,
    and Organization Admin where environments are made. `token` goes before the credentials.
    """

    #: Where the management API is: `https://api.pingone.eu/v1`.
    api_url: str
    #: Where the environment's sign-in is: `https://auth.pingone.eu/{environment_id}/as`.
    auth_url: str
    environment_id: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    #: `p14c`, the source document's, or `current`, today's.
    edition: str = "p14c"
    _fetched: str = field(default="", repr=False)
    _renew_at: float = 0.0

    @classmethod
    def from_tenant(
        cls,
        transport: Transport,
        document: JSON,
        *,
        control: Control | None = None,
        edition: str = "p14c",
        switches: Mapping[str, bool] | None = None,
        **more: Any,
    ) -> Self:
        """A target for a tenant of a fake, as the control API describes it.

        `switches` are the tenant's, by name and without the family.
        """
        tenant = document["pingone"]
        return cls(
            transport=transport,
            api_url=tenant["url"],
            auth_url=tenant["auth_url"],
            environment_id=tenant["environment_id"],
            client_id=tenant["client_id"],
            client_secret=tenant["client_secret"],
            edition=edition,
            switches=switches or {},
            control=control,
            **more,
        )

    # Who asks.

    def own_token(self) -> str:
        """The worker's token, requested once. Raises `Differs` without one."""
        if self.token:
            return self.token
        if not self._fetched or monotonic() >= self._renew_at:
            self._fetch()
        return self._fetched

    def advance(self, seconds: float) -> None:
        """Advance the clock; the next request gets a new token."""
        super().advance(seconds)
        self._fetched = ""

    def _fetch(self) -> None:
        # Past the evidence: nobody asked for this exchange, and it shows a secret.
        exchanges = self.exchanges
        self.exchanges = []
        try:
            answer = self.sign_in(self.client_id, self.client_secret)
        finally:
            self.exchanges = exchanges
        granted = an_object(answer)
        if "access_token" not in granted:
            raise Differs(f"{answer.asked}: {explained(answer)}")
        self._fetched = granted["access_token"]
        self._renew_at = monotonic() + float(granted.get("expires_in", 0)) / 2

    def sign_in(self, client_id: str, client_secret: str, **form: str) -> Answer:
        """Call the token endpoint as the worker: by default Basic and `client_credentials`."""
        return self.ask(
            "POST",
            f"{self.auth_url}/token",
            form={"grant_type": "client_credentials"} | form,
            headers={"Authorization": basic(client_id, client_secret)},
            token=None,
        )

    # What it is held to.

    @property
    def expected(self) -> Edition:
        """The expected behaviour: the edition, with switches applied."""
        return chosen(self.edition, {**dict.fromkeys(SWITCHES, False), **self.switches})

    @property
    def is_current(self) -> bool:
        """Whether the expected edition is today's PingOne."""
        return self.edition == _CURRENT

    # Where things are.

    @property
    def environments_url(self) -> str:
        """The URL of the environments."""
        return f"{self.api_url}/environments"

    @property
    def environment_url(self) -> str:
        """The URL of the environment."""
        return f"{self.environments_url}/{self.environment_id}"

    @property
    def resources_url(self) -> str:
        """The URL of the environment's resources."""
        return f"{self.environment_url}/resources"

    def resource_url(self, resource: JSON) -> str:
        """The URL of a resource."""
        return f"{self.resources_url}/{resource['id']}"

    def scopes_url(self, resource: JSON) -> str:
        """The URL of a resource's scopes."""
        return f"{self.resource_url(resource)}/scopes"

    @property
    def applications_url(self) -> str:
        """The URL of the applications."""
        return f"{self.environment_url}/applications"

    def grants_url(self, application: JSON) -> str:
        """The URL of an application's grants."""
        return f"{self.applications_url}/{application['id']}/grants"

    def attributes_url(self, resource: JSON) -> str:
        """The URL of a resource's attributes."""
        return f"{self.resource_url(resource)}/attributes"

    # Making and finding things. Each raises `Differs` when it can't be had.

    def made(self, url: str, document: JSON) -> JSON:
        """Create an entity by POST, to be deleted at the end."""
        answer = self.ask("POST", url, json=document)
        expect(answer, 201, {"id": str})
        return answer.json

    def had(self, url: str, document: JSON, **more: JSON) -> JSON:
        """Create an entity that a check needs.

        A plain one that can't be had is another rule's affair: `NotRun`. With `more` it is what
        the check is about: `Differs`.
        """
        try:
            return self.made(url, {**document, **more})
        except Differs as difference:
            if more:
                raise
            raise NotRun(f"what the check begins with can't be had: {difference}") from None

    def resource(self, **members: JSON) -> JSON:
        """Create a custom resource."""
        return self.had(self.resources_url, {"name": self.name("resource")}, **members)

    def scope(self, resource: JSON, **members: JSON) -> JSON:
        """Create a scope of a resource."""
        return self.had(self.scopes_url(resource), {"name": self.name("scope")}, **members)

    def attribute(self, resource: JSON, **members: JSON) -> JSON:
        """Create an attribute of a resource."""
        said = {"name": self.name("attribute"), "value": "${user.id}"}
        return self.had(self.attributes_url(resource), said, **members)

    def population(self, **members: JSON) -> JSON:
        """Create a population."""
        said = {"name": self.name("population")}
        return self.had(f"{self.environment_url}/populations", said, **members)

    def application(self, **members: JSON) -> JSON:
        """Create an enabled web application, without a way to refresh tokens."""
        return self.had(self.applications_url, self.application_body(), **members)

    def application_body(self, **members: JSON) -> JSON:
        """A body for a new application."""
        return {
            "name": self.name("application"),
            "enabled": True,
            "type": "WEB_APP",
            "protocol": "OPENID_CONNECT",
            "grantTypes": ["AUTHORIZATION_CODE"],
            "responseTypes": ["CODE"],
            "redirectUris": ["https://example.com/signed-in"],
            "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
            **members,
        }

    def grant(self, application: JSON, resource: JSON, *scopes: JSON) -> JSON:
        """Grant an application scopes of a resource."""
        said = {
            "resource": {"id": resource["id"]},
            "scopes": [{"id": each["id"]} for each in scopes],
        }
        return self.had(self.grants_url(application), said)

    def in_an_hour(self, now: str) -> str:
        """An hour after an RFC 3339 date."""
        after = datetime.fromisoformat(now) + timedelta(hours=1)
        return f"{after:%Y-%m-%dT%H:%M:%S}Z"

    def environment(self, **members: JSON) -> JSON:
        """Create an environment, with the region and the license of this one."""
        return self.had(self.environments_url, self.environment_body(), **members)

    def environment_body(self, **members: JSON) -> JSON:
        """A body for a new environment."""
        own = self.read(self.environment_url)
        kept = {name: own[name] for name in ("region", "license")}
        return {"name": self.name("environment"), "type": "SANDBOX", **kept, **members}

    def read(self, url: str) -> JSON:
        """GET a document."""
        answer = self.ask("GET", url)
        expect(answer, 200)
        return answer.json

    def listed(self, url: str, kind: str) -> list[JSON]:
        """All entities of a collection, from all pages."""
        return list(self._pages(url, self.expected.embedded[kind]))

    def _pages(self, url: str, embedded: str) -> Iterator[JSON]:
        seen: set[str] = set()
        while url:
            if url in seen or len(seen) >= _PAGES:
                raise Differs(f"GET {url}: the pages come to no end")
            seen.add(url)
            page = self.read(url)
            yield from page["_embedded"][embedded]
            following = page["_links"].get("next", {}).get("href", "")
            url = urljoin(url, following) if following else ""

    def named_or_made(self, url: str, kind: str, name: str) -> JSON:
        """The entity of a collection with this name, created if there is none."""
        for each in self.listed(url, kind):
            if each["name"] == name:
                return each
        return self.had(url, {"name": name})

    def built_in(self, which: str) -> JSON:
        """The built-in resource `api` or `openid`."""
        name, _ = getattr(self.expected, which)
        return self.named(self.listed(self.resources_url, "resources"), name)

    def built_in_scope(self, resource: JSON, name: str) -> JSON:
        """A platform scope of a built-in resource."""
        return self.named(self.listed(self.scopes_url(resource), "scopes"), name)

    def named(self, entities: Iterable[JSON], name: str) -> JSON:
        """The entity of a list with this name."""
        for each in entities:
            if each["name"] == name:
                return each
        raise Differs(f"{self._last_asked()}: nothing there is called {name!r}")

    def identified(self, entities: Iterable[JSON], id_: str) -> JSON:
        """The entity of a list with this id."""
        found = [each for each in entities if each["id"] == id_]
        if len(found) != 1:
            raise Differs(f"{self._last_asked()}: {id_} is there {len(found)} times, expected once")
        return found[0]

    def _last_asked(self) -> str:
        return self.exchanges[-1].answer.asked if self.exchanges else self.environment_url

    # What only a fake can do.

    def given(self, kind: str, **members: JSON) -> JSON:
        """Add an entity that the API can't create. Raises `NotRun` on a real deployment."""
        return self.steered().given("pingone", kind, **members)

    def token_of(self, **shape: JSON) -> str:
        """A token of any kind. Raises `NotRun` on a real deployment."""
        return self.steered().token("pingone", **shape)

    @contextmanager
    def another(self, *, auth: str) -> Iterator[Self]:
        """Another tenant of the same fake, with its own `auth`.

        What is asked there is evidence here. Raises `NotRun` of a real deployment.
        """
        said = {"auth": auth, "editions": {"pingone": self.edition}}
        with self.steered().another(**said) as (document, control):
            other = type(self).from_tenant(
                self.transport, document, control=control, edition=self.edition
            )
            other.exchanges = self.exchanges
            yield other

    def only_with_credentials(self) -> None:
        """Raise `NotRun` if the target has a token but no client credentials."""
        if not self.client_secret:
            raise NotRun("the worker's client id and secret are not known")


def basic(client_id: str, client_secret: str) -> str:
    """The Basic credentials of a client, as a header."""
    pair = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}"
    return f"Basic {b64encode(pair.encode()).decode()}"
