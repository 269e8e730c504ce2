"""The entities of a PingOne environment under test: where they are, and new ones for a check."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from fakeping.contract.check import expect
from fakeping.contract.target import Differs, NotRun, Target
from fakeping.contract.transport import Answer
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
class PingOneEnvironment(Target):
    """One environment of PingOne, with what checks create in it."""

    #: Where the management API is: `https://api.pingone.eu/v1`.
    api_url: str
    environment_id: str
    #: `p14c`, the source document's, or `current`, today's.
    edition: str = "p14c"

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

    @property
    def users_url(self) -> str:
        """Where its users are listed."""
        return f"{self.environment_url}/users"

    def user_url(self, user: JSON) -> str:
        """Where a user is read."""
        return f"{self.users_url}/{user['id']}"

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

    def application_attributes_url(self, application: JSON) -> str:
        """The URL of an application's attributes."""
        return f"{self.applications_url}/{application['id']}/attributes"

    def attributes_url(self, resource: JSON) -> str:
        """The URL of a resource's attributes."""
        return f"{self.resource_url(resource)}/attributes"

    # Making and finding things. Each raises `Differs` when it can't be had.

    def created(self, url: str, sent: Mapping[str, str], answer: Answer) -> None:
        """Remember what a POST has made, unless it can only go with its policy or environment."""
        elsewhere = url.startswith(f"{self.environments_url}/") and not url.startswith(
            f"{self.environment_url}/"
        )
        if not (elsewhere or url.endswith("/actions")):
            super().created(url, sent, answer)

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

    def user_body(self, **members: JSON) -> JSON:
        """What a new user is made of."""
        name = self.name("user")
        return {"username": name, "email": f"{name}@example.com", **members}

    def user(self, **members: JSON) -> JSON:
        """A new user, in the default population."""
        return self.had(self.users_url, self.user_body(), **members)

    def application_attribute(self, application: JSON, **members: JSON) -> JSON:
        """Create an attribute of an application."""
        said = {"name": self.name("attribute"), "value": "${user.id}", "required": False}
        return self.had(self.application_attributes_url(application), said, **members)

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
