"""A PingOne environment under test: its URLs, its worker, and the created entities."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Self
from urllib.parse import quote

from fakeping.contract.pingone.environment import PingOneEnvironment
from fakeping.contract.target import Control, Differs, NotRun
from fakeping.contract.transport import Answer, Transport, an_object, explained
from fakeping.core.exchange import JSON


@dataclass(kw_only=True)
class PingOneTarget(PingOneEnvironment):
    """One environment of PingOne: a fake's, or a real one, whose two hosts differ.

    Its worker application needs the roles Client Application Developer and Environment Admin,
    and Organization Admin where environments are made. `token` goes before the credentials.
    """

    #: Where the environment's sign-in is: `https://auth.pingone.eu/{environment_id}/as`.
    auth_url: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
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

    def created(self, url: str, sent: Mapping[str, str], answer: Answer) -> None:
        """Record an entity that a POST created; a pushed request ends by itself."""
        if not url.startswith(self.auth_url):
            super().created(url, sent, answer)

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
