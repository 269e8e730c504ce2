"""The URLs of a tenant's realm."""

from collections.abc import Callable

from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import oauth
from fakeping.families.pingam.wire import resource_sets as wire


class Addresses:
    """The URLs of one tenant's realm of a PingAM deployment."""

    _store: AccessManager
    _base_url: Callable[[], str]

    @property
    def url(self) -> str:
        """The deployment's base URL, `{server}/am`."""
        return self._base_url() + self._store.mount

    @property
    def resource_set_url(self) -> str:
        """The URL at which the tenant's realm registers resource sets."""
        store = self._store
        return wire.resource_set_url(self.url, realm=store.realm, edition=store.edition)

    @property
    def oauth2_url(self) -> str:
        """The base URL of the realm's OAuth 2.0 endpoints, which is also its tokens' issuer."""
        return oauth.issuer(self.url, self._store.realm, uma1=self._store.edition.uma1)

    @property
    def token_url(self) -> str:
        """The URL of the realm's token endpoint."""
        return f"{self.oauth2_url}/access_token"

    @property
    def uma_url(self) -> str:
        """The base URL of the realm's UMA endpoints: the `as_uri` of a challenge."""
        return f"{self.url}/uma/{path_of(self._store.realm)}"

    @property
    def json_url(self) -> str:
        """The base URL of the realm's Common REST endpoints."""
        return f"{self.url}/json/{path_of(self._store.realm)}"
