"""Credentials of a real deployment, from environment variables: never from the command line.

A command line is seen by everybody who lists processes, and kept by shells and CI logs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Transport

#: What the variables of the deployment begin with, and those of the one it is compared with.
PREFIX = "FAKEPING"
AGAINST = "FAKEPING_AGAINST"


def of_the_other(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables of the second deployment, under the names of the first one's."""
    return {
        name.replace(AGAINST, PREFIX, 1): value
        for name, value in environ.items()
        if name.startswith(f"{AGAINST}_")
    }


class Unset(ValueError):
    """Raised for a missing variable."""


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables of one family, such as `FAKEPING_PINGONE_CLIENT_ID`."""

    environ: Mapping[str, str]
    prefix: str

    def get(self, name: str) -> str:
        """A variable's value; "" if it is not set."""
        return self.environ.get(f"{self.prefix}_{name}", "")

    def need(self, name: str) -> str:
        """A variable's value. Raises `Unset`."""
        value = self.get(name)
        if not value:
            raise Unset(f"{self.prefix}_{name} is not set")
        return value


def pingone_target(
    transport: Transport, url: str, edition: str, environ: Mapping[str, str]
) -> PingOneTarget:
    """A real PingOne environment. Raises `Unset`."""
    said = Variables(environ, f"{PREFIX}_PINGONE")
    environment_id = said.need("ENVIRONMENT_ID")
    token = said.get("TOKEN")
    api_url = (said.get("URL") or url).rstrip("/").removesuffix("/v1")
    return PingOneTarget(
        transport=transport,
        api_url=f"{api_url}/v1",
        auth_url=said.get("AUTH_URL").rstrip("/") or f"{_auth_host(api_url)}/{environment_id}/as",
        environment_id=environment_id,
        token=token,
        client_id=said.get("CLIENT_ID") if token else said.need("CLIENT_ID"),
        client_secret=said.get("CLIENT_SECRET") if token else said.need("CLIENT_SECRET"),
        edition=edition,
    )


def _auth_host(api_url: str) -> str:
    """`https://auth.pingone.eu` for `https://api.pingone.eu`; else the same host."""
    parts = urlsplit(api_url)
    host = parts.netloc
    return f"{parts.scheme}://{'auth.' + host[4:] if host.startswith('api.') else host}"


def pingam_target(
    transport: Transport, url: str, edition: str, environ: Mapping[str, str]
) -> PingAMTarget:
    """A real PingAM realm. Raises `Unset`."""
    said = Variables(environ, f"{PREFIX}_PINGAM")
    second = said.get("SECOND_OWNER")
    return PingAMTarget(
        transport=transport,
        url=(said.get("URL") or url).rstrip("/"),
        realm=said.get("REALM") or "alpha",
        client=Account(name=said.need("CLIENT_ID"), secret=said.need("CLIENT_SECRET")),
        owner=Account(name=said.need("OWNER"), secret=said.need("OWNER_PASSWORD")),
        second=Account(name=second, secret=said.need("SECOND_OWNER_PASSWORD")) if second else None,
        edition=edition,
    )
